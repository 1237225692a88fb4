"""Groups as the page of livelihood and statements tell them; rials of fewer than five who earned are not told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import impact
from app.impact import Livelihood, Part, ThenNow, ToldRule
from app.shared.calendar import local_date
from app.shared.money import Rial
from app.web.office.dashboard import blueprint
from app.words import formats


@dataclass(frozen=True)
class ToldCell:
    """A number of people now, and as it was known at the month's end."""

    now: int
    then: int

    @property
    def revised(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True)
class ToldGroup:
    """A group's numbers, those by standing in the order of `Livelihood`; `people` is all of it."""

    value: str
    name: str
    cells: Sequence[ToldCell]
    people: int


@dataclass(frozen=True)
class ToldPart:
    """A group of a statement; `income` None where it is not told."""

    value: str
    name: str
    counts: Sequence[int]
    people: int
    earning: int
    income_months: int
    income: Rial | None


def told_sum(rials: Rial, earners: int) -> Rial | None:
    """Rials that so many earned; None where they are too few to be told."""
    return rials if earners == 0 or earners >= impact.FEWEST_INCOMES else None


def told_group(value: str, name: str, of: ThenNow) -> ToldGroup:
    return ToldGroup(value, name, [ToldCell(of.now.of(one), of.then.of(one)) for one in Livelihood], of.now.people)


def told_part(value: str, name: str, of: Part, *, with_money: bool = True) -> ToldPart:
    return ToldPart(
        value,
        name,
        [of.of(one) for one in Livelihood],
        of.people,
        of.earning,
        of.income_months,
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


@blueprint.app_template_filter("told_money")
def told_money(rials: Rial | None) -> str:
    """A sum on a page; a dash where it is not told."""
    return "—" if rials is None else formats.whole_money(rials)


@blueprint.app_template_filter("told_since")
def told_since(rule: ToldRule) -> str:
    """From which day a rule has been what it is; a dash where nobody has set it."""
    return "—" if rule["since"] is None else formats.day(local_date(datetime.fromisoformat(rule["since"])))
