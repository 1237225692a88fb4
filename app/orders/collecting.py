"""Cash on delivery: inside one county, from one maker, by hands that we know; the makers begin before it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from app import catalogue, payments, programme, shipping
from app.orders import rules
from app.orders.basket import Recipient, View
from app.orders.billing import let_go_of_codes
from app.orders.events import CashAgreed
from app.orders.models import Order, OrderState, Parcel
from app.orders.queries import holder
from app.shared import clock, rulebook
from app.shared.database import session, take_turns
from app.shared.money import Rial
from app.shared.outbox import announce
from app.shipping import Quote


def collectable(order: Order) -> bool:
    """Whether this order may be paid when it is handed over.

    It is one parcel within its maker's own county, by a way without a carrier's number, of no more than the rule
    `pay.cod_most_rial`, and nothing else waits to be collected from this mobile.
    """
    parcels = list(session().scalars(select(Parcel).where(Parcel.order_id == order.id)))
    if len(parcels) != 1:
        return False
    maker = programme.trainee(parcels[0].maker_id)
    tracked = shipping.service(parcels[0].service_code).tracked
    return not tracked and maker.county_code == order.county_code and _may_owe(order.mobile, order.due_rial)


def collectable_basket(view: View, deliveries: Mapping[int, Quote], to: Recipient, due: Rial) -> bool:
    """Whether the order that this basket would become could be paid when it is handed over."""
    if len(view.groups) != 1 or view.groups[0].maker.id not in deliveries:
        return False
    maker = view.groups[0].maker
    tracked = deliveries[maker.id].service.tracked
    return not tracked and maker.county_code == to.county_code and _may_owe(to.mobile, due)


def _may_owe(mobile: str, due: Rial) -> bool:
    if not 0 < due <= rulebook.number(payments.COD_MOST):
        return False
    waiting = select(Order.id).where(Order.mobile == mobile, Order.state == OrderState.CASH_DUE)
    return session().scalar(waiting.limit(1)) is None


def agree(order: Order) -> None:
    """The buyer will pay at the door: the goods are hers, and the maker is asked at once.

    Raises UnknownGateway when she has come to owe another parcel meanwhile.
    """
    take_turns(f"cash on delivery {order.mobile}")
    if not collectable(order):
        raise payments.UnknownGateway(payments.ON_DELIVERY)
    order.move_to(OrderState.CASH_DUE, order.person_id)
    catalogue.consume(holder(order.id))
    for parcel in session().scalars(select(Parcel).where(Parcel.order_id == order.id)):
        parcel.accept_by = clock.now() + timedelta(hours=rulebook.number(rules.ACCEPT_HOURS))
    announce(CashAgreed(order.id))


def no_cash(order: Order, by: int | None, why: str) -> None:
    """It is not handed over after all: nothing is owed, and what was held of coupon and credit is there again."""
    order.move_to(OrderState.CANCELLED, by, why)
    # What a bank was asked for may have been taken: it is asked on, and what came too late goes back.
    for attempt in payments.attempts_of(order.id):
        if attempt.gateway in payments.BY_HAND:
            payments.abandon(attempt, why)
        else:
            payments.unwanted(attempt)
    let_go_of_codes(order.id)
