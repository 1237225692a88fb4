"""Going after people from page to page: the list, a call, a referral with its letter, a hand-over, a followed case."""

from __future__ import annotations

from datetime import timedelta

from app import accounts, outreach, programme, support
from app.accounts import Body, Role
from app.outreach import BodyAnswer
from app.shared import audit
from app.shared.calendar import jalali, today
from app.shared.database import transaction
from tests import world
from tests.outreach import told
from tests.web.browsing import faults_of, form_of, logged_in, press, token_of, words_of


def written(form, name, day):
    for part, value in zip(("year", "month", "day"), jalali(day), strict=True):
        form[f"{name}-{part}"] = str(value)


def named(trainee_id):
    return accounts.person(world.person_of(trainee_id)).name


def test_from_the_list_to_a_call_that_settles_it(app):
    by, caller = world.official(Role.STAFF), world.official(Role.STAFF)
    hers = told.waited(told.registered())
    staff, other = logged_in(app, by), logged_in(app, caller)
    page = staff.get("/staff/outreach?which=unplaced")
    form = form_of(page, having="caller")
    assert "caller" in faults_of(form.submit(status=422))
    form["who"] = True
    form["caller"] = accounts.person(caller).uid
    form.submit(status=303)
    listed = staff.get("/staff/outreach")
    address = other.get("/staff/calls").html.select_one(".tasks a")["href"]
    form = form_of(other.get(address), having="called_on-day")
    assert {"reached", "result"} <= set(faults_of(form.submit(status=422)))
    form["reached"], form["result"], form["words"] = "yes", "obstacle", "نخ نیست"
    assert "topic" in faults_of(form.submit(status=422))
    form["topic"] = "material"
    form.submit(status=303)
    world.fresh()

    assert named(hers) in words_of(page)
    assert named(hers) not in words_of(listed)
    assert support.reported_by(world.person_of(hers)).found[0].words == "نخ نیست"
    assert "مانعی دارد" in words_of(staff.get(f"/staff/trainees/{hers}"))
    assert {(one.act, one.by_id) for one in audit.of("trainee", hers)} >= {
        ("outreach_seen", by),
        ("outreach_seen", caller),
    }


def test_the_counts_name_callers_and_nobody_who_was_called(app):
    by, officer = world.official(Role.STAFF), world.official(Role.OFFICER)
    hers = told.waited(told.registered())
    told.called(told.asked(hers, by), by, told.call(outreach.CallResult.WILL_COME))
    page = logged_in(app, officer).get("/office/outreach")

    assert accounts.person(by).name in words_of(page)
    assert "می‌آید: ۱" in words_of(page)
    assert named(hers) not in page.text


def test_a_referral_from_a_draft_to_what_she_reads(app):
    hers, by = world.maker(), world.official(Role.STAFF)
    staff, workshop = logged_in(app, by), logged_in(app, world.person_of(hers))
    form = form_of(staff.get(f"/staff/referrals/new/{hers}"), having="asked")
    assert set(faults_of(form.submit(status=422))) == {"body", "asked"}
    form["body"], form["asked"] = str(told.body()), "شناسهٔ نظارتِ کارگاهی"
    page = form.submit(status=303).follow()
    address = page.request.path
    draft = workshop.get("/workshop/")
    letter = staff.get(f"{address}/letter.pdf")
    form = form_of(page, having="letter_no")
    assert "letter_no" in faults_of(form.submit("do", value="send", status=422))
    form["letter_no"] = "۱۲/۳۴"
    page = form.submit("do", value="send", status=303).follow()
    form = form_of(page, having="outcome")
    form["outcome"] = "no"
    assert "reply" in faults_of(form.submit("do", value="answer", status=422))
    form["reply"] = "کارگاه در دارد ولی پنجره ندارد"
    form.submit("do", value="answer", status=303)

    assert letter.body[:5] == b"%PDF-"
    assert "نظارتِ کارگاهی" not in words_of(draft)
    assert "پنجره ندارد" in words_of(workshop.get("/workshop/"))
    assert named(hers) not in logged_in(app, world.official(Role.OFFICER)).get("/office/referrals").text


def test_a_colleague_leaves_and_everything_is_anothers(app):
    by, leaving = world.official(Role.STAFF), world.official(Role.STAFF)
    hers = told.waited(told.registered())
    told.asked(hers, leaving)
    staff = logged_in(app, by)
    page = staff.get(f"/staff/colleagues/{leaving}/hand-over")
    form = form_of(page, having="form_key")
    form["close"].checked = True
    refused = form.submit(status=422)
    kept = form_of(refused, having="form_key")["close"].checked
    sent = {"csrf_token": token_of(staff), "form_key": "k", "to": accounts.person(by).uid, "close": "1"}
    staff.post(f"/staff/colleagues/{leaving}/hand-over", sent, status=303)
    world.fresh()

    assert named(hers) in words_of(page)
    assert "دست‌کم یک همکار را نشان کنید. چیزی جابه‌جا نشد" in faults_of(refused)["takers"]
    assert kept
    assert outreach.count_tasks(by) == 1
    assert not accounts.person(leaving).active


def test_an_officer_for_womens_affairs_follows_and_advises_and_others_find_nothing(app):
    officer, hers = world.official(Role.OFFICER, body=Body.WOMEN), told.woman()
    mentor, by = world.mentor(), world.official(Role.STAFF)
    with transaction():
        programme.take_case(programme.trainee(hers), programme.mentor(mentor), by)
    browser, address = logged_in(app, officer), f"/office/women/{hers}"
    press(browser.get(address), None, "do", "follow")
    form = form_of(browser.get(address), having="words")
    assert "نظرتان را با چند کلمه بنویسید" in words_of(form.submit("do", value="comment", status=422))
    form["words"] = "جلسه‌ها صبح باشد"
    form.submit("do", value="comment", status=303)
    desk = logged_in(app, programme.mentor(mentor).person_id)

    assert named(hers) in words_of(browser.get("/office/women"))
    assert "جلسه‌ها صبح باشد" in words_of(logged_in(app, by).get(f"/staff/trainees/{hers}"))
    assert "جلسه‌ها صبح باشد" in words_of(desk.get(f"/desk/trainees/{hers}"))
    assert ("outreach_seen", officer) in {(one.act, one.by_id) for one in audit.of("trainee", hers)}
    logged_in(app, world.official(Role.OFFICER)).get(address, status=404)


def test_refusals_are_told_by_kind_without_names(app):
    by, hers = world.official(Role.STAFF), world.maker()
    for _ in range(5):
        told.answered(told.sent(hers, by), BodyAnswer.NO, by, "سهمیه تمام است")
    page = logged_in(app, world.official(Role.OFFICER)).get("/office/refusals")

    assert "سهمیه تمام است : ۵" in words_of(page) or "سهمیه تمام است: ۵" in words_of(page)
    assert named(hers) not in page.text
    assert str(today().year) not in words_of(page)


def test_ticks_stay_when_the_day_is_wrong_and_a_caller_who_left_is_nobody(app):
    by, caller, hers = world.official(Role.STAFF), world.official(Role.STAFF), told.waited(told.registered())
    mentor = world.mentor()
    with transaction():
        programme.take_case(programme.trainee(hers), programme.mentor(mentor), by)
    staff = logged_in(app, by)
    form = form_of(staff.get("/staff/outreach"), having="caller")
    form["who"], form["caller"] = True, accounts.person(caller).uid
    written(form, "due_on", today() - timedelta(days=1))
    past = form_of(form.submit(status=422), having="caller")
    with transaction():
        for grant in accounts.grants_of(caller):
            accounts.end_role(grant, by)
    written(past, "due_on", today() + timedelta(days=3))
    left = past.submit(status=422)

    assert past["who"].checked
    assert "دیگر در فهرست نیست" in faults_of(left)["caller"]
    assert outreach.count_tasks(programme.mentor(mentor).person_id) == 0
    assert form_of(left, having="caller")["who"].checked


def test_a_call_is_not_of_tomorrow_and_whoever_comes_back_to_it_is_told(app):
    caller, hers = world.official(Role.STAFF), told.waited(told.registered())
    browser, address = logged_in(app, caller), f"/staff/calls/{told.asked(hers, caller)}"
    form = form_of(browser.get(address), having="called_on-day")
    form["reached"], form["result"] = "yes", "will_come"
    written(form, "called_on", today() + timedelta(days=1))
    tomorrow = form.submit(status=422)
    second = form_of(browser.get(address), having="called_on-day")
    written(form, "called_on", today())
    form.submit(status=303)
    back = browser.get(address, status=303).follow()
    empty = second.submit(status=303).follow()
    second["reached"], second["result"], second["words"] = "yes", "wants_help", "راه دور است"

    assert "called_on" in faults_of(tomorrow)
    assert "پیش از این نوشته شده" in back.text
    assert "پیش از این نوشته شده" in empty.text
    assert accounts.person(world.person_of(hers)).mobile not in back.text
    assert "دیگر شدنی نیست" in words_of(second.submit(status=409))
    assert len(outreach.calls_to(hers)) == 1
