"""A mentor goes, or comes back: nothing that he offered or undertook is left hanging."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import Person, Role, end_role, give_role, grants_of
from app.programme import helping
from app.programme.events import HelpHandedOn
from app.programme.models import Case, Mentor, Trainee
from app.programme.offers import EndedBy, HelpState, Need, Offer, Undertaking
from app.shared import audit, clock
from app.shared.database import LOCK, session
from app.shared.outbox import announce


def mentor_leaves(mentor: Mentor, by: int | None) -> None:
    """She is no mentor from now on, in any county; her page and what she did stay. The second time does nothing.

    Her offers close. What she undertook and has not done goes to whoever cares for the trainee now, else it waits again
    as the trainee's need; the trainee is told which.
    """
    carers = _hold(mentor)
    if mentor.left_at is None:
        mentor.left_at = clock.now()
    for grant in grants_of(mentor.person_id):
        if grant.role is Role.MENTOR:
            end_role(grant, by)
    _close_offers(mentor, by)
    _hand_on(mentor, carers, by)


def mentor_returns(mentor: Mentor, by: int | None) -> None:
    """She is a mentor of her county again; her offers stay closed."""
    mentor.left_at = None
    give_role(session().get_one(Person, mentor.person_id), Role.MENTOR, by=by, county_code=mentor.county_code)


def _open_of(mentor: Mentor) -> Sequence[Undertaking]:
    query = select(Undertaking).where(Undertaking.mentor_id == mentor.id, Undertaking.state == HelpState.OPEN)
    return session().scalars(query.order_by(Undertaking.id)).all()


def _hold(leaving: Mentor) -> dict[int, Mentor]:
    """Keep her row, and those of the mentors who care for trainees whom she helps, in the order of their numbers.

    Who cares for a trainee now, by trainee: whoever is a mentor still, and another person than both.
    """
    helped = select(Undertaking.trainee_id).where(
        Undertaking.mentor_id == leaving.id, Undertaking.state == HelpState.OPEN
    )
    cared = select(Case.trainee_id, Case.mentor_id, Trainee.person_id).join(Trainee, Trainee.id == Case.trainee_id)
    rows = session().execute(cared.where(Case.trainee_id.in_(helped), Case.ended_at.is_(None))).all()
    wanted = select(Mentor).where(Mentor.id.in_({leaving.id, *(row[1] for row in rows)})).order_by(Mentor.id)
    held = session().scalars(wanted.with_for_update(**LOCK).execution_options(populate_existing=True))
    fitting = {one.id: one for one in held if one.id != leaving.id and one.left_at is None}
    return {row[0]: fitting[row[1]] for row in rows if row[1] in fitting and fitting[row[1]].person_id != row[2]}


def _close_offers(mentor: Mentor, by: int | None) -> None:
    query = select(Offer).where(Offer.mentor_id == mentor.id).order_by(Offer.id)
    for one in session().scalars(query.with_for_update(**LOCK).execution_options(populate_existing=True)).all():
        if one.holds:
            helping.close_offer(one, by)


def _hand_on(mentor: Mentor, carers: dict[int, Mentor], by: int | None) -> None:
    handed = left = 0
    found = _open_of(mentor)
    for one in found:
        need = helping.hold(one)
        if one.state is not HelpState.OPEN:
            continue  # given or called off while this waited
        if not helping.end(one, EndedBy.LEFT, by):
            continue
        heir = carers.get(one.trainee_id)
        following = None if heir is None else _undertake(heir, need or _as_need(one, by), by)
        if heir is None and need is None:
            _as_need(one, by)
        handed += following is not None
        left += following is None
        announce(HelpHandedOn(one.id, None if following is None else following.id))
    if found:
        audit.note("help_handed_on", "mentor", mentor.id, by, handed=handed, open=left)


def _as_need(one: Undertaking, by: int | None) -> Need:
    """What she took up of an offer, as a need of hers."""
    words = session().get_one(Offer, one.offer_id).words
    return helping.tell_need(session().get_one(Trainee, one.trainee_id), one.kind, words, by)


def _undertake(heir: Mentor, need: Need, by: int | None) -> Undertaking:
    made = Undertaking(mentor_id=heir.id, trainee_id=need.trainee_id, need_id=need.id, kind=need.kind)
    helping.begin(made, by)
    return made
