"""Checkout: where to, then a look at everything, then the bank."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app import catalogue, notifications, orders, payments, places, programme, promotions
from app.orders import Basket, Group, Order, Recipient, View
from app.payments import Attempt, GatewayDown, Start
from app.shared import cache, clock, throttle
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.money import Rial
from app.shared.text import clean
from app.shared.throttle import Limit
from app.shipping import Quote
from app.web import basket as baskets
from app.web.access import ANYONE, allow, my_id, visitor
from app.web.forms.checkout import AddressForm
from app.web.forms.fields import fault_list
from app.web.languages import chosen
from app.web.pages import Page, done, go, row_number
from app.web.shop import county_names
from app.words import Said, gettext, say
from config import Settings

blueprint = Blueprint("checkout", __name__)

# Many buyers share one address at a mobile operator, but nobody a basket.
_GUESSES_BY_BASKET, _GUESSES_BY_ADDRESS = (Limit(30, 600), Limit(100, 86400)), (Limit(300, 600), Limit(3000, 86400))


def areas() -> dict[str, str]:
    """Where things can be sent: the ten counties first, then the other provinces; names by code."""
    language = chosen()
    return cache.kept(f"areas {language}", 600, lambda: _areas(language))


def _areas(language: str) -> dict[str, str]:
    counties = {one.code: one.called(language) for one in places.counties(places.BUSHEHR)}
    return counties | {one.code: one.called(language) for one in places.provinces() if one.code != places.BUSHEHR}


@blueprint.route("/checkout", methods=["GET", "POST"])
@allow(ANYONE)
def address() -> Page:
    basket = baskets.mine()
    view = orders.view(basket)
    if basket is None or not view.sound:
        return go("basket.show")
    form = AddressForm(request.form if request.method == "POST" else None, data=_known(basket))
    form.areas = areas()
    if not notifications.can_mail():
        del form.email
    if request.method == "POST" and form.validate():
        with transaction():
            orders.keep_recipient(orders.basket_of(session["basket"]) or basket, form.recipient())
        return go(".review")
    page = render_template("checkout/address.html", form=form, faults=fault_list(form), view=view, areas=areas())
    return (page, 422) if request.method == "POST" else page


def _known(basket: Basket) -> dict[str, object]:
    """What we know already is not asked again."""
    to = orders.recipient_of(basket)
    if to is not None:
        area = to.county_code or to.province_code
        return {"area": area, "name": to.name, "mobile": to.mobile, "city": to.city, "address": to.address,
                "postcode": to.postcode or None, "email": to.email}  # fmt: skip
    visit = visitor()
    if visit is None:
        return {}
    return {"name": visit.person.name, "mobile": visit.person.mobile}


@dataclass(frozen=True)
class Sending:
    """The ways of sending one maker's parcel, and the one that is chosen."""

    group: Group
    quotes: list[Quote]
    chosen: Quote | None
    promised: Mapping[str, date]


def _sendings(view: View, to: Recipient, services: Mapping[int, str]) -> list[Sending]:
    prices = orders.prices()
    ready = catalogue.ready_if(view.wanted)
    closed = places.closed_days_of(group.maker.county_code for group in view.groups)
    found = []
    for group in view.groups:
        quotes = group.quotes(prices, to.destination)
        picked = next((one for one in quotes if one.service.code == services.get(group.maker.id)), None)
        days = {one.service.code: orders.arrival(group, one, ready, closed[group.maker.county_code]) for one in quotes}
        found.append(Sending(group, quotes, picked or (quotes[0] if quotes else None), days))
    return found


def _numbered(prefix: str, source: Mapping[str, str]) -> dict[int, str]:
    """Services by maker, from fields named `send-17` (what is chosen) or `shown-17` (what the total was made of)."""
    return {row_number(name): value for name, value in source.items() if name.startswith(prefix)}


def _sent_otherwise() -> bool:
    """Whether another way of sending was chosen than the one that stands in the total on the page."""
    chosen_ones = _numbered("send-", request.form)
    return any(chosen_ones.get(maker_id, code) != code for maker_id, code in _numbered("shown-", request.form).items())


@blueprint.get("/checkout/review")
@allow(ANYONE)
def review(refusal: Refusal | None = None, said: Said | None = None) -> Page:
    """Everything once more before the bank, with what was chosen and ticked so far."""
    said = said or (say(refusal) if refusal else None)
    about = _field_of(refusal)
    basket = baskets.mine()
    view = orders.view(basket)
    to = None if basket is None else orders.recipient_of(basket)
    if not view.sound:
        return baskets.show(refusal) if refusal else go("basket.show")
    if to is None:
        return go(".address")
    sent = request.form if request.method == "POST" else request.args
    sendings = _sendings(view, to, _numbered("send-", sent))
    deliveries = {one.group.maker.id: one.chosen for one in sendings if one.chosen is not None}
    sums, faults = _sums(view, deliveries, to)
    if about and said:
        faults.setdefault(about, said.sentence)
    page = render_template(
        "checkout/review.html",
        view=view,
        to=to,
        area=areas().get(to.county_code or to.province_code, ""),
        sendings=sendings,
        deliverable=len(deliveries) == len(sendings),
        bill=sums,
        codes=_codes(),
        faults=faults,
        seen=sums.seen,
        checkout_key=clean(request.form.get("checkout_key", "")) or secrets.token_urlsafe(24),
        acknowledged=_acknowledged(),
        wanted_gateway=request.form.get("gateway", ""),
        gateways=orders.ways_to_pay_for(view, deliveries, to, sums.due),
        counties=county_names(),
        said=None if about else said,
    )
    if said:
        return page, said.status
    return (page, 422) if faults else page


def _codes() -> orders.Codes:
    return orders.Codes(_typed("coupon"), _typed("credit"))


def _typed(name: str) -> str:
    return clean(request.form.get(name, ""))[:40]


def _field_of(refusal: Refusal | None) -> str:
    """The field at which a refusal is told; empty where it is about the whole."""
    if isinstance(refusal, promotions.CouponRefused):
        return "coupon"
    return "credit" if isinstance(refusal, payments.CreditRefused) else ""


def _sums(view: View, deliveries: Mapping[int, Quote], to: Recipient) -> tuple[orders.Bill, dict[str, str]]:
    """The bill with the codes that hold; what is wrong with the others, by field. Guessing codes is slowed down."""
    codes = _codes()
    if (codes.coupon or codes.credit) and _guesses():
        return orders.bill(view, deliveries, orders.Codes(), to.mobile), {_wrong_field(codes): _too_many()}
    faults: dict[str, str] = {}
    while True:
        try:
            return orders.bill(view, deliveries, codes, to.mobile), faults
        except promotions.CouponRefused as refusal:
            faults["coupon"], codes = say(refusal).sentence, orders.Codes("", codes.credit)
        except payments.CreditRefused as refusal:
            faults["credit"], codes = say(refusal).sentence, orders.Codes(codes.coupon, "")


def _wrong_field(codes: orders.Codes) -> str:
    return "coupon" if codes.coupon else "credit"


def _guesses() -> int:
    """Seconds to wait, for who has tried too many codes."""
    with transaction():
        wait = throttle.hit("codes_address", request.remote_addr or "", *_GUESSES_BY_ADDRESS)
        return max(wait, throttle.hit("codes", str(session.get("basket", "")), *_GUESSES_BY_BASKET))


def _too_many() -> str:
    return gettext("کدهای بسیاری را آزموده‌اید؛ چند دقیقهٔ دیگر دوباره بیازمایید.")


def _acknowledged() -> frozenset[int]:
    return frozenset(row_number(name) for name in request.form if name.startswith("ack-"))


def _other_sum() -> Said:
    return Said(422, gettext("راهِ فرستادن را عوض کردید و هزینه‌اش دیگر است. مبلغِ تازه را ببینید و دوباره بزنید."))


_LOOK_AGAIN = (
    orders.BasketChanged,
    orders.PromiseMoved,
    orders.NotAcknowledged,
    orders.NoDelivery,
    promotions.CouponRefused,
    payments.CreditRefused,
)


@blueprint.post("/checkout/pay")
@allow(ANYONE)
def pay() -> Page:
    """Place the order and go to the bank. Pressed twice it is one order: the key tells."""
    key = clean(request.form.get("checkout_key", ""))[:64]
    basket = baskets.mine()
    known = orders.by_checkout_key(key) if key else None
    if known is not None:
        return go("tracking.show", token=known.token)
    to = None if basket is None else orders.recipient_of(basket)
    if basket is None or to is None or not key:
        return go("basket.show")
    if _only_asks():
        return review()
    if _sent_otherwise():
        return review(said=_other_sum())
    return _place(basket, key, to)


def _only_asks() -> bool:
    """Whether the buyer only wants to know what it costs, or has tried too many codes to be told anything else."""
    codes = _codes()
    return request.form.get("do") == "price" or (bool(codes.coupon or codes.credit) and _guesses() > 0)


def _place(basket: Basket, key: str, to: Recipient) -> Page:
    try:
        with transaction():
            order = orders.place(baskets.mine() or basket, _wish(key, to))
            order_id, token = order.id, order.token
            attempt_id = _begin(order)
    except (orders.BasketEmpty, catalogue.OutOfStock, catalogue.NotForSale, orders.OwnGoods) as refusal:
        return baskets.show(refusal)
    except _LOOK_AGAIN as refusal:
        return review(refusal)
    return to_bank(order_id, attempt_id) if attempt_id else go("tracking.show", token=token)


def _begin(order: Order) -> int:
    """The number of the new try to pay; 0 where one has begun already, or credit has paid all."""
    if order.state is orders.OrderState.AWAITING_PAYMENT and not order.due_rial:
        orders.pay_with_credit(order)
    if payments.attempts_of(order.id):
        return 0
    return orders.begin_payment(order, chosen_gateway(orders.ways_to_pay(order))).id


def _wish(key: str, to: Recipient) -> orders.Wish:
    person_id = my_id()
    trainee = None if person_id is None else programme.trainee_of(person_id)
    return orders.Wish(
        checkout_key=key,
        seen=request.form.get("seen", ""),
        services=_numbered("send-", request.form),
        acknowledged=_acknowledged(),
        recipient=to,
        person_id=person_id,
        maker_id=None if trainee is None else trainee.id,
        language=chosen(),
        codes=_codes(),
        promised=_promised(),
    )


def _promised() -> dict[int, date]:
    """The days that stood on the page, from fields named `promised-17`; what is no day is left out."""
    found = {}
    for maker_id, typed in _numbered("promised-", request.form).items():
        with suppress(ValueError):
            found[maker_id] = date.fromisoformat(typed)
    return found


def chosen_gateway(ways: Sequence[payments.Choice]) -> str:
    """The gateway that the buyer chose, or the first one of these. Raises UnknownGateway."""
    enabled = [one.name for one in ways]
    wanted = request.form.get("gateway", enabled[0] if enabled else "")
    if wanted not in enabled:
        raise payments.UnknownGateway(wanted)
    return wanted


def to_bank(order_id: int, attempt_id: int) -> Response:
    """Tell the gateway, with no transaction open, and send the buyer there; a silent gateway loses nothing."""
    order, attempt = orders.order(order_id), payments.attempt(attempt_id)
    if attempt.state is not payments.AttemptState.CREATED:
        return go("tracking.show", token=order.token, _anchor="pay")
    token, what = order.token, _start(order, attempt)
    try:
        started = payments.start(attempt.gateway, what)
    except GatewayDown as fault:
        with transaction():
            payments.request_failed(payments.attempt(attempt_id), str(fault))
        done(gettext("درگاهِ بانک پاسخ نداد. سفارشتان ثبت است؛ کمی بعد دوباره بپردازید."))
        return go("tracking.show", token=token)
    with transaction():
        orders.payment_started(payments.attempt(attempt_id), started)
    return redirect(started.redirect, 303) if started.redirect else go("tracking.show", token=token, _anchor="pay")


def _start(order: Order, attempt: Attempt) -> Start:
    settings: Settings = current_app.extensions["settings"]
    return Start(
        reference=orders.reference_of(order, attempt),
        amount=Rial(attempt.asked),
        callback=settings.public_url + url_for("payment_return.back", gateway=attempt.gateway),
        description=gettext("سفارشِ %(code)s", code=order.code),
        mobile=order.mobile,
        now=int(clock.now().timestamp()),
    )
