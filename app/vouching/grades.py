"""The ladder of grades as staff keep it: what each rung is called, what it means, and what it asks of who sells at it.

A rung is a dated rule, so that what was asked on a day can be told later. A floor stands below all of them and is no
rule: at the top a mark is named, below it something that differs is told, and the buyer acknowledges it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from app.shared import rulebook
from app.shared.database import take_turns
from app.shared.money import Rial
from app.shared.rulebook import Rule
from app.vouching.errors import LadderTooShort
from app.vouching.models import Grade

RUNG = "rung"
MOST_DOWN_BPS = 9_000
_LANGUAGES = ("fa", "en", "ar")


@dataclass(frozen=True)
class Rung:
    """What one grade is called and asks; names and meanings by language, none where it has the shop's own.

    `described`: a difference in words, for which a missing mark is not enough. `pictured`: each with a photo.
    `price_down_bps`: so far below what a sound piece costs, which is told too. `used`: makers can choose it.
    """

    described: bool = False
    pictured: bool = False
    price_down_bps: int = 0
    used: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Its name where staff gave it one, in Persian where that language has none; else empty."""
        return self.names.get(language, "") or self.names.get("fa", "")

    def meaning(self, language: str) -> str:
        """What it says of a product, where staff said it in words of their own."""
        return self.meanings.get(language, "") or self.meanings.get("fa", "")

    def most(self, sound: Rial) -> Rial:
        """The highest price at this rung where a sound piece costs so much, rounded down to rials."""
        return Rial(int(sound) * (10_000 - self.price_down_bps) // 10_000)

    @property
    def names_kept(self) -> str:
        """Its names as a sale keeps them; empty where they are the shop's own."""
        return _written(self.names) if self.names else ""


def _written(thing: Mapping[str, object]) -> str:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True)


def _kept(rung: Rung) -> str:
    return _written(asdict(rung))


@lru_cache(maxsize=256)
def _read(kept: str) -> Rung:
    told: dict[str, Any] = json.loads(kept)
    return Rung(**told)


def _defined(grade: Grade, rung: Rung) -> Rule:
    source = "the programme's ladder: a flaw that is seen is shown, and seconds cost less"
    return rulebook.define(f"grade.{grade.value}", _kept(rung), RUNG, source)


RULES: dict[Grade, Rule] = {
    Grade.CONFORMS: _defined(Grade.CONFORMS, Rung()),
    Grade.SMALL: _defined(Grade.SMALL, Rung()),
    Grade.VISIBLE: _defined(Grade.VISIBLE, Rung(described=True, pictured=True)),
    Grade.SECONDS: _defined(Grade.SECONDS, Rung(described=True, pictured=True, price_down_bps=1_000)),
}


def rung(grade: Grade, at: datetime | None = None) -> Rung:
    """What a grade is called and asks at a moment (now, if none is given)."""
    return _read(rulebook.words(RULES[grade], at))


def ladder() -> list[Grade]:
    """The grades that makers can choose now, best first."""
    return [grade for grade in Grade if rung(grade).used]


def set_rung(grade: Grade, becomes: Rung, *, source: str, by: int | None) -> None:
    """From now on a grade is called and asks this.

    Raises LadderTooShort where the top one, or all below it, could not be chosen any more; ValueError for what no rung
    can ask.
    """
    if not 0 <= becomes.price_down_bps <= MOST_DOWN_BPS or {*becomes.names, *becomes.meanings} - {*_LANGUAGES}:
        raise ValueError("no rung asks that")
    take_turns("ladder")
    below = [one for one in Grade if one not in {grade, Grade.CONFORMS} and rung(one).used]
    if not becomes.used and (grade is Grade.CONFORMS or not below):
        raise LadderTooShort
    rulebook.set_rule(RULES[grade], _kept(becomes), source=source, by=by)


def name_at_sale(names_kept: str, language: str) -> str:
    """The name that a sale kept, in a language; empty where it was the shop's own words."""
    return Rung(names=json.loads(names_kept)).name(language) if names_kept else ""


@dataclass(frozen=True)
class DatedRung:
    """What was set of a rung, from when on, and on whose word."""

    rung: Rung
    valid_from: datetime
    source: str


def asked_since(grade: Grade) -> datetime | None:
    """From when on a grade asks what it asks now; None: always. What was sent before was asked something else."""
    rows = rungs_before(grade)
    return rows[0].valid_from if rows else None


def rungs_before(grade: Grade) -> list[DatedRung]:
    """Everything that was ever set of a grade, newest first."""
    rows = rulebook.rows_of(RULES[grade])
    return [DatedRung(_read(json.loads(row.value)), row.valid_from, row.source) for row in rows]
