"""A way to get better for each kind of difference: for its maker and for mentors, never for buyers.

What staff write is a dated rule of the kind; where they wrote nothing the shop has words of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.shared import rulebook, text
from app.shared.rulebook import Rule
from app.vouching.grades import ladder
from app.vouching.models import DeviationKind, Disclosure, Grade

ADVICE = "advice"
_LANGUAGES = ("fa", "en", "ar")
_LONGEST = 400


def _defined(kind: DeviationKind) -> Rule:
    return rulebook.define(f"advice.{kind.value}", "{}", ADVICE, "what mentors of the programme tell makers")


ADVICE_RULES: dict[DeviationKind, Rule] = {kind: _defined(kind) for kind in DeviationKind}


@dataclass(frozen=True)
class DatedAdvice:
    """What was set for a kind, from when on, on whose word and by whom."""

    texts: Mapping[str, str]
    valid_from: datetime
    source: str
    set_by: int | None


def advice(kind: DeviationKind) -> dict[str, str]:
    """By language, as staff wrote it; empty where they did not."""
    told: dict[str, str] = json.loads(rulebook.words(ADVICE_RULES[kind]))
    return told


def set_advice(kind: DeviationKind, texts: Mapping[str, str], *, source: str, by: int) -> None:
    """From now on this is told; empty: the shop's own words again."""
    told = {one: text.clean(texts.get(one, ""))[:_LONGEST] for one in _LANGUAGES}
    kept = json.dumps({one: words for one, words in told.items() if words}, ensure_ascii=False, sort_keys=True)
    rulebook.set_rule(ADVICE_RULES[kind], kept, source=source, by=by)


def advice_before(kind: DeviationKind) -> list[DatedAdvice]:
    """Everything that was ever set for a kind, newest first."""
    rows = rulebook.rows_of(ADVICE_RULES[kind])
    return [DatedAdvice(json.loads(json.loads(row.value)), row.valid_from, row.source, row.set_by) for row in rows]


def better_grade(told: Disclosure) -> Grade | None:
    """The grade without any of the differences; None where it is no better than hers.

    Where a mark is missing the top one stays out of reach.
    """
    order, chosen = list(Grade), ladder()
    within = [one for one in chosen if one is not Grade.CONFORMS or not told.missing_mark]
    return next((one for one in within if order.index(one) < order.index(told.grade)), None)
