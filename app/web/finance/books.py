"""The books: the trial balance, and gateways' transfers to our bank account."""

from __future__ import annotations

from flask import render_template, request

from app import ledger, offshop, orders, payments, programme
from app.shared import audit, sheets
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.web.access import FINANCE, allow, freshly, me
from app.web.finance.door import XLSX, blueprint, download
from app.web.forms.fields import fault_list
from app.web.forms.staff import ForeignSettlementForm, SettlementForm
from app.web.pages import Page, done, go
from app.words import account_name, formats, gettext, name_of, say


@blueprint.route("/books", methods=["GET", "POST"])
@allow(FINANCE)
def books() -> Page:
    """The trial balance; and a gateway's transfer to our bank account, written down."""
    form = SettlementForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate() and _settled(form):
        done(gettext("ثبت شد."))
        return go(".books")
    return _page(form, _abroad_form())


def _page(form: SettlementForm, abroad_form: ForeignSettlementForm) -> Page:
    rows = _chart()
    page = render_template(
        "finance/books.html",
        rows=[row for row in rows if row[3] == ledger.chart.RIAL],
        foreign=[row for row in rows if row[3] != ledger.chart.RIAL],
        months=[JalaliMonth.current().plus(-step) for step in range(12)],
        form=form,
        settled=ledger.told_of("gateway", 0),
        abroad=payments.abroad(),
        abroad_form=abroad_form,
        faults=fault_list(form) + fault_list(abroad_form),
        gateways=[name for name in payments.gateways() if name not in payments.BY_HAND | payments.FOREIGN],
    )
    return (page, 422) if request.method == "POST" else page


def _abroad_form() -> ForeignSettlementForm:
    return ForeignSettlementForm(request.form if "abroad" in request.form else None, prefix="abroad-")


@blueprint.post("/books/abroad")
@allow(FINANCE)
def abroad() -> Page:
    """A foreign gateway's transfer, told in its own currency and in the rials that came of it."""
    form = _abroad_form()
    if not form.validate() or not _settled_abroad(form):
        return _page(SettlementForm(None), form)
    done(gettext("ثبت شد."))
    return go(".books")


def _settled_abroad(form: ForeignSettlementForm) -> bool:
    """Whether the transfer was written down. Raises UnknownGateway."""
    gateway, _, currency = request.form.get("abroad", "").partition(":")
    if gateway not in payments.FOREIGN or len(currency) != 3:
        raise payments.UnknownGateway(gateway)
    what = payments.Transfer(gateway, currency, form.left.data, form.fee.data or 0, int(form.amount.data))
    try:
        with transaction():
            payments.settled_abroad(what, key=form.reference.data or "", by=me().person.id)
    except payments.MoreThanAbroad as refusal:
        form.left.errors = [say(refusal).sentence]
        return False
    except ledger.AlreadyPosted:
        form.reference.errors = [gettext("این شمارهٔ سند پیش‌تر با مبلغِ دیگری ثبت شده است.")]
        return False
    return True


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
    except payments.SettlementTooLarge as refusal:
        form.amount.errors = [say(refusal).sentence]
        return False
    except ledger.AlreadyPosted:
        form.reference.errors = [gettext("این شمارهٔ سند پیش‌تر با مبلغِ دیگری ثبت شده است.")]
        return False
    return True


def _chart() -> list[tuple[str, int, int, str]]:
    """Accounts as the desk reads them: those of makers and parcels in one line each, with how many; their currency."""
    sums: dict[str, tuple[int, int]] = {}
    for code, amount in ledger.trial_balance():
        head, _, tail = code.rpartition(":")
        name = head if tail.isdigit() else code
        count, whole = sums.get(name, (0, 0))
        sums[name] = (count + 1, whole + amount)
    return [(name, count, amount, ledger.chart.currency_of(name)) for name, (count, amount) in sorted(sums.items())]


HEADINGS = {
    "journals": (
        "شماره",
        "تاریخ شمسی",
        "تاریخ میلادی",
        "رویداد",
        "بابت",
        "شرح",
        "حساب",
        "نام حساب",
        "ارز",
        "بدهکار",
        "بستانکار",
    ),
    "trial": ("حساب", "نام حساب", "ارز", "بدهکار", "بستانکار"),
    "statements": (
        "حساب",
        "سازنده",
        "تاریخ شمسی",
        "تاریخ میلادی",
        "بابت",
        "سفارش یا سند",
        "پیش از کارمزد (ریال)",
        "کارمزد (ریال)",
        "مبلغ (ریال)",
        "مانده (ریال)",
    ),
}  # fmt: skip
_KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@blueprint.post("/books/<what>.<kind>")
@allow(freshly(FINANCE))
def export(what: str, kind: str) -> Page:
    """The books as a spreadsheet: rials, or an account's own currency; Jalali and Gregorian days.

    Nothing in it is what a spreadsheet takes for a formula.
    """
    if what not in HEADINGS or kind not in _KINDS:
        raise NotFound
    try:
        month = JalaliMonth.parse(request.form.get("month", ""))
    except ValueError:
        month = JalaliMonth.current()
    rows = {"journals": _journal_rows, "trial": _trial_rows, "statements": _statement_rows}[what](month)
    if kind == "csv":
        content = sheets.csv_file(HEADINGS[what], rows)
    else:
        content = sheets.xlsx_file(what, HEADINGS[what], rows, month.starts)
    with transaction():
        audit.note("books_exported", "books", 0, me().person.id, what=what, month=str(month))
    return download(content, f"{what}-{month}.{kind}", _KINDS[kind])


def _sides(code: str, amount: int) -> tuple[sheets.Cell, sheets.Cell, sheets.Cell]:
    """The currency of an account's amount; debit and credit in its units: rials, but euros rather than cents."""
    currency = ledger.chart.currency_of(code)
    size = abs(amount) if currency == ledger.chart.RIAL else formats.in_units(abs(amount))
    return (currency, size, 0) if amount > 0 else (currency, 0, size)


def _journal_rows(month: JalaliMonth) -> list[list[sheets.Cell]]:
    return [
        [
            line.number,
            *formats.plain_days(line.at),
            name_of(line.kind),
            f"{line.about[0]} {line.about[1]}",
            line.memo,
            line.account,
            account_name(line.account),
            *_sides(line.account, int(line.amount)),
        ]
        for line in ledger.journal_lines(month.starts, month.ends)
    ]


def _trial_rows(_: JalaliMonth) -> list[list[sheets.Cell]]:
    return [[code, account_name(code), *_sides(code, int(amount))] for code, amount in ledger.trial_balance()]


def _statement_rows(month: JalaliMonth) -> list[list[sheets.Cell]]:
    rows: list[list[sheets.Cell]] = []
    makers = programme.trainees(ledger.makers_with_accounts())
    for maker in sorted(makers.values(), key=lambda one: one.id):
        whose = [ledger.chart.maker(maker.id), maker.display_name]
        found = ledger.statement(maker.id, month)
        views = orders.parcel_views(line.about[1] for line in found.lines if line.about[0] == "parcel")
        codes = {("parcel", view.parcel.id): view.order.code for view in views}
        sales = offshop.by_ids(line.about[1] for line in found.lines if line.about[0] == "offshop")
        codes |= {("offshop", sale.id): name_of(sale.evidence) for sale in sales.values()}
        left = int(found.opening)
        rows.append([*whose, *formats.plain_days(month.starts), "مانده از پیش", "", 0, 0, 0, left])
        for line in found.lines:
            left += int(line.amount)
            about = [*whose, *formats.plain_days(line.at), name_of(line.kind), codes.get(line.about, "")]
            parts = (int(line.before), int(line.fee)) if line.sale else (0, 0)
            rows.append([*about, *parts, int(line.amount), left])
    return rows
