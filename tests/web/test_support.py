"""Help from page to page: told, offered, taken up, given, thanked for, and read by everybody."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from webtest import TestApp

from app import programme
from app.accounts import Role
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, messages_to, press, token_of, words_of


def test_from_an_offer_to_thanks_on_the_mentors_page(app, visitor):
    mentor, hers = world.mentor(), world.maker()
    desk, workshop = logged_in(app, programme.mentor(mentor).person_id), logged_in(app, world.person_of(hers))
    form = form_of(desk.get("/desk/support"), having="places")
    form["kind"], form["words"], form["places"] = "teaching", "بافتِ سبد", "۱"
    form["until-day"], form["until-month"], form["until-year"] = "1", "1", "1420"
    form.submit(status=303)
    form_of(workshop.get("/workshop/support"), "/workshop/support/act").submit("do", value="take", status=303)
    form = form_of(desk.get("/desk/support"), having="hours")
    stranger = logged_in(app, programme.mentor(world.mentor()).person_id)
    theirs = {"csrf_token": token_of(stranger), "number": form["number"].value, "hours": "3", "reason": "no"}
    stranger.post("/desk/support/act", {**theirs, "do": "gave"}, status=404)
    stranger.post("/desk/support/act", {**theirs, "do": "off"}, status=404)
    for typed in ("۲٫۵", "-۲", "", "سه", "۹۹۹"):
        form["hours"] = typed
        assert "چند ساعت" in words_of(form.submit("do", value="gave", status=422))
    form["hours"] = "۳"
    form.submit("do", value="gave", status=303)
    form = form_of(workshop.get("/workshop/support"), having="thanks")
    form["thanks"] = "دستتان درد نکند"
    form.submit("do", value="thank", status=303)

    words = words_of(visitor.get(f"/mentors/{quote(programme.mentor(mentor).slug)}"))

    assert "۳ ساعت برای ۱ نفر" in words
    assert "دستتان درد نکند" in words


def test_bad_input_is_told_at_its_field_and_others_things_are_not_there(app):
    mentor, hers = world.mentor(), world.maker()
    desk, workshop = logged_in(app, programme.mentor(mentor).person_id), logged_in(app, world.person_of(hers))
    form = form_of(desk.get("/desk/support"), having="places")
    form["words"], form["places"] = "بافت", "۱۰۰۰"
    answer = form.submit(status=422)

    assert set(faults_of(answer)) == {"kind", "places", "until"}
    assert "بافت" in answer.text
    for browser, act, where in ((desk, "gave", "/desk"), (desk, "answer", "/desk"), (desk, "close", "/desk"),
                                (workshop, "take", "/workshop"), (workshop, "thank", "/workshop"),
                                (workshop, "drop", "/workshop"), (workshop, "off", "/workshop"),
                                (workshop, "x", "/workshop")):  # fmt: skip
        posted = {"csrf_token": token_of(browser), "do": act, "number": "99"}
        browser.post(f"{where}/support/act", posted, status=404)


def desk_of(app: Flask, mentor_id: int) -> TestApp:
    return logged_in(app, programme.mentor(mentor_id).person_id)


def told(app: Flask, mobile: str) -> list[str]:
    """The first lines of the messages to this number, newest first."""
    return [body.splitlines()[0] for body in messages_to(app, mobile)]


ACT = {"/workshop": "/workshop/support/act", "/desk": "/desk/support/act"}


def test_she_says_that_she_needs_it_no_more(app):
    mentor, hers = world.mentor(), world.maker()
    world.needed(hers, "غرفه در بازار")
    workshop = logged_in(app, world.person_of(hers))
    form = form_of(workshop.get("/workshop/support"), ACT["/workshop"])
    form.submit("do", value="drop", status=303)
    form.submit("do", value="drop", status=303)

    assert "غرفه در بازار" not in words_of(workshop.get("/workshop/support"))
    assert "غرفه در بازار" not in words_of(desk_of(app, mentor).get("/desk/support"))


@pytest.mark.parametrize(("typed", "shown"), [("", "فراگیر دیگر نخواست"), ("خودم یاد گرفتم", "خودم یاد گرفتم")])
def test_she_gives_back_what_she_took_and_the_mentor_hears_of_it(app, typed, shown):
    mobile = world.mobile_number()
    mentor, hers = world.mentor(mobile=mobile), world.maker()
    world.take_up(hers, world.offered(mentor))
    workshop = logged_in(app, world.person_of(hers))
    form = form_of(workshop.get("/workshop/support"), having="reason")
    form["reason"] = typed
    form.submit("do", value="off", status=303)
    form.submit("do", value="off", status=303)

    assert "دیگر این را نمی‌خواهد: بافتِ سبد" in told(app, mobile)[0]
    assert sum("نمی‌خواهد" in line for line in told(app, mobile)) == 1
    assert shown in words_of(desk_of(app, mentor).get("/desk/support"))
    assert "۰ از ۲ جا گرفته شده" in words_of(desk_of(app, mentor).get("/desk/support"))


def test_the_mentor_cannot_and_she_hears_of_it_with_the_reason(app):
    mobile = world.mobile_number()
    mentor, hers = world.mentor(), world.maker(mobile=mobile)
    world.answer(mentor, world.needed(hers))
    form = form_of(desk_of(app, mentor).get("/desk/support"), having="hours")
    form["reason"] = "بیمارم"
    form.submit("do", value="off", status=303)

    words = words_of(logged_in(app, world.person_of(hers)).get("/workshop/support"))

    assert "نمی‌تواند این کار را برایتان بکند: غرفه" in told(app, mobile)[0]
    assert "به عهده گرفت: غرفه" in told(app, mobile)[1]
    assert "پیشران نتوانست" in words
    assert "بیمارم" in words


def test_an_offer_is_closed_early_and_taken_no_more_from_an_old_page(app):
    mentor, hers = world.mentor(), world.maker()
    world.offered(mentor)
    workshop, desk = logged_in(app, world.person_of(hers)), desk_of(app, mentor)
    old = form_of(workshop.get("/workshop/support"), ACT["/workshop"])
    form_of(desk.get("/desk/support"), ACT["/desk"]).submit("do", value="close", status=303)

    assert "بسته شد" in words_of(desk.get("/desk/support"))
    assert "بافتِ سبد" not in words_of(workshop.get("/workshop/support"))
    answer = old.submit("do", value="take", status=422)
    assert "وضعش عوض شده" in words_of(answer)


def test_a_mentor_who_goes_leaves_her_help_to_her_own_mentor_and_both_are_told(app):
    hers_mobile, heirs_mobile = world.mobile_number(), world.mobile_number()
    mentor, heir, hers = world.mentor(), world.mentor(mobile=heirs_mobile), world.maker(mobile=hers_mobile)
    with transaction():
        programme.take_case(programme.trainee(hers), programme.mentor(mentor), None)
    world.take_up(hers, world.offered(mentor))
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get(f"/staff/mentors/{mentor}"), f"/staff/mentors/{mentor}/leave")
    next(one for one in form.fields["to"] if one._value == str(heir)).checked = True
    form.submit(status=303)

    name = programme.mentor(heir).display_name
    assert f"از این پس {name} کمکتان می‌کند: بافتِ سبد" in told(app, hers_mobile)[0]
    assert "این کار به شما رسید: بافتِ سبد" in told(app, heirs_mobile)[0]
    assert name in words_of(logged_in(app, world.person_of(hers)).get("/workshop/support"))
    assert form_of(desk_of(app, heir).get("/desk/support"), having="hours")


def test_a_mentor_who_goes_leaves_what_nobody_inherits_open_and_she_is_told(app):
    mobile = world.mobile_number()
    mentor, other, hers = world.mentor(), world.mentor(), world.maker(mobile=mobile)
    world.take_up(hers, world.offered(mentor))
    staff = logged_in(app, world.official(Role.STAFF))
    form_of(staff.get(f"/staff/mentors/{mentor}"), f"/staff/mentors/{mentor}/leave").submit(status=303)

    assert "خواستهٔ شما مانده" in told(app, mobile)[0]
    assert press(desk_of(app, other).get("/desk/support"), ACT["/desk"], "do", "answer").status_code == 303
    assert "پیشران رفت" in words_of(logged_in(app, world.person_of(hers)).get("/workshop/support"))


# ---- staff ----------------------------------------------------------------------------------------------------


def listed(browser: TestApp, **wanted: str) -> list[str]:
    """The rows of the staff's list."""
    page = browser.get("/staff/support", wanted)
    return [" ".join(one.get_text(" ").split()) for one in page.html.select("main .tasks li")]


def test_staff_see_needs_and_offers_of_their_counties_alone_by_kind_and_stand(app):
    near, far = world.mentor("1801"), world.mentor("1805")
    hers, theirs = world.maker("1801"), world.maker("1805")
    world.offered(near, words="بافتِ نزدیک"), world.offered(far, words="بافتِ دور", county=None)
    world.answer(near, world.needed(hers, "غرفهٔ نزدیک"))
    world.needed(hers, "دارِ نزدیک", programme.HelpKind.TOOLS)
    world.needed(theirs, "غرفهٔ دور")
    whole, part = (logged_in(app, world.official(Role.STAFF, county=county)) for county in (None, "1801"))

    assert len(listed(whole)) == 3
    assert len(listed(whole, which="offers")) == 2
    assert [("نزدیک" in one, "دور" in one) for one in listed(part)] == [(True, False)] * 2
    assert [("نزدیک" in one, "دور" in one) for one in listed(part, which="offers")] == [(True, False)]
    assert len(listed(part, county="1805")) == 2
    assert ["دارِ نزدیک" in one for one in listed(part, kind="tools")] == [True]
    assert ["دارِ نزدیک" in one for one in listed(part, stand="waiting")] == [True]
    assert [programme.mentor(near).display_name in one for one in listed(part, stand="underway")] == [True]
    assert listed(part, stand="met") == []
    assert len(listed(whole, which="offers", county="1805")) == 1
    assert listed(whole, which="offers", stand="over") == []


def test_a_long_list_is_read_in_pages(app):
    hers = world.maker()
    for number in range(21):
        world.needed(hers, f"ابزار {number}")
    staff = logged_in(app, world.official(Role.STAFF))

    assert len(listed(staff)) == 20
    assert len(listed(staff, page="۲")) == 1


def test_staff_hide_thanks_for_a_reason_and_show_them_again(app, visitor):
    mentor, hers, staff = world.mentor(), world.maker(), world.official(Role.STAFF)
    number, browser = world.thanked(mentor, hers, "کالای مرا هم بخرید"), logged_in(app, staff)
    place = f"/staff/support/thanks/{number}"
    public = f"/mentors/{quote(programme.mentor(mentor).slug)}"
    assert "کالای مرا هم بخرید" in visitor.get(public).text
    assert "کالای مرا" in listed(browser, which="thanks")[0]
    form_of(browser.get(place), having="reason").submit("do", value="hide", status=422)
    form = form_of(browser.get(place), having="reason")
    form["reason"] = "advert"
    form.submit("do", value="hide", status=303)

    assert "کالای مرا هم بخرید" not in visitor.get(public).text
    assert "۳ ساعت برای ۱ نفر" in words_of(visitor.get(public))
    assert "کالای مرا" not in words_of(desk_of(app, mentor).get("/desk/support"))
    hers_page = words_of(logged_in(app, world.person_of(hers)).get("/workshop/support"))
    assert "کالای مرا هم بخرید" in hers_page
    assert "به‌دلیلِ «تبلیغ» پنهان است" in hers_page
    assert len(listed(browser, which="thanks", stand="hidden")) == 1
    assert listed(browser, which="thanks", stand="shown") == []

    form_of(browser.get(place), having="do").submit("do", value="show", status=303)

    assert "کالای مرا هم بخرید" in visitor.get(public).text
    assert "پنهان شد" in words_of(browser.get(place))


def test_a_mentors_page_tells_for_whom_he_found_a_market_and_of_hidden_makers_nothing(bank, visitor):
    mentor = world.mentor()
    shown, hidden, taught = world.maker(), world.maker(), world.maker()
    world.variant(shown)
    world.variant(taught)
    for hers in (shown, hidden):
        number = world.answer(mentor, world.needed(hers))
        with transaction():
            programme.gave(programme.undertaking_of(number, mentor_id=mentor), 2, today(), None)
    world.thanked(mentor, taught)
    world.work()

    page = visitor.get(f"/mentors/{quote(programme.mentor(mentor).slug)}")

    named = [one.get_text() for one in page.html.select("h2 + ul a")]
    assert "برای این سازندگان بازار یافته" in words_of(page)
    assert programme.trainee(shown).display_name in named
    assert programme.trainee(hidden).display_name not in words_of(page)
    assert programme.trainee(taught).display_name not in named
