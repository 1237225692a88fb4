"""The figures of a statement: made from standings, written down by county and group, and read again as sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood
from app.impact.ruling import ToldRule, rules_of
from app.impact.standings import Stand, standings
from app.shared.calendar import JalaliMonth
from app.shared.money import Rial, total

VERSION = 1
# What follows from the books and the register. The words of the rules beside it may be put better.
COMPUTED = ("month", "as_of", "threshold", "window", "aside", "counties")

Stated = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A group of a statement: how many stand where; money in rials, after fees, refunds and own costs.

    `earners` earned or gave back anything in the month, `earning` had an income month; `income_months` are those of the
    whole window, of all of them together.
    """

    states: Mapping[Livelihood, int] = field(default_factory=dict)
    earners: int = 0
    earning: int = 0
    income_months: int = 0
    income: Rial = field(default_factory=lambda: Rial(0))

    @property
    def people(self) -> int:
        return sum(self.states.values())

    def of(self, state: Livelihood) -> int:
        return self.states.get(state, 0)


@dataclass(frozen=True)
class Reading:
    """A statement as it is read by who may look into some counties (None: all)."""

    figures: Stated
    counties: Collection[str] | None = None

    @property
    def whole(self) -> Part:
        return together(self.groups(Cut.COUNTY).values())

    @property
    def aside(self) -> int:
        """How many were in no figure, as they had not let their income be counted, as it was known then."""
        return sum(count for code, count in self.figures["aside"].items() if self._mine(code))

    @property
    def threshold(self) -> Rial:
        """What made the month an income month."""
        return Rial(int(self.figures["threshold"]))

    @property
    def window(self) -> int:
        """Of how many months the income months are."""
        return int(self.figures["window"])

    @property
    def rules(self) -> list[ToldRule]:
        found: list[ToldRule] = self.figures["rules"]
        return found

    def groups(self, cut: Cut) -> dict[str, Part]:
        """The groups of a cut in these counties."""
        found: dict[str, list[Part]] = {}
        for code, cuts in self.figures["counties"].items():
            for value, written in cuts.get(cut.value, {}).items() if self._mine(code) else ():
                found.setdefault(value, []).append(_read(written))
        return {value: together(parts) for value, parts in found.items()}

    def _mine(self, code: str) -> bool:
        return self.counties is None or code in self.counties


def together(parts: Iterable[Part]) -> Part:
    """Several groups that have nobody in common, as one."""
    each = list(parts)
    states: Counter[Livelihood] = Counter()
    for one in each:
        states.update(one.states)
    return Part(
        states,
        sum(one.earners for one in each),
        sum(one.earning for one in each),
        sum(one.income_months for one in each),
        total(one.income for one in each),
    )


def state(month: JalaliMonth, as_of: datetime, heard: datetime | None = None) -> Stated:
    """The figures of a month as they were known at a moment, of those who by `heard` had let themselves be counted.

    Slow: everybody is read anew from books and register.
    """
    known = standings(month, as_of, heard)
    members: dict[tuple[str, Cut, str], list[Stand]] = {}
    for one in known.stands:
        [county] = one.groups[Cut.COUNTY]
        for cut, values in one.groups.items():
            for value in values:
                members.setdefault((county, cut, value), []).append(one)
    counties: dict[str, dict[str, dict[str, Stated]]] = {}
    for (county, cut, value), stands in members.items():
        counties.setdefault(county, {}).setdefault(cut.value, {})[value] = _written(stands, known.rules.window)
    return {
        "version": VERSION,
        "month": str(month),
        "as_of": as_of.isoformat(timespec="seconds"),
        "threshold": known.limits.month_rial,
        "window": known.rules.window,
        "aside": dict(known.aside),
        "counties": counties,
        "rules": rules_of(month, as_of),
    }


def same(one: Stated, other: Stated) -> bool:
    """Whether two statements tell the same of everybody."""
    return all(one[name] == other[name] for name in COMPUTED)


def _written(stands: Collection[Stand], window: int) -> Stated:
    states = Counter(one.livelihood.value for one in stands)
    return {
        "states": dict(states),
        "earners": sum(one.incomes[-1] != 0 for one in stands),
        "earning": sum(one.income_months[-1] for one in stands),
        "income_months": sum(sum(one.income_months[-window:]) for one in stands),
        "income": int(total(one.incomes[-1] for one in stands)),
    }


def _read(written: Stated) -> Part:
    states = {Livelihood(name): count for name, count in written["states"].items()}
    earners, earning, months = (int(written[name]) for name in ("earners", "earning", "income_months"))
    return Part(states, earners, earning, months, Rial(int(written["income"])))
