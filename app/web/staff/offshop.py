"""Sales outside the shop: what somebody of the programme has seen, and what was not so."""

from __future__ import annotations

from flask import render_template, request

from app import offshop, programme
from app.shared import audit, gallery
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF_OF_INCOMES, allow, me
from app.web.forms.staff import NoteForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.staff.door import blueprint, reach
from app.words import gettext


@blueprint.get("/sales")
@allow(STAFF_OF_INCOMES)
def offshop_sales() -> Page:
    return _page()


def _page(form: NoteForm | None = None, about: int = 0) -> Page:
    total, found = offshop.for_staff(reach(), page_number())
    sold_by = {one.maker_id for one in found}
    page = render_template(
        "staff/sales.html",
        sales=found,
        page=page_number(),
        pages=pages_of(total, 30),
        makers=programme.trainees(one.maker_id for one in found),
        mentors=programme.mentors(one.mentor_id for one in found if one.mentor_id),
        grades=offshop.STRONGEST_FIRST,
        pictures=gallery.by_ids(one.picture_id for one in found if one.picture_id),
        form=form,
        about=about,
    )
    with transaction():
        audit.note_looks("income_seen", "trainee", sold_by, me().person.id)
    return (page, 422) if form else page


@blueprint.post("/sales/<int:sale_id>")
@allow(STAFF_OF_INCOMES)
def offshop_sale(sale_id: int) -> Page:
    """Confirm it, or void it, each with a word of why."""
    form, what = NoteForm(request.form), request.form.get("do", "")
    if what not in {"confirm", "void"}:
        raise NotFound
    if not form.validate():
        offshop.within(sale_id, reach())
        return _page(form, sale_id)
    with transaction():
        sale = offshop.within(sale_id, reach())
        act = offshop.confirm if what == "confirm" else offshop.void
        act(sale, form.note.data or "", me().person.id)
    done(gettext("ثبت شد."))
    return go(".offshop_sales")
