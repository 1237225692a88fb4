"""The rubric: what mentors look at, in all products and in those of one category; staff keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.shared import text
from app.shared.database import session
from app.vouching import lists
from app.vouching.errors import RubricNotMet, RubricOpen
from app.vouching.scrutiny import Mark, RubricItem, RubricMark


def load_rubric() -> None:
    """Where there is no rubric yet, the first one; staff go on from there."""
    lists.load(RubricItem, "rubric.csv", lambda row: {"must": row["must"] == "yes"})


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
    )
    return lists.add(item, "rubric_added", by)


def retire_item(item_id: int, by: int | None) -> None:
    """No longer asked; what was marked stays. The second time does nothing. Raises NotFound."""
    lists.retire(RubricItem, item_id, "rubric_retired", by)


def rubric_for(category_code: str | None) -> list[RubricItem]:
    """What is looked at in a category's products now: the general items first."""
    query = lists.of_category(RubricItem, category_code)
    return list(session().scalars(query.order_by(RubricItem.category_code.is_not(None), RubricItem.position)))


def all_items() -> list[RubricItem]:
    """Every item that is still asked, by category."""
    return lists.all_of(RubricItem)


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
