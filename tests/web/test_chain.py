"""The main job from end to end over HTTP, without JavaScript, on whichever database is under test."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Flask
from webtest import TestApp

from app import accounts, catalogue, impact, orders, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web.browsing import (
    ask_for_code,
    code_sent,
    form_of,
    logged_in,
    look,
    press,
    put_in_basket,
    ready_to_pay,
    to_review,
    words_of,
    write_code,
)
from tests.web.wizard import new_product, walk

MOBILE = "09171110022"


def _applies(app: Flask) -> tuple[TestApp, int]:
    """A guest becomes an applicant; her browser and her trainee number."""
    browser = browser_of(app)
    ask_for_code(browser, MOBILE, next="/apply")
    write_code(browser, code_sent(app, MOBILE))
    form = form_of(browser.get("/apply"), having="national_code")
    form["given_name"], form["family_name"], form["national_code"] = "معصومه", "تنگسیری", "۰۰۱۲۳۴۵۶۷۹"
    form["county"], form["trade"] = "1803", programme.trades()[0].code
    form.submit(status=303)
    world.fresh()
    trainee = programme.trainee_of(accounts.accounts_on(MOBILE)[0].id)
    assert trainee is not None
    return browser, trainee.id


def _is_accepted(app: Flask, staff_id: int, trainee_id: int) -> None:
    engagement_id = programme.engagements_of(trainee_id)[0][0].id
    page = logged_in(app, staff_id).get(f"/staff/trainees/{trainee_id}")
    press(page, f"/staff/engagements/{engagement_id}", "do", "accept")


def _lists(browser: TestApp) -> None:
    draft = new_product(browser)
    walk(browser, draft)
    world.work()
    last = form_of(browser.get(f"{draft}/review"), "", having="attest")
    last["attest"] = True
    last.submit("do", value="send", status=303)


def _vouches(app: Flask, mentor_id: int) -> None:
    browser = logged_in(app, programme.mentor(mentor_id).person_id)
    review = browser.get("/desk/queue").click(href="/desk/review/")
    form = form_of(review, "", having="basis")
    form["basis"], form["checked"], form["words"] = "in_person", "بافت و دسته", "خودم دیدم"
    form["seen"] = True
    look(form)
    form.submit("do", value="vouch", status=303)
    world.work()


def _buys(app: Flask, bank: FakeBank, product_ids: list[int]) -> tuple[TestApp, str]:
    """From three products to a paid order; the buyer's browser and the order's page."""
    buyer = browser_of(app)
    for product_id in product_ids:
        put_in_basket(buyer, product_id)
    answer = ready_to_pay(to_review(buyer)).submit(status=303)
    authority = answer.headers["Location"].rpartition("/")[2]
    back = bank.act(authority, "pay").headers["Location"]
    parts = urlsplit(back)
    paid = buyer.get(f"{parts.path}?{parts.query}", status=303)
    return buyer, urlsplit(paid.headers["Location"]).path


def _sends(browser: TestApp, parcel_id: int) -> None:
    form_of(browser.get(f"/workshop/orders/{parcel_id}"), f"/workshop/orders/{parcel_id}/accept").submit(status=303)
    form = form_of(browser.get(f"/workshop/orders/{parcel_id}"), f"/workshop/orders/{parcel_id}/send")
    form["tracking_no"] = "۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴"
    form.submit(status=303)


def _refunds(app: Flask, staff_id: int, code: str, line_id: int) -> None:
    page = logged_in(app, staff_id).get(f"/staff/orders/{code}")
    form = form_of(page, f"/staff/orders/{code}/lines/{line_id}/refund")
    form["amount"], form["why"] = "۱۵٬۰۰۰", "دسته‌اش کج بود"
    form.submit(status=303)


def _pays_out(app: Flask, builder_id: int, approver_id: int) -> str:
    """Two persons of finance; the bank's file."""
    builder, approver = logged_in(app, builder_id), logged_in(app, approver_id)
    batch = form_of(builder.get("/finance/payouts"), "/finance/payouts").submit(status=303).headers["Location"]
    form_of(approver.get(batch), "", having="do").submit("do", value="approve", status=303)
    form_of(builder.get(batch), "", having="do").submit("do", value="export", status=303)
    return form_of(builder.get(batch), f"{urlsplit(batch).path}/file/csv").submit().text


def test_from_an_application_to_the_countys_goal(app: Flask, bank: FakeBank) -> None:
    world.tariffs()
    world.cohort()
    staff_id, mentor_id = world.official(Role.STAFF), world.mentor("1803")
    builder_id, approver_id = world.official(Role.FINANCE), world.official(Role.FINANCE)
    others = [world.product(world.maker(county)) for county in ("1801", "1802")]
    month = JalaliMonth.current()
    with transaction():
        goal_id = impact.set_goal(Aim(Indicator.SELLING, 1, month, month, county_code="1803"), staff_id).id

    maker, trainee_id = _applies(app)
    _is_accepted(app, staff_id, trainee_id)
    world.bank_account(trainee_id)
    _lists(maker)
    _vouches(app, mentor_id)
    hers = catalogue.of_maker(trainee_id)[0].product.id
    buyer, tracking = _buys(app, bank, [hers, *others])
    world.fresh()
    order = orders.of_token(tracking.rpartition("/")[2])
    code, parcels = order.code, {world.parcel(one).maker_id: one for one in world.parcels(order.id)}
    _sends(maker, parcels[trainee_id])
    form_of(buyer.get(tracking), f"{tracking}/received/{parcels[trainee_id]}").submit(status=303)
    _refunds(app, staff_id, code, next(one.id for one in world.lines(order.id) if one.maker_id == trainee_id))
    statement = words_of(maker.get("/workshop/money"))
    file = _pays_out(app, builder_id, approver_id)
    world.work()

    assert len(parcels) == 3
    assert "۴۱۵٬۷۵۰" in statement
    assert "IR" in file
    assert "4157500" in file
    assert impact.actual(impact.goal(goal_id)).numerator == 1
    assert code in words_of(logged_in(app, staff_id).get(f"/office/goals/{goal_id}"))
    assert quote(code) in logged_in(app, staff_id).get("/staff/orders").text
    assert world.broken_promises() == []
