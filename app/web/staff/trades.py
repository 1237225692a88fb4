"""The list of trades: staff of the whole province add one, call one something else, or offer one no more."""

from __future__ import annotations

from flask import render_template, request

from app import programme
from app.programme import TradeWords
from app.shared import cache
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.trades import TradeForm
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, whole_province
from app.words import gettext, say


def _words(form: TradeForm) -> TradeWords:
    return TradeWords(
        form.name_fa.data or "", form.name_en.data or "", form.name_ar.data or "", form.synonyms.data or ""
    )


@blueprint.route("/trades", methods=["GET", "POST"])
@allow(STAFF)
def trades() -> Page:
    whole_province()
    form, faults = TradeForm(request.form if request.method == "POST" else None), []
    if request.method == "POST":
        faults = [] if form.validate() else fault_list(form)
        if not faults:
            try:
                with transaction():
                    programme.add_trade(form.code.data or "", _words(form), me().person.id)
            except (programme.TradeIncomplete, programme.TradeKnown) as refusal:
                faults = [(refusal.what, say(refusal).sentence)]
            else:
                cache.forget()
                done(gettext("رسته افزوده شد."))
                return go(".trades")
    page = render_template(
        "staff/trades.html", trades=programme.trades(), having=programme.trainees_by_trade(), form=form, faults=faults
    )
    return (page, 422) if faults else page


@blueprint.route("/trades/<trade_code>", methods=["GET", "POST"])
@allow(STAFF)
def one_trade(trade_code: str) -> Page:
    """Other words for it; or, pressed, closed and opened again."""
    whole_province()
    what, by = request.form.get("do", "rename"), me().person.id
    form = TradeForm(request.form if request.method == "POST" else None, obj=programme.trade(trade_code))
    form.code.data = trade_code
    if request.method == "GET":
        return _one(trade_code, form, [])
    if what not in {"rename", "close", "open"}:
        raise NotFound
    if what == "rename" and not form.validate():
        return _one(trade_code, form, fault_list(form))
    try:
        with transaction():
            found = programme.trade(trade_code)
            if what == "rename":
                programme.rename_trade(found, _words(form), by)
            else:
                (programme.close_trade if what == "close" else programme.reopen_trade)(found, by)
    except NotFound:
        raise
    except Refusal as refusal:
        return _one(trade_code, form, [("name_fa", say(refusal).sentence)])
    cache.forget()
    done(gettext("ثبت شد."))
    return go(".one_trade", trade_code=trade_code)


def _one(trade_code: str, form: TradeForm, faults: list[tuple[str, str]]) -> Page:
    having = programme.trainees_by_trade().get(trade_code, 0)
    page = render_template(
        "staff/trade.html", trade=programme.trade(trade_code), having=having, form=form, faults=faults
    )
    return (page, 422) if faults else page
