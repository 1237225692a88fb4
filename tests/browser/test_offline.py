"""The wizard on a phone whose line drops: nothing lost, nothing twice, nothing left for who has the phone next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from app import catalogue, vouching
from app.catalogue import VersionState
from tests import world
from tests.browser.conftest import RunningShop, Somebody, await_true

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]

Make = Callable[..., Somebody]
# What a browser says by itself of a line that is down, and of photos that are not ready yet.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 425")
LEFT_ON_THE_PHONE = """async () => {
  const open = indexedDB.open('dastsaz', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('step', { keyPath: 'id', autoIncrement: true });
  const base = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = base.transaction('step').objectStore('step').getAll();
  const steps = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  base.close();
  return { steps: steps.length, caches: await caches.keys() };
}"""


def photo(folder: Path, name: str, width: int = 1200, height: int = 900) -> Path:
    """A photo with as much in it as a real one: noise under colour."""
    noise = Image.effect_noise((width // 4, height // 4), 60).resize((width, height)).convert("RGB")
    colour = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    out = folder / f"{name}.jpg"
    Image.blend(noise, colour, 0.4).save(out, "JPEG", quality=92)
    return out


def _without_a_line(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.fallback()


class Maker:
    """A maker with her phone at the wizard of a fresh draft."""

    def __init__(self, one: Somebody, person_id: int) -> None:
        self.one = one
        one.log_in(person_id)
        one.go("/workshop/products")
        one.press("کالای تازه")
        one.sees("از کالایتان عکس بگیرید")
        self.draft = one.page.url.removeprefix(one.shop.url).rpartition("/")[0]

    @property
    def version(self) -> catalogue.Version:
        world.fresh()
        return catalogue.version(int(self.draft.rpartition("/")[2]))

    @property
    def pictures(self) -> list[catalogue.Shown]:
        return catalogue.pictures_of([self.version.id]).get(self.version.id, [])

    def everything_is_kept(self) -> None:
        """The pages of all steps lie on the phone."""
        self.one.page.locator("form[data-kept='yes']").wait_for(state="attached")

    def at(self, words: str) -> None:
        self.one.page.locator("h1", has_text=words).wait_for()

    def next(self) -> None:
        self.one.press("بعدی")

    def photographs(self, file: Path) -> None:
        self.one.page.locator("input[name='photo']").set_input_files(file)
        self.one.sees("آماده است")
        self.next()
        self.at("کالایتان چیست؟")

    def chooses_basket(self) -> None:
        good = catalogue.good("B001")
        self.one.press(catalogue.category(good.category_code).name_fa)
        self.one.page.locator("input[name='good'][value='B001']").check()
        self.next()
        self.at("نامش چیست؟")

    def tells_the_rest(self, deviation: Path) -> None:
        """From the name to the price, with a photo of how it differs."""
        one = self.one
        one.fill(title="زنبیل حصیری", description="با برگِ نخل")
        self.next()
        self.at("اندازه، وزن و جنس")
        one.fill(materials="برگ نخل", size_words="قطر ۳۰", weight_g="۶۵۰")
        self.next()
        self.at("آماده دارید یا سفارشی می‌سازید؟")
        one.page.locator("input[name='mode'][value='counted']").check()
        one.fill(on_hand="۵")
        self.next()
        self.at("چه فرقی با یک کالای استاندارد")
        one.page.locator("input[name='grade'][value='small']").check()
        one.fill(why="نخواسته‌ام", varies="اندکی", deviation_words="لبه‌اش کج است")
        one.choose(deviation_kind="size")
        one.page.locator("input[name='deviation_photo']").set_input_files(deviation)
        one.press("این تفاوت را بیفزا")
        expect(one.page.locator("[data-kept-photos] li")).to_have_text("لبه‌اش کج است")
        one.page.locator("input[name='missing_mark']").press("Enter")  # the way on, not a button above it
        self.at("قیمتش چند؟")
        one.fill(price="۲۱۵٬۰۰۰")
        self.next()
        self.at("این‌طور دیده می‌شود")

    def cuts_the_line(self) -> None:
        """Nothing comes or goes; what is posted is stopped twice, for a page may load before the browser knows."""
        self.one.context.set_offline(True)
        self.one.page.route("**/workshop/drafts/**", _without_a_line)

    def gets_the_line_back(self) -> None:
        self.one.page.unroute("**/workshop/drafts/**")
        self.one.context.set_offline(False)

    def forgives(self, *said: str) -> None:
        """What the browser itself says of a bad line is no fault of ours."""
        self.one.complaints[:] = [one for one in self.one.complaints if not any(part in one for part in said)]

    def left_on_the_phone(self) -> dict[str, object]:
        found: dict[str, object] = self.one.page.evaluate(LEFT_ON_THE_PHONE)
        return found


@pytest.fixture
def maker(somebody: Make, shop: RunningShop) -> Maker:
    made = Maker(somebody(), world.person_of(world.maker("1801")))
    made.one.context.set_default_timeout(60_000)  # photos are made ready in the meantime
    return made


def test_the_line_is_cut_in_the_middle_and_everything_arrives_once(maker: Maker, tmp_path: Path) -> None:
    one, page = maker.one, maker.one.page
    maker.everything_is_kept()
    maker.photographs(photo(tmp_path, "front"))
    maker.everything_is_kept()
    maker.chooses_basket()
    maker.everything_is_kept()

    maker.cuts_the_line()
    maker.tells_the_rest(photo(tmp_path, "edge"))
    one.sees("روی گوشی نگه داشته شد؛ خط که برگردد می‌فرستیم")
    one.photograph("offline-review")
    page.go_back()
    maker.at("قیمتش چند؟")
    page.reload()
    maker.at("قیمتش چند؟")
    expect(page.locator("input[name='price']")).to_have_value("۲۱۵٬۰۰۰")
    page.goto(f"{maker.draft}/standard")
    expect(page.locator("[name='why']")).to_have_value("نخواسته‌ام")
    expect(page.locator("[data-kept-photos] li")).to_have_text("لبه‌اش کج است")
    expect(page.locator("[data-kept-photos] canvas")).to_have_count(1)
    one.photograph("offline-standard")
    page.goto(f"{maker.draft}/photo")
    page.locator("input[name='photo']").set_input_files(photo(tmp_path, "side"))
    one.sees("آماده است")
    maker.next()
    maker.at("کالایتان چیست؟")
    page.goto(f"{maker.draft}/photo")
    one.sees("روی گوشی است")
    one.photograph("offline-photo")
    page.goto("/workshop/orders")
    maker.at("روی گوشی")
    one.photograph("offline-list")
    page.goto(f"{maker.draft}/review")
    one.press("بفرست برای پیشران")
    one.sees("همه‌چیز روی گوشی نگه داشته شد")
    assert maker.version.title == ""
    assert maker.version.state is VersionState.DRAFT

    maker.gets_the_line_back()
    one.sees("پیشران تا ۴۸ ساعت می‌بیند")
    version = maker.version
    assert (version.title, version.weight_g, version.price_rial) == ("زنبیل حصیری", 650, 2_150_000)
    assert version.state is VersionState.SUBMITTED
    assert len(maker.pictures) == 2
    [deviation] = vouching.deviations_of(version.id)
    assert deviation.words == "لبه‌اش کج است"
    assert deviation.picture_id is not None
    assert maker.left_on_the_phone()["steps"] == 0
    maker.forgives(*EXPECTED)


def fills_name_without_a_line(maker: Maker) -> None:
    """At the page of the name, offline; then away from the shop's pages, so that nothing is sent in passing."""
    maker.everything_is_kept()
    maker.cuts_the_line()
    maker.one.page.goto(f"{maker.draft}/name")
    maker.one.fill(title="زنبیل حصیری")
    maker.next()
    maker.at("اندازه، وزن و جنس")
    maker.one.page.goto("about:blank")
    maker.gets_the_line_back()
    maker.forgives(*EXPECTED)


@pytest.mark.usefixtures("shop")
def test_who_is_quicker_than_the_phones_worker_is_told_what_is_wrong_too(somebody: Make) -> None:
    for worker in ("allow", "block"):
        one = somebody(service_workers=worker)
        one.log_in(world.person_of(world.maker("1801")))
        one.go("/workshop/products")
        one.press("کالای تازه")
        one.page.goto(one.page.url.replace("/photo", "/standard"))
        one.page.locator("input[name='grade'][value='seconds']").check()
        one.fill(missing_mark="نشان ندارد")
        one.press("بعدی")
        one.sees("بنویسید سالمِ همین را چند می‌فروشید")
        expect(one.page.locator("[name='missing_mark']")).to_have_value("نشان ندارد")
        one.complaints[:] = [said for said in one.complaints if "status of 422" not in said]


def test_what_the_server_does_not_take_leads_back_to_its_step(maker: Maker) -> None:
    one, page = maker.one, maker.one.page
    maker.everything_is_kept()
    maker.cuts_the_line()
    page.goto(f"{maker.draft}/price")
    one.fill(price="گران")
    maker.next()
    maker.at("این‌طور دیده می‌شود")

    maker.gets_the_line_back()
    maker.at("قیمتش چند؟")
    one.sees("مبلغ را با عدد بنویسید")
    assert page.locator("input[name='price']").input_value() == "گران"
    one.fill(price="۲۱۵٬۰۰۰")
    maker.next()
    maker.at("این‌طور دیده می‌شود")
    assert maker.version.price_rial == 2_150_000
    assert maker.left_on_the_phone()["steps"] == 0
    maker.forgives(*EXPECTED, "status of 422")


def test_a_photo_whose_answer_was_lost_is_one_photo(maker: Maker, tmp_path: Path) -> None:
    page, lost = maker.one.page, []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    maker.everything_is_kept()
    page.route(f"**{maker.draft}/photo", lose_the_answer)
    maker.photographs(photo(tmp_path, "front"))
    await_true(lambda: maker.left_on_the_phone()["steps"] == 0)

    assert lost == [200]
    assert len(maker.pictures) == 1
    maker.forgives("ERR_CONNECTION_RESET")


def test_logging_out_leaves_nothing_and_asks_first(maker: Maker) -> None:
    one, page = maker.one, maker.one.page
    fills_name_without_a_line(maker)
    one.go("/account")
    assert maker.left_on_the_phone()["steps"] == 1

    page.once("dialog", lambda dialog: dialog.dismiss())
    one.press("خروج")
    assert maker.left_on_the_phone()["steps"] == 1
    page.once("dialog", lambda dialog: dialog.accept())
    one.press("خروج")
    page.wait_for_url(f"{one.shop.url}/")

    assert maker.left_on_the_phone() == {"steps": 0, "caches": []}
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert maker.version.title == ""


def test_another_on_the_same_phone_sees_and_sends_nothing(maker: Maker) -> None:
    one, page = maker.one, maker.one.page
    fills_name_without_a_line(maker)
    hers = maker.version.product_id

    other = Maker(one, world.person_of(world.maker("1802")))
    other.everything_is_kept()
    one.go("/workshop/on-phone")
    one.sees("چیزی نمانده است")
    other.cuts_the_line()
    page.goto(f"{maker.draft}/name")
    other.at("روی گوشی")
    other.gets_the_line_back()
    assert (maker.version.title, other.version.title) == ("", "")

    one.log_in(world.person_of(catalogue.product(hers).maker_id))
    await_true(lambda: maker.version.title == "زنبیل حصیری")
    maker.forgives(*EXPECTED)


def test_when_her_log_in_has_ended_her_work_waits_for_her(maker: Maker) -> None:
    one, page = maker.one, maker.one.page
    maker.everything_is_kept()
    page.goto(f"{maker.draft}/name")
    one.context.clear_cookies()
    one.fill(title="زنبیل حصیری")
    maker.next()
    one.sees("دوباره وارد شوید تا بفرستیم")
    assert maker.version.title == ""

    one.log_in(world.person_of(catalogue.product(maker.version.product_id).maker_id))
    await_true(lambda: maker.version.title == "زنبیل حصیری")
    maker.forgives("status of 400")


def test_a_photo_of_twelve_megapixels_comes_through_a_slow_line(maker: Maker, tmp_path: Path) -> None:
    one, sent = maker.one, []

    original = photo(tmp_path, "camera", 4000, 3000)
    assert original.stat().st_size > 2_000_000
    line = one.context.new_cdp_session(one.page)
    slow = {"offline": False, "latency": 300, "downloadThroughput": 100_000, "uploadThroughput": 50_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    one.page.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)

    one.page.locator("input[name='photo']").set_input_files(original)
    one.sees("آماده است")
    maker.next()
    one.sees("عکس را می‌فرستیم")
    maker.at("کالایتان چیست؟")

    assert len(sent) == 1
    assert 50_000 < int(sent[0].all_headers()["content-length"]) < 600_000
    await_true(lambda: [one.picture.width for one in maker.pictures] == [1600])
