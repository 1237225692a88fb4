"""What a basket costs: goods and delivery, less coupon and fund; and how much credit pays of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import payments, promotions
from app.orders.basket import View
from app.promotions import Asked, Discount, Sending
from app.shared.money import Rial, total
from app.shipping import Quote

# What is left to pay besides credit is nothing, or enough for any gateway to take (payments.md, section 2.1).
LEAST_DUE = Rial(10_000)


@dataclass(frozen=True)
class Codes:
    """What a buyer types: a coupon's code, and that of store credit; either may be empty."""

    coupon: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Bill:
    """All sums of a purchase, in rials. `off` is by variant, `subsidies` (fund and amount) by maker."""

    goods: Rial
    delivery: Rial
    discount: Discount | None
    off: Mapping[int, Rial]
    subsidies: Mapping[int, tuple[int, Rial]]
    credit_note: int | None
    credit: Rial
    seen: str

    @property
    def discounted(self) -> Rial:
        return total(self.off.values())

    @property
    def subsidy(self) -> Rial:
        return total(amount for _, amount in self.subsidies.values())

    @property
    def total(self) -> Rial:
        return self.goods + self.delivery - self.discounted - self.subsidy

    @property
    def due(self) -> Rial:
        """What is to be paid besides credit."""
        return self.total - self.credit


def bill(view: View, deliveries: Mapping[int, Quote], codes: Codes, mobile: str) -> Bill:
    """The sums as they stand now. `seen` changes when any of them does. Raises CouponRefused, CreditRefused."""
    items = view.items
    found, off = None, dict.fromkeys((item.offer.variant.id for item in items), Rial(0))
    if codes.coupon:
        asked = [Asked(item.offer.product.maker_id, item.goods) for item in items]
        found = promotions.discount(codes.coupon, asked, mobile)
        off = {item.offer.variant.id: share for item, share in zip(items, found.shares, strict=True)}
    delivery = total(quote.price for quote in deliveries.values())
    subsidies = _subsidies(view, deliveries)
    whole = view.goods + delivery - total(off.values()) - total(amount for _, amount in subsidies.values())
    note_id, credit = _credit(codes.credit, whole)
    parts: list[tuple[int | str, ...]] = [("off", one, int(share)) for one, share in off.items() if share]
    parts += [("fund", maker_id, fund, int(amount)) for maker_id, (fund, amount) in subsidies.items()]
    parts += [("credit", int(credit))] if credit else []
    return Bill(
        goods=view.goods,
        delivery=delivery,
        discount=found,
        off=off,
        subsidies=subsidies,
        credit_note=note_id,
        credit=credit,
        seen=view.fingerprint(deliveries, parts),
    )


def hold_codes(order_id: int, mobile: str, sums: Bill) -> None:
    """Keep coupon and credit for an order until it is paid or lapses. Raises CouponRefused, CreditRefused."""
    if sums.discount is not None:
        promotions.hold(sums.discount, order_id, mobile)
    if sums.credit_note is not None and sums.credit:
        payments.hold_credit(sums.credit_note, order_id, sums.credit)


def hold_codes_again(order_id: int) -> None:
    """The order had lapsed and is to be paid after all. Raises CouponRefused, CreditRefused."""
    promotions.hold_again(order_id)
    payments.hold_credit_again(order_id)


def let_go_of_codes(order_id: int) -> None:
    """Nobody paid the order: what was held of coupon and credit is there again."""
    promotions.let_go(order_id)
    payments.let_go_of_credit(order_id)


def _subsidies(view: View, deliveries: Mapping[int, Quote]) -> dict[int, tuple[int, Rial]]:
    return promotions.subsidies_for(
        {
            group.maker.id: Sending(group.maker.county_code, group.goods, deliveries[group.maker.id].price)
            for group in view.groups
            if group.maker.id in deliveries
        }
    )


def _credit(typed: str, whole: Rial) -> tuple[int | None, Rial]:
    """The note, and what of it is spent here."""
    if not typed:
        return None, Rial(0)
    note = payments.find_credit(typed)
    spent = min(note.left_rial, whole)
    if 0 < whole - spent < LEAST_DUE:
        spent = max(Rial(0), whole - LEAST_DUE)
    return note.id, Rial(spent)
