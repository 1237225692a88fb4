"""Villages first: their part at each step, and what their head start in the shop does."""

from __future__ import annotations

from flask import render_template

from app import impact, search
from app.impact import Cut, Measure
from app.shared.calendar import JalaliMonth
from app.web.access import INCOMES, allow
from app.web.office.dashboard import asked_month, blueprint, reach
from app.web.office.overview import MONTHS_SHOWN
from app.web.pages import Page


@blueprint.get("/villages")
@allow(INCOMES)
def villages() -> Page:
    month, mine = asked_month(), reach()
    places = impact.figures(month, Cut.PLACE, mine)
    return render_template(
        "office/villages.html",
        month=month,
        steps=[(measure, *_parts(places, measure)) for measure in (Measure.REGISTERED, Measure.PLACED)],
        first=search.first_page(),
        months=impact.village_shares([month.plus(step) for step in range(1 - MONTHS_SHOWN, 1)], mine)[::-1],
        rule=search.RURAL_AHEAD.name,
        percent=impact.percent,
        as_of=impact.known_at(),
        before=month.plus(-1),
        following=month.plus(1) if month < JalaliMonth.current() else None,
    )


def _parts(places: dict[str, dict[Measure, impact.Figure]], measure: Measure) -> tuple[int, int]:
    """How many of villages, and of all."""
    counts = {value: figures[measure].n for value, figures in places.items()}
    return counts.get("village", 0), sum(counts.values())
