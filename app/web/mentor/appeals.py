"""Appeals against other mentors' decisions: each looked at like any product, with what was said before."""

from __future__ import annotations

from flask import request

from app import vouching
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import MENTORS, allow, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import VouchForm
from app.web.mentor.desk import blueprint, counties_of_mine, listed
from app.web.mentor.reviewing import keep_photos, look, record_of, refused_look, testimony_in
from app.web.pages import Page, done, go, page_number
from app.words import gettext, say


@blueprint.get("/appeals")
@allow(MENTORS)
def appeals() -> Page:
    waiting, items = vouching.appeals(my_mentor(), counties_of_mine(), page_number())
    return listed("mentor/appeals.html", waiting, items)


@blueprint.get("/appeals/<int:appeal_id>")
@allow(MENTORS)
def appeal(appeal_id: int) -> Page:
    return _page(appeal_id, VouchForm(data={"seen_on": today()}), [])


def _page(appeal_id: int, form: VouchForm, faults: list[tuple[str, str]]) -> Page:
    item = vouching.open_appeal(appeal_id, my_mentor(), counties_of_mine())
    return look(item.review, form, faults, appeal=item)


@blueprint.post("/appeals/<int:appeal_id>")
@allow(MENTORS)
def decide_appeal(appeal_id: int) -> Page:
    """Vouch for it after all, or keep the first decision with a reason."""
    form, keeps = VouchForm(request.form), request.form.get("do") == "keep"
    if not keeps:
        faults = keep_photos(vouching.open_appeal(appeal_id, my_mentor(), counties_of_mine()).review)
        if not form.validate() or faults:
            return _page(appeal_id, form, [*fault_list(form), *faults])
    try:
        with transaction():
            item = vouching.open_appeal(appeal_id, my_mentor(), counties_of_mine())
            if keeps:
                vouching.dismiss_appeal(item.appeal, my_mentor(), request.form.get("reason", ""))
                given = None
            else:
                given = vouching.grant_appeal(item.appeal, my_mentor(), testimony_in(form), record_of(item.review))
    except Refusal as refusal:
        return _page(appeal_id, form, [("reason", say(refusal).sentence)] if keeps else refused_look(refusal))
    done(_outcome(keeps=keeps, on_sale=given is not None))
    return go(".appeals")


def _outcome(*, keeps: bool, on_sale: bool) -> str:
    if keeps:
        return gettext("تصمیمِ نخست ماند و دلیلش را به سازنده گفتیم.")
    if on_sale:
        return gettext("تأیید کردید. کالا روی بازار است.")
    return gettext("نظرتان ثبت شد. پیشرانِ دومی هم باید ببیند؛ پس از او به بازار می‌رود.")
