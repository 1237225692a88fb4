"""What is searched for is counted when its page has gone, and one visitor counts as one however often she asks."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp
from werkzeug.test import EnvironBuilder

from app.search import SearchCount
from app.shared.database import db, session
from tests import world

pytestmark = pytest.mark.usefixtures("app")
PAGE = f"/products?q={quote('زنبیل')}"


def counted() -> list[tuple[str, int]]:
    db.session.rollback()
    return [(one.words, one.times) for one in session().scalars(select(SearchCount).order_by(SearchCount.words))]


def ask(visitor: TestApp, words: str, address: str) -> None:
    visitor.get(f"/products?q={quote(words)}", extra_environ={"REMOTE_ADDR": address})


def test_a_search_is_counted_once_its_page_has_gone(app: Flask):
    with app.app_context():
        page = app(EnvironBuilder(PAGE).get_environ(), lambda *_: lambda _: None)
        words = b"".join(page).decode()
        before = counted()
        page.close()

    assert "زنبیل" in words
    assert (before, counted()) == ([], [("زنبیل", 1)])


def test_who_asks_for_the_same_over_and_over_counts_once_an_hour(visitor: TestApp):
    for _ in range(4):
        ask(visitor, "زنبیل", "192.0.2.1")
        ask(visitor, " زنبيل ", "192.0.2.1")
    assert counted() == [("زنبیل", 1)]

    ask(visitor, "حصیر", "192.0.2.1")
    ask(visitor, "زنبیل", "192.0.2.2")
    with world.later(hours=2):
        ask(visitor, "زنبیل", "192.0.2.1")
    assert counted() == [("حصیر", 1), ("زنبیل", 3)]


def test_another_browser_of_the_same_address_counts_no_more(app: Flask, visitor: TestApp):
    ask(visitor, "زنبیل", "192.0.2.1")
    visitor.reset()
    ask(visitor, "زنبیل", "192.0.2.1")

    assert counted() == [("زنبیل", 1)]
