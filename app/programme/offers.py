"""Help between people, as it can exist: what mentors offer, what trainees need, and what became of it.

An offer holds so many and never more, until its day or until it is closed. What a mentor has undertaken is open, then
given (hours, a day, and maybe the trainee's thanks) or called off: by him, by her, or since he went. Nobody is scored.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, and_, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import today
from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful

MOST_PLACES, MOST_HOURS = 100, 200


class HelpKind(StrEnum):
    TEACHING = "teaching"
    ADVICE = "advice"
    MARKET = "market"
    TOOLS = "tools"


class Offer(Model):
    """What a mentor can give, to so many, until a day; of one county or (None) of all. Closed, nobody more takes it."""

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
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def holds(self) -> bool:
        """Whether it is still offered; it may be full."""
        return self.closed_at is None and self.until >= today()


class Need(Model):
    """What a trainee asks for; hers to tell and to call off, and any mentor's of her county to answer."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("words <> ''", name="has_words"),)

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    kind: Mapped[HelpKind] = mapped_column(one_of(HelpKind, "kind"))
    words: Mapped[str] = mapped_column(String(500))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HelpState(StrEnum):
    OPEN = "open"
    GIVEN = "given"
    CALLED_OFF = "called_off"


class EndedBy(StrEnum):
    """By whom it was called off; LEFT: the mentor is one no more."""

    MENTOR = "mentor"
    TRAINEE = "trainee"
    LEFT = "left"


class ThanksHidden(StrEnum):
    """Why staff hide somebody's thanks."""

    INSULT = "insult"
    PERSONAL = "personal"
    OFF_SUBJECT = "off_subject"
    ADVERT = "advert"
    UNLAWFUL = "unlawful"


STANDING = text("state <> 'called_off'")


class Undertaking(Stateful, Model):
    """A mentor helps a trainee: she took an offer up, or the mentor answered her need."""

    __tablename__ = "undertaking"
    __table_args__ = (
        CheckConstraint("(offer_id IS NULL) <> (need_id IS NULL)", name="one_cause"),
        CheckConstraint("(state = 'given') = (hours IS NOT NULL)", name="given_hours"),
        CheckConstraint("(state = 'given') = (given_on IS NOT NULL)", name="given_day"),
        CheckConstraint("(state = 'called_off') = (ended_by IS NOT NULL)", name="called_off_why"),
        CheckConstraint("reason = '' OR state = 'called_off'", name="reason_when_off"),
        CheckConstraint("ended_by IS NULL OR ended_by <> 'mentor' OR reason <> ''", name="mentor_says_why"),
        CheckConstraint("thanks = '' OR state = 'given'", name="thanks_for_something"),
        CheckConstraint("hidden_why IS NULL OR thanks <> ''", name="thanks_to_hide"),
        CheckConstraint(f"hours IS NULL OR (hours >= 1 AND hours <= {MOST_HOURS})", name="hours"),
        Index("uq_undertaking_offer", "offer_id", "trainee_id", unique=True, postgresql_where=STANDING,
              sqlite_where=STANDING),
        Index("uq_undertaking_need", "need_id", unique=True, postgresql_where=STANDING, sqlite_where=STANDING),
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
    ended_by: Mapped[EndedBy | None] = mapped_column(one_of(EndedBy, "ended_by"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    hidden_why: Mapped[ThanksHidden | None] = mapped_column(one_of(ThanksHidden, "hidden_why"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)


def offered_still() -> ColumnElement[bool]:
    """Whether an offer holds, full or not, for a query's `where`."""
    return and_(Offer.closed_at.is_(None), Offer.until >= today())


def offered_no_more() -> ColumnElement[bool]:
    return or_(Offer.closed_at.is_not(None), Offer.until < today())


def unanswered() -> ColumnElement[bool]:
    """Whether a need waits: hers still, and nobody's task, for a query's `where`."""
    answered = select(Undertaking.need_id).where(Undertaking.need_id.is_not(None), STANDING)
    return and_(Need.called_off_at.is_(None), Need.id.not_in(answered))
