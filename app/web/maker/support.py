"""Help for a trainee: what she needs, what mentors offer, what was undertaken for her, her thanks."""

from __future__ import annotations

from flask import render_template, request

from app import programme
from app.programme import HelpKind
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.support import NeedForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go, row_number
from app.words import gettext, say


@blueprint.route("/support", methods=["GET", "POST"])
@allow(TRAINEES)
def support() -> Page:
    form = NeedForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        with transaction():
            programme.tell_need(my_trainee(), HelpKind(form.kind.data), form.words.data or "", my_id())
        done(gettext("نوشته شد. پیشران‌های شهرستانتان می‌بینند."))
        return go(".support")
    return _page(form, fault_list(form))


def _page(form: NeedForm, faults: list[tuple[str, str]]) -> Page:
    hers = my_trainee()
    page = render_template(
        "maker/support.html",
        form=form,
        faults=faults,
        kinds=list(HelpKind),
        needs=programme.needs_of(hers.id),
        offers=programme.offers_to(hers),
        undertaken=programme.undertaken(trainee_id=hers.id),
    )
    return (page, 422) if faults else page


@blueprint.post("/support/act")
@allow(TRAINEES)
def support_act() -> Page:
    """Take an offer up, thank for what was given, or say that she wants something no more."""
    act, number = request.form.get("do", ""), row_number(request.form.get("number", ""))
    try:
        with transaction():
            _act(act, number)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(NeedForm(), [(f"{act}-{number}", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".support")


def _act(act: str, number: int) -> None:
    hers = my_trainee()
    if act == "take":
        programme.take_up(hers, number, my_id())
    elif act == "thank":
        found = programme.undertaking_of(number, trainee_id=hers.id)
        programme.thank(found, request.form.get("thanks", ""), my_id())
    elif act == "drop":
        programme.call_need_off(programme.need_of(number, hers.id), my_id())
    elif act == "off":
        found = programme.undertaking_of(number, trainee_id=hers.id)
        programme.call_off_mine(found, request.form.get("reason", ""), my_id())
    else:
        raise NotFound
