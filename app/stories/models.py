"""A story as it was written: what she agreed to is what is shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class StoryState(StrEnum):
    """ASKED: she has not answered. TAKEN_BACK: by her, before or after. TAKEN_OFF: by staff. REPLACED: by a newer."""

    ASKED = "asked"
    AGREED = "agreed"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"
    TAKEN_OFF = "taken_off"
    REPLACED = "replaced"


_PUBLIC = text("state = 'published'")


class ToldStory(Stateful, Model):
    """Her words, maybe a figure with its source, maybe a picture. Never written over: a change is a new story.

    `figure` and `figure_source`: a number in words, of which month, and where it is from. `ended_why`: of staff.
    """

    __tablename__ = "told_story"
    __table_args__ = (
        CheckConstraint("title <> '' AND words <> ''", name="told"),
        CheckConstraint("(figure = '') = (figure_source = '')", name="figure_has_a_source"),
        CheckConstraint("state NOT IN ('agreed', 'published', 'replaced') OR agreed_at IS NOT NULL", name="agreed"),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("state <> 'taken_off' OR ended_why <> ''", name="off_with_a_reason"),
        Index("uq_told_story_public", "trainee_id", unique=True, postgresql_where=_PUBLIC, sqlite_where=_PUBLIC),
        Index(None, "trainee_id", "id"),
    )
    MOVES: ClassVar = {
        StoryState.ASKED: frozenset({StoryState.AGREED, StoryState.TAKEN_BACK, StoryState.TAKEN_OFF}),
        StoryState.AGREED: frozenset({StoryState.PUBLISHED, StoryState.TAKEN_BACK, StoryState.TAKEN_OFF}),
        StoryState.PUBLISHED: frozenset({StoryState.TAKEN_BACK, StoryState.TAKEN_OFF, StoryState.REPLACED}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    state: Mapped[StoryState] = mapped_column(one_of(StoryState, "state"))
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    figure: Mapped[str] = mapped_column(String(200), default="")
    figure_source: Mapped[str] = mapped_column(String(200), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str] = mapped_column(String(300), default="")

    @property
    def hers_to_stop(self) -> bool:
        return self.may_become(StoryState.TAKEN_BACK)
