"""Photos from strangers' telephones."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from flask import Flask
from PIL import Image
from webtest import TestApp, Upload

from app import catalogue
from app.catalogue import Shown
from app.shared import storage
from app.shared.gallery import PictureState
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import deliver, faults_of, form_of, home_of, logged_in, words_of
from tests.web.wizard import STANDARD, new_product, photo, take, upload


@pytest.fixture
def maker(app: Flask) -> int:
    return world.maker()


@pytest.fixture
def browser(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


@pytest.fixture
def draft(browser: TestApp) -> str:
    return new_product(browser)


def shown_in(draft: str) -> list[Shown]:
    world.fresh()
    version = int(draft.rpartition("/")[2])
    return catalogue.pictures_of([version]).get(version, [])


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png(side: int = 20_000) -> bytes:
    """A few bytes that claim to be 400 megapixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "photo.jpg", "پروندهٔ عکس خالی است"),
        (b"%PDF-1.7 " + b"x" * 3000, "photo.jpg", "این پرونده عکس نیست"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "این پرونده عکس نیست"),
        (b"GIF89a" + b"\0" * 500, "a.gif", "این پرونده عکس نیست"),
        (huge_png(), "photo.png", "عکس بیش از اندازه بزرگ است"),
        (huge_png(7_100), "photo.png", "عکس بیش از اندازه بزرگ است"),
        (photo(60), "photo.jpg", "عکس خیلی کوچک است"),
        (moving(), "photo.webp", "عکسِ متحرک نمی‌پذیریم"),
        (photo() + b"\0" * (8 * 1024 * 1024), "photo.jpg", "از ۸ مگابایت سنگین‌تر است"),
    ],
    ids=["empty", "pdf", "svg", "gif", "huge", "big", "small", "moving", "heavy"],
)
def test_a_file_that_is_no_photo_is_told_at_its_field(browser, draft, content, name, words):
    page = upload(browser, draft, content, name)

    assert page.status_code == 422
    assert words in faults_of(page)["photo"]
    assert shown_in(draft) == []


def test_a_file_of_25_megabytes_is_refused_in_words_and_the_draft_stays(browser, draft):
    upload(browser, draft, photo())

    page = upload(browser, draft, b"\xff\xd8\xff" + b"\0" * 25_000_000)

    assert page.status_code == 413
    assert "پرونده بیش از اندازه سنگین است؛ تا ۸ مگابایت" in words_of(page)
    assert len(shown_in(draft)) == 1


def test_without_a_photo_there_is_no_going_on(browser, draft):
    page = take(browser, draft, "photo")

    assert page.status_code == 422
    assert "عکسی از کالا بگذارید" in faults_of(page)["photo"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_waiting_until_the_worker_has_made_its_sizes(browser, draft, kind):
    answer = upload(browser, draft, photo(kind=kind))
    waiting = browser.get(f"{draft}/photo")
    deliver()
    ready = browser.get(f"{draft}/photo")

    assert answer.status_code == 303
    assert "عکس آماده می‌شود" in words_of(waiting)
    picture = ready.html.select_one("ul.thumbs img")
    assert browser.get(picture["src"]).content_type == "image/avif"


def test_where_a_photo_was_taken_stays_with_the_maker(app, browser, draft):
    out = io.BytesIO()
    picture = Image.new("RGB", (300, 300), (90, 90, 90))
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker-4711"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    upload(browser, draft, out.getvalue() + b"BEHIND-THE-PICTURE")
    deliver()

    stem = shown_in(draft)[0].picture.stem.removeprefix(storage.PUBLIC)
    served = [browser_of(app).get(f"/media{stem}-{name}").body for name in ("320.avif", "480.jpg")]

    assert not [one for one in served if b"4711" in one or b"BEHIND" in one or b"Exif" in one]
    assert not list((storage.root() / "uploads").rglob("*.bin"))


def test_a_photo_that_turns_out_broken_is_said_later_and_does_not_count(browser, draft):
    upload(browser, draft, photo()[:900])
    deliver()

    page = browser.get(f"{draft}/photo")

    assert [one.picture.state for one in shown_in(draft)] == [PictureState.FAILED]
    assert "عکس خراب است و باز نمی‌شود" in words_of(page)
    assert browser.get(draft, status=303).headers["Location"].endswith("/photo")


def test_photos_can_be_put_in_another_order_and_taken_away(browser, draft):
    upload(browser, draft, photo())
    upload(browser, draft, photo(230))
    first, second = (one.picture.id for one in shown_in(draft))

    form_of(browser.get(f"{draft}/photo"), "", having="do").submit("do", value=f"first-{second}")
    turned = [one.picture.id for one in shown_in(draft)]
    form_of(browser.get(f"{draft}/photo"), "", having="do").submit("do", value=f"remove-{first}")

    assert turned == [second, first]
    assert [one.picture.id for one in shown_in(draft)] == [second]


def test_six_photos_are_enough(browser, draft):
    for side in range(210, 216):
        upload(browser, draft, photo(side))

    assert len(shown_in(draft)) == 6
    assert "یک عکسِ دیگر" not in words_of(browser.get(f"{draft}/photo"))


def test_a_difference_is_told_with_its_photo(browser, draft):
    told = STANDARD | {"missing_mark": "", "deviation_kind": "shape", "deviation_words": "لبه‌اش کج است"}

    answer = take(browser, draft, "standard", do="stay", **told, deviation_photo=Upload("a.jpg", photo(), "image/jpeg"))
    page = answer.follow()
    going_on = take(browser, draft, "standard", **STANDARD)

    assert "لبه‌اش کج است" in words_of(page)
    assert going_on.status_code == 303


def test_a_difference_can_be_taken_back(browser, draft):
    told = STANDARD | {"deviation_kind": "shape", "deviation_words": "لبه‌اش کج است"}
    page = take(browser, draft, "standard", do="stay", **told).follow()
    drop = page.html.find("button", value=lambda value: value and value.startswith("drop-"))["value"]

    page = form_of(page, "", having="do").submit("do", value=drop)

    assert page.html.find("button", value=drop) is None


def test_a_broken_photo_of_a_difference_keeps_what_was_typed(browser, draft):
    told = STANDARD | {"deviation_kind": "shape", "deviation_words": "لبه‌اش کج است"}

    page = take(browser, draft, "standard", **told, deviation_photo=Upload("a.jpg", b"%PDF", "image/jpeg"))

    assert "این پرونده عکس نیست" in faults_of(page)["deviation_photo"]
    assert form_of(page, "", having="do")["deviation_words"].value == "لبه‌اش کج است"


def test_a_portrait_that_is_no_photo_keeps_the_story_she_typed(browser):
    form = form_of(browser.get("/workshop/profile"), having="story")
    form["story"] = "از مادرم یاد گرفتم"
    form["portrait"] = Upload("me.jpg", b"%PDF", "image/jpeg")

    page = form.submit(status=422)

    assert "این پرونده عکس نیست" in faults_of(page)["portrait"]
    assert form_of(page, having="story")["story"].value == "از مادرم یاد گرفتم"


def test_her_portrait_and_story_stand_on_her_page(app, browser, maker):
    world.product(maker)
    form = form_of(browser.get("/workshop/profile"), having="story")
    form["story"], form["display_name"] = "از مادرم یاد گرفتم", "خاتونِ دیّر"
    form["portrait"] = Upload("me.jpg", photo(), "image/jpeg")
    form.submit(status=303)
    deliver()

    page = browser_of(app).get(home_of(maker))
    assert "از مادرم یاد گرفتم" in words_of(page)
    assert "خاتونِ دیّر" in words_of(page)
    assert page.html.select_one("section.story img") is not None
