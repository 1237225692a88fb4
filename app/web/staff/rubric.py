"""What mentors look at, as staff keep it."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, vouching
from app.shared.database import transaction
from app.web.access import STAFF, allow, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import RubricForm
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint
from app.words import gettext


@blueprint.route("/rubric", methods=["GET", "POST"])
@allow(STAFF)
def rubric() -> Page:
    form = RubricForm(request.form if request.method == "POST" else None)
    kinds = catalogue.categories()
    form.known = {one.code for one in kinds}
    if request.method == "POST" and form.validate():
        with transaction():
            vouching.add_item(form.item(), my_id())
        done(gettext("افزوده شد. از این پس پیشران‌ها این را هم می‌بینند."))
        return go(".rubric")
    page = render_template(
        "staff/rubric.html", form=form, faults=fault_list(form), items=vouching.all_items(), categories=kinds
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/rubric/<int:rubric_id>/retire")
@allow(STAFF)
def retire_rubric(rubric_id: int) -> Page:
    with transaction():
        vouching.retire_item(rubric_id, my_id())
    done(gettext("برداشته شد. آنچه پیش‌تر دیده‌اند می‌ماند."))
    return go(".rubric")
