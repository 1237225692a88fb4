"""What somebody has said to the use of her income."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of


class Purpose(StrEnum):
    """For what her income is used beyond paying her.

    - FIGURES: counted with others in the programme's figures.
    - NAMED: officials and staff see her name with her standing and income.
    """

    FIGURES = "figures"
    NAMED = "named"


class Way(StrEnum):
    """How she said it: when she applied, on her own page, on a paper she signed, to somebody whom she called."""

    APPLIED = "applied"
    OWN = "own"
    PAPER = "paper"
    CALLED = "called"


class Consent(Model):
    """One answer. It is never changed: the newest of a purpose holds, and those before it held until then.

    `said_on` is the day on which she said it, `at` when it was written down: what is asked of a past moment goes by
    `at`. `wording` is the version of the sentences that she was shown; `by_id` who wrote it, herself or another.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index(None, "trainee_id", "purpose", "id"),
        CheckConstraint("way <> 'paper' OR yes", name="paper_is_a_yes"),
        CheckConstraint("wording > 0", name="wording"),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    yes: Mapped[bool]
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    wording: Mapped[int]
    said_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
