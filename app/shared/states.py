"""State machines: an enum, a table of moves as data, one `move_to`, and a trace row of every step.

Owns `move`: append-only (a trigger refuses changes). A move is one conditional UPDATE, so that of two people who
decide at the same moment, one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock
from app.shared.database import Model, UtcDateTime, key, session
from app.shared.errors import Refusal


@dataclass(eq=False)
class MoveRefused(Refusal):
    """The thing is in a state from which it can't become that."""

    thing: str
    was: str
    wanted: str


class Move(Model):
    """One step of one thing: what it became, when, by whom (a person's id; nobody = the clock)."""

    __tablename__ = "move"
    __table_args__ = (Index(None, "thing", "thing_id"),)

    id: Mapped[int] = key()
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    was: Mapped[str | None] = mapped_column(String(24))
    became: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)


class Stateful:
    """A model with `id` and `state`, whose states change by `MOVES` alone."""

    MOVES: ClassVar[Mapping[Any, frozenset[Any]]]
    __tablename__: str
    id: Any
    state: Any

    def move_to(self, became: StrEnum, by: int | None, note: str | None = None, **facts: object) -> None:
        """Step to `became`; `facts` are columns that only it may have, and change with it.

        Raises MoveRefused when the table has no such move, or another was quicker.
        """
        was = self.state
        refused = MoveRefused(self.__tablename__, str(was), str(became))
        if became not in self.MOVES.get(was, frozenset()):
            raise refused
        kind = type(self)
        session().flush()
        moved = session().execute(
            update(kind).where(kind.id == self.id, kind.state == was).values(state=became, **facts),
            execution_options={"synchronize_session": False},
        )
        if getattr(moved, "rowcount", 0) != 1:
            raise refused
        session().refresh(self, ["state", *facts])
        record(self, was, became, by, note)

    def may_become(self, became: StrEnum) -> bool:
        return became in self.MOVES.get(self.state, frozenset())


def record(thing: Stateful, was: StrEnum | None, became: StrEnum, by: int | None, note: str | None = None) -> None:
    """Write a trace row; for the first state of a new thing, with `was` None."""
    session().add(
        Move(
            thing=thing.__tablename__,
            thing_id=thing.id,
            was=None if was is None else str(was),
            became=str(became),
            at=clock.now(),
            by_id=by,
            note=note,
        )
    )


def begin(thing: Stateful, by: int | None, note: str | None = None) -> None:
    """Keep a new thing and trace its first state."""
    session().add(thing)
    session().flush()
    record(thing, None, thing.state, by, note)


def history(thing: str, thing_id: int) -> list[Move]:
    """All steps of a thing, oldest first."""
    return histories(thing, [thing_id]).get(thing_id, [])


def histories(thing: str, ids: Iterable[int]) -> dict[int, list[Move]]:
    """All steps of several things, oldest first, by the thing's number."""
    found: dict[int, list[Move]] = {}
    query = select(Move).where(Move.thing == thing, Move.thing_id.in_(set(ids)))
    for move in session().scalars(query.order_by(Move.id)):
        found.setdefault(move.thing_id, []).append(move)
    return found
