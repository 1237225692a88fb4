"""The desk: what the books can't settle by themselves."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, finance, orders, payments
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.staff import NoteForm, TrackingForm
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.get("/")
@allow(FINANCE)
def desk() -> Page:
    return _desk()


def _desk(form: TrackingForm | NoteForm | None = None, about: int = 0) -> Page:
    backs, proposals = payments.refunds_by_hand(), orders.waiting_proposals()
    slips, lapsed = payments.by_hand(), payments.lapsed_by_hand()
    page = render_template(
        "finance/desk.html",
        day=finance.today_figures(),
        tasks=finance.open_tasks(),
        refunds=backs,
        attempts={back.attempt_id: payments.attempt(back.attempt_id) for back in backs},
        suspicious=payments.suspicious(),
        by_hand=slips,
        lapsed=lapsed,
        proposals=proposals,
        people=accounts.names(one.proposal.proposed_by for one in proposals),
        accounts=payments.accounts_for(backs),
        codes=orders.codes(one.payable_id for one in [*slips, *lapsed, *payments.suspicious()]),
        form=form,
        about=about,
        faults=fault_list(form) if form else [],
    )
    return (page, 422) if form else page


@blueprint.post("/refunds/<int:refund_id>")
@allow(freshly(FINANCE))
def refund_by_hand(refund_id: int) -> Page:
    form = TrackingForm(request.form)
    if not form.validate():
        return _desk(form, refund_id)
    tracking_no, seen = form.tracking_no.data or "", request.form.get("seen", "")
    try:
        with transaction():
            payments.refund_by_hand(payments.refund_by_id(refund_id), tracking_no, me().person.id, seen=seen)
    except payments.AccountChanged as refusal:
        form.tracking_no.errors = [say(refusal).sentence]
        return _desk(form, refund_id)
    done(gettext("ثبت شد."))
    return go(".desk")


@blueprint.post("/tasks/<int:task_id>")
@allow(FINANCE)
def close_task(task_id: int) -> Page:
    form = NoteForm(request.form)
    if not form.validate():
        return _desk(form, task_id)
    with transaction():
        finance.close_task(task_id, form.note.data or "", me().person.id)
    done(gettext("بسته شد."))
    return go(".desk")


@blueprint.post("/by-hand/<int:attempt_id>")
@allow(freshly(FINANCE))
def by_hand(attempt_id: int) -> Page:
    """The money of a payment by hand was seen on the account, or was not; or it is lost, of what was handed over."""
    form = TrackingForm(request.form)
    what = request.form.get("do")
    if what == "seen" and not form.validate():
        return _desk(form, -attempt_id)
    if what not in {"seen", "never", "lost"}:
        raise NotFound
    try:
        with transaction():
            if payments.attempt(attempt_id).gateway not in payments.BY_HAND:
                raise NotFound
            if what == "seen":
                orders.seen_by_hand(attempt_id, form.tracking_no.data or "", me().person.id)
            elif what == "lost":
                orders.cash_lost(attempt_id, me().person.id)
            else:
                orders.never_came(attempt_id, me().person.id)
    except payments.ReferenceUsed as refusal:
        form.tracking_no.errors = [say(refusal).sentence]
        return _desk(form, -attempt_id)
    done(gettext("ثبت شد. به خریدار خبر دادیم."))
    return go(".desk")


@blueprint.post("/suspicious/<int:attempt_id>")
@allow(freshly(FINANCE))
def suspicious(attempt_id: int) -> Page:
    """A payment that does not fit the books: asked about once more, found in the gateway's panel, or not there."""
    form = TrackingForm(request.form)
    what = request.form.get("do")
    if what == "seen" and not form.validate():
        return _desk(form, -attempt_id)
    by = me().person.id
    try:
        with transaction():
            if what == "ask":
                orders.ask_again(attempt_id, by)
            elif what == "seen":
                orders.seen_at_gateway(attempt_id, form.tracking_no.data or "", by)
            elif what == "nothing":
                orders.nothing_at_gateway(attempt_id, by)
            else:
                raise NotFound
    except payments.ReferenceUsed as refusal:
        form.tracking_no.errors = [say(refusal).sentence]
        return _desk(form, -attempt_id)
    done(gettext("از درگاه می‌پرسیم؛ پاسخش همین‌جا می‌آید.") if what == "ask" else gettext("ثبت شد."))
    return go(".desk")


@blueprint.post("/proposals/<int:proposal_id>")
@allow(freshly(FINANCE))
def proposal(proposal_id: int) -> Page:
    """The second person's word on a large refund."""
    what = request.form.get("do")
    try:
        with transaction():
            if what == "agree":
                orders.agree_to_refund(proposal_id, me().person.id)
            elif what == "decline":
                orders.decline_refund(proposal_id, me().person.id)
            else:
                raise NotFound
    except (orders.RefundBySamePerson, orders.RefundOutOfRange, payments.RefundTooLarge) as refusal:
        done(say(refusal).sentence)
        return go(".desk")
    done(gettext("ثبت شد."))
    return go(".desk")


@blueprint.post("/refunds/<int:refund_id>/account")
@allow(freshly(FINANCE))
def refund_account(refund_id: int) -> Page:
    """Show where a buyer wants her money; who looked is written down."""
    with transaction():
        sheba, holder = payments.reveal_account(refund_id, me().person.id)
    back = payments.refund_by_id(refund_id)
    return render_template(
        "finance/account.html",
        sheba=sheba,
        holder=holder,
        refund=back,
        seen=payments.accounts_for([back])[refund_id].mark,
        form=TrackingForm(),
    )
