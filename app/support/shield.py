"""Who may read a complaint: never the person complained of, nor anybody of that person's desk.

Complaints of a mentor, a maker or somebody outside are read by staff and by officers of the first body of
`rules.JUDGES`. Of a member of staff, and while nobody has said who is meant, by those officers alone; of an officer of
theirs, by officers of the next body. Whoever ever had a role counts as of its desk. Everything is in the query: what
somebody may not read is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from sqlalchemy import ColumnElement, false, or_, select, true

from app.accounts import Body, Person, Role, RoleGrant
from app.shared import text
from app.shared.database import session
from app.support.models import Matter, Obstacle
from app.support.rules import JUDGES

STAFF_DESK = (Role.STAFF, Role.FINANCE)


@dataclass(frozen=True)
class Reader:
    """Somebody who would read: who she is, and what she acts as now."""

    person: Person
    grants: tuple[RoleGrant, ...]

    def acts_as(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def counties(self, role: Role, body: Body | None = None) -> frozenset[str] | None:
        """Where she acts as that (for that body): None for everywhere, nothing for nowhere."""
        mine = [one.county_code for one in self.grants if one.role is role and body in {None, one.body}]
        return None if None in mine else frozenset(code for code in mine if code is not None)


def name_key(name: str) -> str:
    """A name as names are compared."""
    return " ".join(text.fold(text.clean(name)).replace(text.ZWNJ, " ").split())


def of_a_desk(person_id: int) -> bool:
    """Whether somebody is or was of the staff, of finance or an officer: staff do not read complaints of her."""
    kinds = (*STAFF_DESK, Role.OFFICER)
    query = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role.in_(kinds))
    return session().scalar(query.limit(1)) is not None


def _accused_was(*roles: Role, body: Body | None = None) -> ColumnElement[bool]:
    """The person complained of has or had one of these roles (for that body)."""
    query = select(RoleGrant.id).where(RoleGrant.person_id == Obstacle.accused_id, RoleGrant.role.in_(roles))
    return (query if body is None else query.where(RoleGrant.body == body)).exists()


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if counties is None else Obstacle.county_code.in_(counties)


def _known() -> ColumnElement[bool]:
    """Somebody has said who is meant."""
    return Obstacle.accused_id.is_not(None) | Obstacle.accused_outside


def _judged_by(body: Body) -> ColumnElement[bool]:
    """Officers of this body are the ones: none of theirs is complained of, but one of each body before them is."""
    earlier = [_accused_was(Role.OFFICER, body=one) for one in JUDGES[: JUDGES.index(body)]]
    return reduce(and_, earlier, ~_accused_was(Role.OFFICER, body=body))


def _hers(reader: Reader) -> ColumnElement[bool]:
    """It is about her, or about somebody whose telephone she shares, or by her; or, by its words, may be about her."""
    same_phone = select(Person.id).where(Person.mobile == reader.person.mobile)
    found = Obstacle.accused_id.in_(same_phone) & Obstacle.accused_id.is_not(None)
    found |= Obstacle.reporter_id.in_(same_phone)
    given, family = name_key(reader.person.given_name), name_key(reader.person.family_name)
    if given and family:
        named = Obstacle.accused_key.contains(given, autoescape=True)
        found |= Obstacle.accused_id.is_(None) & named & Obstacle.accused_key.contains(family, autoescape=True)
    return found


def _of_her_desk(reader: Reader) -> ColumnElement[bool]:
    """Somebody is complained of who sits, or sat, where she sits: a mentor, or a member of staff."""
    found: ColumnElement[bool] = false()
    if reader.acts_as(Role.MENTOR):
        found |= _accused_was(Role.MENTOR)
    if reader.acts_as(*STAFF_DESK):
        found |= _accused_was(*STAFF_DESK)
    return found


def readable(reader: Reader) -> ColumnElement[bool]:
    """Complaints that this reader may read, for a query's `where`."""
    ways: list[ColumnElement[bool]] = []
    if reader.acts_as(Role.STAFF):
        outside_desks = _known() & ~_accused_was(*STAFF_DESK, Role.OFFICER)
        ways.append(_within(reader.counties(Role.STAFF)) & outside_desks)
    bodies = {one.body for one in reader.grants if one.role is Role.OFFICER and one.body is not None}
    ways.extend(_within(reader.counties(Role.OFFICER, body)) & _judged_by(body) for body in sorted(bodies))
    if not ways:
        return false()
    return (Obstacle.matter == Matter.COMPLAINT) & or_(*ways) & ~_hers(reader) & ~_of_her_desk(reader)
