"""No personal datum and no secret where it does not belong: logs, dead letters, pages, the disk."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select, text

from app import accounts
from app.accounts import Role
from app.shared.database import is_postgres, session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import (
    ask_for_code,
    code_sent,
    deliver,
    form_of,
    logged_in,
    put_in_basket,
    ready_to_pay,
    to_review,
    write_code,
)

MOBILE = "09123454321"
PLACE = "خیابان سنگی"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def the_letter() -> OutboxRow:
    """The row that carries the code."""
    world.fresh()
    return session().scalars(select(OutboxRow).where(OutboxRow.reaction == "notifications.code")).one()


def test_a_login_leaves_no_number_and_no_code_in_the_log(app, visitor, log):
    ask_for_code(visitor, MOBILE)
    code = code_sent(app, MOBILE)
    write_code(visitor, "000000")
    write_code(visitor, code)

    assert MOBILE not in log.text
    assert MOBILE[1:] not in log.text
    assert code not in re.findall(r"(?<!\d)\d{6}(?!\d)", log.text)


def test_an_order_leaves_no_name_and_no_address_in_the_log(visitor, bank, log):
    put_in_basket(visitor, world.product(world.maker()))
    authority = ready_to_pay(to_review(visitor, MOBILE)).submit(status=303).headers["Location"].rpartition("/")[2]
    bank.act(authority, "pay")
    visitor.get("/pay/return/sandbox", {"authority": authority}, status=303)
    deliver()

    assert [datum for datum in (MOBILE, "سارا", PLACE) if datum in log.text] == []


def test_a_change_of_sheba_leaves_nothing_of_it_in_the_log(app, log):
    maker = world.maker()
    sheba = world.valid_sheba()
    browser = logged_in(app, world.person_of(maker))
    form = form_of(browser.get("/workshop/sheba"), having="sheba")
    form["sheba"] = sheba
    form.submit(status=303)
    deliver()

    assert sheba[4:] not in log.text
    assert accounts.bank_detail(world.person_of(maker)).last4 not in re.findall(r"\d{4,}", log.text)


def test_a_fault_of_the_database_does_not_tell_what_was_asked(visitor, log):
    with transaction():
        session().execute(text("ALTER TABLE login_code RENAME TO gone"))

    page = ask_for_code(visitor, MOBILE)

    assert page.status_code == 500
    assert "login_code" in log.text
    assert MOBILE not in log.text
    assert MOBILE not in page.text


def test_a_message_that_got_stuck_shows_no_number_to_staff(app, log):
    with transaction():
        session().execute(text("ALTER TABLE message RENAME TO gone"))
    ask_for_code(browser_of(app), MOBILE)
    deliver()

    row = the_letter()
    assert row.last_error
    assert MOBILE not in f"{row.last_error}{row.payload}{log.text}"


def test_a_code_is_readable_nowhere_in_the_data(app, store, visitor):
    ask_for_code(visitor, MOBILE)
    world.fresh()
    row = the_letter()
    sealed = row.payload
    code = code_sent(app, MOBILE)

    assert code not in sealed
    assert MOBILE not in sealed
    world.fresh()
    assert session().get_one(OutboxRow, row.id).payload is None


def test_national_codes_and_shebas_are_readable_nowhere_on_disk(app, store):
    if is_postgres():
        pytest.skip("the files of another server are not ours to read")
    maker = world.maker()
    with transaction():
        accounts.set_national_code(accounts.person(world.person_of(maker)), "0084575948")
    sheba = world.valid_sheba()
    with transaction():
        accounts.set_sheba(accounts.person(world.person_of(maker)), sheba, "x", None)

    data = b"".join(file.read_bytes() for file in store.folder.glob("shop.sqlite3*"))

    assert b"0084575948" not in data
    assert sheba[2:].encode() not in data


def test_staff_pages_show_covered_numbers_alone(app):
    maker = world.maker()
    world.bank_account(maker)
    with transaction():
        accounts.set_national_code(accounts.person(world.person_of(maker)), "0084575948")
    staff = logged_in(app, world.official(Role.STAFF))

    pages = staff.get("/staff/trainees").text + staff.get(f"/staff/trainees/{maker}").text

    assert "۰۰۸۴۵۷۵۹۴۸" not in pages
    assert "0084575948" not in pages
    assert "••••••۵۹۴۸" in pages
