"""Making and ending coupons and delivery funds; holding, using and letting go of a coupon."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import ledger
from app.ledger import chart
from app.promotions import rules
from app.promotions.errors import CouponKnown, CouponRefused, PromotionOutOfRange
from app.promotions.models import Coupon, CouponUse, Funder, Subsidy, UseState
from app.shared import audit, clock, text
from app.shared.database import LOCK, session
from app.shared.dated import JUST_NOW
from app.shared.errors import NotFound
from app.shared.money import Rial, total

_CODE = re.compile(r"[0-9A-Z\u0600-\u06FF-]{3,24}")


@dataclass(frozen=True)
class Terms:
    """From when to when something holds, for purchases of at least so much, up to what in all."""

    valid_from: datetime
    valid_to: datetime | None
    least_goods: Rial
    budget: Rial | None
    source: str


@dataclass(frozen=True)
class Worth:
    """A share in basis points (up to `most`), or, where that is 0, an amount."""

    bps: int
    amount: Rial
    most: Rial | None


def code_of(typed: str) -> str:
    """A coupon's code as it is compared: however it was typed; empty for what can't be one."""
    wanted = text.ascii_digits(text.clean(typed)).upper().replace(" ", "").replace("\u200c", "")
    return wanted if _CODE.fullmatch(wanted) else ""


@dataclass(frozen=True)
class NewCoupon:
    """A coupon to be. `maker_id` bears it herself, else the shop does; `most_uses`: so many purchases in all."""

    code: str
    title: str
    worth: Worth
    terms: Terms
    maker_id: int | None = None
    most_uses: int | None = None


def add_coupon(new: NewCoupon, by: int | None) -> Coupon:
    """A code that takes something off from its moment on.

    Raises CouponKnown, PromotionOutOfRange, and CouponRefused for what can't be a code.
    """
    wanted, worth, terms = code_of(new.code), new.worth, new.terms
    if not wanted:
        raise CouponRefused("unknown")
    if not 0 <= worth.bps <= rules.MOST_BPS or worth.amount < 0 or bool(worth.bps) == bool(worth.amount):
        raise PromotionOutOfRange("amount")
    _check(terms)
    if session().scalar(select(Coupon.id).where(Coupon.code == wanted)) is not None:
        raise CouponKnown
    row = Coupon(
        code=wanted,
        title=text.clean(new.title)[:120],
        funder=Funder.SHOP if new.maker_id is None else Funder.MAKER,
        maker_id=new.maker_id,
        bps=worth.bps,
        amount_rial=worth.amount,
        most_rial=worth.most,
        most_uses=new.most_uses,
        set_by=by,
        **_columns(terms),
    )
    session().add(row)
    session().flush()
    audit.note("coupon_set", "coupon", row.id, by, code=row.code, bps=row.bps, amount=int(row.amount_rial))
    return row


def _check(terms: Terms) -> None:
    if terms.valid_from < clock.now() - JUST_NOW or (terms.valid_to and terms.valid_to <= terms.valid_from):
        raise PromotionOutOfRange("day")
    if terms.least_goods < 0 or (terms.budget is not None and terms.budget <= 0):
        raise PromotionOutOfRange("amount")


def _columns(terms: Terms) -> dict[str, object]:
    """The terms as coupons and funds keep them."""
    return {
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
        "least_goods_rial": terms.least_goods,
        "budget_rial": terms.budget,
        "source": text.clean(terms.source)[:300],
        "set_at": clock.now(),
    }


def end_coupon(coupon_id: int, by: int, *, maker_id: int | None = None) -> None:
    """It holds no more from now on; what is placed keeps it. With `maker_id`, her own only. Raises NotFound."""
    row = session().get(Coupon, coupon_id)
    if row is None or (maker_id is not None and row.maker_id != maker_id):
        raise NotFound
    if row.end():
        audit.note("coupon_ended", "coupon", row.id, by)


@dataclass(frozen=True)
class Asked:
    """A line to which a coupon may apply: whose it is, and its price."""

    maker_id: int
    goods: Rial


@dataclass(frozen=True)
class Discount:
    """What a coupon takes off each of the lines that were asked about."""

    coupon: Coupon
    shares: tuple[Rial, ...]

    @property
    def amount(self) -> Rial:
        return total(self.shares)

    @property
    def funded(self) -> bool:
        """The shop pays it to the makers."""
        return self.coupon.funder is Funder.SHOP


def discount(typed: str, asked: Sequence[Asked], mobile: str) -> Discount:
    """What this code takes off these lines for this buyer now. Raises CouponRefused."""
    coupon = session().scalar(select(Coupon).where(Coupon.code == code_of(typed)))
    if coupon is None or clock.now() < coupon.valid_from:
        raise CouponRefused("unknown")
    if coupon.over:
        raise CouponRefused("ended")
    mine = [one.goods if coupon.maker_id in {None, one.maker_id} else Rial(0) for one in asked]
    if not any(mine):
        raise CouponRefused("other_goods")
    if total(mine) < coupon.least_goods_rial:
        raise CouponRefused("too_small", int(coupon.least_goods_rial))
    off = rules.taken_off(total(mine), bps=coupon.bps, amount=coupon.amount_rial, most=coupon.most_rial)
    _check_uses(coupon, mobile, off)
    return Discount(coupon, tuple(rules.spread(off, mine)))


def _check_uses(coupon: Coupon, mobile: str, off: Rial, but: int = 0) -> None:
    """Raises CouponRefused when it is used up, or this mobile has used it; the purchase `but` does not count."""
    there = (CouponUse.coupon_id == coupon.id, CouponUse.state != UseState.RELEASED, CouponUse.payable_id != but)
    count, gone = (
        session().execute(select(func.count(), func.coalesce(func.sum(CouponUse.amount_rial), 0)).where(*there)).one()
    )
    if coupon.most_uses is not None and count >= coupon.most_uses:
        raise CouponRefused("used_up")
    if coupon.budget_rial is not None and int(gone) + off > coupon.budget_rial:
        raise CouponRefused("used_up")
    if session().scalar(select(CouponUse.payable_id).where(*there, CouponUse.mobile == mobile).limit(1)) is not None:
        raise CouponRefused("yours_used")


def hold(found: Discount, payable_id: int, mobile: str) -> None:
    """Keep a coupon for a purchase until it is paid or lapses; two at once take turns. Raises CouponRefused."""
    session().get_one(Coupon, found.coupon.id, with_for_update=LOCK)
    _check_uses(found.coupon, mobile, found.amount)
    session().add(
        CouponUse(
            payable_id=payable_id,
            coupon_id=found.coupon.id,
            mobile=mobile,
            amount_rial=found.amount,
            state=UseState.HELD,
            at=clock.now(),
        )
    )
    session().flush()


def hold_again(payable_id: int) -> None:
    """A purchase that had lapsed is to be paid after all. Raises CouponRefused when its coupon is used up meanwhile."""
    use = session().get(CouponUse, payable_id)
    if use is None or use.state is not UseState.RELEASED:
        return
    coupon = session().get_one(Coupon, use.coupon_id, with_for_update=LOCK)
    _check_uses(coupon, use.mobile, use.amount_rial, but=payable_id)
    use.state = UseState.HELD


def used(payable_id: int) -> None:
    """The purchase is paid."""
    _become(payable_id, UseState.USED)


def let_go(payable_id: int) -> None:
    """The purchase lapsed or was called off unpaid: the coupon may be used again."""
    _become(payable_id, UseState.RELEASED)


def unused(payable_id: int) -> None:
    """All of the purchase was called off after it was paid: the coupon may be used again."""
    _become(payable_id, UseState.RELEASED, was=UseState.USED)


def _become(payable_id: int, state: UseState, was: UseState = UseState.HELD) -> None:
    use = session().get(CouponUse, payable_id)
    if use is not None and use.state is was:
        use.state = state


@dataclass(frozen=True)
class NewSubsidy:
    """A fund to be: it pays `bps` of a delivery, up to `most` rials of each, for parcels from a county or from all."""

    title: str
    bps: int
    most: Rial
    county_code: str | None
    terms: Terms


def add_subsidy(new: NewSubsidy, by: int) -> Subsidy:
    """A fund that pays of deliveries from its moment on. Raises PromotionOutOfRange."""
    terms = new.terms
    if not 0 < new.bps <= 10_000 or new.most <= 0:
        raise PromotionOutOfRange("amount")
    _check(terms)
    row = Subsidy(
        title=text.clean(new.title)[:120],
        county_code=new.county_code,
        bps=new.bps,
        most_rial=new.most,
        set_by=by,
        **_columns(terms),
    )
    session().add(row)
    session().flush()
    audit.note("subsidy_set", "subsidy", row.id, by, bps=row.bps, most=int(row.most_rial))
    return row


def end_subsidy(subsidy_id: int, by: int) -> None:
    """It pays no more from now on; what is placed keeps it. Raises NotFound."""
    row = session().get(Subsidy, subsidy_id)
    if row is None:
        raise NotFound
    if row.end():
        audit.note("subsidy_ended", "subsidy", row.id, by)


@dataclass(frozen=True)
class Sending:
    """A parcel to be: from which county, with goods of how many rials, at what price of delivery."""

    county_code: str
    goods: Rial
    delivery: Rial


def subsidies_for(sendings: Mapping[int, Sending]) -> dict[int, tuple[int, Rial]]:
    """Which fund pays how much of each delivery (by the caller's own number); nothing where none does.

    Of several that hold the dearest to the fund, which is the best for the buyer; of those alike the oldest.
    A fund whose budget is used up pays no more; the last parcel it pays for may go a little beyond.
    """
    spent = ledger.balances(chart.SUBSIDY)
    rows = [
        row
        for row in session().scalars(select(Subsidy).where(Subsidy.holds_at(clock.now())).order_by(Subsidy.id))
        if row.budget_rial is None or spent.get(chart.subsidy(row.id), 0) < row.budget_rial
    ]
    found: dict[int, tuple[int, Rial]] = {}
    for number, sending in sendings.items():
        for row in rows:
            if row.county_code not in {None, sending.county_code} or sending.goods < row.least_goods_rial:
                continue
            pays = rules.paid_for(sending.delivery, bps=row.bps, most=row.most_rial)
            if pays > found.get(number, (0, Rial(0)))[1]:
                found[number] = (row.id, pays)
    return found
