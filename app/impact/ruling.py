"""The rules that figures stand on, as they are told beside them: value, from which day, on whose word."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from app.impact.livelihood import last_moment
from app.impact.rules import MINIMUM_WAGE
from app.shared import rulebook
from app.shared.calendar import JalaliMonth


class ToldRule(TypedDict):
    """A rule in force. `since` is a moment in ISO 8601; None where nobody has set it, and `source` is the default's."""

    name: str
    value: str
    unit: str
    source: str
    since: str | None


def rules_of(month: JalaliMonth, known: datetime | None = None, also: frozenset[str] = frozenset()) -> list[ToldRule]:
    """The rules of a month's figures, without what was written after `known`; by name. `also`: others to be told."""
    names = {MINIMUM_WAGE.name} | also
    told = [one for one in rulebook.all_rules() if one.name in names or one.name.startswith("livelihood.")]
    moment = last_moment(month, known)
    return [_told(one, rulebook.in_force(one, moment, known)) for one in told]


def _told(rule: rulebook.Rule, held: rulebook.InForce) -> ToldRule:
    return {
        "name": rule.name,
        "value": str(held.value),
        "unit": rule.unit,
        "source": held.source,
        "since": None if held.since is None else held.since.isoformat(timespec="seconds"),
    }
