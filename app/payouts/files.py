"""Files for the bank. The same batch always gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml

from app.accounts import BankDetail, reveal_sheba, sheba
from app.payouts.errors import DebtorMissing
from app.payouts.models import Batch, Item, ItemState
from app.payouts.queries import items_of
from app.payouts.rules import BANK_TEMPLATE, DEBTOR_NAME, DEBTOR_SHEBA, TEMPLATES, BankTemplate
from app.shared import rulebook, sheets
from app.shared.calendar import TEHRAN, jalali
from app.shared.database import session

HEADINGS = ("ردیف", "نام صاحب حساب", "شبا", "مبلغ (ریال)", "شناسه", "شرح")
# The central bank, through which Paya runs, as the debtor's agent.
_AGENT = "BMJIIRTHXXX"


def reference(item: Item) -> str:
    """How an item is called in files that go to the bank and come back."""
    return f"P{item.batch_id:05d}{item.id:07d}"


@dataclass(frozen=True)
class _Payment:
    holder: str
    sheba: str
    amount: int
    reference: str


def _payments(batch: Batch, by: int) -> list[_Payment]:
    """What the bank is to pay; shows full Shebas, so it leaves audit rows."""
    payments = []
    for item in items_of(batch.id):
        if item.state is ItemState.HELD:
            continue
        detail = session().get_one(BankDetail, item.bank_detail_id)
        full = reveal_sheba(detail, by, f"payout batch {batch.id}")
        payments.append(_Payment(detail.holder, full, int(item.amount_rial), reference(item)))
    return payments


def _rows(batch: Batch, by: int) -> list[tuple[int, str, str, int, str, str]]:
    return [
        (number, one.holder, one.sheba, one.amount, one.reference, f"تسویه {batch.id}")
        for number, one in enumerate(_payments(batch, by), start=1)
    ]


def csv_file(batch: Batch, by: int) -> bytes:
    """CSV in UTF-8 with a BOM, safe to open in a spreadsheet."""
    return sheets.csv_file(HEADINGS, _rows(batch, by))


def xlsx_file(batch: Batch, by: int) -> bytes:
    """The same as a workbook, right to left; text stays text."""
    return sheets.xlsx_file("payout", HEADINGS, _rows(batch, by), batch.exported_at or batch.created_at)


def ccti_file(batch: Batch, by: int) -> bytes:
    """A group of Paya transfers (customer credit transfer initiation, pain.001 as Iranian banks read it).

    The shape is the one that public generators agree on; what banks differ in is the template's. Days are Jalali with
    Latin digits, as in the banks' samples. Raises DebtorMissing until it is known from which account is paid.
    """
    name, own = rulebook.words(DEBTOR_NAME), sheba(rulebook.words(DEBTOR_SHEBA))
    if own is None or not name:
        raise DebtorMissing
    template = TEMPLATES.get(rulebook.words(BANK_TEMPLATE), TEMPLATES["plain"])
    payments, made = _payments(batch, by), batch.exported_at or batch.created_at
    count, whole = str(len(payments)), str(sum(one.amount for one in payments))
    root = Xml.Element("Document", {"xmlns": template.xmlns} if template.xmlns else {})
    initiation = Xml.SubElement(root, "CstmrCdtTrfInitn")
    head = Xml.SubElement(initiation, "GrpHdr")
    _put(head, "MsgId", f"{own}{batch.id:09d}")
    _put(head, "CreDtTm", _moment(made))
    _put(head, "NbOfTxs", count)
    _put(head, "CtrlSum", whole)
    _put(head, "InitgPty/Nm", name)
    info = Xml.SubElement(initiation, "PmtInf")
    _put(info, "PmtInfId", "1")
    _put(info, "PmtMtd", "TRF").set("Ccy", "IRR")
    _put(info, "NbOfTxs", count)
    _put(info, "CtrlSum", whole)
    _put(info, "ReqdExctnDt", _moment(made)[:10])
    _put(info, "Dbtr/Nm", name)
    _put(info, "DbtrAcct/Id/IBAN", own)
    _put(info, "DbtrAgt/FinInstnId/BIC", _AGENT)
    for one in payments:
        _transfer(info, one, template)
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + Xml.tostring(root, encoding="unicode").encode()


def _transfer(info: Xml.Element, one: _Payment, template: BankTemplate) -> None:
    transfer = Xml.SubElement(info, "CdtTrfTxInf")
    _put(transfer, "PmtId/InstrId", "EMPTY")
    _put(transfer, "PmtId/EndToEndId", one.reference)
    _put(transfer, "Amt/InstdAmt", str(one.amount)).set("Ccy", "IRR")
    _put(transfer, "Cdtr/Nm", one.holder)
    if template.creditor_id:
        _put(transfer, "Cdtr/Id/PrvtId/Othr/Id", "EMPTY")
    _put(transfer, "CdtrAcct/Id/IBAN", one.sheba)
    if template.remittance:
        _put(transfer, "RmtInf/Ustrd", one.reference)


def _put(parent: Xml.Element, path: str, text: str) -> Xml.Element:
    """A text at a path; elements on the way are made where they are missing."""
    here = parent
    *way, last = path.split("/")
    for name in way:
        found = here.find(name)
        here = Xml.SubElement(here, name) if found is None else found
    leaf = Xml.SubElement(here, last)
    leaf.text = text
    return leaf


def _moment(at: datetime) -> str:
    local = at.astimezone(TEHRAN)
    year, month, day = jalali(local.date())
    return f"{year:04d}-{month:02d}-{day:02d}T{local:%H:%M:%S}"


Writer = Callable[[Batch, int], bytes]
FILES: dict[str, tuple[Writer, str]] = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ccti": (ccti_file, "application/xml"),
}
