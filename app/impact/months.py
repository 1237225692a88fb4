"""Keeping the months of trainees true to ledger and register, so that a figure of all of them is one small query.

A trainee's rows are made from everything that ever moved her income and from her places in cohorts: as it is known now,
and once, when a month is over, as it was known then. Making them again changes nothing that has not changed below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, and_, case, delete, func, insert, or_, select, type_coerce, update

from app import ledger
from app.impact.beside import Sidelines, Sides
from app.impact.keeping import with_costs
from app.impact.livelihood import Livelihood, Record, Steadiness, asked_after, standing
from app.impact.queries import thresholds
from app.impact.trainee_month import TraineeMonth
from app.ledger import Movement
from app.programme import CourseEnd, Engagement, Outcome, Stage, Trainee
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth, local_date, months_between
from app.shared.database import LOCK, session
from app.shared.days import day_of
from app.shared.states import Move

BATCH = 500
# Rules that an answer depends on, by the beginning of their names.
RULES = ("livelihood.", "wage.")
_COLUMNS = (
    "county_code", "trade_code", "village", "sex", "head", "income_rial", "cost_rial", "sold_rial", "reached",
    "livelihood", "known_then",
)  # fmt: skip
_GROUPS = _COLUMNS[:5]
# A place was given: now she has it, has finished, or has given it up.
_PLACED = or_(
    Move.became.in_([Stage.ENROLLED, Stage.COMPLETED]),
    and_(Move.was == Stage.ENROLLED, Move.became == Stage.WITHDRAWN),
)


@dataclass(frozen=True)
class _Look:
    """What is asked of the months up to one, as far back as its rules look: their places, and rials for each."""

    window: range
    needs: Sequence[int]
    rules: Steadiness


@dataclass(frozen=True)
class _Times:
    """Months in their order, when each ends, and what is asked after it: by the rules of now, and as known then.

    Where nobody was given a place yet, nothing is asked (None).
    """

    months: Sequence[JalaliMonth]
    starts: Sequence[datetime]
    ends: Sequence[datetime]
    looks: Sequence[_Look | None]
    looks_then: Sequence[_Look | None]

    def place(self, moment: datetime) -> int:
        """Which month a moment falls in; -1 before the first."""
        return bisect_right(self.starts, moment) - 1


def _times(first: JalaliMonth, now: datetime) -> _Times:
    """From far enough before `first` to tell where somebody stood at its end, up to this month."""
    current = JalaliMonth.of(now)
    counted = months_between(first, current)
    asked = [asked_after(month, now) for month in counted]
    late = rulebook.backdated(RULES)
    then = [asked_after(month, min(month.ends, now)) for month in counted] if late else asked
    before = max((one.looked_at for one in [*asked, *then]), default=1)
    months = months_between(first.plus(-before), current)
    starts = [month.starts for month in months]
    ends = [*starts[1:], current.ends]
    needs = thresholds(months, now).month_rials

    def look(place: int, rules: Steadiness, known: datetime | None) -> _Look:
        window = range(place + 1 - rules.looked_at, place + 1)
        if known is None:
            return _Look(window, needs[window.start : window.stop], rules)
        return _Look(window, thresholds(months[window.start : window.stop], known).month_rials, rules)

    nothing = [None] * before
    looks = [*nothing, *(look(before + step, one, None) for step, one in enumerate(asked))]
    known = [min(end, now) for end in ends[before:]]
    late_looks = (look(before + step, one, known[step]) for step, one in enumerate(then))
    return _Times(months, starts, ends, looks, [*nothing, *late_looks] if late else looks)


@dataclass(frozen=True)
class _Place:
    """One move of one engagement."""

    engagement_id: int
    at: datetime
    was: str | None
    became: str


def _placed(moves: Sequence[_Place], moment: datetime) -> bool | None:
    """Whether she has or has finished a place by then (False: she gave up all she had); None before she had one."""
    last = {one.engagement_id: one for one in moves if one.at <= moment}
    stays = [one.became in {Stage.ENROLLED, Stage.COMPLETED} for one in last.values()]
    gone = [(one.was, one.became) == (Stage.ENROLLED, Stage.WITHDRAWN) for one in last.values()]
    return any(stays) if any(stays) or any(gone) else None


# Her trade, and whether she gave up all her places.
_Who = tuple[str | None, bool]


@dataclass
class _Earned:
    """One maker's months, by their place in `_Times`."""

    income: list[int]
    cost: list[int]
    sold: list[int]
    late: list[tuple[int, Movement]]

    @classmethod
    def of(cls, times: _Times, moved: Iterable[Movement], costs: Iterable[tuple[datetime, int]]) -> _Earned:
        size = len(times.months)
        made = cls([0] * size, [0] * size, [0] * size, [])
        for one in moved:
            place = times.place(one.occurred_at)
            if 0 <= place < size:
                made.income[place] += one.income
                made.sold[place] += one.sold
                if one.posted_at > times.ends[place]:
                    made.late.append((place, one))
        for released_at, rials in costs:
            place = times.place(released_at)
            if 0 <= place < size:
                made.cost[place] += rials
        return made

    def as_of(self, moment: datetime) -> _Earned:
        """Without what was posted later."""
        unknown = [(place, one) for place, one in self.late if one.posted_at > moment]
        if not unknown:
            return self
        income, sold = self.income[:], self.sold[:]
        for place, one in unknown:
            income[place] -= one.income
            sold[place] -= one.sold
        return _Earned(income, self.cost, sold, [])

    def record(self, months: Sequence[JalaliMonth], look: _Look, sides: Sides, who: _Who) -> Record:
        """The months up to one, as far back as its rules look."""
        window = look.window
        reached = tuple(
            self.income[place] - self.cost[place] + sides.of(months[place]) >= least
            for place, least in zip(window, look.needs, strict=True)
        )
        insured = tuple(sides.insures(months[place]) for place in window) if sides.insured else ()
        return Record(reached, tuple(self.sold[place] > 0 for place in window), *who, insured)


def stale_batches() -> list[int]:
    """Batches with somebody whose row of this month is missing, or older than her last move or the last new rule."""
    return sorted(session().scalars(stale().distinct()))


def stale() -> Select[int]:
    """A batch for everybody of whom that is so."""
    now = clock.now()
    moved = _last_moves().subquery()
    row = and_(TraineeMonth.trainee_id == moved.c.trainee_id, TraineeMonth.month == str(JalaliMonth.of(now)))
    older = [TraineeMonth.trainee_id.is_(None), TraineeMonth.kept_at < moved.c.at]
    ruled = rulebook.last_change(RULES)
    if ruled is not None:
        older.append(TraineeMonth.kept_at < ruled)
    batch = moved.c.trainee_id // BATCH
    return select(batch).select_from(moved).outerjoin(TraineeMonth, row).where(or_(*older))


def all_batches() -> list[int]:
    """Batches in which anybody was ever given a place."""
    placed = _last_moves().subquery()
    return sorted(session().scalars(select(placed.c.trainee_id // BATCH).distinct()))


def all_kept(month: JalaliMonth) -> bool:
    """Whether everybody who had been given a place by a month's end has a row of it that keeps its groups for good."""
    placed = _moves(Engagement.trainee_id).where(_PLACED, Move.at < month.ends).distinct().subquery()
    row = and_(
        TraineeMonth.trainee_id == placed.c.trainee_id,
        TraineeMonth.month == str(month),
        TraineeMonth.known_then.is_not(None),
    )
    lacking = select(placed.c.trainee_id).outerjoin(TraineeMonth, row).where(TraineeMonth.trainee_id.is_(None))
    return session().scalar(lacking.limit(1)) is None


def _moves(*columns: Any) -> Select[Any]:
    """These columns of engagements and of their moves."""
    moved = and_(Move.thing == "engagement", Move.thing_id == Engagement.id)
    return select(*columns).select_from(Engagement).join(Move, moved)


def places_by(moment: datetime) -> Select[Any]:
    """Who had been given a place in which cohort by then."""
    return _moves(Engagement.trainee_id, Engagement.cohort_id).where(_PLACED, Move.at <= moment).distinct()


def first_places(by: datetime) -> dict[int, datetime]:
    """When each trainee was first given a place, of those who had been by then."""
    query = (
        _moves(Engagement.trainee_id, func.min(Move.at))
        .where(Move.became == Stage.ENROLLED, Move.at <= by)
        .group_by(Engagement.trainee_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def placed_and_completed(
    by: datetime, first: JalaliMonth, last: JalaliMonth
) -> tuple[dict[int, datetime], dict[int, date]]:
    """`first_places`, and who finished a cohort in these months, and on which day; one query.

    The day is that on which it ended for her, whenever that was written: the last, for who finished two.
    """
    passed = and_(CourseEnd.engagement_id == Engagement.id, CourseEnd.outcome == Outcome.PASSED)
    day = type_coerce(func.coalesce(CourseEnd.ended_on, day_of(Move.at)), Date)
    placed = and_(Move.became == Stage.ENROLLED, Move.at <= by)
    completed = and_(Move.became == Stage.COMPLETED, day >= local_date(first.starts), day < local_date(last.ends))
    found = func.min(case((placed, Move.at))), type_coerce(func.max(case((completed, day))), Date)
    query = _moves(Engagement.trainee_id, *found).outerjoin(CourseEnd, passed).where(or_(placed, completed))
    rows = session().execute(query.group_by(Engagement.trainee_id)).all()
    places, ends = ({row[0]: row[place] for row in rows if row[place] is not None} for place in (1, 2))
    return places, ends


def trainees_of_batch(batch: int) -> list[int]:
    """Whoever of a batch was ever given a place."""
    hers = Engagement.trainee_id >= batch * BATCH, Engagement.trainee_id < (batch + 1) * BATCH
    return sorted(session().scalars(_last_moves().with_only_columns(Engagement.trainee_id).where(*hers)))


def _last_moves() -> Select[Any]:
    """Whoever was ever given a place, and when one of hers was last given or given up."""
    newest = func.max(Move.at).label("at")
    return _moves(Engagement.trainee_id, newest).where(_PLACED).group_by(Engagement.trainee_id)


def recount(trainee_ids: Iterable[int]) -> int:
    """Bring the rows of these trainees to what is true now; how many are new or others. Holds them meanwhile."""
    ids = sorted(set(trainee_ids))
    query = select(Trainee).where(Trainee.id.in_(ids)).order_by(Trainee.id).with_for_update(**LOCK)
    people = {one.id: one for one in session().scalars(query.execution_options(populate_existing=True))}
    kept = _kept(ids)
    return _keep(_wanted(people, clock.now(), kept), kept)


def forget_months() -> None:
    """Throw all kept months away, to be made anew: where the past itself was made up afterwards, as in the demo.

    Groups of past months, and what was known then, become what ledger and register tell today.
    """
    session().execute(delete(TraineeMonth))


def differing(trainee_ids: Sequence[int]) -> int:
    """How many rows of these trainees are not what ledger and register say: missing, or with another answer."""
    people = {one.id: one for one in session().scalars(select(Trainee).where(Trainee.id.in_(trainee_ids)))}
    kept = _kept(trainee_ids)
    wanted = _wanted(people, clock.now(), kept)
    return sum(key not in kept or _changes(kept[key], facts) != {} for key, facts in wanted.items()) + sum(
        key in kept and kept[key]["known_then"] not in {None, facts["known_then"]} for key, facts in wanted.items()
    )


Key = tuple[str, int]
Facts = dict[str, Any]


def _wanted(people: Mapping[int, Trainee], now: datetime, kept: Mapping[Key, Facts]) -> dict[Key, Facts]:
    """What the rows of these people should be. Her trade in a month that is over is the one that is kept of it."""
    places = _places(people)
    if not places:
        return {}
    first = JalaliMonth.of(min(one.at for moves in places.values() for one in moves))
    times = _times(first, now)
    offset = len(times.months) - len(months_between(first, JalaliMonth.of(now)))
    moved, costs, sidelines = ledger.movements(places), _costs(places), Sidelines(places)
    groups = _groups(people)
    seen: dict[tuple[Record, int], Livelihood] = {}

    def where(record: Record, look: _Look) -> Livelihood:
        key = (record, id(look))
        if key not in seen:
            seen[key] = standing(record, look.rules)
        return seen[key]

    found: dict[Key, Facts] = {}
    for trainee_id, moves in places.items():
        earned = _Earned.of(times, moved.get(trainee_id, ()), costs.get(trainee_id, ()))
        sides = sidelines.known(trainee_id, now)
        for place in range(offset, len(times.months)):
            end, look, look_then = min(times.ends[place], now), times.looks[place], times.looks_then[place]
            placed = _placed(moves, end)
            if placed is None or look is None or look_then is None:
                continue
            key, over = (str(times.months[place]), trainee_id), times.ends[place] <= now
            group = _group_of(kept.get(key)) or groups[trainee_id]
            who = group["trade_code"], not placed
            record = earned.record(times.months, look, sides, who)
            sides_then = sidelines.known(trainee_id, end)
            then = earned.as_of(end).record(times.months, look_then, sides_then, who) if over else None
            found[key] = group | {
                "income_rial": earned.income[place],
                "cost_rial": earned.cost[place],
                "sold_rial": earned.sold[place],
                "reached": record.income[-1],
                "livelihood": where(record, look),
                "known_then": where(then, look_then) if then else None,
            }
    return found


def _group_of(kept: Facts | None) -> Facts | None:
    """The groups of a row that is kept for good; None while its month runs, and where there is none."""
    return {name: kept[name] for name in _GROUPS} if kept is not None and kept["known_then"] is not None else None


def _groups(people: Mapping[int, Trainee]) -> dict[int, Facts]:
    return {
        one.id: {
            "county_code": one.county_code,
            "trade_code": one.trade_code,
            "village": one.rural,
            "sex": one.sex,
            "head": one.heads_household,
        }
        for one in people.values()
    }


def _places(trainee_ids: Iterable[int]) -> dict[int, list[_Place]]:
    """Every move of engagements of these trainees, by trainee; of those only who was ever given a place."""
    rows = session().execute(
        _moves(Engagement.trainee_id, Engagement.id, Move.at, Move.was, Move.became)
        .where(Engagement.trainee_id.in_(list(trainee_ids)), _PLACED)
        .order_by(Move.id)
    )
    found: dict[int, list[_Place]] = {}
    for trainee_id, engagement_id, at, was, became in rows:
        found.setdefault(trainee_id, []).append(_Place(engagement_id, at, was, became))
    return found


def _costs(maker_ids: Iterable[int]) -> dict[int, list[tuple[datetime, int]]]:
    """When pieces of these makers were released, and what they had cost in all; what was not said counts nothing."""
    found: dict[int, list[tuple[datetime, int]]] = {}
    for one, cost in with_costs(maker_ids):
        if cost is not None:
            found.setdefault(one.maker_id, []).append((one.released_at, cost))
    return found


def _kept(trainee_ids: Sequence[int]) -> dict[Key, Facts]:
    columns = [getattr(TraineeMonth, name) for name in _COLUMNS]
    query = select(TraineeMonth.month, TraineeMonth.trainee_id, *columns)
    rows = session().execute(query.where(TraineeMonth.trainee_id.in_(trainee_ids)))
    return {(row[0], row[1]): dict(zip(_COLUMNS, row[2:], strict=True)) for row in rows}


def _changes(kept: Facts, wanted: Facts) -> Facts:
    """What is to be written over a row. A month that is over keeps what was known then, and its groups."""
    frozen = {"known_then"} if kept["known_then"] is not None else set()
    return {name: value for name, value in wanted.items() if name not in frozen and kept[name] != value}


def _keep(wanted: Mapping[Key, Facts], kept: Mapping[Key, Facts]) -> int:
    """Write what is missing and what is other; this month's row is written anew in any case, as a sign of the look."""
    now = clock.now()
    current = str(JalaliMonth.of(now))
    fresh, changed, touched = [], [], []
    for (month, trainee_id), facts in wanted.items():
        row: Facts = {"month": month, "trainee_id": trainee_id, "kept_at": now}
        known = kept.get((month, trainee_id))
        if known is None:
            fresh.append(row | facts)
        elif changes := _changes(known, facts):
            changed.append(row | known | changes)
        elif month == current:
            touched.append(row)
    if fresh:
        session().execute(insert(TraineeMonth), fresh)
    for rows in (changed, touched):
        if rows:
            session().execute(update(TraineeMonth), rows)
    return len(fresh) + len(changed)
