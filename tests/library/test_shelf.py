"""The shelf: nothing is written over, what holds today is told, and a file is what its bytes say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import library
from app.accounts import Role
from app.library import BadFile, FileKind, NewVersion, Readers, Validity
from app.library.files import kind_of
from app.shared import storage
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.library import papers

pytestmark = pytest.mark.usefixtures("app")
ALL = frozenset(Readers)


@pytest.fixture
def by(app) -> int:
    return world.official(Role.STAFF)


def standings(number, days=0):
    world.fresh()
    day = today() + timedelta(days=days)
    held = library.held(number, ALL, day)
    return [(one.number, library.validity_of(one, held.versions, day)) for one in held.versions]


def test_the_newest_that_holds_today_is_the_valid_one(by):
    number = papers.document(by, since=50)
    papers.second(number, by, since=20, until=10)
    papers.second(number, by, since=-5)

    assert standings(number) == [(3, Validity.COMING), (2, Validity.VALID), (1, Validity.REPLACED)]
    assert standings(number, 6) == [(3, Validity.VALID), (2, Validity.REPLACED), (1, Validity.REPLACED)]
    assert standings(number, 11) == [(3, Validity.VALID), (2, Validity.OVER), (1, Validity.REPLACED)]


def test_a_version_that_is_withdrawn_gives_its_place_back_and_keeps_its_reason(by):
    number = papers.document(by, since=50)
    papers.second(number, by)
    with pytest.raises(library.ReasonMissing), transaction():
        library.withdraw(library.version(number, 2, ALL), " ", by)
    with transaction():
        library.withdraw(library.version(number, 2, ALL), "شمارهٔ نادرست", by)

    assert standings(number) == [(2, Validity.WITHDRAWN), (1, Validity.VALID)]
    with pytest.raises(NotFound):
        library.version(number, 2, ALL)
    assert library.version(number, 2, ALL, withdrawn=True).withdrawn_why == "شمارهٔ نادرست"
    with pytest.raises(MoveRefused), transaction():
        library.withdraw(library.version(number, 2, ALL, withdrawn=True), "باز", by)


@pytest.mark.parametrize("readers", list(Readers))
def test_who_may_not_read_does_not_find(by, readers):
    number = papers.document(by, readers)
    world.fresh()
    for who in ({Readers.PUBLIC}, {Readers.PUBLIC, Readers.MEMBERS}, ALL):
        found = [one.document.id for one in library.shelf(frozenset(who), today()).found]
        assert found == ([number] if readers in who else [])
        if readers not in who:
            with pytest.raises(NotFound):
                library.version(number, 1, frozenset(who))


def test_nothing_is_written_over(by):
    papers.document(by)
    for statement in (
        "UPDATE library_document SET title = 'x'",
        "UPDATE library_version SET valid_from = '2020-01-01'",
        "DELETE FROM library_version",
    ):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(statement))


def test_a_file_is_known_by_its_bytes():
    assert kind_of(papers.PDF) is FileKind.PDF
    assert kind_of(papers.word()) is FileKind.WORD
    assert kind_of(world.jpeg()) is FileKind.JPEG
    for wrong, reason in (
        (b"", "empty"),
        (b"%PDF-1.4 without an end", "unknown_kind"),
        (b"<html>", "unknown_kind"),
        (papers.word("word/vbaProject.bin"), "unknown_kind"),
        (b"PK\x03\x04 broken", "unknown_kind"),
        (papers.PDF + b" " * library.MOST_BYTES, "too_heavy"),
    ):
        with pytest.raises(BadFile) as refused:
            kind_of(wrong)
        assert refused.value.reason == reason


def test_a_picture_keeps_nothing_but_its_pixels():
    received = library.receive(world.jpeg() + b"GPS at home")

    assert received.kind is FileKind.JPEG
    assert b"GPS" not in storage.get(received.file_key)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, "content"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "https://example.ir/a", "valid_to": today() - timedelta(days=9)}, "days"),
    ],
)
def test_a_version_is_a_file_or_an_address_and_ends_after_it_began(by, more, reason):
    new = library.NewDocument("قانون", library.DocumentKind.LAW, Readers.PUBLIC)
    with pytest.raises(library.VersionIncomplete) as refused, transaction():
        library.add(new, NewVersion("k", today(), **more), by)

    assert refused.value.reason == reason


def test_a_file_that_nobody_took_is_thrown_away_after_hours(by):
    papers.document(by)
    lost = library.receive(papers.PDF)
    world.work()
    assert storage.path(lost.file_key).exists()
    with world.later(hours=8):
        world.work()

    assert not storage.path(lost.file_key).exists()
    assert library.content_of(library.version(library.shelf(ALL, today()).found[0].document.id, 1, ALL)) == papers.PDF


def test_the_same_form_is_one_document_and_a_change_is_told(by):
    first = papers.version()
    new = library.NewDocument("قانون", library.DocumentKind.LAW, Readers.PUBLIC)
    ids = set()
    for _ in range(2):
        with transaction():
            ids.add(library.add(new, first, by).id)
    with pytest.raises(library.VersionIncomplete), transaction():
        library.add_version(library.document(ids.copy().pop()), papers.version(), by)

    assert len(ids) == 1
