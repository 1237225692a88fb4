"""Her days off: told once, shown to buyers, over by themselves."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue
from app.catalogue import NewLeave
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.maker import LeaveForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.route("/leave", methods=["GET", "POST"])
@allow(TRAINEES)
def leaves() -> Page:
    form = LeaveForm(request.form if request.method == "POST" else None, data={"first_day": today()})
    if request.method == "POST" and form.validate() and _taken(form):
        done(gettext("ثبت شد. خریدارها روزِ بازگشتِ شما را می‌بینند."))
        return go(".leaves")
    page = render_template(
        "maker/leaves.html",
        form=form,
        faults=fault_list(form),
        leaves=catalogue.leaves_of(my_trainee().id),
        today=today(),
    )
    return (page, 422) if request.method == "POST" else page


def _taken(form: LeaveForm) -> bool:
    days = NewLeave(form.first_day.data, form.last_day.data, form.words.data or "", form.spares_ready.data)
    try:
        with transaction():
            catalogue.take_leave(my_trainee().id, days, my_id())
    except Refusal as refusal:
        form.first_day.errors = [say(refusal).sentence]
        return False
    return True


@blueprint.post("/leave/<int:leave_id>/end")
@allow(TRAINEES)
def end_leave(leave_id: int) -> Page:
    """Back early, or not going after all: at once."""
    with transaction():
        catalogue.end_leave(catalogue.own_leave(my_trainee().id, leave_id), my_id())
    done(gettext("کالاهایتان از همین حالا فروخته می‌شود."))
    return go(".leaves")
