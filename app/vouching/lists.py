"""Lists of words that staff keep, for all products or for one category's: what mentors look at, what makers choose.

A row is never changed: it is retired, and written anew, so that what was found or chosen before keeps its meaning.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Select, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import audit, clock
from app.shared.database import Model, UtcDateTime, key, session
from app.shared.errors import NotFound
from app.shared.text import in_arabic

_DATA = Path(__file__).parent / "data"


class Kept(Model):
    """What every such row has. How long its words in three languages may be is the model's own."""

    __abstract__ = True

    id: Mapped[int] = key()
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    words_fa: Any
    words_en: Any
    words_ar: Any

    def called(self, language: str) -> str:
        """Its words in a language, in Persian where there are no others."""
        return str({"en": self.words_en, "ar": in_arabic(self.words_ar)}.get(language, "") or self.words_fa)


Row = TypeVar("Row", bound=Kept)


def load(kind: type[Row], name: str, more: Callable[[dict[str, str]], dict[str, object]]) -> None:
    """Where there is no list yet, the first one, from a file; staff go on from there. `more`: columns of its own."""
    if session().scalar(select(kind.id).limit(1)) is not None:
        return
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines)):
            words = {column: row[column] for column in ("words_fa", "words_en", "words_ar")}
            category = row["category"] or None
            session().add(kind(category_code=category, position=position, added_at=clock.now(), **words, **more(row)))
    session().flush()


def add(made: Row, act: str, by: int | None) -> Row:
    """From now on it is asked, or offered."""
    made.added_at, made.added_by = clock.now(), by
    session().add(made)
    session().flush()
    audit.note(act, made.__tablename__, made.id, by, category=made.category_code)
    return made


def retire(kind: type[Kept], number: int, act: str, by: int | None) -> None:
    """No longer; what was said with it stays. The second time does nothing. Raises NotFound."""
    found = session().get(kind, number)
    if found is None:
        raise NotFound
    if found.retired_at is None:
        found.retired_at = clock.now()
        audit.note(act, found.__tablename__, found.id, by)


def standing(kind: type[Row]) -> Select[Row]:
    """Rows that were not retired."""
    return select(kind).where(kind.retired_at.is_(None))


def of_category(kind: type[Row], category_code: str | None) -> Select[Row]:
    """Those of all products, and those of a category."""
    return standing(kind).where(or_(kind.category_code.is_(None), kind.category_code == category_code))


def all_of(kind: type[Row]) -> list[Row]:
    """All that stand, by category."""
    return list(session().scalars(standing(kind).order_by(kind.category_code, kind.position, kind.id)))
