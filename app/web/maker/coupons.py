"""Her own coupons: she sells for less to whom she gives the code."""

from __future__ import annotations

from flask import render_template, request

from app import promotions
from app.promotions import NewCoupon
from app.shared.calendar import today
from app.shared.database import transaction
from app.web.access import TRAINEES, allow, me, my_trainee
from app.web.coupons import coupon_added
from app.web.forms.fields import fault_list
from app.web.forms.promotions import OwnCouponForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext


@blueprint.route("/coupons", methods=["GET", "POST"])
@allow(TRAINEES)
def coupons() -> Page:
    form = OwnCouponForm(request.form if request.method == "POST" else None, data={"valid_from": today()})
    if request.method == "POST" and form.validate() and _added(form):
        done(gettext("ثبت شد. کد را به هر که می‌خواهید بدهید."))
        return go(".coupons")
    faults = fault_list(form)
    page = render_template("maker/coupons.html", form=form, faults=faults, coupons=promotions.coupons(my_trainee().id))
    return (page, 422) if faults else page


def _added(form: OwnCouponForm) -> bool:
    new = NewCoupon(
        code=form.code.data or "",
        title=form.title.data or "",
        worth=form.worth(),
        terms=form.terms(None, ""),
        maker_id=my_trainee().id,
        most_uses=form.uses.data,
    )
    return coupon_added(form, new, me().person.id)


@blueprint.post("/coupons/<int:coupon_id>/end")
@allow(TRAINEES)
def end_coupon(coupon_id: int) -> Page:
    with transaction():
        promotions.end_coupon(coupon_id, me().person.id, maker_id=my_trainee().id)
    done(gettext("ثبت شد."))
    return go(".coupons")
