"""How much the fund gives: by the sums of the promise, and never more than any of its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import programme
from app.funding import CAP, SHARE_BPS, Terms, grant
from app.funding.rules import may_ask_again
from app.shared.calendar import from_jalali
from app.shared.money import Rial
from tests.funding.scene import legal_id

PROMISE = Terms(share_bps=6000, cap=Rial(100_000_000))
BOTH = Terms(share_bps=6000, cap=Rial(100_000_000), two_supports=True)

costs = st.integers(0, 10**12)
terms_of = st.builds(
    Terms,
    share_bps=st.integers(0, 10_000),
    cap=st.integers(0, 10**10).map(Rial),
    two_supports=st.booleans(),
    once_years=st.just(0),
)


@pytest.mark.parametrize(
    ("cost", "given_for_it"),
    [
        (0, 0),
        (1, 0),
        (100_000_000, 60_000_000),
        (166_666_666, 99_999_999),
        (166_666_667, 100_000_000),
        (500_000_000, 100_000_000),
    ],
)
def test_the_promise_is_sixty_per_cent_up_to_ten_million_toman(cost, given_for_it):
    assert (SHARE_BPS.default, CAP.default) == (6000, 100_000_000)
    assert grant(cost, PROMISE) == given_for_it


@pytest.mark.parametrize(("cost", "given_for_it"), [(100_000_000, 100_000_000), (500_000_000, 400_000_000)])
def test_read_as_two_supports_they_are_added_up_but_never_above_the_cost(cost, given_for_it):
    assert grant(cost, BOTH) == given_for_it


@given(costs, terms_of)
def test_one_support_is_never_above_its_cap_or_its_share_and_two_never_above_the_cost(cost, terms):
    amount = grant(cost, terms)

    assert type(amount) is Rial
    assert 0 <= amount <= cost
    if terms.two_supports:
        assert amount * 10_000 <= terms.cap * 10_000 + cost * terms.share_bps
    else:
        assert amount <= terms.cap
        assert amount * 10_000 <= cost * terms.share_bps


@given(costs, terms_of)
def test_no_more_than_a_fraction_of_a_rial_is_kept_back(cost, terms):
    amount = grant(cost, terms)

    limits = [cost] if terms.two_supports else [terms.cap]
    exact = cost * terms.share_bps + (terms.cap * 10_000 if terms.two_supports else 0)
    assert amount in limits or amount * 10_000 > exact - 10_000


@given(costs, costs, terms_of)
def test_a_larger_cost_is_never_given_less(one, other, terms):
    less, more = sorted((one, other))

    assert grant(less, terms) <= grant(more, terms)


@given(costs, terms_of, st.integers(0, 10**10))
def test_never_above_what_is_left_of_the_budget_and_only_cut_for_its_sake(cost, terms, left):
    amount = grant(cost, terms, left)

    assert amount <= left
    assert amount == min(left, grant(cost, terms))


@pytest.mark.parametrize(
    ("years", "on", "again"),
    [
        (0, (1505, 1, 1), False),
        (2, (1407, 7, 14), False),
        (2, (1407, 7, 15), True),
        (1, (1407, 1, 1), True),
    ],
)
def test_a_cooperative_may_ask_again_after_so_many_jalali_years_and_never_where_it_is_once(years, on, again):
    assert may_ask_again(from_jalali(1405, 7, 15), years, from_jalali(*on)) is again


@pytest.mark.parametrize("known", ["10380284790", "14007650912", "۱۰۸۶۱۶۷۷۵۴۲"])
def test_national_ids_of_legal_persons_as_the_registry_gives_them_are_known(known):
    assert programme.legal_id(known) is not None


@given(st.integers(0, 10**8 - 1), st.integers(1, 9))
def test_no_slip_of_one_digit_at_the_end_is_overlooked(number, slip):
    good = legal_id(number)
    bad = good[:10] + str((int(good[10]) + slip) % 10)

    assert programme.legal_id(good) == good
    assert programme.legal_id(bad) is None
    assert programme.legal_id(good[:10]) is None
