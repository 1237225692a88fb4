"""The wizard by weight, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue import VersionState
from tests import world
from tests.browser.conftest import PHONE, RunningShop, Somebody
from tests.browser.test_offline import Maker, photo

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wizard")]

Make = Callable[..., Somebody]
STEPS = ("photo", "kind", "name", "size", "stock", "standard", "price", "review")
MOST = 60 * 1024
# Texts of the page in our Latin letters: what is English by its language is in those of the phone.
LATIN = """() => [...document.querySelectorAll('body *')]
  .filter((one) => getComputedStyle(one).fontFamily.startsWith('Vazirmatn') && one.tagName !== 'SCRIPT')
  .flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3 && /[A-Za-z@#$]/.test(node.textContent)))
  .map((node) => node.textContent.trim())"""


def weights(one: Somebody, address: str) -> dict[str, int]:
    """Bytes that come over the line for a first visit: page, styles, scripts, signs, letters; no photo of a product.

    Latin letters are for names that somebody wrote in them; the page's own words have none, which is looked at too.
    """
    line = one.context.new_cdp_session(one.page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.requestWillBeSent", lambda said: names.update({said["requestId"]: said["request"]["url"]}))
    line.on("Network.loadingFinished", lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]}))
    one.page.goto(address, wait_until="networkidle")
    line.detach()

    counted = {names[number]: size for number, size in sizes.items() if number in names}
    assert any(name.endswith(address) for name in counted)
    assert one.page.evaluate(LATIN) == []
    return {name: int(size) for name, size in counted.items() if "/media/" not in name and "latin" not in name}


def test_no_step_weighs_more_than_a_slow_line_carries(somebody: Make, shop: RunningShop) -> None:
    maker = world.maker()
    draft = world.draft(maker, world.Ware(photo=world.jpeg()))
    one = somebody(PHONE, service_workers="block")
    one.log_in(world.person_of(maker))

    found = {step: weights(one, f"/workshop/drafts/{draft}/{step}") for step in STEPS}

    assert {step: sizes for step, sizes in found.items() if sum(sizes.values()) > MOST} == {}


class Keys:
    """Somebody without mouse or finger: tab, space and enter, and what is typed."""

    def __init__(self, one: Somebody) -> None:
        self.page = one.page

    def to(self, selector: str) -> None:
        """Tab on until something like this has the focus, which must be seen."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(like) => document.activeElement.matches(like)", selector):
                assert self.page.evaluate("document.activeElement.matches(':focus-visible')")
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.to(selector)
        self.page.keyboard.press(key)

    def write(self, **typed: str) -> None:
        for name, words in typed.items():
            self.to(f"[name='{name}']")
            self.page.keyboard.insert_text(words)

    def next(self, heading: str) -> None:
        self.press("button[value='next']")
        self.page.locator("h1", has_text=heading).wait_for()


def test_the_wizard_is_walked_by_keyboard_alone(somebody: Make, shop: RunningShop, tmp_path: Path) -> None:
    maker = Maker(somebody(), world.person_of(world.maker("1801")))
    keys, page = Keys(maker.one), maker.one.page
    keys.to("input[name='photo']")
    page.locator(":focus").set_input_files(photo(tmp_path, "front"))
    maker.one.sees("آماده است")
    keys.next("کالایتان چیست؟")
    keys.press("a[href='#goods-mat_palm']")
    keys.press("input[name='good']", "Space")
    keys.next("نامش چیست؟")
    keys.write(title="زنبیل حصیری")
    keys.next("اندازه، وزن و جنس")
    keys.write(size_words="قطر ۳۰", weight_g="۶۵۰")
    keys.next("آماده دارید یا سفارشی می‌سازید؟")
    keys.press("input[name='mode']", "Space")
    keys.write(on_hand="۵")
    keys.next("چه فرقی با یک کالای استاندارد")
    keys.to("input[name='grade']")
    page.keyboard.press("ArrowDown")
    keys.write(missing_mark="نشان ندارد", why="نخواسته‌ام", varies="اندکی")
    keys.next("قیمتش چند؟")
    keys.write(price="۲۱۵٬۰۰۰")
    keys.next("این‌طور دیده می‌شود")
    keys.press("button[value='send']")
    maker.one.sees("پیشران تا ۴۸ ساعت می‌بیند")

    assert maker.version.state is VersionState.SUBMITTED
    assert maker.version.category_code == "mat_palm"
    maker.forgives("status of 425")
