"""An opinion on the pages: written from the order's page, read on the product's, answered, reported, hidden."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import Upload

from app import catalogue, opinions, orders
from app.accounts import Role
from app.shared import audit
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web.browsing import address_of, deliver, faults_of, form_of, logged_in, token_of, words_of


@pytest.fixture
def sold(app: Flask, bank: FakeBank) -> tuple[int, str]:
    """The line that came, and the order's page."""
    order_id = world.sold(bank, {world.variant(world.maker()): 1})
    return world.lines(order_id)[0].id, f"/o/{orders.order(order_id).token}"


def product_page(line_id: int) -> str:
    world.fresh()
    line = next(one for one in orders.lines_of([1])[1] if one.id == line_id)
    return address_of(catalogue.version(line.version_id).product_id)


def test_from_the_orders_page_to_the_products(app, sold):
    line_id, page = sold
    browser = browser_of(app)

    form = form_of(browser.get(page).click("نظرتان را بنویسید"), having="as_told")
    form["as_told"], form["stars"] = "partly", "4"
    form["words"] = "خوش‌بافت است. ۰۹۱۷ ۱۲۳ ۴۵ ۶۷"
    form["photo"] = [Upload("a.jpg", world.jpeg(), "image/jpeg")]
    form.submit(status=303)
    deliver()

    shown = browser.get(product_page(line_id))
    assert "خوش‌بافت است. •••" in words_of(shown)
    assert "سارا" in words_of(shown)
    assert "احمدی" not in words_of(shown)
    assert "برای میانگین هنوز کم است" in words_of(shown)
    assert shown.html.select("#opinions .shots img")
    assert "نظرتان را ویرایش کنید" in words_of(browser.get(page))
    assert form_of(browser.get(f"{page}/opinion/{line_id}"), having="as_told")["stars"].value == "4"


def test_a_slip_is_told_at_its_field_and_nothing_typed_is_lost(app, sold):
    line_id, page = sold
    form = form_of(browser_of(app).get(f"{page}/opinion/{line_id}"), having="as_told")
    form["words"] = "خوش‌بافت است"

    answer = form.submit(status=422)

    assert len(faults_of(answer)) == 2
    assert "خوش‌بافت است" in answer.text


def test_an_average_stands_on_the_page_once_there_are_three(app, bank):
    variant = world.variant(world.maker())
    lines = [world.lines(world.sold(bank, {variant: 1}))[0] for _ in range(3)]
    for line, stars in zip(lines, (5, 4, 4), strict=True):
        world.opinion(line.id, stars)
    page = browser_of(app).get(address_of(catalogue.version(lines[0].version_id).product_id))

    assert "۴٫۳ از ۵" in words_of(page)
    assert "۱۰۰٪ از ۳ خریدار" in words_of(page)


def test_the_maker_answers_and_reports_and_staff_hide_with_the_reason_shown(app, sold):
    line_id, _ = sold
    number = world.opinion(line_id, 1, words="تماس: ۰۹۱۷۱۲۳۴۵۶۷")
    world.fresh()
    maker = logged_in(app, world.person_of(opinions.within(number, None).opinion.maker_id))
    staff_id = world.official(Role.STAFF)
    staff = logged_in(app, staff_id)

    mine = maker.get("/workshop/opinions").click(href=f"/workshop/opinions/{number}")
    answer = form_of(mine, having="words")
    answer["words"] = "ببخشید"
    mine = answer.submit("do").follow()
    report = form_of(mine, having="why")
    report["why"] = "شماره نوشته است"
    report.submit("do").follow()
    address = f"/staff/opinions/{number}"
    assert f'href="{address}"' in staff.get("/staff/opinions").text
    assert "۰۹۱۷" not in staff.get(address).text
    seen = staff.post(address, {"csrf_token": token_of(staff), "do": "original"})
    assert "۰۹۱۷۱۲۳۴۵۶۷" in seen.text
    staff.post(address, {"csrf_token": token_of(staff), "do": "hide", "reason": "personal"}, status=303)

    world.fresh()
    assert [row.act for row in audit.of("opinion", number)] == [
        "opinion_written",
        "opinion_original_seen",
        "opinion_hidden",
    ]
    page = browser_of(app).get(f"{product_page(line_id)}/opinions")
    assert "۱ نظر به‌دلیلِ «آوردنِ نام یا نشانیِ کسی» پنهان شد" in words_of(page)
    assert "ببخشید" not in words_of(page)
    assert "نظر پنهان شد" in words_of(maker.get(f"/workshop/opinions/{number}"))


def test_staff_show_it_again_with_a_reason_that_the_record_keeps(app, sold):
    line_id, _ = sold
    number, person = world.opinion(line_id, 2, words="دسته‌اش سست است"), world.official(Role.STAFF)
    staff, address = logged_in(app, person), f"/staff/opinions/{number}"
    staff.post(address, {"csrf_token": token_of(staff), "do": "hide", "reason": "insult"}, status=303)

    without = form_of(staff.get(address), having="why").submit("do", value="show", expect_errors=True)
    form = form_of(staff.get(address), having="why")
    form["why"] = "بد گفته، توهین نکرده"
    form.submit("do", value="show", status=303)

    world.fresh()
    assert without.status_code == 422
    assert faults_of(without) == {"why": "دلیل را بنویسید."}
    assert "دسته‌اش سست است" in words_of(browser_of(app).get(f"{product_page(line_id)}/opinions"))
    shown = audit.of("opinion", number)[-1]
    assert (shown.act, shown.by_id) == ("opinion_shown", person)
    assert "بد گفته، توهین نکرده" in shown.facts


def test_what_has_not_come_yet_has_no_form(app, bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    page = f"/o/{orders.order(order_id).token}"
    browser = browser_of(app)

    assert "نظرتان را بنویسید" not in words_of(browser.get(page))
    shown = browser.get(f"{page}/opinion/{world.lines(order_id)[0].id}")
    assert "وقتی کالا به دستتان رسید" in words_of(shown)
    typed = {"csrf_token": token_of(browser), "as_told": "yes", "stars": "5"}
    browser.post(f"{page}/opinion/{world.lines(order_id)[0].id}", typed, status=409)
