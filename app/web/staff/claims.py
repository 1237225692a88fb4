"""Claims that buyers and makers could not settle between them."""

from __future__ import annotations

from flask import render_template, request

from app import claims, orders, programme
from app.claims import ClaimState, Verdict
from app.shared import states
from app.shared.database import transaction
from app.shared.money import Rial
from app.web.access import STAFF, allow, me
from app.web.forms.claims import VerdictForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/claims")
@allow(STAFF)
def all_claims() -> Page:
    known = {state.value: state for state in ClaimState}
    state, page = known.get(request.args.get("state", "")), page_number()
    total, found = claims.for_staff(reach(), state, page)
    return render_template(
        "staff/claims.html",
        claims=found,
        total=total,
        page=page,
        pages=pages_of(total, 30),
        state=state,
        states=list(ClaimState),
        makers=programme.trainees(view.parcel.maker_id for view in found),
    )


@blueprint.get("/claims/<int:claim_id>")
@allow(STAFF)
def claim(claim_id: int) -> Page:
    return _page(claim_id)


def _page(claim_id: int, form: VerdictForm | None = None) -> Page:
    view = claims.within(claim_id, reach())
    page = render_template(
        "staff/claim.html",
        view=view,
        maker=programme.trainee(view.parcel.maker_id),
        history=states.history("claim", claim_id),
        form=form or VerdictForm(data={"amount": view.amount, "delivery": view.delivery_due or None}),
        faults=fault_list(form) if form else [],
    )
    return (page, 422) if form else page


@blueprint.post("/claims/<int:claim_id>")
@allow(STAFF)
def decide_claim(claim_id: int) -> Page:
    form = VerdictForm(request.form)
    if not form.validate():
        return _page(claim_id, form)
    pays = form.what.data == "pay"
    verdict = Verdict(
        amount=Rial(form.amount.data or 0) if pays else Rial(0),
        delivery=Rial(form.delivery.data or 0) if pays else Rial(0),
        words=form.words.data or "",
        goods_back=form.what.data == "return",
        upheld=bool(form.upheld.data),
    )
    try:
        with transaction():
            claims.decide(claims.within(claim_id, reach()).claim, verdict, me().person.id)
    except claims.OfferOutOfRange as refusal:
        field = form.delivery if refusal.delivery else form.amount
        field.errors = [say(refusal).sentence]
        return _page(claim_id, form)
    except claims.SameJudge as refusal:
        form.words.errors = [say(refusal).sentence]
        return _page(claim_id, form)
    except orders.RefundsWait as refusal:
        form.amount.errors = [say(refusal).sentence]
        return _page(claim_id, form)
    done(gettext("تصمیم ثبت شد. به هر دو خبر دادیم."))
    return go(".claim", claim_id=claim_id)
