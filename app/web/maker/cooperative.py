"""What a member sees of her cooperative: its applications to the branding fund and their bills, to read alone."""

from __future__ import annotations

from flask import render_template

from app import funding, programme
from app.funding import FundState
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page
from app.web.shop import county_names


@blueprint.get("/cooperative")
@allow(TRAINEES)
def cooperative() -> Page:
    """Hers alone; a draft is not asked for yet, and not shown."""
    hers = my_trainee()
    if hers.cooperative_id is None:
        return render_template("maker/cooperative.html", cooperative=None)
    found = [one for one in funding.of_cooperative(hers.cooperative_id) if one.state is not FundState.DRAFT]
    numbers = [one.id for one in found]
    return render_template(
        "maker/cooperative.html",
        cooperative=programme.cooperative(hers.cooperative_id),
        applications=found,
        costs=funding.costs_of(numbers),
        invoices=funding.invoices_by_application(numbers),
        counties=county_names(),
    )
