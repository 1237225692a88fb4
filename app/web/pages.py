"""What every door needs: going on after a form, the page's number, a word of success."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from app.shared.sheets import Cell, csv_file
from app.shared.text import clean, only_digits

Page = str | Response | tuple[str, int]


def go(endpoint: str, **values: Any) -> Response:
    """Go on to a page after a form, so that reloading it sends nothing twice."""
    return redirect(url_for(endpoint, **values), 303)


def csv_answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A table to keep, as a spreadsheet reads it: UTF-8 with a BOM, nothing that it would take for a formula."""
    response = make_response(csv_file(headings, rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def page_number() -> int:
    """The page that is asked for; 1 for nonsense."""
    digits = only_digits(request.args.get("page", "1"))[:5]
    return max(1, int(digits)) if digits else 1


def pages_of(total: int, size: int) -> int:
    """How many pages so many rows fill; an empty list is a page too."""
    return max(1, -(-total // size))


def row_number(typed: str) -> int:
    """The number of a row, out of what a browser sent; 0, which no row has, for nonsense."""
    return int(only_digits(typed)[:18] or "0")


def who_is_sought() -> str:
    """The name or number typed into the field that finds a person."""
    return clean(request.values.get("who", ""))[:60]


def done(sentence: str) -> None:
    """Say on the next page that it worked."""
    flash(sentence)
