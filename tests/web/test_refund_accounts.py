"""Where a refund by hand is to go: told by the order's link, shown masked, read whole by finance with a trace."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import orders, payments
from app.accounts import Role
from app.orders import ParcelState
from app.payments import RefundState
from app.shared import audit, clock
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web.browsing import faults_of, form_of, logged_in, messages_to, token_of, words_of

SHEBA, HOLDER = "IR062960000000100324200001", "سارا احمدی"


@pytest.fixture
def order(app: Flask, bank: FakeBank) -> orders.Order:
    """Called off, and the bank will not send the money back."""
    return refused(bank)


def looks(back: int) -> list[audit.AuditRow]:
    """Who has looked at a whole account."""
    return [row for row in audit.of("refund", back) if row.act == "refund_account_shown"]


def refused(bank: FakeBank) -> orders.Order:
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    bank.book.refund(str(payments.attempts_of(order_id)[-1].authority), 4_500_000, "by hand at the bank")
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)
    world.work()
    return orders.order(order_id)


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


def back_of(order: orders.Order) -> int:
    world.fresh()
    return payments.refunds_of(order.id)[0].id


def address(order: orders.Order) -> str:
    return f"/o/{order.token}/refunds/{back_of(order)}"


def tell(browser: TestApp, order: orders.Order, sheba: str = SHEBA, holder: str = HOLDER) -> TestResponse:
    form = form_of(browser.get(f"/o/{order.token}"), address(order))
    form["sheba"], form["holder"] = sheba, holder
    return form.submit(expect_errors=True)


def told(order: orders.Order) -> list[str]:
    world.fresh()
    return [row.last4 for row in payments.accounts_for(payments.refunds_of(order.id)).values()]


def reveal(browser: TestApp, order: orders.Order, status: int = 200) -> TestResponse:
    fields = {"csrf_token": token_of(browser)}
    return browser.post(f"/finance/refunds/{back_of(order)}/account", fields, status=status)


def test_the_buyer_tells_it_and_sees_its_end_alone(visitor, order):
    page = tell(visitor, order).follow()

    assert told(order) == ["0001"]
    assert "به شبای … ۰۰۰۱ واریز می‌شود" in words_of(page)
    assert "همین که واریز شود، با پیامک خبر می‌دهیم" in words_of(page)
    assert SHEBA[2:] not in page.text


def test_from_the_buyer_s_page_to_the_bank_s_number(visitor, finance, order, app):
    tell(visitor, order)
    desk = finance.get("/finance/")
    form = form_of(desk, f"/finance/refunds/{back_of(order)}")
    form["tracking_no"] = "998877"
    form.submit(status=303)

    page = visitor.get(f"/o/{order.token}")

    assert "شبا: … ۰۰۰۱ به نامِ سارا احمدی" in words_of(desk)
    assert "998877" in page.text
    assert "به شما برگشت" in messages_to(app, order.mobile)[0]
    with pytest.raises(AssertionError, match="no form"):
        form_of(page, address(order))
    assert world.broken_promises() == []


@pytest.mark.parametrize("where", ["desk", "account"])
def test_an_account_that_changed_after_it_was_seen_is_not_paid(visitor, finance, order, where):
    tell(visitor, order)
    seen = finance.get("/finance/") if where == "desk" else reveal(finance, order)
    other = world.valid_sheba()
    tell(visitor, order, other)

    page = pay(seen, order)

    assert page.status_code == 422
    assert "شبای دیگری داده است" in faults_of(page)["tracking_no"]
    assert payments.refund_by_id(back_of(order)).state is RefundState.MANUAL
    pay(reveal(finance, order), order)
    assert payments.refund_by_id(back_of(order)).state is RefundState.DONE


def test_an_account_told_after_the_desk_was_read_is_not_passed_over(visitor, finance, order):
    desk = finance.get("/finance/")
    tell(visitor, order)

    assert pay(desk, order).status_code == 422
    assert payments.refund_by_id(back_of(order)).state is RefundState.MANUAL


def pay(page: TestResponse, order: orders.Order) -> TestResponse:
    form = form_of(page, f"/finance/refunds/{back_of(order)}")
    form["tracking_no"] = "998877"
    answer = form.submit(expect_errors=True)
    world.fresh()
    return answer


def test_staff_find_no_way_to_the_buyer_s_own_page(app, order):
    staff = logged_in(app, world.official(Role.STAFF))

    pages = [staff.get(at).text for at in (f"/staff/orders/{order.code}", "/staff/orders", "/staff/claims")]

    assert [text for text in pages if order.token in text or "/o/" in text] == []


def test_who_told_the_account_while_logged_in_is_written_down(app, order):
    clerk = world.official(Role.STAFF)

    tell(logged_in(app, clerk), order)

    assert [row.by_id for row in audit.of("refund", back_of(order)) if row.act == "refund_account_told"] == [clerk]


def test_the_bank_s_number_is_kept_as_the_bank_writes_it(finance, order):
    form = form_of(finance.get("/finance/"), f"/finance/refunds/{back_of(order)}")
    form["tracking_no"] = "۹۹۸۸۷۷"
    form.submit(status=303)

    world.fresh()
    assert payments.refund_by_id(back_of(order)).reference == "998877"


def test_finance_reads_it_whole_and_that_is_written_down(app, visitor, order):
    tell(visitor, order)
    by = world.official(Role.FINANCE)

    page = reveal(logged_in(app, by), order)

    assert SHEBA in page.text
    assert HOLDER in words_of(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert [(row.act, row.by_id) for row in looks(back_of(order))] == [("refund_account_shown", by)]


def test_the_desk_s_button_shows_it(visitor, finance, order):
    tell(visitor, order)
    desk = finance.get("/finance/")

    assert SHEBA[2:] not in desk.text
    assert f"/finance/refunds/{back_of(order)}/account" in desk.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICER])
def test_nobody_but_finance_reads_it(app, visitor, order, role):
    tell(visitor, order)

    page = reveal(logged_in(app, world.official(role)), order, 403)

    assert SHEBA not in page.text
    assert looks(back_of(order)) == []


def test_whose_log_in_is_an_hour_old_gives_her_code_again_first(visitor, finance, order):
    tell(visitor, order)
    finance.get("/finance/")
    with clock.at(clock.now()), world.later(minutes=15):
        answer = reveal(finance, order, 303)

    assert "/login" in answer.location or "again" in answer.location
    assert looks(back_of(order)) == []


def test_where_nothing_was_told_there_is_no_button_and_nothing_to_see(finance, order):
    desk = finance.get("/finance/")

    assert "خریدار هنوز شبا نداده است" in words_of(desk)
    assert f"/finance/refunds/{back_of(order)}/account" not in desk.text
    reveal(finance, order, 404)


FAULTY = [
    (("", HOLDER), "sheba"),
    (("IR", HOLDER), "sheba"),
    ((SHEBA[:-1], HOLDER), "sheba"),
    ((SHEBA[:-1] + "2", HOLDER), "sheba"),
    (("DE89370400440532013000", HOLDER), "sheba"),
    ((SHEBA, ""), "holder"),
    ((SHEBA, "ن" * 141), "holder"),
]


def test_a_faulty_account_is_told_at_its_field_and_what_was_typed_is_kept(visitor, order):
    found = []
    for typed, field in FAULTY:
        page = tell(visitor, order, *typed)
        form = form_of(page, address(order))
        kept = page.status_code == 422 and (form["sheba"].value, form["holder"].value) == typed
        found.append((typed, field if kept and field in faults_of(page) else page.status))

    assert found == FAULTY
    assert told(order) == []


def test_it_is_corrected_by_the_same_link(visitor, order):
    tell(visitor, order)
    other = world.valid_sheba()

    page = tell(visitor, order, other).follow()

    assert told(order) == [other[-4:]]
    assert "شبای دیگر" in words_of(page)


def test_after_the_money_has_gone_nothing_is_told_any_more(visitor, order):
    form = form_of(visitor.get(f"/o/{order.token}"), address(order))
    form["sheba"], form["holder"] = SHEBA, HOLDER
    back, by = back_of(order), world.official(Role.FINANCE)
    with transaction():
        payments.refund_by_hand(payments.refund_by_id(back), "1405-9", by)

    page = form.submit(status=409)

    assert "وضعش عوض شده است" in words_of(page)
    assert told(order) == []


def test_another_order_s_link_reaches_no_refund(bank, visitor, order):
    other = refused(bank)
    fields = {"csrf_token": token_of(visitor), "sheba": SHEBA, "holder": HOLDER}

    visitor.post(f"/o/{other.token}/refunds/{back_of(order)}", fields, status=404)
    visitor.post(f"/o/x/refunds/{back_of(order)}", fields, status=404)
    visitor.post(f"/o/{order.code}/refunds/{back_of(order)}", fields, status=404)

    assert (told(order), told(other)) == ([], [])


def test_who_looked_the_order_up_by_its_number_can_t_tell_an_account(visitor, order):
    form = form_of(visitor.get("/track"), having="code")
    form["code"], form["mobile"] = order.code, order.mobile

    page = form.submit()

    assert order.code in words_of(page)
    assert 'name="sheba"' not in page.text


def test_two_browsers_that_tell_it_at_the_same_moment_leave_one_account(app, order):
    forms = []
    for _ in range(3):
        form = form_of(browser_of(app).get(f"/o/{order.token}"), address(order))
        form["sheba"], form["holder"] = world.valid_sheba(), HOLDER
        forms.append(form)

    answers = world.at_once(app, *[lambda form=form: form.submit(expect_errors=True).status_code for form in forms])

    assert answers == [303] * 3
    assert told(order)[0] in {form["sheba"].value[-4:] for form in forms}


def test_no_log_line_and_no_message_holds_it(app, visitor, finance, order, caplog):
    caplog.set_level(logging.DEBUG)
    tell(visitor, order)
    tell(visitor, order, SHEBA[:-1] + "2")
    reveal(finance, order)
    finance.get("/finance/")
    world.work()

    assert SHEBA[2:-1] not in caplog.text
    assert not any(SHEBA[4:20] in body for body in messages_to(app, order.mobile))
