"""Was it carried out well? A year's scorecard: each figure with its page, as of a moment, and on paper."""

from __future__ import annotations

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from app import planning, programme
from app.accounts import Role
from app.planning import Scorecard, Verdict
from app.shared.calendar import JalaliMonth
from app.shared.errors import NotFound
from app.web.access import INCOMES, allow, me
from app.web.office.dashboard import blueprint, reach
from app.web.office.indicators import shown
from app.web.pages import Page
from app.web.papers import sheet
from app.web.shop import county_names


@blueprint.get("/scorecard", defaults={"year": None})
@blueprint.get("/scorecard/<int:year>")
@allow(INCOMES)
def scorecard(year: int | None) -> Page:
    return render_template("office/scorecard.html", may_copy=Role.STAFF in me().roles, **_facts(_card(year)))


def _card(year: int | None) -> Scorecard:
    """The scorecard of a year, of this one where none is named. Raises NotFound for one that has not begun."""
    now = JalaliMonth.current().year
    if year is not None and not planning.EARLIEST <= year <= now:
        raise NotFound
    return planning.scorecard(year or now, reach())


def _facts(card: Scorecard) -> dict[str, Any]:
    now = JalaliMonth.current().year
    return {
        "card": card,
        "verdicts": list(Verdict),
        "years": [one for one in (now, now - 1, now - 2) if one >= planning.EARLIEST],
        "names": county_names(),
        "cohorts": {one.id: one for one in programme.cohorts()},
        "shown": shown,
        "mine": reach(),
    }


@blueprint.get("/scorecard/<int:year>/scorecard.pdf")
@allow(INCOMES)
def scorecard_pdf(year: int) -> Response:
    """The same on a sheet of A4."""
    return sheet(
        "scorecard",
        f"scorecard-{year}",
        **_facts(_card(year)),
    )
