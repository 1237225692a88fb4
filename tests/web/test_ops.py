"""Signs of life."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.shared import clock, schedule
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import logged_in, statements


def beat() -> None:
    with transaction():
        schedule.beat()


def test_healthz_touches_no_database(app):
    browser = logged_in(app, world.person())

    with statements() as sent:
        answer = browser.get("/healthz")

    assert answer.json == {"status": "ok"}
    assert sent == []


@pytest.mark.usefixtures("app")
def test_the_count_of_statements_would_notice(visitor):
    with statements() as sent:
        visitor.get("/readyz", expect_errors=True)

    assert sent


def test_readyz_is_green_when_everything_is_there(visitor):
    beat()

    answer = visitor.get("/readyz", status=200)

    assert answer.json["status"] == "ready"
    assert answer.json["checks"] == {"database": True, "migrations": True, "storage": True, "worker": True}


def test_readyz_is_red_before_the_first_beat(visitor):
    answer = visitor.get("/readyz", status=503)

    assert answer.json["status"] == "not ready"
    assert [name for name, fine in answer.json["checks"].items() if not fine] == ["worker"]


def test_readyz_is_red_when_the_worker_is_silent_for_a_minute(visitor):
    beat()

    with clock.at(clock.now() + timedelta(seconds=61)):
        answer = visitor.get("/readyz", status=503)

    assert answer.json["checks"]["worker"] is False


def test_readyz_is_red_before_the_migrations_are_done(visitor):
    beat()
    with transaction():
        session().execute(text("UPDATE alembic_version SET version_num = '0000'"))

    answer = visitor.get("/readyz", status=503)

    assert answer.json["checks"]["migrations"] is False


def test_readyz_is_red_when_no_file_can_be_written(visitor, store, caplog):
    beat()
    (store.folder / "files").write_text("in the way")

    answer = visitor.get("/readyz", status=503)
    (store.folder / "files").unlink()

    assert answer.json["checks"]["storage"] is False
    caplog.clear()


def test_robots_are_told_where_not_to_go(visitor):
    assert "Disallow" in visitor.get("/robots.txt").text


def test_the_mark_of_the_shop_is_there(visitor):
    assert visitor.get("/favicon.ico").content_type == "image/svg+xml"
