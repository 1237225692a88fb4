"""The Jalali calendar in Tehran's time, and working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared import calendar, clock
from app.shared.calendar import JalaliMonth, add_working_days, from_jalali, is_working, jalali, months_between

TEHRAN = ZoneInfo("Asia/Tehran")
DAYS = st.dates(date(1825, 1, 1), date(2218, 12, 31))
MONTHS = st.builds(JalaliMonth, st.integers(1250, 1550), st.integers(1, 12))
MOMENTS = st.integers(631_152_000, 4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC))
quick = settings(deadline=None, max_examples=150)


@quick
@given(DAYS)
def test_every_day_comes_back_from_the_jalali_calendar(day: date):
    assert from_jalali(*jalali(day)) == day


@quick
@given(DAYS)
def test_days_follow_each_other_without_a_gap(day: date):
    year, month, number = jalali(day)
    tomorrow = jalali(day + timedelta(days=1))

    assert tomorrow in {(year, month, number + 1), (year, month + 1, 1), (year + 1, 1, 1)}


@pytest.mark.parametrize(
    ("gregorian", "expected"),
    [
        (date(2024, 3, 19), (1402, 12, 29)),
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 3, 20), (1404, 12, 29)),
        (date(2026, 3, 21), (1405, 1, 1)),
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2026, 11, 22), (1405, 9, 1)),
    ],
)
def test_nowruz_and_other_known_days(gregorian, expected):
    assert jalali(gregorian) == expected


@pytest.mark.parametrize("year", [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412])
def test_leap_years_have_a_thirtieth_of_esfand(year):
    assert from_jalali(year, 12, 30) + timedelta(days=1) == from_jalali(year + 1, 1, 1)
    with pytest.raises(ValueError, match="day must be"):
        from_jalali(year + 1, 12, 30)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1404, 12, 30),
        (1405, 7, 31),
        (1405, 0, 1),
        (1405, 13, 1),
        (1405, 1, 0),
        (1405, 1, 32),
        (1199, 1, 1),
        (1601, 1, 1),
    ],
)
def test_a_day_that_the_month_does_not_have_is_refused(year, month, day):
    with pytest.raises(ValueError, match=r"must be|no such"):
        from_jalali(year, month, day)


@quick
@given(MONTHS)
def test_a_month_is_read_back_as_it_was_written(month: JalaliMonth):
    assert JalaliMonth.parse(str(month)) == month


@pytest.mark.parametrize("text", ["1405-8", "1405-13", "1405-00", "1105-01", "۱۴۰۵-۰۸", "1405-08 ", "1405/08", ""])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="Jalali month"):
        JalaliMonth.parse(text)


@quick
@given(MOMENTS)
def test_every_moment_lies_in_exactly_its_month(moment: datetime):
    month = JalaliMonth.of(moment)

    assert month.starts <= moment < month.ends
    assert month.plus(1).starts == month.ends


@quick
@given(MONTHS, st.integers(-240, 240))
def test_months_are_counted_there_and_back(month: JalaliMonth, steps: int):
    other = month.plus(steps)

    assert other.plus(-steps) == month
    assert (other > month) == (steps > 0)
    assert len(months_between(month, other)) == max(0, steps + 1)


def test_months_between_go_over_the_year():
    found = months_between(JalaliMonth(1404, 11), JalaliMonth(1405, 2))

    assert [str(month) for month in found] == ["1404-11", "1404-12", "1405-01", "1405-02"]
    assert [month.name for month in found] == ["بهمن", "اسفند", "فروردین", "اردیبهشت"]


def test_a_month_begins_at_midnight_in_tehran():
    aban = JalaliMonth(1405, 8)

    assert aban.starts == datetime(2026, 10, 23, tzinfo=TEHRAN)
    assert JalaliMonth.of(aban.starts - timedelta(microseconds=1)) == JalaliMonth(1405, 7)
    assert JalaliMonth.of(datetime(2026, 10, 22, 20, 30, tzinfo=UTC)) == aban
    assert JalaliMonth.of(datetime(2026, 10, 22, 20, 29, 59, tzinfo=UTC)) == JalaliMonth(1405, 7)


def test_a_month_in_the_years_of_summer_time_is_an_hour_longer_or_shorter():
    farvardin, shahrivar = JalaliMonth(1400, 1), JalaliMonth(1400, 6)

    assert farvardin.ends - farvardin.starts == timedelta(days=31, hours=-1)
    assert shahrivar.ends - shahrivar.starts == timedelta(days=31, hours=1)


@quick
@given(MOMENTS)
def test_a_day_in_tehran_holds_its_moments(moment: datetime):
    day = calendar.local_date(moment)

    assert calendar.start_of(day) <= moment < calendar.start_of(day + timedelta(days=1))


def test_today_is_tehrans_day_and_not_greenwichs():
    with clock.at(datetime(2026, 11, 21, 20, 30, tzinfo=UTC)):
        assert calendar.today() == date(2026, 11, 22)
        assert JalaliMonth.current() == JalaliMonth(1405, 9)


def test_friday_is_no_working_day_and_thursday_is_one():
    assert [is_working(date(2026, 11, day), set()) for day in (19, 20, 21)] == [True, False, True]
    assert not is_working(date(2026, 11, 21), {date(2026, 11, 21)})


@pytest.mark.parametrize(
    ("start", "days", "closed", "expected"),
    [
        (date(2026, 11, 19), 1, set(), date(2026, 11, 21)),
        (date(2026, 11, 20), 0, set(), date(2026, 11, 21)),
        (date(2026, 11, 19), 0, set(), date(2026, 11, 19)),
        (date(2026, 11, 19), 1, {date(2026, 11, 21), date(2026, 11, 22)}, date(2026, 11, 23)),
        (date(2026, 11, 20), 2, set(), date(2026, 11, 22)),
    ],
)
def test_working_days_step_over_fridays_and_holidays(start, days, closed, expected):
    assert add_working_days(start, days, closed) == expected


@quick
@given(DAYS, st.integers(0, 40), st.sets(st.integers(0, 60)))
def test_so_many_working_days_lie_between_start_and_promise(start: date, days: int, holidays: set[int]):
    closed = {start + timedelta(days=ahead) for ahead in holidays}

    end = add_working_days(start, days, closed)

    between = [start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1)]
    assert is_working(end, closed)
    if days:
        assert sum(is_working(day, closed) for day in between) == days
