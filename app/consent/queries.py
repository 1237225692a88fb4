"""Who has said yes, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, and_, func, or_, select

from app.consent.models import Consent, Purpose
from app.consent.rules import NEEDED, needed_since
from app.programme import Engagement, Stage, Trainee
from app.shared import clock, rulebook
from app.shared.database import kept_in_snapshot, session, writing
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


# So few numbers are put into a query themselves, instead of what would find them anew in each part of it.
_FEW = 300


def without(purpose: Purpose, as_of: datetime | None = None) -> Select[int] | list[int]:
    """Trainees whose income may not be used for this: numbers, or a select of them, for a query's `not_in`.

    Those who had said no by then, and those who had said nothing and were given their place since a yes is needed.
    """
    moment = as_of or clock.now()
    if writing():
        return _without(purpose, moment)
    key = ("refused", purpose, moment)
    if as_of is None:
        key = ("refused", purpose, moment.replace(second=0, microsecond=0))
    found = kept_in_snapshot(key, lambda: list(session().scalars(_without(purpose, moment))))
    return found if len(found) <= _FEW else _without(purpose, moment)


def _without(purpose: Purpose, moment: datetime) -> Select[int]:
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
    silent = _placed_since(since).where(Engagement.trainee_id.not_in(said))
    return select(Trainee.id).where(or_(Trainee.id.in_(refusing), Trainee.id.in_(silent)))


def refused(purpose: Purpose, as_of: datetime | None = None) -> set[int]:
    """The numbers of `without`."""
    found = without(purpose, as_of)
    return set(found if isinstance(found, list) else session().scalars(found))


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
    later = set()
    if since is not None:
        later = set(session().scalars(_placed_since(since).where(Engagement.trainee_id.in_(trainee_ids))))
    silent = {one: Standing.UNASKED if one in later else Standing.TOLD for one in trainee_ids}
    return {one: {purpose: said.get((one, purpose), silent[one]) for purpose in Purpose} for one in trainee_ids}


def unasked(trainee_id: int) -> bool:
    """Whether there is a purpose that she herself, or somebody for her, has not answered yet."""
    return len(latest(trainee_id)) < len(Purpose)


def _placed_since(since: datetime) -> Select[int]:
    """Whoever was first given a place at that moment or later."""
    moved = and_(Move.thing == "engagement", Move.thing_id == Engagement.id, Move.became == Stage.ENROLLED)
    return (
        select(Engagement.trainee_id)
        .join(Move, moved)
        .group_by(Engagement.trainee_id)
        .having(func.min(Move.at) >= since)
    )


def _needed_since(moment: datetime) -> datetime | None:
    """By the rule as it had been written by then."""
    return needed_since(rulebook.known_by(NEEDED, moment))
