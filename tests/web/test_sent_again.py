"""A phone on a bad line sends again what it got no answer to: it is taken once, and told where to go on."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import Form, TestApp, TestResponse, Upload

from app import catalogue, vouching
from app.catalogue import VersionState
from app.shared import gallery
from app.shared.database import transaction
from tests import world
from tests.web.browsing import deliver, faults_of, form_of, logged_in, token_of
from tests.web.wizard import PRICE, STANDARD, new_product, photo, step_form, walk

BY_SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker("1801")


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


@pytest.fixture
def draft(browser: TestApp) -> str:
    return new_product(browser)


def number_of(draft: str) -> int:
    return int(draft.rpartition("/")[2])


def pictures(draft: str) -> int:
    world.fresh()
    return len(catalogue.pictures_of([number_of(draft)]).get(number_of(draft), []))


def deviations(draft: str) -> list[vouching.Deviation]:
    world.fresh()
    return vouching.deviations_of(number_of(draft))


def send(form: Form, **typed: object) -> TestResponse:
    for name, value in typed.items():
        if isinstance(value, Upload):
            form[name] = value
        else:
            form[name].force_value(value)
    return form.submit("do", value="next", expect_errors=True)


def test_a_photo_sent_again_in_the_same_form_is_one_photo(browser, draft):
    form = step_form(browser, draft, "photo")
    for _ in range(2):
        assert send(form, photo=Upload("a.jpg", photo(220), "image/jpeg")).status_code == 303

    assert pictures(draft) == 1


def test_another_photo_in_the_same_form_or_the_same_in_another_is_another(browser, draft):
    form = step_form(browser, draft, "photo")
    send(form, photo=Upload("a.jpg", photo(220), "image/jpeg"))
    send(form, photo=Upload("b.jpg", photo(240), "image/jpeg"))
    send(step_form(browser, draft, "photo"), photo=Upload("a.jpg", photo(220), "image/jpeg"))

    assert pictures(draft) == 3


def test_a_photo_that_was_taken_away_does_not_come_back_by_being_sent_again(browser, draft):
    first, second = (step_form(browser, draft, "photo") for _ in range(2))
    send(first, photo=Upload("a.jpg", photo(220), "image/jpeg"))
    send(second, photo=Upload("b.jpg", photo(240), "image/jpeg"))
    hers = catalogue.pictures_of([number_of(draft)])[number_of(draft)][0].picture.id
    step_form(browser, draft, "photo").submit("do", value=f"remove-{hers}")

    send(first, photo=Upload("a.jpg", photo(220), "image/jpeg"))

    assert pictures(draft) == 1


@pytest.mark.usefixtures("app")
def test_the_key_is_remembered_by_person():
    [one, other] = world.person(), world.person()
    with transaction():
        [sent] = gallery.receive([photo(220)], "key")
        taken = [gallery.add_once(sent, person) is not None for person in (one, one, other)]

    assert taken == [True, False, True]


def test_a_difference_sent_again_is_one_and_its_photo_may_come_later(browser, draft):
    told = STANDARD | {"deviation_words": "لبه‌اش کج است", "deviation_kind": "size"}
    form = step_form(browser, draft, "standard")
    send(form, **told)
    send(form, **told, deviation_photo=Upload("a.jpg", photo(220), "image/jpeg"))
    send(form, **told, deviation_photo=Upload("a.jpg", photo(220), "image/jpeg"))

    [one] = deviations(draft)
    assert one.words == "لبه‌اش کج است"
    assert one.picture_id is not None


def test_a_script_is_told_where_to_go_on_and_what_is_wrong(browser, draft):
    token = token_of(browser)
    right = browser.post(f"{draft}/price", PRICE | {"csrf_token": token, "do": "next"}, headers=BY_SCRIPT)
    wrong = browser.post(
        f"{draft}/price", {"price": "گران", "csrf_token": token, "do": "next"}, headers=BY_SCRIPT, status=422
    )

    assert right.json == {"next": f"{draft}/review"}
    assert "price" in faults_of(wrong)


def test_what_is_sent_before_its_photos_are_ready_may_be_sent_again_by_itself(browser, draft):
    walk(browser, draft)
    typed = {"csrf_token": token_of(browser), "do": "send"}

    browser.post(f"{draft}/review", typed, headers=BY_SCRIPT, status=425)
    deliver()
    answers = [browser.post(f"{draft}/review", typed, headers=BY_SCRIPT).json for _ in range(2)]

    assert answers == [{"next": "/workshop/products"}] * 2
    assert catalogue.version(number_of(draft)).state is VersionState.SUBMITTED


def test_the_line_says_who_is_on_it_and_gives_her_a_token(browser, maker, draft):
    told = browser.get("/workshop/line").json

    assert told["person"] == world.person_of(maker)
    typed = {"title": "زنبیل", "csrf_token": told["token"], "do": "next"}
    assert browser.post(f"{draft}/name", typed).status_code == 303


def test_pages_of_the_workshop_say_whose_they_are_and_others_do_not(browser, maker, draft):
    assert browser.get(f"{draft}/photo").headers["Kept-For"] == str(world.person_of(maker))
    for elsewhere in ("/", "/account", "/basket", "/checkout"):
        assert "Kept-For" not in browser.get(elsewhere, expect_errors=True).headers


def test_files_renew_no_cookie_and_the_worker_may_serve_the_workshop_alone(browser):
    style, worker = (browser.get(f"/static/{name}?v=1") for name in ("css/site.css", "js/keeper.js"))

    assert "Set-Cookie" in browser.get("/account").headers
    assert "Set-Cookie" not in style.headers
    assert worker.headers["Service-Worker-Allowed"] == "/workshop/"
    assert "Service-Worker-Allowed" not in style.headers


def test_two_forms_of_one_page_are_known_apart(browser, draft):
    keys = {form_of(browser.get(f"{draft}/photo"), "", having="do")["sent_key"].value for _ in range(2)}

    assert len(keys) == 2
