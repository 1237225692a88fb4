"""Several accounts on one telephone: each chooses hers, and may lock it with a PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp

from app import accounts
from app.shared import clock
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import ask_for_code, code_sent, form_of, words_of, write_code


def family(*names: str) -> tuple[str, list[int]]:
    mobile = world.mobile_number()
    return mobile, [world.person(name, "دشتی", mobile) for name in names]


def lock(person: int, pin: str) -> None:
    with transaction():
        accounts.set_pin(accounts.person(person), pin)


def at_the_choice(app: Flask, mobile: str) -> TestApp:
    """A browser on which the right code was just written."""
    browser = browser_of(app)
    ask_for_code(browser, mobile)
    assert write_code(browser, code_sent(app, mobile)).headers["Location"] == "/login/who"
    return browser


def pick(browser: TestApp, person: int, pin: str | None = None) -> object:
    forms = browser.get("/login/who").forms.values()
    form = next(form for form in forms if "person" in form.fields and form["person"].value == str(person))
    if pin is not None:
        form["pin"] = pin
    return form.submit(expect_errors=True)


def test_each_person_on_the_phone_picks_her_own_account(app):
    mobile, (mother, daughter) = family("زهرا", "مریم")
    browser = at_the_choice(app, mobile)

    page = words_of(browser.get("/login/who"))
    pick(browser, daughter)

    assert "زهرا دشتی" in page
    assert "مریم دشتی" in page
    assert "مریم دشتی" in words_of(browser.get("/account"))
    assert mother != daughter


def test_a_pin_keeps_others_on_the_phone_out(app):
    mobile, (mother, _) = family("زهرا", "مریم")
    lock(mother, "2580")
    browser = at_the_choice(app, mobile)

    refused = pick(browser, mother, "0852")
    taken = pick(browser, mother, "۲۵۸۰")

    assert refused.status_code == 422
    assert "رمزِ کوتاه درست نیست" in words_of(refused)
    assert taken.status_code == 303
    assert "زهرا دشتی" in words_of(browser.get("/account"))


def test_a_single_account_with_a_pin_asks_for_it(app):
    mobile, (mother,) = family("زهرا")
    lock(mother, "2580")
    browser = at_the_choice(app, mobile)

    browser.get("/account", status=303)
    pick(browser, mother, "2580")

    assert browser.get("/account").status_code == 200


def test_a_pin_is_tried_five_times_in_five_minutes(app):
    mobile, (mother,) = family("زهرا")
    lock(mother, "2580")
    browser = at_the_choice(app, mobile)
    for _ in range(5):
        pick(browser, mother, "1234")

    page = pick(browser, mother, "2580")

    assert page.status_code == 422
    assert "پنج دقیقه صبر کنید" in words_of(page)


def test_an_account_of_another_phone_cannot_be_picked(app):
    mobile, _ = family("زهرا", "مریم")
    stranger = world.person("غریبه")
    browser = at_the_choice(app, mobile)
    form = next(form for form in browser.get("/login/who").forms.values() if "person" in form.fields)
    form["person"].force_value(str(stranger))

    form.submit(status=404)

    browser.get("/account", status=303)


def test_the_choice_is_open_for_ten_minutes(app):
    mobile, _ = family("زهرا", "مریم")
    browser = at_the_choice(app, mobile)

    with clock.at(clock.now() + timedelta(minutes=11)):
        answer = browser.get("/login/who", status=303)

    assert answer.headers["Location"] == "/login"


def test_the_code_page_alone_opens_no_account(app):
    mobile, _ = family("زهرا", "مریم")
    browser = browser_of(app)
    ask_for_code(browser, mobile)

    assert browser.get("/login/who", status=303).headers["Location"] == "/login"


@pytest.mark.parametrize("remove", [False, True])
def test_a_pin_can_be_set_and_taken_away(app, remove):
    person = world.person()
    browser = browser_of(app)
    world.log_in(browser, person)
    form = form_of(browser.get("/account"), "/account/pin")
    form["pin"] = "2580"
    form.submit(status=303)
    if remove:
        form_of(browser.get("/account"), "/account/pin").submit("do", value="remove", status=303)

    world.fresh()
    assert (accounts.person(person).pin_hash is None) is remove


def test_a_new_code_proves_her_again_before_a_delicate_page(app):
    maker = world.maker()
    person = world.person_of(maker)
    browser = browser_of(app)
    world.log_in(browser, person)
    mobile = accounts.person(person).mobile

    with clock.at(clock.now() + timedelta(minutes=15)):
        asked = browser.get("/workshop/sheba", status=303).follow(status=303).follow()
        answer = write_code(browser, code_sent(app, mobile))

        assert "یک بارِ دیگر کدِ پیامک لازم است" in words_of(asked)
        assert answer.headers["Location"] == "/workshop/sheba"
        assert answer.follow().status_code == 200
