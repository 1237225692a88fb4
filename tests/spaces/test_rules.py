"""Who comes first, on which days, and when to look again."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.shared.calendar import from_jalali
from app.spaces.rules import days_of, rank, stale, weekday

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_week_begins_on_saturday():
    assert [weekday(date(2026, 11, day)) for day in (28, 29, 27)] == [0, 1, 6]


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 60), st.frozensets(st.integers(0, 6)))
def test_a_workshop_is_open_on_its_days_of_the_week_alone(first, length, weekdays):
    found = days_of(first, first + timedelta(days=length), weekdays)

    assert {weekday(day) for day in found} <= weekdays
    assert found == sorted(set(found))
    assert len(days_of(first, first + timedelta(days=length), frozenset(range(7)))) == length + 1


@given(st.integers(0, 30), st.integers(0, 40 * 24), st.integers(0, 40 * 24))
def test_a_village_is_ahead_of_a_town_that_asked_no_more_than_the_days_before(days, town, village):
    town_at, village_at = NOW + timedelta(hours=town), NOW + timedelta(hours=village)

    ahead = rank(village_at, days, village=True) < rank(town_at, days, village=False)

    assert ahead == (village - town < days * 24)


def test_a_bazaar_is_looked_at_again_after_the_months_of_the_calendar():
    seen = from_jalali(1405, 2, 10)

    assert not stale(seen, 6, from_jalali(1405, 8, 9))
    assert stale(seen, 6, from_jalali(1405, 8, 10))
    assert stale(seen, 6, from_jalali(1406, 1, 1))
