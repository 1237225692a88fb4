"""One trainee's case on one page; phases with what they ask; pauses; why people leave, and how long phases last."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from webtest import Form, TestApp, TestResponse

from app import programme
from app.accounts import Role
from app.programme import Leaving, Phase, Stage
from app.shared import audit, clock
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from app.words import formats
from tests import world
from tests.impact.scene import earn
from tests.support import told as reports
from tests.web.browsing import deliver, faults_of, form_of, logged_in, press, statements, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def enrolled(county: str = "1801", into: int | None = None) -> tuple[int, int]:
    """Somebody with a place: her number, and her engagement's."""
    engagement = world.applicant(county, into=into)
    with transaction():
        programme.accept(programme.engagement(engagement), None)
    return programme.engagement(engagement).trainee_id, engagement


def left(kind: Leaving = Leaving.HEALTH, county: str = "1801") -> int:
    trainee, engagement = enrolled(county)
    with transaction():
        programme.withdraw(programme.engagement(engagement), kind, "بیمار شد", None)
    return trainee


def test_staff_say_on_which_day_a_course_ended_for_her_and_it_is_not_before_her_place(staff: TestApp):
    with world.later(days=-90):
        trainee, engagement = enrolled()
    day, early = today() - timedelta(days=30), today() - timedelta(days=91)

    def ends(on: date) -> TestResponse:
        year, month, number = jalali(on)
        form = next(one for one in staff.get(f"/staff/trainees/{trainee}").forms.values() if "despite" in one.fields)
        for part, value in (("year", year), ("month", month), ("day", number)):
            form[f"completed{engagement}-on-{part}"] = str(value)
        form["despite"] = "همه را می‌داند"
        return form.submit("do", value="completed").follow()

    refused = words_of(ends(early))
    taken = words_of(ends(day))

    assert "تا امروز است" in refused
    assert f"دوره را به پایان برد، {formats.day(day)}" in taken


def test_everything_of_her_is_on_one_page_and_what_is_said_to_a_shielded_ear_is_not(app, bank, staff):
    mentor = world.mentor()
    with world.later(days=-40):
        trainee = world.cared_for(mentor)
    who = world.person_of(trainee)
    world.sold(bank, {world.variant(trainee): 1})
    reports.obstacle(who, "نخ نمی‌رسد")
    reports.complaint(who, reports.of(programme.mentor(mentor).person_id), words="بدقول است")
    world.needed(trainee, "غرفهٔ جمعه‌بازار")

    page = words_of(staff.get(f"/staff/trainees/{trainee}"))

    for told in ("کارگاهش", "بسته‌بندی", "سبدِ نمونه", "نخ نمی‌رسد", "غرفهٔ جمعه‌بازار", "آخرین فروش"):
        assert told in page
    assert programme.mentor(mentor).display_name in page
    assert "۴۰ روز است کسی او را ندیده" in page
    assert "۱ گامِ بعد دیر شده است" in page
    assert "بدقول" not in page


def test_the_mentor_sees_of_it_what_she_works_with_and_neither_income_nor_reports(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    reports.obstacle(world.person_of(trainee), "نخ نمی‌رسد")

    page = words_of(logged_in(app, programme.mentor(mentor).person_id).get(f"/desk/trainees/{trainee}"))

    assert "بازار، ۰ روز" in page
    assert "۱ از ۱ جلسه حاضر بوده است" in page
    assert "نخ نمی‌رسد" not in page
    assert "معیشت" not in page


def test_her_income_is_shown_when_asked_for_and_the_look_is_kept(staff):
    trainee = world.maker()
    earn(trainee, 40_000_000, clock.now())
    deliver()
    page = staff.get(f"/staff/trainees/{trainee}")
    assert "۴٬۰۰۰٬۰۰۰" not in words_of(page)
    assert "income_seen" not in [row.act for row in audit.of("trainee", trainee)]

    page = page.click(href="income=1")

    assert "۴٬۰۰۰٬۰۰۰" in words_of(page)
    world.fresh()
    assert "income_seen" in [row.act for row in audit.of("trainee", trainee)]


def test_a_case_asks_no_more_as_it_grows(app, staff):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    desk = logged_in(app, programme.mentor(mentor).person_id)
    pages = {staff: f"/staff/trainees/{trainee}?income=1", desk: f"/desk/trainees/{trainee}"}
    counts = []
    for more in (2, 9):
        for _ in range(more):
            grow(trainee, mentor)
        deliver()
        counts.append([asked(browser, address) for browser, address in pages.items()])

    assert counts[0] == counts[1]


def asked(browser: TestApp, address: str) -> int:
    browser.get(address)
    with statements() as sent:
        browser.get(address)
    return len(sent)


def grow(trainee: int, mentor: int) -> None:
    """One more of everything that a case is made of."""
    cohort = world.cohort()
    with transaction():
        hers = programme.trainee(trainee)
        engagement = programme.apply(hers, programme.cohort(cohort), None)
        programme.accept(engagement, None)
        programme.enter_phase(engagement, Phase.TRAINING, None, "بماند")
        lesson = programme.hold_lesson(programme.cohort(cohort), today(), "بافت", None)
        programme.mark(lesson, {trainee: programme.Mark.ABSENT}, None)
        told = programme.Seen(today(), programme.Place.PHONE, "خوب", f"k{cohort}", "گام", today())
        programme.write_visit(hers, programme.mentor(mentor), told)
        programme.withdraw(engagement, Leaving.FAMILY, "نشد", None)
    world.product(trainee, by=mentor)
    world.needed(trainee)
    reports.obstacle(world.person_of(trainee))
    pause = programme.NewPause("سیل", today() - timedelta(days=2), None, f"p{cohort}", trainee_id=trainee)
    staff = world.official(Role.STAFF)
    with transaction():
        programme.pause(pause, staff)


def test_she_does_not_go_on_before_she_may_and_staff_go_past_it_with_a_reason_that_stays(staff):
    trainee, engagement = enrolled()
    address, action = f"/staff/trainees/{trainee}", f"/staff/engagements/{engagement}"
    form = form_of(staff.get(address), action, having="why")

    refused = words_of(form.submit("do", value="training").follow())
    form["why"] = "پیشران هفتهٔ دیگر می‌آید"
    page = words_of(form.submit("do", value="training").follow())

    assert "برای مرحلهٔ آموزش این‌ها مانده است: پیشران داشته باشد، دیدارِ مشاوره‌ای" in refused
    assert "هنوز مانده بود: پیشران داشته باشد" in page
    assert "پیشران هفتهٔ دیگر می‌آید" in page


def test_who_leaves_says_why_and_comes_back(staff):
    trainee, engagement = enrolled()
    address, action = f"/staff/trainees/{trainee}", f"/staff/engagements/{engagement}"
    form = form_of(staff.get(address), action, having="kind")

    silent = words_of(form.submit("do", value="withdrawn").follow())
    form["kind"], form["why"] = "distance", "راه دو ساعت است"
    gone = form.submit("do", value="withdrawn").follow()

    assert "بگویید چرا کناره می‌گیرد" in silent
    assert "دوریِ راه، راه دو ساعت است" in words_of(gone)
    assert "دوره را نیمه‌کاره گذاشته است" in words_of(gone)
    press(gone, action, "do", "accept")
    world.fresh()
    assert programme.engagement(engagement).state is Stage.ENROLLED


def day_of(form: Form, field: str, back: int) -> None:
    year, month, day = jalali(today() - timedelta(days=back))
    form[f"{field}-day"], form[f"{field}-month"], form[f"{field}-year"] = str(day), str(month), str(year)


def test_a_pause_is_written_moves_what_she_reads_and_is_lifted(app, staff):
    mentor = world.mentor()
    with world.later(days=-40):
        trainee = world.cared_for(mentor)
    form = form_of(staff.get("/staff/pauses"), having="reason")
    form["county"], form["reason"] = "1801", "سیل"
    day_of(form, "first_day", 39)
    form.submit(status=303)
    form.submit(status=303)

    world.fresh()
    assert len(programme.pauses(None)) == 1
    for browser, address in (
        (staff, f"/staff/trainees/{trainee}"),
        (logged_in(app, programme.mentor(mentor).person_id), f"/desk/trainees/{trainee}"),
    ):
        page = words_of(browser.get(address))
        assert "توقف است: سیل" in page
        assert "روز است کسی او را ندیده" not in page

    end = form_of(staff.get("/staff/pauses"), f"/staff/pauses/{programme.pauses(None)[0].id}/end")
    end.submit(status=303)
    assert "برداشته شد" in words_of(staff.get("/staff/pauses"))


def test_a_next_step_tells_why_its_day_moved(app):
    trainee = world.cared_for(world.mentor())
    who = world.official(Role.STAFF)
    with world.later(days=-3), transaction():
        pause = programme.NewPause("سوگ", today(), today() + timedelta(days=9), "p", trainee_id=trainee)
        programme.pause(pause, who)
    visit, _ = programme.visits_of(trainee)[0]
    with transaction():
        programme.visit_to(trainee, visit.id).next_by = today() + timedelta(days=2)

    page = words_of(logged_in(app, world.person_of(trainee)).get("/workshop/"))

    assert "مهلت به سببِ توقف از" in page


def test_a_pause_without_a_reason_or_that_ends_before_it_begins_is_asked_again(staff):
    form = form_of(staff.get("/staff/pauses"), having="reason")
    day_of(form, "last_day", 5)

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    assert set(faults_of(answer)) == {"reason", "last_day"}


def test_staff_of_a_county_pause_their_county_and_nothing_else(app):
    here = logged_in(app, world.official(Role.STAFF, county="1801"))
    form = form_of(here.get("/staff/pauses"), having="reason")
    form["reason"] = "گرما"

    form.submit(status=404)
    form["county"] = "1801"
    form.submit(status=303)
    form["county"].force_value("1803")
    form.submit(status=404)

    world.fresh()
    assert [one.county_code for one in programme.pauses(None)] == ["1801"]


def test_officials_see_how_long_phases_last_and_an_officer_of_a_county_hers_alone(app):
    with world.later(days=-30):
        _, engagement = enrolled("1803")
    with world.later(days=-10):
        enrolled("1801")
    with transaction():
        programme.enter_phase(programme.engagement(engagement), Phase.TRAINING, None, "گذشت")
    officer = logged_in(app, world.official(Role.OFFICER))
    county = logged_in(app, world.official(Role.OFFICER, county="1801"))

    table = officer.get("/office/phases").html.select("tbody tr")
    first = [one.get_text() for one in table[0].find_all(["th", "td"])]
    lines = list(csv.DictReader(io.StringIO(officer.get("/office/phases.csv").body.decode("utf-8-sig"))))

    assert (first[0], first[3]) == ("مشاوره", "۱۰ روز")
    assert {(one["phase"], one["county"], one["median_days"]) for one in lines} >= {("consultation", "1803", "30")}
    assert "1803" not in county.get("/office/phases.csv").text
    assert officer.get("/office/phases?by=cohort").status_code == 200


def test_why_people_left_is_counted_and_few_are_not_shown(app):
    officer = logged_in(app, world.official(Role.OFFICER))
    for _ in range(2):
        left(Leaving.HEALTH)
    few = words_of(officer.get("/office/leavings"))
    for _ in range(7):
        left(Leaving.HEALTH)
        left(Leaving.MONEY)
        left(Leaving.MONEY, "1803")
        left(Leaving.HEALTH, "1803")
    left(Leaving.FAMILY, "1803")

    page = officer.get("/office/leavings")

    assert "پنهان" in few
    assert "۲" not in few.partition("شمارِ کمتر")[2].partition("نشان داده نمی‌شود")[2]
    here, there = ({cell["data-label"]: cell.get_text() for cell in row.find_all("td")} for row in rows_of(page))
    assert here["تندرستی"] == "۹"
    assert "کارِ خانه و خانواده" not in there
    assert "کارِ خانه و خانواده" in words_of(page).partition("دلیل‌های کم‌شمار:")[2]
    assert "1801" in officer.get("/office/leavings.csv").text


def rows_of(page: TestApp) -> list[Any]:
    return list(page.html.select("tbody tr"))


def test_the_pages_of_cases_ask_no_more_as_there_are_more(app, staff):
    pages = ["/staff/pauses", "/office/phases", "/office/leavings", "/office/phases.csv"]
    counts = []
    for more in (2, 9):
        for _ in range(more):
            grow(world.cared_for(world.mentor()), world.mentor())
        counts.append([asked(staff, one) for one in pages])

    assert counts[0] == counts[1]


def test_a_mentors_capacity_and_what_she_does_are_set_and_stand_on_her_page(app, staff, visitor):
    mentor = world.mentor()
    world.cared_for(mentor)
    form = form_of(staff.get(f"/staff/mentors/{mentor}"), f"/staff/mentors/{mentor}/work")
    form["capacity"], form["sells"], form["teaches"], form["advises"] = "۱۲", False, False, False

    nothing = form.submit(expect_errors=True)
    form["sells"] = True
    form.submit(status=303)

    assert "دست‌کم یکی را برگزینید" in words_of(nothing)
    page = words_of(visitor.get(f"/mentors/{quote(programme.mentor(mentor).slug)}"))
    assert "تا ۱۲ فراگیر را همراهی می‌کند؛ اکنون ۱ نفر با اویند" in page
    assert "به بازار می‌رساند" in page
    assert "آموزش می‌دهد" not in page


def test_a_course_is_finished_with_a_reason_where_tests_are_missing(staff):
    trainee, engagement = enrolled()
    address, action = f"/staff/trainees/{trainee}", f"/staff/engagements/{engagement}"
    form = form_of(staff.get(address), action, having="despite")

    refused = words_of(form.submit("do", value="completed").follow())
    form["despite"] = "کارش را نشان داد"
    page = words_of(form.submit("do", value="completed").follow())
    again = words_of(form.submit("do", value="completed").follow())

    assert "برای پایانِ دوره این‌ها مانده است: پیشران داشته باشد" in refused
    assert "کارش را نشان داد" in page
    assert "هنوز مانده بود: پیشران داشته باشد" in page
    assert again.count("کارش را نشان داد") == 1


def badges(page: TestResponse) -> list[str]:
    """The words of the coloured states on a page."""
    return [one.get_text(strip=True) for one in page.html.find("main").find_all(class_="state")]


def test_that_she_did_not_pass_is_said_with_a_reason_and_counted(app, staff):
    officer = logged_in(app, world.official(Role.OFFICER))
    trainee, engagement = enrolled()
    address, action = f"/staff/trainees/{trainee}", f"/staff/engagements/{engagement}"
    form = form_of(staff.get(address), action, having="failing")

    silent = words_of(form.submit("do", value="failed").follow())
    form["failing"], form["why"] = "skill", "نخ‌ریسی را نیاموخت"
    answer = form.submit("do", value="failed").follow()
    page, badge = words_of(answer), badges(answer)
    everywhere = [
        badges(officer.get(f"/office/trainees/{trainee}")),
        badges(staff.get("/staff/trainees")),
        badges(logged_in(app, world.person_of(trainee)).get("/workshop/")),
    ]
    for _ in range(6):
        _, other = enrolled()
        with transaction():
            said = programme.Said("نیامد")
            programme.fail(programme.engagement(other), programme.Failing.ABSENCE, None, said)

    assert "بگویید چرا قبول نشد" in silent
    assert "هنوز مهارتش را ندارد، نخ‌ریسی را نیاموخت" in page
    for shown in (badge, *everywhere):
        assert "قبول نشد" in shown
        assert "پذیرفته" not in shown
    table = officer.get("/office/leavings").html.find("h2").find_next("table")
    assert "۷" in table.get_text()
    assert "1801" in officer.get("/office/leavings.csv?why=failed").text
    assert "1801" not in officer.get("/office/leavings.csv").text
