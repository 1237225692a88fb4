"""The room's blueprint, and how far the visitor may reach in it."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import (
    agreements,
    catalogue,
    claims,
    finance,
    ideas,
    lending,
    opinions,
    orders,
    outreach,
    places,
    programme,
    support,
)
from app.accounts import Role
from app.programme import Stage
from app.shared import outbox
from app.shared.calendar import JalaliMonth
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.pages import Page
from app.web.shop import county_names

blueprint = Blueprint("staff", __name__, url_prefix="/staff")


def reach() -> frozenset[str] | None:
    """The counties that this member of staff works for; None for all."""
    return me().counties(Role.STAFF)


def within_reach(county_code: str | None) -> None:
    """Raises NotFound for a county that is not hers."""
    mine = reach()
    if mine is not None and county_code not in mine:
        raise NotFound


def whole_province() -> None:
    """Raises NotFound for whoever works for some counties only: lists and the law are the province's."""
    if reach() is not None:
        raise NotFound


def my_counties() -> dict[str, str]:
    """Names of the counties she works for."""
    mine = reach()
    return {code: name for code, name in county_names().items() if mine is None or code in mine}


@blueprint.get("/")
@allow(STAFF)
def home() -> Page:
    counts = programme.cohort_counts()
    return render_template(
        "staff/home.html",
        applied=sum(stages.get(Stage.APPLIED, 0) for stages in counts.values()),
        enrolled=sum(stages.get(Stage.ENROLLED, 0) for stages in counts.values()),
        parcels=orders.counts(JalaliMonth.current().starts),
        dead=len(outbox.dead_letters()),
        permits=catalogue.count_waiting_permits(reach()),
        tasks=finance.open_count(),
        disputed=claims.count_for_staff(reach()),
        unanswered=opinions.waiting_in(reach()),
        reported=opinions.count_reported(reach()),
        loans=lending.count_open(reach()),
        obstacles=support.count_open(reach()),
        ideas=ideas.count_waiting(reach()),
        ambiguities=agreements.count_unanswered(),
        calls=outreach.count_tasks(me().person.id),
        late_replies=outreach.count_late(reach()),
        closures=places.closures(JalaliMonth.current().starts.date()),
        counties=county_names(),
    )
