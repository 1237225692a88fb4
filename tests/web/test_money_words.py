"""What a buyer reads of her money is true of how she paid; what a maker reads of her hours is the rule's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp

from app import catalogue, notifications, orders, payments, vouching
from app.accounts import Role
from app.notifications import Channel, Message
from app.notifications.quiet import QUIET_FROM, QUIET_UNTIL
from app.payments import COD_MOST
from app.payments.by_hand import ByHand
from app.shared import clock, outbox, rulebook, running
from app.shared.calendar import TEHRAN
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.fakes.bank import FakeBank
from tests.notifications.scene import drain
from tests.web.browsing import address_of, logged_in, words_of
from tests.world import Ware

BACK, TRANSFER, NOTHING = "همهٔ پول", "با حوالهٔ بانکی", "پولی"


@pytest.fixture
def product(app: Flask) -> int:
    return world.product(world.maker("1801"), Ware(title="ارده"))


def by_card(product: int, bank: FakeBank) -> int:
    return world.paid(bank, {catalogue.variants_of([product])[product][0].id: 1})


def at_counter(product: int, bank: FakeBank) -> int:
    """Paid in cash at the programme's counter."""
    running.put("gateways", {**payments.gateways(), "counter": ByHand("counter")})
    order_id = world.place({catalogue.variants_of([product])[product][0].id: 1})
    there, by = world.to_bank(order_id, "counter"), world.official(Role.FINANCE)
    with transaction():
        orders.seen_by_hand(there.attempt_id, "R-17", by)
    return order_id


def at_door(product: int, bank: FakeBank) -> int:
    """To be paid when it comes."""
    world.tariffs()
    running.put("gateways", {**payments.gateways(), "cod": ByHand("cod")})
    with transaction():
        rulebook.set_rule(COD_MOST, 20_000_000, source="test", by=None)
    maker = catalogue.product(product).maker_id
    order_id = world.place({catalogue.variants_of([product])[product][0].id: 1}, services={maker: "courier"})
    world.to_bank(order_id, "cod")
    return order_id


WAYS = [
    (by_card, {BACK}),
    (at_counter, {BACK, TRANSFER}),
    (at_door, {NOTHING}),
]


def said(words: str) -> set[str]:
    return {one for one in (BACK, TRANSFER) if one in words} or ({NOTHING} if NOTHING in words else set())


@pytest.mark.parametrize(("pay", "told"), WAYS)
def test_who_paid_in_cash_reads_how_money_of_a_recalled_parcel_comes(
    bank: FakeBank, visitor: TestApp, product: int, pay: Callable[[int, FakeBank], int], told: set[str]
) -> None:
    order_id = pay(product, bank)

    world.recalled(product)
    world.work()

    world.fresh()
    [letter] = [one.body or "" for one in session().scalars(select(Message).where(Message.template == "recalled"))]
    notice = visitor.get(f"/o/{orders.order(order_id).token}").html.select_one(".notice.n-bad").get_text()
    assert said(letter) == told
    assert said(notice) == told


@pytest.mark.parametrize(("pay", "told"), WAYS)
def test_who_paid_in_cash_reads_how_money_comes_when_a_vouch_was_taken_back(
    bank: FakeBank, visitor: TestApp, product: int, pay: Callable[[int, FakeBank], int], told: set[str]
) -> None:
    order_id = pay(product, bank)
    with transaction():
        given = vouching.vouch_by_id(world.lines(order_id)[0].vouch_id or 0)
        vouching.withdraw_vouch(given, "دیگر ندیدم", given.mentor_person_id)
    world.fresh()

    notice = visitor.get(f"/o/{orders.order(order_id).token}").html.select_one("section.notice.n-warn").get_text()

    assert said(notice) == told


# ---- the hours of the rule ------------------------------------------------------------------------------------


def asked() -> str:
    world.fresh()
    [letter] = [one.body or "" for one in session().scalars(select(Message).where(Message.template == "new_parcel"))]
    return letter


def test_the_makers_message_and_the_help_page_print_the_hours_of_the_rule(bank, visitor, product):
    with transaction():
        rulebook.set_rule(orders.ACCEPT_HOURS, 36, source="test", by=None)

    by_card(product, bank)
    world.work()

    assert "تا ۳۶ ساعت" in asked()
    assert "تا ۳۶ ساعت نپذیرد" in words_of(visitor.get("/help"))


def test_a_message_that_waited_for_the_morning_prints_the_hours_that_are_left(bank, product):
    with transaction():
        rulebook.set_rule(QUIET_FROM, 22, source="test", by=None)
        rulebook.set_rule(QUIET_UNTIL, 8, source="test", by=None)
    today = clock.now().astimezone(TEHRAN)

    def at(hour: int, days: int) -> datetime:
        return today.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)

    with clock.at(at(23, 1)):
        by_card(product, bank)
        drain()
    with clock.at(at(8, 2)):
        drain()

    assert "تا ۳۹ ساعت" in asked()


# ---- what is sold out, what has no name, who was reached by mail ----------------------------------------------


def test_what_is_sold_out_still_says_that_it_can_be_given_back(bank, visitor):
    product = world.product(world.maker(), Ware(on_hand=1))
    before = words_of(visitor.get(address_of(product)))
    by_card(product, bank)
    world.work()

    page = words_of(visitor.get(address_of(product)))

    assert "تمام شد" in page
    assert all("روزِ کاری پس از رسیدن پس می‌گیریم" in one for one in (before, page))


def test_a_draft_without_name_or_price_has_no_line_of_figures(app):
    maker = world.maker()
    browser = logged_in(app, world.person_of(maker))
    with transaction():
        catalogue.new_product(maker, world.person_of(maker))
    world.product(maker, Ware(on_hand=3))

    shown = [one.get_text() for one in browser.get("/workshop/products").html.select(".line .stack > p.small.muted")]

    assert [one for one in shown if one.strip().startswith("،")] == []
    assert [one for one in shown if "عدد" in one] == ["۴۰۰٬۰۰۰ تومان، ۳ عدد"]


def died(*channels: Channel) -> None:
    """No message of a recall by these ways could be sent."""
    for row in session().scalars(select(OutboxRow).where(OutboxRow.payload.contains('"recalled"'))):
        if row.reaction == "notifications.send" and any(f'"{one.value}"' in (row.payload or "") for one in channels):
            row.dead_at, row.delivered_at, row.attempts = clock.now(), None, outbox.MOST_TRIES


@pytest.mark.parametrize(
    ("dead", "unreached"), [((Channel.SMS,), 0), ((Channel.EMAIL,), 0), ((Channel.SMS, Channel.EMAIL), 1)]
)
def test_who_was_reached_by_mail_is_not_among_the_unreached(app, bank, product, dead, unreached):
    to = orders.Recipient(**{**world.recipient().__dict__, "email": "sara@example.ir"})
    world.paid(bank, {catalogue.variants_of([product])[product][0].id: 1}, recipient=to)
    world.work()
    recall = world.recalled(product)
    world.fresh()
    letters = select(OutboxRow).where(OutboxRow.reaction == "notifications.send")
    while not session().scalars(letters.where(OutboxRow.payload.contains('"recalled"'))).all():
        outbox.drain(1)
    with transaction():
        died(*dead)
    world.work()

    world.fresh()
    assert notifications.recall_letters_dead(recall) == unreached
