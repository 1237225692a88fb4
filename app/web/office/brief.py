"""A month on one A4 sheet."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app import programme
from app.web.access import INCOMES, allow
from app.web.office.dashboard import asked_month, blueprint, counties_in_reach, goal_scope, reach
from app.web.office.overview import exceptions, overview
from app.web.office.ruling import rules_beside
from app.web.papers import sheet

EXCEPTIONS_PRINTED, GOALS_PRINTED = 6, 8


@blueprint.get("/brief.pdf")
@allow(INCOMES)
def brief_pdf() -> Response:
    """A month on one A4 sheet, to lay on the table of the working group: figures of groups, and nobody's name."""
    month, mine = asked_month(), reach()
    read = overview(month, counties_in_reach(), mine)
    cohorts = {one.id: one for one in programme.cohorts()}
    return sheet(
        "brief",
        f"brief-{month}",
        read=read,
        month=month,
        exceptions=exceptions(read, mine, lambda one: goal_scope(one.goal, read.names, cohorts))[:EXCEPTIONS_PRINTED],
        goals=[one for one in read.goals if read.newest and one.goal.first <= month <= one.goal.last][:GOALS_PRINTED],
        cohorts=cohorts,
        rules=rules_beside(read.shown),
    )
