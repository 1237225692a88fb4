"""What a mentor's look at a product consists of: rubric, photos of her own, a first mentor's assent, declared ties."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.vouching.lists import Kept
from app.vouching.models import Basis


class Assent(Model):
    """The first of two mentors says yes; nothing is on sale before the second does. Written once.

    `because`: why two are asked, as codes (price, sold, claims) with commas between.
    """

    __tablename__ = "assent"

    id: Mapped[int] = key()
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    basis: Mapped[Basis] = mapped_column(one_of(Basis, "basis"))
    seen_on: Mapped[date]
    checked: Mapped[str] = mapped_column(Text)
    unchecked: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    because: Mapped[str] = mapped_column(String(60))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RubricItem(Kept):
    """Something that a mentor looks at, in all products or in one category's. `must`: else nobody can vouch."""

    __tablename__ = "rubric_item"

    words_fa: Mapped[str] = mapped_column(String(160))
    words_en: Mapped[str] = mapped_column(String(160), default="")
    words_ar: Mapped[str] = mapped_column(String(160), default="")
    must: Mapped[bool] = mapped_column(default=False)


class Mark(StrEnum):
    """How far a product is what a rubric's item asks."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNSEEN = "unseen"


class RubricMark(Model):
    """What one mentor found of one item when she looked. Written once."""

    __tablename__ = "rubric_mark"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("rubric_item.id"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(one_of(Mark, "mark"))


class Evidence(Model):
    """A photo that a mentor took herself when she looked. Written once; buyers see it beside her words."""

    __tablename__ = "evidence"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))


class InterestKind(StrEnum):
    """What ties a mentor to a maker: kin, work for one another, or goods that she buys to sell."""

    FAMILY = "family"
    EMPLOYEE = "employee"
    RESALE = "resale"
    OTHER = "other"


class Interest(Model):
    """A tie that a mentor declared, and that buyers can read. While it stands she judges nothing of that maker's."""

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= declared_at", name="runs_forward"),
        Index(
            "uq_interest_open",
            "mentor_id",
            "maker_id",
            "kind",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    kind: Mapped[InterestKind] = mapped_column(one_of(InterestKind, "kind"))
    words: Mapped[str] = mapped_column(String(300), default="")
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
