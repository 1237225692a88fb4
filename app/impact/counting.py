"""Counting the kept months: each table of a page is one grouped query, whatever the number of trainees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, case, cast, func, literal, select

from app import consent
from app.consent import Purpose
from app.impact.cuts import Cut
from app.impact.livelihood import Livelihood, steadiness
from app.impact.months import places_by, stale_batches
from app.impact.standings import Tally
from app.impact.trainee_month import TraineeMonth
from app.programme import Trainee
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth
from app.shared.database import session

Counties = Collection[str] | None


@dataclass(frozen=True)
class Group:
    """Part of a month's trainees: one value of a cut, of some counties (None: all)."""

    month: JalaliMonth
    counties: Counties = None
    cut: Cut | None = None
    value: str | None = None
    state: Livelihood | None = None


@dataclass(frozen=True)
class Seen:
    """One of a group, by what may be shown of her: no amounts. `income_months` are those of the window.

    Of who does not let her standing be seen with her name there is none (`livelihood` None).
    """

    trainee_id: int
    name: str
    county_code: str
    livelihood: Livelihood | None
    income_months: int


def known_at() -> datetime:
    """Up to when the kept months hold everything: now, or since when something waits to be counted.

    While a month that has begun, a place given up or a new rule is not counted yet, that is when anything last was.
    """
    now = clock.now()
    if stale_batches():
        now = session().scalar(select(func.max(TraineeMonth.kept_at))) or now
    return min(now, outbox.untold_since("impact.") or now)


def told(
    month: JalaliMonth, cut: Cut | None = None, counties: Counties = None, *, then: bool = False
) -> dict[str, Tally]:
    """How many of each group stand where after a month (of all, without a cut); `then`: as it was known at its end."""
    state = TraineeMonth.known_then if then else TraineeMonth.livelihood
    wanted = Wanted(Group(month, counties, cut), month.ends if then else None)
    rows = session().execute(wanted.of(wanted.value, state, func.count()).group_by(wanted.value, state))
    found: dict[str, Counter[Livelihood]] = {}
    for value, livelihood, people in rows:
        if livelihood is not None:
            found.setdefault(str(value), Counter())[livelihood] += people
    return {value: Tally(counts) for value, counts in found.items()}


def people(group: Group, page: int, per_page: int) -> tuple[list[Seen], int]:
    """A page of a group, those who earned most in the month first, and how many there are in all.

    Who does not let her standing be seen with her name is not in a list that is of one standing; in others she comes
    last, without it.
    """
    wanted, unnamed = Wanted(group), consent.without(Purpose.NAMED)
    veiled = TraineeMonth.trainee_id.in_(unnamed)
    if group.state is not None:
        wanted.only(~veiled)
    whole = session().scalar(wanted.of(func.count())) or 0
    kept = case((veiled, 0), else_=TraineeMonth.income_rial - TraineeMonth.cost_rial)
    named = wanted.of(TraineeMonth, Trainee.display_name, veiled).join(Trainee, Trainee.id == TraineeMonth.trainee_id)
    ordered = named.order_by(case((veiled, 1), else_=0), kept.desc(), TraineeMonth.trainee_id)
    shown = list(session().execute(ordered.limit(per_page).offset((page - 1) * per_page)))
    reached = _income_months(group.month, [row.trainee_id for row, _, hidden in shown if not hidden])
    return [
        Seen(
            row.trainee_id,
            name,
            row.county_code,
            None if hidden else row.livelihood,
            reached.get(row.trainee_id, 0),
        )
        for row, name, hidden in shown
    ], whole


def unnamed(group: Group) -> int:
    """How many of a group do not let their standing be seen with their names."""
    wanted = Wanted(group)
    wanted.only(TraineeMonth.trainee_id.in_(consent.without(Purpose.NAMED)))
    return session().scalar(wanted.of(func.count())) or 0


def left_out(month: JalaliMonth, cut: Cut | None = None, counties: Counties = None) -> dict[str, int]:
    """How many of each group are in no figure of it, as they have not let their income be counted."""
    wanted = Wanted(Group(month, counties, cut), left_out=True)
    rows = session().execute(wanted.of(wanted.value, func.count()).group_by(wanted.value))
    return {str(value): people for value, people in rows}


def own_record(trainee_id: int, months: int) -> list[TraineeMonth]:
    """A trainee's own months, the newest first, this one too; none before she had a place."""
    query = select(TraineeMonth).where(TraineeMonth.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(TraineeMonth.month.desc()).limit(months)))


def _income_months(month: JalaliMonth, trainee_ids: Sequence[int]) -> Mapping[int, int]:
    window = steadiness(min(month.ends, clock.now())).window
    rows = session().execute(
        select(TraineeMonth.trainee_id, func.count())
        .where(
            TraineeMonth.trainee_id.in_(trainee_ids),
            TraineeMonth.month > str(month.plus(-window)),
            TraineeMonth.month <= str(month),
            TraineeMonth.reached,
        )
        .group_by(TraineeMonth.trainee_id)
    )
    return {row[0]: row[1] for row in rows}


class Wanted:
    """The rows of a group, and what tells the values of its cut apart.

    Whoever did not let her income be counted, as it was `known` (now, if none is given), is not in it; `left_out`: only
    those.
    """

    def __init__(self, group: Group, known: datetime | None = None, *, left_out: bool = False) -> None:
        self._places: Subquery | None = None
        refused = TraineeMonth.trainee_id.in_(consent.without(Purpose.FIGURES, known))
        self._wanted: list[ColumnElement[bool]] = [TraineeMonth.month == str(group.month)]
        self._wanted.append(refused if left_out else ~refused)
        self.value = self._value_of(group)
        if group.counties is not None:
            self._wanted.append(TraineeMonth.county_code.in_(group.counties))
        if group.value is not None:
            self._wanted.append(self.value == group.value)
        if group.state is not None:
            self._wanted.append(TraineeMonth.livelihood == group.state)

    def only(self, condition: ColumnElement[bool]) -> None:
        """Of these rows those alone of which this is true."""
        self._wanted.append(condition)

    def of(self, *columns: Any) -> Select[Any]:
        query = select(*columns).select_from(TraineeMonth)
        if self._places is not None:
            query = query.join(self._places, self._places.c.trainee_id == TraineeMonth.trainee_id)
        return query.where(*self._wanted)

    def _value_of(self, group: Group) -> ColumnElement[Any]:
        if group.cut is Cut.COHORT:
            self._places = places_by(min(group.month.ends, clock.now())).subquery()
            return cast(self._places.c.cohort_id, String)
        values: dict[Cut | None, ColumnElement[Any]] = {
            Cut.COUNTY: func.coalesce(TraineeMonth.county_code, ""),
            Cut.TRADE: func.coalesce(TraineeMonth.trade_code, ""),
            Cut.PLACE: case((TraineeMonth.village, "village"), else_="town"),
            Cut.SEX: func.coalesce(cast(TraineeMonth.sex, String), ""),
            Cut.HEAD: case((TraineeMonth.head, "head"), else_="member"),
        }
        return values.get(group.cut, literal(""))
