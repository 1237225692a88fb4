"""A mentor writes of her trainees, staff give and hand over cases, the trainee reads her next step."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import Form, TestApp

from app import consent, programme
from app.accounts import Role
from app.consent import Purpose, Told, Way
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, press, statements, words_of


def desk_of(app: Flask, mentor_id: int) -> TestApp:
    return logged_in(app, programme.mentor(mentor_id).person_id)


def visit_form(browser: TestApp, trainee_id: int) -> Form:
    form = form_of(browser.get(f"/desk/trainees/{trainee_id}"), having="form_key")
    form["place"], form["seen"] = "workshop", "سه سبد آماده است"
    return form


def test_a_visit_and_its_next_step_are_written_once_and_the_trainee_reads_the_step(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    browser = desk_of(app, mentor)
    form = visit_form(browser, trainee)
    form["next_step"] = "عکسِ روشن بگیرد"
    year, month, day = jalali(today())
    form["next_by-day"], form["next_by-month"], form["next_by-year"] = str(day), str(month), str(year)

    form.submit(status=303)
    form.submit(status=303)

    page = words_of(browser.get(f"/desk/trainees/{trainee}"))
    assert page.count("سه سبد آماده است") == 1
    assert "عکسِ روشن بگیرد" in words_of(logged_in(app, world.person_of(trainee)).get("/workshop/"))


def test_a_step_without_a_day_is_asked_for_and_what_was_typed_stays(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    form = visit_form(desk_of(app, mentor), trainee)
    form["next_step"] = "عکسِ روشن بگیرد"

    answer = form.submit(expect_errors=True)

    assert answer.status_code == 422
    assert list(faults_of(answer)) == ["next_by"]
    assert "سه سبد آماده است" in answer.text


def test_the_form_is_kept_on_the_phone_by_person_and_trainee(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)

    page = desk_of(app, mentor).get(f"/desk/trainees/{trainee}")

    kept = page.html.find("form", attrs={"data-keep": True})
    assert kept["data-keep"] == f"visit:{programme.mentor(mentor).person_id}:{trainee}"
    assert page.html.find("script", src=lambda src: src and "keep" in src)


def test_a_step_is_ticked_off(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    browser = desk_of(app, mentor)
    visit, _ = programme.visits_of(trainee)[0]

    form_of(browser.get(f"/desk/trainees/{trainee}"), f"/desk/trainees/{trainee}/steps/{visit.id}").submit(status=303)

    world.fresh()
    assert programme.open_steps([trainee]) == {}


def test_a_session_is_written_down_and_her_trainees_are_marked(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    browser = desk_of(app, mentor)
    form = form_of(browser.get("/desk/sessions"), having="title")
    form["cohort"].select(form["cohort"].options[1][0])
    form["title"] = "قیمت‌گذاری"

    form = form_of(form.submit(status=303).follow(), having=f"mark-{trainee}")
    form[f"mark-{trainee}"] = "absent"
    form.submit(status=303)

    world.fresh()
    assert programme.cases_of(mentor)[0].absences == 1


def test_staff_give_a_case_and_hand_all_over_in_one_step(app):
    leaving, heir, trainee = world.mentor(), world.mentor(), world.maker()
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get(f"/staff/mentors/{leaving}"), f"/staff/mentors/{leaving}/cases")
    form["trainee"] = str(trainee)
    form.submit(status=303)
    assert programme.mentor_in_care_of(trainee).id == leaving

    form = form_of(staff.get(f"/staff/mentors/{leaving}"), f"/staff/mentors/{leaving}/hand-over")
    nobody = form.submit(expect_errors=True)
    form["to"] = [str(heir)]
    form.submit(status=303)

    world.fresh()
    assert nobody.status_code == 422
    assert programme.mentor_in_care_of(trainee).id == heir


def test_staff_see_whom_somebody_ought_to_look_after_and_who_has_too_many(app):
    mentor = world.mentor()
    with world.later(days=-40):
        silent = world.cared_for(mentor)
    with transaction():
        programme.mentor(mentor).capacity = 0

    staff = logged_in(app, world.official(Role.STAFF))
    page = words_of(staff.get("/staff/care"))

    assert programme.trainee(silent).display_name in page
    assert "پیشران‌های بیش از گنجایش: ۱" in page
    assert programme.mentor(mentor).display_name in words_of(staff.get("/staff/care?which=full"))
    assert programme.trainee(silent).display_name in words_of(staff.get("/staff/care?which=overdue"))
    assert words_of(staff.get("/staff/care?which=nonsense")) == page


def test_a_long_list_is_read_in_pages_with_as_many_questions_as_a_short_one(app):
    mentor, staff = world.mentor(), logged_in(app, world.official(Role.STAFF))
    address, asked, rows = "/staff/care?which=silent", [], []
    for more in (3, 19):
        with world.later(days=-40):
            for _ in range(more):
                world.cared_for(mentor)
        world.fresh()
        staff.get(address)
        with statements() as sent:
            page = staff.get(address)
        asked.append(len(sent))
        rows.append(len(page.html.select("ul.tasks li")))

    second = staff.get(f"{address}&page=2")

    assert rows == [3, 20]
    assert asked[0] == asked[1]
    assert len(second.html.select("ul.tasks li")) == 2
    assert "۳۰ روز بی‌خبر: ۲۲" in words_of(second)


@pytest.mark.parametrize(("language", "days"), [("en", "40 days"), ("ar", "٤٠ يومًا")])
def test_how_long_nobody_has_seen_her_is_told_in_every_language(app, language, days):
    with world.later(days=-40):
        world.cared_for(world.mentor())
    browser = logged_in(app, world.official(Role.STAFF))
    press(browser.get("/badges"), "/language", "language", language)

    page = browser.get("/staff/care")

    assert days in words_of(page)
    assert page.html.select("li bdi[lang='fa']")
    page = browser.get("/staff/care?which=overdue")
    assert any(one.get_text() == "سبدِ نمونه" for one in page.html.select("bdi"))


def test_what_she_sold_is_not_told_where_she_does_not_let_it_be_seen(app):
    mentor = world.mentor()
    trainee = world.cared_for(mentor)
    browser = desk_of(app, mentor)
    before = browser.get(f"/desk/trainees/{trainee}").text
    with transaction():
        consent.answer(trainee, Purpose.NAMED, Told(Way.OWN, None), yes=False)

    after = browser.get(f"/desk/trainees/{trainee}").text

    assert "عدد فروخته" in before
    assert "عدد فروخته" not in after
    assert "هنوز فروشی نداشته است" not in after


def test_the_two_lists_of_the_unheard_say_what_each_counts_and_lead_to_each_other(app):
    staff = logged_in(app, world.official(Role.STAFF))
    care = staff.get("/staff/care")
    calls = care.click("بی‌خبرهای فهرستِ تماس")

    assert "فهرستِ تماس کمتر است" in words_of(care)
    assert "هنوز به کسی سپرده نشده است" in words_of(calls)
    assert calls.click("همهٔ کسانی که پیشرانشان").request.path == "/staff/care"
