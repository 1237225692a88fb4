"""Certificates of courses: given to whoever came often enough, numbered without a gap, checked by anybody."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select

from app.accounts import Person
from app.programme.casework import Certificate
from app.programme.errors import NotAttendedEnough
from app.programme.models import Cohort, Engagement, Stage, Trainee
from app.programme.phase_rules import ATTENDANCE_BPS, attended_enough
from app.programme.phases import attended
from app.shared import audit, clock, rulebook, text
from app.shared.calendar import jalali, local_date
from app.shared.database import session, take_turns
from app.shared.errors import NotFound

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def may_be_certified(engagement: Engagement) -> bool:
    """Whether she has or had a place and came often enough."""
    if engagement.state not in {Stage.ENROLLED, Stage.COMPLETED}:
        return False
    return attended_enough(*attended(engagement), rulebook.number(ATTENDANCE_BPS))


def certify(engagement: Engagement, by: int) -> Certificate:
    """Give a certificate under the next number of the year; a second time it is the first. Raises NotAttendedEnough."""
    take_turns("certificates")
    hers = Certificate.trainee_id == engagement.trainee_id, Certificate.cohort_id == engagement.cohort_id
    known = session().scalar(select(Certificate).where(*hers))
    if known is not None:
        return known
    came, called = attended(engagement)
    if not came or not may_be_certified(engagement):
        raise NotAttendedEnough(came, called)
    now = clock.now()
    year = jalali(local_date(now))[0]
    last = session().scalar(select(func.max(Certificate.number)).where(Certificate.year == year)) or 0
    trainee = session().get_one(Trainee, engagement.trainee_id)
    made = Certificate(
        year=year,
        number=last + 1,
        code="".join(secrets.choice(_LETTERS) for _ in range(10)),
        trainee_id=trainee.id,
        cohort_id=engagement.cohort_id,
        name=session().get_one(Person, trainee.person_id).name,
        course=session().get_one(Cohort, engagement.cohort_id).name,
        came=came,
        called=called,
        issued_by=by,
        issued_at=now,
    )
    session().add(made)
    session().flush()
    audit.note("certified", "trainee", trainee.id, by, certificate=made.id)
    return made


def certificates_of(trainee_id: int) -> list[Certificate]:
    """Hers, newest first."""
    query = select(Certificate).where(Certificate.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(Certificate.id.desc())))


def certificate_of(number: int, trainee_id: int | None = None) -> Certificate:
    """A certificate (of this trainee). Raises NotFound."""
    found = session().get(Certificate, number)
    if found is None or trainee_id not in {None, found.trainee_id}:
        raise NotFound
    return found


def verified(full_number: str, code: str) -> Certificate | None:
    """The certificate with this number and this code, as they are read off paper; None where there is none."""
    typed = text.fold(text.clean(code)).upper().replace(" ", "").replace("-", "")
    found = session().scalar(select(Certificate).where(Certificate.code == typed)) if typed else None
    digits = text.only_digits(full_number)
    return found if found is not None and digits == f"{found.year}{found.number}" else None
