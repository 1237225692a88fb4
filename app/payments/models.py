"""Payment attempts and refunds."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class AttemptState(StrEnum):
    """`unknown` is a time-out: money may or may not have moved; it is never called failed."""

    CREATED = "created"
    REDIRECTED = "redirected"
    VERIFYING = "verifying"
    UNKNOWN = "unknown"
    PAID = "paid"
    LATE_PAID = "late_paid"
    CANCELLED = "cancelled"
    FAILED = "failed"
    REQUEST_FAILED = "request_failed"
    ABANDONED = "abandoned"
    SUSPICIOUS = "suspicious"
    EXPIRED = "expired"


_DECIDED = frozenset(
    {
        AttemptState.PAID,
        AttemptState.LATE_PAID,
        AttemptState.CANCELLED,
        AttemptState.FAILED,
        AttemptState.SUSPICIOUS,
        AttemptState.ABANDONED,
        AttemptState.UNKNOWN,
        AttemptState.REDIRECTED,
        AttemptState.EXPIRED,
    }
)


class Attempt(Stateful, Model):
    """One try to pay for a thing (`payable_id`: the higher package's own number for it) through one gateway.

    `slip`: what a buyer wrote of a transfer that she made by hand. Store credit is written down as an attempt of the
    gateway `credit`, once it has paid; beside it there may be one that paid the rest.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        UniqueConstraint("payable_id", "seq"),
        UniqueConstraint("gateway", "authority"),
        Index(
            "uq_payment_attempt_reference",
            "gateway",
            "reference",
            unique=True,
            postgresql_where=text("reference IS NOT NULL"),
            sqlite_where=text("reference IS NOT NULL"),
        ),
        Index(
            "uq_payment_attempt_paid",
            "payable_id",
            unique=True,
            postgresql_where=text("state = 'paid' AND gateway <> 'credit'"),
            sqlite_where=text("state = 'paid' AND gateway <> 'credit'"),
        ),
        Index(
            "uq_payment_attempt_credit",
            "payable_id",
            unique=True,
            postgresql_where=text("gateway = 'credit'"),
            sqlite_where=text("gateway = 'credit'"),
        ),
        Index("ix_payment_attempt_due", "state", "next_check_at"),
    )
    MOVES: ClassVar = {
        AttemptState.CREATED: frozenset({AttemptState.REDIRECTED, AttemptState.REQUEST_FAILED}),
        AttemptState.REDIRECTED: frozenset({AttemptState.VERIFYING, AttemptState.ABANDONED}),
        AttemptState.VERIFYING: _DECIDED,
        AttemptState.UNKNOWN: frozenset({AttemptState.VERIFYING, AttemptState.ABANDONED}),
        # Money that is handed over may come after its order has lapsed.
        AttemptState.ABANDONED: frozenset({AttemptState.VERIFYING}),
        # People have looked into it, or have the gateway asked once more.
        AttemptState.SUSPICIOUS: frozenset({AttemptState.VERIFYING}),
    }

    id: Mapped[int] = key()
    payable_id: Mapped[int]
    seq: Mapped[int]
    gateway: Mapped[str] = mapped_column(String(20))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    authority: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[AttemptState] = mapped_column(one_of(AttemptState, "state"))
    reference: Mapped[str | None] = mapped_column(String(80))
    card_mask: Mapped[str | None] = mapped_column(String(20))
    fee_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checks: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str] = mapped_column(Text, default="")
    slip: Mapped[str] = mapped_column(String(60), default="")
    quote_id: Mapped[int | None] = mapped_column(ForeignKey("fx_quote.id"))
    settle_currency: Mapped[str | None] = mapped_column(String(3))
    settle_minor: Mapped[int | None]

    @property
    def asked(self) -> int:
        """What the gateway is asked for: rials, or the smallest unit of its own currency."""
        return int(self.amount_rial) if self.settle_minor is None else self.settle_minor


class Quote(Model):
    """A rate at which rials are settled in another currency, for as long as it is good. Whole numbers only."""

    __tablename__ = "fx_quote"
    __table_args__ = (
        CheckConstraint("rial_per_minor > 0 AND spread_bps >= 0", name="rate"),
        CheckConstraint("valid_until > valid_from", name="runs_forward"),
    )

    id: Mapped[int] = key()
    currency: Mapped[str] = mapped_column(String(3))
    rial_per_minor: Mapped[int]
    spread_bps: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)


class Hook(Model):
    """A webhook that came, once, by its own id. What it says is a hint; nothing of it is kept but what it is about."""

    __tablename__ = "webhook_event"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(80))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GatewayChoice(Model):
    """What staff decide about a gateway that the operator has set up: its place, its name to buyers, on or off."""

    __tablename__ = "gateway_choice"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int]
    enabled: Mapped[bool]


class RefundState(StrEnum):
    QUEUED = "queued"
    MANUAL = "manual"
    DONE = "done"


class Refund(Stateful, Model):
    """Money on its way back to the buyer: by the gateway's own way, or by hand with the bank's tracking number."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done_at"),
    )
    MOVES: ClassVar = {
        RefundState.QUEUED: frozenset({RefundState.DONE, RefundState.MANUAL}),
        RefundState.MANUAL: frozenset({RefundState.DONE}),
    }

    id: Mapped[int] = key()
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempt.id"), index=True)
    payable_id: Mapped[int] = mapped_column(index=True)
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    state: Mapped[RefundState] = mapped_column(one_of(RefundState, "state"))
    idem_key: Mapped[str] = mapped_column(String(60), unique=True)
    why: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(80))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CreditNote(Model):
    """Store credit: whoever has the code may buy for what is left of it. The code is sealed; a print of it is sought.

    `payable_id`: the purchase of which it came. `refund_id`: the refund that was taken as credit, none for goodwill.
    """

    __tablename__ = "credit_note"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("left_rial >= 0", name="left"),
    )

    id: Mapped[int] = key()
    code_print: Mapped[str] = mapped_column(String(64), unique=True)
    code_sealed: Mapped[str] = mapped_column(Text)
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    left_rial: Mapped[Rial] = mapped_column(RialColumn)
    payable_id: Mapped[int] = mapped_column(index=True)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), unique=True)
    why: Mapped[str] = mapped_column(String(200))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CreditState(StrEnum):
    HELD = "held"
    USED = "used"
    RELEASED = "released"


class CreditUse(Model):
    """What a purchase takes of a note: held until it is paid, used then, released when it lapses."""

    __tablename__ = "credit_use"
    __table_args__ = (CheckConstraint("amount_rial > 0", name="amount"),)

    payable_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    note_id: Mapped[int] = mapped_column(ForeignKey("credit_note.id"), index=True)
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    state: Mapped[CreditState] = mapped_column(one_of(CreditState, "state"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RefundAccount(Model):
    """Where a buyer wants a refund by hand to go; sealed, and known only for that one refund."""

    __tablename__ = "refund_account"

    refund_id: Mapped[int] = mapped_column(ForeignKey("refund.id"), primary_key=True)
    sheba_sealed: Mapped[str] = mapped_column(Text)
    last4: Mapped[str] = mapped_column(String(4))
    holder: Mapped[str] = mapped_column(String(140))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def mark(self) -> str:
        """By which whoever pays shows that this account is the one she saw; another with every correction."""
        return self.told_at.isoformat()
