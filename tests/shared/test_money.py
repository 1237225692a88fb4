"""Whole rials, and shares that never lose or make one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.money import Rial, allocate, split_remaining, total

AMOUNTS = st.integers(0, 10**13)
WEIGHTS = st.lists(st.integers(0, 10**11), min_size=1, max_size=30)
quick = settings(deadline=None, max_examples=200)


@quick
@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_amount_and_none_is_negative(amount: int, weights: list[int]):
    shares = allocate(amount, weights)

    assert sum(shares) == amount
    assert min(shares) >= 0
    assert all(isinstance(share, Rial) for share in shares)


@quick
@given(AMOUNTS, WEIGHTS)
def test_no_share_is_a_rial_off_its_proportion(amount: int, weights: list[int]):
    whole = sum(weights)

    shares = allocate(amount, weights)

    if whole:
        assert all(abs(share * whole - amount * weight) < whole for share, weight in zip(shares, weights, strict=True))
    else:
        assert max(shares) - min(shares) <= 1


@quick
@given(AMOUNTS, WEIGHTS, st.randoms(use_true_random=False))
def test_a_larger_weight_never_gets_less_wherever_it_stands(amount: int, weights: list[int], dice):
    mixed = list(weights)
    dice.shuffle(mixed)

    shares = allocate(amount, mixed)

    ranked = sorted(zip(mixed, shares, strict=True))
    assert [share for _, share in ranked] == sorted(shares)
    assert sorted(shares) == sorted(allocate(amount, weights))


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (11, [1, 1, 1], [4, 4, 3]),
        (5, [0, 0], [3, 2]),
        (100, [0, 1, 0], [0, 100, 0]),
        (0, [3, 7], [0, 0]),
        (1, [1, 2], [0, 1]),
    ],
)
def test_the_odd_rial_goes_to_the_largest_remainder_and_then_to_the_first(amount, weights, shares):
    assert allocate(amount, weights) == shares


def test_there_must_be_somebody_to_share_with():
    with pytest.raises(ValueError, match="nobody"):
        allocate(10, [])


@quick
@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=12), st.lists(st.integers(0, 100), max_size=8))
def test_refund_after_refund_no_line_goes_below_zero_and_all_comes_back(lines: list[int], percents: list[int]):
    left = list(lines)

    for percent in [*percents, 100]:
        amount = sum(left) * percent // 100
        parts = split_remaining(amount, left)
        assert sum(parts) == amount
        assert all(0 <= part <= rest for part, rest in zip(parts, left, strict=True))
        left = [rest - part for rest, part in zip(left, parts, strict=True)]

    assert not any(left)


@quick
@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=12), st.integers(1, 10**6))
def test_more_than_the_rest_is_refused(remaining: list[int], excess: int):
    for amount in (sum(remaining) + excess, -excess):
        with pytest.raises(ValueError, match="more than what remains"):
            split_remaining(amount, remaining)


def test_nothing_spreads_over_lines_that_are_used_up():
    assert split_remaining(0, [0, 0]) == [0, 0]


@quick
@given(st.integers(-(10**13), 10**13), st.integers(-(10**6), 10**6))
def test_sums_of_rials_are_rials(amount: int, count: int):
    rial = Rial(amount)

    results = [rial + count, count + rial, rial - count, count - rial, rial * count, count * rial, -rial]

    assert results == [amount + count] * 2 + [amount - count, count - amount] + [amount * count] * 2 + [-amount]
    assert all(type(result) is Rial for result in results)


@pytest.mark.parametrize("wrong", [1.0, 0.1, True, "10", None])
def test_only_whole_numbers_become_rials(wrong):
    with pytest.raises(TypeError):
        Rial(wrong)


@pytest.mark.parametrize("wrong", [1.5, True])
def test_rials_do_not_mix_with_fractions(wrong):
    for act in (Rial(3).__add__, Rial(3).__sub__, Rial(3).__rsub__, Rial(3).__mul__):
        with pytest.raises(TypeError):
            act(wrong)


def test_rials_are_not_divided():
    with pytest.raises(TypeError, match="share them out"):
        Rial(10) / 2


def test_the_sum_of_nothing_is_zero_rials():
    assert total([]) == 0
    assert type(total([1, 2])) is Rial
