"""A gateway's or bank's report beside the books: what matches, what differs, what is missing on either side."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from app import finance, ledger, orders, payments, payouts
from app.accounts import Role
from app.finance import BANK, Match, Report, ReportKnown, ReportRow
from app.finance.reconciling import Line, read_report
from app.payments.by_hand import ByHand
from app.shared import audit, running
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.sheets import UnreadableList
from tests import world
from tests.finance.reports import FA, HEADINGS, csv_of, imported, matches, missing, payments_made, rows, told, xlsx_of
from tests.funding import scene as fund

MATCHED, DIFFERS, UNMATCHED = Match.MATCHED, Match.DIFFERS, Match.UNMATCHED
TODAY = "1405/08/30"


def one(amount: str = "4500000", reference: str = "A-1", day: str = TODAY, fee: str = "0") -> list[str]:
    return [day, reference, amount, fee, "خرید"]


def read(*lines: list[str], headings: tuple[str, ...] = HEADINGS) -> list[Line]:
    return read_report(csv_of(lines, headings))


# ---- reading --------------------------------------------------------------------------------------------------


def test_a_row_is_read_whole():
    line = read(one(fee="۱۲٬۰۰۰"))[0]

    assert (line.on, int(line.amount), int(line.fee)) == (date(2026, 11, 21), 4_500_000, 12_000)
    assert (line.reference, line.about) == ("A-1", "خرید")


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        ("4500000", 4_500_000),
        ("۴۵۰۰۰۰۰", 4_500_000),
        ("٤٥٠٠٠٠٠", 4_500_000),
        ("۴٬۵۰۰٬۰۰۰", 4_500_000),
        ("4.500.000", 4_500_000),
        (" 4500000 ", 4_500_000),
        ("-4500000", -4_500_000),
        ("−4500000", -4_500_000),
        ("\u200e−۴٬۵۰۰٬۰۰۰", -4_500_000),
        ("\u200e-4500000", -4_500_000),
        ("4500000-", -4_500_000),
        ("- 4500000", -4_500_000),
    ],
)
def test_an_amount_is_read_in_every_hand(typed, rials):
    assert [int(line.amount) for line in read(one(typed))] == [rials]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1405/08/30", date(2026, 11, 21)),
        ("۱۴۰۵/۰۸/۳۰", date(2026, 11, 21)),
        ("١٤٠٥/٠٨/٣٠", date(2026, 11, 21)),
        ("1405-8-30", date(2026, 11, 21)),
        ("1405/08/30 14:20:05", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11-21T10:50:05Z", date(2026, 11, 21)),
        ("2026/11/21 10:50", date(2026, 11, 21)),
        ("1403/12/30", date(2025, 3, 20)),
        ("1404/12/30", None),
        ("1405/13/01", None),
        ("", None),
        ("دیروز", None),
        ("1405/08", None),
    ],
)
def test_a_day_is_read_in_either_calendar(typed, day):
    assert [line.on for line in read(one(day=typed))] == [day]


@pytest.mark.parametrize(
    "headings",
    [
        ("تاریخ", "شمارهٔ پیگیری", "مبلغ", "کارمزد", "شرح"),
        ("تاريخ", "کد پیگیری", "مبلغ به ریال", "کارمزد (ریال)", "توضیح"),
        ("تاریخ تراکنش", "شماره مرجع", "مبلغ (ریال)", "كارمزد", "توضیح"),
        ("Date", "Ref ID", "Amount (Rial)", "Fee", "Description"),
        ("created_at", "trackId", "AMOUNT", "wage", "about"),
        ("paidAt", "ref_number", "amount", "fee", "description"),
    ],
)
def test_headings_are_known_in_every_spelling(headings):
    line = read(one(fee="7"), headings=headings)[0]

    assert (line.on, int(line.amount), int(line.fee)) == (date(2026, 11, 21), 4_500_000, 7)
    assert (line.reference, line.about) == ("A-1", "خرید")


def test_a_bank_has_a_column_for_what_came_and_one_for_what_went():
    headings = ("تاریخ", "شماره سند", "بدهکار", "بستانکار", "مانده", "شرح")
    lines = read(
        [TODAY, "1", "", "4500000", "9", "واریز"],
        [TODAY, "2", "4300000", "0", "9", "برداشت"],
        headings=headings,
    )

    assert [int(line.amount) for line in lines] == [4_500_000, -4_300_000]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_csv_is_read_however_it_was_saved(mark, encoding):
    rows_in = [("تاریخ", "مرجع", "مبلغ"), (TODAY, "A-1", "4500000")]
    content = "\n".join(mark.join(row) for row in rows_in).translate({ord("ی"): "ي"}).encode(encoding)

    assert [(int(line.amount), line.reference) for line in read_report(content)] == [(4_500_000, "A-1")]


def test_a_workbook_is_read_with_numbers_and_days_as_its_own_kinds():
    content = xlsx_of([[datetime.fromisoformat("2026-11-21T10:05"), 8792344, 4500000.0, None, "x"]])

    line = read_report(content)[0]

    assert (line.on, int(line.amount), line.reference) == (date(2026, 11, 21), 4_500_000, "8792344")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"\x00\x01\x02",
        b"%PDF-1.7 not a list",
        b"PK\x03\x04 not a workbook",
        "گزارش بدون ستون".encode(),
        "تاریخ,شرح\n1405/08/30,x\n".encode(),
        "تاریخ,مبلغ\n1405/08/30,1\n".encode(),
        "تاریخ,مرجع\n1405/08/30,1\n".encode(),
        "تاریخ,مرجع,مبلغ (تومان)\n1405/08/30,1,1\n".encode(),
        b"x" * (5 * 1024 * 1024 + 1),
    ],
)
def test_what_is_no_report_is_refused_and_leaves_nothing(app, content):
    with pytest.raises(UnreadableList):
        imported(content)

    assert session().scalar(select(func.count()).select_from(Report)) == 0


# ---- a gateway ------------------------------------------------------------------------------------------------


def test_a_report_that_says_what_the_books_say_matches_row_by_row(app, bank):
    made = payments_made(bank, 4)

    report = imported(csv_of(told(attempt) for attempt in made))

    assert matches(report) == [MATCHED] * 4
    assert [(row.found_type, row.found_id) for row in rows(report)] == [("attempt", attempt.id) for attempt in made]
    assert (missing(report), finance.unmatched()) == ([], 0)


def test_a_row_that_the_books_do_not_have_stands_out(app, bank):
    made = payments_made(bank, 2)

    report = imported(csv_of([*(told(attempt) for attempt in made), told(made[0], reference="NOBODY")]))

    assert matches(report) == [MATCHED, MATCHED, UNMATCHED]
    assert finance.unmatched() == 1


def test_a_payment_that_the_report_lacks_stands_out(app, bank):
    made = payments_made(bank, 3)

    report = imported(csv_of([told(made[0]), told(made[2])]))

    assert missing(report) == [made[1].id]
    assert finance.unmatched() == 1


@pytest.mark.parametrize("wrong_by", [-1, 1, -4_500_000 * 2])
def test_another_amount_is_told_with_what_it_is_about(app, bank, wrong_by):
    made = payments_made(bank, 2)

    report = imported(csv_of([told(made[0]), told(made[1], amount=int(made[1].amount_rial) + wrong_by)]))

    assert matches(report) == [MATCHED, DIFFERS]
    assert rows(report)[1].found_id == made[1].id
    assert (missing(report), finance.unmatched()) == ([], 1)


def test_a_report_may_say_what_is_left_after_the_fee(app, bank):
    made = payments_made(bank, 2)
    net = [told(attempt, amount=int(attempt.amount_rial) - 12_000, fee=12_000) for attempt in made]

    assert matches(imported(csv_of(net))) == [MATCHED, MATCHED]


def test_a_fee_that_does_not_add_up_differs(app, bank):
    attempt = payments_made(bank, 1)[0]

    report = imported(csv_of([told(attempt, amount=int(attempt.amount_rial) - 12_000, fee=11_999)]))

    assert matches(report) == [DIFFERS]


def test_persian_digits_match(app, bank):
    attempt = payments_made(bank, 1)[0]

    report = imported(csv_of([[cell.translate(FA) for cell in told(attempt)]]))

    assert matches(report) == [MATCHED]


def test_a_gateway_that_names_its_authority_matches_too(app, bank):
    attempt = payments_made(bank, 1)[0]

    report = imported(csv_of([told(attempt, reference=attempt.authority)]))

    assert matches(report) == [MATCHED]


def test_another_gateways_report_does_not_match(app, bank):
    made = payments_made(bank, 2)

    report = imported(csv_of(told(attempt) for attempt in made), source="zarinpal")

    assert matches(report) == [UNMATCHED, UNMATCHED]
    assert missing(report) == []


def test_a_payment_that_did_not_succeed_is_none(app, bank):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(there.authority, "cancel")
    world.settle(there.attempt_id)
    headings = ("مرجع", "مبلغ")

    report = imported(csv_of([[there.authority, "4500000"]], headings))

    assert matches(report) == [UNMATCHED]


def test_only_the_days_of_the_report_are_compared(app, bank):
    attempt = payments_made(bank, 1)[0]

    report = imported(csv_of([one(day="1404/01/05")]))

    assert attempt.id not in missing(report)


def test_what_was_late_in_the_books_matches_once_it_is_there(app, bank):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(there.authority, "pay")
    report = imported(csv_of([[there.authority, "4500000"]], ("مرجع", "مبلغ")))
    before = matches(report)

    world.settle(there.attempt_id)
    with transaction():
        finance.match_report(report)

    assert (before, matches(report)) == ([UNMATCHED], [MATCHED])


def test_importing_writes_nothing_in_the_books(app, bank):
    payments_made(bank, 1)
    before = ledger.trial_balance()

    imported(csv_of([one(), one("-1", "B")]))

    world.fresh()
    assert ledger.trial_balance() == before


def test_the_same_file_twice_is_refused(app, bank):
    content = csv_of([one()])
    imported(content)

    with pytest.raises(ReportKnown):
        imported(content)

    assert session().scalar(select(func.count()).select_from(ReportRow)) == 1


def test_the_same_file_of_another_source_is_another_report(app):
    content = csv_of([one()])

    assert imported(content) != imported(content, source=BANK)


def test_who_imported_it_can_be_seen(app):
    by = world.official(Role.FINANCE)

    report = imported(csv_of([one()]), by=by)

    assert [(row.act, row.by_id) for row in audit.of("report", report)] == [("report_imported", by)]


# ---- the bank -------------------------------------------------------------------------------------------------

BANK_HEADINGS = ("تاریخ", "شماره سند", "بدهکار", "بستانکار", "شرح")


def paid_out(bank: object, number: str) -> int:
    """A maker was paid under this number of the bank's; how much."""
    maker = world.maker()
    world.bank_account(maker)
    world.sold(bank, {world.variant(maker): 1})  # type: ignore[arg-type]
    one_person, other = world.person(), world.person()
    with transaction():
        batch = payouts.build(one_person)
        payouts.approve(batch, other)
        payouts.export(batch, one_person)
        item = payouts.items_of(batch.id)[0]
        payouts.confirm(item, number, one_person)
        return int(item.amount_rial)


def test_a_payout_is_known_by_the_banks_number(app, bank):
    amount = paid_out(bank, "998877")

    report = imported(csv_of([[TODAY, "998877", str(amount), "", "پایا"]], BANK_HEADINGS), BANK)

    assert matches(report) == [MATCHED]
    assert rows(report)[0].found_type == "payout"


def test_a_grant_is_known_by_the_banks_number(app):
    fund.pay(fund.approved(100_000_000), "140509")

    report = imported(csv_of([[TODAY, "۱۴۰۵۰۹", "60000000", "", "کمکِ برند"]], BANK_HEADINGS), BANK)

    assert [row.match for row in rows(report)] == [Match.MATCHED]
    assert rows(report)[0].found_type == "fund"


def test_a_payout_that_came_instead_of_going_differs(app, bank):
    amount = paid_out(bank, "998877")

    report = imported(csv_of([[TODAY, "998877", "", str(amount), "پایا"]], BANK_HEADINGS), BANK)

    assert matches(report) == [DIFFERS]


def test_a_gateways_transfer_is_known_by_its_number(app, bank):
    world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        payments.settled_to_bank("sandbox", Rial(1_000_000), Rial(1_000), key="778899", by=None)

    report = imported(csv_of([[TODAY, "778899", "", "1000000", "تسویه"]], BANK_HEADINGS), BANK)

    assert matches(report) == [MATCHED]
    assert rows(report)[0].found_type == "journal"


def test_money_from_card_to_card_is_known_by_its_slip(app):
    running.put("gateways", {**payments.gateways(), "card": ByHand("card")})
    there = world.to_bank(world.place({world.variant(world.maker()): 1}), "card")
    by = world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(there.attempt_id, "661810", by)

    report = imported(csv_of([[TODAY, "۶۶۱۸۱۰", "", "۴۵۰۰۰۰۰", "کارت"]], BANK_HEADINGS), BANK)

    assert matches(report) == [MATCHED]


def test_a_bank_statement_misses_nothing_of_a_gateway(app, bank):
    payments_made(bank, 1)

    assert missing(imported(csv_of([one()]), BANK)) == []


# ---- explaining -----------------------------------------------------------------------------------------------


def explain(report_id: int, note: str = "کارمزدِ ماهانهٔ درگاه") -> int:
    """Somebody says what the report's first row is; who."""
    by, row_id = world.official(Role.FINANCE), rows(report_id)[0].id
    with transaction():
        finance.explain(row_id, note, by)
    return by


def test_as_long_an_explanation_as_the_form_takes_is_kept_whole(app):
    report = imported(csv_of([one()]))

    explain(report, "ک" * 500)

    assert rows(report)[0].note == "ک" * 500


def test_what_somebody_explains_is_done_with_and_the_reason_stays(app):
    report = imported(csv_of([one()]))

    by = explain(report)

    row = rows(report)[0]
    assert (row.match, row.note, row.explained_by) == (Match.EXPLAINED, "کارمزدِ ماهانهٔ درگاه", by)
    assert finance.unmatched() == 0
    assert [one.act for one in audit.of("report_row", row.id)] == ["report_row_explained"]


def test_what_is_explained_stays_explained(app):
    report = imported(csv_of([one()]))
    explain(report)

    with transaction():
        finance.match_report(report)

    assert matches(report) == [Match.EXPLAINED]


def test_what_matches_needs_no_explaining(app, bank):
    report = imported(csv_of([told(payments_made(bank, 1)[0])]))

    with pytest.raises(NotFound):
        explain(report)

    assert matches(report) == [MATCHED]


def test_without_any_report_there_is_nothing_to_compare_with(app, bank):
    payments_made(bank, 1)

    assert finance.unmatched() is None


def test_five_thousand_rows_are_laid_beside_the_books_in_reasonable_time(app, bank):
    made = payments_made(bank, 3)
    strange = [one(reference=f"X{number}", day="1405/01/01") for number in range(4_997)]
    begun = time.monotonic()

    report = imported(csv_of([*(told(attempt) for attempt in made), *strange]))

    assert time.monotonic() - begun < 15
    counts = dict(finance.reports()[0][1])
    assert (counts[MATCHED], counts[UNMATCHED]) == (3, 4_997)
    assert missing(report) == []


def test_more_rows_than_a_report_may_have_are_refused(app):
    with pytest.raises(UnreadableList):
        imported(csv_of([one()] * 20_001))
