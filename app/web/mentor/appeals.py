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
from app.web.mentor.desk import blueprint, counties_of_mine, listed, look, testimony_in
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
    return look(item.review, form, faults, item)


@blueprint.post("/appeals/<int:appeal_id>")
@allow(MENTORS)
def decide_appeal(appeal_id: int) -> Page:
    """Vouch for it after all, or keep the first decision with a reason."""
    form, keeps = VouchForm(request.form), request.form.get("do") == "keep"
    if not keeps and not form.validate():
        return _page(appeal_id, form, fault_list(form))
    try:
        with transaction():
            made = vouching.open_appeal(appeal_id, my_mentor(), counties_of_mine()).appeal
            if keeps:
                vouching.dismiss_appeal(made, my_mentor(), request.form.get("reason", ""))
            else:
                vouching.grant_appeal(made, my_mentor(), testimony_in(form))
    except Refusal as refusal:
        return _page(appeal_id, form, [("reason" if keeps else "decision", say(refusal).sentence)])
    done(
        gettext("تصمیمِ نخست ماند و دلیلش را به سازنده گفتیم.") if keeps else gettext("تأیید کردید. کالا روی بازار است.")
    )
    return go(".appeals")
