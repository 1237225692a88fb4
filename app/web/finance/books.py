"""The books: the trial balance, and a gateway's transfer to our bank account."""

from __future__ import annotations

from flask import render_template, request

from app import ledger, payments
from app.shared.database import transaction
from app.shared.money import Rial
from app.web.access import FINANCE, allow, me
from app.web.finance.door import blueprint
from app.web.forms.fields import fault_list
from app.web.forms.staff import SettlementForm
from app.web.pages import Page, done, go
from app.words import gettext


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
        gateways=[name for name in payments.gateways() if name not in payments.BY_HAND],
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
