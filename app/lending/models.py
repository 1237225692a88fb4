"""Permissions, credit lines with their dated terms, and files. Triggers keep what was said as it was."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.lending.rules import in_force
from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class LineKind(StrEnum):
    HOME = "home"
    RURAL = "rural"
    TOURISM = "tourism"
    HANDICRAFT = "handicraft"


class PlanPermission(Model):
    """A province may take plans for loans, from a day to a day (none: until it is ended), by whose word.

    For credit lines of one `kind`, or (None) of all.
    """

    __tablename__ = "plan_permission"
    __table_args__ = (
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="runs_forward"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why = '')"
            " AND (ended_at IS NULL OR last_day IS NOT NULL)",
            name="ended",
        ),
        Index(None, "province_code", "first_day"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    kind: Mapped[LineKind | None] = mapped_column(one_of(LineKind, "kind"))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300))
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str] = mapped_column(String(300), default="")

    def holds_on(self, day: date) -> bool:
        return in_force(self.first_day, self.last_day, day)


class CreditLine(Model):
    """Money that banks lend by the programme's word. `committed_rial`: asked in files at a bank; `granted_rial`: lent.

    What the line asks and gives stands in its terms, the latest of which hold for new files.
    """

    __tablename__ = "credit_line"
    __table_args__ = (
        CheckConstraint(
            "committed_rial >= 0 AND granted_rial >= 0 AND committed_rial + granted_rial <= budget_rial",
            name="never_over",
        ),
        CheckConstraint("budget_rial > 0", name="budget"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[LineKind] = mapped_column(one_of(LineKind, "kind"))
    budget_rial: Mapped[Rial] = mapped_column(RialColumn)
    committed_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    granted_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def left(self) -> Rial:
        return self.budget_rial - self.committed_rial - self.granted_rial


class CreditTerms(Model):
    """A line's terms from a moment on; changed terms are a new version, and files keep those they were opened under."""

    __tablename__ = "credit_terms"
    __table_args__ = (
        UniqueConstraint("line_id", "version"),
        CheckConstraint("cap_rial > 0 AND budget_rial > 0", name="amounts"),
        CheckConstraint("fee_bps BETWEEN 0 AND 10000", name="fee"),
        CheckConstraint("months BETWEEN 1 AND 240", name="months"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="runs_forward"),
        CheckConstraint("name <> '' AND bank <> '' AND source <> ''", name="named"),
    )

    id: Mapped[int] = key()
    line_id: Mapped[int] = mapped_column(ForeignKey("credit_line.id"))
    version: Mapped[int]
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    bank: Mapped[str] = mapped_column(String(80))
    village_only: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    budget_rial: Mapped[Rial] = mapped_column(RialColumn)
    cap_rial: Mapped[Rial] = mapped_column(RialColumn)
    fee_bps: Mapped[int]
    months: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CreditTrade(Model):
    """A field that these terms are for; none: all fields."""

    __tablename__ = "credit_trade"

    terms_id: Mapped[int] = mapped_column(ForeignKey("credit_terms.id"), primary_key=True)
    trade_code: Mapped[str] = mapped_column(ForeignKey("trade.code"), primary_key=True)


class CreditCounty(Model):
    """A county that these terms are for; none: the whole province."""

    __tablename__ = "credit_county"

    terms_id: Mapped[int] = mapped_column(ForeignKey("credit_terms.id"), primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), primary_key=True)


class PaperKind(StrEnum):
    """Papers that banks ask for, in the order of their list."""

    NATIONAL_CARD = "national_card"
    HOME_LICENCE = "home_licence"
    BUSINESS_PLAN = "business_plan"
    TRAINING = "training"
    RESIDENCE = "residence"
    GUARANTOR = "guarantor"
    BANK_ACCOUNT = "bank_account"


class CreditPaper(Model):
    """A paper that these terms ask for."""

    __tablename__ = "credit_paper"

    terms_id: Mapped[int] = mapped_column(ForeignKey("credit_terms.id"), primary_key=True)
    paper: Mapped[PaperKind] = mapped_column(one_of(PaperKind, "paper"), primary_key=True)


class LoanState(StrEnum):
    """COMPLETE: all papers were seen; REFERRED: at the bank; REFUSED: by staff; LAPSED: nobody touched it for long."""

    DRAFT = "draft"
    COMPLETE = "complete"
    REFERRED = "referred"
    GRANTED = "granted"
    REFUSED = "refused"
    BANK_REFUSED = "bank_refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class WhyRefused(StrEnum):
    GUARANTOR = "guarantor"
    BANK_RECORD = "bank_record"
    PLAN = "plan"
    LICENCE = "licence"
    PAPERS = "papers"
    NO_MONEY = "no_money"
    OTHER = "other"


class Agreed(StrEnum):
    """How she asked for it: herself, by a code to her own telephone that she told staff, or on a paper she signed."""

    HERSELF = "herself"
    CODE = "code"
    PAPER = "paper"


OPEN = (LoanState.DRAFT, LoanState.COMPLETE, LoanState.REFERRED)
REFUSALS = (LoanState.REFUSED, LoanState.BANK_REFUSED)
_OPEN = text("state IN ('draft', 'complete', 'referred')")
_ENDED = frozenset({LoanState.REFUSED, LoanState.WITHDRAWN, LoanState.LAPSED})


class LoanFile(Stateful, Model):
    """A trainee is referred to a bank (پرونده). `touched_at`: when anything last happened to it."""

    __tablename__ = "loan_file"
    __table_args__ = (
        CheckConstraint("asked_rial > 0 AND months > 0", name="asked"),
        CheckConstraint(
            "(state IN ('refused', 'bank_refused')) = (why_refused IS NOT NULL)"
            " AND (state NOT IN ('refused', 'bank_refused', 'withdrawn', 'lapsed') OR ended_why <> '')",
            name="ended_with_a_reason",
        ),
        CheckConstraint(
            "(state = 'granted') = (granted_rial IS NOT NULL)"
            " AND (granted_rial IS NULL OR (granted_rial > 0 AND granted_rial <= asked_rial))",
            name="granted",
        ),
        CheckConstraint(
            "state NOT IN ('referred', 'granted', 'bank_refused')"
            " OR (referred_by IS NOT NULL AND referred_at IS NOT NULL AND letter_no <> '')",
            name="referred",
        ),
        CheckConstraint(
            "(state IN ('granted', 'bank_refused')) = (answered_on IS NOT NULL)"
            " AND (answered_on IS NULL) = (answered_by IS NULL)",
            name="answered",
        ),
        Index(
            "uq_loan_file_open",
            "trainee_id",
            "line_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(None, "state", "touched_at"),
        Index(None, "line_id", "state"),
    )
    MOVES: ClassVar = {
        LoanState.DRAFT: _ENDED | {LoanState.COMPLETE},
        LoanState.COMPLETE: _ENDED | {LoanState.DRAFT, LoanState.REFERRED},
        LoanState.REFERRED: frozenset(
            {LoanState.GRANTED, LoanState.BANK_REFUSED, LoanState.WITHDRAWN, LoanState.LAPSED}
        ),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("credit_line.id"))
    terms_id: Mapped[int] = mapped_column(ForeignKey("credit_terms.id"))
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    state: Mapped[LoanState] = mapped_column(one_of(LoanState, "state"))
    asked_rial: Mapped[Rial] = mapped_column(RialColumn)
    months: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(400))
    agreed: Mapped[Agreed] = mapped_column(one_of(Agreed, "agreed"), default=Agreed.HERSELF, server_default="herself")
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    referred_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    referred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_no: Mapped[str] = mapped_column(String(40), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_on: Mapped[date | None]
    granted_rial: Mapped[Rial | None] = mapped_column(RialColumn)
    why_refused: Mapped[WhyRefused | None] = mapped_column(one_of(WhyRefused, "why_refused"))
    ended_why: Mapped[str] = mapped_column(String(400), default="")

    @property
    def open(self) -> bool:
        return self.state in OPEN


class LoanPaper(Model):
    """A paper of a file was seen: by whom, when. Taken back while the file is here, and then the record has it."""

    __tablename__ = "loan_paper"

    file_id: Mapped[int] = mapped_column(ForeignKey("loan_file.id"), primary_key=True)
    paper: Mapped[PaperKind] = mapped_column(one_of(PaperKind, "paper"), primary_key=True)
    seen_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
