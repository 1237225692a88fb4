"""What can be booked, its days with their places, who booked them, and where people sell in the open."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import today
from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class SpaceKind(StrEnum):
    FAIR = "fair"
    BOOTH = "booth"
    WORKSHOP = "workshop"


class SpaceState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CALLED_OFF = "called_off"


class Space(Stateful, Model):
    """A fair or a booth, booked as a whole, or a shared workshop, booked by the day.

    Published it stays as it was. `weekdays`: digits, 0 for Saturday; of a workshop, the days on which it is open.
    `villages_until`: until then places go to villages alone; `village_days`: by so much their requests go ahead.
    """

    __tablename__ = "space"
    __table_args__ = (
        CheckConstraint("places >= 1 AND places <= 500", name="places"),
        CheckConstraint("fee_rial >= 0", name="fee"),
        CheckConstraint("first_day <= last_day AND book_until <= last_day", name="runs_forward"),
        CheckConstraint("name <> '' AND place <> ''", name="named"),
        CheckConstraint("(kind = 'workshop') = (weekdays <> '')", name="weekdays"),
        CheckConstraint(
            "state <> 'published' OR (published_at IS NOT NULL AND villages_until IS NOT NULL)", name="published"
        ),
        CheckConstraint("state <> 'called_off' OR off_why <> ''", name="off_with_a_reason"),
        Index(None, "first_day"),
    )
    MOVES: ClassVar = {
        SpaceState.DRAFT: frozenset({SpaceState.PUBLISHED, SpaceState.CALLED_OFF}),
        SpaceState.PUBLISHED: frozenset({SpaceState.CALLED_OFF}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[SpaceKind] = mapped_column(one_of(SpaceKind, "kind"))
    state: Mapped[SpaceState] = mapped_column(one_of(SpaceState, "state"))
    name: Mapped[str] = mapped_column(String(120))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    place: Mapped[str] = mapped_column(String(200))
    first_day: Mapped[date]
    last_day: Mapped[date]
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    hours: Mapped[str] = mapped_column(String(80), default="")
    places: Mapped[int]
    fee_rial: Mapped[Rial] = mapped_column(RialColumn)
    has_table: Mapped[bool] = mapped_column(default=False)
    has_power: Mapped[bool] = mapped_column(default=False)
    has_water: Mapped[bool] = mapped_column(default=False)
    has_oven: Mapped[bool] = mapped_column(default=False)
    county_only: Mapped[bool] = mapped_column(default=False)
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    needs_permit: Mapped[bool] = mapped_column(default=False)
    book_until: Mapped[date]
    cancel_until: Mapped[date]
    village_days: Mapped[int] = mapped_column(default=0)
    villages_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    off_why: Mapped[str] = mapped_column(String(300), default="")
    drawn_up_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def by_the_day(self) -> bool:
        return self.kind is SpaceKind.WORKSHOP

    @property
    def bookable(self) -> bool:
        """Whether somebody can ask for a place today."""
        return self.state is SpaceState.PUBLISHED and self.book_until >= today()


class Slot(Model):
    """A day of a workshop, or a fair as a whole on its first day: so many places, never more taken."""

    __tablename__ = "space_slot"
    __table_args__ = (
        UniqueConstraint("space_id", "day"),
        CheckConstraint("taken >= 0 AND taken <= places", name="room"),
        Index(None, "day"),
    )

    id: Mapped[int] = key()
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    day: Mapped[date]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    @property
    def left(self) -> int:
        return self.places - self.taken


class BookingState(StrEnum):
    WAITING = "waiting"
    PLACED = "placed"
    CALLED_OFF = "called_off"
    CAME = "came"
    MISSED = "missed"


STANDS = text("state <> 'called_off'")
TAKEN = (BookingState.PLACED, BookingState.CAME, BookingState.MISSED)


class Booking(Stateful, Model):
    """A trainee's place, or her turn for one. `village`: she lived in one when she asked; `ranks_at`: her turn.

    `shown`: she agrees to be named on the public page of fairs.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("permit_id IS NULL OR brings_food", name="permit_for_food"),
        Index("uq_booking_stands", "slot_id", "trainee_id", unique=True, postgresql_where=STANDS, sqlite_where=STANDS),
        Index(None, "trainee_id"),
    )
    MOVES: ClassVar = {
        BookingState.WAITING: frozenset({BookingState.PLACED, BookingState.CALLED_OFF}),
        BookingState.PLACED: frozenset({BookingState.CALLED_OFF, BookingState.CAME, BookingState.MISSED}),
        BookingState.CAME: frozenset({BookingState.MISSED}),
        BookingState.MISSED: frozenset({BookingState.CAME}),
    }

    id: Mapped[int] = key()
    slot_id: Mapped[int] = mapped_column(ForeignKey("space_slot.id"))
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    state: Mapped[BookingState] = mapped_column(one_of(BookingState, "state"))
    village: Mapped[bool]
    brings_food: Mapped[bool] = mapped_column(default=False)
    permit_id: Mapped[int | None] = mapped_column(ForeignKey("permit.id"))
    shown: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ranks_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))

    @property
    def open(self) -> bool:
        """It can still be called off."""
        return self.state in {BookingState.WAITING, BookingState.PLACED}


class Bazaar(Model):
    """Where people sell in the open, on which days, and who last went to see. `closed_at`: it is no more."""

    __tablename__ = "bazaar"
    __table_args__ = (
        CheckConstraint("name <> '' AND weekdays <> '' AND directions <> ''", name="told"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    weekdays: Mapped[str] = mapped_column(String(7))
    hours: Mapped[str] = mapped_column(String(80), default="")
    sold: Mapped[str] = mapped_column(String(200))
    directions: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date]
    checked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
