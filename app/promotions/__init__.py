"""Promotions: coupons that say who bears them, and funds that pay of deliveries. Knows no order: callers number theirs.

Owns `coupon`, `coupon_use`, `subsidy`. Calls ledger.
"""

from app.promotions.actions import (
    Asked,
    Discount,
    NewCoupon,
    NewSubsidy,
    Sending,
    Terms,
    Worth,
    add_coupon,
    add_subsidy,
    code_of,
    discount,
    end_coupon,
    end_subsidy,
    hold,
    hold_again,
    let_go,
    subsidies_for,
    unused,
    used,
)
from app.promotions.errors import CouponKnown, CouponRefused, PromotionOutOfRange
from app.promotions.models import Coupon, Funder, Subsidy
from app.promotions.queries import CouponRow, coupon, coupons, invariants, subsidies, subsidies_by_id
from app.promotions.rules import MOST_BPS

__all__ = [
    "MOST_BPS",
    "Asked",
    "Coupon",
    "CouponKnown",
    "CouponRefused",
    "CouponRow",
    "Discount",
    "Funder",
    "NewCoupon",
    "NewSubsidy",
    "PromotionOutOfRange",
    "Sending",
    "Subsidy",
    "Terms",
    "Worth",
    "add_coupon",
    "add_subsidy",
    "code_of",
    "coupon",
    "coupons",
    "discount",
    "end_coupon",
    "end_subsidy",
    "hold",
    "hold_again",
    "invariants",
    "let_go",
    "subsidies",
    "subsidies_by_id",
    "subsidies_for",
    "unused",
    "used",
]
