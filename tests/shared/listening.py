"""Events of tests alone, and listeners that do what a test asks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import func, select

from app.shared import audit, outbox
from app.shared.audit import AuditRow
from app.shared.database import session, transaction
from app.shared.outbox import Event, OutboxRow, Record, errand, reaction
from tests import world


class Killed(BaseException):
    """The process ends here, as by `kill -9`: nobody handles it."""


@dataclass(frozen=True)
class BellRang(Event):
    number: int


@dataclass(frozen=True)
class LetterWritten(Event):
    number: int


@dataclass(frozen=True)
class BookBegun(Event):
    number: int


@dataclass(frozen=True)
class CodeSent(Event):
    SECRET: ClassVar[bool] = True
    mobile: str
    code: str


@dataclass
class Doings:
    """What listeners do besides writing a row, and what they have seen of the world outside."""

    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    outside: list[str] = field(default_factory=list)


doings = Doings()


@reaction(BellRang, "test.count_bell")
def _count(event: BellRang) -> None:
    doings.before()
    audit.note("rang", "bell", event.number, None)
    session().flush()
    doings.after()


@errand(LetterWritten, "test.send_letter")
def _send(event: LetterWritten, key: str) -> Record | None:
    doings.before()
    doings.outside.append(key)
    doings.after()
    return lambda: audit.note("sent", "letter", event.number, None)


@errand(BookBegun, "test.write_book", slow=True)
def _write(event: BookBegun, key: str) -> Record | None:
    doings.before()
    doings.outside.append(key)
    return lambda: audit.note("written", "book", event.number, None)


@errand(CodeSent, "test.send_code")
def _send_code(event: CodeSent, _key: str) -> Record | None:
    doings.before()
    doings.outside.append(f"{event.mobile} {event.code}")
    return None


def happened(event: Event) -> None:
    with transaction():
        outbox.announce(event)


def row() -> OutboxRow:
    """The only row of a test listener."""
    world.fresh()
    return session().scalars(select(OutboxRow).where(OutboxRow.reaction.startswith("test."))).one()


def written(act: str) -> int:
    """How often a listener's change was kept."""
    world.fresh()
    return session().scalar(select(func.count()).where(AuditRow.act == act)) or 0
