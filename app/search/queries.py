"""Finding products: words, filters, exact counts, an order, a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from sqlalchemy import and_, case, func, or_, select

from app.search import analysis, shelf
from app.search.engine import Hits, backend
from app.search.models import ShelfRow
from app.search.shelf import DIFFERS, Ints, Mask, Shelf
from app.shared import running
from app.shared.database import session
from app.vouching import DeviationKind

PAGE = 24
_CLOSE_ENOUGH = 0.4


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


class Badge(StrEnum):
    VOUCHED = "vouched"
    PERMIT = "permit"
    NONSTANDARD = "nonstandard"


class Readiness(StrEnum):
    READY = "ready"
    MADE = "made"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Prices are rials; empty sets do not filter."""

    words: str = ""
    categories: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    counties: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    differences: frozenset[DeviationKind] = frozenset()
    badges: frozenset[Badge] = frozenset()
    readiness: frozenset[Readiness] = frozenset()
    lowest: int | None = None
    highest: int | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1
    per_page: int = PAGE


# Words of which each is wanted, in any of these spellings.
Question = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Found:
    """A page of products, how many there are in all, and the count behind every option of every filter.

    `asked`: what was looked for, in the ways of joining its words; nothing where it came to any of the words.
    """

    total: int
    page: int
    per_page: int
    rows: list[ShelfRow]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: bool = False
    asked: Sequence[Question] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def find(wanted: Wanted) -> Found:
    """Products that fit, with true counts: those of a filter leave out its own choice, as if it were to be changed."""
    current = shelf.newest()
    if not len(current):
        return Found(0, 1, wanted.per_page, [], _no_counts())
    hits, corrected, asked = _hits(wanted.words) if wanted.words.strip() else (None, False, [])
    base = _matching(current, hits)
    masks = _masks(current, wanted)
    fitting = base.copy()
    for mask in masks.values():
        fitting &= mask
    ordered = _ordered(current, fitting, wanted.sort, hits)
    page = min(wanted.page, max(1, -(-len(ordered) // wanted.per_page)))
    ids = [int(one) for one in current.ids[ordered[(page - 1) * wanted.per_page : page * wanted.per_page]]]
    return Found(len(ordered), page, wanted.per_page, _rows(ids), _facets(current, base, masks), corrected, asked)


def named(found: Found) -> Counter[str]:
    """Categories of the page's products that are called what was asked for, and how many of each.

    What has it in its description alone is not asked for by it: dates are to be kept in a refrigerator.
    """
    titles = [(row.category_code, set(row.title_terms.split())) for row in found.rows]
    return Counter(code for code, title in titles if any(_fits(one, title) for one in found.asked))


def _fits(question: Question, title: Collection[str]) -> bool:
    return all(any(term in title for term in group) for group in question)


def _rows(ids: Sequence[int]) -> list[ShelfRow]:
    rows = {row.product_id: row for row in session().scalars(select(ShelfRow).where(ShelfRow.product_id.in_(ids)))}
    return [rows[product_id] for product_id in ids if product_id in rows]


def _matching(current: Shelf, hits: Hits | None) -> Mask:
    if hits is None:
        return np.ones(len(current), np.bool_)
    mask = np.zeros(len(current), np.bool_)
    mask[current.places_of(np.fromiter(hits, np.int64, len(hits)))] = True
    return mask


def _masks(current: Shelf, wanted: Wanted) -> dict[str, Mask]:
    """One mask per filter that is set."""
    masks: dict[str, Mask] = {}
    chosen = {
        "category": wanted.categories,
        "group": wanted.groups,
        "county": wanted.counties,
        "maker": wanted.makers,
        "grade": wanted.grades,
    }
    for column, values in chosen.items():
        if values:
            masks[column] = current.having(column, values)
    if wanted.badges:
        masks["badge"] = np.logical_and.reduce([current.columns[badge.value] == 1 for badge in wanted.badges])
    if wanted.differences:
        masks["differs"] = np.logical_or.reduce([current.columns[DIFFERS[one]] == 1 for one in wanted.differences])
    if wanted.readiness:
        masks["readiness"] = np.logical_or.reduce([current.columns[one.value] == 1 for one in wanted.readiness])
    price = current.columns["price"]
    if wanted.lowest is not None or wanted.highest is not None:
        lowest = 0 if wanted.lowest is None else wanted.lowest
        highest = np.iinfo(np.int64).max if wanted.highest is None else wanted.highest
        masks["price"] = (price >= lowest) & (price <= highest)
    return masks


def _facets(current: Shelf, base: Mask, masks: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
    def without(*names: str) -> Mask:
        mask = base
        for name, one in masks.items():
            if name not in names:
                mask = mask & one
        return mask

    facets = {
        "category": current.counts("category", without("category", "group")),
        "group": current.counts("group", without("category", "group")),
        "county": current.counts("county", without("county")),
        "grade": current.counts("grade", without("grade")),
    }
    with_badges, ready, differing = without(), without("readiness"), without("differs")
    facets["badge"] = {badge.value: int((current.columns[badge.value][with_badges] == 1).sum()) for badge in Badge}
    facets["differs"] = {kind: int((current.columns[column][differing] == 1).sum()) for kind, column in DIFFERS.items()}
    facets["readiness"] = {one.value: int((current.columns[one.value][ready] == 1).sum()) for one in Readiness}
    return facets


def _no_counts() -> dict[str, dict[str, int]]:
    return {name: {} for name in ("category", "group", "county", "grade", "badge", "differs", "readiness")}


def _ordered(current: Shelf, fitting: Mask, sort: Sort, hits: Hits | None) -> Ints:
    """The places that fit, in order. The whole shelf was sorted once; what fits is picked out of that."""
    if sort is Sort.BEST and hits is not None:
        places = np.flatnonzero(fitting)
        scores = np.array([-hits.get(int(product_id), 0.0) for product_id in current.ids[places]])
        return places[np.lexsort((-current.columns["published"][places], scores, current.columns["gone"][places]))]
    order = current.orders[sort.value if sort.value in current.orders else "newest"]
    picked: Ints = order[fitting[order]]
    return picked


def _hits(words: str) -> tuple[Hits, bool, list[Question]]:
    """Scores by product id: all words in any way of joining them, then the nearest spellings, then any of the words.

    The second value tells whether it came to spellings, the third what was found, in so many ways of asking it.
    """
    engine = backend()
    asked: list[Question] = [[[term] for term in question] for question in analysis.questions(words)]
    hits: Hits = {}
    for question in asked:
        for product_id, score in engine.find(question).items():
            hits[product_id] = max(score, hits.get(product_id, 0.0))
    if hits or not asked:
        return hits, False, asked
    nearest = [near for (term,) in asked[0] if (near := _nearest(term))]
    if len(nearest) == len(asked[0]) and (hits := engine.find(nearest)):
        return hits, True, [nearest]
    any_of = [near for group in nearest or asked[0] for near in group]
    return engine.find([any_of]), True, []


def _nearest(term: str) -> list[str]:
    """Words of the shelf that look like this one, nearest first; the word itself where it is known."""
    vocabulary = _vocabulary()
    if term in vocabulary:
        return [term]
    mine = analysis.grams(term)
    near = []
    for word, its in vocabulary.items():
        common = len(mine & its)
        likeness = 2 * common / (len(mine) + len(its))
        if likeness >= _CLOSE_ENOUGH:
            near.append((-likeness, word))
    return [word for _, word in sorted(near)[:3]]


def _vocabulary() -> dict[str, frozenset[str]]:
    """Words of titles and names on the shelf with their trigrams; kept per process until the shelf changes."""
    seq = shelf.newest().seq
    known = running.once("vocabulary", lambda: (-1, dict[str, frozenset[str]]()))
    if known[0] != seq:
        words = {
            word
            for line in session().scalars(select(ShelfRow.title_terms).where(ShelfRow.listed))
            for word in line.split()
        }
        known = (seq, {word: analysis.grams(word) for word in words})
        running.put("vocabulary", known)
    return known[1]


@dataclass(frozen=True)
class FirstPage:
    """Of how many products on the first page of the list, and of how many on sale, a village's maker made how many."""

    shown: int
    rural: int
    rural_unhelped: int
    on_sale: int
    rural_on_sale: int
    ahead_days: int


def first_page() -> FirstPage:
    """What the head start of villages does to the first page that everybody sees, measured as it stands."""
    current = shelf.newest()
    if not len(current):
        return FirstPage(0, 0, 0, 0, 0, current.ahead)
    rural, here = current.columns["rural"], current.columns["gone"] == 0
    with_it, without = (current.orders[name][:PAGE] for name in ("newest", "unhelped"))
    return FirstPage(
        len(with_it),
        int(rural[with_it].sum()),
        int(rural[without].sum()),
        int(here.sum()),
        int(rural[here].sum()),
        current.ahead,
    )


def newest_rows(count: int) -> list[ShelfRow]:
    """The newest products on sale, of as many makers as possible first."""
    current = shelf.newest()
    if not len(current):
        return []
    ordered = current.orders["newest"]
    seen: set[int] = set()
    first: list[int] = []
    rest: list[int] = []
    for place in ordered[: count * 12]:
        maker = int(current.columns["maker"][place])
        (rest if maker in seen else first).append(int(current.ids[place]))
        seen.add(maker)
    return _rows([*first, *rest][:count])


def group_counts() -> dict[str, int]:
    """How many products each group of categories has."""
    return _all_of("group")


def grade_counts() -> dict[str, int]:
    """How many products each grade has, by its code."""
    return _all_of("grade")


def _all_of(column: str) -> dict[str, int]:
    current = shelf.newest()
    return current.counts(column, np.ones(len(current), np.bool_)) if len(current) else {}


def examples() -> dict[str, ShelfRow]:
    """A product that can be bought now for each badge, and for each grade by its name: the newest of each."""
    here = and_(ShelfRow.listed, or_(ShelfRow.left.is_(None), ShelfRow.left > 0))
    by_grade = select(ShelfRow.grade, func.max(ShelfRow.product_id)).where(here).group_by(ShelfRow.grade)
    chosen: dict[str, int] = dict(session().execute(by_grade).all())
    vouched, permit = (
        session()
        .execute(
            select(
                func.max(case((ShelfRow.vouched, ShelfRow.product_id))),
                func.max(case((ShelfRow.permit_route != "", ShelfRow.product_id))),
            ).where(here)
        )
        .one()
    )
    different = [number for grade, number in chosen.items() if grade != "conforms"]
    chosen |= {Badge.NONSTANDARD.value: max(different)} if different else {}
    chosen |= {
        name: number for name, number in ((Badge.VOUCHED.value, vouched), (Badge.PERMIT.value, permit)) if number
    }
    rows = {row.product_id: row for row in _rows(sorted(set(chosen.values())))}
    return {name: rows[number] for name, number in chosen.items() if number in rows}


def row_of(product_id: int) -> ShelfRow | None:
    """How lists show a product; None before it was ever listed."""
    return session().get(ShelfRow, product_id)


def rows_of_maker(maker_id: int) -> list[ShelfRow]:
    """What she has on sale, newest first; what is sold out last."""
    gone = and_(ShelfRow.left.is_not(None), ShelfRow.left <= 0)
    query = select(ShelfRow).where(ShelfRow.maker_id == maker_id, ShelfRow.listed)
    return list(session().scalars(query.order_by(gone, ShelfRow.published_at.desc())))


def rows_of(product_ids: Iterable[int]) -> list[ShelfRow]:
    """Those of these products that are on sale, newest first."""
    query = select(ShelfRow).where(ShelfRow.product_id.in_(set(product_ids)), ShelfRow.listed)
    return list(session().scalars(query.order_by(ShelfRow.published_at.desc())))


def neighbours(county_code: str, but_not: int, count: int) -> list[ShelfRow]:
    """Other products of the same county, newest first."""
    current = shelf.newest()
    if not len(current):
        return []
    here = _ordered(current, current.having("county", frozenset({county_code})), Sort.NEWEST, None)
    ids = [int(one) for one in current.ids[here[: count + 1]]]
    return _rows([one for one in ids if one != but_not][:count])


def makers_on_shelf() -> list[tuple[int, int]]:
    """Makers with something on sale, and how many products each has."""
    current = shelf.newest()
    if not len(current):
        return []
    counts = current.counts("maker", np.ones(len(current), np.bool_))
    return [(int(maker_id), number) for maker_id, number in counts.items() if number]
