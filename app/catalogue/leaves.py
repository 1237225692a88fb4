"""A maker's days off: from day to day, told to buyers with the day on which she is back.

Her products stay to be seen and can't be bought meanwhile, ready stock only where she spares it. A leave ends
by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.errors import LeaveOutOfRange, LeaveOverlaps
from app.shared import audit, clock, text
from app.shared.calendar import today
from app.shared.database import Model, UtcDateTime, key, session, take_turns
from app.shared.errors import NotFound

LONGEST_DAYS = 180
FARTHEST_DAYS = 365
_DAY = timedelta(days=1)


class Leave(Model):
    """Days on which a maker does not work, first and last included; none of them any more once it was ended by hand."""

    __tablename__ = "maker_leave"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="runs_forward"),)

    id: Mapped[int] = key()
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    words: Mapped[str] = mapped_column(String(200), default="")
    spares_ready: Mapped[bool] = mapped_column(default=False)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def days(self) -> frozenset[date]:
        return frozenset(self.first_day + _DAY * step for step in range((self.last_day - self.first_day).days + 1))


@dataclass(frozen=True)
class NewLeave:
    """What a maker says of days off. `spares_ready`: what lies ready is sold and sent meanwhile."""

    first_day: date
    last_day: date
    words: str = ""
    spares_ready: bool = False


@dataclass(frozen=True)
class Away:
    """That a maker is not at work today: when she is back, her words, and whether ready stock is spared."""

    back_on: date
    words: str
    spares_ready: bool

    def keeps(self, *, made: bool) -> bool:
        """Whether goods that are made to order, or that lie ready, can't be bought meanwhile."""
        return made or not self.spares_ready


def take_leave(maker_id: int, wanted: NewLeave, by: int | None) -> Leave:
    """Be away from day to day; from today on it applies at once.

    Raises LeaveOutOfRange for days that are over, or too many or too far off; LeaveOverlaps beside another leave.
    """
    take_turns(f"leave {maker_id}")
    known = leaves_of(maker_id)
    length = (wanted.last_day - wanted.first_day).days
    if not (today() <= wanted.first_day <= today() + _DAY * FARTHEST_DAYS and 0 <= length < LONGEST_DAYS):
        raise LeaveOutOfRange(LONGEST_DAYS)
    for one in known:
        if one.first_day <= wanted.last_day and wanted.first_day <= one.last_day:
            raise LeaveOverlaps(one.first_day, one.last_day)
    leave = Leave(
        maker_id=maker_id,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        words=text.clean(wanted.words)[:200],
        spares_ready=wanted.spares_ready,
        set_by=by,
        set_at=clock.now(),
    )
    session().add(leave)
    session().flush()
    days = f"{leave.first_day.isoformat()} {leave.last_day.isoformat()}"
    audit.note("leave_taken", "maker_leave", leave.id, by, days=days, spares=int(leave.spares_ready))
    return leave


def end_leave(leave: Leave, by: int | None) -> None:
    """She is back early, or does not go after all: at once. Nothing happens the second time."""
    ended = session().execute(
        update(Leave).where(Leave.id == leave.id, Leave.ended_at.is_(None)).values(ended_at=clock.now(), ended_by=by),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(ended, "rowcount", 0) == 1:
        audit.note("leave_ended", "maker_leave", leave.id, by)


def own_leave(maker_id: int, leave_id: int) -> Leave:
    """A maker's own leave; another's is NotFound."""
    found = session().scalar(select(Leave).where(Leave.id == leave_id, Leave.maker_id == maker_id))
    if found is None:
        raise NotFound
    return found


def leaves_of(maker_id: int) -> list[Leave]:
    """A maker's leaves that are not over, the next one first."""
    return _leaves([maker_id]).get(maker_id, [])


def _leaves(maker_ids: Iterable[int] | None) -> dict[int, list[Leave]]:
    query = select(Leave).where(Leave.ended_at.is_(None), Leave.last_day >= today())
    if maker_ids is not None:
        query = query.where(Leave.maker_id.in_(set(maker_ids)))
    found: dict[int, list[Leave]] = {}
    for one in session().scalars(query.order_by(Leave.first_day)):
        found.setdefault(one.maker_id, []).append(one)
    return found


def away(maker_ids: Iterable[int] | None = None) -> dict[int, Away]:
    """Who of these makers (of all, without) is not at work today, by maker; one query."""
    found = {}
    for maker_id, leaves in _leaves(maker_ids).items():
        if leaves[0].first_day <= today():
            found[maker_id] = Away(_back(leaves), leaves[0].words, leaves[0].spares_ready)
    return found


def _back(leaves: Sequence[Leave]) -> date:
    """The first day after a leave on which no other one begins."""
    day = leaves[0].last_day + _DAY
    for one in leaves[1:]:
        if one.first_day == day:
            day = one.last_day + _DAY
    return day


@dataclass(frozen=True)
class DaysOff:
    """Days on which a maker does no work of one kind, besides Fridays and holidays."""

    making: frozenset[date] = frozenset()
    sending: frozenset[date] = frozenset()


def days_off(maker_ids: Iterable[int]) -> dict[int, DaysOff]:
    """Days of leave from today on, by maker; where ready stock is spared she sends but makes nothing."""
    found = {}
    for maker_id, leaves in _leaves(maker_ids).items():
        making = frozenset(day for one in leaves for day in one.days)
        sending = frozenset(day for one in leaves if not one.spares_ready for day in one.days)
        found[maker_id] = DaysOff(making, sending)
    return found
