"""Who may see incomes and national codes, in the browser."""

from __future__ import annotations

from datetime import timedelta

from app import accounts, consent
from app.accounts import Role, Sight
from app.consent import Purpose, Told, Way
from app.shared import clock
from tests import world
from tests.web.browsing import form_of, logged_in, words_of


def test_a_colleague_lets_an_officer_see_and_takes_it_away_again(app):
    boss, officer = world.official(Role.STAFF), world.official(Role.OFFICER, sights=())
    staff, hers = logged_in(app, boss), logged_in(app, officer)
    front = hers.get("/office/")
    assert "عددهای امضانشده" in front.text
    assert "/office/livelihood" not in front.text

    form = next(one for one in staff.get("/staff/sights").forms.values() if "reason" in one.fields)
    form["person"], form["sight"], form["reason"] = accounts.person(officer).uid, "incomes", "نشستِ آذر"
    page = form.submit().follow()

    assert "نشستِ آذر" in page.text
    assert "/office/livelihood" in hers.get("/office/").text
    hers.get("/office/livelihood", status=200)

    grant = accounts.sights_of([officer])[officer][0].id
    ending = next(one for one in page.forms.values() if one.action.endswith(f"/{grant}/end"))
    ending.submit().follow()
    assert "با نام به او اجازه داده" in hers.get("/office/livelihood", status=403).text


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(app):
    boss = world.official(Role.STAFF)
    officer = accounts.person(world.official(Role.OFFICER, sights=()))
    staff = logged_in(app, boss)
    form = next(one for one in staff.get("/staff/sights").forms.values() if "reason" in one.fields)
    form["person"], form["reason"] = officer.uid, "نشست"
    form["last_day-day"], form["last_day-month"], form["last_day-year"] = "۱", "1", "۱۴۰۰"

    page = form.submit(status=422)

    assert "یکی را برگزینید." in page.text
    assert "روزِ پایان گذشته است." in page.text
    again = next(one for one in page.forms.values() if "reason" in one.fields)
    assert (again["person"].value, again["reason"].value) == (officer.uid, "نشست")


def test_she_is_not_among_those_whom_she_may_let_see(app):
    boss, _ = world.official(Role.STAFF), world.official(Role.OFFICER)
    staff = logged_in(app, boss)
    page = staff.get("/staff/sights")
    form = next(one for one in page.forms.values() if "reason" in one.fields)
    uid = accounts.person(boss).uid
    assert uid not in [value for value, *_ in form["person"].options]

    form["person"].force_value(uid)
    form["sight"], form["reason"] = "incomes", "کار"

    assert "کسی به خودش نمی" in form.submit(status=422).text


def test_staff_of_a_county_give_nothing(app):
    staff = logged_in(app, world.official(Role.STAFF, county="1801"))

    staff.get("/staff/sights", status=404)


def test_a_case_shows_no_income_and_no_national_code_without_leave(app):
    trainee = world.maker()
    staff = logged_in(app, world.official(Role.STAFF, sights=()))

    page = staff.get(f"/staff/trainees/{trainee}?income=1")

    assert "اجازهٔ دیدنِ درآمدها را ندارید" in page.text
    assert "national-code" not in page.text
    assert accounts.sees(world.official(Role.STAFF), Sight.IDENTITY)


def test_a_case_tells_nothing_of_sales_where_she_does_not_let_them_be_seen(app):
    trainee = world.maker()
    staff = logged_in(app, world.official(Role.STAFF))
    assert "عدد فروخته" in staff.get(f"/staff/trainees/{trainee}").text
    with world.transaction():
        consent.answer(trainee, Purpose.NAMED, Told(Way.OWN, None), yes=False)

    page = staff.get(f"/staff/trainees/{trainee}").text

    assert "عدد فروخته" not in page
    assert "هنوز فروشی نداشته است" not in page


def test_she_reads_who_has_seen_her_whole_national_code_and_an_ended_leave_shows_none(app):
    trainee = world.maker()
    person, official = world.person_of(trainee), world.official(Role.STAFF, sights=())
    giver = logged_in(app, world.official(Role.STAFF))
    with world.transaction():
        accounts.set_national_code(accounts.person(person), "0084575948")
    browser, workshop = logged_in(app, official), logged_in(app, person)
    address = f"/staff/trainees/{trainee}"
    before = workshop.get("/workshop/record").html.select_one("#code-seen").get_text()
    form = form_of(giver.get("/staff/sights"), having="reason")
    form["person"], form["sight"], form["reason"] = accounts.person(official).uid, "identity", "نامهٔ بانک"
    form.submit(status=303)

    shown = form_of(browser.get(address), f"{address}/national-code").submit(status=200)
    form = form_of(browser.get(address), f"{address}/national-code")
    grant = accounts.sights_of([official])[official][0].id
    form_of(giver.get("/staff/sights"), f"/staff/sights/{grant}/end").submit(status=303)
    refused = form.submit(status=403)

    told = workshop.get("/workshop/record").html.select_one("#code-seen").get_text()
    name = accounts.person(official).name
    assert "۰۰۸۴۵۷۵۹۴۸" in shown.text
    assert "۰۰۸۴۵۷۵۹۴۸" not in refused.text
    assert "national-code" not in browser.get(address).text
    assert name not in before
    assert told.count(name) == 1


def test_the_code_comes_before_anything_is_typed_and_is_sent_once(app):
    staff = logged_in(app, world.official(Role.STAFF))
    world.official(Role.OFFICER)
    with clock.at(clock.now() + timedelta(minutes=11)):
        page = staff.get("/staff/sights")
        first = page.click(href="/login/again").follow()
        second = staff.get("/login/again?next=/staff/sights").follow()

    assert not [one for one in page.forms.values() if "reason" in one.fields]
    assert "یک بارِ دیگر کدِ پیامک لازم است" in words_of(first)
    assert "همان را بنویسید" in words_of(second)
    for answer in (first, second):
        assert [one for one in answer.forms.values() if "code" in one.fields]
