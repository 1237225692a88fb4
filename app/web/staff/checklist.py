"""What makers are asked before they sell: the province sets the items; of one maker staff mark papers and waivers."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme
from app.programme import ChecklistItem, ItemKind, NewItem
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import ItemForm
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, reach, whole_province, within_reach
from app.words import gettext

_KINDS = [ItemKind.ATTESTED, ItemKind.VERIFIED]


@blueprint.route("/checklist", methods=["GET", "POST"])
@allow(STAFF)
def checklist() -> Page:
    """All items as they stand, and a form for one more."""
    form = ItemForm(request.form if request.method == "POST" else None, data={"kind": ItemKind.ATTESTED.value})
    if request.method == "POST" and form.validate():
        whole_province()
        with transaction():
            programme.add_item(_wanted(form, ItemKind(form.kind.data)), me().person.id)
        done(gettext("افزوده شد."))
        return go(".checklist")
    items = programme.items()
    page = render_template(
        "staff/checklist.html",
        items=items,
        people=accounts.names(item.set_by for item in items if item.set_by is not None),
        kinds=_KINDS,
        form=form,
        faults=fault_list(form),
        may_change=reach() is None,
    )
    return (page, 422) if request.method == "POST" else page


def _wanted(form: ItemForm, kind: ItemKind) -> NewItem:
    words = (form.words_fa.data or "", form.words_en.data or "", form.words_ar.data or "")
    return NewItem(words, bool(form.required.data), int(form.position.data or 0), kind)


@blueprint.route("/checklist/<item_code>", methods=["GET", "POST"])
@allow(STAFF)
def checklist_item(item_code: str) -> Page:
    """Word an item otherwise, require it or no longer, retire it."""
    whole_province()
    item = programme.item_of(item_code)
    if request.form.get("do") == "retire":
        with transaction():
            programme.retire_item(item_code, me().person.id)
        done(gettext("دیگر از کسی خواسته نمی‌شود."))
        return go(".checklist")
    form = ItemForm(request.form if request.method == "POST" else None, data=_known(item))
    if request.method == "POST" and form.validate():
        with transaction():
            programme.edit_item(item_code, _wanted(form, item.kind), me().person.id)
        done(gettext("ثبت شد."))
        return go(".checklist")
    page = render_template("staff/checklist_item.html", item=item, form=form, faults=fault_list(form))
    return (page, 422) if request.method == "POST" else page


def _known(item: ChecklistItem) -> dict[str, object]:
    names = ("words_fa", "words_en", "words_ar", "required", "position")
    return {"kind": item.kind.value} | {name: getattr(item, name) for name in names}


@blueprint.post("/trainees/<int:trainee_id>/checklist")
@allow(STAFF)
def mark_checklist(trainee_id: int) -> Page:
    """A paper was seen, she is let off an item, or one of these is taken back."""
    act, code = request.form.get("do", ""), request.form.get("code", "")
    why = request.form.get("why", "").strip()
    if act == "waive" and not why:
        done(gettext("بنویسید چرا معاف می‌شود؛ خودش هم می‌خواند."))
        return go(".trainee", trainee_id=trainee_id)
    with transaction():
        maker = programme.trainee(trainee_id)
        within_reach(maker.county_code)
        if act == "verify":
            programme.verify(maker, code, me().person.id, why)
        elif act == "waive":
            programme.waive(maker, code, me().person.id, why)
        elif act == "take_back":
            programme.take_mark_back(maker, code, me().person.id)
        else:
            raise NotFound
    done(gettext("ثبت شد."))
    return go(".trainee", trainee_id=trainee_id)
