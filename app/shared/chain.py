"""The audit as a chain: each row's keyed hash holds the one before, so that no row can be changed, moved or taken away.

Owns `audit_link`: append-only, written by a sweep a minute behind the acts, so that nobody waits for another to act;
and `audit_check`: what each look at the whole chain found. The newest link is told to the log and to `audit-heads.log`
in DATA_DIR: who cuts off the end of the chain in the database does not reach those. A row is safe from its link on;
what was changed within that minute is not found.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ForeignKey, String, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock, running, vault
from app.shared.audit import AuditRow
from app.shared.database import Model, UtcDateTime, after_commit, key, session
from app.shared.schedule import sweep

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
MOST = 1_000
# A row that is kept late has a lower number than some that are linked already; it is looked for so far back.
REACH = 10_000
# Whatever has no link by then, the worker is down or somebody has put it in.
GRACE = timedelta(minutes=30)
_BEGINNING = "0" * 64
PROMISE = "A1 audit.chain"


class Link(Model):
    """`number` counts without a gap from 1; `hash` is of the link before and of all that the row says."""

    __tablename__ = "audit_link"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Check(Model):
    """The whole chain was looked at: so many links, so many faults."""

    __tablename__ = "audit_check"

    id: Mapped[int] = key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    links: Mapped[int]
    faults: Mapped[int]


def hash_of(before: str, row: AuditRow) -> str:
    """What a row's link is, after the link before. Keyed: the database alone does not let anybody make one."""
    said = [row.id, row.at.isoformat(), row.by_id, row.act, row.subject, row.subject_id, row.facts]
    return vault.fingerprint(json.dumps([before, *said], ensure_ascii=False), "audit chain")


def _loose() -> list[int]:
    """Rows without a link, oldest first."""
    last = session().scalar(select(func.max(Link.audit_id))) or 0
    linked = exists().where(Link.audit_id == AuditRow.id)
    query = select(AuditRow.id).where(AuditRow.id > last - REACH, ~linked).order_by(AuditRow.id)
    return list(session().scalars(query.limit(MOST)))


def _waiting() -> Sequence[int]:
    return [0] if _loose() else []


@sweep("audit.link", EVERY, _waiting)
def link(_: int) -> None:
    """Put what is not linked yet at the chain's end, and tell where it ends now."""
    ids = _loose()
    newest = session().scalar(select(Link).order_by(Link.number.desc()).limit(1))
    number, before = (newest.number, newest.hash) if newest is not None else (0, _BEGINNING)
    now = clock.now()
    for row in session().scalars(select(AuditRow).where(AuditRow.id.in_(ids)).order_by(AuditRow.id)).all():
        number, before = number + 1, hash_of(before, row)
        session().add(Link(number=number, audit_id=row.id, hash=before, at=now))
    session().flush()
    after_commit(lambda: _tell(number, before, now))


def _heads() -> Path:
    return running.settings().data_dir / "audit-heads.log"


def _tell(number: int, head: str, now: datetime) -> None:
    log.info("audit chain: %s links, head %s", number, head)
    with _heads().open("a", encoding="ascii") as file:
        file.write(f"{now.isoformat()} {number} {head}\n")


@dataclass(frozen=True)
class Fault:
    """What does not hold, and at which link (`number`) or row (`audit_id`)."""

    what: str
    at: int


def faults() -> list[Fault]:
    """Walk the whole chain: rows that were changed, taken away or moved, links that are gone, an end cut off."""
    return [*_walk(_told_heads()), *_unlinked()]


def _walk(heads: dict[int, str]) -> Iterator[Fault]:
    number, before = 0, _BEGINNING
    query = select(Link, AuditRow).outerjoin(AuditRow, AuditRow.id == Link.audit_id).order_by(Link.number)
    for both in session().execute(query.execution_options(yield_per=500)):
        one: Link = both[0]
        row: AuditRow | None = both[1]
        if one.number != number + 1:
            yield Fault("links are gone before", one.number)
        if row is None:
            yield Fault("the row is gone of link", one.number)
        elif hash_of(before, row) != one.hash:
            yield Fault("changed at link", one.number)
        if heads.pop(one.number, one.hash) != one.hash:
            yield Fault("another head was told for link", one.number)
        number, before = one.number, one.hash
    if heads:
        yield Fault("cut off before link", max(heads))


def _told_heads() -> dict[int, str]:
    """What this machine was told of the chain's end, by the link's number."""
    if not _heads().exists():
        return {}
    lines = [line.split() for line in _heads().read_text(encoding="ascii").splitlines()]
    return {int(number): head for _, number, head in lines}


def _unlinked() -> list[Fault]:
    linked = exists().where(Link.audit_id == AuditRow.id)
    query = select(AuditRow.id).where(~linked, AuditRow.at < clock.now() - GRACE).order_by(AuditRow.id).limit(100)
    return [Fault("no link for row", audit_id) for audit_id in session().scalars(query)]


def end() -> Link | None:
    """The newest link; None before the first. Its number is how many there are, as long as the chain holds."""
    return session().scalar(select(Link).order_by(Link.number.desc()).limit(1))


def length() -> int:
    """How many links there are."""
    return session().scalar(select(func.count()).select_from(Link)) or 0


def keep_check(links: int, found: int) -> None:
    """Keep what a look at the chain found."""
    session().add(Check(at=clock.now(), links=links, faults=found))
    session().flush()


def last_check() -> Check | None:
    """The newest look at the whole chain; None before the first."""
    return session().scalar(select(Check).order_by(Check.id.desc()).limit(1))


def invariants() -> list[tuple[str, int | None]]:
    """For the books' nightly check. Rows that wait for their link are no fault there: the worker may have been down."""
    return [(PROMISE, sum(1 for _ in _walk(_told_heads())))]
