"""Reports as gateways' panels and banks give them, and payments for them to be about."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import openpyxl

from app import finance, payments
from app.accounts import Role
from app.finance import Match, ReportRow
from app.payments import Attempt
from app.shared.calendar import jalali, local_date
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank

FA = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HEADINGS = ("تاریخ", "شماره پیگیری", "مبلغ (ریال)", "کارمزد", "شرح")


def payments_made(bank: FakeBank, count: int) -> list[Attempt]:
    """So many payments through the gateway, oldest first."""
    variant = world.variant(world.maker(), world.Ware(on_hand=1000))
    orders = [world.paid(bank, {variant: 1 + number}) for number in range(count)]
    return [payments.attempts_of(order)[-1] for order in orders]


def jalali_day(attempt: Attempt) -> str:
    assert attempt.decided_at is not None
    return "{:04d}/{:02d}/{:02d}".format(*jalali(local_date(attempt.decided_at)))


def told(attempt: Attempt, *, amount: int | None = None, fee: int = 0, reference: str | None = None) -> list[str]:
    """A payment as a row of the gateway's report, under `HEADINGS`."""
    rials = int(attempt.amount_rial) if amount is None else amount
    return [jalali_day(attempt), reference or str(attempt.reference), str(rials), str(fee), "خرید"]


def csv_of(rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS, mark: str = ",") -> bytes:
    return "\r\n".join(mark.join(row) for row in [headings, *rows]).encode("utf-8-sig")


def xlsx_of(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    for row in [headings, *rows]:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(content: bytes, source: str = "sandbox", by: int | None = None) -> int:
    """The report's number."""
    by = by or world.official(Role.FINANCE)
    world.fresh()
    with transaction():
        return finance.import_report(source, "report.csv", content, by).id


def rows(report_id: int) -> list[ReportRow]:
    world.fresh()
    return finance.rows_of(report_id)


def matches(report_id: int) -> list[Match]:
    return [row.match for row in rows(report_id)]


def missing(report_id: int) -> list[int]:
    """Numbers of the attempts that the report lacks."""
    world.fresh()
    return [one.id for one in finance.missing_in(finance.report(report_id))]
