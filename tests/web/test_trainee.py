"""One trainee as officers see her: her way and her living, without what finds her; each look is in her own record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, impact, programme
from app.accounts import Body, Role
from app.consent import Purpose
from app.programme import Mark, Phase
from app.shared import audit, clock
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world
from tests.impact.scene import correct
from tests.lending import scene as loans
from tests.outreach import told as outreaches
from tests.support import told as reports
from tests.web.browsing import deliver, logged_in, words_of
from tests.web.test_consents import refuses
from tests.web.test_livelihood import ENOUGH, over, steady
from tests.web.test_queries import asked

# Fifteen to read, one for each of two looks, what every page begins with (who asks, and a moment to read at), and two
# for the leave to see incomes and for who stands in no list.
MOST = 15 + 2 + 4 + 2

WORDS = "خواهرم بیمار است و نگفته‌ام"


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def cared_for() -> int:
    """A maker who earns, in a course, in the care of a mentor who has written of her what nobody else is to read."""
    maker_id, mentor_id = steady(name="گلنار"), world.mentor("1801")
    with transaction():
        hers, mentor = programme.trainee(maker_id), programme.mentor(mentor_id)
        [(place, cohort)] = programme.engagements_of(maker_id)
        programme.take_case(hers, mentor, None)
        programme.write_visit(hers, mentor, programme.Seen(today(), programme.Place.HOME, WORDS, "v1", WORDS, today()))
        programme.enter_phase(place, Phase.EMPOWERMENT, None, WORDS)
        for title, mark in (("رنگ", Mark.PRESENT), ("بافت", Mark.ABSENT), ("بها", Mark.EXCUSED)):
            programme.mark(programme.hold_lesson(cohort, today(), title, None), {maker_id: mark}, None)
    return maker_id


def another_place(maker_id: int) -> None:
    number = world.cohort()
    with transaction():
        programme.apply(programme.trainee(maker_id), programme.cohort(number), None)


def page_of(officer: TestApp, maker_id: int) -> TestResponse:
    return officer.get(f"/office/trainees/{maker_id}")


def looks(maker_id: int) -> list[str]:
    world.fresh()
    return [row.act for row in audit.of("trainee", maker_id) if row.act.endswith("_seen")]


def test_an_officer_comes_from_the_cohort_to_one_trainee_and_sees_her_way(officer):
    maker_id = cared_for()
    world.product(maker_id)
    reports.obstacle(world.person_of(maker_id))
    reports.obstacle(world.person_of(maker_id), words=WORDS)
    outreaches.sent(maker_id, world.official(Role.STAFF))
    [(_, cohort)] = programme.engagements_of(maker_id)

    people = officer.get(f"/office/cohorts/{cohort.id}").click(href=r"livelihood/people\?.*of=\d+$")
    page = people.click("گلنار")

    told = words_of(page)
    assert page.request.path == f"/office/trainees/{maker_id}"
    assert "به ۱ از ۲ جلسه آمد" in told
    assert "توانمندسازی، ۰ روز" in told
    assert programme.mentor_in_care_of(maker_id).display_name in told
    assert "کالاهای روی فروش ۱" in told
    assert "مواد و ابزار: ۲" in told
    assert "پروانهٔ کارگاهی" in told


def test_nothing_that_finds_her_or_was_said_in_confidence_is_there(officer):
    maker_id = cared_for()
    person = accounts.person(world.person_of(maker_id))
    reports.complaint(person.id, reports.of(world.official(Role.STAFF)), words=WORDS)
    with transaction():
        accounts.set_national_code(accounts.person(person.id), "0499370899")

    told = page_of(officer, maker_id).text

    for secret in (person.mobile[-7:], "70899", WORDS, "دیدار"):
        assert secret not in told
    assert "مانعِ بازی نیست" in words_of(page_of(officer, maker_id))


def test_her_months_are_seen_and_what_she_earned_at_a_press_both_in_her_record(app, officer):
    maker_id = cared_for()
    page = page_of(officer, maker_id)

    assert "پایدار" in words_of(page)
    assert len(page.html.select(".month-dots .full")) == 6
    assert "تومان" not in words_of(page)
    assert looks(maker_id) == ["livelihood_seen"]

    page = page.click("مبلغ‌ها را نشان بده")

    assert "۴٬۰۰۰٬۰۰۰ تومان" in words_of(page)
    assert looks(maker_id) == ["livelihood_seen", "income_seen"]
    record = logged_in(app, world.person_of(maker_id)).get("/workshop/record")
    assert "officer" in words_of(record)


def test_a_month_that_was_seen_otherwise_then_says_so(officer):
    maker_id = steady()
    correct(maker_id, -ENOUGH, happened=over().starts + timedelta(days=2), posted=clock.now())
    deliver()

    assert "آن روز چنین دانسته شد: پایدار" in words_of(page_of(officer, maker_id))


def test_of_who_is_not_to_be_named_and_of_her_companions_no_living_is_there(officer):
    """Both pages are alike: which of them asked for it is not told by it."""
    maker_id, *others = [steady() for _ in range(7)]
    refuses(maker_id, Purpose.NAMED)
    world.work()
    companion = next(one for one in others if one in impact.hidden_names())

    for one in (maker_id, companion):
        page = words_of(officer.get(f"/office/trainees/{one}?income=1"))
        assert "با نامش دیده نمی‌شود" in page
        assert "پایدار" not in page
        assert looks(one) == []
    officer.get("/office/trainees/987654", status=404)


@pytest.mark.parametrize(("county", "status"), [("1801", 200), ("1803", 404)])
def test_an_officer_of_a_county_opens_her_own_people(app, county, status):
    maker_id = steady("1801")
    browser = logged_in(app, world.official(Role.OFFICER, county=county))

    browser.get(f"/office/trainees/{maker_id}", status=status)

    assert looks(maker_id) == (["livelihood_seen"] if status == 200 else [])


def test_who_has_moved_away_is_in_an_old_list_without_a_way_to_her(app):
    maker_id = steady("1801")
    with transaction():
        programme.trainee(maker_id).county_code = "1803"
    browser = logged_in(app, world.official(Role.OFFICER, county="1801"))

    people = browser.get(f"/office/livelihood/people?month={over()}")

    assert "گلنار" in words_of(people)
    assert people.html.find("a", href=f"/office/trainees/{maker_id}") is None


@pytest.mark.parametrize(("body", "seen"), [(Body.LABOUR, True), (Body.ACECR, True), (Body.WOMEN, False)])
def test_loan_files_are_for_those_who_may_see_them(app, body, seen):
    loans.permission()
    file_id = loans.complete()
    maker_id = loans.found(file_id).trainee_id
    browser = logged_in(app, world.official(Role.OFFICER, body=body))

    told = words_of(page_of(browser, maker_id))

    assert ("پرونده‌های وام" in told) is seen
    assert ("loan_file_seen" in looks(maker_id)) is seen


def test_staff_are_led_to_the_case_instead(app):
    maker_id = steady()
    staff = logged_in(app, world.official(Role.STAFF))

    people = staff.get("/office/indicators/people?of=sustained")

    assert people.html.find("a", href=f"/staff/trainees/{maker_id}") is not None
    staff.get(f"/office/trainees/{maker_id}", status=403)


def test_her_page_asks_little_however_long_her_way_is(officer):
    loans.permission()
    maker_id, by = cared_for(), world.official(Role.STAFF)
    pages = [f"/office/trainees/{maker_id}", f"/office/trainees/{maker_id}?income=1"]
    counts = []
    for _ in range(2):
        for _ in range(3):
            world.product(maker_id)
            loans.complete(loans.line(counties=frozenset({"1801"})), maker_id)
            outreaches.sent(maker_id, by)
            reports.obstacle(world.person_of(maker_id))
            another_place(maker_id)
        deliver()
        counts.append(asked(officer, pages))

    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= MOST
    assert impact.own_record(maker_id, 13)
