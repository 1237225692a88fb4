"""Days that stand still put a deadline off, and never bring it forward."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.programme import Span, days_between, paused_days, put_off

START = date(2026, 4, 1)
DAY = timedelta(days=1)


def day(number: int) -> date:
    return START + number * DAY


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.integers(-20, 60))
    return Span(day(first), day(first + draw(st.integers(0, 25))))


PAUSES = st.lists(spans(), max_size=6)


@given(PAUSES, st.integers(0, 20), st.integers(0, 40))
def test_a_deadline_is_never_earlier_for_pauses_and_leaves_as_many_days_as_were_given(pauses, since, given_days):
    begun, due = day(since), day(since + given_days)

    found = put_off(begun, due, pauses)

    assert found >= due
    still = {one.first + n * DAY for one in pauses for n in range((one.last - one.first).days + 1)}
    worked = [begun + n * DAY for n in range(1, (found - begun).days + 1) if begun + n * DAY not in still]
    assert len(worked) == given_days


@given(PAUSES, st.integers(0, 20), st.integers(0, 40))
def test_days_that_several_pauses_take_count_once(pauses, since, given_days):
    begun, due = day(since), day(since + given_days)
    still = {one.first + n * DAY for one in pauses for n in range((one.last - one.first).days + 1)}

    assert paused_days(pauses, begun, due) == len([n for n in range(given_days + 1) if begun + n * DAY in still])
    assert put_off(begun, due, [*pauses, *pauses]) == put_off(begun, due, pauses)


@given(PAUSES, spans(), st.integers(0, 20), st.integers(0, 40))
def test_one_more_pause_brings_nothing_forward_and_makes_nothing_longer(pauses, more, since, given_days):
    begun, due = day(since), day(since + given_days)

    assert put_off(begun, due, [*pauses, more]) >= put_off(begun, due, pauses)
    assert 0 <= days_between(begun, due, [*pauses, more]) <= days_between(begun, due, pauses)


def test_ten_days_given_on_the_first_with_three_still_days_end_three_days_later():
    assert put_off(day(0), day(10), [Span(day(4), day(5)), Span(day(5), day(6))]) == day(13)
