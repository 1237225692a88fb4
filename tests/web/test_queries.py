"""How much a page asks of the database: little, and no more when there is more to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from webtest import TestApp

from app import catalogue, finance, impact, orders, payouts, places, programme
from app.accounts import Role
from app.finance import TaskKind
from app.impact import Aim, Indicator
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth, today
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from app.web.access import ANYONE, allow
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web.browsing import address_of, deliver, home_of, logged_in, put_in_basket, shop_with, statements, to_review
from tests.world import Ware

FEW, MANY = 3, 12
MOST_FOR_THE_SHOP = 12


def asked(browser: TestApp, address: str) -> int:
    """How many statements a page sends, once what hardly ever changes is known."""
    browser.get(address)
    with statements() as sent:
        browser.get(address)
    return len(sent)


def growth(browser: TestApp, address: str, grow: Callable[[], object]) -> tuple[int, int]:
    """Statements with few rows and with many."""
    for _ in range(FEW):
        grow()
    deliver()
    few = asked(browser, address)
    for _ in range(MANY - FEW):
        grow()
    deliver()
    return few, asked(browser, address)


SHOP = ["/", "/products", "/products?q=زنبیل&county=1801&sort=cheapest", "/makers", "/api/v1/products"]


@pytest.mark.parametrize("address", SHOP)
def test_the_shop_asks_little_and_no_more_as_it_grows(visitor, address):
    few, many = growth(visitor, address, lambda: world.product(world.maker()))

    assert few == many
    assert many <= MOST_FOR_THE_SHOP


def test_a_products_page_asks_no_more_as_the_shop_grows(visitor):
    maker = world.maker()
    product = world.product(maker)
    page = address_of(product)

    few, many = growth(visitor, page, lambda: world.product(maker, Ware(title="دیگر")))

    assert few == many
    assert many <= MOST_FOR_THE_SHOP


def test_a_makers_page_asks_no_more_as_she_makes_more(visitor):
    maker = world.maker()
    world.product(maker)

    few, many = growth(visitor, home_of(maker), lambda: world.product(maker))

    assert few == many
    assert many <= MOST_FOR_THE_SHOP


@pytest.mark.parametrize("address", ["/basket", "/checkout", "/checkout/review"])
def test_the_way_to_the_till_asks_no_more_for_a_full_basket(visitor, address):
    put_in_basket(visitor, world.product(world.maker()))
    to_review(visitor)

    few, many = growth(visitor, address, lambda: put_in_basket(visitor, world.product(world.maker())))

    assert few == many
    assert many <= (MOST_FOR_THE_SHOP if address == "/basket" else 16)


def test_an_orders_page_asks_no_more_for_a_big_order(app, bank):
    counts = []
    for number in (FEW, MANY):
        wanted = {world.variant(world.maker()): 1 for _ in range(number)}
        counts.append(asked(browser_of(app), f"/o/{orders.order(world.paid(bank, wanted)).token}"))

    assert counts[0] == counts[1]


def test_a_logged_in_visitor_costs_little_more(app, visitor):
    world.product(world.maker())
    deliver()

    assert asked(logged_in(app, world.person()), "/") <= asked(visitor, "/") + 3
    assert asked(logged_in(app, world.person()), "/") <= MOST_FOR_THE_SHOP


def test_her_account_asks_no_more_as_she_buys_more(app):
    person = world.person()
    variant = world.variant(world.maker(), Ware(on_hand=99))

    few, many = growth(logged_in(app, person), "/account", lambda: world.place({variant: 1}, person_id=person))

    assert few == many


def more_for_a_maker(maker: int, bank: FakeBank) -> None:
    world.draft(maker)
    world.submitted(maker)
    sold = world.sold(bank, {world.variant(maker): 1})
    world.refund(world.lines(sold)[0].id, rials=100_000)
    world.paid(bank, {world.variant(maker): 1})


@pytest.mark.parametrize("room", ["", "products", "orders", "money"])
def test_the_workshop_asks_no_more_as_she_makes_and_sells_more(app, bank, room):
    maker = world.maker()
    browser = logged_in(app, world.person_of(maker))

    few, many = growth(browser, f"/workshop/{room}", lambda: more_for_a_maker(maker, bank))

    assert few == many


@pytest.mark.parametrize("room", ["", "queue", "vouches"])
def test_the_mentors_desk_asks_no_more_as_more_waits(app, room):
    mentor = world.mentor("1801")
    browser = logged_in(app, programme.mentor(mentor).person_id)

    def more() -> None:
        world.submitted(world.maker("1801"))
        world.product(world.maker("1801"), by=mentor)

    few, many = growth(browser, f"/desk/{room}", more)

    assert few == many


def more_for_staff() -> None:
    cohort = world.cohort()
    world.maker(into=cohort)
    world.applicant(into=cohort)
    world.mentor()
    with transaction():
        programme.keep_list(b"x", "list.csv", None, None)
        places.declare_closed(today() + timedelta(days=len(places.closures(today()))), "گرد و غبار", None, None)
        programme.add_cooperative("نخل", "1", f"{len(programme.cooperatives()):011d}", "1801", None)
        row = session().scalars(select(OutboxRow).where(OutboxRow.dead_at.is_(None))).first()
        row.dead_at, row.delivered_at, row.attempts = clock.now(), None, outbox.MOST_TRIES


STAFF_ROOMS = ["", "import", "trainees", "cohorts", "mentors", "cooperatives", "goods", "closures", "rules", "outbox"]


def test_the_executors_rooms_ask_no_more_as_the_programme_grows(app):
    browser = logged_in(app, world.official(Role.STAFF))
    for _ in range(FEW):
        more_for_staff()
    few = {room: asked(browser, f"/staff/{room}") for room in STAFF_ROOMS}
    for _ in range(MANY - FEW):
        more_for_staff()

    assert {room: asked(browser, f"/staff/{room}") for room in STAFF_ROOMS} == few


def test_lists_of_orders_ask_no_more_as_more_is_sold(app, bank):
    staff = logged_in(app, world.official(Role.STAFF))
    variant = world.variant(world.maker(), Ware(on_hand=99))

    few, many = growth(staff, "/staff/orders", lambda: world.paid(bank, {variant: 1}))

    assert few == many


def more_for_the_office(bank: FakeBank) -> None:
    month = JalaliMonth.current()
    world.sold(bank, {world.variant(world.maker("1801")): 1})
    with transaction():
        impact.set_goal(Aim(Indicator.EARNING, 5, month.plus(-2), month, county_code="1801"), None)
        impact.set_goal(Aim(Indicator.INCOME, 5, month, month, cohort_id=programme.cohorts()[0].id), None)


@pytest.mark.parametrize("room", ["", "goals", "counties/1801", "sales.csv", "goals/1"])
def test_the_office_asks_no_more_as_goals_and_sales_grow(app, bank, room):
    browser = logged_in(app, world.official(Role.OFFICER))

    few, many = growth(browser, f"/office/{room}", lambda: more_for_the_office(bank))

    assert few == many


def more_for_finance(bank: FakeBank, builder: int) -> None:
    maker = world.maker()
    world.bank_account(maker)
    world.sold(bank, {world.variant(maker): 1})
    with transaction():
        payouts.build(builder)
        finance.open_task(TaskKind.BOOKS, f"books:{maker}")
    waiting = world.maker()
    world.bank_account(waiting, verified=False)
    world.sold(bank, {world.variant(waiting): 1})


@pytest.mark.parametrize("room", ["", "payouts", "books"])
def test_the_finance_desk_asks_no_more_as_more_is_owed(app, bank, room):
    builder = world.official(Role.FINANCE)
    browser = logged_in(app, builder)

    few, many = growth(browser, f"/finance/{room}", lambda: more_for_finance(bank, builder))

    assert few == many


def test_a_batch_asks_no_more_for_more_makers(app, bank):
    builder = world.official(Role.FINANCE)
    browser = logged_in(app, builder)
    counts = []
    for number in (FEW, MANY):
        for _ in range(number):
            maker = world.maker()
            world.bank_account(maker)
            world.sold(bank, {world.variant(maker): 1})
        with transaction():
            batch = payouts.build(builder).id
        counts.append(asked(browser, f"/finance/payouts/{batch}"))

    assert counts[0] == counts[1]


def test_asking_once_for_each_row_would_be_noticed(app, store):
    """The control: a page that looks its rows up one by one."""

    def one_by_one() -> str:
        return " ".join(catalogue.product(product).sku for product in catalogue.products_on_sale())

    with shop_with(store) as careless:
        careless.add_url_rule("/one-by-one", "one_by_one", allow(ANYONE)(one_by_one))
        with careless.app_context():
            few, many = growth(browser_of(careless), "/one-by-one", lambda: world.product(world.maker()))

    assert many > few
