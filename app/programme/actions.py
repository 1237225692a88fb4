"""What happens to trainees, mentors, cohorts and cooperatives."""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app.accounts import Person, Role, give_role
from app.programme.errors import (
    AlreadyRegistered,
    CohortClosed,
    CohortFull,
    CooperativeKnown,
    MentorDoesNothing,
    ReasonMissing,
)
from app.programme.events import TraineeEnrolled, TraineeProfileChanged
from app.programme.guests import guests_waiting_for, tie_guests
from app.programme.models import (
    Cohort,
    CohortState,
    Cooperative,
    Engagement,
    Mentor,
    Sex,
    Stage,
    Trade,
    Trainee,
)
from app.programme.phases import resume
from app.shared import audit, clock, states, text
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.outbox import announce

_DATA = Path(__file__).parent / "data"


def load_trades() -> None:
    """Bring the list of trades to what the file says, but those that staff have set; may be run again."""
    kept = set(session().scalars(select(Trade.code).where(Trade.set_by.is_not(None))))
    with (_DATA / "trades.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["code"] in kept:
                continue
            session().merge(
                Trade(
                    code=row["code"],
                    name_fa=row["name_fa"],
                    name_en=row["name_en"],
                    name_ar=row["name_ar"],
                    synonyms=row["synonyms_fa"],
                )
            )


@dataclass(frozen=True)
class CohortPlan:
    """What staff decide of a cohort beforehand; no county or trade means all, no mentor that none is named."""

    name: str
    starts_on: date
    ends_on: date
    capacity: int
    county_code: str | None = None
    trade_code: str | None = None
    mentor_id: int | None = None


@dataclass(frozen=True)
class Background:
    """What a registration says of a person beyond her county."""

    locality_code: str | None = None
    trade_code: str | None = None
    sex: Sex | None = None
    heads_household: bool = False


@dataclass(frozen=True)
class Profile:
    """What a maker tells buyers about herself."""

    display_name: str
    story: str
    portrait_id: int | None


def new_trainee(person: Person, county_code: str, background: Background) -> Trainee:
    """Register a person with the programme; what she was asked to before she was is hers. Raises AlreadyRegistered."""
    if session().scalar(select(Trainee.id).where(Trainee.person_id == person.id)) is not None:
        raise AlreadyRegistered
    trainee = Trainee(
        person_id=person.id,
        slug=_slug(person.name),
        display_name=person.name,
        sort_key=person.sort_key,
        county_code=county_code,
        locality_code=background.locality_code,
        trade_code=background.trade_code,
        sex=background.sex,
        heads_household=background.heads_household,
        registered_at=clock.now(),
    )
    session().add(trainee)
    waiting = guests_waiting_for(person.mobile)
    if waiting:
        session().flush()
        tie_guests(trainee, waiting)
    return trainee


def _slug(name: str) -> str:
    return f"{text.slug(name)[:80] or 'm'}-{secrets.token_hex(5)}"


def change_profile(trainee: Trainee, profile: Profile) -> None:
    """Show this to buyers from now on; the address of her page stays."""
    trainee.display_name = text.clean(profile.display_name)[:140]
    trainee.story = text.clean(profile.story, lines=True)[:3000]
    if profile.portrait_id is not None:
        trainee.portrait_id = profile.portrait_id
    announce(TraineeProfileChanged(trainee.id))


def plan_cohort(plan: CohortPlan, by: int | None) -> Cohort:
    """A cohort to which trainees can apply."""
    cohort = Cohort(
        name=text.clean(plan.name)[:100],
        county_code=plan.county_code,
        trade_code=plan.trade_code,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        capacity=plan.capacity,
        mentor_id=plan.mentor_id,
        state=CohortState.PLANNED,
    )
    states.begin(cohort, by)
    return cohort


def name_holder(cohort: Cohort, mentor: Mentor, by: int) -> None:
    """From now on this mentor holds the course. Raises CohortClosed; NotFound of a mentor who has gone."""
    session().refresh(cohort, with_for_update=LOCK)
    if cohort.state not in {CohortState.PLANNED, CohortState.ACTIVE}:
        raise CohortClosed
    if mentor.left_at is not None:
        raise NotFound
    if cohort.mentor_id != mentor.id:
        cohort.mentor_id = mentor.id
        audit.note("course_holder_named", "cohort", cohort.id, by, mentor=mentor.id)


def apply(trainee: Trainee, cohort: Cohort, by: int | None) -> Engagement:
    """Ask for a place in a cohort; asking twice is asking once. Raises CohortClosed."""
    if cohort.state not in {CohortState.PLANNED, CohortState.ACTIVE}:
        raise CohortClosed
    session().flush()
    known = session().scalar(
        select(Engagement).where(Engagement.trainee_id == trainee.id, Engagement.cohort_id == cohort.id)
    )
    if known is not None:
        return known
    engagement = Engagement(trainee_id=trainee.id, cohort_id=cohort.id, state=Stage.APPLIED, applied_at=clock.now())
    states.begin(engagement, by)
    return engagement


def accept(engagement: Engagement, by: int | None) -> None:
    """Give a place: the trainee is enrolled, consultation begins, and she may list products.

    Whoever gave up her place begins where she was.

    Raises CohortFull, CohortClosed and MoveRefused.
    """
    cohort = session().get_one(Cohort, engagement.cohort_id, with_for_update=LOCK)
    if cohort.state not in {CohortState.PLANNED, CohortState.ACTIVE}:
        raise CohortClosed
    taken = session().scalar(
        select(func.count()).where(
            Engagement.cohort_id == cohort.id, Engagement.state.in_([Stage.ENROLLED, Stage.COMPLETED])
        )
    )
    if (taken or 0) >= cohort.capacity:
        raise CohortFull(cohort.capacity)
    engagement.move_to(Stage.ENROLLED, by)
    resume(engagement, by)
    trainee = session().get_one(Trainee, engagement.trainee_id)
    give_role(session().get_one(Person, trainee.person_id), Role.TRAINEE, by=by)
    announce(TraineeEnrolled(trainee.id, cohort.id))


def deny(engagement: Engagement, reason: str, by: int | None) -> None:
    """Refuse a place, in writing. Raises ReasonMissing, MoveRefused."""
    why = text.clean(reason)[:300]
    if not why:
        raise ReasonMissing
    engagement.move_to(Stage.DENIED, by, why)


def add_mentor(
    person: Person, county_code: str, *, by: int | None, trade_code: str | None = None, about: str = ""
) -> Mentor:
    """Make a person a mentor of a county: she may look at what its trainees list, and vouch for it."""
    mentor = Mentor(
        person_id=person.id,
        slug=_slug(person.name),
        display_name=person.name,
        county_code=county_code,
        trade_code=trade_code,
        about=text.clean(about, lines=True),
    )
    session().add(mentor)
    session().flush()
    give_role(person, Role.MENTOR, by=by, county_code=county_code)
    audit.note("mentor_added", "mentor", mentor.id, by, county=county_code)
    return mentor


@dataclass(frozen=True)
class MentorsWork:
    """How many trainees a mentor cares for at most, and what she does for them."""

    capacity: int
    teaches: bool
    advises: bool
    sells: bool


def set_mentors_work(mentor: Mentor, work: MentorsWork, by: int | None) -> None:
    """From now on she does this, for so many. Raises MentorDoesNothing."""
    if not (work.teaches or work.advises or work.sells):
        raise MentorDoesNothing
    mentor.capacity, mentor.teaches = work.capacity, work.teaches
    mentor.advises, mentor.sells = work.advises, work.sells
    facts = {"teaches": int(work.teaches), "advises": int(work.advises), "sells": int(work.sells)}
    audit.note("mentors_work_set", "mentor", mentor.id, by, capacity=work.capacity, **facts)


def add_cooperative(name: str, registration_no: str, national_id: str, county_code: str, by: int | None) -> Cooperative:
    """Write a cooperative down. Raises CooperativeKnown."""
    number, national = text.only_digits(registration_no), text.only_digits(national_id)
    known = select(Cooperative.id).where(
        (Cooperative.registration_no == number) | (Cooperative.national_id == national)
    )
    if session().scalar(known.limit(1)) is not None:
        raise CooperativeKnown
    cooperative = Cooperative(
        name=text.clean(name)[:120],
        registration_no=number,
        national_id=national,
        county_code=county_code,
        created_at=clock.now(),
    )
    session().add(cooperative)
    session().flush()
    audit.note("cooperative_added", "cooperative", cooperative.id, by)
    return cooperative


def correct_cooperative(one: Cooperative, name: str, registration_no: str, national_id: str, by: int | None) -> None:
    """What was written of it was wrong. Raises CooperativeKnown where another has these numbers."""
    number, national = text.only_digits(registration_no), text.only_digits(national_id)
    known = select(Cooperative.id).where(
        Cooperative.id != one.id, (Cooperative.registration_no == number) | (Cooperative.national_id == national)
    )
    if session().scalar(known.limit(1)) is not None:
        raise CooperativeKnown
    one.name, one.registration_no, one.national_id = text.clean(name)[:120], number, national
    audit.note("cooperative_corrected", "cooperative", one.id, by)


def join_cooperative(trainee: Trainee, cooperative: Cooperative | None) -> None:
    trainee.cooperative_id = None if cooperative is None else cooperative.id
