"""Differences to choose from pictures: in all products, or in one category's; staff keep the list."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import text
from app.shared.database import one_of, session
from app.vouching import lists
from app.vouching.lists import Kept
from app.vouching.models import DeviationKind

# Pictures of the sprite `differences`, which only pages that show them load.
CHOICE_ICONS = (
    "ruler-2", "palette", "scale", "perspective", "ripple", "circles", "brush", "scissors", "droplet", "soup",
    "hourglass", "bolt", "package",
)  # fmt: skip


class DeviationChoice(Kept):
    """A difference that many products of a category have, as a picture and a few words.

    What a maker chose stays in her product in the words of that day.
    """

    __tablename__ = "deviation_choice"

    kind: Mapped[DeviationKind] = mapped_column(one_of(DeviationKind, "kind"))
    icon: Mapped[str] = mapped_column(String(40))
    words_fa: Mapped[str] = mapped_column(String(120))
    words_en: Mapped[str] = mapped_column(String(120), default="")
    words_ar: Mapped[str] = mapped_column(String(120), default="")


def load_choices() -> None:
    """Where there is no list yet, the first one, after the goods' usual differences; staff go on from there."""
    lists.load(
        DeviationChoice, "differences.csv", lambda row: {"kind": DeviationKind(row["kind"]), "icon": row["icon"]}
    )


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
    )
    return lists.add(choice, "choice_added", by)


def retire_choice(choice_id: int, by: int | None) -> None:
    """No longer offered; products keep what was chosen. The second time does nothing. Raises NotFound."""
    lists.retire(DeviationChoice, choice_id, "choice_retired", by)


def choices_for(category_code: str | None) -> list[DeviationChoice]:
    """What a product of a category can be chosen to differ in: first its category's own, then everyone's."""
    own_first = (DeviationChoice.category_code.is_(None), DeviationChoice.position, DeviationChoice.id)
    return list(session().scalars(lists.of_category(DeviationChoice, category_code).order_by(*own_first)))


def all_choices() -> list[DeviationChoice]:
    """Everything that is offered, by category."""
    return lists.all_of(DeviationChoice)
