"""Dated rules: thresholds, fees, deadlines and words that programme, law or market may change.

Owns `rule`: a value, from when to when it holds, its source and who set it. A package defines each rule with a default;
a row that holds at a moment goes before the default, so that an old figure is recomputed with the rule of its day.

What anybody was asked to pay or to do by a rule stays as it was: no rule begins on a day that is past. Only those that
nothing but figures is counted with may (a year's wage is decreed when the year has begun); when it was written is kept,
so that whoever asks what was known on a day is told without what was written later.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.database import Model, UtcDateTime, key, session
from app.shared.errors import Refusal


class RuleRow(Model):
    __tablename__ = "rule"
    __table_args__ = (Index(None, "name", "valid_from"),)

    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int | None]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(eq=False)
class BeginsInPast(Refusal):
    """People have acted by this rule: it can't be another on a day that is past."""

    name: str


@dataclass(frozen=True)
class Rule:
    """`unit` says what the number counts (rial, days, basis points …); `source` where the default is from.

    A number outside `least` and `most` is refused where rules are set: a slip of the pen must not stop the shop.
    `retroactive`: it may begin on a past day, as nothing but figures is counted with it.
    """

    name: str
    default: int | str
    unit: str
    source: str
    least: int = 0
    ceiling: int | None = None
    retroactive: bool = False

    @property
    def most(self) -> int:
        return _MOST.get(self.unit, 10**12) if self.ceiling is None else self.ceiling


_MOST = {
    "basis points": 10_000, "minutes": 1_440, "hours": 2_400, "days": 3_650, "months": 60, "messages": 1_000_000,
    "yes or no": 1, "o'clock": 23, "years": 50, "percent": 100,
}  # fmt: skip


_rules: dict[str, Rule] = {}


def define(name: str, default: int | str, unit: str, source: str, *, least: int = 0) -> Rule:
    """Register a rule with its default. The same name twice is an error."""
    if name in _rules and _rules[name].default != default:
        raise ValueError(f"rule {name} is defined twice")
    _rules[name] = Rule(name, default, unit, source, least)
    return _rules[name]


def cap(rule: Rule, most: int) -> Rule:
    """The same rule, which can't be set above this."""
    _rules[rule.name] = replace(rule, ceiling=most)
    return _rules[rule.name]


def define_for_figures(name: str, default: int | str, unit: str, source: str, *, least: int = 0) -> Rule:
    """Register a rule that nothing but figures is counted with: it may begin on a past day."""
    _rules[name] = replace(define(name, default, unit, source, least=least), retroactive=True)
    return _rules[name]


def last_change(prefixes: Sequence[str]) -> datetime | None:
    """When a rule whose name begins like one of these was last written or came into force; None where none ever was."""
    rows = (one for name, kept in _rows().items() if name.startswith(tuple(prefixes)) for one in kept)
    moments = (moment for one in rows for moment in (one.set_at, one.valid_from))
    return max((moment for moment in moments if moment <= clock.now()), default=None)


def begun_between(start: datetime, end: datetime) -> set[str]:
    """Names of the rules of which a value began to hold in a time."""
    query = select(RuleRow.name).where(RuleRow.valid_from >= start, RuleRow.valid_from < end)
    return set(session().scalars(query.distinct()))


def backdated(prefixes: Sequence[str]) -> bool:
    """Whether a rule whose name begins like one of these was ever written later than it began."""
    rows = (one for name, kept in _rows().items() if name.startswith(tuple(prefixes)) for one in kept)
    return any(one.set_at > one.valid_from for one in rows)


def backdated_since(prefixes: Sequence[str], moment: datetime) -> bool:
    """Whether one of these was written after a moment, and is said to have begun before it."""
    rows = (one for name, kept in _rows().items() if name.startswith(tuple(prefixes)) for one in kept)
    return any(one.valid_from < moment < one.set_at for one in rows)


def all_rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: rule.name)


def number(rule: Rule, at: datetime | None = None, known: datetime | None = None) -> int:
    """The rule's whole number at a moment (now, if none is given), without what was written after `known`."""
    return int(in_force(rule, at, known).value)


def words(rule: Rule, at: datetime | None = None, known: datetime | None = None) -> str:
    """The rule's text at a moment (now, if none is given), without what was written after `known`."""
    return str(in_force(rule, at, known).value)


def current(rule: Rule) -> int | str:
    """What the rule is now."""
    return in_force(rule).value


def rows_of(rule: Rule) -> list[RuleRow]:
    """Everything that was ever set of a rule, newest first."""
    query = select(RuleRow).where(RuleRow.name == rule.name)
    return list(session().scalars(query.order_by(RuleRow.valid_from.desc(), RuleRow.id.desc())))


def known_by(rule: Rule, moment: datetime) -> list[tuple[datetime, int]]:
    """From when on a rule was which whole number, oldest first, as it had been written and had begun by a moment."""
    kept = [one for one in _rows().get(rule.name, []) if one.valid_from <= moment and one.set_at <= moment]
    return [(one.valid_from, int(json.loads(one.value))) for one in reversed(kept)]


@dataclass(frozen=True)
class InForce:
    """What a rule is, from when on and on whose word; `since` None: nobody has set it, it is the default."""

    value: int | str
    since: datetime | None
    source: str


def in_force(rule: Rule, at: datetime | None = None, known: datetime | None = None) -> InForce:
    """What holds of a rule at a moment (now, if none is given), without what was written after `known`."""
    moment = at or clock.now()
    for row in _rows().get(rule.name, []):
        begun = row.valid_from <= moment and (row.valid_to is None or moment < row.valid_to)
        if begun and (known is None or row.set_at <= known):
            return InForce(json.loads(row.value), row.valid_from, row.source)
    return InForce(rule.default, None, rule.source)


@dataclass(frozen=True)
class _Kept:
    value: str
    valid_from: datetime
    valid_to: datetime | None
    set_at: datetime
    source: str


def _rows() -> dict[str, list[_Kept]]:
    """All rows by name, newest first; read once per session."""
    known: dict[str, list[_Kept]] | None = session().info.get("rules")
    if known is None:
        known = {}
        rows = session().execute(
            select(
                RuleRow.name, RuleRow.value, RuleRow.valid_from, RuleRow.valid_to, RuleRow.set_at, RuleRow.source
            ).order_by(RuleRow.valid_from.desc(), RuleRow.id.desc())
        )
        for name, value, valid_from, valid_to, set_at, source in rows:
            known.setdefault(name, []).append(_Kept(value, valid_from, valid_to, set_at, source))
        session().info["rules"] = known
    return known


def set_rule(
    rule: Rule, value: int | str, *, source: str, by: int | None, valid_from: datetime | None = None
) -> RuleRow:
    """From `valid_from` (now, if none is given) the rule is `value`.

    Raises BeginsInPast, unless the rule is retroactive, and TypeError for the wrong kind of value.
    """
    if type(value) is not type(rule.default):
        raise TypeError(f"{rule.name} is a {type(rule.default).__name__}")
    now = clock.now()
    if valid_from is not None and valid_from < now and not rule.retroactive:
        raise BeginsInPast(rule.name)
    row = RuleRow(
        name=rule.name,
        value=json.dumps(value, ensure_ascii=False),
        valid_from=valid_from or now,
        source=source,
        set_by=by,
        set_at=now,
    )
    session().add(row)
    session().flush()
    session().info.pop("rules", None)
    return row
