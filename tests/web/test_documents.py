"""The shelf from page to page: staff put on it, each reader finds what is hers, a file is a download."""

from __future__ import annotations

import pytest
from webtest import Upload

from app import library
from app.accounts import Role
from app.library import Readers
from app.shared.calendar import today
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.library import papers
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of

ALL = frozenset(Readers)


def test_a_document_gets_a_second_version_and_the_old_one_is_marked(app):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/documents"), having="title")
    form["title"], form["kind"], form["readers"] = "راهنمای فراگیر", "guide", "public"
    form["file"] = Upload("anything.exe", papers.PDF, "application/x-msdownload")
    form.submit(status=303)
    number = library.shelf(ALL, today()).found[0].document.id
    form = form_of(staff.get(f"/staff/documents/{number}"), having="changed")
    form["address"] = "https://example.ir/guide"
    assert set(faults_of(form.submit(status=422))) == {"changed"}
    form["changed"] = "نشانی عوض شد"
    form.submit(status=303)
    guest = browser_of(app)

    assert "راهنمای فراگیر" in words_of(guest.get("/documents"))
    page = words_of(guest.get(f"/documents/{number}"))
    assert page.index("معتبرِ امروز") < page.index("نسخهٔ کهنه")
    answer = guest.get(f"/documents/{number}/1/file")
    assert answer.body == papers.PDF
    assert answer.headers["Content-Disposition"] == f'attachment; filename="document-{number}-1.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    guest.get(f"/documents/{number}/2/file", status=404)


def test_a_withdrawn_version_is_read_by_those_alone_who_keep_the_shelf(app):
    by = world.official(Role.STAFF)
    staff, number = logged_in(app, by), papers.document(by)
    address = f"/staff/documents/{number}/1/withdraw"
    form = form_of(staff.get(f"/staff/documents/{number}"), address)
    assert "why1" in faults_of(form.submit(status=422))
    form["why"] = "شمارهٔ نادرست"
    form.submit(status=303)
    guest = browser_of(app)

    assert "پس گرفته شد: شمارهٔ نادرست" in words_of(guest.get(f"/documents/{number}"))
    assert "امروز هیچ نسخه‌ای از این سند معتبر نیست" in words_of(guest.get(f"/documents/{number}"))
    guest.get(f"/documents/{number}/1/file", status=404)
    assert logged_in(app, world.official(Role.OFFICER)).get(f"/documents/{number}/1/file").body == papers.PDF


@pytest.mark.parametrize(("readers", "reads"), [("public", "gbtmo"), ("members", "tmo"), ("officials", "o")])
def test_each_finds_what_is_hers(app, readers, reads):
    number = papers.document(world.official(Role.STAFF), Readers(readers))
    browsers = {
        "g": browser_of(app),
        "b": logged_in(app, world.person()),
        "t": logged_in(app, world.person_of(world.maker())),
        "m": logged_in(app, world.programme.mentor(world.mentor()).person_id),
        "o": logged_in(app, world.official(Role.OFFICER)),
    }

    found = {
        who: browser.get(f"/documents/{number}/1/file", expect_errors=True).status_code
        for who, browser in browsers.items()
    }

    assert found == {who: 200 if who in reads else 404 for who in browsers}
    assert {
        who: "راهنما" in words_of(one.get("/documents")).split("پروانه", 1)[1] for who, one in browsers.items()
    } == {who: who in reads for who in browsers}


def test_what_is_wrong_with_a_file_is_told_at_its_field(app):
    staff = logged_in(app, world.official(Role.STAFF))
    form = form_of(staff.get("/staff/documents"), having="title")
    form["title"], form["kind"] = "قانون", "law"
    assert set(faults_of(form.submit(status=422))) == {"file"}
    form["file"] = Upload("law.pdf", b"<html>", "application/pdf")
    answer = form.submit(status=422)

    assert "PDF، عکس یا متنِ Word نیست" in faults_of(answer)["file"]
    assert 'value="قانون"' in answer.text
    assert library.shelf(ALL, today()).total == 0


def test_staff_of_a_county_read_the_shelf_and_change_nothing(app):
    number = papers.document(world.official(Role.STAFF))
    staff = logged_in(app, world.official(Role.STAFF, county="1801"))

    page = staff.get(f"/staff/documents/{number}")
    assert 'method="post"' not in page.text.split("<main")[1].split("</main")[0]
    with transaction():
        assert library.version(number, 1, ALL).number == 1
    with pytest.raises(AssertionError):
        press(page, f"/staff/documents/{number}/1/withdraw", "do", "x")
