"""A month on one A4 sheet."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.wrappers import Response

from app import impact, programme
from app.shared.money import Rial
from app.web.access import INCOMES, allow
from app.web.office.dashboard import asked_month, blueprint, counties_in_reach, goal_scope, reach
from app.web.office.overview import exceptions, overview
from app.web.office.telling import told_sum
from app.web.papers import sheet

EXCEPTIONS_PRINTED, GOALS_PRINTED = 6, 8


@blueprint.get("/brief.pdf")
@allow(INCOMES)
def brief_pdf() -> Response:
    """A month on one A4 sheet, to lay on the table of the working group: figures of groups, and nobody's name.

    No sum of rials of so few that it would tell what one of them earned, nor one that the others would tell.
    """
    month, mine = asked_month(), reach()
    read = overview(month, counties_in_reach(), mine)
    read = replace(read, goals=[impact.on_paper(one) for one in read.goals])
    cohorts = {one.id: one for one in programme.cohorts()}
    running = [one for one in read.goals if read.newest and one.goal.first <= month <= one.goal.last]
    untold = impact.untold_sums({one.county_code: one.earners for one in read.counties})
    return sheet(
        "brief",
        f"brief-{month}",
        read=read,
        month=month,
        exceptions=exceptions(read, mine, lambda one: goal_scope(one.goal, read.names, cohorts))[:EXCEPTIONS_PRINTED],
        untold=untold,
        income=told_sum(Rial(read.incomes[-1]), sum(one.earners for one in read.counties)),
        fewest=impact.FEWEST_INCOMES,
        goals=running[:GOALS_PRINTED],
        running=len(running),
        aside=impact.left_out(read.shown, None, mine).get("", 0),
        cohorts=cohorts,
        rules=read.rules,
    )
