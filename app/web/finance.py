"""The finance desk: tasks, refunds by hand, payouts, the books."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from app import accounts, finance, ledger, payments, payouts, programme
from app.accounts import BankDetail
from app.payouts import Obstacle
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.money import Rial
from app.web.access import FINANCE, allow, freshly, me
from app.web.forms.fields import fault_list
from app.web.forms.staff import NoteForm, SettlementForm, TrackingForm
from app.web.pages import Page, done, go
from app.words import gettext, say

blueprint = Blueprint("finance", __name__, url_prefix="/finance")


@blueprint.get("/")
@allow(FINANCE)
def desk() -> Page:
    return _desk()


def _desk(form: TrackingForm | NoteForm | None = None, about: int = 0) -> Page:
    backs = payments.refunds_by_hand()
    page = render_template(
        "finance/desk.html",
        tasks=finance.open_tasks(),
        refunds=backs,
        attempts={back.attempt_id: payments.attempt(back.attempt_id) for back in backs},
        suspicious=payments.suspicious(),
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
    with transaction():
        payments.refund_by_hand(payments.refund_by_id(refund_id), form.tracking_no.data or "", me().person.id)
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
    writers = {"csv": (payouts.csv_file, "text/csv; charset=utf-8"), "xlsx": (payouts.xlsx_file, _XLSX)}
    if kind not in writers:
        raise NotFound
    writer, mimetype = writers[kind]
    with transaction():
        found = payouts.batch(batch_id)
        if found.exported_at is None:
            raise NotFound
        content = writer(found, me().person.id)
    return _download(content, f"payout-{batch_id}.{kind}", mimetype)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _download(content: bytes, name: str, mimetype: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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


@blueprint.route("/books", methods=["GET", "POST"])
@allow(FINANCE)
def books() -> Page:
    """The trial balance; and a gateway's transfer to our bank account, written down."""
    form = SettlementForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate() and _settled(form):
        done(gettext("ثبت شد."))
        return go(".books")
    page = render_template(
        "finance/books.html",
        rows=_chart(),
        form=form,
        faults=fault_list(form),
        gateways=list(payments.gateways()),
    )
    return (page, 422) if request.method == "POST" else page


def _settled(form: SettlementForm) -> bool:
    """Whether the transfer was written down. Raises UnknownGateway."""
    gateway = request.form.get("gateway", "")
    if gateway not in payments.gateways():
        raise payments.UnknownGateway(gateway)
    try:
        with transaction():
            payments.settled_to_bank(
                gateway,
                Rial(form.amount.data),
                Rial(form.fee.data or 0),
                key=form.reference.data or "",
                by=me().person.id,
            )
    except ledger.AlreadyPosted:
        form.reference.errors = [gettext("این شمارهٔ سند پیش‌تر با مبلغِ دیگری ثبت شده است.")]
        return False
    return True


def _chart() -> list[tuple[str, int, int]]:
    """Accounts as the desk reads them: those of makers and parcels in one line each, with how many."""
    sums: dict[str, tuple[int, int]] = {}
    for code, amount in ledger.trial_balance():
        head, _, tail = code.rpartition(":")
        name = head if tail.isdigit() else code
        count, whole = sums.get(name, (0, 0))
        sums[name] = (count + 1, whole + amount)
    return [(name, count, amount) for name, (count, amount) in sorted(sums.items())]
