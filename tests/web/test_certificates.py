"""A certificate of a course: who gets one, under which number, and how anybody sees that it is real."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import programme
from app.accounts import Role
from app.programme import Mark
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.migrations.raw import not_refused
from tests.web.browsing import logged_in, press, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def attended(*marks: Mark) -> tuple[int, int]:
    """A trainee with a place who came or did not: her number, and her engagement's."""
    trainee = world.maker()
    engagement, cohort = programme.engagements_of(trainee)[0]
    number, course = engagement.id, cohort.id
    with transaction():
        for place, mark in enumerate(marks):
            lesson = programme.hold_lesson(programme.cohort(course), today(), f"جلسهٔ {place}", None)
            programme.mark(lesson, {trainee: mark}, None)
    return trainee, number


def certify(engagement: int) -> programme.Certificate:
    who = world.official(Role.STAFF)
    with transaction():
        return programme.certify(programme.engagement(engagement), who)


def test_staff_give_one_she_finds_it_and_anybody_sees_that_it_is_real(app, staff, visitor):
    trainee, engagement = attended(*[Mark.PRESENT] * 7, *[Mark.ABSENT] * 3)
    page = staff.get(f"/staff/trainees/{trainee}")
    page = press(page, f"/staff/engagements/{engagement}", "do", "certify").follow()
    world.fresh()
    [one] = programme.certificates_of(trainee)
    year, number, code, name = one.year, one.full_number, one.code, one.name

    hers = logged_in(app, world.person_of(trainee)).get("/workshop/record").click(href="/workshop/certificates/")
    real = words_of(visitor.get("/certificates", {"number": number, "code": code.lower()}))
    typed = words_of(visitor.get("/certificates", {"number": f"{year} / ۱", "code": code}))
    wrong = words_of(visitor.get("/certificates", {"number": f"{year}-2", "code": code}))

    assert page.click(href="/staff/certificates/").content_type == "application/pdf"
    assert hers.body.startswith(b"%PDF")
    assert "این گواهی درست است" in real
    assert name in real
    assert "این گواهی درست است" in typed
    assert "چنین گواهی‌ای نداده‌ایم" in wrong
    assert name not in wrong


def test_who_came_to_too_few_gets_none_and_is_not_offered_one(staff):
    trainee, engagement = attended(*[Mark.PRESENT] * 6, *[Mark.ABSENT] * 4)

    with pytest.raises(programme.NotAttendedEnough):
        certify(engagement)
    assert "گواهیِ دوره را می‌دهم" not in words_of(staff.get(f"/staff/trainees/{trainee}"))


def test_numbers_of_a_year_have_no_gap_and_a_second_press_gives_no_second(app):
    _, first = attended(Mark.PRESENT)
    _, second = attended(Mark.PRESENT)
    _, absent = attended(Mark.ABSENT)

    certify(first)
    certify(first)
    with pytest.raises(programme.NotAttendedEnough):
        certify(absent)

    assert (certify(second).year, certify(second).number) == (jalali(today())[0], 2)


def test_the_database_keeps_a_certificate_as_it_was_written(app):
    _, engagement = attended(Mark.PRESENT)
    certify(engagement)

    asked = ["UPDATE certificate SET name = 'x'", "DELETE FROM certificate"]
    assert not_refused(asked, because="a certificate stands") == []
