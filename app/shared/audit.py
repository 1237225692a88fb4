"""Who did or saw what. Append-only: a trigger refuses changes.

Owns `audit`. Each sensitive act writes a row in its own transaction: a full national code or Sheba shown, a role given,
a payout approved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.database import Model, UtcDateTime, key, session


class AuditRow(Model):
    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    id: Mapped[int] = key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)


def note(act: str, subject: str, subject_id: int, by: int | None, **facts: str | int | None) -> None:
    """Keep that `by` did `act` to a subject. Facts hold no personal datum, only what changed."""
    session().add(
        AuditRow(
            at=clock.now(),
            by_id=by,
            act=act,
            subject=subject,
            subject_id=subject_id,
            facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        )
    )


def of(subject: str, subject_id: int) -> list[AuditRow]:
    """All rows of one subject, oldest first."""
    query = select(AuditRow).where(AuditRow.subject == subject, AuditRow.subject_id == subject_id)
    return list(session().scalars(query.order_by(AuditRow.id)))


def about(*subjects: str) -> Iterator[AuditRow]:
    """All rows of these kinds of subject, oldest first, a thousand at a time."""
    query, last = select(AuditRow).where(AuditRow.subject.in_(subjects)).order_by(AuditRow.id).limit(1000), 0
    while rows := session().scalars(query.where(AuditRow.id > last)).all():
        yield from rows
        last = rows[-1].id
