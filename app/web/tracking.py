"""An order's own page: where the money is, where each parcel is, and what the buyer can do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app import claims, opinions, orders, payments, programme, promotions, shipping, vouching
from app.orders import Line, Order, OrderState, Parcel, ParcelState
from app.payments import AttemptState
from app.programme import Trainee
from app.shared import rulebook, states, throttle
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import ascii_digits, clean
from app.shared.throttle import Limit, TooOften
from app.shipping import Service
from app.web.access import ANYONE, allow, my_id
from app.web.checkout import areas, chosen_gateway, to_bank
from app.web.forms.fields import fault_list
from app.web.forms.tracking import FindForm, RefundAccountForm
from app.web.pages import Page, done, go
from app.web.payment_return import settle
from app.web.shop import county_names
from app.words import gettext

blueprint = Blueprint("tracking", __name__)

_LOOKUPS = (Limit(10, 600), Limit(60, 86400))


@dataclass(frozen=True)
class Bundle:
    """A parcel as its buyer sees it."""

    parcel: Parcel
    maker: Trainee
    service: Service
    lines: list[Line]
    steps: list[tuple[ParcelState, object]]
    claims: list[claims.ClaimView]
    claimable: bool
    unvouched: list[Line]


@blueprint.get("/o/<token>")
@allow(ANYONE)
def show(token: str) -> Page:
    return render_template("tracking/show.html", **_page(orders.of_token(token)))


def _page(
    order: Order, *, to_act: bool = True, form: RefundAccountForm | None = None, about: int = 0
) -> dict[str, object]:
    """What the order's page shows. Whoever came by the link of the SMS may act; whoever looked it up may only look."""
    parcels = orders.parcels_of([order.id]).get(order.id, [])
    lines = orders.lines_of(parcel.id for parcel in parcels)
    makers = programme.trainees(parcel.maker_id for parcel in parcels)
    services = shipping.services()
    attempts, backs = payments.attempts_of(order.id), payments.refunds_of(order.id)
    # What has paid decides; a second try that came to nothing changes nothing.
    last = attempts[-1] if attempts and order.paid_at is None else None
    moves = states.histories("parcel", (parcel.id for parcel in parcels))
    paid = order.state is OrderState.PAID
    told = claims.by_parcel(moves) if paid else {}
    claimable = claims.possible_of(parcels, lines) if paid else {}
    unvouched = orders.unvouched_of(parcels, lines) if order.live else {}
    versions = {line.version_id for part in lines.values() for line in part}
    return {
        "order": order,
        "bundles": [
            Bundle(
                parcel,
                makers[parcel.maker_id],
                services[parcel.service_code],
                lines.get(parcel.id, []),
                _steps(parcel, moves[parcel.id]),
                told.get(parcel.id, []),
                bool(claimable.get(parcel.id)),
                unvouched.get(parcel.id, []),
            )
            for parcel in parcels
        ],
        "opinions": opinions.standing(parcels, lines) if order.live else {},
        "statements": vouching.statements(versions),
        "recalled": orders.recalled_in(order.id),
        "refunds": backs,
        "accounts": payments.accounts_for(backs),
        "account_form": form or RefundAccountForm(),
        "account_about": about,
        "faults": fault_list(form) if form else [],
        "way_back": payments.way_back(order.id),
        "last": last,
        "late": any(one.state is AttemptState.LATE_PAID for one in attempts),
        "astray": order.paid_at is None and any(one.state is AttemptState.SUSPICIOUS for one in attempts),
        "waiting": last is not None and last.state in {AttemptState.VERIFYING, AttemptState.UNKNOWN},
        "may_act": to_act,
        "payable": to_act and order.state in {OrderState.AWAITING_PAYMENT, OrderState.EXPIRED},
        "cancellable": to_act
        and (
            order.state is OrderState.AWAITING_PAYMENT
            or (order.live and any(parcel.state is ParcelState.NEW for parcel in parcels))
        ),
        "area": areas().get(order.county_code or order.province_code, ""),
        "counties": county_names(),
        "gateways": orders.ways_to_pay(order),
        "by_hand": _by_hand(order, attempts) if to_act else None,
        "coupon": None if order.coupon_id is None else promotions.coupon(order.coupon_id),
        "notes": [(note, payments.shown_code(note)) for note in payments.notes_of(order.id)] if to_act else [],
    }


@dataclass(frozen=True)
class ByHand:
    """How to pay without a gateway, as long as nobody has seen the money."""

    way: str
    card_number: str
    card_holder: str
    counter: str
    slip: str


def _by_hand(order: Order, attempts: list[payments.Attempt]) -> ByHand | None:
    if order.state is not OrderState.AWAITING_PAYMENT:
        return None
    waiting = [one for one in attempts if one.gateway in payments.BY_HAND and one.state in payments.OPEN_BY_HAND]
    if not waiting:
        return None
    last = waiting[-1]
    return ByHand(
        way=last.gateway,
        card_number=rulebook.words(payments.CARD_NUMBER),
        card_holder=rulebook.words(payments.CARD_HOLDER),
        counter=rulebook.words(payments.COUNTER),
        slip=last.slip,
    )


@blueprint.post("/o/<token>/slip")
@allow(ANYONE)
def slip(token: str) -> Page:
    """The buyer has paid from card to card, or at the counter, and writes what stands on the slip."""
    number = clean(request.form.get("slip", ""))
    if not number:
        done(gettext("شمارهٔ پیگیری را از رسید بنویسید."))
        return go(".show", token=token, _anchor="pay")
    with transaction():
        order = orders.of_token(token)
        waiting = [one for one in orders.open_attempts(order.id) if one.gateway in payments.BY_HAND]
        if not waiting or order.state is not OrderState.AWAITING_PAYMENT:
            raise NotFound
        payments.slip_given(waiting[0], number)
    done(gettext("ثبت شد. همکارِ ما حساب را می‌بیند و با پیامک خبر می‌دهیم."))
    return go(".show", token=token, _anchor="pay")


def _steps(parcel: Parcel, moves: list[states.Move]) -> list[tuple[ParcelState, object]]:
    """What has happened to a parcel, with when; what is yet to come, without."""
    at = {ParcelState(move.became): move.at for move in moves}
    if parcel.state in orders.CALLED_OFF:
        return [(state, at[state]) for state in at]
    way = (ParcelState.NEW, ParcelState.ACCEPTED, ParcelState.SENT, ParcelState.DELIVERED)
    return [(state, at.get(state)) for state in way]


@blueprint.post("/o/<token>/pay")
@allow(ANYONE)
def pay(token: str) -> Page:
    """Try to pay (again)."""
    order = orders.of_token(token)
    for waiting in [one.id for one in orders.open_attempts(order.id)]:
        settle(waiting)
        if orders.of_token(token).state is OrderState.PAID:
            return go(".show", token=token)
    with transaction():
        order = orders.of_token(token)
        attempt = orders.begin_payment(order, chosen_gateway(orders.ways_to_pay(order)))
        order_id, attempt_id = attempt.payable_id, attempt.id
    return to_bank(order_id, attempt_id)


@blueprint.post("/o/<token>/refunds/<int:refund_id>")
@allow(ANYONE)
def refund_account(token: str, refund_id: int) -> Page:
    """Where the money of a refund by hand is to go. Makers know neither the link nor what is written here."""
    order = orders.of_token(token)
    form = RefundAccountForm(request.form)
    if not form.validate():
        return render_template("tracking/show.html", **_page(order, form=form, about=refund_id)), 422
    with transaction():
        back = payments.refund_in(order.id, refund_id)
        payments.tell_account(back, form.sheba.data, form.holder.data or "", my_id())
    done(gettext("ثبت شد. همین که واریز شود، با پیامک خبر می‌دهیم."))
    return go(".show", token=token)


@blueprint.post("/o/<token>/refunds/<int:refund_id>/credit")
@allow(ANYONE)
def refund_as_credit(token: str, refund_id: int) -> Page:
    """Store credit in place of a transfer, at once; the buyer chooses it, nobody else."""
    with transaction():
        order = orders.of_token(token)
        payments.refund_as_credit(payments.refund_in(order.id, refund_id))
    done(gettext("اعتبارتان آماده است؛ کدش در همین صفحه نوشته شده."))
    return go(".show", token=token)


@blueprint.post("/o/<token>/cancel")
@allow(ANYONE)
def cancel(token: str) -> Page:
    with transaction():
        orders.cancel_order(orders.of_token(token), my_id())
    done(gettext("لغو شد. اگر پولی داده باشید، به شما برمی‌گردد."))
    return go(".show", token=token)


@blueprint.post("/o/<token>/unvouched/<int:parcel_id>")
@allow(ANYONE)
def cancel_unvouched(token: str, parcel_id: int) -> Page:
    """A mentor took her word back: the buyer calls off that one thing, or the whole parcel, also after its maker said
    yes.
    """
    line = request.form.get("line", type=int)
    with transaction():
        parcel = orders.parcel_in(orders.of_token(token).id, parcel_id)
        if line:
            orders.cancel_unvouched_line(parcel, line, my_id())
        else:
            orders.cancel_unvouched(parcel, my_id())
    done(gettext("لغو شد. اگر پولی داده باشید، به شما برمی‌گردد."))
    return go(".show", token=token, _anchor=f"parcel-{parcel_id}")


@blueprint.post("/o/<token>/received/<int:parcel_id>")
@allow(ANYONE)
def received(token: str, parcel_id: int) -> Page:
    with transaction():
        order = orders.of_token(token)
        parcel = orders.parcel_in(order.id, parcel_id)
        if order.state is not OrderState.PAID:
            raise NotFound
        orders.received(parcel, my_id())
    done(gettext("ممنون که خبر دادید. پولِ سازنده آزاد شد."))
    return go(".show", token=token)


@blueprint.route("/track", methods=["GET", "POST"])
@allow(ANYONE)
def find() -> Page:
    """By order number and mobile; any wrong pair is answered alike.

    Makers know both, so what is found this way can be read and not acted on: money is released by the SMS's link alone.
    """
    form = FindForm(request.form if request.method == "POST" else None)
    said = None
    if request.method == "POST" and form.validate():
        with transaction():
            wait = throttle.hit("track", request.remote_addr or "", *_LOOKUPS)
            wait = max(wait, throttle.hit("track_mobile", form.mobile.data, *_LOOKUPS))
        if wait:
            raise TooOften(wait)
        found = orders.find(ascii_digits(form.code.data or "").upper(), form.mobile.data)
        if found is not None:
            return render_template("tracking/show.html", **_page(found, to_act=False))
        said = gettext("سفارشی با این شماره و این همراه نیافتیم. هر دو را از پیامک بخوانید.")
    page = render_template("tracking/find.html", form=form, faults=fault_list(form), said=said)
    return (page, 422) if request.method == "POST" else page
