"""What a buyer said stands once its time is over, its maker has answered or staff have hidden it, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import opinions
from app.accounts import Role
from app.opinions import HideReason
from app.shared import clock
from app.shared.database import db, transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.migrations.raw import changes, not_refused, tried

TOLD = ("stars", "as_told", "words", "changed_at")
BORN_WITH = ("id", "line_id", "product_id", "maker_id", "name", "town", "written_by", "written_at", "open_until")
FALSE = {"stars": "1", "as_told": "'no'", "changed_at": "written_at"}
TABLES = ("opinion", "opinion_before", "opinion_picture")


def written(bank: FakeBank, *, days_ago: int = 0) -> int:
    """An opinion with a photo and second thoughts; its number."""
    with clock.at(clock.now() - timedelta(days=days_ago)):
        line_id = world.lines(world.sold(bank, {world.variant(world.maker()): 1}))[0].id
        return world.opinion(line_id, 5, photos=[world.jpeg()])


def of(number: int) -> opinions.Opinion:
    return opinions.within(number, None).opinion


def falsified() -> list[str]:
    """A statement for each part of what was told."""
    return [f"UPDATE opinion SET {column} = {FALSE.get(column, repr('zz'))}" for column in TOLD]


@pytest.fixture
def fresh(app: object, bank: FakeBank) -> int:
    return written(bank)


def test_until_then_its_words_may_change(fresh):
    assert [said for one in falsified() if (said := tried(one))] == []


def test_what_it_is_about_never_changes(fresh):
    assert not_refused(changes("opinion", BORN_WITH), because="an opinion stands") == []


@pytest.mark.usefixtures("app")
def test_after_its_time_nothing_told_is_changed(bank):
    written(bank, days_ago=3)

    assert not_refused(falsified(), because="an opinion stands") == []
    longer = "UPDATE opinion SET open_until = '2030-01-01 00:00:00.000000'"
    assert "an opinion stands" in tried(longer, *falsified())


@pytest.mark.usefixtures("app")
def test_within_two_days_it_is_still_hers(bank):
    written(bank, days_ago=1)

    assert [said for one in falsified() if (said := tried(one))] == []


def test_what_is_answered_stands_and_so_does_the_answer(fresh):
    with transaction():
        opinions.answer(of(fresh), "سپاس")
        opinions.report(of(fresh), "این خریدارِ من نیست")

    assert not_refused(falsified(), because="an opinion stands") == []
    assert not_refused(changes("opinion", ("answer", "answered_at")), because="the answer stands") == []
    assert not_refused(changes("opinion", ("report", "reported_at")), because="the report stands") == []


@pytest.mark.usefixtures("app")
def test_hiding_and_showing_again_stays_possible_and_what_is_hidden_stands(bank):
    number, staff = written(bank, days_ago=3), world.official(Role.STAFF)
    with transaction():
        opinions.answer(of(number), "سپاس")
        opinions.report(of(number), "تبلیغ است")
    with transaction():
        opinions.hide(of(number), HideReason.ADVERT, staff)

    assert not_refused(falsified(), because="an opinion stands") == []
    with transaction():
        opinions.show_again(of(number), "اشتباه بود", staff)
    world.fresh()
    assert of(number).state is opinions.Visibility.SHOWN


def test_nothing_of_it_is_thrown_away(fresh, bank):
    line_id = of(fresh).line_id
    world.opinion(line_id, 2, words="نه چندان")
    assert opinions.before(fresh)

    said = {table: tried(f"DELETE FROM {table}") for table in TABLES}
    assert [table for table, words in said.items() if "never deleted" not in words and "append-only" not in words] == []
    assert "append-only" in tried("UPDATE opinion_before SET words = 'zz'")
    if db.engines[None].dialect.name == "postgresql":
        assert [table for table in TABLES if not tried(f"TRUNCATE {table} CASCADE")] == []
    else:
        assert tried("INSERT OR REPLACE INTO opinion SELECT * FROM opinion")


def test_a_photo_is_taken_away_once_and_is_not_moved_to_another(fresh):
    away = "UPDATE opinion_picture SET dropped_at = '2026-01-01 00:00:00.000000'"

    assert tried(away) == ""
    assert "a photo is taken away once" in tried(away, "UPDATE opinion_picture SET dropped_at = NULL")
    assert "a photo is taken away once" in tried("UPDATE opinion_picture SET picture_id = picture_id + 1")
