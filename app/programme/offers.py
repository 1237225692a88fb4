"""Help between people: what mentors offer, what trainees need, and what became of it.

An offer holds so many and never more. What a mentor has undertaken is open, then given (hours, a day, and maybe the
trainee's thanks) or called off with a reason, which gives the place back. Nobody is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.programme.errors import AlreadyUndertaken, HelpIncomplete, NobodyToTakeOver, NoPlaceLeft
from app.programme.models import Mentor, Trainee
from app.shared import audit, clock, states
from app.shared import text as words_of
from app.shared.calendar import today
from app.shared.database import LOCK, Model, UtcDateTime, key, one_of, session
from app.shared.errors import NotFound
from app.shared.states import Stateful

MOST_PLACES, MOST_HOURS = 100, 200


class HelpKind(StrEnum):
    TEACHING = "teaching"
    ADVICE = "advice"
    MARKET = "market"
    TOOLS = "tools"


class Offer(Model):
    """What a mentor can give, to so many, until a day; of one county or (None) of all."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint(f"places >= 1 AND places <= {MOST_PLACES}", name="places"),
        CheckConstraint("taken >= 0 AND taken <= places", name="room"),
        CheckConstraint("words <> ''", name="has_words"),
    )

    id: Mapped[int] = key()
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    kind: Mapped[HelpKind] = mapped_column(one_of(HelpKind, "kind"))
    words: Mapped[str] = mapped_column(String(500))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    until: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Need(Model):
    """What a trainee asks for; hers to tell, and any mentor's of her county to answer."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("words <> ''", name="has_words"),)

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    kind: Mapped[HelpKind] = mapped_column(one_of(HelpKind, "kind"))
    words: Mapped[str] = mapped_column(String(500))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelpState(StrEnum):
    OPEN = "open"
    GIVEN = "given"
    CALLED_OFF = "called_off"


_STANDING = text("state <> 'called_off'")


class Undertaking(Stateful, Model):
    """A mentor helps a trainee: she took an offer up, or the mentor answered her need."""

    __tablename__ = "undertaking"
    __table_args__ = (
        CheckConstraint("(offer_id IS NULL) <> (need_id IS NULL)", name="one_cause"),
        CheckConstraint("(state = 'given') = (hours IS NOT NULL)", name="given_hours"),
        CheckConstraint("(state = 'given') = (given_on IS NOT NULL)", name="given_day"),
        CheckConstraint("(state = 'called_off') = (reason <> '')", name="called_off_why"),
        CheckConstraint("thanks = '' OR state = 'given'", name="thanks_for_something"),
        CheckConstraint(f"hours IS NULL OR (hours >= 1 AND hours <= {MOST_HOURS})", name="hours"),
        Index("uq_undertaking_offer", "offer_id", "trainee_id", unique=True, postgresql_where=_STANDING,
              sqlite_where=_STANDING),
        Index("uq_undertaking_need", "need_id", unique=True, postgresql_where=_STANDING, sqlite_where=_STANDING),
    )  # fmt: skip
    MOVES: ClassVar = {HelpState.OPEN: frozenset({HelpState.GIVEN, HelpState.CALLED_OFF})}

    id: Mapped[int] = key()
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    kind: Mapped[HelpKind] = mapped_column(one_of(HelpKind, "kind"))
    state: Mapped[HelpState] = mapped_column(one_of(HelpState, "state"))
    hours: Mapped[int | None]
    given_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class NewOffer:
    kind: HelpKind
    words: str
    county_code: str | None
    places: int
    until: date


def offer(mentor: Mentor, new: NewOffer, by: int | None) -> Offer:
    """A mentor says what she can give. Raises HelpIncomplete."""
    words = words_of.clean(new.words)[:500]
    if not words or new.until < today() or not 1 <= new.places <= MOST_PLACES:
        raise HelpIncomplete
    made = Offer(
        mentor_id=mentor.id,
        kind=new.kind,
        words=words,
        county_code=new.county_code,
        places=new.places,
        until=new.until,
        made_at=clock.now(),
    )
    session().add(made)
    session().flush()
    audit.note("offered", "offer", made.id, by, kind=new.kind.value, places=new.places)
    return made


def tell_need(trainee: Trainee, kind: HelpKind, told: str, by: int | None) -> Need:
    """A trainee says what she needs; the same words, still unanswered, are the same need. Raises HelpIncomplete."""
    words = words_of.clean(told)[:500]
    if not words:
        raise HelpIncomplete
    session().refresh(trainee, with_for_update=LOCK)
    same = select(Need).where(Need.trainee_id == trainee.id, Need.kind == kind, Need.words == words, _unanswered())
    known = session().scalar(same)
    if known is not None:
        return known
    made = Need(trainee_id=trainee.id, kind=kind, words=words, told_at=clock.now())
    session().add(made)
    session().flush()
    audit.note("need_told", "need", made.id, by, kind=kind.value)
    return made


def take_up(trainee: Trainee, offer_id: int, by: int | None) -> Undertaking:
    """She takes an offer up that stands for her county. Raises NotFound, AlreadyUndertaken, and NoPlaceLeft."""
    found = session().scalar(_offers_to(trainee).where(Offer.id == offer_id))
    if found is None:
        raise NotFound
    made = Undertaking(mentor_id=found.mentor_id, trainee_id=trainee.id, offer_id=found.id, kind=found.kind)
    _begin(made, by)
    taken = session().execute(
        update(Offer).where(Offer.id == found.id, Offer.taken < Offer.places).values(taken=Offer.taken + 1),
        execution_options={"synchronize_session": False},
    )
    if getattr(taken, "rowcount", 0) != 1:
        raise NoPlaceLeft
    return made


def answer_need(mentor: Mentor, need_id: int, by: int | None) -> Undertaking:
    """A mentor undertakes what a trainee of her county needs. Raises NotFound, AlreadyUndertaken, NobodyToTakeOver."""
    row = session().execute(_needs_near(mentor.county_code).where(Need.id == need_id)).first()
    if row is None:
        raise NotFound
    need, trainee = row
    if trainee.person_id == mentor.person_id:
        raise NobodyToTakeOver
    made = Undertaking(mentor_id=mentor.id, trainee_id=trainee.id, need_id=need.id, kind=need.kind)
    _begin(made, by)
    return made


def _begin(made: Undertaking, by: int | None) -> None:
    """Of two at the same moment one is told, by the unique index, that somebody was quicker."""
    made.state, made.began_at, made.reason, made.thanks = HelpState.OPEN, clock.now(), "", ""
    try:
        states.begin(made, by)
    except IntegrityError as fault:
        raise AlreadyUndertaken from fault


def gave(undertaking: Undertaking, hours: int, given_on: date, by: int | None) -> None:
    """The mentor has done it. Raises HelpIncomplete, MoveRefused."""
    if not 1 <= hours <= MOST_HOURS or given_on > today():
        raise HelpIncomplete
    undertaking.move_to(HelpState.GIVEN, by, hours=hours, given_on=given_on)


def call_off(undertaking: Undertaking, reason: str, by: int | None) -> None:
    """It will not be; an offer's place is free again. Raises HelpIncomplete, MoveRefused."""
    why = words_of.clean(reason)[:300]
    if not why:
        raise HelpIncomplete
    undertaking.move_to(HelpState.CALLED_OFF, by, reason=why)
    if undertaking.offer_id is not None:
        session().execute(
            update(Offer).where(Offer.id == undertaking.offer_id).values(taken=Offer.taken - 1),
            execution_options={"synchronize_session": False},
        )


def thank(undertaking: Undertaking, said: str, by: int | None) -> None:
    """The trainee's own words for what was given. Raises HelpIncomplete."""
    words = words_of.clean(said, lines=True)[:500]
    if not words or undertaking.state is not HelpState.GIVEN:
        raise HelpIncomplete
    undertaking.thanks = words
    audit.note("thanked", "undertaking", undertaking.id, by)


def _offers_to(trainee: Trainee) -> Select[Offer]:
    """Offers of others that still hold for her county."""
    mine = select(Mentor.id).where(Mentor.person_id == trainee.person_id)
    near = or_(Offer.county_code.is_(None), Offer.county_code == trainee.county_code)
    gone = select(Mentor.id).where(Mentor.left_at.is_not(None))
    return select(Offer).where(near, Offer.until >= today(), Offer.mentor_id.not_in(mine), Offer.mentor_id.not_in(gone))


def _unanswered() -> ColumnElement[bool]:
    answered = select(Undertaking.need_id).where(Undertaking.need_id.is_not(None), _STANDING)
    return Need.id.not_in(answered)


def _needs_near(county_code: str) -> Select[Need, Trainee]:
    """Needs that nobody has answered, of one county's trainees."""
    query = select(Need, Trainee).join(Trainee, Trainee.id == Need.trainee_id)
    return query.where(Trainee.county_code == county_code, _unanswered())


def offers_to(trainee: Trainee) -> list[tuple[Offer, Mentor]]:
    """Offers with room that she may take up and has not: those of a kind that she needs first."""
    needed = select(Need.kind).where(Need.trainee_id == trainee.id, _unanswered())
    hers = select(Undertaking.offer_id).where(
        Undertaking.trainee_id == trainee.id, Undertaking.offer_id.is_not(None), _STANDING
    )
    rows = session().execute(
        _offers_to(trainee)
        .add_columns(Mentor)
        .join(Mentor, Mentor.id == Offer.mentor_id)
        .where(Offer.taken < Offer.places, Offer.id.not_in(hers))
        .order_by(Offer.kind.in_(needed).desc(), Offer.until, Offer.id)
        .limit(100)
    )
    return [(one, mentor) for one, mentor in rows]


def needs_near(mentor: Mentor) -> list[tuple[Need, Trainee]]:
    """What trainees of her county need: what she has offered first, the longest waiting before others."""
    offered = select(Offer.kind).where(Offer.mentor_id == mentor.id, Offer.until >= today())
    rows = session().execute(
        _needs_near(mentor.county_code)
        .where(Trainee.person_id != mentor.person_id)
        .order_by(Need.kind.in_(offered).desc(), Need.id)
        .limit(100)
    )
    return [(need, trainee) for need, trainee in rows]


def needs_of(trainee_id: int) -> list[Need]:
    """What she needs and nobody has answered yet."""
    return list(session().scalars(select(Need).where(Need.trainee_id == trainee_id, _unanswered()).order_by(Need.id)))


def offers_of(mentor_id: int) -> list[Offer]:
    """A mentor's offers, newest first."""
    query = select(Offer).where(Offer.mentor_id == mentor_id)
    return list(session().scalars(query.order_by(Offer.id.desc()).limit(50)))


def undertaken(
    *, mentor_id: int | None = None, trainee_id: int | None = None
) -> list[tuple[Undertaking, Mentor, Trainee]]:
    """What one mentor undertook, or what was undertaken for one trainee; newest first."""
    mine = Undertaking.mentor_id == mentor_id if mentor_id is not None else Undertaking.trainee_id == trainee_id
    rows = session().execute(
        select(Undertaking, Mentor, Trainee)
        .join(Mentor, Mentor.id == Undertaking.mentor_id)
        .join(Trainee, Trainee.id == Undertaking.trainee_id)
        .where(mine)
        .order_by(Undertaking.id.desc())
        .limit(100)
    )
    return [(one, mentor, trainee) for one, mentor, trainee in rows]


def undertaking_of(number: int, *, mentor_id: int | None = None, trainee_id: int | None = None) -> Undertaking:
    """One that is this mentor's, or this trainee's. Raises NotFound."""
    mine = Undertaking.mentor_id == mentor_id if mentor_id is not None else Undertaking.trainee_id == trainee_id
    found = session().scalar(select(Undertaking).where(Undertaking.id == number, mine))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Given:
    """Hours that a mentor gave, to how many trainees, and their thanks in their own words, newest first."""

    hours: int
    people: int
    thanks: tuple[str, ...]


def given_by(mentor_id: int) -> Given:
    done = Undertaking.mentor_id == mentor_id, Undertaking.state == HelpState.GIVEN
    sums = select(func.coalesce(func.sum(Undertaking.hours), 0), func.count(Undertaking.trainee_id.distinct()))
    hours, people = session().execute(sums.where(*done)).one()
    said = select(Undertaking.thanks).where(*done, Undertaking.thanks != "").order_by(Undertaking.id.desc()).limit(20)
    return Given(int(hours or 0), people, tuple(session().scalars(said)))
