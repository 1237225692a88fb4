"""A form of another site does nothing here."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp

from app.shared.database import Base, session
from tests import world
from tests.conftest import browser_of
from tests.web import scene
from tests.web.browsing import PRODUCTION, form_of, logged_in, over_https, shop_with, token_of, words_of
from tests.web.test_access import ROLES, address, expected, guard, rules_of

STALE = "این صفحه کهنه شده بود و چیزی فرستاده نشد"
BY_DESIGN = {"payment_return.back", "payment_return.hook"}


def everything() -> dict[str, str]:
    """A fingerprint of every table."""
    world.fresh()
    return {
        name: hashlib.sha256(repr(session().execute(select(table)).all()).encode()).hexdigest()
        for name, table in Base.metadata.tables.items()
    }


def visitors(app: Flask, people: dict[str, int]) -> dict[str, TestApp]:
    return {"guest": browser_of(app)} | {who: logged_in(app, person) for who, person in people.items()}


def test_no_form_is_taken_without_its_token(app, bank):
    found = scene.build(bank)
    browsers = visitors(app, found.people)
    for browser in browsers.values():
        token_of(browser)
    before = everything()

    taken = []
    for rule in rules_of(app):
        if "POST" not in rule.methods or rule.endpoint in BY_DESIGN:
            continue
        who = next(who for who in ROLES if expected(guard(app, rule), who) == "in")
        answer = browsers[who].post(address(app, rule, found.values), expect_errors=True)
        if answer.status_code != 400 or STALE not in answer.text:
            taken.append((rule.rule, who, answer.status))

    assert taken == []
    assert everything() == before


def test_a_token_of_somebody_else_is_no_token(app):
    mine, theirs = logged_in(app, world.person()), logged_in(app, world.person())
    stolen = token_of(theirs)
    token_of(mine)

    answer = mine.post("/account", {"csrf_token": stolen, "given_name": "x", "family_name": "y"}, status=400)

    assert STALE in words_of(answer)


def test_a_token_from_before_the_login_is_no_token_after_it(app, visitor):
    before = token_of(visitor)
    world.log_in(visitor, world.person())

    visitor.post("/logout", {"csrf_token": before}, status=400)
    assert visitor.get("/account").status_code == 200


def test_a_script_is_told_as_json(visitor):
    answer = visitor.post("/basket/add", {"variant": "1"}, headers={"X-Requested-With": "fetch"}, status=400)

    assert STALE in answer.json["sentence"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("referrer", "status"),
    [("https://bazar.example/", 303), ("https://evil.example/", 400), ("http://bazar.example/", 400), ("", 400)],
)
def test_over_tls_a_form_must_come_from_our_own_page(store, referrer, status):
    with shop_with(store, **PRODUCTION) as shop:
        browser = over_https(shop)
        form = form_of(browser.get("/badges"), "/theme")
        fields = {"csrf_token": form["csrf_token"].value, "theme": "dark", "next": "/"}

        browser.post("/theme", fields, headers={"Referer": referrer} if referrer else {}, status=status)


def test_the_return_from_the_bank_is_taken_by_post_too(bank, visitor):
    there = world.to_bank(world.place({world.variant(world.maker()): 1}))
    bank.act(there.authority, "pay")

    answer = visitor.post("/pay/return/sandbox", {"authority": there.authority, "status": "OK"}, status=303)

    assert "پرداخت شد" in words_of(answer.follow())
