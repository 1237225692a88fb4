"""What buyers say is not right: agree, offer a part, or see it otherwise."""

from __future__ import annotations

from flask import render_template, request
from wtforms import Form

from app import claims
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.forms.claims import ContestForm, OfferForm
from app.web.forms.fields import fault_list
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.get("/claims")
@allow(TRAINEES)
def all_claims() -> Page:
    return render_template("maker/claims.html", claims=claims.of_maker(my_trainee().id))


@blueprint.get("/claims/<int:claim_id>")
@allow(TRAINEES)
def claim(claim_id: int) -> Page:
    return _page(claim_id)


def _page(claim_id: int, slip: Form | None = None) -> Page:
    view = claims.own_claim(my_trainee().id, claim_id)
    page = render_template(
        "maker/claim.html",
        view=view,
        offer=slip if isinstance(slip, OfferForm) else OfferForm(),
        contest=slip if isinstance(slip, ContestForm) else ContestForm(),
        faults=fault_list(slip) if slip else [],
    )
    return (page, 422) if slip else page


@blueprint.post("/claims/<int:claim_id>")
@allow(TRAINEES)
def answer(claim_id: int) -> Page:
    """The maker's turn."""
    what = request.form.get("do", "")
    if what == "offer":
        return _offer(claim_id)
    if what == "contest":
        return _contest(claim_id)
    with transaction():
        mine = claims.own_claim(my_trainee().id, claim_id).claim
        if what == "agree":
            claims.agree(mine, my_id(), goods_back=False)
        elif what == "agree_back":
            claims.agree(mine, my_id(), goods_back=True)
        elif what in {"came", "came_sellable"}:
            claims.goods_came(mine, my_id(), sellable=what == "came_sellable")
        else:
            raise NotFound
    done(gettext("ثبت شد. به خریدار خبر دادیم."))
    return go(".claim", claim_id=claim_id)


def _offer(claim_id: int) -> Page:
    form = OfferForm(request.form)
    if not form.validate():
        return _page(claim_id, form)
    try:
        with transaction():
            mine = claims.own_claim(my_trainee().id, claim_id).claim
            claims.offer(mine, form.amount.data, form.words.data or "", my_id())
    except claims.OfferOutOfRange as refusal:
        form.amount.errors = [say(refusal).sentence]
        return _page(claim_id, form)
    done(gettext("پیشنهادتان را به خریدار گفتیم."))
    return go(".claim", claim_id=claim_id)


def _contest(claim_id: int) -> Page:
    form = ContestForm(request.form)
    if not form.validate():
        return _page(claim_id, form)
    with transaction():
        claims.contest(claims.own_claim(my_trainee().id, claim_id).claim, form.words.data or "", my_id())
    done(gettext("پاسختان ثبت شد. کارشناسِ بازار هر دو سخن را می‌خواند و تصمیم می‌گیرد."))
    return go(".claim", claim_id=claim_id)
