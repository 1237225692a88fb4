"""Pure sums of discounts and subsidies. A discount never takes all: what is paid for shows that it was wanted."""

from __future__ import annotations

from collections.abc import Sequence

from app.shared.money import Rial, allocate

MOST_BPS = 9_000
# What a discount leaves of the goods can be paid at any gateway (payments.md, section 2.1).
LEAST_LEFT = 10_000


def taken_off(goods: int, *, bps: int, amount: int, most: int | None) -> Rial:
    """What a coupon takes off goods of so many rials: at most nine tenths of them, and never more than can be paid."""
    wanted = goods * bps // 10_000 if bps else amount
    if most is not None:
        wanted = min(wanted, most)
    return Rial(max(0, min(wanted, goods * MOST_BPS // 10_000, goods - LEAST_LEFT)))


def spread(amount: int, goods: Sequence[int]) -> list[Rial]:
    """A discount over lines in proportion to their price, by largest remainder; no line becomes free.

    `amount` is at most nine tenths of the sum, as `taken_off` gives it.
    """
    shares = allocate(amount, goods) if amount else [Rial(0)] * len(goods)
    return [Rial(min(share, max(0, price - 1))) for share, price in zip(shares, goods, strict=True)]


def paid_for(delivery: int, *, bps: int, most: int) -> Rial:
    """What a fund pays of a delivery of so many rials."""
    return Rial(min(delivery * bps // 10_000, most, delivery))
