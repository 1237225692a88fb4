"""Search: what the storefront lists, found by words and filters with exact counts.

Owns `shelf_row`, `shelf_seq` and the engine's index, all of which can be rebuilt from below. Calls catalogue, vouching,
programme, places. Announces ShelfTermsChanged (to itself).
"""

from app.search import reactions as _reactions
from app.search.models import ShelfRow
from app.search.queries import (
    PAGE,
    Badge,
    FirstPage,
    Found,
    Readiness,
    Sort,
    Wanted,
    examples,
    find,
    first_page,
    grade_counts,
    group_counts,
    makers_on_shelf,
    neighbours,
    newest_rows,
    row_of,
    rows_of,
    rows_of_maker,
)
from app.search.rows import ensure_index, rebuild, refresh, reindex
from app.search.shelf import RURAL_AHEAD

__all__ = [
    "PAGE",
    "RURAL_AHEAD",
    "Badge",
    "FirstPage",
    "Found",
    "Readiness",
    "ShelfRow",
    "Sort",
    "Wanted",
    "_reactions",
    "ensure_index",
    "examples",
    "find",
    "first_page",
    "grade_counts",
    "group_counts",
    "makers_on_shelf",
    "neighbours",
    "newest_rows",
    "rebuild",
    "refresh",
    "reindex",
    "row_of",
    "rows_of",
    "rows_of_maker",
]
