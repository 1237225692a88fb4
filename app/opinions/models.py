"""What buyers said of lines that came, as it stands and as it stood before; what they ask, and the answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class AsTold(StrEnum):
    """Whether it was as the disclosure said."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Visibility(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"


class HideReason(StrEnum):
    """Why staff hide what somebody wrote; the public sees the reason, with how many. A low mark is none of them."""

    INSULT = "insult"
    PERSONAL = "personal"
    OFF_SUBJECT = "off_subject"
    ADVERT = "advert"
    UNLAWFUL = "unlawful"


HIDING = {
    Visibility.SHOWN: frozenset({Visibility.HIDDEN}),
    Visibility.HIDDEN: frozenset({Visibility.SHOWN}),
}


class Opinion(Stateful, Model):
    """One for each line: of the product, not of the person. The buyer may change it until `open_until` or until it is
    answered, nobody later: the database refuses it.

    `name` is a first name alone. The maker answers once and may ask staff once to look at it; staff hide, never edit.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("stars >= 1 AND stars <= 5", name="stars"),
        CheckConstraint("(state = 'hidden') = (hidden_why IS NOT NULL)", name="hidden_for_a_reason"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),
        CheckConstraint("(reported_at IS NULL) = (report = '')", name="reported"),
        CheckConstraint("settled_at IS NULL OR reported_at IS NOT NULL", name="settled"),
        Index("ix_opinion_product", "product_id", "state", "id"),
        Index("ix_opinion_maker", "maker_id", "id"),
    )
    MOVES: ClassVar = HIDING

    id: Mapped[int] = key()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    state: Mapped[Visibility] = mapped_column(one_of(Visibility, "state"))
    stars: Mapped[int]
    as_told: Mapped[AsTold] = mapped_column(one_of(AsTold, "as_told"))
    words: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(40))
    town: Mapped[str] = mapped_column(String(60), default="")
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    open_until: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_why: Mapped[HideReason | None] = mapped_column(one_of(HideReason, "hidden_why"))


class OpinionBefore(Model):
    """What an opinion said before its buyer changed it."""

    __tablename__ = "opinion_before"

    id: Mapped[int] = key()
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    stars: Mapped[int]
    as_told: Mapped[AsTold] = mapped_column(one_of(AsTold, "as_told"))
    words: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class OpinionPicture(Model):
    """A photo that came with an opinion, until its buyer took it away."""

    __tablename__ = "opinion_picture"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), primary_key=True)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Voice(StrEnum):
    """As what somebody answers: as the maker, as the mentor who vouches for it, or for the shop."""

    MAKER = "maker"
    MENTOR = "mentor"
    STAFF = "staff"


class Question(Stateful, Model):
    """What a buyer asks about a product, in the open. `words` are as she wrote them; what is shown is veiled."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(state = 'hidden') = (hidden_why IS NOT NULL)", name="hidden_for_a_reason"),
        Index("ix_question_product", "product_id", "state", "id"),
        Index("ix_question_maker", "maker_id", "state", "id"),
    )
    MOVES: ClassVar = HIDING

    id: Mapped[int] = key()
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[Visibility] = mapped_column(one_of(Visibility, "state"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_why: Mapped[HideReason | None] = mapped_column(one_of(HideReason, "hidden_why"))


class Answer(Stateful, Model):
    """One of each voice to a question, under the name of who gave it."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("question_id", "voice"),
        CheckConstraint("(state = 'hidden') = (hidden_why IS NOT NULL)", name="hidden_for_a_reason"),
    )
    MOVES: ClassVar = HIDING

    id: Mapped[int] = key()
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    voice: Mapped[Voice] = mapped_column(one_of(Voice, "voice"))
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[Visibility] = mapped_column(one_of(Visibility, "state"))
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_why: Mapped[HideReason | None] = mapped_column(one_of(HideReason, "hidden_why"))
