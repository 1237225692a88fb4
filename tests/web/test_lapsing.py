"""Signs as lists: in the market without a sale, a course left, sessions on days that stand still."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import programme
from app.accounts import Role
from app.programme import Leaving, NewPause
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import logged_in, statements, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def named(trainee: int) -> str:
    world.fresh()
    return programme.trainee(trainee).display_name


def marketed(mentor: int | None = None) -> int:
    """Somebody in care who has been in the market for seventy days."""
    with world.later(days=-70):
        return world.cared_for(mentor or world.mentor())


def leaver(mentor: int | None = None) -> int:
    trainee = world.cared_for(mentor or world.mentor())
    with transaction():
        for engagement, _ in programme.engagements_of(trainee):
            programme.withdraw(engagement, Leaving.HEALTH, "بیمار شد", None)
    return trainee


def rows_of(browser: TestApp, which: str) -> str:
    return browser.get(f"/staff/care?which={which}").html.find(class_="tasks").get_text()


def paused(first: int, last: int | None, **for_whom: object) -> None:
    day, by = today(), world.official(Role.STAFF)
    with transaction():
        until = None if last is None else day + timedelta(days=last)
        new = NewPause("گرمای تابستان", day + timedelta(days=first), until, f"p{first}{last}", **for_whom)
        programme.pause(new, by)


def test_staff_see_who_has_sold_nothing_for_so_long_and_a_sale_takes_her_off(app, bank, staff):
    quiet, busy = marketed(), marketed()
    world.sold(bank, {world.variant(busy): 1})

    told = rows_of(staff, "unsold")

    assert named(quiet) in told
    assert "۷۰ روز" in told
    assert named(busy) not in told
    assert "۶۰ روز بی‌فروش در بازار: ۱" in words_of(staff.get("/staff/care"))


def test_paused_days_are_not_counted_in_days_without_a_sale(staff):
    quiet = marketed()
    paused(-30, -10, trainee_id=quiet)

    assert "۶۰ روز بی‌فروش در بازار: ۰" in words_of(staff.get("/staff/care"))


def test_staff_see_who_left_her_course_and_why_but_not_who_has_another_place(staff):
    gone, back = leaver(), leaver()
    course = world.cohort()
    with transaction():
        programme.accept(programme.apply(programme.trainee(back), programme.cohort(course), None), None)

    told = rows_of(staff, "left")

    assert named(gone) in told
    assert "تندرستی" in told
    assert named(back) not in told


def test_staff_of_a_county_see_that_county_alone(app):
    quiet, gone = marketed(), leaver()
    local = logged_in(app, world.official(Role.STAFF, county="1805"))

    for which in ("unsold", "left"):
        page = words_of(local.get(f"/staff/care?which={which}"))
        assert named(quiet) not in page
        assert named(gone) not in page


def test_a_mentor_sees_both_signs_of_hers_alone_with_the_same_number_of_questions(app):
    mentor, other = world.mentor(), world.mentor()
    browser = logged_in(app, programme.mentor(mentor).person_id)
    asked = []
    for _ in range(2):
        for _ in range(2):
            quiet, gone = marketed(mentor), leaver(mentor)
        browser.get("/desk/trainees")
        with statements() as seen:
            page = words_of(browser.get("/desk/trainees"))
        asked.append(len(seen))
    stranger = marketed(other)

    assert "۶۰ روز بی‌فروش در بازار: ۴" in page
    assert "دوره را نیمه‌کاره گذاشته: ۴" in page
    assert named(quiet) in page
    assert named(gone) in page
    assert named(stranger) not in words_of(browser.get("/desk/trainees"))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("first", "last", "marked"), [(-2, 2, True), (-2, None, True), (3, None, False), (-9, -5, False)]
)
def test_a_session_on_a_day_that_stands_still_is_marked(app, first, last, marked):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    ((_, cohort),) = programme.engagements_of(trainee)
    cohort_id = cohort.id
    with transaction():
        programme.hold_lesson(programme.cohort(cohort_id), today() + timedelta(days=1), "رنگرزی", None)
    paused(first, last, cohort_id=cohort_id)

    page = logged_in(app, programme.mentor(mentor).person_id).get("/desk/sessions")

    (line,) = [one for one in page.html.select(".tasks li") if "رنگرزی" in one.get_text()]
    assert ("در روزهای توقف" in line.get_text()) is marked
