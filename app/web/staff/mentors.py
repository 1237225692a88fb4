"""A mentor's load; she goes, or comes back. And what mentors look at."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, programme, vouching
from app.programme import Mentor
from app.shared.database import transaction
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.fields import fault_list
from app.web.forms.staff import RubricForm
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.web.staff.door import blueprint, within_reach
from app.words import formats, gettext


def _own(mentor_id: int) -> Mentor:
    found = programme.mentor(mentor_id)
    within_reach(found.county_code)
    return found


@blueprint.get("/mentors/<int:mentor_id>")
@allow(STAFF)
def mentor(mentor_id: int) -> Page:
    found = _own(mentor_id)
    return render_template(
        "staff/mentor.html",
        mentor=found,
        load=vouching.loads().get(found.id, vouching.NO_LOAD),
        vouches=vouching.vouches_by(found.id),
        ties=vouching.interests_of(found.id, standing=False),
        counties=county_names(),
    )


@blueprint.post("/mentors/<int:mentor_id>/leave")
@allow(freshly(STAFF))
def mentor_leaves(mentor_id: int) -> Page:
    """A role ends: the code is asked for anew. What she answers for is handed over at once, all of it."""
    with transaction():
        count = vouching.take_leave(_own(mentor_id), my_id())
    done(gettext("ثبت شد. برای %(n)s کالا جانشین خواسته شد.", n=formats.num(count)))
    return go(".mentor", mentor_id=mentor_id)


@blueprint.post("/mentors/<int:mentor_id>/return")
@allow(freshly(STAFF))
def mentor_returns(mentor_id: int) -> Page:
    with transaction():
        vouching.come_back(_own(mentor_id), my_id())
    done(gettext("ثبت شد. دوباره پیشران است."))
    return go(".mentor", mentor_id=mentor_id)


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
