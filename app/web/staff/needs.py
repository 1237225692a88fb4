"""Writing what a county needs: a study a year, its answers, and the word that it is final."""

from __future__ import annotations

from flask import render_template, request

from app import planning
from app.planning import NeedStudy
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.text import only_digits
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.planning import NeedForm
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, within_reach
from app.words import formats, gettext, say


@blueprint.get("/needs")
@allow(STAFF)
def needs() -> Page:
    """This year's studies of her counties, and last year's, which may still be written."""
    year = JalaliMonth.current().year
    found = {one: planning.counties_in(one) for one in (year, year - 1)}
    return render_template("staff/needs.html", years=found, mine=my_counties())


@blueprint.post("/needs")
@allow(STAFF)
def begin_need() -> Page:
    code = request.form.get("county", "")
    within_reach(code)
    with transaction():
        number = planning.begin_study(code, int(only_digits(request.form.get("year", ""))[:4] or 0), me().person.id).id
    return go(".need", study_id=number)


def _mine(study_id: int) -> NeedStudy:
    """A study of a county of hers. Raises NotFound."""
    found = planning.study(study_id)
    within_reach(found.county_code)
    return found


@blueprint.get("/needs/<int:study_id>")
@allow(STAFF)
def need(study_id: int) -> Page:
    found = _mine(study_id)
    return _form_page(found, NeedForm.showing(planning.answers_of(found.id)), [])


def _form_page(found: NeedStudy, form: NeedForm, faults: list[tuple[str, str]]) -> Page:
    page = render_template(
        "staff/need.html",
        one=found,
        form=form,
        faults=faults,
        marks=_marks(),
        weights=planning.weights(),
        names=county_names(),
    )
    return (page, 422) if faults else page


def _marks() -> list[tuple[str, str]]:
    words = (gettext("هیچ"), gettext("کم"), gettext("نیمه"), gettext("خوب"), gettext("کامل"))
    return [(str(mark), f"{gettext('%(n)s از ۴', n=formats.num(mark))} – {word}") for mark, word in enumerate(words)]


@blueprint.post("/needs/<int:study_id>")
@allow(STAFF)
def answer_need(study_id: int) -> Page:
    """Keep what was said; with the other button, for good."""
    found, form = _mine(study_id), NeedForm(request.form)
    if not form.validate():
        return _form_page(found, form, fault_list(form))
    final = request.form.get("do") == "finish"
    # They are read over all counties, which takes a while: not while others wait to write.
    figures = planning.figures_of(found.year)[found.county_code] if final else None
    try:
        with transaction():
            found = _mine(study_id)
            planning.answer(found, form.said(), me().person.id)
            if final:
                planning.finish(found, me().person.id, figures)
    except planning.StudyIncomplete as refusal:
        return _form_page(_mine(study_id), form, [("material", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    if final:
        found = _mine(study_id)
        return go("office.need", code=found.county_code, year=found.year)
    return go(".need", study_id=study_id)
