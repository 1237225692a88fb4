"""Claims, what they are about, and where they stand."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class Reason(StrEnum):
    """What is not right. A withdrawal needs no fault at all: it is the law's right to change one's mind."""

    NOT_AS_DESCRIBED = "not_as_described"
    DAMAGED = "damaged"
    MISSING = "missing"
    NOT_ARRIVED = "not_arrived"
    WITHDRAWAL = "withdrawal"


class ClaimState(StrEnum):
    """Whose turn it is: the maker's, the buyer's with an offer, the goods' on their way back, the staff's, a second
    member of staff's for a large sum.
    """

    OPEN = "open"
    OFFERED = "offered"
    RETURNING = "returning"
    DISPUTED = "disputed"
    APPROVING = "approving"
    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


OPEN = (ClaimState.OPEN, ClaimState.OFFERED, ClaimState.RETURNING, ClaimState.DISPUTED, ClaimState.APPROVING)
_OPEN_ONES = "state IN ('open', 'offered', 'returning', 'disputed', 'approving')"
_IS_OPEN = text(_OPEN_ONES)


class Claim(Stateful, Model):
    """One at a time about a parcel. `due_at`: by when whoever's turn it is must act, or staff decide.

    `upheld`: staff or the maker found that it was not as disclosed, damaged or missing; a withdrawal upholds nothing.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("offered_rial IS NULL OR offered_rial > 0", name="offered"),
        CheckConstraint("state <> 'offered' OR offered_rial IS NOT NULL", name="offer_has_amount"),
        CheckConstraint(f"({_OPEN_ONES}) = (closed_at IS NULL)", name="closed"),
        Index("uq_claim_open", "parcel_id", unique=True, postgresql_where=_IS_OPEN, sqlite_where=_IS_OPEN),
        Index("ix_claim_due", "state", "due_at"),
    )
    MOVES: ClassVar = {
        ClaimState.OPEN: frozenset(
            {
                ClaimState.OFFERED,
                ClaimState.RETURNING,
                ClaimState.DISPUTED,
                ClaimState.GRANTED,
                ClaimState.TAKEN_BACK,
            }
        ),
        ClaimState.OFFERED: frozenset({ClaimState.DISPUTED, ClaimState.GRANTED, ClaimState.TAKEN_BACK}),
        ClaimState.RETURNING: frozenset({ClaimState.DISPUTED, ClaimState.GRANTED, ClaimState.TAKEN_BACK}),
        ClaimState.DISPUTED: frozenset(
            {
                ClaimState.RETURNING,
                ClaimState.APPROVING,
                ClaimState.GRANTED,
                ClaimState.REFUSED,
                ClaimState.TAKEN_BACK,
            }
        ),
        ClaimState.APPROVING: frozenset({ClaimState.GRANTED, ClaimState.DISPUTED}),
    }

    id: Mapped[int] = key()
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    reason: Mapped[Reason] = mapped_column(one_of(Reason, "reason"))
    state: Mapped[ClaimState] = mapped_column(one_of(ClaimState, "state"))
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[str] = mapped_column(Text, default="")
    offered_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    return_tracking: Mapped[str] = mapped_column(String(40), default="")
    upheld: Mapped[bool] = mapped_column(default=False)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClaimLine(Model):
    """So many pieces of a line are claimed."""

    __tablename__ = "claim_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), primary_key=True)
    quantity: Mapped[int]


class ClaimPicture(Model):
    __tablename__ = "claim_picture"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
