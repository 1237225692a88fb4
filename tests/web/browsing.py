"""What tests do with pages: find a form, read the words, count queries, open the shop with other settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event
from webtest import Form, TestApp, TestResponse, Upload

from app import create_app, programme
from app.shared import outbox
from app.shared.database import db
from tests import world
from tests.conftest import Store, browser_of, secret, settings_for

PRODUCTION = {
    "APP_MODE": "production",
    "SECRET_KEY": "a secret for tests alone, and a long one",
    "PUBLIC_URL": "https://bazar.example",
    "GATEWAYS": "",
    "SMS_PROVIDER": "kavenegar",
    "KAVENEGAR_API_KEY": "key-of-the-provider",
    "FIELD_KEYS": f"t1:{secret('f')}",
}


_FORM = re.compile(r"<form\b([^>]*)>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'\baction="([^"]*)"')


def form_of(page: TestResponse, action: str | None = None, *, having: str = "") -> Form:
    """The form of a page that goes to `action` (any, where there is one), with a field named `having`."""
    for form in _forms(page, action):
        if not having or having in form.fields:
            return form
    raise AssertionError(f"no form to {action} with {having or 'any field'}")


def look(form: Form) -> None:
    """Mark every line of the rubric as met, and show a photo, as a mentor does who has seen the thing."""
    for name in list(form.fields):
        if name and name.startswith("mark-"):
            form[name] = "met"
    form["evidence"] = [Upload("seen.jpg", world.jpeg(), "image/jpeg")]


def press(page: TestResponse, action: str, button: str, value: str) -> TestResponse:
    """Press the button of this name and value in a form that goes to `action`."""
    for form in _forms(page, action):
        if value in [one.value_if_submitted() for one in form.fields.get(button, [])]:
            return form.submit(button, value=value)
    raise AssertionError(f"no button {button}={value} to {action}")


def _forms(page: TestResponse, action: str | None) -> Iterator[Form]:
    """Forms of a page. Only those that are looked at are parsed: a page has many."""
    for found in _FORM.finditer(page.text):
        goes_to = _ACTION.search(found[1])
        if action is None or (unescape(goes_to[1]) if goes_to else "") == action:
            yield Form(page, found[0], "html.parser")


def words_of(page: TestResponse) -> str:
    """What a reader sees of a page's main part, white space collapsed."""
    text = page.text
    start, end = text.find("<main"), text.rfind("</main>")
    part = BeautifulSoup(text[start:end] if 0 <= start < end else text, "html.parser")
    return " ".join(part.get_text(" ").split())


def faults_of(page: TestResponse) -> dict[str, str]:
    """The sentences of the summary above a form, by the field that they lead to."""
    summary = page.html.find(class_="err-sum")
    links = summary.find_all("a") if summary else []
    return {link["href"].removeprefix("#"): link.get_text() for link in links}


def token_of(browser: TestApp) -> str:
    """The hidden field by which the shop knows its own forms."""
    return str(form_of(browser.get("/badges"), "/theme")["csrf_token"].value)


def logged_in(app: Flask, person_id: int) -> TestApp:
    """The browser of somebody who has just come in."""
    browser = browser_of(app)
    world.log_in(browser, person_id)
    return browser


def address_of(product_id: int) -> str:
    return f"/p/{quote(world.slug(product_id))}"


def home_of(maker_id: int) -> str:
    """The address of a maker's own page."""
    return f"/m/{quote(programme.trainee(maker_id).slug)}"


def deliver() -> None:
    """Let the worker deliver what was announced: messages, the shelf. Timed work waits."""
    world.fresh()
    while outbox.drain():
        pass
    world.fresh()


def messages_to(app: Flask, mobile: str) -> list[str]:
    """The SMS to this number, newest first, as the development outbox shows them."""
    deliver()
    sent = browser_of(app).get("/dev/outbox").html.find_all("article")
    return [one.find("pre").get_text() for one in sent if mobile in one.get_text()]


def code_sent(app: Flask, mobile: str) -> str:
    """The log-in code out of the newest SMS that holds one."""
    return next(body for body in messages_to(app, mobile) if "#" in body).rpartition("#")[2].strip()


def ask_for_code(browser: TestApp, mobile: str, **where: str) -> TestResponse:
    """Write the number on the log-in page; the answer to it."""
    form = form_of(browser.get("/login", where), "/login")
    form["mobile"] = mobile
    return form.submit(expect_errors=True)


def write_code(browser: TestApp, code: str) -> TestResponse:
    form = form_of(browser.get("/login/code"), having="code")
    form["code"] = code
    return form.submit(expect_errors=True)


def put_in_basket(browser: TestApp, product_id: int, quantity: int = 1) -> TestResponse:
    """Press «add to basket» on a product's page; the basket."""
    form = form_of(browser.get(address_of(product_id)), "/basket/add")
    form["quantity"].force_value(str(quantity))
    return form.submit(status=303).follow()


def to_review(browser: TestApp, mobile: str = "09121234567") -> TestResponse:
    """From the basket to the last page before the bank."""
    world.tariffs()
    form = form_of(browser.get("/checkout"), "/checkout")
    form["mobile"], form["name"], form["area"], form["city"] = mobile, "سارا احمدی", "1801", "بوشهر"
    form["address"] = "خیابان سنگی، کوچهٔ ۳، پلاک ۷"
    return form.submit(status=303).follow()


def ready_to_pay(review: TestResponse) -> Form:
    """The last form, every difference ticked as read."""
    form = form_of(review, "/checkout/pay")
    for name in [name for name in form.fields if name and name.startswith("ack-")]:
        form[name] = True
    return form


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that is sent within the block, on any engine."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in db.engines.values():
            event.remove(engine, "before_cursor_execute", note)


@contextmanager
def shop_with(store: Store, **settings: str) -> Iterator[Flask]:
    """The same shop, on the same data, started with other settings."""
    other = create_app(settings_for(store.folder, **{"DATABASE_URL": store.url} | settings))
    try:
        yield other
    finally:
        with other.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def over_https(app: Flask, host: str = "bazar.example") -> TestApp:
    """A browser that came over TLS, as behind the operator's proxy."""
    browser = browser_of(app)
    browser.extra_environ |= {"wsgi.url_scheme": "https", "HTTP_HOST": host, "SERVER_PORT": "443"}
    return browser
