"""What officials are told of a group: here alone is decided which of its numbers a page, a sheet or a CSV has.

Counts are told as they are. Rials are not told of fewer than five who earned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import impact
from app.impact import Livelihood, Part, Tally, ThenNow, ToldRule
from app.shared.calendar import local_date
from app.shared.money import Rial
from app.shared.sheets import Cell
from app.web.office.dashboard import blueprint
from app.words import formats


@dataclass(frozen=True)
class ToldCell:
    """A number of people now, and as it was known at the month's end; None: not told."""

    now: int | None
    then: int | None

    @property
    def revised(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True)
class ToldGroup:
    """A group's numbers, those by standing in the order of `Livelihood`; `people` is all of it."""

    value: str
    name: str
    cells: Sequence[ToldCell]
    people: int | None


@dataclass(frozen=True)
class ToldPart:
    """A group of a statement."""

    value: str
    name: str
    counts: Sequence[int | None]
    people: int | None
    earning: int | None
    income_months: int | None
    income: Rial | None


def told_cell(people: int) -> int | None:
    """A number of people; None where it is not told."""
    return people


def told_sum(rials: Rial, earners: int) -> Rial | None:
    """Rials that so many earned; None where they are too few to be told."""
    return rials if earners == 0 or earners >= impact.FEWEST_INCOMES else None


def told_now(tally: Tally) -> list[int | None]:
    """A group's numbers by standing."""
    return [told_cell(tally.of(one)) for one in Livelihood]


def told_group(value: str, name: str, of: ThenNow) -> ToldGroup:
    pairs = zip(told_now(of.now), told_now(of.then), strict=True)
    return ToldGroup(value, name, [ToldCell(now, then) for now, then in pairs], told_cell(of.now.people))


def told_part(value: str, name: str, of: Part, *, with_money: bool = True) -> ToldPart:
    return ToldPart(
        value,
        name,
        [told_cell(of.of(one)) for one in Livelihood],
        told_cell(of.people),
        told_cell(of.earning),
        told_cell(of.income_months),
        told_sum(of.income, of.earners) if with_money else None,
    )


def by_name(names: Mapping[str, str], found: Mapping[str, Part]) -> list[ToldPart]:
    """The groups that somebody is in, in the order of their names; no sum that the others and the whole would tell."""
    untold = impact.untold_sums({value: one.earners for value, one in found.items()})
    return [
        told_part(value, name, found[value], with_money=value not in untold)
        for value, name in names.items()
        if value in found
    ]


def as_cell(number: int | None) -> Cell:
    """A number in a CSV; nothing where it is not told."""
    return "" if number is None else int(number)


def shown_number(number: int | None, words: Callable[[int], str]) -> str:
    """A number on a page; a dash where it is not told."""
    return "—" if number is None else words(number)


@blueprint.app_template_filter("told_num")
def told_num(number: int | None) -> str:
    return shown_number(number, formats.num)


@blueprint.app_template_filter("told_money")
def told_money(rials: Rial | None) -> str:
    return shown_number(rials, formats.money)


@blueprint.app_template_filter("told_since")
def told_since(rule: ToldRule) -> str:
    """From which day a rule has been what it is; a dash where nobody has set it."""
    return "—" if rule["since"] is None else formats.day(local_date(datetime.fromisoformat(rule["since"])))
