"""The rubric: what mentors look at, in all products and in those of one category; staff keep it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import or_, select

from app.shared import audit, clock, text
from app.shared.database import session
from app.shared.errors import NotFound
from app.vouching.errors import RubricNotMet, RubricOpen
from app.vouching.scrutiny import Mark, RubricItem, RubricMark

_FIRST = Path(__file__).parent / "data" / "rubric.csv"


def load_rubric() -> None:
    """Where there is no rubric yet, the first one; staff go on from there."""
    if session().scalar(select(RubricItem.id).limit(1)) is not None:
        return
    with _FIRST.open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines)):
            session().add(
                RubricItem(
                    category_code=row["category"] or None,
                    words_fa=row["words_fa"],
                    words_en=row["words_en"],
                    words_ar=row["words_ar"],
                    must=row["must"] == "yes",
                    position=position,
                    added_at=clock.now(),
                )
            )
    session().flush()


@dataclass(frozen=True)
class NewItem:
    """`category_code` None: of all products. `must`: where it is not so, nobody can vouch."""

    words_fa: str
    words_en: str = ""
    words_ar: str = ""
    category_code: str | None = None
    must: bool = False
    position: int = 0


def add_item(new: NewItem, by: int | None) -> RubricItem:
    """From now on mentors look at this too."""
    item = RubricItem(
        category_code=new.category_code,
        words_fa=text.clean(new.words_fa)[:160],
        words_en=text.clean(new.words_en)[:160],
        words_ar=text.clean(new.words_ar)[:160],
        must=new.must,
        position=new.position,
        added_at=clock.now(),
        added_by=by,
    )
    session().add(item)
    session().flush()
    audit.note("rubric_added", "rubric_item", item.id, by, category=new.category_code)
    return item


def retire_item(item_id: int, by: int | None) -> None:
    """No longer asked; what was marked stays. The second time does nothing. Raises NotFound."""
    item = session().get(RubricItem, item_id)
    if item is None:
        raise NotFound
    if item.retired_at is None:
        item.retired_at = clock.now()
        audit.note("rubric_retired", "rubric_item", item.id, by)


def rubric_for(category_code: str | None) -> list[RubricItem]:
    """What is looked at in a category's products now: the general items first."""
    query = select(RubricItem).where(
        RubricItem.retired_at.is_(None),
        or_(RubricItem.category_code.is_(None), RubricItem.category_code == category_code),
    )
    return list(session().scalars(query.order_by(RubricItem.category_code.is_not(None), RubricItem.position)))


def all_items() -> list[RubricItem]:
    """Every item that is still asked, by category."""
    query = select(RubricItem).where(RubricItem.retired_at.is_(None))
    return list(session().scalars(query.order_by(RubricItem.category_code, RubricItem.position, RubricItem.id)))


def check_rubric(items: Sequence[RubricItem], marks: Mapping[int, Mark]) -> None:
    """Every item has a mark, and none that must be so is less than met. Raises RubricOpen, RubricNotMet."""
    unmarked = tuple(item.id for item in items if item.id not in marks)
    if unmarked:
        raise RubricOpen(unmarked)
    for item in items:
        if item.must and marks[item.id] is not Mark.MET:
            raise RubricNotMet(item.words_fa)


def keep_marks(review_id: int, mentor_id: int, items: Sequence[RubricItem], marks: Mapping[int, Mark]) -> None:
    """Write down what she found of each item. A second look by the same mentor adds what is new only."""
    known = set(
        session().scalars(
            select(RubricMark.item_id).where(RubricMark.review_id == review_id, RubricMark.mentor_id == mentor_id)
        )
    )
    for item in items:
        if item.id in marks and item.id not in known:
            session().add(RubricMark(review_id=review_id, mentor_id=mentor_id, item_id=item.id, mark=marks[item.id]))
    session().flush()


@dataclass(frozen=True)
class Found:
    """What one mentor found of one item."""

    item: RubricItem
    mark: Mark


def found_by(review_id: int, mentor_id: int) -> list[Found]:
    """A mentor's marks of one review, in the rubric's order."""
    rows = session().execute(
        select(RubricItem, RubricMark.mark)
        .join(RubricMark, RubricMark.item_id == RubricItem.id)
        .where(RubricMark.review_id == review_id, RubricMark.mentor_id == mentor_id)
        .order_by(RubricItem.category_code.is_not(None), RubricItem.position)
    )
    return [Found(item, mark) for item, mark in rows]
