"""Leave to see more of other people than a role shows: given by name, for a reason, by somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from app.accounts.errors import SightForOneself, SightMissing, SightNeedsDesk, SightNeedsReason, SightOver
from app.accounts.models import Person, Role, RoleGrant, Sight, SightGrant
from app.accounts.queries import grants_of
from app.shared import audit, clock, text
from app.shared.calendar import today
from app.shared.database import session, take_turns

SIGHT_DESKS = frozenset({Role.STAFF, Role.OFFICER})


def give_sight(
    person: Person, sight: Sight, reason: str, *, by: int | None, last_day: date | None = None
) -> SightGrant:
    """Let `person` see this from now on; what she was given before is replaced. `by` None: whoever keeps the server.

    Whoever gives it sees it herself, and is on another telephone. Raises SightForOneself, SightMissing, SightNeedsDesk,
    SightNeedsReason, SightOver.
    """
    why = text.clean(reason)[:300]
    if by is not None:
        _may_give(session().get_one(Person, by), person, sight)
    if not why:
        raise SightNeedsReason
    if last_day is not None and last_day < today():
        raise SightOver
    take_turns(f"sight:{person.id}")
    if not SIGHT_DESKS & {one.role for one in grants_of(person.id)}:
        raise SightNeedsDesk
    held = session().scalar(_open().where(SightGrant.person_id == person.id, SightGrant.sight == sight))
    if held is not None:
        if (held.reason, held.last_day, held.given_by) == (why, last_day, by):
            return held
        end_sight(held, by)
        session().flush()
    grant = SightGrant(
        person_id=person.id, sight=sight, reason=why, last_day=last_day, given_by=by, given_at=clock.now()
    )
    session().add(grant)
    session().flush()
    audit.note("sight_given", "person", person.id, by, sight=sight.value)
    return grant


def _may_give(giver: Person, person: Person, sight: Sight) -> None:
    """Raises SightForOneself for an account on the giver's own telephone, SightMissing for what she does not see."""
    if giver.mobile == person.mobile:
        raise SightForOneself
    if not sees(giver.id, sight):
        raise SightMissing(sight)


def end_sight(grant: SightGrant, by: int | None) -> None:
    """Take it away, from this moment on; twice is once."""
    if grant.ended_at is not None:
        return
    grant.ended_at, grant.ended_by = clock.now(), by
    audit.note("sight_ended", "person", grant.person_id, by, sight=grant.sight.value)


def end_sights_without_desk(person_id: int, by: int | None) -> None:
    """Whoever is neither of the staff nor an officer any more sees nothing more than others do."""
    if SIGHT_DESKS & {one.role for one in grants_of(person_id)}:
        return
    for grant in session().scalars(_open().where(SightGrant.person_id == person_id)):
        end_sight(grant, by)


def sees(person_id: int, sight: Sight) -> bool:
    """Whether this person has leave now and a desk to use it at."""
    desk = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.role.in_(SIGHT_DESKS), RoleGrant.ended_at.is_(None)
    )
    query = _open().where(SightGrant.person_id == person_id, SightGrant.sight == sight, _holds(), desk.exists())
    return session().scalar(query.with_only_columns(SightGrant.id)) is not None


def sight_grant(grant_id: int) -> SightGrant | None:
    return session().get(SightGrant, grant_id)


def sights_of(person_ids: Iterable[int]) -> dict[int, list[SightGrant]]:
    """What each of these may see now, by person; one query."""
    found: dict[int, list[SightGrant]] = {}
    query = _open().where(SightGrant.person_id.in_(set(person_ids)), _holds()).order_by(SightGrant.id)
    for grant in session().scalars(query):
        found.setdefault(grant.person_id, []).append(grant)
    return found


def _open() -> Select[SightGrant]:
    return select(SightGrant).where(SightGrant.ended_at.is_(None))


def _holds() -> ColumnElement[bool]:
    return or_(SightGrant.last_day.is_(None), SightGrant.last_day >= today())
