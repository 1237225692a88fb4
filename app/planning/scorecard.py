"""How a year went: its goals, what stood in the way, what was promised and kept, what was refused, what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import func, select

from app import agreements, funding, impact, lending, programme, support
from app.agreements import DueState, LevelDue
from app.funding import FundState
from app.impact import Actual, Figure, Measure
from app.lending import LoanFile
from app.planning.figures import days_of
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, local_date, start_of, today
from app.shared.database import session
from app.shared.money import Rial, total
from app.shared.states import Move
from app.support import Commitment, CommitmentState, Obstacle, ObstacleState

PART_PERCENT = rulebook.define(
    "scorecard.part_percent", 50, "percent", "half of a target is taken for reached in part", least=1
)
SHOWN = (
    Measure.PLACED, Measure.SELLING, Measure.EARNING, Measure.SUSTAINED, Measure.INCOME, Measure.FIRST_SALE,
    Measure.REVIEW,
)  # fmt: skip
_LAST_MONTH = 12
Counties = frozenset[str] | None


class Verdict(StrEnum):
    """What became of a goal.

    UNTOLD: its months are over, and its figure is of nobody or of too few to be told. AFTERWARDS: it was set when its
    months were over, so that it says nothing of what was aimed at.
    """

    MET = "met"
    PART = "part"
    MISSED = "missed"
    RUNNING = "running"
    UNTOLD = "untold"
    AFTERWARDS = "afterwards"


# Those that score.
SCORED = tuple(one for one in Verdict if one is not Verdict.AFTERWARDS)


def verdict(one: Actual, now: JalaliMonth, part: int) -> Verdict:
    """A goal that is reached is met at once; one that is not is missed only when its months are over."""
    if one.goal.afterwards:
        return Verdict.AFTERWARDS
    if one.met:
        return Verdict.MET
    if one.goal.last >= now:
        return Verdict.RUNNING
    if not one.known:
        return Verdict.UNTOLD
    return Verdict.PART if one.percent >= part else Verdict.MISSED


@dataclass(frozen=True)
class InTheWay:
    """Obstacles told in the year, complaints excepted. `days`: the median until an answer; None without any."""

    told: int
    open: int
    old: int
    solved: int
    declined: int
    days: int | None


@dataclass(frozen=True)
class Promised:
    """What was owed on a day of the year: done by that day, done later, dropped, overdue, still to come."""

    kept: int
    late: int
    dropped: int
    overdue: int
    waiting: int

    @property
    def due(self) -> int:
        return self.kept + self.late + self.dropped + self.overdue


@dataclass(frozen=True)
class Spent:
    """Budgets for brands that ran in the year, and applications that were refused in it."""

    amount: Rial
    committed: Rial
    spent: Rial
    refused: int


@dataclass(frozen=True)
class Lent:
    """Credit lines whose window was open in the year, and files that were refused in it, by staff or by a bank."""

    amount: Rial
    at_bank: Rial
    lent: Rial
    refused: int


@dataclass(frozen=True)
class Scorecard:
    """`promised`: by meetings; `owed`: by levels of contracts."""

    year: int
    as_of: datetime
    month: JalaliMonth
    goals: tuple[tuple[Actual, Verdict], ...]
    figures: tuple[Figure, ...]
    in_the_way: InTheWay
    promised: Promised
    owed: Promised
    spent: Spent
    lent: Lent

    @property
    def of_work(self) -> list[tuple[Actual, Verdict]]:
        """Goals that somebody aimed at, and not about an activity: a course counts with no job, met or not."""
        counts = [pair for pair in self.goals if pair[1] in SCORED]
        return [pair for pair in counts if not pair[0].goal.indicator.activity]

    @property
    def activities(self) -> int:
        """Goals about an activity."""
        return sum(actual.goal.indicator.activity for actual, _ in self.goals)

    def count(self, wanted: Verdict) -> int:
        return sum(found is wanted for _, found in self.of_work)


def scorecard(year: int, counties: Counties) -> Scorecard:
    """A year as it stands now, of these counties (None: all); meetings and budgets are the province's."""
    now = JalaliMonth.current()
    month = min(JalaliMonth(year, _LAST_MONTH), now.plus(-1))
    part = rulebook.number(PART_PERCENT)
    wanted = [one for one in impact.goals(counties) if one.last.year == year]
    told = impact.figures(month, None, counties).get("", {})
    first, last = days_of(year)
    return Scorecard(
        year,
        clock.now(),
        month,
        tuple((one, verdict(one, now, part)) for one in impact.actuals(wanted)),
        tuple(told[one] for one in SHOWN if one in told),
        _in_the_way(support.every_one(counties), first, last),
        _promised(first, last),
        _owed(first, last),
        _spent(first, last, counties),
        _lent(first, last, counties),
    )


def _in_the_way(every: Sequence[Obstacle], first: date, last: date) -> InTheWay:
    found = [one for one in every if first <= local_date(one.told_at) <= last]
    answered = [(one.answered_at - one.told_at).days for one in found if one.answered_at is not None and not one.open]
    old = rulebook.number(support.OLD_DAYS)
    return InTheWay(
        len(found),
        sum(one.open for one in found),
        sum(one.open and support.days_open(one) > old for one in found),
        sum(one.state is ObstacleState.SOLVED for one in found),
        sum(one.state is ObstacleState.DECLINED for one in found),
        round(median(answered)) if answered else None,
    )


def _promised(first: date, last: date) -> Promised:
    found = list(session().scalars(select(Commitment).where(Commitment.due_on.between(first, last))))
    done = [one for one in found if one.state is CommitmentState.DONE and one.ended_at is not None]
    kept = sum(one.ended_at is not None and local_date(one.ended_at) <= one.due_on for one in done)
    left = [one for one in found if one.state is CommitmentState.OPEN]
    overdue = sum(one.due_on < today() for one in left)
    dropped = sum(one.state is CommitmentState.DROPPED for one in found)
    return Promised(kept, len(done) - kept, dropped, overdue, len(left) - overdue)


def _owed(first: date, last: date) -> Promised:
    found = agreements.due_between(first, last)
    done = [one for one in found if one.state is DueState.DONE]
    kept = sum(not one.days_late for one in done)
    overdue = sum(one.late for one in found)
    waived, left = _in(found, DueState.WAIVED), _in(found, DueState.OPEN)
    return Promised(kept, len(done) - kept, waived, overdue, left - overdue)


def _in(found: Sequence[LevelDue], state: DueState) -> int:
    return sum(one.state is state for one in found)


def _spent(first: date, last: date, counties: Counties) -> Spent:
    budgets = [one for one in funding.budgets() if one.first_day <= last and one.last_day >= first]
    return Spent(
        total(one.amount_rial for one in budgets),
        total(one.committed_rial for one in budgets),
        total(one.spent_rial for one in budgets),
        _refused(first, last, counties),
    )


def _refused(first: date, last: date, counties: Counties) -> int:
    refused = [one for one in funding.every(counties) if one.state is FundState.REFUSED]
    return sum(one.applied_at is not None and first <= local_date(one.applied_at) <= last for one in refused)


def _lent(first: date, last: date, counties: Counties) -> Lent:
    """A line is of every year that its window has a day in; what a line has lent is told whole, as its balance is."""
    lines = [
        one.row
        for one in lending.lines()
        if one.asks.first_day <= last and (one.asks.last_day is None or one.asks.last_day >= first)
    ]
    return Lent(
        total(one.budget_rial for one in lines),
        total(one.committed_rial for one in lines),
        total(one.granted_rial for one in lines),
        _refused_files(first, last, counties),
    )


def _refused_files(first: date, last: date, counties: Counties) -> int:
    query = (
        select(func.count())
        .select_from(Move)
        .join(LoanFile, LoanFile.id == Move.thing_id)
        .where(
            Move.thing == LoanFile.__tablename__,
            Move.became.in_([one.value for one in lending.REFUSALS]),
            Move.at >= start_of(first),
            Move.at < start_of(last + timedelta(days=1)),
            programme.in_counties(LoanFile.trainee_id, counties),
        )
    )
    return session().scalar(query) or 0
