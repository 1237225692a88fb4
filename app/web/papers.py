"""Papers as PDF: what a buyer bought, what a maker sold and was paid, what is stuck on a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from flask import Blueprint, make_response, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import (
    accounts,
    claims,
    finance,
    impact,
    ledger,
    offshop,
    orders,
    payments,
    payouts,
    programme,
    promotions,
    shipping,
    vouching,
)
from app.accounts import Role
from app.finance import Series
from app.orders import Line, OrderState, Parcel, ParcelState
from app.payments import AttemptState, RefundState
from app.programme import Trainee
from app.shared import clock, printing, rulebook, running
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shipping import Carrier, Service
from app.web.access import ANYONE, MENTORS, STAFF, TRAINEES, allow, me, my_mentor, my_trainee
from app.web.checkout import areas
from app.web.shop import county_names

blueprint = Blueprint("papers", __name__)


@dataclass(frozen=True)
class Seller:
    """The market's keeper, as the operator's rules name it."""

    name: str
    number: str
    address: str


def printed(template: str, name: str, *, seller: Seller, **facts: Any) -> Response:
    """A PDF of one of `templates/documents`, shown in the browser's window and kept by nobody on the way."""
    facts.setdefault("documents", [])
    html = render_template(f"documents/{template}.html", seller=seller, **facts)
    response = make_response(printing.pdf(html))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def sheet(template: str, name: str, **facts: Any) -> Response:
    """A paper on which the market's keeper is named alone: letters, agendas, certificates."""
    return printed(template, name, seller=Seller(rulebook.words(finance.SELLER_NAME), "", ""), **facts)


def _paper(template: str, name: str, **facts: Any) -> Response:
    """A paper of account: the keeper's number and address stand on it too."""
    seller = Seller(
        rulebook.words(finance.SELLER_NAME),
        rulebook.words(finance.SELLER_ID),
        rulebook.words(finance.SELLER_ADDRESS),
    )
    return printed(template, name, seller=seller, **facts)


def to_photograph(address: str) -> Markup:
    """An address as a drawing that telephones read."""
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, border=1))


def _numbered(series: Series, ref_id: int) -> finance.Document:
    """The document; the worker issues it soon after what it is about, and whoever asks before that has it at once."""
    known = finance.document(series, ref_id)
    if known is not None:
        return known
    with transaction():
        finance.issue(series, ref_id)
    return _numbered(series, ref_id)


@dataclass(frozen=True)
class _Bundle:
    parcel: Parcel
    maker: Trainee
    service: Service
    lines: list[Line]


@blueprint.get("/o/<token>/invoice.pdf")
@allow(ANYONE)
def invoice(token: str) -> Response:
    """The buyer's invoice, with what was disclosed of each line. There is none before the order is paid."""
    found = orders.of_token(token)
    if found.state is not OrderState.PAID:
        raise NotFound
    document = _numbered(Series.INVOICE, found.id)
    order = orders.of_token(token)
    parcels = orders.parcels_of([order.id]).get(order.id, [])
    lines = orders.lines_of(parcel.id for parcel in parcels)
    makers, services = programme.trainees(parcel.maker_id for parcel in parcels), shipping.services()
    paid = [one for one in payments.attempts_of(order.id) if one.state is AttemptState.PAID]
    return _paper(
        "invoice",
        document.code,
        documents=[document],
        order=order,
        area=areas().get(order.county_code or order.province_code, ""),
        paid=paid,
        coupon=None if order.coupon_id is None else promotions.coupon(order.coupon_id),
        counties=county_names(),
        withdrawal_days=rulebook.number(claims.WITHDRAWAL_DAYS, order.paid_at),
        recalled=orders.recalled_in(order.id),
        vouchers=vouching.vouchers(line.vouch_id or 0 for part in lines.values() for line in part),
        bundles=[
            _Bundle(one, makers[one.maker_id], services[one.service_code], lines.get(one.id, [])) for one in parcels
        ],
    )


@blueprint.get("/o/<token>/refunds/<int:refund_id>.pdf")
@allow(ANYONE)
def credit(token: str, refund_id: int) -> Response:
    """What went back to the buyer, once it has gone."""
    if payments.refund_in(orders.of_token(token).id, refund_id).state is not RefundState.DONE:
        raise NotFound
    document = _numbered(Series.CREDIT, refund_id)
    order = orders.of_token(token)
    parcels = orders.parcels_of([order.id]).get(order.id, [])
    lines = {line.id: line for part in orders.lines_of(one.id for one in parcels).values() for line in part}
    parts = [part for part in orders.refund_parts(order.id) if part.refund_id == refund_id]
    return _paper(
        "credit",
        document.code,
        documents=[document],
        order=order,
        refund=payments.refund_by_id(refund_id),
        parts=[(part, lines.get(part.line_id or 0)) for part in parts],
    )


@blueprint.get("/workshop/orders/<int:parcel_id>/sale.pdf")
@allow(TRAINEES)
def sale(parcel_id: int) -> Response:
    """The maker's own sales invoice and what the market took of it, once the money is hers."""
    if orders.makers_parcel(my_trainee().id, parcel_id).parcel.state is not ParcelState.COMPLETED:
        raise NotFound
    documents = [_numbered(series, parcel_id) for series in (Series.SALE, Series.COMMISSION)]
    view = orders.makers_parcel(my_trainee().id, parcel_id)
    service = shipping.service(view.parcel.service_code)
    hers = service.carrier is Carrier.MAKER
    postage = view.parcel.carriage if hers else 0
    earned = sum(line.net_rial - line.fee_now for line in view.lines)
    shares = orders.shares_of([parcel_id]).get(parcel_id, [])
    hers_of = [share.kept for share in shares if share.trainee_id == view.parcel.maker_id]
    return _paper(
        "sale",
        documents[0].code,
        documents=[finance.document(series, parcel_id) for series in (Series.SALE, Series.COMMISSION)],
        parcel=view.parcel,
        order=view.order,
        lines=view.lines,
        maker=my_trainee(),
        postage=postage,
        shares=shares,
        members=programme.trainees(share.trainee_id for share in shares),
        total=(hers_of[0] if hers_of else earned) + postage,
    )


@blueprint.get("/workshop/orders/<int:parcel_id>/label.pdf")
@allow(TRAINEES)
def label(parcel_id: int) -> Response:
    """A6, for the parcel: where to, from whom, what is in it and what differs, and a code to follow it by."""
    view = orders.makers_parcel(my_trainee().id, parcel_id)
    maker = my_trainee()
    return _paper(
        "label",
        f"label-{view.order.code}",
        order=view.order,
        lines=view.lines,
        maker=maker,
        county=county_names().get(maker.county_code, ""),
        area=areas().get(view.order.county_code or view.order.province_code, ""),
        service=shipping.service(view.parcel.service_code),
        weight=orders.weight_of(view.lines),
        qr=to_photograph(f"{running.settings().public_url}/track?code={view.order.code}"),
    )


@blueprint.get("/workshop/money/<month>.pdf")
@allow(TRAINEES)
def statement(month: str) -> Response:
    """The maker's month, to the rial, as the ledger has it."""
    try:
        wanted = JalaliMonth.parse(month)
    except ValueError:
        raise NotFound from None
    maker = my_trainee()
    found = ledger.statement(maker.id, wanted)
    views = orders.parcel_views(line.about[1] for line in found.lines if line.about[0] == "parcel")
    return _paper(
        "statement",
        f"statement-{wanted}",
        statement=found,
        maker=maker,
        codes={view.parcel.id: view.order.code for view in views},
        outside_sales=offshop.by_ids(line.about[1] for line in found.lines if line.about[0] == "offshop"),
        outside=impact.by_evidence(impact.outside_behind([wanted], {maker.id})),
        now=clock.now(),
    )


@blueprint.get("/workshop/payouts/<int:item_id>.pdf")
@allow(TRAINEES)
def payout(item_id: int) -> Response:
    """What the bank paid her, once it has."""
    mine = [one for one in payouts.items_of_maker(my_trainee().id) if one.id == item_id]
    if not mine or mine[0].state is not payouts.ItemState.PAID:
        raise NotFound
    document = _numbered(Series.PAYOUT, item_id)
    item = payouts.item(item_id)
    detail = accounts.bank_detail_by_id(item.bank_detail_id)
    return _paper(
        "payout",
        document.code,
        documents=[document],
        item=item,
        maker=my_trainee(),
        last4=detail.last4,
        bank=detail.bank,
    )


@blueprint.get("/desk/hours.pdf")
@allow(MENTORS)
def own_hours() -> Response:
    """What she has given, certified for herself."""
    return _hours(my_mentor())


@blueprint.get("/staff/mentors/<int:mentor_id>/hours.pdf")
@allow(STAFF)
def mentors_hours(mentor_id: int) -> Response:
    """Raises NotFound for a mentor of counties that are not hers."""
    found, mine = programme.mentor(mentor_id), me().counties(Role.STAFF)
    if mine is not None and found.county_code not in mine:
        raise NotFound
    return _hours(found)


def _hours(mentor: programme.Mentor) -> Response:
    """Raises NotFound before she has given anything."""
    told = programme.hours_of(mentor.id)
    if told is None:
        raise NotFound
    return _paper("hours", f"hours-{mentor.id}", mentor=mentor, told=told, now=clock.now())
