"""The number by which people name an order."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import orders
from app.orders.rules import Fee, check_sign, order_code
from app.shared.money import Rial
from tests import world

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
bodies = st.text(SIGNS, min_size=5, max_size=5)


def test_a_number_begins_with_the_jalali_month_and_has_no_sign_that_people_confuse():
    codes = {order_code(date(2025, 10, 23)) for _ in range(50)}

    assert all(re.fullmatch(rf"BU-0408-[{SIGNS}]{{6}}", code) for code in codes)
    assert len(codes) == 50


@settings(max_examples=200, deadline=None)
@given(bodies, st.integers(0, 4), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(body, place, wrong):
    other = body[:place] + wrong + body[place + 1 :]

    assert (check_sign(other) == check_sign(body)) is (other == body)


@settings(max_examples=200, deadline=None)
@given(bodies, st.integers(0, 3))
def test_two_neighbours_swapped_are_noticed(body, place):
    other = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    assert (check_sign(other) == check_sign(body)) is (other == body)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 10_000), st.lists(st.integers(0, 10**12), max_size=6))
def test_commission_is_to_the_rial_never_more_than_the_price_and_given_back_without_drift(net, bps, cuts):
    fee = Fee(bps, Rial(0)).of(net, 1)
    left, back = net, 0
    for cut in cuts:
        taken = min(cut, left)
        step = Fee(bps, Rial(0)).of(left, 1) - Fee(bps, Rial(0)).of(left - taken, 1)
        assert 0 <= step <= taken
        left, back = left - taken, back + step

    assert 0 <= fee <= net
    assert abs(fee * 10_000 - net * bps) <= 5_000
    assert fee - back == Fee(bps, Rial(0)).of(left, 1)


@pytest.mark.usefixtures("app")
def test_an_order_is_found_by_its_number_and_mobile_together():
    order_id = world.place({world.variant(world.maker()): 1}, recipient=world.recipient("09121112222"))
    code = orders.order(order_id).code

    found = orders.find(code, "09121112222")

    assert found is not None
    assert found.id == order_id
    assert orders.find(code, "09121112223") is None
    assert orders.find(code[:-1] + "2", "09120000000") is None
