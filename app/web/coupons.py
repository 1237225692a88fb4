"""Adding a coupon out of a form, the shop's or a maker's own."""

from __future__ import annotations

from app import promotions
from app.promotions import NewCoupon
from app.shared.database import transaction
from app.web.forms.promotions import OwnCouponForm
from app.words import gettext, say


def coupon_added(form: OwnCouponForm, new: NewCoupon, by: int) -> bool:
    """Whether it was added; what is wrong stands at its field."""
    try:
        with transaction():
            promotions.add_coupon(new, by)
    except promotions.CouponRefused:
        form.code.errors = [gettext("کد از ۳ تا ۲۴ حرف و رقم است، بی فاصله.")]
    except promotions.CouponKnown as refusal:
        form.code.errors = [say(refusal).sentence]
    except promotions.PromotionOutOfRange as refusal:
        (form.valid_from if refusal.part == "day" else form.amount).errors = [say(refusal).sentence]
    else:
        return True
    return False
