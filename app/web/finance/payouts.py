"""Payouts: batches that two persons answer for, their files, and what became of each item."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, payouts, programme
from app.accounts import BankDetail
from app.payouts import Obstacle
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import XLSX, blueprint, download
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.get("/payouts")
@allow(FINANCE)
def batches() -> Page:
    payable = payouts.payable()
    makers = programme.trainees(payable)
    return render_template(
        "finance/payouts.html",
        batches=payouts.batches(),
        sums=payouts.sums(),
        payable=sorted(payable.items(), key=lambda pair: -pair[1][0]),
        ready=sum(balance for balance, obstacle in payable.values() if obstacle is None),
        makers=makers,
        details=accounts.bank_details(maker.person_id for maker in makers.values()),
        unverified=Obstacle.UNVERIFIED_SHEBA,
        people=accounts.names(batch.created_by for batch in payouts.batches()),
    )


@blueprint.post("/payouts")
@allow(freshly(FINANCE))
def build() -> Page:
    try:
        with transaction():
            batch_id = payouts.build(me().person.id).id
    except payouts.NothingToPay as refusal:
        done(say(refusal).sentence)
        return go(".batches")
    return go(".batch", batch_id=batch_id)


@blueprint.get("/payouts/<int:batch_id>")
@allow(FINANCE)
def batch(batch_id: int) -> Page:
    return _batch(batch_id)


def _batch(batch_id: int, said: str = "") -> Page:
    found = payouts.batch(batch_id)
    items = payouts.items_of(batch_id)
    makers = programme.trainees(item.maker_id for item in items)
    people = [one for one in (found.created_by, found.approved_by) if one is not None]
    page = render_template(
        "finance/batch.html",
        batch=found,
        items=items,
        makers=makers,
        details=accounts.bank_details(maker.person_id for maker in makers.values()),
        total=sum(item.amount_rial for item in items if item.state is not payouts.ItemState.HELD),
        people=accounts.names(people),
        builder=found.created_by == me().person.id,
        said=said,
    )
    return (page, 422) if said else page


@blueprint.post("/payouts/<int:batch_id>")
@allow(freshly(FINANCE))
def step(batch_id: int) -> Page:
    """Approve, call off, or give to the bank."""
    acts = {"approve": payouts.approve, "cancel": payouts.cancel, "export": payouts.export}
    act = acts.get(request.form.get("do", ""))
    if act is None:
        raise NotFound
    try:
        with transaction():
            act(payouts.batch(batch_id), me().person.id)
    except Refusal as refusal:
        return _batch(batch_id, say(refusal).sentence)
    done(gettext("ثبت شد."))
    return go(".batch", batch_id=batch_id)


@blueprint.post("/payouts/<int:batch_id>/file/<kind>")
@allow(freshly(FINANCE))
def file(batch_id: int, kind: str) -> Page:
    """The bank's file, the same bytes every time. It shows full Shebas, so each look leaves audit rows."""
    writers = {"csv": (payouts.csv_file, "text/csv; charset=utf-8"), "xlsx": (payouts.xlsx_file, XLSX)}
    if kind not in writers:
        raise NotFound
    writer, mimetype = writers[kind]
    with transaction():
        found = payouts.batch(batch_id)
        if found.exported_at is None:
            raise NotFound
        content = writer(found, me().person.id)
    return download(content, f"payout-{batch_id}.{kind}", mimetype)


@blueprint.post("/payouts/<int:batch_id>/items/<int:item_id>")
@allow(freshly(FINANCE))
def item(batch_id: int, item_id: int) -> Page:
    """What became of one payment: paid with a tracking number, or sent back by the bank."""
    try:
        with transaction():
            found = payouts.item_in(batch_id, item_id)
            if request.form.get("do") == "returned":
                payouts.sent_back(found, request.form.get("why", ""), me().person.id)
            elif request.form.get("do") != "paid":
                raise NotFound
            else:
                payouts.confirm(found, request.form.get("tracking_no", ""), me().person.id)
    except NotFound:
        raise
    except Refusal as refusal:
        return _batch(batch_id, say(refusal).sentence)
    done(gettext("ثبت شد."))
    return go(".batch", batch_id=batch_id)


@blueprint.post("/sheba/<int:person_id>")
@allow(freshly(FINANCE))
def verify_sheba(person_id: int) -> Page:
    """The account's name was compared with the person's; a Sheba that was changed meanwhile is not the one seen."""
    with transaction():
        detail: BankDetail | None = accounts.bank_detail(person_id)
        if detail is None or str(detail.id) != request.form.get("detail"):
            raise NotFound
        accounts.verify_sheba(detail, me().person.id)
    done(gettext("شبا تأیید شد."))
    return go(".batches")
