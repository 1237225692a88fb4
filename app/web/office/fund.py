"""The branding fund as officials see it: a list with its sums; the labour office's officers have the second word."""

from __future__ import annotations

from app import funding, programme
from app.accounts import Body, Role
from app.funding import FundApplication
from app.programme import Cooperative
from app.shared.calendar import local_date
from app.shared.errors import NotFound
from app.shared.sheets import Cell
from app.web import funding as fund_pages
from app.web.access import OFFICERS, OFFICIALS, allow, freshly, me
from app.web.funding import Room
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, csv_answer
from app.web.shop import county_names


def _room() -> Room:
    """What everybody here may look into."""
    return Room(reach(), frozenset())


def _labour() -> Room:
    """With the labour office's word, in the counties that it was given for; none for whoever does not speak for it."""
    grants = [one for one in me().grants if one.role is Role.OFFICER and one.body is Body.LABOUR]
    counties = {one.county_code for one in grants}
    limit = None if None in counties else frozenset(code for code in counties if code is not None)
    return Room(limit, frozenset({"second", "judge"}) if grants else frozenset())


@blueprint.get("/fund")
@allow(OFFICIALS)
def fund() -> Page:
    return fund_pages.listing(_room(), csv=True)


@blueprint.get("/fund/<int:application_id>")
@allow(OFFICIALS)
def fund_application(application_id: int) -> Page:
    found, labour = _room().find(application_id), _labour()
    county = programme.cooperative(found.cooperative_id).county_code
    speaks = labour.may and (labour.counties is None or county in labour.counties)
    return fund_pages.show(labour if speaks else _room(), found)


@blueprint.get("/fund/<int:application_id>/invoices/<int:invoice_id>/photo")
@allow(OFFICERS)
def fund_photo(application_id: int, invoice_id: int) -> Page:
    """For who has a word in it."""
    room = _labour()
    if not room.may:
        raise NotFound
    return fund_pages.photo(room, application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>/invoices/<int:invoice_id>")
@allow(freshly(OFFICERS))
def fund_strike(application_id: int, invoice_id: int) -> Page:
    return fund_pages.strike(_labour(), application_id, invoice_id)


@blueprint.post("/fund/<int:application_id>")
@allow(freshly(OFFICERS))
def fund_decide(application_id: int) -> Page:
    return fund_pages.decide(_labour(), application_id)


@blueprint.get("/fund.csv")
@allow(OFFICIALS)
def fund_csv() -> Page:
    """Every application with its amounts in rials."""
    found = funding.every(reach())
    cooperatives = programme.cooperatives_by_id(one.cooperative_id for one in found)
    costs, names = funding.costs_of(one.id for one in found), county_names()
    headings = [
        *("application", "cooperative", "registration_no", "national_id", "county", "name", "state", "written"),
        *("applied", "planned_rial", "accepted_rial", "share_bps", "cap_rial", "grant_rial", "paid_on", "tracking_no"),
    ]
    return csv_answer(
        "branding-fund",
        headings,
        [_row(one, cooperatives[one.cooperative_id], int(costs.get(one.id, 0)), names) for one in found],
    )


def _row(one: FundApplication, whose: Cooperative, cost: int, names: dict[str, str]) -> tuple[Cell, ...]:
    standing = one.state in {funding.FundState.APPROVED, funding.FundState.PAID}
    return (
        *(one.id, whose.name, whose.registration_no, whose.national_id, whose.county_code),
        *(names.get(whose.county_code, ""), one.state.value, local_date(one.written_at).isoformat()),
        local_date(one.applied_at).isoformat() if one.applied_at else "",
        *(int(one.planned_rial), cost, one.share_bps or "", int(one.cap_rial or 0) or ""),
        int(one.grant_rial or 0) if standing else "",
        *(one.paid_on.isoformat() if one.paid_on else "", one.tracking_no),
    )
