"""Who has said yes, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from app.consent.models import Consent, Purpose
from app.consent.rules import NEEDED, needed_since
from app.programme import Engagement, Stage, Trainee
from app.shared import clock, rulebook
from app.shared.database import session
from app.shared.states import Move


class Standing(StrEnum):
    """What holds of somebody for a purpose. TOLD: she had a place before a yes was needed, and has not answered."""

    YES = "yes"
    NO = "no"
    TOLD = "told"
    UNASKED = "unasked"

    @property
    def allows(self) -> bool:
        return self in {Standing.YES, Standing.TOLD}


def latest(trainee_id: int) -> dict[Purpose, Consent]:
    """Her newest answer to each purpose that she has answered."""
    return {one.purpose: one for one in reversed(history(trainee_id))}


def history(trainee_id: int) -> Sequence[Consent]:
    """All her answers, newest first."""
    query = select(Consent).where(Consent.trainee_id == trainee_id).order_by(Consent.id.desc())
    return session().scalars(query).all()


def without(purpose: Purpose, as_of: datetime | None = None) -> Select[int]:
    """Trainees whose income may not be used for this: a select of numbers, for a query's `not_in`.

    Those who had said no by then, and those who had said nothing and were given their place since a yes is needed.
    """
    moment = as_of or clock.now()
    newest = (
        select(func.max(Consent.id))
        .where(Consent.purpose == purpose, Consent.at <= moment)
        .group_by(Consent.trainee_id)
    )
    said = select(Consent.trainee_id).where(Consent.id.in_(newest))
    refusing = said.where(Consent.yes.is_(False))
    since = _needed_since(moment)
    if since is None:
        return refusing
    silent = ~exists().where(Consent.trainee_id == Trainee.id, Consent.purpose == purpose, Consent.at <= moment)
    return select(Trainee.id).where(or_(Trainee.id.in_(refusing), Trainee.id.in_(_new(since).where(silent))))


def refused(purpose: Purpose, as_of: datetime | None = None) -> set[int]:
    """The numbers of `without`."""
    return set(session().scalars(without(purpose, as_of)))


def standing(trainee_id: int) -> Mapping[Purpose, Standing]:
    """What holds of her for each purpose now."""
    return standings([trainee_id])[trainee_id]


def standings(trainee_ids: Collection[int]) -> dict[int, Mapping[Purpose, Standing]]:
    """The same of several; two queries."""
    newest = select(func.max(Consent.id)).where(Consent.trainee_id.in_(trainee_ids))
    rows = session().execute(
        select(Consent.trainee_id, Consent.purpose, Consent.yes).where(
            Consent.id.in_(newest.group_by(Consent.trainee_id, Consent.purpose))
        )
    )
    said = {(row[0], row[1]): Standing.YES if row[2] else Standing.NO for row in rows}
    since = _needed_since(clock.now())
    later = set() if since is None else set(session().scalars(_new(since).where(Trainee.id.in_(trainee_ids))))
    silent = {one: Standing.UNASKED if one in later else Standing.TOLD for one in trainee_ids}
    return {one: {purpose: said.get((one, purpose), silent[one]) for purpose in Purpose} for one in trainee_ids}


def unasked(trainee_id: int) -> bool:
    """Whether there is a purpose that she herself, or somebody for her, has not answered yet."""
    return len(latest(trainee_id)) < len(Purpose)


def _new(since: datetime) -> Select[int]:
    """Whoever was first given a place at that moment or later."""
    return select(Trainee.id).where(_placed(Move.at >= since), ~_placed(Move.at < since))


def _placed(when: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a trainee was given a place at such a moment."""
    moved = and_(Move.thing == "engagement", Move.thing_id == Engagement.id, Move.became == Stage.ENROLLED)
    return exists().where(Engagement.trainee_id == Trainee.id, moved, when)


def _needed_since(moment: datetime) -> datetime | None:
    """By the rule as it had been written by then."""
    return needed_since(rulebook.known_by(NEEDED, moment))
