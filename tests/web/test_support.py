"""Help from page to page: told, offered, taken up, given, thanked for, and read by everybody."""

from __future__ import annotations

from urllib.parse import quote

from app import programme
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, token_of, words_of


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
    for browser, act, where in ((desk, "gave", "/desk"), (desk, "answer", "/desk"), (workshop, "take", "/workshop"),
                                (workshop, "thank", "/workshop"), (workshop, "x", "/workshop")):  # fmt: skip
        posted = {"csrf_token": token_of(browser), "do": act, "number": "99"}
        browser.post(f"{where}/support/act", posted, status=404)
