"""Staff put recordings on pages, trainees hear them, and nothing else gets in by that way."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app.accounts import Role
from app.shared import audit, recordings
from tests import world
from tests.conftest import browser_of
from tests.shared import sounds
from tests.web.browsing import faults_of, form_of, logged_in, token_of, words_of

STEPS = ["photo", "kind", "name", "size", "stock", "standard", "price", "review"]


def say(staff: TestApp, content: bytes, *, place: str = "price", language: str = "fa") -> TestResponse:
    form = form_of(staff.get(f"/staff/voices?place={place}&language={language}"), having="voice")
    assert (form["place"].value, form["language"].value) == (place, language)
    form["voice"] = Upload("whatever.txt", content, "text/plain")
    return form.submit(expect_errors=True)


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def heard_on(page: TestResponse) -> list[str]:
    return [one["src"] for one in page.html.select(".hear audio")]


def test_each_step_of_the_wizard_and_the_workshop_have_their_own_voice(app, staff):
    maker = world.maker()
    draft = world.draft(maker)
    browser = logged_in(app, world.person_of(maker))
    pages = {step: f"/workshop/drafts/{draft}/{step}" for step in STEPS} | {"workshop": "/workshop/"}
    assert all(heard_on(browser.get(address)) == [] for address in pages.values())

    for place in pages:
        assert say(staff, sounds.MP3, place=place).status_code == 303

    heard = [heard_on(browser.get(address)) for address in pages.values()]
    assert all(len(one) == 1 for one in heard)
    assert len({one[0] for one in heard}) == len(pages)
    words = words_of(browser.get(pages["price"]))
    assert "بشنوید" in words
    assert "فارسی" not in words


def test_a_voice_in_another_language_than_the_page_says_so(app, staff):
    maker = world.maker()
    say(staff, sounds.MP3, place="workshop")
    browser = logged_in(app, world.person_of(maker))
    browser.post("/language", {"csrf_token": token_of(browser), "language": "en", "next": "/"}, status=303)

    player = browser.get("/workshop/").html.select_one(".hear")

    assert player["lang"] == "fa"
    assert "فارسی" in player.get_text()


def test_a_voice_is_served_as_what_it_is_in_parts_and_for_long(app, staff):
    for content, kind in ((sounds.MP3, "audio/mpeg"), (sounds.OGG, "audio/ogg"), (sounds.M4A, "audio/mp4")):
        say(staff, content)
        address = "/" + recordings.every()[("price", "fa")].file_key
        answer = browser_of(app).get(address)

        assert (answer.body, answer.content_type) == (content, kind)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        part = browser_of(app).get(address, headers={"Range": "bytes=2-5"}, status=206)
        assert part.body == content[2:6]
        world.fresh()


@pytest.mark.parametrize("content", [b"", b"<script>", world.jpeg(), sounds.MP3.ljust(recordings.MOST_BYTES + 1)])
def test_what_is_no_sound_or_too_heavy_is_refused_at_its_field(staff, content):
    answer = say(staff, content)

    assert answer.status_code == 422
    assert list(faults_of(answer)) == ["voice"]
    assert recordings.every() == {}


def test_a_place_or_language_that_is_none_is_refused(staff):
    form = form_of(staff.get("/staff/voices"), having="voice")
    form["place"].force_value("../../etc")
    form["language"].force_value("xx")
    form["voice"] = Upload("a.mp3", sounds.MP3)

    answer = form.submit(status=422)

    assert set(faults_of(answer)) == {"place", "language"}
    assert recordings.every() == {}


def test_what_was_removed_is_heard_and_found_no_longer(app, staff):
    say(staff, sounds.MP3)
    kept = recordings.every()[("price", "fa")]
    row, address = kept.id, "/" + kept.file_key
    browser_of(app).get(address, status=200)

    form_of(staff.get("/staff/voices"), f"/staff/voices/{row}/remove").submit(status=303)

    assert not staff.get("/staff/voices").html.select("main audio")
    browser_of(app).get(address, status=404)
    assert [one.act for one in audit.of("recording", row)] == ["voice_kept", "voice_removed"]


def test_staff_of_a_county_listen_and_change_nothing(app, staff):
    say(staff, sounds.MP3)
    row = recordings.every()[("price", "fa")].id
    hers = logged_in(app, world.official(Role.STAFF, county="1801"))

    page = hers.get("/staff/voices")

    assert page.html.select("main audio")
    assert not page.html.select("main form")
    posted = {"csrf_token": token_of(hers), "place": "price", "language": "fa"}
    hers.post("/staff/voices", posted, status=404)
    hers.post(f"/staff/voices/{row}/remove", posted, status=404)
    world.fresh()
    assert ("price", "fa") in recordings.every()
