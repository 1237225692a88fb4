"""Fairs, shared workshops and bazaars on their pages: booked, waited for, marked, seen by everybody."""

from __future__ import annotations

from datetime import timedelta

from webtest import TestResponse

from app import programme, spaces
from app.accounts import Role
from app.shared.calendar import jalali, today
from tests import world
from tests.conftest import browser_of
from tests.spaces import scene
from tests.web.browsing import faults_of, form_of, home_of, logged_in, press, words_of


def booked(page: TestResponse, slot: int, **ticked: bool) -> TestResponse:
    """Send the form of this day."""
    found = next(form for form in page.forms.values() if "slot" in form.fields and _may(form["slot"], slot))
    found["slot"] = str(slot)
    for name, wanted in ticked.items():
        found[name] = wanted
    return found.submit(expect_errors=True)


def _may(field: object, slot: int) -> bool:
    options = getattr(field, "options", None)
    known = [one[0] for one in options] if options else [getattr(field, "value", "")]
    return str(slot) in known


def day(form: object, name: str, on: object) -> None:
    year, month, number = jalali(on)
    form[f"{name}-day"], form[f"{name}-month"], form[f"{name}-year"] = str(number), str(month), str(year)


def test_she_books_on_her_phone_and_gives_it_back(app):
    slot, maker = scene.slot(scene.open_to_all(name="نمایشگاهِ گلاب")), world.maker()
    browser = logged_in(app, world.person_of(maker))

    page = booked(browser.get("/workshop/spaces"), slot).follow()
    assert "جا گرفته شد" in page.text
    assert scene.taken(slot) == 1
    number = spaces.of_trainee(maker)[0].booking.id
    page = form_of(page, "/workshop/spaces/cancel", having="number").submit().follow()

    assert scene.state(number) == "called_off"
    assert scene.taken(slot) == 0


def test_asked_again_with_other_ticks_she_is_told_that_the_first_ones_stay(app):
    slot, maker = scene.slot(scene.open_to_all(name="نمایشگاهِ گلاب")), world.maker()
    browser = logged_in(app, world.person_of(maker))

    page = booked(browser.get("/workshop/spaces"), slot, shown=True).follow()
    assert "جا گرفته شد" in page.text
    again = next(form for form in page.forms.values() if "shown" in form.fields)
    assert (again["shown"].checked, again["food"].checked) == (True, False)
    assert "بارِ نخست" not in words_of(booked(page, slot).follow())
    page = booked(page, slot, food=True, shown=False).follow()
    [told] = spaces.of_trainee(maker)

    assert "آنچه بارِ نخست گفته شد ماند" in words_of(page)
    assert (told.booking.brings_food, told.booking.shown, scene.taken(slot)) == (False, True, 1)


def test_a_mentor_who_asks_again_says_nothing_of_her_name(app):
    slot, maker, mentor = scene.slot(scene.open_to_all()), world.maker(), world.mentor()
    scene.book(slot, maker, wanted=spaces.Wanted(shown=True))
    form = form_of(logged_in(app, programme.mentor(mentor).person_id).get("/desk/spaces"), having="trainee")
    assert "بارِ نخست" not in words_of(form.submit().follow())
    form["food"] = True

    assert "آنچه بارِ نخست گفته شد ماند" in words_of(form.submit().follow())


def test_who_waits_sees_her_turn_and_why_a_village_is_ahead(app):
    slot = scene.slot(scene.published(village_days=3, places=1))
    first, second = scene.villager(), scene.villager()
    scene.book(slot, first)
    browser = logged_in(app, world.person_of(second))

    words = words_of(booked(browser.get("/workshop/spaces"), slot).follow())

    assert "نوبتِ ۱" in words
    assert "روستا: ۳ روز جلوتر" in words
    assert "تا ۳ روز پس از اعلام، جا تنها به فراگیرانِ روستایی می‌رسد" in words


def test_food_without_a_permit_is_refused_in_words_where_it_is_asked_for(app):
    slot, maker = scene.slot(scene.open_to_all(needs_permit=True)), world.maker()
    browser = logged_in(app, world.person_of(maker))

    page = booked(browser.get("/workshop/spaces"), slot, food=True)

    assert page.status_code == 422
    assert "پروانهٔ پذیرفته‌ای لازم است" in faults_of(page)["book"]
    assert scene.taken(slot) == 0


def test_a_mentor_books_for_a_trainee_of_hers_who_calls(app):
    kitchen, maker, mentor = scene.workshop(), world.maker(), world.mentor()
    browser = logged_in(app, programme.mentor(mentor).person_id)
    page = browser.get("/desk/spaces")
    form = next(one for one in page.forms.values() if "trainee" in one.fields)
    form["trainee"], form["slot"] = str(maker), str(scene.slot(kitchen, 4))

    page = form.submit().follow()

    assert scene.taken(scene.slot(kitchen, 4)) == 1
    assert programme.trainee(maker).display_name in words_of(page)
    assert sum("آشپزخانهٔ مشترک" in one for one in scene.messages(app, maker)) == 1


def test_staff_draw_up_a_fair_publish_it_and_write_who_came(app):
    staff = world.official(Role.STAFF)
    browser, maker = logged_in(app, staff), world.maker()
    form = form_of(browser.get("/staff/spaces/new"), having="name")
    form["kind"], form["name"], form["county"] = "fair", "نمایشگاهِ دریا", "1801"
    form["place"], form["places"], form["fee"] = "پارکِ ساحلی", "۳", "۵۰۰۰۰"
    for name in ("first_day", "last_day", "book_until", "cancel_until"):
        day(form, name, today())
    page = form.submit().follow()
    assert [one.state.value for one in spaces.spaces(None, 1)[1]] == ["draft"]
    assert "نمایشگاهِ دریا" not in browser.get("/fairs").text

    where = page.request.path
    page = press(page, where, "do", "publish").follow()
    assert "۵۰٬۰۰۰ تومان" in words_of(page)
    slot = spaces.slots_of(int(where.rsplit("/", 1)[1]))[0].id
    booking = scene.book(slot, maker)
    page = press(browser.get(where), f"{where}/bookings/{booking}", "do", "came").follow()

    assert scene.state(booking) == "came"
    assert "۱ از ۳ جا گرفته شده" in words_of(page)


def test_days_that_do_not_fit_are_said_beside_their_field(app):
    browser = logged_in(app, world.official(Role.STAFF))
    form = form_of(browser.get("/staff/spaces/new"), having="name")
    form["kind"], form["name"], form["county"], form["place"], form["places"] = "workshop", "فر", "1801", "شهر", "1"
    page = form.submit(expect_errors=True)
    assert set(faults_of(page)) == {"weekdays"}

    form = form_of(page, having="name")
    form["kind"] = "fair"
    day(form, "book_until", today() - timedelta(days=4))
    assert set(faults_of(form.submit(expect_errors=True))) == {"book_until"}
    assert spaces.spaces(None, 1)[0] == 0


def test_a_fair_is_called_off_with_a_reason_alone(app):
    fair = scene.open_to_all(name="نمایشگاهِ دریا")
    booking = scene.book(scene.slot(fair), world.maker())
    browser, where = logged_in(app, world.official(Role.STAFF)), f"/staff/spaces/{fair}"

    page = form_of(browser.get(where), where, having="why").submit("do", expect_errors=True)
    assert "بنویسید چرا برگزار نمی‌شود" in faults_of(page)["why"]
    form = form_of(page, where, having="why")
    form["why"] = "طوفان"
    form.submit("do")

    assert scene.state(booking) == "called_off"
    assert "نمایشگاهِ دریا" not in browser.get("/fairs").text


def test_everybody_sees_coming_fairs_and_those_makers_who_agreed(app, bank):
    slot, shown, hidden = scene.slot(scene.open_to_all(name="نمایشگاهِ دریا")), world.maker(), world.maker()
    world.product(shown)
    world.work()
    scene.book(slot, shown, wanted=spaces.Wanted(shown=True))
    scene.book(slot, hidden)

    page = browser_of(app).get("/fairs")

    assert "نمایشگاهِ دریا" in words_of(page)
    assert home_of(shown) in page.text
    assert programme.trainee(hidden).display_name not in page.text


def test_a_bazaar_is_marked_once_nobody_has_looked_for_the_months_of_the_rule(app):
    bazaar = scene.bazaar(name="جمعه‌بازارِ گناوه")
    browser = logged_in(app, world.official(Role.STAFF))

    assert "باید دوباره دیده شود" not in browser.get("/bazaars").text
    with world.later(days=200):
        browser = logged_in(app, world.official(Role.STAFF))
        words = words_of(browser.get("/bazaars?county=1801"))
        assert "جمعه‌بازارِ گناوه" in words
        assert "جمعه" in words
        assert "باید دوباره دیده شود" in words
        press(browser.get("/staff/bazaars"), f"/staff/bazaars/{bazaar}", "do", "seen")
        assert "باید دوباره دیده شود" not in browser.get("/bazaars").text
        press(browser.get("/staff/bazaars"), f"/staff/bazaars/{bazaar}", "do", "closed")
        assert "جمعه‌بازارِ گناوه" not in browser.get("/bazaars").text


def test_staff_write_a_bazaar_down_with_what_is_missing_said(app):
    browser = logged_in(app, world.official(Role.STAFF))
    form = form_of(browser.get("/staff/bazaars"), having="sold")
    form["name"], form["county"], form["sold"] = "دوشنبه‌بازار", "1801", "ماهی"
    page = form.submit(expect_errors=True)
    assert set(faults_of(page)) == {"weekdays", "directions"}

    form = form_of(page, having="sold")
    form["directions"] = "میدانِ اصلی"
    form.get("weekdays", index=2).checked = True
    form.submit().follow()

    assert [(one.name, one.weekdays) for one in spaces.bazaars()] == [("دوشنبه‌بازار", "2")]


def test_the_office_sees_places_by_county_and_village(app):
    slot = scene.slot(scene.open_to_all())
    scene.book(slot, scene.villager())
    browser = logged_in(app, world.official(Role.OFFICER, county="1805"))
    assert "بوشهر" not in [cell.get_text() for cell in browser.get("/office/spaces").html.select("tbody th")]

    browser = logged_in(app, world.official(Role.OFFICER))
    rows = browser.get("/office/spaces.csv").text.splitlines()

    assert rows[1] == "1801,fair,2,1,1,0,0"
    assert [cell.get_text() for cell in browser.get("/office/spaces").html.select("tbody td")][1:] == list("۲۱۱۰۰")


def test_a_mentor_takes_home_a_certificate_of_what_she_has_given(app):
    mentor, maker = world.mentor(), world.maker()
    browser = logged_in(app, programme.mentor(mentor).person_id)
    assert browser.get("/desk/hours.pdf", expect_errors=True).status_code == 404

    world.thanked(mentor, maker)
    told = programme.hours_of(mentor)
    given = programme.given_by(mentor)
    assert (told.hours, told.people) == (given.hours, given.people)
    assert sum(hours for _, hours, _ in told.kinds) == told.hours
    assert browser.get("/desk/hours.pdf").body.startswith(b"%PDF")
    assert "/desk/hours.pdf" in browser.get("/desk/support").text
    elsewhere = logged_in(app, world.official(Role.STAFF, county="1805"))
    assert elsewhere.get(f"/staff/mentors/{mentor}/hours.pdf", expect_errors=True).status_code == 404
