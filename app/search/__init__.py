"""Search: what the storefront lists, found by words and filters with exact counts.

What is searched for is counted by day and county, without anybody's name. The shelf and the engine's index can be
rebuilt from below. Owns `shelf_row`, `shelf_seq`, `search_count`. Calls catalogue, vouching, programme, places.
Announces ShelfTermsChanged (to itself).
"""

from app.search import reactions as _reactions
from app.search import sweeps as _sweeps
from app.search.asked import (
    FEWEST_DAYS,
    Asked,
    SearchCount,
    count_search,
    most_asked,
    plain_words,
    searches_by_trade,
)
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
    named,
    neighbours,
    newest_rows,
    row_of,
    rows_of,
    rows_of_maker,
)
from app.search.rows import ensure_index, rebuild, refresh, reindex
from app.search.shelf import RURAL_AHEAD

__all__ = [
    "FEWEST_DAYS",
    "PAGE",
    "RURAL_AHEAD",
    "Asked",
    "Badge",
    "FirstPage",
    "Found",
    "Readiness",
    "SearchCount",
    "ShelfRow",
    "Sort",
    "Wanted",
    "_reactions",
    "_sweeps",
    "count_search",
    "ensure_index",
    "examples",
    "find",
    "first_page",
    "grade_counts",
    "group_counts",
    "makers_on_shelf",
    "most_asked",
    "named",
    "neighbours",
    "newest_rows",
    "plain_words",
    "rebuild",
    "refresh",
    "reindex",
    "row_of",
    "rows_of",
    "rows_of_maker",
    "searches_by_trade",
]
