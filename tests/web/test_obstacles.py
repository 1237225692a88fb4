"""Obstacles and complaints from page to page: told, answered, refused, risen; never shown to whom they are about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, programme, support
from app.accounts import Body, Role
from app.notifications.quiet import QUIET_FROM, QUIET_UNTIL
from app.shared import audit, clock, rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.support import Level, ObstacleState
from tests import world
from tests.support import told
from tests.web.browsing import faults_of, form_of, logged_in, messages_to, press, token_of, words_of

HOME = "1801"
NOON = clock.now().replace(hour=9, minute=0)


def hers() -> int:
    return world.person_of(world.maker(HOME))


def tell(browser: TestApp, words: str = "کسی نخِ خوب نمی‌فروشد", topic: str = "material") -> TestResponse:
    form = form_of(browser.get("/workshop/obstacles"), having="topic")
    form["topic"], form["words"] = topic, words
    return form.submit(status=303)


def newest(person_id: int) -> int:
    world.fresh()
    return support.reported_by(person_id).found[0].id


def test_from_a_trainees_words_to_her_mentors_answer_and_once_more(app):
    mentor, who = programme.mentor(world.mentor(HOME)).person_id, hers()
    with clock.at(NOON):
        before = messages_to(app, accounts.person(who).mobile)  # those that a night held back, too
        workshop, desk = logged_in(app, who), logged_in(app, mentor)
        tell(workshop)
        number = newest(who)
        row = desk.get("/desk/obstacles")
        page = desk.get(f"/desk/obstacles/{number}")
        press(page, None, "do", "take")
        world.fresh()
        taken = words_of(workshop.get("/workshop/obstacles"))
        form = form_of(desk.get(f"/desk/obstacles/{number}"), having="answer")
        form["answer"] = "از من بگیرید"
        form.submit("do", value="solve", status=303)
        answered = workshop.get("/workshop/obstacles")
        told_her = [one for one in messages_to(app, accounts.person(who).mobile) if one not in before]
        messages = [body.splitlines()[0] for body in told_her]

    assert "کسی نخِ خوب نمی‌فروشد" in words_of(row)
    assert accounts.person(who).name in words_of(page)
    assert accounts.person(mentor).name in taken
    assert "از من بگیرید" in words_of(answered)
    assert len(messages) == 2
    assert all("نخ" not in one for one in messages)
    form = form_of(answered, f"/obstacles/{number}/unsolved")
    form["why"] = "نخش پوسیده بود"
    form.submit(status=303)
    form.submit(status=409)
    assert told.seen(number).level is Level.EXECUTOR
    desk.get(f"/desk/obstacles/{number}", status=404)


def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(app):
    world.mentor(HOME)
    workshop = logged_in(app, hers())
    form = form_of(workshop.get("/workshop/obstacles"), having="topic")
    form["words"] = "چیزی نوشته‌ام"
    answer = form.submit(status=422)

    assert set(faults_of(answer)) == {"topic"}
    assert "چیزی نوشته‌ام" in answer.text
    form = form_of(workshop.get("/obstacles/conflict"), having="one_party")
    assert set(faults_of(form.submit(status=422))) == {"one_party", "other_party", "topic", "words"}
    form = form_of(workshop.get("/obstacles/complaint"), having="accused")
    assert set(faults_of(form.submit(status=422))) == {"accused", "words"}


def test_she_may_go_past_her_mentor(app):
    mentor, who = programme.mentor(world.mentor(HOME)).person_id, hers()
    form = form_of(logged_in(app, who).get("/workshop/obstacles"), having="past_mentor")
    form["topic"], form["words"], form["past_mentor"] = "training", "کلاس نمی‌گذارد", True
    form.submit(status=303)

    assert told.seen(newest(who)).level is Level.EXECUTOR
    assert "کلاس نمی‌گذارد" not in logged_in(app, mentor).get("/desk/obstacles").text


def test_a_form_that_is_sent_twice_is_one_report(app):
    who = hers()
    workshop = logged_in(app, who)
    form = form_of(workshop.get("/workshop/obstacles"), having="topic")
    form["topic"], form["words"] = "loan", "وام نمی‌دهند"
    form.submit(status=303)
    form.submit(status=303)

    assert support.reported_by(who).total == 1


def test_so_many_reports_in_a_day_and_then_tomorrow(app):
    workshop = logged_in(app, hers())
    with transaction():
        rulebook.set_rule(support.PER_DAY, 1, source="test", by=None)
    tell(workshop)
    form = form_of(workshop.get("/workshop/obstacles"), having="topic")
    form["topic"], form["words"] = "loan", "باز هم"

    form.submit(status=429)


def test_a_buyer_and_an_officer_report_too_and_see_their_own_alone(app):
    buyer, officer = world.person(), world.official(Role.OFFICER)
    for person in (buyer, officer):
        browser = logged_in(app, person)
        form = form_of(browser.get("/obstacles"), having="topic")
        form["topic"], form["words"], form["county"] = "other", f"گفتهٔ {person}", HOME
        form.submit(status=303)

    assert f"گفتهٔ {buyer}" in words_of(logged_in(app, buyer).get("/obstacles"))
    assert f"گفتهٔ {officer}" not in words_of(logged_in(app, buyer).get("/obstacles"))
    assert told.seen(newest(buyer)).county_code == HOME


def test_a_refusal_needs_a_reason_and_is_counted_with_it_for_officers_without_her_name(app):
    who, staff = hers(), logged_in(app, world.official(Role.STAFF))
    with transaction():
        accounts.change_names(accounts.person(who), "پروانه", "نادرپور")
    number = told.obstacle(who, "وامم را نمی‌دهند؛ 09171234567", support.Topic.LOAN)
    form = form_of(staff.get(f"/staff/obstacles/{number}"), having="answer")
    refused = form.submit("do", value="decline", status=422)
    form["answer"] = "اعتبارِ امسال تمام شده است"
    form.submit("do", value="decline", status=303)
    officer = logged_in(app, world.official(Role.OFFICER))
    page, table = officer.get("/office/obstacles?which=declined"), officer.get("/office/obstacles.csv")

    assert "answer" in faults_of(refused)
    assert "اعتبارِ امسال تمام شده است" in words_of(page)
    assert "نادرپور" not in page.text + table.text
    assert "09171234567" not in page.text + table.text
    assert "اعتبارِ امسال تمام شده است" in table.text
    officer.get(f"/staff/obstacles/{number}", status=403)
    assert "پروانه نادرپور" in words_of(staff.get("/staff/obstacles"))


def test_an_officer_of_a_county_counts_that_county_alone(app):
    told.obstacle(hers(), "از بوشهر")
    told.obstacle(world.person_of(world.maker("1805")), "از گناوه")
    page = logged_in(app, world.official(Role.OFFICER, county="1805")).get("/office/obstacles.csv")

    assert "1805" in page.text
    assert "1801" not in page.text


@pytest.mark.parametrize("where", ["/staff", "/desk"])
def test_somebody_else_writes_it_for_a_trainee_who_calls_and_both_names_stay(app, where):
    maker = world.maker(HOME)
    who, mentor = world.person_of(maker), world.mentor(HOME)
    writer = world.official(Role.STAFF) if where == "/staff" else programme.mentor(mentor).person_id
    browser = logged_in(app, writer)
    form = form_of(browser.get(f"{where}/obstacles/new/{maker}"), having="topic")
    form["topic"], form["words"] = "licence", "گواهی نمی‌دهند"
    form.submit(status=303)
    page = words_of(browser.get(f"{where}/obstacles/{newest(who)}"))

    assert accounts.person(who).name in page
    assert accounts.person(writer).name in page
    assert "گواهی نمی‌دهند" in words_of(logged_in(app, who).get("/workshop/obstacles"))


def test_a_mentor_takes_no_complaint_for_another(app):
    maker, mentor = world.maker(HOME), programme.mentor(world.mentor(HOME)).person_id

    logged_in(app, mentor).get(f"/desk/obstacles/new/{maker}?which=complaint", status=404)


def complain(app: Flask, who: int, accused: int, *, hidden: bool = True) -> int:
    browser = logged_in(app, who)
    form = form_of(browser.get("/obstacles/complaint"), having="accused")
    name = accounts.person(accused).name
    form["accused"] = next(value for value, _, words in form["accused"].options if name in words)
    form["words"], form["name_hidden"] = "رفتارش بد بود", hidden
    form.submit(status=303)
    return newest(who)


def test_a_complaint_of_a_member_of_staff_is_on_no_page_of_the_staff(app):
    who, accused, colleague = hers(), world.official(Role.STAFF), world.official(Role.STAFF)
    with transaction():
        accounts.change_names(accounts.person(accused), "سیما", "راد")
    number = complain(app, who, accused)
    officer = world.official(Role.OFFICER, body=Body.ACECR)
    desk = logged_in(app, officer)

    for person in (accused, colleague, world.official(Role.OFFICER, body=Body.LABOUR)):
        browser = logged_in(app, person)
        browser.get(f"/office/complaints/{number}", status=404)
        posted = {"csrf_token": token_of(browser), "do": "decline", "answer": "نه"}
        browser.post(f"/office/complaints/{number}", posted, status=404)
        browser.post(f"/office/complaints/{number}/who", {**posted, "who": "outside"}, status=404)
        pages = ["/office/complaints", "/office/obstacles", "/office/obstacles.csv", "/office/obstacles?which=declined"]
        if Role.STAFF in {grant.role for grant in accounts.grants_of(person)}:
            pages += ["/staff/obstacles", "/staff/"]
            browser.get(f"/staff/obstacles/{number}", status=404)
        for page in pages:
            text = browser.get(page).text
            assert "رفتارش بد بود" not in text
            assert f"/complaints/{number}" not in text
    assert f"/office/complaints/{number}" in desk.get("/office/complaints").text
    assert "رفتارش بد بود" in words_of(desk.get(f"/office/complaints/{number}"))
    assert told.seen(number).state is ObstacleState.OPEN


def test_her_name_is_shown_to_whoever_handles_it_alone_and_each_reading_is_written_down(app):
    who, accused = hers(), programme.mentor(world.mentor(HOME)).person_id
    with transaction():
        accounts.change_names(accounts.person(who), "پروانه", "نادرپور")
    number = complain(app, who, accused)
    staff, other = world.official(Role.STAFF), world.official(Role.STAFF)
    handler, colleague = logged_in(app, staff), logged_in(app, other)
    before = handler.get(f"/office/complaints/{number}")
    press(before, None, "do", "take")
    world.fresh()
    after, others = handler.get(f"/office/complaints/{number}"), colleague.get(f"/office/complaints/{number}")

    assert "نادرپور" not in before.text
    assert "پروانه نادرپور" in words_of(after)
    assert "نادرپور" not in others.text
    assert "نادرپور" not in colleague.get("/office/complaints").text
    world.fresh()
    seen = [(one.by_id, one.facts) for one in audit.of("obstacle", number) if one.act == "complaint_seen"]
    assert seen == [(staff, '{"named": 0}'), (staff, '{"named": 1}'), (other, '{"named": 0}')]
    logged_in(app, accused).get(f"/desk/obstacles/{number}", status=404)
    assert "رفتارش" not in logged_in(app, accused).get("/desk/obstacles").text


def test_the_mentor_complained_of_hears_nothing_and_the_reporter_hears_the_end(app):
    who, accused = hers(), programme.mentor(world.mentor(HOME)).person_id
    number = complain(app, who, accused)
    with clock.at(NOON):
        before = messages_to(app, accounts.person(who).mobile)  # those that a night held back, too
        staff = logged_in(app, world.official(Role.STAFF))
        form = form_of(staff.get(f"/office/complaints/{number}"), having="answer")
        form["answer"] = "با او حرف زدیم"
        form.submit("do", value="solve", status=303)
        to_her, to_him = (messages_to(app, accounts.person(one).mobile) for one in (who, accused))
        to_her = [one for one in to_her if one not in before]

    assert len(to_her) == 1
    assert "بد بود" not in to_her[0]
    assert to_him == []
    assert "با او حرف زدیم" in words_of(logged_in(app, who).get("/workshop/obstacles"))


def test_acecr_says_who_is_meant_and_then_the_executor_reads_it_too(app):
    who, officer = hers(), logged_in(app, world.official(Role.OFFICER, body=Body.ACECR))
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(logged_in(app, who).get("/obstacles/complaint"), having="accused")
    form["accused_name"], form["words"] = "آن خریدار", "پول نداد"
    form.submit(status=303)
    number = newest(who)
    before = staff.get(f"/office/complaints/{number}", status=404)
    form = form_of(officer.get(f"/office/complaints/{number}"), having="who")
    assert "who" in faults_of(form.submit(status=422))
    staff.get(f"/office/complaints/{number}", status=404)
    form["who"] = "outside"
    form.submit(status=303)

    assert "پول نداد" not in before.text
    assert "پول نداد" in words_of(staff.get(f"/office/complaints/{number}"))


def test_a_conflict_has_two_parties_and_an_outcome(app):
    who, staff = hers(), logged_in(app, world.official(Role.STAFF))
    form = form_of(logged_in(app, who).get("/obstacles/conflict"), having="one_party")
    form["one_party"], form["other_party"], form["topic"], form["words"] = "زهرا", "تعاونیِ نخل", "market", "سرِ غرفه"
    form.submit(status=303)
    number = newest(who)
    form = form_of(staff.get(f"/staff/obstacles/{number}"), having="answer")
    form["answer"] = "روزهای فرد با یکی، روزهای زوج با دیگری"
    form.submit("do", value="solve", status=303)
    page = words_of(staff.get(f"/staff/obstacles/{number}"))

    assert "زهرا و تعاونیِ نخل" in page
    assert "نتیجه روزهای فرد" in page


def test_the_reporter_is_told_when_it_rises_but_not_at_night(app):
    who, by = hers(), world.official(Role.STAFF)
    number, mobile = told.obstacle(who), accounts.person(who).mobile
    messages_to(app, mobile)
    with transaction():
        for rule in (QUIET_FROM, QUIET_UNTIL):
            rulebook.set_rule(rule, int(rule.default), source="test", by=None)
    with clock.at(NOON.replace(hour=20)):
        with transaction():
            support.pass_up(support.obstacle(number), "بالاتر", by)
        asleep = messages_to(app, mobile)
    with clock.at(NOON + timedelta(days=1)):
        awake = messages_to(app, mobile)

    assert not [one for one in asleep if "پلهٔ بالاتر" in one]
    assert len([one for one in awake if "پلهٔ بالاتر" in one]) == 1


def test_the_list_of_late_ones_leaves_out_those_whose_day_a_pause_has_put_off(app):
    with world.later(days=-60):
        paused, late = world.maker(), world.maker()
        for hers, words in ((paused, "نخ نمی‌رسد"), (late, "برق نیست")):
            told.obstacle(world.person_of(hers), words)
    staff, by = logged_in(app, world.official(Role.STAFF)), world.official(Role.STAFF)
    before = words_of(staff.get("/staff/obstacles?late=1"))
    with transaction():
        first = today() - timedelta(days=59)
        programme.pause(programme.NewPause("سیل", first, None, "p", trainee_id=paused), by)

    after = words_of(staff.get("/staff/obstacles?late=1"))

    assert "نخ نمی‌رسد" in before
    assert "برق نیست" in before
    assert "نخ نمی‌رسد" not in after
    assert "برق نیست" in after


def test_at_the_top_nobody_is_told_that_it_will_rise(app):
    with world.later(days=-60):
        number = told.obstacle(hers())
    staff = logged_in(app, world.official(Role.STAFF))
    below = words_of(staff.get(f"/staff/obstacles/{number}"))
    while support.obstacle(number).level is not Level.GROUP:
        with world.later(days=40), transaction():
            support.rise(support.obstacle(number))
        world.fresh()
    top = words_of(staff.get(f"/staff/obstacles/{number}"))

    assert "یک پله بالاتر می‌رود" in below
    assert "یک پله بالاتر می‌رود" not in top
    assert "از این‌جا بالاتر جایی نیست" in top
