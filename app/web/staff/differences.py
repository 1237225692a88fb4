"""The differences that makers choose from pictures, as staff keep them."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, vouching
from app.shared.database import transaction
from app.vouching import DeviationKind
from app.web.access import STAFF, allow, my_id
from app.web.forms.choices import PICTURES, ChoiceForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint
from app.words import gettext


@blueprint.route("/differences", methods=["GET", "POST"])
@allow(STAFF)
def differences() -> Page:
    form = ChoiceForm(request.form if request.method == "POST" else None)
    kinds = catalogue.categories()
    form.known = {one.code for one in kinds}
    if request.method == "POST" and form.validate():
        with transaction():
            vouching.add_choice(form.choice(), my_id())
        done(gettext("افزوده شد. از این پس سازنده‌ها می‌توانند آن را برگزینند."))
        return go(".differences")
    page = render_template(
        "staff/differences.html",
        form=form,
        faults=fault_list(form),
        choices=vouching.all_choices(),
        categories=kinds,
        kinds=list(DeviationKind),
        pictures=PICTURES,
        counted=vouching.differing_on_sale(),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/differences/<int:choice_id>/retire")
@allow(STAFF)
def retire_difference(choice_id: int) -> Page:
    with transaction():
        vouching.retire_choice(choice_id, my_id())
    done(gettext("برداشته شد. کالاهایی که آن را نوشته‌اند همان می‌مانند."))
    return go(".differences")
