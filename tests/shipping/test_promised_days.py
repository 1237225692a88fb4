"""The day by which a parcel is there."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import places, shipping
from app.shared.database import transaction

FRIDAY = 4
SATURDAY = date(2025, 10, 18)


@pytest.mark.parametrize(
    ("transit_days", "expected"),
    [(0, SATURDAY), (1, SATURDAY + timedelta(days=1)), (6, SATURDAY + timedelta(days=7))],
    ids=["handed over", "a day of the way", "over a Friday"],
)
def test_working_days_of_the_way_after_the_packing(transit_days, expected):
    assert shipping.promise(SATURDAY, transit_days, frozenset()) == expected


def test_a_holiday_on_the_way_moves_the_promise():
    sunday, monday = SATURDAY + timedelta(days=1), SATURDAY + timedelta(days=2)

    assert shipping.promise(SATURDAY, 1, {sunday}) == monday
    assert shipping.promise(SATURDAY, 2, {monday}) == monday + timedelta(days=1)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(1, 27), st.sets(st.integers(0, 60), max_size=15))
def test_a_promised_day_is_a_working_day_with_enough_working_days_before_it(start, transit, closed_after):
    closed = {start + timedelta(days=days) for days in closed_after}

    day = shipping.promise(start, transit, closed)

    between = [start + timedelta(days=step) for step in range(1, (day - start).days + 1)]
    working = [one for one in between if one.weekday() != FRIDAY and one not in closed]
    assert len(working) == transit
    assert working[-1] == day


@pytest.mark.usefixtures("app")
def test_a_county_s_own_closed_day_counts_there_alone():
    storm = date(2026, 10, 18)
    with transaction():
        places.declare_closed(storm, "توفان", "1809", None)

    before = storm - timedelta(days=1)
    days = {county: shipping.promise(before, 1, places.closed_days(county)) for county in ("1809", "1801")}

    assert days == {"1809": storm + timedelta(days=1), "1801": storm}
