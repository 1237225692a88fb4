"""Somebody of the staff or an officer leaves: everything open that is hers goes to others in one step, or nothing does.

What was written stays as it was, with its steps; each thing gets one more. Whoever takes a thing is somebody who could
have taken it herself: staff of its county, and of a complaint those alone who may read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import accounts, support
from app.accounts import Person, Role, RoleGrant
from app.outreach.calling import works_for
from app.outreach.errors import NobodyMayTake, NobodyNamed, NotOneself
from app.outreach.models import HandOver, OutreachTask, Referral, ReferralState, TaskState
from app.shared import audit, clock, states
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound
from app.support import Matter, Obstacle, Reader

_OPEN = (TaskState.OPEN, ReferralState.DRAFT, ReferralState.SENT)
_DESKS = (Role.STAFF, Role.FINANCE, Role.OFFICER)


@dataclass(frozen=True)
class OpenThings:
    """What is somebody's to see to: reports and complaints that she took, people to call, referrals.

    `veiled` are complaints that whoever looks may not read: they go back to the desk of those who may.
    """

    reports: list[Obstacle]
    veiled: list[Obstacle]
    calls: list[OutreachTask]
    referrals: list[Referral]

    @property
    def count(self) -> int:
        """What may be told of; how many complaints another reads would tell that there are some."""
        return len(self.reports) + len(self.calls) + len(self.referrals)


def open_of(person_id: int, seen_by: Reader) -> OpenThings:
    """Everything open that has this person for its owner, as a reader may see it."""
    every = support.taken_by(person_id)
    complaints = [one.id for one in every if one.matter is Matter.COMPLAINT]
    veiled = set(complaints) - support.may_take(seen_by, complaints)
    tasks = select(OutreachTask).where(OutreachTask.owner_id == person_id, OutreachTask.state == TaskState.OPEN)
    waiting = (ReferralState.DRAFT, ReferralState.SENT)
    referrals = select(Referral).where(Referral.owner_id == person_id, Referral.state.in_(waiting))
    return OpenThings(
        [one for one in every if one.id not in veiled],
        [one for one in every if one.id in veiled],
        list(session().scalars(tasks.order_by(OutreachTask.id))),
        list(session().scalars(referrals.order_by(Referral.id))),
    )


def colleague(person_id: int) -> Person:
    """Somebody who is of the staff or an officer now. Raises NotFound for anybody else."""
    grants = accounts.desks_of([person_id]).get(person_id, [])
    if not any(one.role in _DESKS for one in grants):
        raise NotFound
    return accounts.person(person_id)


def colleagues() -> list[Person]:
    """Everybody who is of the staff or an officer now, by name."""
    people = {one.id: one for role in _DESKS for one in accounts.people_with(role)}
    return sorted(people.values(), key=lambda one: (one.sort_key, one.id))


@dataclass(frozen=True)
class _Taker:
    """Somebody who takes over, and what of it she may have."""

    person_id: int
    grants: list[RoleGrant]
    reports: frozenset[int]

    def may_have(self, thing: Obstacle | OutreachTask | Referral) -> bool:
        if isinstance(thing, Obstacle):
            return thing.id in self.reports
        if isinstance(thing, OutreachTask):
            return works_for(self.grants, thing.county_code)
        return works_for([one for one in self.grants if one.role is Role.STAFF], thing.county_code)


def hand_over(leaving: Person, takers: Sequence[Person], form_key: str, *, close: bool, by: Reader) -> HandOver:
    """Give everything open of somebody to others, evenly; with `close` she is not of the staff any more.

    Complaints that whoever does this may not read are given to nobody: they are open again before those who may. The
    roles of officers and of finance are not ended here. The same form key is the same hand-over. Raises NotOneself,
    NobodyNamed, and NobodyMayTake where something is left; then nothing has changed.
    """
    take_turns(f"hand_over:{leaving.id}")
    known = session().scalar(select(HandOver).where(HandOver.form_key == form_key))
    if known is not None:
        return known
    if leaving.id in {one.id for one in takers} or (close and leaving.id == by.person.id):
        raise NotOneself
    things = open_of(leaving.id, by)
    given: list[Obstacle | OutreachTask | Referral] = [*things.reports, *things.calls, *things.referrals]
    if given and not takers:
        raise NobodyNamed
    _give(given, _takers(things, takers), by.person.id)
    for one in things.veiled:
        support.let_go(one, by.person.id, for_another=True)
    made = HandOver(
        form_key=form_key,
        person_id=leaving.id,
        by_id=by.person.id,
        at=clock.now(),
        reports=len(things.reports),
        calls=len(things.calls),
        referrals=len(things.referrals),
        closed=close,
    )
    session().add(made)
    if close:
        _close(leaving, by.person.id)
    session().flush()
    audit.note("handed_over", "person", leaving.id, by.person.id, things=things.count, closed=int(close))
    return made


def _takers(things: OpenThings, people: Sequence[Person]) -> list[_Taker]:
    grants = accounts.desks_of(one.id for one in people)
    numbers = [one.id for one in things.reports]
    return [
        _Taker(one.id, grants.get(one.id, []), support.may_take(Reader(one, tuple(grants.get(one.id, ()))), numbers))
        for one in people
        if one.active
    ]


def _give(things: Sequence[Obstacle | OutreachTask | Referral], takers: Sequence[_Taker], by: int) -> None:
    load: Counter[int] = Counter()
    heirs = [[one.person_id for one in takers if one.may_have(thing)] for thing in things]
    left = sum(not fitting for fitting in heirs)
    if left:
        raise NobodyMayTake(left)
    for thing, fitting in zip(things, heirs, strict=True):
        heir = min(fitting, key=lambda number: (load[number], number))
        load[heir] += 1
        _GIVE[type(thing)](thing, heir, by)


def _give_on(thing: OutreachTask | Referral, heir: int, by: int) -> None:
    session().refresh(thing, with_for_update=LOCK)
    if thing.state not in _OPEN:
        return
    thing.owner_id = heir
    states.record(thing, thing.state, thing.state, by, "handed_over")


_GIVE: dict[type, Callable[..., None]] = {
    Obstacle: support.hand_on,
    OutreachTask: _give_on,
    Referral: _give_on,
}


def _close(leaving: Person, by: int) -> None:
    """She is not of the staff any more; with no role of another kind she does not come in at all."""
    grants = accounts.grants_of(leaving.id)
    hers = [grant for grant in grants if grant.role is Role.STAFF]
    for grant in hers:
        accounts.end_role(grant, by)
    if hers and all(grant.role in {Role.STAFF, Role.BUYER} for grant in grants):
        accounts.close_account(leaving, by)


def hand_overs_of(person_id: int) -> list[HandOver]:
    """What she handed over before, newest first."""
    query = select(HandOver).where(HandOver.person_id == person_id)
    return list(session().scalars(query.order_by(HandOver.id.desc())))
