"""The labour office owns the terms of credit and of the fund; staff see who changed them, nobody else may."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, funding, lending
from app.accounts import Body, Role
from app.shared import rulebook
from app.shared.money import Rial
from tests import world
from tests.lending import scene
from tests.web.browsing import faults_of, form_of, logged_in, words_of


@pytest.fixture
def officer_id(app: Flask) -> int:
    return world.official(Role.OFFICER, body=Body.LABOUR)


@pytest.fixture
def officer(app: Flask, officer_id: int) -> TestApp:
    return logged_in(app, officer_id)


def test_the_labour_office_changes_a_rule_of_the_fund_and_staff_see_who(app, officer, officer_id):
    page = officer.get("/office/terms")
    assert "/office/terms/rules/fund.cap_rial" in page.text
    assert "/office/terms/rules/loan.lapse_days" in page.text
    form = form_of(officer.get("/office/terms/rules/fund.cap_rial"), having="source")
    assert form["value"].value == "۱۰٬۰۰۰٬۰۰۰"
    form["value"], form["source"] = "۲۰٬۰۰۰٬۰۰۰", "نامهٔ ۵۵"
    page = form.submit().follow()
    name = accounts.names([officer_id])[officer_id]

    assert "نامهٔ ۵۵" in words_of(page)
    assert funding.terms_now().cap == Rial(200_000_000)
    staff = logged_in(app, world.official(Role.STAFF))
    assert name in words_of(staff.get("/staff/rules"))
    assert name in words_of(staff.get("/staff/rules/fund.cap_rial"))
    assert "rule_set" in staff.get(f"/staff/record?who={officer_id}").text


def test_a_value_beyond_the_rules_bounds_is_refused_and_nothing_changes(officer):
    form = form_of(officer.get("/office/terms/rules/fund.share_bps"), having="source")
    form["value"], form["source"] = "۱۲۰", "نامهٔ ۵۵"
    page = form.submit(status=422)

    assert "از ۰ تا ۱۰۰ درصد" in faults_of(page)["value"]
    typed = form_of(page, having="source")
    assert (typed["value"].value, typed["source"].value) == ("۱۲۰", "نامهٔ ۵۵")
    assert rulebook.rows_of(funding.SHARE_BPS) == []


def test_a_share_is_typed_in_per_cent_and_told_so(officer):
    form = form_of(officer.get("/office/terms/rules/fund.share_bps"), having="source")
    assert form["value"].value == "۶۰"
    form["value"], form["source"] = "۵۲/۵ درصد", "نامهٔ ۵۶"
    page = form.submit().follow()

    world.fresh()
    assert rulebook.number(funding.SHARE_BPS) == 5_250
    assert "۵۲٫۵ درصد" in words_of(page)
    assert "۵٬۲۵۰" not in words_of(page)
    assert "۵۲٫۵ درصد" in words_of(officer.get("/office/terms/rules/fund.share_bps"))


def test_what_is_yes_or_no_is_chosen(officer):
    form = form_of(officer.get("/office/terms/rules/fund.two_supports"), having="source")
    assert form["value"].value == "0"
    form["value"], form["source"] = "1", "نامهٔ ۵۷"
    page = form.submit().follow()

    world.fresh()
    assert rulebook.number(funding.TWO_SUPPORTS) == 1
    assert "بله" in words_of(page)


def test_the_labour_office_opens_and_changes_a_line_and_files_keep_theirs(app, officer, officer_id):
    line_id = scene.line()
    file_id = scene.complete(line_id)
    form = form_of(officer.get(f"/office/terms/lines/{line_id}"), having="budget")
    form["cap"], form["source"] = "۵۰٬۰۰۰٬۰۰۰", "نامهٔ ۶۰"
    page = form.submit().follow()
    world.fresh()
    line = lending.line(line_id)

    assert page.request.path == f"/office/terms/lines/{line_id}"
    assert (line.terms.cap_rial, line.terms.set_by) == (500_000_000, officer_id)
    assert lending.lines_of([scene.found(file_id)])[file_id].terms.version == 1
    name = accounts.names([officer_id])[officer_id]
    assert name in words_of(logged_in(app, world.official(Role.STAFF)).get(f"/staff/credit/lines/{line_id}"))


@pytest.mark.parametrize(
    "how",
    [{"body": Body.WOMEN}, {"body": Body.ACECR}, {"body": Body.LABOUR, "county": "1801"}],
    ids=["women", "acecr", "a county"],
)
def test_other_officers_find_no_page_of_terms_and_no_way_to_it(app, how):
    line_id = scene.line()
    browser = logged_in(app, world.official(Role.OFFICER, **how))

    assert "/office/terms" not in browser.get("/office/").text
    for page in ("", "/lines/new", f"/lines/{line_id}", "/rules/fund.cap_rial"):
        browser.get(f"/office/terms{page}", status=404)


def test_the_labour_office_has_no_other_rules(officer):
    assert "commission.bps" not in officer.get("/office/terms").text
    officer.get("/office/terms/rules/commission.bps", status=404)


def test_every_rule_is_shown_in_the_unit_in_which_it_is_typed_and_sent_back_unchanged(app):
    """Whoever opens a rule and presses the button sets what it was already, whatever it is counted in."""
    staff = logged_in(app, world.official(Role.STAFF))
    for address in re.findall(r'href="(/staff/rules/[^"]+)"', staff.get("/staff/rules").text):
        rule = next(one for one in rulebook.all_rules() if one.name == address.rsplit("/", 1)[1])
        world.fresh()
        before = rulebook.current(rule)
        form = form_of(staff.get(address), having="source")
        form["source"] = "نامهٔ ۹"
        form.submit(status=303)
        world.fresh()
        assert rulebook.current(rule) == before, rule.name
