"""Consent on the pages: asked when she applies, on her own page, of a list and by telephone; and what officials see."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, Upload

from app import accounts, consent, impact, programme
from app.accounts import Role
from app.consent import Purpose, Standing, Told, Way
from app.impact import Aim, Indicator
from app.shared.database import transaction
from tests import world
from tests.web.browsing import form_of, logged_in, words_of
from tests.web.test_apply import applicant, apply
from tests.web.test_import import GOOD, HEAD
from tests.web.test_livelihood import over, steady, tile

BOTH = {"consent_figures": "yes", "consent_named": "no"}


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def refuses(maker_id: int, *purposes: Purpose) -> None:
    with transaction():
        consent.answer_all(maker_id, dict.fromkeys(purposes, False), Told(Way.OWN, world.person_of(maker_id)))


def test_an_applicant_answers_each_question_by_itself(app):
    browser, person = applicant(app)

    apply(browser, **BOTH)

    trainee = programme.trainee_of(person)
    assert {one.purpose: (one.yes, one.way) for one in consent.history(trainee.id)} == {
        Purpose.FIGURES: (True, Way.APPLIED),
        Purpose.NAMED: (False, Way.APPLIED),
    }


def test_what_she_chose_is_still_chosen_when_something_else_is_wrong(app):
    browser, _ = applicant(app)

    page = apply(browser, family_name="", **BOTH)

    assert page.status_code == 422
    assert page.html.select_one("input[name=consent_named][value=no][checked]")
    assert not page.html.select_one("input[name=consent_named][value=yes][checked]")


def test_the_workshop_asks_calmly_until_she_has_answered_and_she_may_say_otherwise(app):
    maker_id = world.maker()
    browser = logged_in(app, world.person_of(maker_id))
    record = browser.get("/workshop/").click("می‌خوانم و پاسخ می‌دهم")
    form = form_of(record, having="consent_figures")
    assert form["consent_figures"].value is None
    form["consent_figures"], form["consent_named"] = "yes", "yes"
    form.submit(status=303)

    assert "هر وقت فرصت داشتید" not in words_of(browser.get("/workshop/"))
    form = form_of(browser.get("/workshop/record"), having="consent_figures")
    assert form["consent_named"].value == "yes"
    form["consent_named"] = "no"
    page = form.submit(status=303).follow()

    assert "از همین حالا چنین است" in words_of(page)
    world.fresh()
    assert consent.standing(maker_id) == {Purpose.FIGURES: Standing.YES, Purpose.NAMED: Standing.NO}
    assert len(consent.history(maker_id)) == 3


def test_a_form_without_a_choice_changes_nothing(app):
    maker_id = world.maker()
    form = form_of(logged_in(app, world.person_of(maker_id)).get("/workshop/record"), having="consent_figures")

    page = form.submit(status=303).follow()

    assert "چیزی برنگزیدید" in words_of(page)
    assert consent.history(maker_id) == []


def test_staff_write_down_what_she_says_by_telephone_and_both_names_stay(app, staff):
    maker_id = world.maker()
    page = staff.get(f"/staff/trainees/{maker_id}").click("رضایتش به کاربردِ درآمد")
    form = form_of(page, having="consent_figures")
    form["consent_figures"] = "no"
    page = form.submit(status=303).follow()

    assert "رضایت نداده است" in words_of(page)
    [row] = consent.history(maker_id)
    assert (row.way, row.yes) == (Way.CALLED, False)
    writer = accounts.person(row.by_id).name
    assert writer in words_of(page)
    assert writer in words_of(logged_in(app, world.person_of(maker_id)).get("/workshop/record"))


@pytest.mark.parametrize("signed", [True, False])
def test_of_a_list_the_signed_paper_is_kept_with_the_run(app, staff, signed):
    form = form_of(staff.get("/staff/import"), having="list")
    form["list"] = Upload("list.csv", (HEAD + GOOD).encode(), "text/csv")
    form["paper_signed"] = signed
    page = form.submit(status=303).follow()
    form_of(page, f"{page.request.path}/apply").submit(status=303)

    found = {accounts.person(one.person_id).given_name: one.id for one in programme.trainees(range(1, 999)).values()}
    answers = consent.history(found["زهرا"])
    assert [(one.yes, one.way) for one in answers] == [(True, Way.PAPER)] * (2 if signed else 0)
    assert programme.import_runs()[0].paper_signed is signed


def test_who_refuses_figures_is_in_none_and_the_pages_say_how_many(officer):
    out, _ = steady("1801", "گلنار"), steady("1803", "شهربانو")
    with transaction():
        goal = impact.set_goal(Aim(Indicator.EARNING, 5, over(), over()), None).id
    refuses(out, Purpose.FIGURES)

    page, indicators = officer.get("/office/livelihood"), officer.get("/office/indicators")
    of_goal = words_of(officer.get(f"/office/goals/{goal}"))

    assert tile(page, "پایدار") == "۱ از ۱"
    for words in (words_of(page), words_of(indicators), of_goal):
        assert "درآمدِ ۱ نفر به خواستِ خودشان در این آمار نیست" in words
    for measure, about_her in (("registered", False), ("trained", False), ("review", False), ("placed", True)):
        found = officer.get(f"/office/indicators?of={measure}")
        groups = " ".join(found.html.find(id="groups").find_previous_sibling().get_text().split())
        assert ("به خواستِ خودشان در این آمار نیست" in groups) is about_her, measure
        assert ("از همه است" in words_of(found)) is not about_her
    assert "شهربانو" in of_goal
    assert "گلنار" not in of_goal
    assert "گلنار" not in words_of(officer.get("/office/livelihood/people"))


def test_who_refuses_to_be_named_is_counted_and_neither_seen_nor_found_by_taking_others_off(officer):
    out, _ = steady("1801", "گلنار"), steady("1801", "شهربانو")
    with transaction():
        goal = impact.set_goal(Aim(Indicator.EARNING, 5, over(), over()), None).id
    refuses(out, Purpose.NAMED)

    assert tile(officer.get("/office/livelihood"), "پایدار") == "۲ از ۲"
    everybody, steadies = (words_of(officer.get(f"/office/livelihood/people{one}")) for one in ("", "?state=sustained"))
    assert "گلنار" not in everybody + steadies
    assert "۱ نفر از این گروه در عدد هستند و در این فهرست نه" in everybody
    assert "از این گروه رضایت" not in steadies
    for address in (f"goals/{goal}", f"counties/1801/parcels?month={over()}"):
        page = words_of(officer.get(f"/office/{address}"))
        assert "گلنار" not in page
        assert "شهربانو" not in page  # the figure less hers would be the income of who refused
        assert "درآمدِ ۲ نفرِ دیگر در عدد هست" in page
    assert f",{out}," not in officer.get(f"/office/goals/{goal}/parcels.csv").text
