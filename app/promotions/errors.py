"""What promotions refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class CouponRefused(Refusal):
    """A coupon that does not hold for this basket.

    `reason`: unknown, ended, used_up, yours_used, other_goods, or too_small (then `least` rials of goods are needed).
    """

    reason: str
    least: int = 0


@dataclass(eq=False)
class CouponKnown(Refusal):
    """Another coupon has this very code."""


@dataclass(eq=False)
class PromotionOutOfRange(Refusal):
    """A discount or subsidy of nothing or of more than all, or one that ends before it begins.

    `part`: amount, or day.
    """

    part: str
