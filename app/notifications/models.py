"""Messages that were sent, and texts that staff have changed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"


class Message(Model):
    """One message to one person. The text is not kept where it holds a secret."""

    __tablename__ = "message"

    id: Mapped[int] = key()
    dedup: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    template: Mapped[str] = mapped_column(String(40))
    to: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    body: Mapped[str | None] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(String(20))
    provider_ref: Mapped[str] = mapped_column(String(80), default="")
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TemplateText(Model):
    """What staff write instead of a built-in text. Kept by variant and language; the newest counts, old ones stay."""

    __tablename__ = "template_text"
    __table_args__ = (Index(None, "variant", "language"),)

    id: Mapped[int] = key()
    variant: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(2))
    body: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReminderKind(StrEnum):
    """A buyer asked for her opinion of an order; a maker or a mentor told of questions that wait."""

    OPINION = "opinion"
    MAKER = "maker"
    MENTOR = "mentor"


class Reminder(Model):
    """When somebody was last reminded, and of questions the newest that was among them.

    `about_id` is an order, a maker or a mentor, by `kind`.
    """

    __tablename__ = "reminder"

    kind: Mapped[ReminderKind] = mapped_column(one_of(ReminderKind, "kind"), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    newest: Mapped[int] = mapped_column(default=0)
