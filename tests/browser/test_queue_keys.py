"""The mentor's queue and her look at a product, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from app import catalogue, programme, vouching
from app.catalogue import VersionState
from app.shared.database import session
from app.vouching import Review
from tests import world
from tests.browser.conftest import DESK, RunningShop, Somebody
from tests.browser.test_wizard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("queue")]

Make = Callable[..., Somebody]
COUNTIES = iter(("1802", "1803", "1804", "1805", "1806", "1807", "1808", "1809"))
TITLES = ("سبدِ نخست", "سبدِ دوم", "سبدِ سوم")
# What has the focus: a name, whether its outline (or that of what stands around it) is seen, and where it is.
FOCUSED = """() => {
  const now = document.activeElement;
  const box = now.getBoundingClientRect();
  const drawn = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  return {
    name: now.name || now.dataset.key || now.getAttribute('href') || now.localName,
    seen: [now, now.parentElement].some(drawn) && box.width > 4 && box.height > 4,
    inside: Boolean(now.closest('[data-review]')),
    top: box.top + scrollY,
  };
}"""


@pytest.fixture
def queue(shop: RunningShop) -> tuple[int, list[int]]:
    """A mentor's person, and reviews in the queue of a county of its own, the oldest first."""
    county = next(COUNTIES)
    mentor = world.mentor(county)
    reviews = [world.submitted(world.maker(county), world.Ware(title=title, photo=world.jpeg())) for title in TITLES]
    return programme.mentor(mentor).person_id, reviews


def version_of(review_id: int) -> catalogue.Version:
    world.fresh()
    return catalogue.version(session().get_one(Review, review_id).version_id)


def at_the_first(somebody: Make, queue: tuple[int, list[int]]) -> tuple[Somebody, Keys]:
    """From the desk to the queue and to its first product, without a mouse."""
    person, reviews = queue
    one = somebody(DESK)
    one.log_in(person)
    one.go("/desk/queue")
    keys = Keys(one)
    keys.press("a.skip")
    keys.press(f"a[href='/desk/review/{reviews[0]}']")
    one.page.locator("h1", has_text=TITLES[0]).wait_for()
    return one, keys


def stops(page: Page) -> list[dict[str, object]]:
    """Every stop of the tab key from the top of the page to its end."""
    found: list[dict[str, object]] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["name"] == "body":
            break
        found.append(stop)
    return found


def test_every_stop_is_seen_and_they_follow_the_page(somebody: Make, queue: tuple[int, list[int]]) -> None:
    one, _ = at_the_first(somebody, queue)

    found = stops(one.page)

    assert [stop["name"] for stop in found if not stop["seen"]] == []
    inside = [stop for stop in found if stop["inside"]]
    names = [stop["name"] for stop in inside]
    assert names.index("basis") < names.index("seen_on-day") < names.index("checked") < names.index("do")
    tops = [float(str(stop["top"])) for stop in inside]
    assert [pair for pair in pairwise(tops) if pair[1] < pair[0] - 40] == []
    assert len(found) - len(inside) < 45


def fill(keys: Keys) -> None:
    keys.to("input[name='basis']")
    for _ in range(2):
        keys.page.keyboard.press("ArrowDown")
    for item in vouching.rubric_for("mat_palm"):
        keys.press(f"input[name='mark-{item.id}']", "Space")
    keys.press("input[name='seen']", "Space")
    keys.write(checked="اندازه و لبه", unchecked="ثباتِ رنگ", words="خوش‌بافت است")


def test_she_vouches_by_keyboard_alone_and_is_at_the_next(somebody: Make, queue: tuple[int, list[int]]) -> None:
    one, keys = at_the_first(somebody, queue)
    fill(keys)
    one.photograph("review-by-keyboard")

    one.page.keyboard.press("Control+Enter")
    one.sees("تأیید کردید")

    assert version_of(queue[1][0]).state is VersionState.PUBLISHED
    one.page.locator("h1", has_text=TITLES[1]).wait_for()


def test_she_sends_back_by_keyboard_alone_and_no_key_vouches_meanwhile(
    somebody: Make, queue: tuple[int, list[int]]
) -> None:
    one, keys = at_the_first(somebody, queue)
    fill(keys)
    keys.press("#part summary")
    keys.press("input[name='part'][value='photo']", "Space")
    keys.to("select[name='reason-photo']")
    one.page.keyboard.press("ArrowDown")
    keys.write(**{"words-photo": "عکسِ روشن"})

    for key in ("Enter", "Control+Enter"):
        one.page.keyboard.press(key)
    assert one.page.locator("[name='words-photo']").input_value() == "عکسِ روشن"
    assert version_of(queue[1][0]).state is VersionState.SUBMITTED

    keys.press("button[value='return']")
    one.sees("برای اصلاح برگشت")
    assert version_of(queue[1][0]).state is VersionState.RETURNED


def test_enter_in_a_field_decides_nothing(somebody: Make, queue: tuple[int, list[int]]) -> None:
    one, keys = at_the_first(somebody, queue)
    keys.to("input[name='seen_on-day']")
    one.page.keyboard.press("Enter")
    one.page.wait_for_timeout(300)

    assert one.page.locator(".err-sum").count() == 0
    assert one.page.locator("h1", has_text=TITLES[0]).is_visible()


@pytest.mark.parametrize(("language", "onward", "other"), [("fa", "Left", "Right"), ("en", "Right", "Left")])
def test_the_keys_go_on_only_from_the_product_and_never_out_of_her_words(
    somebody: Make, queue: tuple[int, list[int]], language: str, onward: str, other: str
) -> None:
    one, keys = at_the_first(somebody, queue)
    if language != "fa":
        one.page.locator(f"button[name='language'][value='{language}']").click()
    first = one.page.url

    one.page.keyboard.press(f"Control+Arrow{onward}")
    keys.write(checked="دو کلمه")
    one.page.keyboard.press(f"Control+Arrow{onward}")
    keys.to("#part summary")
    one.page.keyboard.press(f"Control+Arrow{other}")
    one.page.wait_for_timeout(300)
    assert one.page.url == first

    one.page.keyboard.press(f"Control+Arrow{onward}")
    one.page.wait_for_url(f"**/desk/review/{queue[1][1]}")
