"""The network, a year's scorecard, readiness and the copy of a cycle, from page to page."""

from __future__ import annotations

from datetime import timedelta

from app import accounts, impact, planning, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.programme import CohortPlan
from app.shared import audit
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.planning import told
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of

HOME, ELSEWHERE = "1801", "1805"


def test_an_outlet_is_entered_looked_at_tied_and_seen_in_the_network(app):
    mentor, staff = world.mentor(), logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/suppliers"), having="contact")
    form["name"] = "سوغاتیِ ساحل"
    assert set(faults_of(form.submit(status=422))) == {"kind", "county"}
    form["kind"], form["county"], form["contact"] = "shop", HOME, "خانمِ ساحلی"
    form.set("trades", True, index=0)
    page = form.submit(status=303).follow()
    address = page.request.path
    assert form.submit(status=303).follow().request.path == address
    press(page, None, "do", "check").follow()
    tie = form_of(staff.get(address), f"{address}/ties")
    assert "whom" in faults_of(tie.submit(status=422))
    tie["whom"] = f"m{mentor}"
    seen = words_of(tie.submit(status=303).follow())
    officer = logged_in(app, world.official(Role.OFFICER))
    network = officer.get("/office/network")

    assert programme.mentor(mentor).display_name in seen
    assert "خانمِ ساحلی" in seen
    assert "خانمِ ساحلی" not in network.text
    assert "<svg" in network.text
    row = next(one for one in officer.get("/office/network.csv").text.splitlines() if one.startswith(HOME))
    assert row.split(",")[2:6] == ["0", "1", "0", "1"]
    assert [one.act for one in audit.about("partner")].count("contact_seen") == 1


def test_a_tie_ends_and_a_partner_goes(app):
    number, mentor, staff = told.partner(), world.mentor(), logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get(f"/staff/suppliers/{number}"), f"/staff/suppliers/{number}/ties")
    form["whom"] = f"m{mentor}"
    press(form.submit(status=303).follow(), None, "do", "untie").follow()
    assert planning.network(None).mentors[0].outlets == 0
    press(staff.get(f"/staff/suppliers/{number}"), None, "do", "end").follow()

    assert "سوغاتیِ ساحل" not in words_of(staff.get("/staff/suppliers"))


def test_a_county_sees_its_own_network(app):
    told.partner(), world.mentor()
    theirs = logged_in(app, world.official(Role.OFFICER, county=ELSEWHERE))
    rows = theirs.get("/office/network.csv").text.splitlines()[1:]

    assert [one.split(",")[0] for one in rows] == [ELSEWHERE]
    assert "فاطمه" not in words_of(theirs.get("/office/network"))


def test_a_scorecard_opens_its_figures_and_prints(app):
    month = JalaliMonth.current()
    with transaction():
        number = impact.set_goal(Aim(Indicator.SELLING, 3, month, month), None).id
    officer = logged_in(app, world.official(Role.OFFICER))
    page = officer.get("/office/scorecard")

    assert f"/office/goals/{number}" in page.text
    assert "هنوز در راه" in words_of(page)
    answer = officer.get(f"/office/scorecard/{told.year()}/scorecard.pdf")
    assert answer.content_type == "application/pdf"
    assert answer.body.startswith(b"%PDF")
    officer.get(f"/office/scorecard/{told.year() + 1}", status=404)


def test_readiness_says_what_is_missing_and_takes_a_word(app):
    year, staff = told.year() + 1, logged_in(app, world.official(Role.STAFF))
    page = staff.get("/staff/readiness")
    assert "کسی باید بگوید" in words_of(page)
    assert "آماده نیست" in words_of(page)
    form = next(one for one in page.forms.values() if "item" in one.fields and one["item"].value == "rooms")
    assert "words-rooms" in faults_of(form.submit("do", value="missing", status=422))
    form["words"] = "سالنِ جم هنوز نیست"
    form.submit("do", value="missing", status=303)
    form.submit("do", value="missing", status=303)

    assert "سالنِ جم هنوز نیست" in words_of(staff.get(f"/staff/readiness/{year}"))
    said = {one.item.value: one for one in planning.readiness(year).said}
    assert said["rooms"].last is not None
    staff.get(f"/staff/readiness/{year + 1}", status=404)


def test_a_cycle_is_shown_first_and_made_once(app):
    first, _ = planning.days_of(told.year())
    with transaction():
        programme.plan_cohort(CohortPlan("دورهٔ بهار", first, first + timedelta(days=90), 25, HOME), None)
    staff = logged_in(app, world.official(Role.STAFF))
    page = staff.get("/staff/cycles/copy")
    assert len(programme.cohorts()) == 1
    assert "دورهٔ بهار" in words_of(page)
    form = form_of(page, having="year")
    form.submit(status=303)
    seen = words_of(form.submit(status=303).follow())

    assert "ساخته شد" in seen
    assert len(programme.cohorts()) == 2
    assert 'name="year"' not in staff.get("/staff/cycles/copy").text


def test_it_is_said_which_courses_come_with_their_mentor_and_the_others_are_given_one(app):
    first, _ = planning.days_of(told.year())
    staff, by = logged_in(app, world.official(Role.STAFF)), world.official(Role.STAFF)
    with transaction():
        people = [accounts.add_person(world.mobile_number(), name, "دریانورد") for name in ("نرگس", "پروین")]
        stays, gone = (programme.add_mentor(one, HOME, by=None).id for one in people)
        for name, mentor in (("دورهٔ الف", stays), ("دورهٔ ب", gone), ("دورهٔ پ", None)):
            plan = CohortPlan(name, first, first + timedelta(days=90), 25, HOME, mentor_id=mentor)
            programme.plan_cohort(plan, None)
    with transaction():
        programme.mentor_leaves(programme.mentor(gone), by)

    page = staff.get("/staff/cycles/copy")
    seen = words_of(page)
    assert "نمی‌آید: پروین دریانورد رفته است" in seen
    assert "نرگس" in seen
    assert "۲ دوره بی‌پیشران ساخته می‌شود" in seen
    page = form_of(page, having="year").submit(status=303).follow()
    assert "پیشرانِ ۱ دوره با آن آمد. ۲ دوره پیشران ندارد" in words_of(page)
    missing = words_of(staff.get("/staff/readiness"))
    assert "دوره‌هایی که پیشران ندارند: دورهٔ ب" in missing
    assert "دورهٔ الف" not in missing

    later = [one.id for one in programme.cohorts() if one.starts_on > first]
    while True:
        forms = [one for one in staff.get("/staff/cohorts").forms.values() if one.action.endswith("/state")]
        forms = [one for one in forms if "mentor" in one.fields and int(one.action.split("/")[-2]) in later]
        if not forms:
            break
        forms[0]["mentor"] = str(stays)
        forms[0].submit("do", value="holder", status=303)
    assert "دوره‌هایی که پیشران ندارند" not in words_of(staff.get("/staff/readiness"))
