"""What was told of somebody's living. Nothing of it is ever changed: of one thing the newest row holds."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial


class Grade(StrEnum):
    """What stands behind it, the weakest first: her word, a paper that staff saw, a bank's or insurer's statement."""

    DECLARED = "declared"
    PAPER = "paper"
    STATEMENT = "statement"


class IncomeKind(StrEnum):
    """From what. Sales outside the shop are told one by one elsewhere. AID is never counted as her work's income."""

    WAGE = "wage"
    PIECEWORK = "piecework"
    OTHER_WORK = "other_work"
    AID = "aid"


class InsuranceKind(StrEnum):
    """SELF: she pays for herself. FAMILY: the scheme of the Iranian family. WORK: of home workers."""

    SELF = "self"
    FAMILY = "family"
    WORK = "work"


class WorkKind(StrEnum):
    """Kinds of home workers, in the terms of the ministry's statistics centre.

    - INDEPENDENT: does the whole chain herself.
    - SUPPORTER: answers for the work of several home workers.
    - COVERED: works for a supporter or an employer, by the piece.
    - COOPERATIVE: works as a member of a cooperative or cluster.
    - UNPAID: works at home for one of her family and is not paid.
    """

    INDEPENDENT = "independent"
    SUPPORTER = "supporter"
    COVERED = "covered"
    COOPERATIVE = "cooperative"
    UNPAID = "unpaid"


class SideIncome(Model):
    """What she earned of one kind in a Jalali month beside the shop; nought takes back what was told before."""

    __tablename__ = "side_income"
    __table_args__ = (
        CheckConstraint("amount_rial >= 0", name="amount"),
        Index(None, "trainee_id", "month", "kind", "id"),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[IncomeKind] = mapped_column(one_of(IncomeKind, "kind"))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class InsuredMonth(Model):
    """Whether she was insured in a Jalali month (`kind` None: she was not, as is known now), and by what."""

    __tablename__ = "insured_month"
    __table_args__ = (Index(None, "trainee_id", "month", "id"),)

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[InsuranceKind | None] = mapped_column(one_of(InsuranceKind, "kind"))
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HomeWork(Model):
    """What kind of home worker she is from a day on, and how many of her family help her unpaid, without names."""

    __tablename__ = "home_work"
    __table_args__ = (
        CheckConstraint("helpers BETWEEN 0 AND 20", name="helpers"),
        Index(None, "trainee_id", "from_day", "id"),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    kind: Mapped[WorkKind] = mapped_column(one_of(WorkKind, "kind"))
    helpers: Mapped[int]
    from_day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
