"""A large refund on the pages: one of the staff proposes it, a second person agrees, the buyer sees it come."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, claims, orders, payments
from app.accounts import Role
from app.claims import ClaimState
from app.shared import audit
from app.shared.database import transaction
from tests import world
from tests.claims.scene import Sale, delivered, state
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.orders.money import sent_back
from tests.web.browsing import deliver, form_of, logged_in, press, token_of, words_of
from tests.world import Ware

DEAR = 60_000_000
WAITS, TWO = "مبلغ بزرگ است؛ نفرِ دوم باید تأیید کند", "نمی‌تواند خودش آن را تأیید کند"


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


@pytest.fixture
def order(app: Flask, bank: FakeBank) -> orders.Order:
    """A dear piece, paid."""
    return orders.order(world.paid(bank, {world.variant(world.maker(), Ware(price=DEAR)): 1}))


def propose(staff: TestApp, order: orders.Order, toman: str = "۶٬۰۰۰٬۰۰۰") -> TestResponse:
    line, page = world.lines(order.id)[0].id, staff.get(f"/staff/orders/{order.code}")
    form = form_of(page, f"/staff/orders/{order.code}/lines/{line}/refund")
    form["quantity"], form["amount"], form["why"] = "1", toman, "کج بود"
    return form.submit(status=303).follow()


def waiting() -> list[int]:
    world.fresh()
    return [view.proposal.id for view in orders.waiting_proposals()]


def say(browser: TestApp, proposal: int, do: str) -> TestResponse:
    return press(browser.get("/finance/"), f"/finance/proposals/{proposal}", "do", do)


def insist(browser: TestApp, proposal: int, do: str, status: int = 303) -> TestResponse:
    """Send a word for which the page has no button."""
    return browser.post(f"/finance/proposals/{proposal}", {"csrf_token": token_of(browser), "do": do}, status=status)


def back(order: orders.Order) -> list[tuple[str, int]]:
    return [(state.value, rials) for state, rials in sent_back(order.id)]


def test_two_persons_send_a_large_sum_back_and_the_buyer_sees_it(visitor, staff, finance, order):
    asked = propose(staff, order)
    assert WAITS in words_of(asked)
    assert "بازپرداختِ ۶٬۰۰۰٬۰۰۰ تومان منتظرِ تأییدِ نفرِ دوم است" in words_of(asked)
    assert back(order) == []
    desk = words_of(finance.get("/finance/"))
    assert "بازپرداخت‌های بزرگ، منتظرِ نفرِ دوم" in desk
    assert order.code in desk
    assert "کج بود" in desk

    page = say(finance, waiting()[0], "agree").follow()
    deliver()

    assert "منتظرِ نفرِ دوم" not in words_of(page)
    assert back(order) == [("done", DEAR)]
    assert "منتظرِ تأییدِ نفرِ دوم" not in words_of(staff.get(f"/staff/orders/{order.code}"))
    assert "بازپرداختِ ۶٬۰۰۰٬۰۰۰ تومان" in words_of(visitor.get(f"/o/{order.token}"))
    assert world.broken_promises() == []


def test_what_is_below_the_limit_goes_at_once(staff, order):
    page = propose(staff, order, "۴٬۹۹۹٬۹۹۹")

    assert WAITS not in words_of(page)
    assert back(order) == [("queued", 49_999_990)]


@pytest.fixture
def both(app: Flask) -> TestApp:
    """Somebody who is of the staff and of finance."""
    person = world.official(Role.STAFF)
    with transaction():
        accounts.give_role(accounts.person(person), Role.FINANCE, by=None)
    return logged_in(app, person)


def test_the_same_person_finds_no_button_and_is_refused_in_words(both, order):
    propose(both, order)
    number = waiting()[0]

    with pytest.raises(AssertionError, match="no button"):
        say(both, number, "agree")
    page = insist(both, number, "agree").follow()

    assert TWO in words_of(page)
    assert (waiting(), back(order)) == ([number], [])


def test_who_proposed_it_takes_it_back(both, order):
    propose(both, order)

    say(both, waiting()[0], "decline")

    assert (waiting(), back(order)) == ([], [])


def test_who_is_of_the_staff_alone_does_not_agree(app, staff, order):
    propose(staff, order)
    other = logged_in(app, world.official(Role.STAFF))

    insist(other, waiting()[0], "agree", 403)

    assert back(order) == []


def test_agreeing_twice_sends_it_once_and_is_told(finance, staff, order):
    propose(staff, order)
    number = waiting()[0]
    form = form_of(finance.get("/finance/"), f"/finance/proposals/{number}")
    form.submit("do", value="agree", status=303)

    again = form.submit("do", value="agree", status=409)

    assert "وضعش عوض شده است" in words_of(again)
    assert back(order) == [("queued", DEAR)]
    assert [row.act for row in audit.of("refund_proposal", number)].count("refund_agreed") == 1


def test_two_who_agree_at_the_same_moment_send_it_once(app, staff, order, bank):
    propose(staff, order)
    number = waiting()[0]
    forms = [
        form_of(logged_in(app, world.official(Role.FINANCE)).get("/finance/"), f"/finance/proposals/{number}")
        for _ in range(3)
    ]

    acts = [lambda form=form: form.submit("do", value="agree", expect_errors=True).status_code for form in forms]
    answers = world.at_once(app, *acts)
    deliver()

    assert sorted(answers) == [303, 409, 409]
    assert back(order) == [("done", DEAR)]
    assert bank.asked("refund") == 1
    assert world.broken_promises() == []


def test_the_form_pressed_twice_is_one_proposal(staff, order):
    line, page = world.lines(order.id)[0].id, staff.get(f"/staff/orders/{order.code}")
    form = form_of(page, f"/staff/orders/{order.code}/lines/{line}/refund")
    form["quantity"], form["amount"], form["why"] = "1", "6000000", "کج بود"

    form.submit(status=303)
    form.submit(status=303)

    assert len(waiting()) == 1


def test_what_is_declined_does_not_go_back(finance, staff, order):
    propose(staff, order)
    number = waiting()[0]

    say(finance, number, "decline")
    deliver()

    assert (waiting(), back(order)) == ([], [])
    insist(finance, number, "agree", 409)
    assert back(order) == []


def test_what_can_t_be_given_back_any_more_is_told_on_the_desk(finance, staff, order):
    propose(staff, order)
    world.refund(world.lines(order.id)[0].id, rials=1_000)

    page = say(finance, waiting()[0], "agree").follow()

    assert "تنها" in words_of(page)
    assert len(waiting()) == 1
    assert back(order) == [("queued", 1_000)]


def test_a_word_that_is_none_and_a_proposal_that_is_none_are_not_there(finance, staff, order):
    propose(staff, order)

    insist(finance, waiting()[0], "eat", 404)
    insist(finance, 99_999, "agree", 404)

    assert back(order) == []


# ---- a claim --------------------------------------------------------------------------------------------------


@pytest.fixture
def sale(app: Flask, bank: FakeBank) -> Sale:
    return delivered(bank, 1, (Ware(price=DEAR),))


def complain(visitor: TestApp, sale: Sale) -> int:
    """The buyer says what is wrong, on her page; the claim's number."""
    link = f"/o/{orders.order(sale.order_id).token}"
    form = form_of(visitor.get(f"{link}/claim/{sale.parcel_id}"), having="reason")
    form["reason"], form["words"], form[f"pieces-{sale.line_id}"] = "damaged", "شکسته رسید", "1"
    form.submit(status=303)
    world.fresh()
    return claims.claim(1).id


def contest(sale: Sale, claim: int) -> None:
    world.in_claim(claim, claims.contest, "سالم بود", by=world.person_of(sale.maker_id))


def decide(staff: TestApp, claim: int, toman: str = "6000000") -> TestResponse:
    form = form_of(staff.get(f"/staff/claims/{claim}"), having="what")
    form["what"], form["amount"], form["delivery"], form["words"] = "pay", toman, "", "عکس‌ها را دیدم"
    return form.submit(status=303).follow()


def test_a_large_claim_goes_from_the_buyer_s_page_to_the_second_person_and_back(visitor, staff, finance, sale):
    claim = complain(visitor, sale)
    contest(sale, claim)
    decide(staff, claim)
    assert (state(claim), sent_back(sale.order_id), sale.frozen) == (ClaimState.APPROVING, [], True)
    assert "شکسته یا خراب رسید" in words_of(finance.get("/finance/"))

    say(finance, waiting()[0], "agree")
    deliver()

    assert (state(claim), sale.frozen) == (ClaimState.GRANTED, False)
    assert [rials for _, rials in sent_back(sale.order_id)] == [DEAR]
    assert claims.claim(claim).refund_id == payments.refunds_of(sale.order_id)[0].id
    assert "بازپرداختِ ۶٬۰۰۰٬۰۰۰ تومان" in words_of(visitor.get(f"/o/{orders.order(sale.order_id).token}"))
    assert world.broken_promises() == []


def test_a_large_claim_that_is_declined_lies_before_staff_again(visitor, staff, finance, sale):
    claim = complain(visitor, sale)
    contest(sale, claim)
    decide(staff, claim)

    say(finance, waiting()[0], "decline")
    deliver()
    assert (state(claim), sent_back(sale.order_id), sale.frozen) == (ClaimState.DISPUTED, [], True)

    decide(staff, claim, "1000000")
    deliver()

    assert state(claim) is ClaimState.GRANTED
    assert [rials for _, rials in sent_back(sale.order_id)] == [10_000_000]
    assert world.broken_promises() == []


def test_while_a_large_claim_waits_staff_can_t_decide_it_again(visitor, staff, sale):
    claim = complain(visitor, sale)
    contest(sale, claim)
    form = form_of(staff.get(f"/staff/claims/{claim}"), having="what")
    form["what"], form["amount"], form["words"] = "pay", "6000000", "عکس‌ها را دیدم"
    form.submit(status=303)

    form["amount"] = "1000000"
    form.submit(status=409)

    assert len(waiting()) == 1
    assert sent_back(sale.order_id) == []


def test_who_decided_a_large_claim_does_not_agree_to_it_herself(visitor, both, sale):
    claim = complain(visitor, sale)
    contest(sale, claim)
    decide(both, claim)

    page = insist(both, waiting()[0], "agree").follow()

    assert TWO in words_of(page)
    assert (state(claim), sent_back(sale.order_id)) == (ClaimState.APPROVING, [])


def test_a_buyer_s_browser_reaches_no_proposal(app, staff, order):
    propose(staff, order)
    stranger = browser_of(app)

    answer = insist(stranger, waiting()[0], "agree")

    assert "/login" in answer.location
    assert back(order) == []
