"""The file for the bank."""

import csv
import hashlib
import io
from datetime import timedelta

import openpyxl
import pytest

from app import accounts, payouts
from app.shared import audit, clock
from app.shared.database import transaction
from tests import world
from tests.payouts.scene import build, earn, earner, exported, officers, send_back, step

pytestmark = pytest.mark.usefixtures("app")

NASTY = ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "زهرا «دشتی»، ب", 'a,b;"c"']


def new_account(maker_id: int, holder: str) -> str:
    """Her account is in this name, since a month ago; its Sheba."""
    sheba = world.valid_sheba()
    with clock.at(clock.now() - timedelta(days=30)), transaction():
        one = accounts.person(world.person_of(maker_id))
        accounts.verify_sheba(accounts.set_sheba(one, sheba, holder, one.id), one.id)
    return sheba


def earner_called(holder: str, rials: int) -> str:
    maker_id = world.maker()
    earn(maker_id, rials)
    return new_account(maker_id, holder)


def csv_bytes(batch_id: int, by: int) -> bytes:
    with transaction():
        return payouts.csv_file(payouts.batch(batch_id), by)


def xlsx_bytes(batch_id: int, by: int) -> bytes:
    with transaction():
        return payouts.xlsx_file(payouts.batch(batch_id), by)


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_line_has_the_name_the_sheba_and_the_rials_and_they_sum_to_the_batch():
    shebas = [earner_called("زهرا دشتی", 4_000_000), earner_called("مریم جمی", 700_000)]
    batch_id, by = exported()

    heading, *rows = rows_of(csv_bytes(batch_id, by))

    assert heading == ["ردیف", "نام صاحب حساب", "شبا", "مبلغ (ریال)", "شناسه", "شرح"]
    assert [row[:4] for row in rows] == [
        ["1", "زهرا دشتی", shebas[0], "4000000"],
        ["2", "مریم جمی", shebas[1], "700000"],
    ]
    assert sum(int(row[3]) for row in rows) == payouts.sums()[batch_id][1]
    assert len({row[4] for row in rows}) == 2


@pytest.mark.parametrize("holder", NASTY)
def test_a_name_is_never_taken_for_a_formula(holder):
    earner_called(holder, 4_000_000)
    batch_id, by = exported()

    name = rows_of(csv_bytes(batch_id, by))[1][1]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(batch_id, by))).active

    assert not name.startswith(("=", "+", "-", "@", "\t"))
    assert holder.strip() in name or holder in name
    assert sheet["B2"].data_type == "s"


def test_the_workbook_says_the_same_from_right_to_left_with_rials_as_numbers():
    earner_called("زهرا دشتی", 4_000_000)
    batch_id, by = exported()

    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(batch_id, by))).active

    told = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert told == rows_of(csv_bytes(batch_id, by))
    assert sheet["D2"].value == 4_000_000
    assert sheet["C2"].data_type == "s"
    assert sheet.sheet_view.rightToLeft


def test_the_same_batch_gives_the_same_bytes_whatever_has_become_of_it():
    for _ in range(2):
        earner()
    batch_id, by = exported()
    first = csv_bytes(batch_id, by), xlsx_bytes(batch_id, by)

    send_back(payouts.items_of(batch_id)[0].id, by)
    with transaction():
        payouts.confirm(payouts.item(payouts.items_of(batch_id)[1].id), "77", by)

    with world.later(days=3):
        assert (csv_bytes(batch_id, by), xlsx_bytes(batch_id, by)) == first
    world.fresh()
    assert payouts.batch(batch_id).file_hash == hashlib.sha256(first[0]).hexdigest()


def test_who_was_held_back_is_not_in_the_file():
    moved, _ = earner(), earner(700_000)
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    new_account(moved, "زهرا")
    step(payouts.export, batch_id, approver)

    rows = rows_of(csv_bytes(batch_id, approver))[1:]

    assert [row[3] for row in rows] == ["700000"]


def test_who_has_seen_whole_shebas_stands_in_the_audit():
    maker_id = earner()
    batch_id, _ = exported()
    curious = officers()[0]

    csv_bytes(batch_id, curious)

    world.fresh()
    seen = [row.by_id for row in audit.of("person", world.person_of(maker_id)) if row.act == "sheba_shown"]
    assert seen[-1] == curious
