"""A complaint leaves no trace on any page that whoever is complained of can open: no word, link, number or count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts, programme, support
from app.accounts import Body, Role
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.support import told
from tests.web import scene
from tests.web.browsing import deliver, form_of, logged_in, messages_to, press, words_of
from tests.web.test_access import address, guard, rules_of

WORDS = "جلوی همه سرم داد زد"
# What a look of her own writes is on the next look's page.
CHANGES_BY_LOOKING = {"staff.record", "office.record", "ops.ready", "ops.metrics"}


def looked_round(app: Flask, browser: TestApp, values: dict[str, object], roles: set[Role]) -> dict[str, object]:
    """Every page that somebody of these roles comes to, by its address: its words and where its links lead."""
    found: dict[str, object] = {}
    for rule in rules_of(app):
        allowed = guard(app, rule)
        if "GET" not in rule.methods or allowed is None or rule.endpoint.startswith(("dev.", "account.logout")):
            continue
        if rule.endpoint in CHANGES_BY_LOOKING or (allowed.roles and not allowed.roles & roles):
            continue
        where = address(app, rule, values)
        page = browser.get(where, expect_errors=True)
        if page.content_type == "text/html":
            links = [one.get("href") for one in page.html.find_all("a")]
            found[where] = (page.status_code, words_of(page), links)
        elif page.content_type in {"text/csv", "application/json"}:
            found[where] = (page.status_code, page.text)
    return found


def complained(app: Flask, who: int, accused: int) -> int:
    form = form_of(logged_in(app, who).get("/obstacles/complaint"), having="accused")
    chosen = next(value for value, _, words in form["accused"].options if accounts.person(accused).name in words)
    form["accused"], form["words"], form["name_hidden"] = chosen, WORDS, True
    form.submit(status=303)
    world.fresh()
    return support.reported_by(who).found[0].id


@pytest.mark.parametrize("also_staff", [False, True])
def test_whoever_is_complained_of_finds_no_trace_of_it_on_any_page(app: Flask, bank: FakeBank, also_staff: bool):
    found, officer = scene.build(bank), world.official(Role.OFFICER, body=Body.ACECR)
    accused, hers = found.people["mentor"], int(str(found.values["trainee_id"]))
    found.values["colleague_id"], roles = officer, {Role.BUYER, Role.MENTOR}
    if also_staff:
        with transaction():
            accounts.give_role(accounts.person(accused), Role.STAFF, by=None)
        roles |= {Role.STAFF}
    who = accounts.person(accused)
    assert programme.mentor_in_care_of(hers) is not None
    noon = clock.now().replace(hour=9, minute=0) + timedelta(days=1)
    with clock.at(noon):
        browser = logged_in(app, accused)
        # The first look may open and write down what the next one shows.
        looked_round(app, browser, found.values, roles)
        deliver()
        before, letters = looked_round(app, browser, found.values, roles), messages_to(app, who.mobile)
        number = complained(app, world.person_of(hers), accused)
        desk = logged_in(app, officer)
        press(desk.get(f"/office/complaints/{number}"), None, "do", "take")
        deliver()
        taken = looked_round(app, browser, found.values, roles)
        record = browser.get("/staff/record", expect_errors=True)
        form = form_of(desk.get(f"/office/complaints/{number}"), having="answer")
        form["answer"] = "با او حرف زدیم"
        form.submit("do", value="solve", status=303)
        deliver()
        after = messages_to(app, who.mobile)

    assert len(before) > (150 if also_staff else 60)
    assert {where: taken[where] for where in before if taken[where] != before[where]} == {}
    assert letters == after
    assert "شکایت" not in words_of(record)
    assert told.seen(number).owner_id == officer
