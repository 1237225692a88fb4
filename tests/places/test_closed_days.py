"""Days without work: official holidays, and closures that people declare."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app import places
from app.places import Holiday, Locality
from app.shared import audit, clock
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from tests import world

NOWRUZ = date(2026, 3, 21)

pytestmark = pytest.mark.usefixtures("app")


def declared(day: date, county: str | None = None) -> int:
    by = world.person()
    with transaction():
        return places.declare_closed(day, "گردوغبار", county, by).id


def test_official_holidays_are_closed_everywhere():
    assert NOWRUZ in places.closed_days()
    assert NOWRUZ in places.closed_days("1801")


def test_a_countys_closure_closes_that_county_alone():
    hot = date(2026, 7, 12)
    declared(hot, "1807")

    assert hot in places.closed_days("1807")
    assert hot not in places.closed_days("1801")
    assert hot not in places.closed_days()


def test_a_closure_of_all_counties_closes_each():
    dusty = date(2026, 7, 13)
    declared(dusty)

    assert all(dusty in places.closed_days(county.code) for county in places.home_counties())


def test_the_closed_days_of_several_counties_are_those_of_each():
    declared(date(2026, 7, 12), "1807")
    declared(date(2026, 7, 13))

    assert places.closed_days_of(["1807", "1801"]) == {code: places.closed_days(code) for code in ("1801", "1807")}
    assert places.closed_days_of([]) == {}


def test_closures_are_told_from_a_day_on_without_the_official_holidays():
    today = local_date(clock.now())
    declared(today - timedelta(days=3))
    later, sooner = declared(today + timedelta(days=5), "1801"), declared(today)

    assert [one.id for one in places.closures(today)] == [sooner, later]


def test_declaring_a_day_closed_leaves_a_trace():
    closure = declared(date(2026, 7, 14), "1801")

    traces = audit.of("holiday", closure)

    assert [one.act for one in traces] == ["closed_day_declared"]
    assert traces[0].by_id is not None


def test_loading_the_lists_again_changes_nothing():
    declared(NOWRUZ, "1801")
    before = [session().scalar(select(func.count()).select_from(kind)) for kind in (Locality, Holiday)]

    with transaction():
        places.load()

    assert [session().scalar(select(func.count()).select_from(kind)) for kind in (Locality, Holiday)] == before
    assert len(places.home_counties()) == 10
