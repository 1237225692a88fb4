"""Until when, how much: pure sums and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.claims import Claim, ClaimState, Reason, claimed_amount, rules
from app.claims.models import OPEN

WEDNESDAY = date(2026, 3, 18)
NOWRUZ = {date(2026, 3, 20) + timedelta(days=day) for day in range(5)} | {date(2026, 4, 1), date(2026, 4, 2)}
FRIDAY = 4


def test_seven_working_days_skip_fridays_and_holidays():
    assert rules.last_day(Reason.WITHDRAWAL, WEDNESDAY, 7, NOWRUZ) == date(2026, 3, 31)
    assert rules.last_day(Reason.WITHDRAWAL, WEDNESDAY, 7, set()) == date(2026, 3, 26)


@pytest.mark.parametrize("reason", sorted(rules.FAULTS))
def test_a_fault_s_days_are_days_of_the_calendar(reason):
    assert rules.last_day(reason, WEDNESDAY, 14, NOWRUZ) == date(2026, 4, 1)


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.sets(st.integers(0, 30)), st.integers(7, 15))
def test_a_withdrawal_has_as_many_working_days_as_the_law_says(arrived, shut, days):
    closed = {arrived + timedelta(days=day) for day in shut}

    last = rules.last_day(Reason.WITHDRAWAL, arrived, days, closed)

    passed = [arrived + timedelta(days=day) for day in range(1, (last - arrived).days + 1)]
    working = [day for day in passed if day.weekday() != FRIDAY and day not in closed]
    assert len(working) == days
    assert working[-1] == last


@given(st.integers(1, 10**9), st.integers(1, 60), st.data())
def test_pieces_claimed_in_turn_are_worth_all_that_is_left_to_the_rial(net, left, data):
    rest, worth = net, []
    while left:
        quantity = data.draw(st.integers(1, left))
        worth.append(claimed_amount(rest, left, quantity))
        assert 0 <= worth[-1] <= rest
        rest, left = rest - worth[-1], left - quantity

    assert sum(worth) == net


def test_a_rial_that_does_not_divide_stays_with_the_pieces_that_are_left():
    assert [claimed_amount(10, 3, pieces) for pieces in (1, 2, 3)] == [3, 6, 10]


@given(st.integers(0, 10**9), st.integers(1, 60), st.integers(1, 80))
def test_more_pieces_are_never_worth_less(net, left, quantity):
    assert claimed_amount(net, left, quantity) <= claimed_amount(net, left, quantity + 1) <= net


@pytest.mark.parametrize("reason", Reason)
def test_the_delivery_goes_back_with_the_whole_parcel_alone(reason):
    assert rules.delivery_due(reason, whole=True, left=500_000) == 500_000
    assert rules.delivery_due(reason, whole=False, left=500_000) == 0


def test_every_open_state_has_an_end_and_no_end_opens_again():
    ends = set(ClaimState) - set(OPEN)

    assert set(Claim.MOVES) == set(OPEN)
    assert all(became & ends for became in Claim.MOVES.values())
    assert ends == {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.TAKEN_BACK}


def test_only_staff_s_table_refuses_a_claim():
    assert [was for was, became in Claim.MOVES.items() if ClaimState.REFUSED in became] == [ClaimState.DISPUTED]


@pytest.mark.parametrize(
    ("rule", "least"),
    [(rules.WITHDRAWAL_DAYS, 7), (rules.CLAIM_DAYS, 7), (rules.ANSWER_HOURS, 12), (rules.RETURN_DAYS, 3)],
)
def test_the_law_s_days_are_a_floor(rule, least):
    assert rule.least == least
    assert rule.default >= least
