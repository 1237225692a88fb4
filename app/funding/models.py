"""Budgets, applications, the invoices behind them. Triggers keep what was submitted as it was."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.funding.rules import Terms
from app.shared.calendar import today
from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class FundBudget(Model):
    """Money for brands, from a day to a day. `committed_rial`: every approved grant; `spent_rial`: the paid ones."""

    __tablename__ = "fund_budget"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint(
            "spent_rial >= 0 AND spent_rial <= committed_rial AND committed_rial <= amount_rial", name="never_over"
        ),
        CheckConstraint("first_day <= last_day", name="runs_forward"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(300))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    committed_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    spent_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    first_day: Mapped[date]
    last_day: Mapped[date]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def left(self) -> Rial:
        return self.amount_rial - self.committed_rial

    @property
    def in_force(self) -> bool:
        return self.first_day <= today() <= self.last_day


class FundState(StrEnum):
    """FIRST_OK: the executor's people agree; APPROVED: so does the labour office or finance, and the grant is owed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    FIRST_OK = "first_ok"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


UNDER_WAY = (FundState.SUBMITTED, FundState.FIRST_OK, FundState.APPROVED)
GRANTED = (FundState.APPROVED, FundState.PAID)
_UNDER_WAY = text("state IN ('submitted', 'first_ok', 'approved')")


class FundApplication(Stateful, Model):
    """A cooperative asks for a part of what its brand costs.

    From the day of application on it keeps the rules of that day; from the second approval on, its cost and grant.
    `type_seen`: who submitted it saw in the register that it is a cooperative. `ended_why`: of refusal or withdrawal.
    """

    __tablename__ = "fund_application"
    __table_args__ = (
        CheckConstraint("planned_rial > 0", name="planned"),
        CheckConstraint(
            "(first_by IS NULL OR first_by <> written_by) AND (second_by IS NULL OR second_by <> written_by)"
            " AND (second_by IS NULL OR second_by <> first_by) AND (paid_by IS NULL OR paid_by <> written_by)",
            name="other_persons",
        ),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR (type_seen AND applied_at IS NOT NULL AND share_bps IS NOT NULL"
            " AND cap_rial IS NOT NULL AND two_supports IS NOT NULL AND once_years IS NOT NULL)",
            name="terms",
        ),
        CheckConstraint("state NOT IN ('first_ok', 'approved', 'paid') OR first_by IS NOT NULL", name="first"),
        CheckConstraint(
            "state NOT IN ('approved', 'paid') OR (second_by IS NOT NULL AND budget_id IS NOT NULL"
            " AND cost_rial IS NOT NULL AND grant_rial IS NOT NULL)",
            name="second",
        ),
        CheckConstraint(
            "grant_rial IS NULL OR (grant_rial > 0 AND grant_rial <= cost_rial AND (two_supports"
            " OR (grant_rial <= cap_rial AND grant_rial * 10000 <= cost_rial * share_bps)))",
            name="within_the_rule",
        ),
        CheckConstraint("state <> 'refused' OR ended_why <> ''", name="refused_with_a_reason"),
        CheckConstraint(
            "(state = 'paid') = (paid_by IS NOT NULL) AND (paid_by IS NULL) = (paid_on IS NULL)"
            " AND (paid_by IS NULL) = (tracking_no = '')",
            name="paid",
        ),
        Index(
            "uq_fund_application_under_way",
            "cooperative_id",
            unique=True,
            postgresql_where=_UNDER_WAY,
            sqlite_where=_UNDER_WAY,
        ),
        Index(
            "uq_fund_application_tracking",
            "tracking_no",
            unique=True,
            postgresql_where=text("tracking_no <> ''"),
            sqlite_where=text("tracking_no <> ''"),
        ),
        Index(None, "cooperative_id", "id"),
    )
    MOVES: ClassVar = {
        FundState.DRAFT: frozenset({FundState.SUBMITTED, FundState.WITHDRAWN}),
        FundState.SUBMITTED: frozenset({FundState.FIRST_OK, FundState.REFUSED, FundState.WITHDRAWN}),
        FundState.FIRST_OK: frozenset({FundState.APPROVED, FundState.REFUSED, FundState.WITHDRAWN}),
        FundState.APPROVED: frozenset({FundState.PAID, FundState.WITHDRAWN}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    cooperative_id: Mapped[int] = mapped_column(ForeignKey("cooperative.id"))
    state: Mapped[FundState] = mapped_column(one_of(FundState, "state"))
    purpose: Mapped[str] = mapped_column(String(400))
    planned_rial: Mapped[Rial] = mapped_column(RialColumn)
    type_seen: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    share_bps: Mapped[int | None]
    cap_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    two_supports: Mapped[bool | None]
    once_years: Mapped[int | None]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    budget_id: Mapped[int | None] = mapped_column(ForeignKey("fund_budget.id"), index=True)
    cost_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    grant_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    ended_why: Mapped[str] = mapped_column(String(300), default="")
    paid_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_on: Mapped[date | None]
    tracking_no: Mapped[str] = mapped_column(String(40), default="")

    @property
    def terms(self) -> Terms | None:
        """The rules of the day of application; None before it."""
        if self.share_bps is None or self.cap_rial is None or self.once_years is None:
            return None
        return Terms(self.share_bps, self.cap_rial, bool(self.two_supports), self.once_years)

    @property
    def judged(self) -> bool:
        """It lies before those who approve."""
        return self.state in {FundState.SUBMITTED, FundState.FIRST_OK}


class FundMember(Model):
    """Who was a member of the cooperative on the day of application: the report compares the same people."""

    __tablename__ = "fund_member"

    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), primary_key=True)


_HOLDS = text("holds")
_HOLDS_AN_ID = text("holds AND seller_id <> ''")


class FundInvoice(Model):
    """A seller's bill. While it `holds`, nobody else may bring it: it is not struck out, nor its case refused."""

    __tablename__ = "fund_invoice"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("number_key <> '' AND seller_key <> ''", name="named"),
        CheckConstraint(
            "(struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_why = '')"
            " AND (struck_at IS NULL OR NOT holds)",
            name="struck",
        ),
        Index(
            "uq_fund_invoice_seller",
            "seller_key",
            "number_key",
            unique=True,
            postgresql_where=_HOLDS,
            sqlite_where=_HOLDS,
        ),
        Index(
            "uq_fund_invoice_seller_id",
            "seller_id",
            "number_key",
            unique=True,
            postgresql_where=_HOLDS_AN_ID,
            sqlite_where=_HOLDS_AN_ID,
        ),
    )

    id: Mapped[int] = key()
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    seller: Mapped[str] = mapped_column(String(120))
    seller_key: Mapped[str] = mapped_column(String(120))
    seller_id: Mapped[str] = mapped_column(String(14), default="")
    number: Mapped[str] = mapped_column(String(40))
    number_key: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    holds: Mapped[bool] = mapped_column(default=True)
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_why: Mapped[str] = mapped_column(String(300), default="")

    @property
    def struck(self) -> bool:
        return self.struck_at is not None


class FundLikeness(Model):
    """Two bills look like one, and whoever judged says why they are two. Append-only."""

    __tablename__ = "fund_likeness"
    __table_args__ = (
        UniqueConstraint("invoice_id", "other_id"),
        CheckConstraint("why <> ''", name="for_a_reason"),
        CheckConstraint("invoice_id <> other_id", name="of_two"),
    )

    id: Mapped[int] = key()
    invoice_id: Mapped[int] = mapped_column(ForeignKey("fund_invoice.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("fund_invoice.id"))
    why: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
