"""Reports of gateways and of the bank beside the books: what matches, what does not, on either side.

A report is a CSV or XLSX as the gateway's panel or the bank gives it. Rows are matched by the gateway's reference (or
authority) and the amount: payments, and where money left, refunds that the gateway made itself; the bank's rows by the
numbers of settlements, payouts, grants and refunds. Nothing in the books changes here: what does not match is looked
at by people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app import funding, ledger, payments, payouts
from app.finance.errors import ReportKnown
from app.finance.models import Match, Report, ReportRow
from app.ledger import JournalKind
from app.payments import AttemptState
from app.shared import audit, clock, sheets, text
from app.shared.calendar import from_jalali, start_of
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.sheets import UnreadableList

BANK = "bank"
_UNSEEN = frozenset("\u200e\u200f\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff \u00a0")
_DASHES = dict.fromkeys("−–—‐‑", "-")
_FIGURE = re.compile(
    r"(?P<open>\()?(?P<before>[-+])?(?P<whole>\d{1,3}(?:[.,٬،']\d{3}){1,6}|\d{1,18})([.٫/]0+)?(?P<behind>[-)])?"
)
_AMOUNT = {"مبلغ", "مبلغریال", "مبلغبهریال", "بستانکار", "واریز", "amount", "amountrial", "credit"}
_DEBIT = {"بدهکار", "برداشت", "debit"}
_REFERENCE = {
    "شمارهپیگیری", "کدپیگیری", "پیگیری", "شمارهمرجع", "مرجع", "شناسه", "شمارهسند", "refid", "referenceid", "reference",
    "refnumber", "authority", "trackid", "tracking",
}  # fmt: skip
_FEE = {"کارمزد", "کارمزدریال", "fee", "wage"}
_DAY = {"تاریخ", "تاریختراکنش", "date", "paidat", "createdat"}
_ABOUT = {"شرح", "توضیح", "description", "about"}


@dataclass(frozen=True)
class Line:
    """A row of a report as it was understood; `amount` is negative where money left."""

    on: date | None
    amount: Rial
    fee: Rial
    reference: str
    about: str


def read_report(content: bytes) -> list[Line]:
    """Rows of a report. Raises UnreadableList, also without a column of amounts or of references."""
    rows = iter(sheets.read(content))
    heading = [text.match_key(cell) for cell in next(rows, [])]
    if not (_AMOUNT | _DEBIT) & {*heading} or not _REFERENCE & {*heading}:
        raise UnreadableList("no_heading")
    return [line for line in (_line(heading, row) for row in rows) if line is not None]


def _line(heading: Sequence[str], row: Sequence[str]) -> Line | None:
    amount = _number(_cell(heading, row, _AMOUNT)) - _number(_cell(heading, row, _DEBIT))
    reference = text.reference(_cell(heading, row, _REFERENCE), 80)
    if not amount:
        return None
    return Line(
        on=_day(_cell(heading, row, _DAY)),
        amount=Rial(amount),
        fee=Rial(abs(_number(_cell(heading, row, _FEE)))),
        reference=reference,
        about=text.clean(_cell(heading, row, _ABOUT))[:200],
    )


def _cell(heading: Sequence[str], row: Sequence[str], names: set[str]) -> str:
    return next((cell for name, cell in zip(heading, row, strict=False) if name in names and cell.strip()), "")


def _number(typed: str) -> int:
    """Rials as reports write them: a minus before or behind, or brackets; the unit behind; no fraction but a zero one.

    0 for an empty cell. Raises UnreadableList for anything else: a row that is left out unseen would be a wrong report.
    """
    bare = "".join(_DASHES.get(sign, sign) for sign in text.ascii_digits(typed) if sign not in _UNSEEN).strip()
    bare = bare.removesuffix("ریال").removesuffix("IRR").strip()
    found = _FIGURE.fullmatch(bare)
    if not bare or bare == "-":
        return 0
    if found is None:
        raise UnreadableList("bad_amount")
    whole = int(re.sub(r"\D", "", found["whole"]))
    below = found["before"] or found["behind"] == "-" or (found["open"] and found["behind"] == ")")
    return -whole if below and found["before"] != "+" else whole


def _day(typed: str) -> date | None:
    """A Jalali or Gregorian day at the beginning of a cell; None for nonsense."""
    parts = text.ascii_digits(text.clean(typed)).replace("/", "-").replace("T", " ").split(" ")[0].split("-")
    try:
        year, month, day = (int(part) for part in parts)
        found = from_jalali(year, month, day) if year < 1700 else date(year, month, day)
    except ValueError:
        return None
    return found if 2010 <= found.year <= 2100 else None


def import_report(source: str, name: str, content: bytes, by: int) -> Report:
    """Keep a report and lay it beside the books. `source` is a gateway's name, or BANK.

    Raises UnreadableList, and ReportKnown for the same file a second time.
    """
    lines = read_report(content)
    digest = hashlib.sha256(content).hexdigest()
    if session().scalar(select(Report.id).where(Report.digest == digest, Report.source == source)) is not None:
        raise ReportKnown
    report = Report(source=source, name=text.clean(name)[:120], digest=digest, imported_by=by, imported_at=clock.now())
    session().add(report)
    session().flush()
    session().add_all(
        ReportRow(
            report_id=report.id,
            position=position,
            happened_on=line.on,
            amount_rial=line.amount,
            fee_rial=line.fee,
            reference=line.reference,
            about=line.about,
            match=Match.UNMATCHED,
        )
        for position, line in enumerate(lines, start=1)
    )
    session().flush()
    match_report(report.id)
    audit.note("report_imported", "report", report.id, by, source=source, rows=len(lines))
    return report


def match_report(report_id: int) -> None:
    """Lay a report's rows beside the books (once more): what was unmatched may match by now."""
    report = session().get_one(Report, report_id)
    rows = [row for row in rows_of(report_id) if row.match in {Match.UNMATCHED, Match.DIFFERS}]
    numbers = {row.reference for row in rows if row.reference}
    known = _by_number(_of_bank(numbers) if report.source == BANK else _of_gateway(report.source, numbers))
    taken = {(row.found_type, row.found_id) for row in rows_of(report_id) if row.match is Match.MATCHED}
    for row in rows:
        candidates = known.get(row.reference, []) if row.reference else []
        # The same movement twice in one report is two movements, and the books know of one.
        fitting = [one for one in candidates if _same(row, one) and one.about not in taken]
        if fitting:
            row.match, (row.found_type, row.found_id) = Match.MATCHED, fitting[0].about
            taken.add(fitting[0].about)
        elif candidates:
            row.match, (row.found_type, row.found_id) = Match.DIFFERS, _likeliest(row, candidates).about
        else:
            row.match, row.found_type, row.found_id = Match.UNMATCHED, None, None


@dataclass(frozen=True)
class Movement:
    """Something in the books that a report may tell of, under a number; `amount` is negative where money left."""

    number: str
    about: tuple[str, int]
    amount: int


def _same(row: ReportRow, one: Movement) -> bool:
    """Some panels write what the payer gave, others what is left of it after the gateway's fee."""
    return one.amount in {row.amount_rial, row.amount_rial + row.fee_rial}


def _likeliest(row: ReportRow, candidates: Sequence[Movement]) -> Movement:
    """Of what goes by a row's number, one that went the same way, if there is any."""
    return next((one for one in candidates if (one.amount < 0) == (row.amount_rial < 0)), candidates[0])


def _by_number(movements: Iterable[Movement]) -> dict[str, list[Movement]]:
    found: dict[str, list[Movement]] = {}
    for one in movements:
        if one.number:
            found.setdefault(one.number, []).append(one)
    return found


def _of_gateway(gateway: str, numbers: set[str]) -> Iterator[Movement]:
    """Payments of this gateway by its reference and by its authority; its refunds by these and by their own number."""
    for attempt in payments.by_numbers(gateway, numbers):
        for number in {attempt.reference, attempt.authority}:
            yield Movement(number or "", ("attempt", attempt.id), int(attempt.amount_rial))
    for back, attempt in payments.given_back_by(gateway, numbers):
        for number in {back.reference, attempt.reference, attempt.authority}:
            yield Movement(number or "", ("refund", back.id), -int(back.amount_rial))


def _of_bank(numbers: set[str]) -> Iterator[Movement]:
    """What the books know under the bank's numbers: settlements, payouts, refunds by hand, payments by hand, grants."""
    for item in payouts.by_tracking(numbers):
        yield Movement(item.tracking_no, ("payout", item.id), -int(item.amount_rial))
    for back in payments.refunds_by_reference(numbers):
        yield Movement(back.reference or "", ("refund", back.id), -int(back.amount_rial))
    for attempt in payments.by_numbers("card", numbers):
        yield Movement(attempt.reference or "", ("attempt", attempt.id), int(attempt.amount_rial))
    for grant in funding.by_tracking(numbers):
        yield Movement(grant.tracking_no, ("fund", grant.id), -int(grant.grant_rial or 0))
    for journal_id, memo, amount in ledger.by_memo(JournalKind.SETTLEMENT, numbers):
        yield Movement(memo, ("journal", journal_id), amount)


def rows_of(report_id: int) -> list[ReportRow]:
    query = select(ReportRow).where(ReportRow.report_id == report_id).order_by(ReportRow.position)
    return list(session().scalars(query))


def reports() -> list[tuple[Report, dict[Match, int]]]:
    """Reports, newest first, each with how many of its rows match and do not."""
    counts: dict[int, dict[Match, int]] = {}
    grouped = select(ReportRow.report_id, ReportRow.match, func.count()).group_by(ReportRow.report_id, ReportRow.match)
    for report_id, match, count in session().execute(grouped):
        counts.setdefault(report_id, {})[match] = count
    found = session().scalars(select(Report).order_by(Report.id.desc()).limit(60))
    return [(report, counts.get(report.id, {})) for report in found]


def report(report_id: int) -> Report:
    """Raises NotFound."""
    found = session().get(Report, report_id)
    if found is None:
        raise NotFound
    return found


def explain(row_id: int, note: str, by: int) -> None:
    """Somebody knows what an unmatched row is: it is done with, and the reason stays. Raises NotFound."""
    row = session().get(ReportRow, row_id)
    if row is None or row.match is Match.MATCHED:
        raise NotFound
    row.match, row.note, row.explained_by = Match.EXPLAINED, text.clean(note)[:500], by
    audit.note("report_row_explained", "report_row", row.id, by)


def missing_in(found: Report) -> list[payments.Attempt]:
    """Payments of a gateway that our books have in the days of its report, and no report of that gateway has."""
    return _missing(found.source, _days([found.id]).get(found.id))


Span = tuple[date, date]


def _days(report_ids: Iterable[int]) -> dict[int, Span]:
    """The first and last day of each of these reports, where it has days."""
    query = select(ReportRow.report_id, func.min(ReportRow.happened_on), func.max(ReportRow.happened_on))
    query = query.where(ReportRow.report_id.in_(list(report_ids)), ReportRow.happened_on.is_not(None))
    found = session().execute(query.group_by(ReportRow.report_id))
    return {report_id: (first, last) for report_id, first, last in found if first and last}


def _missing(source: str, span: Span | None) -> list[payments.Attempt]:
    if source == BANK or span is None:
        return []
    told = select(ReportRow.found_id).join(Report, Report.id == ReportRow.report_id)
    told = told.where(Report.source == source, ReportRow.found_type == "attempt").distinct()
    known = {*session().scalars(told)}
    taken = payments.taken_between(source, start_of(span[0]), _after(span[1]))
    return [one for one in taken if one.id not in known and one.state in {AttemptState.PAID, AttemptState.LATE_PAID}]


def _after(day: date) -> datetime:
    return start_of(date.fromordinal(day.toordinal() + 1))


def unmatched() -> int | None:
    """Rows of reports that no posting explains, and payments that a gateway's report of their days lacks.

    None without any report: there is nothing to compare with.
    """
    found = list(session().scalars(select(Report)))
    if not found:
        return None
    query = select(func.count()).where(ReportRow.match.in_([Match.UNMATCHED, Match.DIFFERS]))
    spans, by_source = _days(one.id for one in found), dict[str, list[Span]]()
    for one in found:
        if one.id in spans:
            by_source.setdefault(one.source, []).append(spans[one.id])
    lacking = {
        attempt.id for source, days in by_source.items() for span in _joined(days) for attempt in _missing(source, span)
    }
    return (session().scalar(query) or 0) + len(lacking)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of days that overlap or touch, as one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first.toordinal() <= joined[-1][1].toordinal() + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
