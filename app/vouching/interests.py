"""Ties between a mentor and a maker: declared, shown, and the end of her judging that maker's work."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from app.programme import Mentor, Trainee
from app.shared import audit, clock, rulebook, text
from app.shared.calendar import today
from app.shared.database import session
from app.shared.errors import NotFound
from app.vouching import rules
from app.vouching.errors import InterestKnown
from app.vouching.models import Vouch
from app.vouching.scrutiny import Interest, InterestKind


def declare_interest(mentor: Mentor, maker: Trainee, kind: InterestKind, words: str, by: int | None) -> Interest:
    """A tie stands from now on, for all to read.

    What she vouches for of this maker's stays on sale under her name for some days only, until another mentor has
    looked (see `succeeding`). Raises InterestKnown.
    """
    made = Interest(
        mentor_id=mentor.id,
        maker_id=maker.id,
        kind=kind,
        words=text.clean(words)[:300],
        declared_at=clock.now(),
        declared_by=by,
    )
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError as fault:
        raise InterestKnown from fault
    look_for_followers(Vouch.mentor_id == mentor.id, Vouch.maker_person_id == maker.person_id)
    audit.note("interest_declared", "mentor", mentor.id, by, maker=maker.id, kind=kind.value)
    return made


def look_for_followers(*whose: ColumnElement[bool]) -> int:
    """These vouches stand for LEAVE_DAYS more, while another mentor is looked for; how many those are."""
    leaving = session().execute(
        update(Vouch)
        .where(*whose, Vouch.withdrawn_at.is_(None), Vouch.leaves_on.is_(None))
        .values(leaves_on=today() + timedelta(days=rulebook.number(rules.LEAVE_DAYS))),
        execution_options={"synchronize_session": "fetch"},
    )
    count: int = getattr(leaving, "rowcount", 0)
    return count


def end_interest(mentor_id: int, interest_id: int, by: int | None) -> None:
    """The tie is over; that it was stays to be read. The second time does nothing. Raises NotFound."""
    found = session().scalar(select(Interest).where(Interest.id == interest_id, Interest.mentor_id == mentor_id))
    if found is None:
        raise NotFound
    if found.ended_at is None:
        found.ended_at, found.ended_by = clock.now(), by
        session().flush()
        _stays_hers(found)
        audit.note("interest_ended", "mentor", mentor_id, by, maker=found.maker_id, kind=found.kind.value)


def _stays_hers(ended: Interest) -> None:
    """What she answered for of this maker's, and nobody followed her in, is hers again; not when she has gone."""
    mentor, maker = session().get_one(Mentor, ended.mentor_id), session().get_one(Trainee, ended.maker_id)
    if mentor.left_at is not None or interest_in(mentor.id, maker.id) is not None:
        return
    session().execute(
        update(Vouch)
        .where(Vouch.mentor_id == mentor.id, Vouch.maker_person_id == maker.person_id, Vouch.withdrawn_at.is_(None))
        .values(leaves_on=None),
        execution_options={"synchronize_session": "fetch"},
    )


def interests_of(mentor_id: int, *, standing: bool = True) -> list[tuple[Interest, Trainee]]:
    """A mentor's declared ties with the makers, newest first; those that ended too, where asked."""
    query = select(Interest, Trainee).join(Trainee, Trainee.id == Interest.maker_id)
    query = query.where(Interest.mentor_id == mentor_id)
    if standing:
        query = query.where(Interest.ended_at.is_(None))
    return [(one, maker) for one, maker in session().execute(query.order_by(Interest.id.desc()))]


def interest_in(mentor_id: int, maker_id: int) -> InterestKind | None:
    """What ties this mentor to this maker now, if anything."""
    query = select(Interest.kind).where(
        Interest.mentor_id == mentor_id, Interest.maker_id == maker_id, Interest.ended_at.is_(None)
    )
    return session().scalar(query.limit(1))
