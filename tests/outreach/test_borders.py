"""What nobody is to see or settle who should not: complaints, calls, followed women, stories, consents."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app import accounts, consent, impact, outreach, programme, support
from app.accounts import Body, Role
from app.consent import Purpose, Told, Way
from app.impact import Aim, Indicator
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.support import Reader
from app.support.queries import due_to_rise
from app.words import formats
from tests import world
from tests.impact.scene import recounted
from tests.outreach import told as out
from tests.programme.test_pausing import back, paused
from tests.spaces import scene as sp
from tests.stories import told as st
from tests.support import told as reports
from tests.web.browsing import form_of, logged_in, token_of, words_of


def reader(person_id: int) -> Reader:
    return Reader(accounts.person(person_id), tuple(accounts.grants_of(person_id)))


def test_a_desk_is_handed_over_by_somebody_who_has_one(app: Flask):
    staff, buyer = logged_in(app, world.official(Role.STAFF)), world.person("خریدار", "ساده")

    staff.get(f"/staff/colleagues/{buyer}/hand-over", status=404)
    form = {"csrf_token": token_of(staff), "close": "1", "form_key": "k"}
    staff.post(f"/staff/colleagues/{buyer}/hand-over", form, status=404)

    world.fresh()
    assert accounts.person(buyer).active


def test_roles_of_officers_and_finance_do_not_end_with_a_hand_over(app: Flask):
    by, officer = world.official(Role.STAFF), world.official(Role.OFFICER, body=Body.ACECR)
    page = logged_in(app, by).get(f"/staff/colleagues/{officer}/hand-over")
    assert "close" not in form_of(page, having="form_key").fields
    with transaction():
        outreach.hand_over(accounts.person(officer), [], "k", close=True, by=reader(by))

    world.fresh()
    assert [one.role for one in accounts.grants_of(officer)] == [Role.OFFICER]
    assert accounts.person(officer).active


def test_the_accused_reads_nothing_of_a_complaint_and_names_no_heir_of_it(app: Flask):
    accused, judge = world.official(Role.STAFF), world.official(Role.OFFICER, body=Body.ACECR)
    other = world.official(Role.OFFICER, body=Body.ACECR)
    desk = logged_in(app, accused)
    before = words_of(desk.get(f"/staff/colleagues/{judge}/hand-over"))
    complaint = reports.complaint(world.person_of(world.maker()), reports.of(accused))
    with transaction():
        support.take(support.obstacle(complaint), today() + timedelta(days=2), judge)

    assert words_of(desk.get(f"/staff/colleagues/{judge}/hand-over")) == before
    with transaction():
        outreach.hand_over(accounts.person(judge), [accounts.person(other)], "k", close=False, by=reader(accused))

    assert "۰ گزارش، ۰ تماس" in words_of(desk.get(f"/staff/colleagues/{judge}/hand-over"))
    world.fresh()
    found = support.obstacle(complaint)
    assert (found.state.value, found.owner_id) == ("open", None)
    assert support.complaint_for(complaint, reader(other)).id == complaint


def test_no_pause_keeps_a_complaint_from_rising_while_it_keeps_an_obstacle(app: Flask):
    hers = world.maker()
    mentor = programme.mentor(world.mentor()).person_id
    with world.later(days=-60):
        complaint = reports.complaint(world.person_of(hers), reports.of(mentor))
        obstacle = reports.obstacle(world.person_of(hers))
    paused(back(60), None, trainee_id=hers)
    world.fresh()

    assert complaint in due_to_rise()
    assert complaint not in support.put_off([support.obstacle(complaint)])
    assert obstacle in support.put_off([support.obstacle(obstacle)])


def test_another_owner_keeps_the_day_that_a_pause_moved(app: Flask):
    leaving, taker = world.official(Role.STAFF), world.official(Role.STAFF)
    with world.later(days=-20):
        report = reports.obstacle(world.person_of(world.maker()))
        with transaction():
            support.take(support.obstacle(report), today() + timedelta(days=18), leaving)
    paused(back(15), back(5), county_code="1801")
    world.fresh()
    before = support.put_off([support.obstacle(report)])
    with transaction():
        outreach.hand_over(accounts.person(leaving), [accounts.person(taker)], "k", close=False, by=reader(taker))

    world.fresh()
    assert support.obstacle(report).owner_id == taker
    assert support.put_off([support.obstacle(report)]) == before != {}


def test_who_refuses_to_be_named_stands_in_no_list_and_beside_no_standing(app: Flask):
    cohort = world.cohort()
    with world.later(days=-70):
        for _ in range(7):
            world.maker(into=cohort, name="مهری")
        veiled = world.maker(into=cohort, name="سیمین")
    with transaction():
        consent.answer(veiled, Purpose.NAMED, Told(Way.OWN, None), yes=False)
    recounted()
    officer = logged_in(app, world.official(Role.OFFICER))
    address = "/office/livelihood/people?by=county&of=1801"
    every = words_of(officer.get(address))

    assert "مهری" in every
    assert "سیمین" not in every
    assert "۵ نفر از این گروه" in every  # she, and four with whom she could be confounded
    for state in impact.Livelihood:
        told = words_of(officer.get(f"{address}&state={state.value}"))
        assert "نفر از این گروه" not in told
        assert "این فهرست همه نیست" in told


def test_nobody_turns_her_own_no_into_a_yes(app: Flask):
    hers = world.maker()
    with transaction():
        consent.answer(hers, Purpose.NAMED, Told(Way.OWN, world.person_of(hers)), yes=False)
    staff = logged_in(app, world.official(Role.STAFF))
    staff.get(f"/staff/trainees/{hers}/consent")

    form = {"csrf_token": token_of(staff), "consent_named": "yes"}
    page = staff.post(f"/staff/trainees/{hers}/consent", form, status=409)

    world.fresh()
    assert "تنها خودش می‌تواند بگوید" in words_of(page)
    assert consent.standing(hers)[Purpose.NAMED] is consent.Standing.NO


def test_a_mentor_puts_nobodys_name_on_the_public_page_of_a_fair(app: Flask):
    sp.open_to_all()
    world.maker(name="زیور")
    mentor = logged_in(app, programme.mentor(world.mentor()).person_id)
    form = form_of(mentor.get("/desk/spaces"), having="trainee")
    assert "shown" not in form.fields
    mentor.post(form.action or "/desk/spaces", {**dict(form.submit_fields()), "shown": "y"}, status=303)

    world.fresh()
    assert "زیور" not in words_of(logged_in(app, world.person()).get("/fairs"))


def test_a_story_that_she_did_not_send_or_took_back_is_hers_alone(app: Flask):
    hers = world.maker()
    st.take_back(st.write(hers, words="رازِ من است", by=world.person_of(hers)))
    st.write(hers, words="هنوز نگفته‌ام", by=world.person_of(hers))
    mentor = logged_in(app, programme.mentor(world.mentor()).person_id)

    page = words_of(mentor.get(f"/desk/trainees/{hers}/story"))

    assert "رازِ من است" not in page
    assert "هنوز نگفته‌ام" not in page


def test_what_she_tells_staff_on_the_telephone_does_not_reach_her_mentor(app: Flask):
    mentor = world.mentor()
    with world.later(days=-40):
        hers = world.cared_for(mentor)
    staff = world.official(Role.STAFF)
    out.called(out.asked(hers, staff), staff, out.call(outreach.CallResult.OBSTACLE, "پیشرانم پول می‌خواهد"))

    world.fresh()
    assert support.before_mentor(programme.mentor(mentor)).total == 0


def test_with_the_case_goes_the_call_and_her_number(app: Flask):
    mentor, other, staff = world.mentor(), world.mentor(), world.official(Role.STAFF)
    with world.later(days=-40):
        hers = world.cared_for(mentor)
    with transaction():
        outreach.ask([hers], None, today() + timedelta(days=5), out.EVERYWHERE, staff)
    person = programme.mentor(mentor).person_id
    browser = logged_in(app, person)
    address = browser.get("/desk/calls").html.select_one(".tasks a")["href"]
    assert formats.digits(accounts.person(world.person_of(hers)).mobile) in words_of(browser.get(address))
    with transaction():
        programme.hand_over_cases(programme.mentor(mentor), [programme.mentor(other)], staff)

    world.fresh()
    browser.get(address, status=404)
    assert outreach.count_tasks(person) == 0


def test_a_followed_woman_who_moves_is_followed_by_those_of_her_county(app: Flask):
    officer, hers = world.official(Role.OFFICER, county="1801", body=Body.WOMEN), out.woman("1801")
    with transaction():
        outreach.follow(programme.trainee(hers), officer)
    with transaction():
        programme.trainee(hers).county_code = "1805"

    world.fresh()
    name = programme.trainee(hers).display_name
    assert name not in words_of(logged_in(app, officer).get("/office/women"))


def test_whoever_stands_still_is_not_silent(app: Flask):
    with world.later(days=-40):
        hers = world.cared_for(world.mentor())
    assert outreach.Sign.SILENT in out.signs(hers)
    paused(back(45), back(1), county_code="1801")

    world.fresh()
    assert outreach.Sign.SILENT not in out.signs(hers)


@pytest.mark.parametrize("county", ["1801", "1805"])
def test_a_cohorts_goal_is_its_countys(app: Flask, county: str):
    cohort = world.cohort(county="1801")
    number = goal_of(cohort)
    browser = logged_in(app, world.official(Role.OFFICER, county=county))

    browser.get(f"/office/goals/{number}", status=200 if county == "1801" else 404)
    listed = browser.get("/office/goals").html.find("a", href=f"/office/goals/{number}")
    assert (listed is not None) == (county == "1801")


def goal_of(cohort: int) -> int:
    now = JalaliMonth.current()
    with transaction():
        return impact.set_goal(Aim(Indicator.SELLING, 5, now, now, cohort_id=cohort), None).id
