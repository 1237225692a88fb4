"""The wizard by weight, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import world
from tests.browser.conftest import PHONE, RunningShop, Somebody

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wizard")]

Make = Callable[..., Somebody]
STEPS = ("photo", "kind", "name", "size", "stock", "standard", "price", "review")
MOST = 60 * 1024


def weight(one: Somebody, address: str) -> int:
    """Bytes that come over the line for a first visit: page, styles, scripts, signs, letters; no photo of a product."""
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
    return int(sum(size for name, size in counted.items() if "/media/" not in name))


def test_no_step_weighs_more_than_a_slow_line_carries(somebody: Make, shop: RunningShop) -> None:
    maker = world.maker()
    draft = world.draft(maker, world.Ware(photo=world.jpeg()))
    one = somebody(PHONE, service_workers="block")
    one.log_in(world.person_of(maker))

    weights = {step: weight(one, f"/workshop/drafts/{draft}/{step}") for step in STEPS}

    assert {step: size for step, size in weights.items() if size > MOST} == {}
