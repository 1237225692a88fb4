"""Reading the programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts import Person
from app.programme.models import (
    VILLAGE_DIGITS,
    Cohort,
    CohortState,
    Cooperative,
    Engagement,
    ImportRun,
    ListKind,
    Mentor,
    PhaseEntry,
    Stage,
    Trade,
    Trainee,
)
from app.shared import clock, text
from app.shared.calendar import today
from app.shared.database import LOCK, count_of, session
from app.shared.errors import NotFound

PAGE = 50


def in_counties(maker_id: InstrumentedAttribute[int], counties: frozenset[str] | None) -> ColumnElement[bool]:
    """Whether a column names a maker of these counties (None: of any), for a query's `where`."""
    if counties is None:
        return true()
    return maker_id.in_(select(Trainee.id).where(Trainee.county_code.in_(counties)))


def lives_in_village() -> ColumnElement[bool]:
    """`Trainee.rural`, for a query."""
    return func.length(func.coalesce(Trainee.locality_code, "")) == VILLAGE_DIGITS


def counties_of(trainee_ids: Collection[int]) -> dict[int, str]:
    """The county of each of these."""
    if not trainee_ids:
        return {}
    rows = session().execute(select(Trainee.id, Trainee.county_code).where(Trainee.id.in_(set(trainee_ids))))
    return {row[0]: row[1] for row in rows}


def trades() -> list[Trade]:
    return sorted(session().scalars(select(Trade)), key=lambda trade: text.sort_key(trade.name_fa))


def open_trades() -> list[Trade]:
    """Those that can be chosen anew."""
    return [one for one in trades() if one.closed_at is None]


def trainees_by_trade() -> dict[str, int]:
    """How many have each trade; one that nobody has is not in it."""
    query = select(Trade.code, func.count()).join(Trainee, Trainee.trade_code == Trade.code)
    return {row[0]: row[1] for row in session().execute(query.group_by(Trade.code))}


def cohort(cohort_id: int) -> Cohort:
    """Raises NotFound."""
    found = session().get(Cohort, cohort_id)
    if found is None:
        raise NotFound
    return found


def cohorts() -> list[Cohort]:
    """All cohorts, newest first."""
    return list(session().scalars(select(Cohort).order_by(Cohort.starts_on.desc(), Cohort.id.desc())))


def open_cohorts(county_code: str | None = None) -> list[Cohort]:
    """Cohorts that take applications and have not ended, of one county and of all."""
    query = select(Cohort).where(Cohort.state.in_([CohortState.PLANNED, CohortState.ACTIVE]), Cohort.ends_on >= today())
    if county_code is not None:
        query = query.where(or_(Cohort.county_code.is_(None), Cohort.county_code == county_code))
    return list(session().scalars(query.order_by(Cohort.starts_on)))


def fitting_cohort(county_code: str, trade_code: str | None) -> Cohort | None:
    """The cohort that fits somebody best: of her county and trade before those of all, with room left, the soonest."""
    counts = cohort_counts()
    fitting = [
        one
        for one in open_cohorts(county_code)
        if one.trade_code in {None, trade_code}
        and sum(counts.get(one.id, {}).get(stage, 0) for stage in (Stage.ENROLLED, Stage.COMPLETED)) < one.capacity
    ]
    return max(fitting, key=lambda one: (one.county_code is not None, one.trade_code is not None), default=None)


def cohort_counts() -> dict[int, dict[Stage, int]]:
    """How many stand at each stage, by cohort."""
    counts: dict[int, dict[Stage, int]] = {}
    rows = session().execute(
        select(Engagement.cohort_id, Engagement.state, func.count()).group_by(Engagement.cohort_id, Engagement.state)
    )
    for cohort_id, stage, count in rows:
        counts.setdefault(cohort_id, {})[stage] = count
    return counts


def trainee(trainee_id: int) -> Trainee:
    """Raises NotFound."""
    found = session().get(Trainee, trainee_id)
    if found is None:
        raise NotFound
    return found


def trainee_of(person_id: int) -> Trainee | None:
    return session().scalar(select(Trainee).where(Trainee.person_id == person_id))


def trainee_by_slug(slug: str) -> Trainee:
    """Raises NotFound."""
    found = session().scalar(select(Trainee).where(Trainee.slug == slug))
    if found is None:
        raise NotFound
    return found


def trainees(ids: Iterable[int]) -> dict[int, Trainee]:
    rows = session().scalars(select(Trainee).where(Trainee.id.in_(set(ids))))
    return {row.id: row for row in rows}


def of_trade(trade_code: str) -> set[int]:
    """Numbers of all trainees of a trade."""
    return set(session().scalars(select(Trainee.id).where(Trainee.trade_code == trade_code)))


def accepted_trainee(trainee_id: int, counties: frozenset[str] | None) -> Trainee:
    """One who has, or had to the end, a place in a cohort, of these counties (None: of all). Raises NotFound."""
    found = session().scalar(
        select(Trainee).where(Trainee.id == trainee_id, accepted(), in_counties(Trainee.id, counties))
    )
    if found is None:
        raise NotFound
    return found


def accepted() -> ColumnElement[bool]:
    """Whether a trainee has, or had to the end, a place in a cohort."""
    return Trainee.id.in_(select(Engagement.trainee_id).where(Engagement.state.in_([Stage.ENROLLED, Stage.COMPLETED])))


def storytellers(ids: Iterable[int]) -> list[Trainee]:
    """Those of these trainees who have told their story and shown a portrait, by name."""
    query = select(Trainee).where(Trainee.id.in_(set(ids)), Trainee.story != "", Trainee.portrait_id.is_not(None))
    return list(session().scalars(query.order_by(Trainee.sort_key, Trainee.id)))


def mentor(mentor_id: int) -> Mentor:
    """Raises NotFound."""
    found = session().get(Mentor, mentor_id)
    if found is None:
        raise NotFound
    return found


def mentor_of(person_id: int) -> Mentor | None:
    return session().scalar(select(Mentor).where(Mentor.person_id == person_id))


def mentor_by_slug(slug: str) -> Mentor:
    """Raises NotFound."""
    found = session().scalar(select(Mentor).where(Mentor.slug == slug))
    if found is None:
        raise NotFound
    return found


def mentors(ids: Iterable[int]) -> dict[int, Mentor]:
    rows = session().scalars(select(Mentor).where(Mentor.id.in_(set(ids))))
    return {row.id: row for row in rows}


def mentors_of(county_code: str) -> list[Mentor]:
    return list(session().scalars(select(Mentor).where(Mentor.county_code == county_code).order_by(Mentor.id)))


def all_mentors() -> list[Mentor]:
    return list(session().scalars(select(Mentor).order_by(Mentor.county_code, Mentor.id)))


def working_mentors(counties: frozenset[str] | None) -> list[Mentor]:
    """Those of these counties (None: of all) who have not left, by name."""
    query = select(Mentor).where(Mentor.left_at.is_(None)).order_by(Mentor.display_name, Mentor.id)
    return list(session().scalars(query if counties is None else query.where(Mentor.county_code.in_(counties))))


def cooperatives() -> list[Cooperative]:
    return list(session().scalars(select(Cooperative).order_by(Cooperative.name)))


def cooperative(cooperative_id: int, counties: frozenset[str] | None = None) -> Cooperative:
    """One of these counties (None: of any). Raises NotFound."""
    found = session().get(Cooperative, cooperative_id)
    if found is None or (counties is not None and found.county_code not in counties):
        raise NotFound
    return found


def cooperatives_by_id(ids: Iterable[int]) -> dict[int, Cooperative]:
    rows = session().scalars(select(Cooperative).where(Cooperative.id.in_(set(ids))))
    return {row.id: row for row in rows}


def cooperative_members(cooperative_id: int) -> list[Trainee]:
    """Trainees who belong to it now, by name."""
    query = select(Trainee).where(Trainee.cooperative_id == cooperative_id)
    return list(session().scalars(query.order_by(Trainee.sort_key, Trainee.id)))


@dataclass(frozen=True)
class Enrolment:
    """One line of a list of trainees."""

    trainee: Trainee
    person: Person
    engagement: Engagement | None


@dataclass(frozen=True)
class Roll:
    """A page of trainees."""

    total: int
    page: int
    lines: list[Enrolment]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class RollFilter:
    cohort_id: int | None = None
    stage: Stage | None = None
    county_code: str | None = None
    counties: frozenset[str] | None = None
    name: str = ""


def roll(wanted: RollFilter, page: int = 1) -> Roll:
    """Trainees by name, 50 a page."""
    query = select(Trainee, Person, Engagement).join(Person, Person.id == Trainee.person_id)
    query = query.outerjoin(Engagement, Engagement.trainee_id == Trainee.id)
    if wanted.cohort_id is not None:
        query = query.where(Engagement.cohort_id == wanted.cohort_id)
    if wanted.stage is not None:
        query = query.where(Engagement.state == wanted.stage)
    if wanted.county_code is not None:
        query = query.where(Trainee.county_code == wanted.county_code)
    if wanted.counties is not None:
        query = query.where(Trainee.county_code.in_(wanted.counties))
    if wanted.name:
        query = query.where(Person.sort_key.contains(text.sort_key(text.clean(wanted.name))))
    total = count_of(query)
    rows = session().execute(query.order_by(Trainee.sort_key, Trainee.id).limit(PAGE).offset((page - 1) * PAGE))
    return Roll(total, page, [Enrolment(*row) for row in rows])


def engagement(engagement_id: int) -> Engagement:
    """Raises NotFound."""
    found = session().get(Engagement, engagement_id)
    if found is None:
        raise NotFound
    return found


def engagements_of(trainee_id: int) -> list[tuple[Engagement, Cohort]]:
    """Her engagements with their cohorts, newest first."""
    rows = session().execute(
        select(Engagement, Cohort)
        .join(Cohort, Cohort.id == Engagement.cohort_id)
        .where(Engagement.trainee_id == trainee_id)
        .order_by(Engagement.id.desc())
    )
    return [(one, other) for one, other in rows]


def cohorts_of(trainee_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The cohorts in which these trainees are or were accepted."""
    query = select(Engagement.trainee_id, Engagement.cohort_id).where(
        Engagement.trainee_id.in_(set(trainee_ids)), Engagement.state.in_([Stage.ENROLLED, Stage.COMPLETED])
    )
    found: dict[int, set[int]] = {}
    for trainee_id, cohort_id in session().execute(query):
        found.setdefault(trainee_id, set()).add(cohort_id)
    return {trainee_id: frozenset(cohorts) for trainee_id, cohorts in found.items()}


def phases_of(engagement_ids: Iterable[int]) -> dict[int, list[PhaseEntry]]:
    """Stays in phases by engagement, oldest first."""
    found: dict[int, list[PhaseEntry]] = {}
    rows = session().scalars(
        select(PhaseEntry).where(PhaseEntry.engagement_id.in_(set(engagement_ids))).order_by(PhaseEntry.id)
    )
    for entry in rows:
        found.setdefault(entry.engagement_id, []).append(entry)
    return found


def import_run_to_apply(run_id: int) -> ImportRun | None:
    """A run that waits to be applied, held for this transaction; None once somebody has applied it. Raises NotFound."""
    import_run(run_id)
    run = session().get_one(ImportRun, run_id, with_for_update=LOCK, populate_existing=True)
    return run if run.applied_at is None else None


def import_run(run_id: int) -> ImportRun:
    """Raises NotFound."""
    found = session().get(ImportRun, run_id)
    if found is None:
        raise NotFound
    return found


def own_run(run_id: int, kind: ListKind, by: int | None = None) -> ImportRun:
    """A list of this kind, brought by this person where one is named. Raises NotFound."""
    found = import_run(run_id)
    if found.kind is not kind or by not in {None, found.uploaded_by}:
        raise NotFound
    return found


def import_runs(kind: ListKind = ListKind.TRAINEES, by: int | None = None) -> list[ImportRun]:
    """The last thirty of a kind, newest first; one person's alone where she is named."""
    query = select(ImportRun).where(ImportRun.kind == kind)
    if by is not None:
        query = query.where(ImportRun.uploaded_by == by)
    return list(session().scalars(query.order_by(ImportRun.id.desc()).limit(30)))


def forgotten_lists() -> list[int]:
    """Runs whose file is more than a day old and was never applied."""
    old = clock.now() - timedelta(days=1)
    query = select(ImportRun.id).where(ImportRun.file_key.is_not(None), ImportRun.uploaded_at < old)
    return list(session().scalars(query))


def registered_between(start: datetime, end: datetime) -> int:
    """How many were registered in a time."""
    return (
        session().scalar(select(func.count()).where(Trainee.registered_at >= start, Trainee.registered_at < end)) or 0
    )
