"""Taking a list of courses: looked at first, every bad row named, twice as once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app import programme
from app.programme import Cohort, FaultCode
from app.shared.database import session, transaction
from tests import world
from tests.programme.lists import csv_of, xlsx_of

pytestmark = pytest.mark.usefixtures("app")

HEAD = ("نام دوره", "شهرستان", "رسته", "پیشران", "ظرفیت", "تاریخ شروع", "تاریخ پایان")


def row(**changes: object) -> list[object]:
    sound: dict[str, object] = {
        "name": "حصیرِ بهار",
        "county": "بوشهر",
        "trade": "",
        "mentor": "",
        "capacity": "۲۰",
        "first": "۱۴۰۵/۱۰/۰۱",
        "last": "1405/12/20",
    }
    return list({**sound, **changes}.values())


def table(*rows: list[object]) -> bytes:
    return csv_of(rows, heading=HEAD)


def take(content: bytes, counties: frozenset[str] | None = None) -> int:
    report = programme.examine_courses(content, counties)
    with transaction():
        return programme.apply_courses(report, None)


def faults(*rows: list[object], counties: frozenset[str] | None = None) -> list[list[FaultCode]]:
    return [[fault.code for fault in one.faults] for one in programme.examine_courses(table(*rows), counties).bad]


def courses() -> list[Cohort]:
    world.fresh()
    return list(session().scalars(select(Cohort).order_by(Cohort.id)))


def test_a_look_plans_nothing_and_taking_plans_the_course_with_all_that_is_said():
    mentor = world.mentor()
    name = programme.mentor(mentor).display_name
    content = xlsx_of([row(trade="خیاطی", mentor=name, capacity=20)], heading=HEAD)

    programme.examine_courses(content, None)
    before = len(courses())
    planned = take(content)

    [one] = courses()
    assert (before, planned) == (0, 1)
    assert (one.name, one.county_code, one.capacity, one.mentor_id) == ("حصیرِ بهار", "1801", 20, mentor)
    assert (one.starts_on, one.ends_on) == (date(2026, 12, 22), date(2027, 3, 11))
    assert one.trade_code is not None


def test_a_list_taken_twice_plans_once_and_one_of_another_year_is_another():
    take(table(row()))

    assert programme.examine_courses(table(row()), None).known == 1
    assert take(table(row(), row(first="1406/10/01", last="1406/12/20"))) == 1
    assert len(courses()) == 2


def test_two_reports_of_one_list_applied_at_once_plan_it_once(app):
    report = programme.examine_courses(table(row()), None)

    def apply() -> object:
        with transaction():
            return programme.apply_courses(report, None)

    world.at_once(app, apply, apply)

    assert session().scalar(select(func.count()).select_from(Cohort)) == 1


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": " "}, FaultCode.NO_COHORT),
        ({"county": "تهران"}, FaultCode.UNKNOWN_COUNTY),
        ({"trade": "پرواز"}, FaultCode.UNKNOWN_TRADE),
        ({"mentor": "هیچ کس"}, FaultCode.UNKNOWN_MENTOR),
        ({"capacity": "زیاد"}, FaultCode.BAD_CAPACITY),
        ({"capacity": "0"}, FaultCode.BAD_CAPACITY),
        ({"capacity": "5001"}, FaultCode.BAD_CAPACITY),
        ({"capacity": "²"}, FaultCode.BAD_CAPACITY),
        ({"first": "1405/13/01"}, FaultCode.BAD_DAY),
        ({"last": ""}, FaultCode.BAD_DAY),
        ({"last": "1405/10/01"}, FaultCode.ENDS_EARLY),
    ],
)
def test_what_is_wrong_with_a_row_is_named(changes, fault):
    assert faults(row(**changes)) == [[fault]]


def test_a_course_that_is_there_with_other_facts_is_named_and_not_changed():
    take(table(row()))

    assert faults(row(capacity=30)) == [[FaultCode.COURSE_DIFFERS]]
    assert [one.capacity for one in courses()] == [20]


def test_of_two_rows_about_one_course_the_first_holds():
    assert faults(row(), row(capacity=30)) == [[FaultCode.SAID_TWICE]]


def test_staff_of_a_county_plan_for_it_alone():
    mine = frozenset({"1801"})

    assert faults(row(county=""), row(county="دشتستان", name="x"), counties=mine) == [
        [FaultCode.NO_COUNTY],
        [FaultCode.NOT_HER_COUNTY],
    ]
    assert take(table(row()), mine) == 1


def test_of_two_mentors_of_one_name_the_one_of_the_courses_county_holds_it():
    here, there = world.mentor("1801"), world.mentor("1805")
    with transaction():
        for one in (here, there):
            programme.mentor(one).display_name = "زهرا دشتی"

    assert faults(row(mentor="زهرا دشتی", county="")) == [[FaultCode.AMBIGUOUS_MENTOR]]
    take(table(row(mentor="زهرا دشتی")))
    assert [one.mentor_id for one in courses()] == [here]
