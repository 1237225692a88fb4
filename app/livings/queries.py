"""What holds of somebody's living, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select

from app.livings.models import Grade, HomeWork, IncomeKind, InsuranceKind, InsuredMonth, SideIncome
from app.livings.rules import COUNTS, counted, insured_counts
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.money import Rial


@dataclass(frozen=True)
class Beside:
    """An income of one kind in a month, and what stands behind it."""

    kind: IncomeKind
    amount: Rial
    grade: Grade


@dataclass(frozen=True)
class Held:
    """By what somebody is insured in a month (None: by nothing), and what stands behind it."""

    kind: InsuranceKind | None
    grade: Grade


def incomes_of(trainee_id: int) -> dict[tuple[str, IncomeKind], SideIncome]:
    """What holds of her incomes beside the shop, by month and kind; also what was taken back."""
    query = select(SideIncome).where(SideIncome.trainee_id == trainee_id).order_by(SideIncome.id)
    return {(one.month, one.kind): one for one in session().scalars(query)}


def insured_of(trainee_id: int) -> dict[str, Held]:
    """What holds of her insurance, by month; also where it is known that she was not insured."""
    query = select(InsuredMonth).where(InsuredMonth.trainee_id == trainee_id).order_by(InsuredMonth.id)
    return {one.month: Held(one.kind, one.grade) for one in session().scalars(query)}


def works_of(trainee_id: int) -> Sequence[HomeWork]:
    """What was told of the kind of her work, the newest first."""
    query = select(HomeWork).where(HomeWork.trainee_id == trainee_id).order_by(HomeWork.id.desc())
    return session().scalars(query).all()


def works_at(day: date, known: datetime | None = None) -> dict[int, HomeWork]:
    """The kind of work of each trainee on a day, as it was known at a moment: of those of whom it was told."""
    query = (
        select(HomeWork)
        .where(HomeWork.from_day <= day, HomeWork.at <= (known or clock.now()))
        .order_by(HomeWork.from_day, HomeWork.id)
    )
    return {one.trainee_id: one for one in session().scalars(query)}


def insured_in(month: JalaliMonth, known: datetime | None = None) -> dict[int, Grade]:
    """Who was insured in a month, with what stands behind it."""
    newest = (
        select(func.max(InsuredMonth.id))
        .where(InsuredMonth.month == str(month), InsuredMonth.at <= (known or clock.now()))
        .group_by(InsuredMonth.trainee_id)
    )
    rows = session().execute(
        select(InsuredMonth.trainee_id, InsuredMonth.grade).where(
            InsuredMonth.id.in_(newest), InsuredMonth.kind.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows}


def insured_numbers(month: JalaliMonth, known: datetime | None = None) -> Select[int]:
    """Who was insured in a month with more than her word behind it: a select of numbers, for a query's `in_`."""
    newest = (
        select(func.max(InsuredMonth.id))
        .where(InsuredMonth.month == str(month), InsuredMonth.at <= (known or clock.now()))
        .group_by(InsuredMonth.trainee_id)
    )
    return select(InsuredMonth.trainee_id).where(
        InsuredMonth.id.in_(newest), InsuredMonth.kind.is_not(None), InsuredMonth.grade != Grade.DECLARED
    )


Value = TypeVar("Value")


@dataclass(frozen=True)
class Told(Generic[Value]):
    """A value for a key from when it was told on."""

    key: tuple[str, str]
    at: datetime
    value: Value


def insured_rows(trainee_ids: Collection[int] | None = None) -> dict[int, list[Told[bool]]]:
    """All that was told of insured months of these (None: of all), oldest first; True where the month counts."""
    columns = (InsuredMonth.trainee_id, InsuredMonth.month, InsuredMonth.kind, InsuredMonth.grade, InsuredMonth.at)
    query = select(*columns).order_by(InsuredMonth.id)
    if trainee_ids is not None:
        query = query.where(InsuredMonth.trainee_id.in_(trainee_ids))
    found: dict[int, list[Told[bool]]] = {}
    for trainee_id, month, kind, grade, at in session().execute(query):
        told = Told((month, ""), at, kind is not None and insured_counts(grade))
        found.setdefault(trainee_id, []).append(told)
    return found


def beside_rows(trainee_ids: Collection[int] | None = None) -> dict[int, list[Told[Beside]]]:
    """All that was told of incomes beside the shop of these (None: of all), oldest first."""
    columns = (
        SideIncome.trainee_id,
        SideIncome.month,
        SideIncome.kind,
        SideIncome.amount_rial,
        SideIncome.grade,
        SideIncome.at,
    )
    query = select(*columns).order_by(SideIncome.id)
    if trainee_ids is not None:
        query = query.where(SideIncome.trainee_id.in_(trainee_ids))
    found: dict[int, list[Told[Beside]]] = {}
    for trainee_id, month, kind, amount, grade, at in session().execute(query):
        told = Told((month, kind.value), at, Beside(kind, amount, grade))
        found.setdefault(trainee_id, []).append(told)
    return found


def told_later(months: Sequence[JalaliMonth], moment: datetime) -> set[int]:
    """Of whom something was told of one of these months after a moment: income beside the shop, or insurance."""
    found: set[int] = set()
    for kind in (SideIncome, InsuredMonth):
        query = select(kind.trainee_id).where(kind.month.in_([str(one) for one in months]), kind.at > moment)
        found |= set(session().scalars(query))
    return found


def counts(one: Beside, at: datetime, known: datetime | None = None) -> Rial:
    """What of an income is counted with that of its month, by the rules of a moment as they were `known`."""
    return counted(one.amount, one.kind, rulebook.number(COUNTS[one.grade], at, known))


def held_at(rows: Iterable[Told[Value]], moment: datetime) -> Mapping[tuple[str, str], Value]:
    """What holds of these rows (oldest first) as it was known at a moment."""
    return {one.key: one.value for one in rows if one.at <= moment}
