"""Instalments in whole rials, and the conditions of a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lending import Applicant, Asks, Condition, fee_of, instalments, judge
from app.shared.money import Rial

loans = st.integers(1, 50_000_000_000)
fees = st.integers(0, 10_000)
terms = st.integers(1, 120)
DAY = date(2026, 11, 29)


def test_two_hundred_million_toman_at_four_per_cent_over_five_years():
    plan = instalments(2_000_000_000, 400, 60)

    # The level payment of a spreadsheet: =PMT(4%/12; 60; -2000000000) = 36,833,044.11
    assert {int(one.payment) for one in plan[:-1]} == {36_833_040}
    assert plan[0].fee == 6_666_660
    assert abs(int(plan[-1].payment) - 36_833_044) < 600
    assert 209_982_000 <= fee_of(plan) <= 209_983_000
    assert {int(one.payment) % 10 for one in plan} == {0}


@given(loans, fees, terms)
def test_payments_are_the_loan_and_its_fee_to_the_rial_and_none_is_negative(loan, fee_bps, months):
    plan = instalments(loan, fee_bps, months)

    assert len(plan) == months
    assert sum(int(one.principal) for one in plan) == loan
    assert sum(int(one.payment) for one in plan) == loan + int(fee_of(plan))
    assert all(type(one.payment) is Rial and one.principal >= 0 and one.fee >= 0 for one in plan)


@given(st.integers(10_000_000, 50_000_000_000), st.integers(0, 3_000), terms)
def test_all_but_the_last_are_equal_and_the_fee_never_grows(loan, fee_bps, months):
    plan = instalments(loan, fee_bps, months)

    assert len({int(one.payment) for one in plan[:-1]}) <= 1
    fees_told = [int(one.fee) for one in plan]
    assert fees_told == sorted(fees_told, reverse=True)


@given(loans, terms)
def test_without_a_fee_the_payments_are_the_loan(loan, months):
    assert sum(int(one.payment) for one in instalments(loan, 0, months)) == loan


def asks(**changed: object) -> Asks:
    told: dict[str, object] = {
        "trades": frozenset(),
        "counties": frozenset(),
        "village_only": False,
        "first_day": DAY,
        "last_day": DAY,
    }
    return Asks(**(told | changed))


def who(**changed: object) -> Applicant:
    told: dict[str, object] = {
        "trade_code": "mats",
        "county_code": "1801",
        "rural": True,
        "accepted": True,
        "permitted": True,
        "has_file": False,
    }
    return Applicant(**(told | changed))


def failing(line: Asks, one: Applicant, *, left: int = 1, on: date = DAY) -> list[Condition]:
    return [condition for condition, holds in judge(line, one, Rial(left), on) if not holds]


ALL = asks(trades=frozenset({"mats"}), counties=frozenset({"1801"}), village_only=True)


def test_whoever_meets_all_may_ask():
    assert failing(ALL, who()) == []
    assert {condition for condition, _ in judge(ALL, who(), Rial(1), DAY)} == set(Condition)


@pytest.mark.parametrize(
    ("changed", "condition"),
    [
        ({"permitted": False}, Condition.PERMISSION),
        ({"accepted": False}, Condition.ACCEPTED),
        ({"trade_code": "rugs"}, Condition.FIELD),
        ({"trade_code": None}, Condition.FIELD),
        ({"county_code": "1802"}, Condition.COUNTY),
        ({"rural": False}, Condition.VILLAGE),
        ({"has_file": True}, Condition.NO_FILE),
    ],
)
def test_each_condition_fails_alone(changed, condition):
    assert failing(ALL, who(**changed)) == [condition]


def test_money_and_the_window_are_conditions_too():
    assert failing(ALL, who(), left=0) == [Condition.MONEY]
    assert failing(ALL, who(), on=date(2026, 11, 28)) == [Condition.WINDOW]
    assert failing(ALL, who(), on=date(2026, 11, 30)) == [Condition.WINDOW]
    assert failing(asks(last_day=None), who(), on=date(2036, 1, 1)) == []


def test_a_line_for_all_asks_neither_field_nor_county_nor_village():
    asked = {condition for condition, _ in judge(asks(), who(), Rial(1), DAY)}

    assert asked.isdisjoint({Condition.FIELD, Condition.COUNTY, Condition.VILLAGE})
