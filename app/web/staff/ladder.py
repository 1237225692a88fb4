"""The ladder of grades, as staff keep it: names, meanings, and what each grade asks from a day on."""

from __future__ import annotations

from flask import render_template, request

from app import search, vouching
from app.shared import cache
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.vouching import Grade
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import RungForm
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, grade_asks, say


@blueprint.get("/ladder")
@allow(STAFF)
def ladder() -> Page:
    rungs = {one: vouching.rung(one) for one in Grade}
    return render_template(
        "staff/ladder.html",
        rungs=rungs,
        asks={one: grade_asks(one, rung) for one, rung in rungs.items()},
        wearing=search.grade_counts(),
    )


@blueprint.route("/ladder/<grade_code>", methods=["GET", "POST"])
@allow(freshly(STAFF))
def rung(grade_code: str) -> Page:
    """A grade's words and demands from now on; what was sold before keeps the name that it had."""
    grade = next((one for one in Grade if one.value == grade_code), None)
    if grade is None:
        raise NotFound
    whole_province()
    form = RungForm(request.form if request.method == "POST" else None, data=RungForm.known(vouching.rung(grade)))
    form.top = grade is Grade.CONFORMS
    if request.method == "POST" and form.validate():
        try:
            with transaction():
                vouching.set_rung(grade, form.rung(), source=form.source.data or "", by=my_id())
        except vouching.LadderTooShort as refusal:
            form.used.errors = [say(refusal).sentence]
        else:
            cache.forget()
            done(gettext("ثبت شد."))
            return go(".ladder")
    page = render_template("staff/rung.html", grade=grade, form=form, faults=fault_list(form), history=_history(grade))
    return (page, 422) if request.method == "POST" else page


def _history(grade: Grade) -> list[tuple[vouching.DatedRung, list[str]]]:
    """What was set before, newest first, with what it asked."""
    return [(one, grade_asks(grade, one.rung)) for one in vouching.rungs_before(grade)]
