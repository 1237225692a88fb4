"""Differences to choose from pictures: in all products, or in one category's; staff keep the list."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import audit, clock, text
from app.shared.database import Model, UtcDateTime, key, one_of, session
from app.shared.errors import NotFound
from app.vouching.models import DeviationKind

_FIRST = Path(__file__).parent / "data" / "differences.csv"

# Pictures of the sprite `differences`, which only pages that show them load.
CHOICE_ICONS = (
    "ruler-2", "palette", "scale", "perspective", "ripple", "circles", "brush", "scissors", "droplet", "soup",
    "hourglass", "bolt", "package",
)  # fmt: skip


class DeviationChoice(Model):
    """A difference that many products of a category have, as a picture and a few words. Never changed: retired.

    What a maker chose stays in her product in the words of that day.
    """

    __tablename__ = "deviation_choice"

    id: Mapped[int] = key()
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), index=True)
    kind: Mapped[DeviationKind] = mapped_column(one_of(DeviationKind, "kind"))
    icon: Mapped[str] = mapped_column(String(40))
    words_fa: Mapped[str] = mapped_column(String(120))
    words_en: Mapped[str] = mapped_column(String(120), default="")
    words_ar: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def called(self, language: str) -> str:
        """Its words in a language, in Persian where there are no others."""
        return {"en": self.words_en, "ar": self.words_ar}.get(language, "") or self.words_fa


def load_choices() -> None:
    """Where there is no list yet, the first one, after the goods' usual differences; staff go on from there."""
    if session().scalar(select(DeviationChoice.id).limit(1)) is not None:
        return
    with _FIRST.open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines)):
            session().add(
                DeviationChoice(
                    category_code=row["category"] or None,
                    kind=DeviationKind(row["kind"]),
                    icon=row["icon"],
                    words_fa=row["words_fa"],
                    words_en=row["words_en"],
                    words_ar=row["words_ar"],
                    position=position,
                    added_at=clock.now(),
                )
            )
    session().flush()


@dataclass(frozen=True)
class NewChoice:
    """`icon` is one of CHOICE_ICONS; `category_code` None: for all products."""

    kind: DeviationKind
    icon: str
    words_fa: str
    words_en: str = ""
    words_ar: str = ""
    category_code: str | None = None
    position: int = 1000


def add_choice(new: NewChoice, by: int | None) -> DeviationChoice:
    """From now on makers can choose it. Raises ValueError for an icon that there is not."""
    if new.icon not in CHOICE_ICONS:
        raise ValueError(f"no picture {new.icon}")
    choice = DeviationChoice(
        category_code=new.category_code,
        kind=new.kind,
        icon=new.icon,
        words_fa=text.clean(new.words_fa)[:120],
        words_en=text.clean(new.words_en)[:120],
        words_ar=text.clean(new.words_ar)[:120],
        position=new.position,
        added_at=clock.now(),
        added_by=by,
    )
    session().add(choice)
    session().flush()
    audit.note("choice_added", "deviation_choice", choice.id, by, category=new.category_code)
    return choice


def retire_choice(choice_id: int, by: int | None) -> None:
    """No longer offered; products keep what was chosen. The second time does nothing. Raises NotFound."""
    choice = session().get(DeviationChoice, choice_id)
    if choice is None:
        raise NotFound
    if choice.retired_at is None:
        choice.retired_at = clock.now()
        audit.note("choice_retired", "deviation_choice", choice.id, by)


def choices_for(category_code: str | None) -> list[DeviationChoice]:
    """What a product of a category can be chosen to differ in: first its category's own, then everyone's."""
    query = select(DeviationChoice).where(
        DeviationChoice.retired_at.is_(None),
        or_(DeviationChoice.category_code.is_(None), DeviationChoice.category_code == category_code),
    )
    own_first = (DeviationChoice.category_code.is_(None), DeviationChoice.position, DeviationChoice.id)
    return list(session().scalars(query.order_by(*own_first)))


def all_choices() -> list[DeviationChoice]:
    """Everything that is offered, by category."""
    query = select(DeviationChoice).where(DeviationChoice.retired_at.is_(None))
    order = (DeviationChoice.category_code, DeviationChoice.position, DeviationChoice.id)
    return list(session().scalars(query.order_by(*order)))
