"""Reading coupons and funds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Subquery, func, select

from app.promotions.models import Coupon, CouponUse, Funder, Subsidy, UseState
from app.shared.database import session
from app.shared.money import Rial


@dataclass(frozen=True)
class CouponRow:
    """A coupon with how often it was used (held ones too) and what it took off."""

    coupon: Coupon
    uses: int
    amount: Rial


def _uses() -> Subquery:
    """How often each coupon was used (`n`, held ones too), and what it took off (`rial`)."""
    return (
        select(CouponUse.coupon_id, func.count().label("n"), func.sum(CouponUse.amount_rial).label("rial"))
        .where(CouponUse.state != UseState.RELEASED)
        .group_by(CouponUse.coupon_id)
        .subquery()
    )


def coupons(maker_id: int | None) -> list[CouponRow]:
    """The shop's coupons, or one maker's; the newest first."""
    uses = _uses()
    whose = Coupon.funder == Funder.SHOP if maker_id is None else Coupon.maker_id == maker_id
    query = (
        select(Coupon, func.coalesce(uses.c.n, 0), func.coalesce(uses.c.rial, 0))
        .join(uses, uses.c.coupon_id == Coupon.id, isouter=True)
        .where(whose)
        .order_by(Coupon.id.desc())
        .limit(200)
    )
    return [CouponRow(coupon, int(n), Rial(int(rial))) for coupon, n, rial in session().execute(query)]


def coupon(coupon_id: int) -> Coupon:
    return session().get_one(Coupon, coupon_id)


def subsidies() -> list[Subsidy]:
    """All funds that pay or paid of deliveries, the newest first."""
    return list(session().scalars(select(Subsidy).order_by(Subsidy.id.desc()).limit(200)))


def subsidies_by_id(ids: Iterable[int]) -> dict[int, Subsidy]:
    return {row.id: row for row in session().scalars(select(Subsidy).where(Subsidy.id.in_(set(ids))))}


def invariants() -> list[tuple[str, int]]:
    """Broken promises of promotions, by name, with how many."""
    uses = _uses()
    over = (
        select(func.count())
        .select_from(Coupon)
        .join(uses, uses.c.coupon_id == Coupon.id)
        .where((uses.c.n > Coupon.most_uses) | (uses.c.rial > Coupon.budget_rial))
    )
    return [("I5 coupons.used_beyond", session().scalar(over) or 0)]
