"""Who did or saw what. Append-only: a trigger refuses changes.

Owns `audit`. Each sensitive act writes a row in its own transaction: a full national code or Sheba shown, a role given,
a payout approved.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Index, String, Text, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.calendar import start_of, today
from app.shared.database import Model, UtcDateTime, key, session


class AuditRow(Model):
    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "subject", "subject_id"),
        Index(None, "at"),
        Index(None, "act", "id"),
        Index(None, "by_id", "id"),
    )

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
            facts=_told(facts),
        )
    )


def _told(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def of(subject: str, subject_id: int) -> list[AuditRow]:
    """All rows of one subject, oldest first."""
    query = select(AuditRow).where(AuditRow.subject == subject, AuditRow.subject_id == subject_id)
    return list(session().scalars(query.order_by(AuditRow.id)))


def note_looks(act: str, subject: str, ids: Iterable[int], by: int | None, **facts: str | int | None) -> None:
    """Keep that somebody has looked at each of these: once for a day, however often she comes back."""
    fresh = unseen(act, subject, ids, by)
    common = {"at": clock.now(), "by_id": by, "act": act, "subject": subject, "facts": _told(facts)}
    if fresh:
        session().execute(insert(AuditRow), [common | {"subject_id": one} for one in fresh])


def unseen(act: str, subject: str, ids: Iterable[int], by: int | None) -> list[int]:
    """Which of these `by` has not looked at today, by what was kept."""
    wanted, since = set(ids), start_of(today())
    seen = select(AuditRow.subject_id).where(
        AuditRow.act == act, AuditRow.subject == subject, AuditRow.by_id == by, AuditRow.at >= since
    )
    return sorted(wanted - set(session().scalars(seen.where(AuditRow.subject_id.in_(wanted)))))


def looks(acts: Sequence[str], subject: str, subject_id: int, most: int) -> list[tuple[datetime, int | None]]:
    """When somebody did any of this to a subject, and who: the newest of each person and day, at most so many."""
    newest = (
        select(func.max(AuditRow.id))
        .where(AuditRow.act.in_(acts), AuditRow.subject == subject, AuditRow.subject_id == subject_id)
        .group_by(AuditRow.by_id, func.date(AuditRow.at))
    )
    rows = select(AuditRow.at, AuditRow.by_id).where(AuditRow.id.in_(newest)).order_by(AuditRow.id.desc()).limit(most)
    return [(at, by) for at, by in session().execute(rows)]


@dataclass(frozen=True)
class Acts:
    """Which acts are wanted: of a day, of a kind, of a person; `before`: rows with a lower number than this.

    `but_of`: a kind of subject, and the numbers of those about which nothing is told.
    """

    day: date | None = None
    act: str = ""
    by: int | None = None
    before: int | None = None
    but_of: tuple[str, Collection[int]] = ("", ())


def acts(wanted: Acts, most: int) -> list[AuditRow]:
    """The newest of them, at most so many."""
    query = select(AuditRow)
    if wanted.day is not None:
        query = query.where(AuditRow.at >= start_of(wanted.day), AuditRow.at < start_of(wanted.day + timedelta(days=1)))
    if wanted.act:
        query = query.where(AuditRow.act == wanted.act)
    if wanted.by is not None:
        query = query.where(AuditRow.by_id == wanted.by)
    if wanted.before is not None:
        query = query.where(AuditRow.id < wanted.before)
    subject, hidden = wanted.but_of
    if hidden:
        query = query.where((AuditRow.subject != subject) | AuditRow.subject_id.not_in(hidden))
    return list(session().scalars(query.order_by(AuditRow.id.desc()).limit(most)))


def about(*subjects: str) -> Iterator[AuditRow]:
    """All rows of these kinds of subject, oldest first, a thousand at a time."""
    query, last = select(AuditRow).where(AuditRow.subject.in_(subjects)).order_by(AuditRow.id).limit(1000), 0
    while rows := session().scalars(query.where(AuditRow.id > last)).all():
        yield from rows
        last = rows[-1].id
