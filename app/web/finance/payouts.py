"""Payouts: batches that two persons answer for, their files, and what became of each item."""

from __future__ import annotations

import re

from flask import render_template, request

from app import accounts, payouts, programme
from app.accounts import BankDetail
from app.payouts import Obstacle
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.sheets import UnreadableList
from app.shared.states import MoveRefused
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import blueprint, download
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


def _batch(batch_id: int, said: str = "", reading: payouts.Reading | None = None) -> Page:
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
        reading=reading,
        unnamed=[one for one in items if one.state is payouts.ItemState.EXPORTED and one.id not in reading.results]
        if reading
        else [],
        typed=request.form,
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
    if kind not in payouts.FILES:
        raise NotFound
    writer, mimetype = payouts.FILES[kind]
    try:
        with transaction():
            found = payouts.batch(batch_id)
            if found.exported_at is None:
                raise NotFound
            content = writer(found, me().person.id)
    except payouts.DebtorMissing as refusal:
        return _batch(batch_id, say(refusal).sentence)
    return download(content, f"payout-{batch_id}.{kind}", mimetype)


@blueprint.post("/payouts/<int:batch_id>/results")
@allow(freshly(FINANCE))
def results(batch_id: int) -> Page:
    """The bank's file of results, laid beside the items; nothing is written down until somebody confirms it."""
    upload = request.files.get("results")
    try:
        reading = payouts.read_results(payouts.batch(batch_id), upload.stream.read() if upload else b"")
    except UnreadableList as refusal:
        return _batch(batch_id, say(refusal).sentence)
    if not reading.results:
        return _batch(batch_id, gettext("در این پرونده ردیفی از این دسته نیافتیم."))
    return _batch(batch_id, reading=reading)


@blueprint.post("/payouts/<int:batch_id>/items")
@allow(freshly(FINANCE))
def items(batch_id: int) -> Page:
    """What became of the payments that were ticked: paid with a tracking number, or sent back by the bank."""
    wanted = {int(name[3:21]): what for name, what in request.form.items() if re.fullmatch(r"do-\d{1,18}", name)}
    try:
        with transaction():
            for item_id, what in wanted.items():
                _decide(payouts.item_in(batch_id, item_id), what)
    except (payouts.TrackingMissing, MoveRefused) as refusal:
        return _batch(batch_id, say(refusal).sentence)
    done(gettext("ثبت شد."))
    return go(".batch", batch_id=batch_id)


def _decide(item: payouts.Item, what: str) -> None:
    if what == "paid":
        payouts.confirm(item, request.form.get(f"tracking-{item.id}", ""), me().person.id)
    elif what == "returned":
        payouts.sent_back(item, request.form.get(f"why-{item.id}", ""), me().person.id)


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
