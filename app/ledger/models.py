"""Accounts, journals and entries. Triggers in the database refuse what is unbalanced, edited or deleted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial


class AccountKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    EQUITY = "equity"
    FX = "fx"


class JournalKind(StrEnum):
    """What happened. Income of a maker is what `release` and `clawback` did to her account.

    A reversal keeps the kind of what it reverses and names it, so that figures by kind stay right.
    """

    PAYMENT = "payment"
    LATE_PAYMENT = "late_payment"
    RELEASE = "release"
    DELIVERY_FEE = "delivery_fee"
    REFUND = "refund"
    CLAWBACK = "clawback"
    REFUND_PAID = "refund_paid"
    SETTLEMENT = "settlement"
    PAYOUT = "payout"
    PAYOUT_PAID = "payout_paid"
    PAYOUT_RETURNED = "payout_returned"
    CASH_COMMISSION = "cash_commission"
    FX = "fx"
    GOODWILL = "goodwill"
    WRITE_OFF = "write_off"
    GRANT = "grant"
    GRANT_PAID = "grant_paid"


# Journals that are a maker's income.
INCOME_KINDS = (JournalKind.RELEASE, JournalKind.CLAWBACK)


class Account(Model):
    """`code` is its place in the chart, such as `liab:maker:17`; a maker's accounts also name the maker."""

    __tablename__ = "account"

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[AccountKind] = mapped_column(one_of(AccountKind, "kind"))
    currency: Mapped[str] = mapped_column(String(3), default="IRR")
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)


class Journal(Model):
    """One balanced posting. `ref_type` and `ref_id` name what it is about, in the word of whoever posted it."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "ref_type", "ref_id"), Index(None, "kind", "occurred_at"))

    id: Mapped[int] = key()
    idem_key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[JournalKind] = mapped_column(one_of(JournalKind, "kind"))
    ref_type: Mapped[str] = mapped_column(String(20))
    ref_id: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    memo: Mapped[str] = mapped_column(Text, default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal.id"), unique=True)
    sealed: Mapped[bool] = mapped_column(default=False)


class Entry(Model):
    """A leg of a journal: debit positive, credit negative, never zero."""

    __tablename__ = "entry"
    __table_args__ = (CheckConstraint("amount <> 0", name="amount"), Index(None, "account_id", "journal_id"))

    id: Mapped[int] = key()
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[Rial] = mapped_column(RialColumn)
