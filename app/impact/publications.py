"""What was published of a month: frozen, numbered, signed, and never overwritten."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import JalaliMonth
from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class PublicationState(StrEnum):
    """PREPARED: nobody outside sees it. SIGNED: public. SUPERSEDED: public still, and a later edition corrects it."""

    PREPARED = "prepared"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


PUBLIC = (PublicationState.SIGNED, PublicationState.SUPERSEDED)


class Publication(Stateful, Model):
    """A month's figures as they are told: `figures` is JSON, holds no number that is hidden, and never changes.

    `edition` is given with the signature; `reason` says why a later edition corrects the one before.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("month", "edition", name="uq_publication_edition"),
        Index(
            "uq_publication_prepared",
            "month",
            unique=True,
            postgresql_where=text("state = 'prepared'"),
            sqlite_where=text("state = 'prepared'"),
        ),
        Index(
            "uq_publication_signed",
            "month",
            unique=True,
            postgresql_where=text("state = 'signed'"),
            sqlite_where=text("state = 'signed'"),
        ),
        CheckConstraint("(state IN ('signed', 'superseded')) = (edition IS NOT NULL)", name="signed_has_edition"),
        CheckConstraint("(edition IS NULL) = (signed_at IS NULL)", name="signed_when"),
        CheckConstraint("(edition IS NULL) = (signed_by IS NULL)", name="signed_by_somebody"),
        CheckConstraint("signed_by IS NULL OR signed_by <> prepared_by", name="two_persons"),
        CheckConstraint("edition IS NULL OR edition = 1 OR (edition > 1 AND reason <> '')", name="correction_reason"),
    )
    MOVES: ClassVar = {
        PublicationState.PREPARED: frozenset({PublicationState.SIGNED, PublicationState.DISCARDED}),
        PublicationState.SIGNED: frozenset({PublicationState.SUPERSEDED}),
    }

    id: Mapped[int] = key()
    month: Mapped[str] = mapped_column(String(7))
    edition: Mapped[int | None]
    state: Mapped[PublicationState] = mapped_column(one_of(PublicationState, "state"))
    figures: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    prepared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def of_month(self) -> JalaliMonth:
        return JalaliMonth.parse(self.month)

    @property
    def public(self) -> bool:
        return self.state in PUBLIC

    @property
    def waits(self) -> bool:
        """It is prepared and neither signed nor discarded."""
        return self.state is PublicationState.PREPARED
