"""Batches of payouts to makers' Sheba accounts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class BatchState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    EXPORTED = "exported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Batch(Stateful, Model):
    """Payouts that go to the bank together. Whoever approves is not who built it: the database sees to that too."""

    __tablename__ = "payout_batch"
    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> created_by", name="two_persons"),
        CheckConstraint("state IN ('draft', 'cancelled') OR approved_by IS NOT NULL", name="approved"),
    )
    MOVES: ClassVar = {
        BatchState.DRAFT: frozenset({BatchState.APPROVED, BatchState.CANCELLED}),
        BatchState.APPROVED: frozenset({BatchState.EXPORTED, BatchState.CANCELLED}),
        BatchState.EXPORTED: frozenset({BatchState.CLOSED}),
    }

    id: Mapped[int] = key()
    state: Mapped[BatchState] = mapped_column(one_of(BatchState, "state"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_hash: Mapped[str | None] = mapped_column(String(64))


class ItemState(StrEnum):
    PENDING = "pending"
    EXPORTED = "exported"
    PAID = "paid"
    RETURNED = "returned"
    HELD = "held"


class Item(Stateful, Model):
    """One maker's payout in a batch, to the account that was hers when the batch was built."""

    __tablename__ = "payout_item"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        UniqueConstraint("batch_id", "maker_id"),
        Index(
            "uq_payout_item_pending",
            "maker_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
    )
    MOVES: ClassVar = {
        ItemState.PENDING: frozenset({ItemState.EXPORTED, ItemState.HELD}),
        ItemState.EXPORTED: frozenset({ItemState.PAID, ItemState.RETURNED}),
    }

    id: Mapped[int] = key()
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batch.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    bank_detail_id: Mapped[int] = mapped_column(ForeignKey("bank_detail.id"))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    state: Mapped[ItemState] = mapped_column(one_of(ItemState, "state"))
    tracking_no: Mapped[str] = mapped_column(String(40), default="")
    why: Mapped[str] = mapped_column(Text, default="")
