"""The browser that comes back from the bank: its word is a hint, never a proof."""

import pytest

from app import orders
from app.orders import OrderState
from app.payments import AttemptState
from tests import world
from tests.payments.scene import PAID, TOTAL, at_bank, in_the_books, paid_at, standing

BACK = "/pay/return/sandbox"
OPEN = (AttemptState.REDIRECTED, OrderState.AWAITING_PAYMENT)


def test_a_buyer_who_paid_comes_back_to_the_order_s_page(bank, visitor):
    there = paid_at(bank)

    answer = visitor.get(BACK, {"authority": there.authority, "status": "OK"}, status=303)

    assert answer.location.endswith(f"/o/{orders.order(there.order_id).token}")
    assert standing(there) == PAID


def test_reloading_the_return_pays_once(bank, visitor):
    there = paid_at(bank)

    for _ in range(3):
        visitor.get(BACK, {"authority": there.authority, "status": "OK"})

    assert standing(there) == PAID
    assert bank.asked("verify") == 1
    assert in_the_books() == TOTAL


def test_a_return_by_form_from_another_site_needs_no_token_of_ours(bank, visitor):
    there = paid_at(bank)

    visitor.post(BACK, {"authority": there.authority, "status": "OK"}, headers={"Origin": bank.url})

    assert standing(there) == PAID


def test_a_forged_success_pays_nothing(bank, visitor):
    there = at_bank()

    visitor.get(BACK, {"authority": there.authority, "status": "OK"})

    assert standing(there) == OPEN
    assert bank.asked("verify") == 0
    assert in_the_books() == 0


def test_a_forged_failure_cancels_nothing(bank, visitor):
    there = paid_at(bank)

    visitor.get(BACK, {"authority": there.authority, "status": "NOK"})

    assert standing(there) == PAID


@pytest.mark.parametrize("authority", ["S" + "9" * 34, "", "' OR 1=1 --", "A" * 500])
def test_an_authority_that_we_never_had_is_not_even_asked_about(bank, visitor, authority):
    at_bank()
    asked = len(bank.calls)

    visitor.get(BACK, {"authority": authority, "status": "OK"}, status=404)

    assert len(bank.calls) == asked


def test_a_gateway_that_is_not_ours_is_not_there(bank, visitor):
    there = paid_at(bank)

    visitor.get("/pay/return/zarinpal", {"authority": there.authority}, status=404)

    assert standing(there) == OPEN


def test_persian_digits_and_things_added_on_the_way_do_no_harm(bank, visitor):
    there = paid_at(bank)
    written = there.authority.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    visitor.get(BACK, {"authority": written, "status": "OK", "utm_source": "x", "amount": "1"})

    assert standing(there) == PAID


def test_one_order_s_return_does_not_pay_another(bank, visitor):
    mine, other = at_bank(), paid_at(bank)

    visitor.get(BACK, {"authority": mine.authority, "status": "OK", "order": orders.order(other.order_id).code})

    assert standing(mine) == OPEN
    assert standing(other) == OPEN


def test_the_whole_way_in_a_browser(bank, visitor):
    world.tariffs()
    there = at_bank()
    returned = bank.act(there.authority, "pay").headers["Location"]

    page = visitor.get(returned[returned.index(BACK) :]).follow()

    assert orders.order(there.order_id).code in page.text
    assert standing(there) == PAID
