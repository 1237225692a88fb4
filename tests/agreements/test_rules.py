"""What falls due by itself: one day in each month, by the term of that very day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.agreements import LevelTerm, Timing, in_force, occurrences
from app.shared.calendar import jalali

START = date(2025, 3, 21)


def monthly(day: int, since: date) -> LevelTerm:
    return LevelTerm(valid_from=since, timing=Timing.MONTHLY, month_day=day)


def test_the_last_day_stands_for_a_day_that_a_month_has_not():
    found = occurrences([monthly(31, START)], START, START + timedelta(days=364))

    assert [jalali(one.due_on)[1:] for one in found] == [
        *((month, 31) for month in range(1, 7)),
        *((month, 30) for month in range(7, 12)),
        (12, 29),
    ]


def test_a_fixed_day_is_due_once_and_only_while_its_term_holds():
    day = START + timedelta(days=40)
    fixed = LevelTerm(valid_from=START, timing=Timing.FIXED, on_day=day)
    later = LevelTerm(valid_from=START + timedelta(days=20), timing=Timing.UNDEFINED)

    assert [one.due_on for one in occurrences([fixed], START, day)] == [day]
    assert occurrences([fixed], START, day - timedelta(days=1)) == []
    assert occurrences([fixed, later], START, day) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(1, 31)), min_size=1, max_size=5, unique_by=lambda pair: pair[0]
    ),
    st.integers(0, 900),
    st.integers(0, 400),
)
def test_each_month_is_due_at_most_once_by_the_term_of_its_day(told, first, length):
    terms = [monthly(day, START + timedelta(days=since)) for since, day in told]
    begins = START + timedelta(days=first)
    ends = begins + timedelta(days=length)

    found = occurrences(terms, begins, ends)

    assert all(begins <= one.due_on <= ends for one in found)
    assert all(in_force(terms, one.due_on) is one.term for one in found)
    assert all(jalali(one.due_on)[:2] == tuple(map(int, one.period.split()[1].split("-"))) for one in found)
