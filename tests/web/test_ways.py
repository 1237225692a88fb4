"""Nobody is lost in a room of the programme: every page says where one is, and every inner page leads back."""

from __future__ import annotations

from urllib.parse import urlparse

from bs4 import Tag
from flask import Flask
from webtest import TestApp, TestResponse
from werkzeug.routing import Rule

from tests.fakes.bank import FakeBank
from tests.web import scene
from tests.web.browsing import logged_in
from tests.web.test_access import address

ROOMS = ("/staff/", "/office/")


def pages(app: Flask, browser: TestApp, values: dict[str, object]) -> list[tuple[str, TestResponse]]:
    """Every page of the rooms that opens for this visitor."""
    rules = [one for one in app.url_map.iter_rules() if one.rule.startswith(ROOMS) and "GET" in (one.methods or set())]
    asked = [(one, browser.get(where, expect_errors=True)) for one in rules if (where := _where(app, one, values))]
    return [(one.rule, page) for one, page in asked if page.status_code == 200 and page.content_type == "text/html"]


def _where(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    return "" if rule.rule.endswith((".csv", ".pdf", ".xlsx")) else address(app, rule, values)


# The steps of the wizard lead to each other, and the three doors for lists are in the menu itself.
NOT_INNER = {"/staff/assist/drafts/<int:version_id>/<step>", "/staff/import/sessions", "/staff/import/courses"}


def leads_back(page: TestResponse) -> bool:
    """Whether a link of the page itself leads to another page that is no deeper in the room."""
    here = urlparse(page.request.url).path.rstrip("/")
    main = page.html.find("main")
    assert isinstance(main, Tag)
    inside = [
        urlparse(one["href"]).path.rstrip("/") for one in main.find_all("a", href=True) if not one.find_parent("nav")
    ]
    return any(f"{one}/".startswith(ROOMS) and one != here and one.count("/") <= here.count("/") for one in inside)


def test_every_page_has_a_heading_and_inner_ones_a_way_back(app: Flask, bank: FakeBank):
    found = scene.build(bank)
    read: dict[str, TestResponse] = {}
    for who in ("staff", "officer"):
        read |= dict(pages(app, logged_in(app, found.people[who]), found.values))
    deep = {rule: page for rule, page in read.items() if urlparse(page.request.url).path.rstrip("/").count("/") > 2}
    inner = {rule: page for rule, page in deep.items() if rule not in NOT_INNER}

    assert len(read) > 120
    assert len(inner) > 60
    assert [rule for rule, page in read.items() if len(page.html.find_all("h1")) != 1] == []
    astray = [rule for rule, page in inner.items() if not leads_back(page)]
    assert astray == [], "\n".join(astray)
