"""What the law asks for each good: staff decide where it was not clear, and say on whose word."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue
from app.catalogue import HealthRoute
from app.shared.database import transaction
from app.web.access import STAFF, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import RouteForm
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, whole_province
from app.words import gettext


@blueprint.get("/goods")
@allow(STAFF)
def goods() -> Page:
    return render_template(
        "staff/goods.html",
        goods=catalogue.goods(),
        open_ones=catalogue.undecided_goods(),
        categories={one.code: one for one in catalogue.categories()},
    )


@blueprint.route("/goods/<good_id>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def good(good_id: str) -> Page:
    whole_province()
    found = catalogue.good(good_id)
    form = RouteForm(request.form if request.method == "POST" else None, data={"route": found.route.value})
    if request.method == "POST" and form.validate():
        with transaction():
            catalogue.decide_route(good_id, HealthRoute(str(form.route.data)), form.source.data or "", me().person.id)
        done(gettext("ثبت شد."))
        return go(".goods")
    routes = [route for route in HealthRoute if route is not HealthRoute.UNKNOWN]
    page = render_template("staff/good.html", good=found, form=form, faults=fault_list(form), routes=routes)
    return (page, 422) if request.method == "POST" else page
