"""An e-mail address at checkout: asked for, never needed, kept with the order, used for news."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse

from app import orders
from app.notifications import Channel, Message
from app.shared.database import session
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import deliver, faults_of, form_of, put_in_basket, ready_to_pay, shop_with, to_review, words_of


def write(browser: TestApp, email: str) -> TestResponse:
    put_in_basket(browser, world.product(world.maker()))
    world.tariffs()
    form = form_of(browser.get("/checkout"), "/checkout")
    form["mobile"], form["name"], form["area"], form["city"] = "09121234567", "سارا احمدی", "1801", "بوشهر"
    form["address"], form["email"] = "خیابان سنگی، پلاک ۷", email
    return form.submit(expect_errors=True)


def bought(browser: TestApp, email: str) -> orders.Order:
    ready_to_pay(write(browser, email).follow()).submit(status=303)
    world.fresh()
    return session().scalars(select(orders.Order)).one()


def mailed_to() -> list[str]:
    deliver()
    return list(session().scalars(select(Message.to).where(Message.channel == Channel.EMAIL)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("sara@example.ir", "sara@example.ir"),
        ("  sara@example.ir ", "sara@example.ir"),
        ("s.a+shop@mail.example.co.ir", "s.a+shop@mail.example.co.ir"),
        ("sara\u200f@example.ir", "sara@example.ir"),
        ("", ""),
    ],
)
def test_an_address_is_kept_with_the_order(visitor, typed, kept):
    assert bought(visitor, typed).email == kept


@pytest.mark.parametrize(
    "typed",
    ["sara", "sara@", "@example.ir", "sara@example", "a b@example.ir", "a@b@example.ir", "a@example..ir",
     "a@example.ir,b@example.ir", "a@example.ir;b@example.ir", "Sara <a@example.ir>", "۰۹۱۲۱۲۳۴۵۶۷", "a@exämple.ir",
     f"{'a' * 65}@example.ir", f"a@{'b' * 250}.ir"],
)  # fmt: skip
def test_what_is_no_address_is_told_at_its_field(visitor, typed):
    page = write(visitor, typed)

    assert page.status_code == 422
    assert list(faults_of(page)) == ["email"]
    assert form_of(page, "/checkout")["email"].value == typed


def test_the_field_is_for_an_address_and_not_needed(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    field = visitor.get("/checkout").html.find("input", attrs={"name": "email"})

    assert (field.get("autocomplete"), field.get("required"), field.get("dir")) == ("email", None, "ltr")


def test_a_shop_that_sends_no_mail_asks_for_no_address(store, app):
    product = world.product(world.maker())
    with shop_with(store, SMS_PROVIDER="kavenegar", KAVENEGAR_API_KEY="key") as other:
        browser = browser_of(other)
        put_in_basket(browser, product)
        page = browser.get("/checkout")
        written = to_review(browser)

    assert page.html.find("input", attrs={"name": "email"}) is None
    assert "بازبینیِ سفارش" in words_of(written)


def test_news_goes_to_the_address(visitor, bank):
    redirect = ready_to_pay(write(visitor, "sara@example.ir").follow()).submit(status=303)
    authority = redirect.headers["Location"].rpartition("/")[2]
    back = bank.act(authority, "pay").headers["location"].removeprefix("http://127.0.0.1:8000")
    visitor.get(back, status=303)

    assert mailed_to() == ["sara@example.ir"]


def test_the_address_is_written_again_for_who_comes_back_to_the_form(visitor):
    write(visitor, "sara@example.ir")

    assert form_of(visitor.get("/checkout"), "/checkout")["email"].value == "sara@example.ir"


def test_after_the_order_the_basket_has_forgotten_it(visitor):
    bought(visitor, "sara@example.ir")
    kept = set(session().scalars(select(orders.Basket.email)))
    put_in_basket(visitor, world.product(world.maker()))

    assert kept == {""}
    assert form_of(visitor.get("/checkout"), "/checkout")["email"].value == ""


def test_who_looks_an_order_up_is_not_shown_the_address(visitor):
    order = bought(visitor, "sara@example.ir")

    assert "sara@example.ir" not in visitor.get(f"/o/{order.token}").text
