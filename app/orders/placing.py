"""Placing an order: one transaction from price check to reservation, once per checkout key."""

from __future__ import annotations

import secrets
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import accounts, catalogue, payments, places, programme, shipping, vouching
from app.catalogue import MakerAway, NotForSale, OutOfStock
from app.orders import basket as baskets
from app.orders import rules
from app.orders.basket import Group, Item, Recipient, View
from app.orders.billing import Bill, Codes, bill, hold_codes, hold_codes_again
from app.orders.collecting import agree, collectable, collectable_basket
from app.orders.commissions import Sale, fees_for
from app.orders.errors import (
    BasketChanged,
    BasketEmpty,
    NoDelivery,
    NotAcknowledged,
    NotPayable,
    OwnGoods,
    PaymentUnderway,
    PromiseMoved,
)
from app.orders.events import OrderPlaced
from app.orders.models import Basket, Line, Order, OrderState, Parcel, ParcelState
from app.orders.queries import holder, lines_of, locked, parcels_of
from app.orders.recalling import stop_recalled
from app.orders.rules import Fee
from app.orders.sharing import freeze_shares
from app.payments import Attempt, AttemptState, Started
from app.shared import clock, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce
from app.shipping import Quote


@dataclass(frozen=True)
class Wish:
    """What a buyer sends with «pay»: the key of this checkout, what the page showed, and the codes she typed.

    `promised` is the last day by which the page said each maker's parcel would come; a later one is asked once more.
    """

    checkout_key: str
    seen: str
    services: Mapping[int, str]
    acknowledged: frozenset[int]
    recipient: Recipient
    person_id: int | None
    maker_id: int | None
    language: str
    codes: Codes = field(default_factory=Codes)
    promised: Mapping[int, date] = field(default_factory=dict)


def place(basket: Basket, wish: Wish) -> Order:
    """Turn the basket into an order and hold its goods; the same checkout key gives the same order.

    A coupon and store credit are held with it. Where credit pays all, the caller settles it with `pay_with_credit`.
    Raises BasketEmpty, NotForSale, MakerAway, OutOfStock, OwnGoods, NoDelivery, CouponRefused, CreditRefused,
    BasketChanged, NotAcknowledged, PromiseMoved, and keeps nothing.
    """
    session().get_one(Basket, basket.id, with_for_update=LOCK)
    known = session().scalar(select(Order).where(Order.checkout_key == wish.checkout_key))
    if known is not None:
        return known
    view = baskets.view(basket)
    _check_goods(view, wish)
    deliveries = choose(view, wish.recipient, wish.services)
    sums = bill(view, deliveries, wish.codes, wish.recipient.mobile)
    if wish.seen != sums.seen:
        raise BasketChanged
    unread = tuple(
        item.offer.variant.id
        for item in view.items
        if item.needs_acknowledgement and item.offer.variant.id not in wish.acknowledged
    )
    if unread:
        raise NotAcknowledged(unread)
    order = _order(sums, wish)
    # Goods before codes, as when they are held again: two that take the same locks take them in the same order.
    catalogue.reserve(holder(order.id), view.wanted, order.pay_until)
    promised = _arrivals(view, deliveries, catalogue.ready_days(holder(order.id)))
    _check_promise(promised, wish)
    freeze_shares(
        [_parcel(order, group, deliveries[group.maker.id], sums, promised[group.maker.id]) for group in view.groups]
    )
    hold_codes(order.id, order.mobile, sums)
    baskets.empty(basket)
    announce(OrderPlaced(order.id))
    return order


def _check_goods(view: View, wish: Wish) -> None:
    if not view.groups:
        raise BasketEmpty
    for item in view.items:
        if item.problem == "away" and item.offer.away is not None:
            raise MakerAway(item.offer.variant.id, item.offer.away.back_on)
        if item.problem == "gone":
            raise NotForSale(item.offer.variant.id)
        if item.problem == "fewer":
            raise OutOfStock(item.offer.variant.id, item.offer.left or 0)
    if any(group.maker.id == wish.maker_id or _hers(group, wish.recipient) for group in view.groups):
        raise OwnGoods


def _hers(group: Group, to: Recipient) -> bool:
    """The maker's own number: a sale to herself would be paid for by the market's funds, and count as income."""
    return accounts.person(group.maker.person_id).mobile == to.mobile


def arrival(group: Group, quote: Quote, ready: Mapping[int, date], closed: Container[date]) -> date:
    """The day by which one maker's parcel is there, when its pieces are `ready` (by variant)."""
    packed = max(ready[item.offer.variant.id] for item in group.items)
    return shipping.promise(packed, quote.service.max_days, closed)


def _arrivals(view: View, deliveries: Mapping[int, Quote], ready: Mapping[int, date]) -> dict[int, date]:
    closed = places.closed_days_of(group.maker.county_code for group in view.groups)
    return {
        group.maker.id: arrival(group, deliveries[group.maker.id], ready, closed[group.maker.county_code])
        for group in view.groups
    }


def _check_promise(promised: Mapping[int, date], wish: Wish) -> None:
    for maker_id, day in promised.items():
        if day > wish.promised.get(maker_id, day):
            raise PromiseMoved(maker_id, day)


def choose(view: View, to: Recipient, services: Mapping[int, str]) -> dict[int, Quote]:
    """The quote of each maker's chosen service. Raises NoDelivery for makers without one."""
    price_list = shipping.price_list()
    chosen: dict[int, Quote] = {}
    for group in view.groups:
        for quote in group.quotes(price_list, to.destination):
            if quote.service.code == services.get(group.maker.id):
                chosen[group.maker.id] = quote
    missing = tuple(group.maker.id for group in view.groups if group.maker.id not in chosen)
    if missing:
        raise NoDelivery(missing)
    return chosen


def _order(sums: Bill, wish: Wish) -> Order:
    now = clock.now()
    to = wish.recipient
    order = Order(
        code=rules.order_code(today()),
        token=secrets.token_urlsafe(20),
        checkout_key=wish.checkout_key,
        person_id=wish.person_id,
        name=text.clean(to.name)[:120],
        mobile=to.mobile,
        province_code=to.province_code,
        county_code=to.county_code,
        city=text.clean(to.city)[:60],
        address=text.clean(to.address),
        postcode=to.postcode,
        email=to.email,
        language=wish.language,
        state=OrderState.AWAITING_PAYMENT,
        goods_rial=sums.goods,
        delivery_rial=sums.delivery,
        discount_rial=sums.discounted,
        subsidy_rial=sums.subsidy,
        total_rial=sums.total,
        credit_rial=sums.credit,
        coupon_id=None if sums.discount is None else sums.discount.coupon.id,
        placed_at=now,
        pay_until=now + timedelta(minutes=rulebook.number(rules.HOLD_MINUTES)),
    )
    states.begin(order, wish.person_id)
    return order


def _parcel(order: Order, group: Group, quote: Quote, sums: Bill, promised: date) -> Parcel:
    fund, subsidy = sums.subsidies.get(group.maker.id, (None, Rial(0)))
    parcel = Parcel(
        order_id=order.id,
        maker_id=group.maker.id,
        state=ParcelState.NEW,
        service_code=quote.service.code,
        delivery_rial=quote.price,
        subsidy_id=fund,
        subsidy_rial=subsidy,
        promised_on=promised,
    )
    states.begin(parcel, order.person_id)
    sales = {item.offer.variant.id: Sale(group.maker.id, item.offer.version.category_code) for item in group.items}
    fees = fees_for(sales.values())
    session().add_all(_line(parcel, item, sums, *fees[sales[item.offer.variant.id]]) for item in group.items)
    session().flush()
    return parcel


def _line(parcel: Parcel, item: Item, sums: Bill, rule_id: int | None, fee: Fee) -> Line:
    offer, told = item.offer, item.statement
    off = sums.off[offer.variant.id]
    funded = off if sums.discount is not None and sums.discount.funded else Rial(0)
    if told is None:
        raise NotForSale(offer.variant.id)
    label = f" ({offer.variant.label})" if offer.variant.label else ""
    return Line(
        parcel_id=parcel.id,
        maker_id=parcel.maker_id,
        variant_id=offer.variant.id,
        version_id=offer.version.id,
        vouch_id=None if told.vouch is None else told.vouch.id,
        sku=offer.variant.sku,
        title=offer.version.title + label,
        quantity=item.quantity,
        unit_price_rial=offer.price,
        goods_rial=item.goods,
        discount_rial=off,
        funded_rial=funded,
        commission_rule_id=rule_id,
        commission_bps=fee.bps,
        commission_fixed_rial=fee.fixed,
        commission_rial=fee.of(item.goods - off + funded, item.quantity),
        grade=told.disclosure.grade,
        grade_names=vouching.rung(told.disclosure.grade).names_kept,
        differences=told.differences,
        acknowledged=told.differences if told.nonstandard else "",
        exempt=item.exempt,
    )


def begin_payment(order: Order, gateway: str) -> Attempt:
    """A new try to pay; goods whose hold had lapsed are held again. The same way by hand is the same try.

    By hand the goods are held once, from the order on; after that they are held no more for a promise.

    Raises NotPayable, PaymentUnderway, and OutOfStock, NotForSale, CouponRefused or CreditRefused when goods, coupon or
    credit are gone meanwhile.
    """
    order = locked(order.id)
    if order.state not in {OrderState.AWAITING_PAYMENT, OrderState.EXPIRED} or not order.due_rial:
        raise NotPayable(order.state.value)
    if gateway == payments.ON_DELIVERY and not collectable(order):
        raise payments.UnknownGateway(gateway)
    if payments.undecided(order.id) or payments.astray(order.id):
        raise PaymentUnderway
    if gateway in payments.BY_HAND:
        if clock.now() >= _hand_until(order):
            raise payments.UnknownGateway(gateway)
        waiting = [one for one in open_attempts(order.id) if one.gateway == gateway]
        if waiting:
            return waiting[0]
    hold_again(order)
    return payments.new_attempt(order.id, gateway, order.due_rial)


def hold_again(order: Order) -> None:
    """Make sure that goods, coupon and credit are held for a while yet.

    Where they had lapsed, the promised day is counted anew, and is never earlier than it was.
    Raises OutOfStock, NotForSale, CouponRefused, CreditRefused.
    """
    until = clock.now() + timedelta(minutes=rulebook.number(rules.HOLD_MINUTES))
    if not catalogue.is_held(holder(order.id)):
        catalogue.reserve_again(holder(order.id), until)
        order.pay_until = until
        _promise_again(order)
    hold_codes_again(order.id)
    if order.state is OrderState.EXPIRED:
        order.move_to(OrderState.AWAITING_PAYMENT, None)


def _promise_again(order: Order) -> None:
    ready, services = catalogue.ready_days(holder(order.id)), shipping.services()
    parcels = parcels_of([order.id]).get(order.id, [])
    lines = lines_of(parcel.id for parcel in parcels)
    makers = programme.trainees(parcel.maker_id for parcel in parcels)
    for parcel in parcels:
        packed = max((ready[one.variant_id] for one in lines.get(parcel.id, [])), default=parcel.promised_on)
        closed = places.closed_days(makers[parcel.maker_id].county_code)
        promised = shipping.promise(packed, services[parcel.service_code].max_days, closed)
        parcel.promised_on = max(parcel.promised_on, promised)


def payment_started(attempt: Attempt, started: Started) -> None:
    """The buyer goes to the bank; the hold is extended once, so that it outlives the bank's own time."""
    payments.redirected(attempt, started)
    order = session().get_one(Order, attempt.payable_id)
    if order.state in {OrderState.EXPIRED, OrderState.CANCELLED, OrderState.PAID}:
        payments.unwanted(attempt)
    if attempt.gateway == payments.ON_DELIVERY:
        agree(order)
        stop_recalled(order.id)
    elif attempt.gateway in payments.BY_HAND:
        order.pay_until = max(order.pay_until, _hand_until(order))
        catalogue.extend(holder(order.id), order.pay_until)
    elif not order.extended:
        order.extended = True
        order.pay_until += timedelta(minutes=rulebook.number(rules.HOLD_MINUTES))
        catalogue.extend(holder(order.id), order.pay_until)


def _hand_until(order: Order) -> datetime:
    return order.placed_at + timedelta(hours=rulebook.number(payments.HAND_HOURS))


def ways_to_pay(order: Order) -> list[payments.Choice]:
    """What an order that is not paid yet can be paid by now."""
    late = clock.now() >= _hand_until(order)
    return [
        one
        for one in payments.offered(order.due_rial)
        if not (late and one.name in payments.BY_HAND)
        and not (one.name == payments.ON_DELIVERY and not collectable(order))
    ]


def ways_to_pay_for(view: View, deliveries: Mapping[int, Quote], to: Recipient, due: Rial) -> list[payments.Choice]:
    """What the order that this basket would become could be paid by; nothing where credit pays all."""
    ways = payments.offered(due) if due else []
    at_door = collectable_basket(view, deliveries, to, due)
    return [one for one in ways if one.name != payments.ON_DELIVERY or at_door]


def open_attempts(order_id: int) -> list[Attempt]:
    """The order's attempts that are still at a bank, or wait for somebody's eyes, newest first."""
    still = {AttemptState.REDIRECTED, AttemptState.VERIFYING, AttemptState.UNKNOWN}
    return [one for one in reversed(payments.attempts_of(order_id)) if one.state in still]
