"""Files for the bank. The same batch always gives the same bytes."""

from __future__ import annotations

import csv
import io

import xlsxwriter

from app.accounts import BankDetail, reveal_sheba
from app.payouts.models import Batch, ItemState
from app.payouts.queries import items_of
from app.shared.database import session

HEADINGS = ("ردیف", "نام صاحب حساب", "شبا", "مبلغ (ریال)", "شناسه", "شرح")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def _rows(batch: Batch, by: int) -> list[tuple[int, str, str, int, str, str]]:
    rows = []
    for number, item in enumerate((one for one in items_of(batch.id) if one.state is not ItemState.HELD), start=1):
        detail = session().get_one(BankDetail, item.bank_detail_id)
        sheba = reveal_sheba(detail, by, f"payout batch {batch.id}")
        about = f"P{batch.id:05d}{item.id:07d}"
        rows.append((number, detail.holder, sheba, int(item.amount_rial), about, f"تسویه {batch.id}"))
    return rows


def csv_file(batch: Batch, by: int) -> bytes:
    """CSV in UTF-8 with a BOM, safe to open in a spreadsheet. Shows full Shebas, so it leaves audit rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in _rows(batch, by):
        writer.writerow([_safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: str | int) -> str | int:
    """A spreadsheet takes text that begins like a formula for one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def xlsx_file(batch: Batch, by: int) -> bytes:
    """The same as a workbook, right to left; text stays text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    if batch.exported_at is not None:
        book.set_properties({"created": batch.exported_at.replace(tzinfo=None)})
    sheet = book.add_worksheet("payout")
    sheet.right_to_left()
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading)
    for line, row in enumerate(_rows(batch, by), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, cell)
    book.close()
    return out.getvalue()
