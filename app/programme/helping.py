"""What mentors, trainees and staff do with help: offer, ask, take up, give, call off, thank, hide.

Rows are held in one order (the mentor, then the offer or the need, then what was undertaken), so that of two who act at
the same moment one waits and then sees what the other did. Whatever is pressed twice is done once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from app.programme.errors import AlreadyUndertaken, HelpIncomplete, NobodyToTakeOver, NoPlaceLeft
from app.programme.events import HelpCalledOff, HelpUndertaken
from app.programme.models import Mentor, Trainee
from app.programme.offers import (
    MOST_HOURS,
    MOST_PLACES,
    STANDING,
    EndedBy,
    HelpKind,
    HelpState,
    Need,
    Offer,
    ThanksHidden,
    Undertaking,
    offered_still,
    unanswered,
)
from app.shared import audit, clock, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.outbox import announce
from app.shared.states import MoveRefused


@dataclass(frozen=True)
class NewOffer:
    kind: HelpKind
    words: str
    county_code: str | None
    places: int
    until: date


def _hold_mentor(mentor: Mentor) -> None:
    """Keep her row until the end of the transaction. Raises NotFound for one who has left."""
    session().refresh(mentor, with_for_update=LOCK)
    if mentor.left_at is not None:
        raise NotFound


def offer(mentor: Mentor, new: NewOffer, by: int | None) -> Offer:
    """A mentor says what she can give; the same again, while that holds and has room, is the same offer.

    Raises HelpIncomplete, and NotFound once she has left.
    """
    words = text.clean(new.words)[:500]
    if not words or new.until < today() or not 1 <= new.places <= MOST_PLACES:
        raise HelpIncomplete
    _hold_mentor(mentor)
    facts = {"kind": new.kind, "words": words, "county_code": new.county_code, "places": new.places, "until": new.until}
    same = select(Offer).filter_by(mentor_id=mentor.id, **facts).where(offered_still(), Offer.taken < Offer.places)
    known = session().scalar(same.limit(1))
    if known is not None:
        return known
    made = Offer(mentor_id=mentor.id, made_at=clock.now(), **facts)
    session().add(made)
    session().flush()
    audit.note("offered", "offer", made.id, by, kind=new.kind.value, places=new.places)
    return made


def close_offer(found: Offer, by: int | None) -> None:
    """Nobody more takes it up; what was taken up stands. The second time does nothing."""
    session().refresh(found, with_for_update=LOCK)
    if found.closed_at is None:
        found.closed_at = clock.now()
        audit.note("offer_closed", "offer", found.id, by)


def tell_need(trainee: Trainee, kind: HelpKind, told: str, by: int | None) -> Need:
    """A trainee says what she needs; the same words, still unanswered, are the same need. Raises HelpIncomplete."""
    words = text.clean(told)[:500]
    if not words:
        raise HelpIncomplete
    session().refresh(trainee, with_for_update=LOCK)
    same = select(Need).where(Need.trainee_id == trainee.id, Need.kind == kind, Need.words == words, unanswered())
    known = session().scalar(same)
    if known is not None:
        return known
    made = Need(trainee_id=trainee.id, kind=kind, words=words, told_at=clock.now())
    session().add(made)
    session().flush()
    audit.note("need_told", "need", made.id, by, kind=kind.value)
    return made


def call_need_off(need: Need, by: int | None) -> None:
    """She needs it no more, and nobody has undertaken it; the second time does nothing.

    Raises AlreadyUndertaken where a mentor was quicker: then it is his undertaking that she calls off.
    """
    session().refresh(need, with_for_update=LOCK)
    if need.called_off_at is not None:
        return
    if _standing(need) is not None:
        raise AlreadyUndertaken
    _let_go(need, by)


def _let_go(need: Need, by: int | None) -> None:
    need.called_off_at = clock.now()
    audit.note("need_called_off", "need", need.id, by)


def _standing(need: Need) -> Undertaking | None:
    return session().scalar(select(Undertaking).where(Undertaking.need_id == need.id, STANDING))


def take_up(trainee: Trainee, offer_id: int, by: int | None) -> Undertaking:
    """She takes an offer up that stands for her county; once more is the same.

    Raises NotFound, NoPlaceLeft, MoveRefused for one that was closed or is over, AlreadyUndertaken for one that she has
    been given.
    """
    mine = select(Mentor.id).where(Mentor.person_id == trainee.person_id)
    near = or_(Offer.county_code.is_(None), Offer.county_code == trainee.county_code)
    query = select(Offer).where(Offer.id == offer_id, near, Offer.mentor_id.not_in(mine))
    found = session().scalar(query.with_for_update(**LOCK).execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    hers = Undertaking.offer_id == found.id, Undertaking.trainee_id == trainee.id
    known = session().scalar(select(Undertaking).where(*hers, STANDING))
    if known is not None and known.state is HelpState.OPEN:
        return known
    if known is not None:
        raise AlreadyUndertaken
    if not found.holds:
        raise MoveRefused("offer", "closed", "taken")
    if found.taken >= found.places:
        raise NoPlaceLeft
    made = Undertaking(mentor_id=found.mentor_id, trainee_id=trainee.id, offer_id=found.id, kind=found.kind)
    begin(made, by)
    _count(found.id, 1)
    announce(HelpUndertaken(made.id))
    return made


def _count(offer_id: int, more: int) -> None:
    session().execute(
        update(Offer).where(Offer.id == offer_id).values(taken=Offer.taken + more),
        execution_options={"synchronize_session": "fetch"},
    )


def answer_need(mentor: Mentor, need_id: int, by: int | None) -> Undertaking:
    """A mentor undertakes what a trainee of her county needs; once more is the same.

    Raises NotFound, AlreadyUndertaken when another was quicker, MoveRefused for what the trainee has called off,
    NobodyToTakeOver for her own need.
    """
    _hold_mentor(mentor)
    query = select(Need, Trainee).join(Trainee, Trainee.id == Need.trainee_id)
    near = query.where(Need.id == need_id, Trainee.county_code == mentor.county_code)
    row = session().execute(near.with_for_update(of=Need, **LOCK).execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound
    need, trainee = row
    if trainee.person_id == mentor.person_id:
        raise NobodyToTakeOver
    known = _standing(need)
    if known is not None and known.mentor_id == mentor.id and known.state is HelpState.OPEN:
        return known
    if known is not None:
        raise AlreadyUndertaken
    if need.called_off_at is not None:
        raise MoveRefused("need", "called_off", "answered")
    made = Undertaking(mentor_id=mentor.id, trainee_id=trainee.id, need_id=need.id, kind=need.kind)
    begin(made, by)
    announce(HelpUndertaken(made.id))
    return made


def begin(made: Undertaking, by: int | None) -> None:
    """Keep a new undertaking. Raises AlreadyUndertaken where the unique index says that somebody was quicker."""
    made.state, made.began_at, made.reason, made.thanks = HelpState.OPEN, clock.now(), "", ""
    try:
        states.begin(made, by)
    except IntegrityError as fault:
        raise AlreadyUndertaken from fault


def hold(one: Undertaking) -> Need | None:
    """Keep its offer or need, then itself, as they stand now, until the end of the transaction; its need, if any."""
    need = None
    if one.offer_id is not None:
        session().get_one(Offer, one.offer_id, with_for_update=LOCK, populate_existing=True)
    if one.need_id is not None:
        need = session().get_one(Need, one.need_id, with_for_update=LOCK, populate_existing=True)
    session().refresh(one, with_for_update=LOCK)
    return need


def gave(undertaking: Undertaking, hours: int, given_on: date, by: int | None) -> None:
    """The mentor has done it; said again with as many hours it changes nothing. Raises HelpIncomplete, MoveRefused."""
    if not 1 <= hours <= MOST_HOURS or given_on > today():
        raise HelpIncomplete
    hold(undertaking)
    if undertaking.state is HelpState.GIVEN and undertaking.hours == hours:
        return
    undertaking.move_to(HelpState.GIVEN, by, hours=hours, given_on=given_on)


def call_off(undertaking: Undertaking, reason: str, by: int | None) -> None:
    """The mentor can't: an offer's place is free again, a need waits again, and the trainee hears of it.

    Said again it changes nothing. Raises HelpIncomplete without a reason, MoveRefused for what was given.
    """
    why = text.clean(reason)[:300]
    if not why:
        raise HelpIncomplete
    hold(undertaking)
    if end(undertaking, EndedBy.MENTOR, by, why):
        announce(HelpCalledOff(undertaking.id))


def call_off_mine(undertaking: Undertaking, reason: str, by: int | None) -> None:
    """The trainee wants it no more, with or without a reason: her need ends with it, and the mentor hears of it.

    Said again it changes nothing. Raises MoveRefused for what was given.
    """
    need = hold(undertaking)
    if end(undertaking, EndedBy.TRAINEE, by, text.clean(reason)[:300]):
        if need is not None:
            _let_go(need, by)
        announce(HelpCalledOff(undertaking.id))


def end(held: Undertaking, who: EndedBy, by: int | None, reason: str = "") -> bool:
    """Call a held undertaking off; whether it was open until now. Raises MoveRefused for what was given."""
    if held.state is HelpState.CALLED_OFF and held.ended_by is who:
        return False
    held.move_to(HelpState.CALLED_OFF, by, reason=reason, ended_by=who)
    if held.offer_id is not None:
        _count(held.offer_id, -1)
    return True


def thank(undertaking: Undertaking, said: str, by: int | None) -> None:
    """The trainee's own words for what was given, said once; the same again changes nothing.

    Raises HelpIncomplete, and MoveRefused for other words than those that she has said.
    """
    words = text.clean(said, lines=True)[:500]
    session().refresh(undertaking, with_for_update=LOCK)
    if not words or undertaking.state is not HelpState.GIVEN:
        raise HelpIncomplete
    if undertaking.thanks == words:
        return
    if undertaking.thanks:
        raise MoveRefused("undertaking", "thanked", "thanked")
    undertaking.thanks = words
    audit.note("thanked", "undertaking", undertaking.id, by)


def hide_thanks(undertaking: Undertaking, why: ThanksHidden, by: int) -> None:
    """Show its words nobody but her who wrote them, for a reason; the same again changes nothing. Raises NotFound."""
    session().refresh(undertaking, with_for_update=LOCK)
    if not undertaking.thanks:
        raise NotFound
    if undertaking.hidden_why is not why:
        undertaking.hidden_why = why
        audit.note("thanks_hidden", "undertaking", undertaking.id, by, why=why.value)


def show_thanks(undertaking: Undertaking, by: int) -> None:
    """They were hidden for no good reason; the second time does nothing."""
    session().refresh(undertaking, with_for_update=LOCK)
    if undertaking.hidden_why is not None:
        undertaking.hidden_why = None
        audit.note("thanks_shown", "undertaking", undertaking.id, by)
