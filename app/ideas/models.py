"""An idea, from a draft to what became of it, and the words that were said to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class IdeaState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    FURTHER = "further"
    ASIDE = "aside"
    DISCARDED = "discarded"


class Further(StrEnum):
    """What an idea becomes: something that she needs of mentors, a product to list, or what the words say."""

    NEED = "need"
    PRODUCT = "product"
    OTHER = "other"


class Idea(Stateful, Model):
    """What somebody would like to do. Who entered it is another than whose it is when it came by telephone."""

    __tablename__ = "idea"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(state IN ('draft', 'discarded')) = (sent_at IS NULL)", name="sent"),
        CheckConstraint("(state = 'further') = (way IS NOT NULL)", name="goes_a_way"),
        CheckConstraint("need_id IS NULL OR way = 'need'", name="need"),
    )
    MOVES: ClassVar = {
        IdeaState.DRAFT: frozenset({IdeaState.SENT, IdeaState.DISCARDED}),
        IdeaState.SENT: frozenset({IdeaState.FURTHER, IdeaState.ASIDE}),
        IdeaState.ASIDE: frozenset({IdeaState.FURTHER}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    making: Mapped[str] = mapped_column(Text, default="")
    for_whom: Mapped[str] = mapped_column(Text, default="")
    lacking: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[IdeaState] = mapped_column(one_of(IdeaState, "state"))
    way: Mapped[Further | None] = mapped_column(one_of(Further, "way"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdeaWord(Model):
    """Something that a mentor or staff said to an idea; nothing is taken back."""

    __tablename__ = "idea_word"
    __table_args__ = (CheckConstraint("words <> ''", name="words"),)

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    said_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text)
