"""What a county needs, who supplies and who sells, and what somebody has said of next year."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class NeedState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"


class Question(StrEnum):
    """What staff answer of a county, each from 0 (nothing is there) to 4 (nothing is missing)."""

    MATERIAL = "material"
    MARKET = "market"
    ROADS = "roads"
    POWER = "power"
    LICENCES = "licences"


class NeedStudy(Stateful, Model):
    """The needs of a county in a Jalali year. Once final, `figures` are those of `as_of` and nothing changes."""

    __tablename__ = "need_study"
    __table_args__ = (
        UniqueConstraint("county_code", "year"),
        CheckConstraint("year BETWEEN 1390 AND 1500", name="year"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint(
            "(state = 'final') = (as_of IS NOT NULL) AND (state = 'final') = (score IS NOT NULL)"
            " AND (state = 'final') = (figures <> '')",
            name="final_is_whole",
        ),
    )
    MOVES: ClassVar = {NeedState.DRAFT: frozenset({NeedState.FINAL})}

    id: Mapped[int] = key()
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    year: Mapped[int]
    state: Mapped[NeedState] = mapped_column(one_of(NeedState, "state"))
    copied_from: Mapped[int | None] = mapped_column(ForeignKey("need_study.id"))
    score: Mapped[int | None]
    figures: Mapped[str] = mapped_column(Text, default="")
    as_of: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NeedAnswer(Model):
    """What staff say of a county's ground: a mark, and why."""

    __tablename__ = "need_answer"
    __table_args__ = (CheckConstraint("mark BETWEEN 0 AND 4", name="mark"),)

    study_id: Mapped[int] = mapped_column(ForeignKey("need_study.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(one_of(Question, "question"), primary_key=True)
    mark: Mapped[int]
    words: Mapped[str] = mapped_column(String(300), default="")
    said_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PartnerKind(StrEnum):
    """A supplier gives material; all others are outlets."""

    SUPPLIER = "supplier"
    SHOP = "shop"
    MARKET = "market"
    WHOLESALE = "wholesale"


class Partner(Model):
    """A supplier or an outlet. Whom to ask for there is shown to staff alone; `checked_on` is when somebody looked."""

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("(checked_on IS NULL) = (checked_by IS NULL)", name="checked_by_somebody"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[PartnerKind] = mapped_column(one_of(PartnerKind, "kind"))
    name: Mapped[str] = mapped_column(String(120))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    contact: Mapped[str] = mapped_column(String(200), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def supplies(self) -> bool:
        return self.kind is PartnerKind.SUPPLIER


class PartnerTrade(Model):
    """A trade for which a partner has material, or whose goods it sells."""

    __tablename__ = "partner_trade"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), primary_key=True)
    trade_code: Mapped[str] = mapped_column(ForeignKey("trade.code"), primary_key=True)


def _once(column: str) -> Index:
    """One tie at a time between the same two."""
    still = text(f"until IS NULL AND {column} IS NOT NULL")
    name = f"uq_partner_tie_{column}"
    return Index(name, "partner_id", column, unique=True, postgresql_where=still, sqlite_where=still)


class PartnerTie(Model):
    """A mentor or a trainee works with a partner, from a day, until a day."""

    __tablename__ = "partner_tie"
    __table_args__ = (
        CheckConstraint("(mentor_id IS NULL) <> (trainee_id IS NULL)", name="one_person"),
        CheckConstraint("until IS NULL OR until >= since", name="runs_forward"),
        _once("mentor_id"),
        _once("trainee_id"),
    )

    id: Mapped[int] = key()
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("mentor.id"), index=True)
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ByHand(StrEnum):
    """What no figure tells of whether next year is ready."""

    ROOMS = "rooms"
    TEACHERS = "teachers"
    CONTRACT = "contract"
    BRIEFING = "briefing"


class ReadinessAnswer(Model):
    """Somebody said that a thing is ready for a year, or is not; the last word counts, every word stays."""

    __tablename__ = "readiness_answer"
    __table_args__ = (
        CheckConstraint("ready OR words <> ''", name="missing_in_words"),
        Index("ix_readiness_answer_year", "year", "item"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(60), unique=True)
    year: Mapped[int]
    item: Mapped[ByHand] = mapped_column(one_of(ByHand, "item"))
    ready: Mapped[bool]
    words: Mapped[str] = mapped_column(String(300), default="")
    said_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CarriedCohort(Model):
    """A course was made anew for a year, once. `made_id`: the course that was made, where that is kept."""

    __tablename__ = "carried_cohort"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True, autoincrement=False)
    year: Mapped[int]
    made_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))


class CarriedGoal(Model):
    """A goal was set anew for a year, once."""

    __tablename__ = "carried_goal"

    goal_id: Mapped[int] = mapped_column(
        ForeignKey("goal.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    year: Mapped[int]


class CycleCopy(Model):
    """A year's cycle was made out of the one before, once; courses may follow later, see CarriedCohort.

    `mentors`: courses whose mentor came along, where told.
    """

    __tablename__ = "cycle_copy"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cohorts: Mapped[int]
    lessons: Mapped[int]
    goals: Mapped[int]
    mentors: Mapped[int | None]
    copied_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    copied_at: Mapped[datetime] = mapped_column(UtcDateTime)
