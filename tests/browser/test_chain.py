"""The main job from end to end, in Chromium, with the worker running and the bank on another origin."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app import accounts, catalogue, impact, orders, payouts, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.payouts import ItemState
from app.shared import text
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.browser.conftest import DESK, RunningShop, Somebody, await_true

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chain")]

Make = Callable[..., Somebody]


def _code_for(one: Somebody, mobile: str) -> str:
    """The code that the newest message to a number carries, as the development outbox shows it."""
    page = one.context.new_page()
    page.goto("/dev/outbox")
    found: list[str] = []

    def arrived() -> bool:
        page.reload()
        content = text.ascii_digits(page.locator("main").inner_text())
        found[:] = re.findall(r"\b\d{6}\b", content.partition(mobile)[2])
        return bool(found)

    await_true(arrived)
    page.close()
    return found[0]


def _applies(one: Somebody, mobile: str) -> None:
    one.go("/sell")
    one.press("درخواست می‌دهم")
    one.fill(mobile=mobile)
    one.press("کد را بفرست")
    one.sees("کدی که پیامک شد")
    one.fill(code=text.localized(_code_for(one, mobile), "fa"))
    one.press("وارد می‌شوم")
    one.fill(given_name="معصومه", family_name="تنگسیری", national_code="۰۰۱۲۳۴۵۶۷۹")
    one.choose(county="1803", trade=programme.trades()[0].code)
    one.photograph("chain-apply")
    one.press("درخواست را ثبت کن")
    one.sees("درخواستتان ثبت شد")


def _accepts(staff: Somebody, trainee_id: int) -> None:
    staff.go(f"/staff/trainees/{trainee_id}")
    staff.photograph("chain-staff-trainee")
    staff.press("می‌پذیرم")
    staff.sees("پذیرفته شد")


def _lists(maker: Somebody, photo: Path) -> None:
    """The wizard, a question a page, the photo first."""
    maker.go("/workshop/products")
    maker.press("کالای تازه")
    maker.photograph("chain-wizard-photo")
    maker.page.locator("input[name='photo']").set_input_files(photo)
    maker.press("بعدی")
    good = catalogue.good("B001")
    maker.press(catalogue.category(good.category_code).name_fa)
    maker.page.locator("input[name='good'][value='B001']").check()
    maker.press("بعدی")
    maker.fill(title="زنبیل حصیری دسته‌دار", description="با برگِ نخلِ خودمان بافته‌ام.")
    maker.press("بعدی")
    maker.fill(materials="برگ نخل", size_words="قطر ۳۰ سانتی‌متر", weight_g="۶۵۰", care="دور از نم")
    maker.press("بعدی")
    maker.page.locator("input[name='mode'][value='counted']").check()
    maker.fill(on_hand="۵")
    maker.press("بعدی")
    maker.page.locator("input[name='grade'][value='small']").check()
    maker.fill(
        missing_mark="نشانِ استانداردِ ملی ندارد",
        why="برای این کار نشانِ اجباری نیست",
        varies="اندازه تا ۲ سانتی‌متر",
        deviation_words="لبه‌اش کمی کج است",
    )
    maker.choose(deviation_kind="size")
    maker.photograph("chain-wizard-standard")
    maker.press("بعدی")
    maker.fill(price="۲۱۵٬۰۰۰")
    maker.photograph("chain-wizard-price")
    maker.press("بعدی")
    maker.sees("این‌طور دیده می‌شود")
    maker.page.get_by_label("این‌ها را خودم ساخته‌ام").check()
    maker.photograph("chain-wizard-review")
    maker.press("بفرست برای پیشران")
    maker.sees("کالاهای من")


def _vouches(mentor: Somebody) -> None:
    mentor.go("/desk/queue")
    mentor.press("زنبیل حصیری دسته‌دار")
    mentor.page.locator("input[name='basis'][value='in_person']").check()
    for line in mentor.page.locator(".rub").all():
        line.locator("input[value='met']").check()
    mentor.page.locator("input[name='evidence']").set_input_files(
        {"name": "seen.jpg", "mimeType": "image/jpeg", "buffer": world.jpeg()}
    )
    mentor.page.locator("input[name='seen']").check()
    mentor.fill(checked="بافت، دسته، اندازه", words="خودم دیدم؛ محکم است.")
    mentor.photograph("chain-mentor-review")
    mentor.press("تأیید می‌کنم")
    mentor.sees("صف خالی است")


def _buys(buyer: Somebody, slugs: list[str]) -> None:
    for count, slug in enumerate(slugs, 1):
        buyer.go(f"/p/{slug}")
        buyer.press("افزودن به سبد")
        buyer.page.locator(f"[data-count]:has-text('{text.localized(str(count), 'fa')}')").wait_for()
    buyer.go("/basket")
    buyer.photograph("chain-basket")
    buyer.press("ادامهٔ خرید")
    buyer.fill(
        mobile="۰۹۱۲ ۳۴۵ ۶۷۸۹",
        name="سارا احمدی",
        city="بوشهر",
        address="خیابان سنگی، کوچهٔ ۳، پلاک ۷",
        postcode="۷۵۱۴۷۶۳۴۴۸",
    )
    buyer.choose(area="1801")
    buyer.photograph("chain-address")
    buyer.press("ادامه: دیدنِ هزینه‌ها")
    for tick in buyer.page.locator("input[name^='ack-']").all():
        tick.check()
    buyer.photograph("chain-review")
    buyer.press("پرداختِ")
    buyer.page.wait_for_url(f"{buyer.shop.bank_url}/pay/*")
    buyer.photograph("chain-bank")
    buyer.press("پرداخت می‌کنم")
    buyer.page.wait_for_url(f"{buyer.shop.url}/**")
    buyer.sees("سفارشتان ثبت و پرداخت شد")
    buyer.photograph("chain-paid")


def _sends(maker: Somebody, parcel_id: int, tracking_no: str) -> None:
    maker.go(f"/workshop/orders/{parcel_id}")
    maker.press("می‌پذیرم")
    maker.fill(tracking_no=tracking_no)
    maker.photograph("chain-send")
    maker.press("فرستادم")
    maker.sees("فرستاده شد")


def _pays_out(builder: Somebody, approver: Somebody) -> int:
    builder.go("/finance/payouts")
    builder.press("ساختنِ دسته")
    builder.page.wait_for_url("**/finance/payouts/*")
    batch_id = int(builder.page.url.rsplit("/", 1)[1])
    builder.sees("نفرِ دومی باید این دسته را تأیید کند.")
    assert not builder.page.locator("button[value='approve']").is_visible()
    approver.go(f"/finance/payouts/{batch_id}")
    approver.photograph("chain-batch")
    approver.press("این دسته را تأیید می‌کنم")
    approver.sees("دستهٔ تأییدشده")
    builder.go(f"/finance/payouts/{batch_id}")
    builder.press("بده به بانک")
    with builder.page.expect_download() as download:
        builder.press("CSV")
    assert "IR" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    return batch_id


def test_from_an_application_to_the_countys_goal(shop: RunningShop, somebody: Make, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(world.jpeg(1200, 900))
    world.tariffs()
    world.cohort()
    staff_id, mentor_id = world.official(Role.STAFF), world.mentor("1803")
    finance = [world.official(Role.FINANCE), world.official(Role.FINANCE)]
    ware = world.Ware(photo=world.jpeg(900, 900, (60, 110, 90)))
    others = [world.product(world.maker(county), ware) for county in ("1801", "1802")]
    world.work()
    month = JalaliMonth.current()
    with transaction():
        aim = Aim(Indicator.SELLING, 1, month, month, county_code="1803")
        goal_id = impact.set_goal(aim, staff_id).id
    assert impact.actual(impact.goal(goal_id)).numerator == 0

    maker = somebody()
    _applies(maker, "09171110022")
    world.fresh()
    person = accounts.accounts_on("09171110022")[0]
    trainee = programme.trainee_of(person.id)
    assert trainee is not None
    trainee_id, person_id = trainee.id, person.id
    staff = somebody(DESK)
    staff.log_in(staff_id)
    _accepts(staff, trainee_id)
    world.bank_account(trainee_id)
    maker.log_in(person_id)
    _lists(maker, photo)
    mentor = somebody(DESK)
    mentor.log_in(programme.mentor(mentor_id).person_id)
    _vouches(mentor)
    world.fresh()
    hers = catalogue.of_maker(trainee_id)[0].product.id
    buyer = somebody()
    _buys(buyer, [world.slug(product_id) for product_id in (hers, *others)])
    tracking = buyer.page.url

    world.fresh()
    order = orders.of_token(tracking.rsplit("/", 1)[1].partition("?")[0])
    parcel_ids = {world.parcel(one).maker_id: one for one in world.parcels(order.id)}
    assert len(parcel_ids) == 3
    _sends(maker, parcel_ids[trainee_id], "۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴")
    buyer.go(tracking)
    buyer.press("به دستم رسید")
    buyer.sees("به پایان رسید")
    buyer.photograph("chain-tracking")
    line = next(one for one in world.lines(order.id) if one.maker_id == trainee_id)
    staff.go(f"/staff/orders/{order.code}")
    staff.photograph("chain-staff-order")
    form = staff.page.locator(f"form[action$='/lines/{line.id}/refund']")
    form.evaluate("form => form.closest('details') && (form.closest('details').open = true)")
    form.locator("[name='amount']").fill("۱۵٬۰۰۰")
    form.locator("[name='why']").fill("دسته‌اش کج بود")
    form.locator("button").last.click()
    staff.sees("پول در راهِ بازگشت به خریدار است.")
    maker.go("/workshop/money")
    maker.photograph("chain-statement")
    batch_id = _pays_out(_at_desk(somebody, finance[0]), _at_desk(somebody, finance[1]))

    world.fresh()
    assert impact.actual(impact.goal(goal_id)).numerator == 1
    assert [item.state for item in payouts.items_of(batch_id)] == [ItemState.EXPORTED]
    world.work()
    assert world.broken_promises() == []
    official = somebody(DESK)
    official.log_in(staff_id)
    official.go(f"/office/goals/{goal_id}")
    official.sees(order.code)
    official.photograph("chain-goal")


def _at_desk(somebody: Make, person_id: int) -> Somebody:
    one = somebody(DESK)
    one.log_in(person_id)
    return one
