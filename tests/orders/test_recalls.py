"""A batch is called back: nothing of it leaves, nothing of it is sold, and every buyer is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app import catalogue, orders, payments, vouching
from app.accounts import Role
from app.catalogue import RecallOutOfRange, RecallStands, Shelf
from app.notifications import Message
from app.orders import ParcelState, RecallFigures
from app.shared import clock, states
from app.shared.calendar import local_date, today
from app.shared.database import session, transaction
from tests import world


@pytest.fixture
def product(app) -> int:
    return world.product(world.maker())


def variant_of(product: int) -> int:
    return catalogue.variants_of([product])[product][0].id


def told(template: str) -> list[str]:
    world.work()
    world.fresh()
    return [one.body or "" for one in session().scalars(select(Message).where(Message.template == template))]


def state_of(product: int) -> Shelf:
    world.fresh()
    return catalogue.product(product).state


def figures(recall: int) -> RecallFigures:
    world.fresh()
    return orders.recall_figures([recall])[recall]


def end(recall: int) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        catalogue.end_recall(catalogue.recall_in(recall, None), "آزمایشگاه سالم دانست", staff)


def test_every_buyer_is_told_once_and_what_has_not_left_is_paid_back(bank, product):
    variant, other = variant_of(product), world.variant(world.maker())
    sent = world.sold(bank, {variant: 1})
    waiting = world.paid(bank, {variant: 2, other: 1})
    untouched = world.paid(bank, {other: 1})

    recall = world.recalled(product)

    states_of = {world.parcel(one).maker_id: world.parcel(one).state for one in world.parcels(waiting)}
    mine = catalogue.product(product).maker_id
    assert states_of.pop(mine) is ParcelState.CANCELLED
    assert set(states_of.values()) == {ParcelState.NEW}
    back = payments.refunds_of(waiting)
    assert [one.amount_rial for one in back] == [2 * 4_000_000 + 500_000]
    assert payments.refunds_of(sent) == payments.refunds_of(untouched) == []
    assert len(told("recalled")) == len(told("recalled")) == 2
    assert told("parcel_called_off") == []
    assert len(told("recalled_maker")) == len(told("recalled_mentor")) == 1
    assert figures(recall) == RecallFigures(buyers=2, told=2, stopped=1)
    assert {line.recall.id for line in orders.recalled_in(sent).values()} == {recall}
    assert orders.recalled_in(untouched) == {}


def test_two_lines_of_one_buyer_are_one_message(bank, product):
    recall_of = catalogue.product(product)
    with transaction():
        wanted = catalogue.NewVariant("بزرگ", world.Rial(4_000_000), 5)
        second = catalogue.add_variant(catalogue.product(recall_of.id), wanted, None).id
    world.sold(bank, {variant_of(product): 1, second: 1})

    recall = world.recalled(product)

    assert len(told("recalled")) == 1
    assert figures(recall).buyers == 1


def test_only_the_named_variant_and_days_are_called_back(bank, product):
    first = variant_of(product)
    with transaction():
        wanted = catalogue.NewVariant("بزرگ", world.Rial(4_000_000), 5)
        second = catalogue.add_variant(catalogue.product(product), wanted, None).id
    with clock.at(clock.now() - timedelta(days=40)):
        long_ago = world.sold(bank, {first: 1})
    other_size, hit = world.sold(bank, {second: 1}), world.sold(bank, {first: 1})

    recall = world.recalled(product, variant_id=first, days=30)

    assert [order.id for order, _ in orders.recalled_orders(recall)] == [hit]
    assert orders.recalled_in(long_ago) == orders.recalled_in(other_size) == {}
    assert state_of(product) is Shelf.WITHDRAWN


def test_an_order_that_is_paid_after_the_recall_does_not_leave(bank, product):
    there = world.to_bank(world.place({variant_of(product): 1}))
    recall = world.recalled(product)
    bank.act(there.authority, "pay")

    world.settle(there.attempt_id)

    assert {world.parcel(one).state for one in world.parcels(there.order_id)} == {ParcelState.CANCELLED}
    assert figures(recall) == RecallFigures(1, 0, 1)
    assert len(told("recalled")) == 1
    assert payments.refunds_of(there.order_id)


def test_a_recalled_product_comes_back_by_a_fresh_review_alone(bank, product):
    maker, mentor = catalogue.product(product).maker_id, world.mentor()
    recall = world.recalled(product)
    with transaction():
        live = catalogue.version(catalogue.product(product).live_version_id or 0)
        draft = catalogue.draft_after(live, None)
        vouching.copy_disclosure(live, draft)
        review = vouching.submit(draft, world.person_of(maker)).id

    with pytest.raises(RecallStands):
        world.vouch(review, mentor)
    with pytest.raises(RecallStands), transaction():
        catalogue.shelve(catalogue.product(product), Shelf.ON_SALE, None)
    end(recall)
    ended = state_of(product)
    world.vouch(review, mentor)

    assert ended is Shelf.WITHDRAWN
    assert state_of(product) is Shelf.ON_SALE
    assert [one.note for one in states.history("product", product)][-2:] == ["recalled", None]


def test_the_database_itself_sells_nothing_while_a_recall_stands(product):
    world.recalled(product)

    with pytest.raises(IntegrityError, match="recalled"), transaction():
        session().execute(text(f"UPDATE product SET state = 'on_sale' WHERE id = {product}"))


def test_the_database_itself_takes_no_recall_of_what_is_on_sale(product):
    statement = (
        "INSERT INTO recall (product_id, sold_from, sold_until, reason, advice, begun_by, begun_at, ended_why) "
        f"VALUES ({product}, '2026-01-01', '2026-01-01', 'x', 'x', 1, '2026-01-01 00:00:00.000000', '')"
    )

    with pytest.raises(IntegrityError, match="off sale first"), transaction():
        session().execute(text(statement))


def test_what_is_no_recall_changes_nothing(product):
    day, by = today(), world.official(Role.STAFF)
    wrong = {
        "days": catalogue.Batch(None, day, day + timedelta(days=1), "کپک", "نخورید"),
        "words": catalogue.Batch(None, day, day, "کپک", " "),
    }

    for reason, batch in wrong.items():
        with pytest.raises(RecallOutOfRange) as refused, transaction():
            orders.recall(catalogue.product(product), batch, by)
        assert refused.value.reason == reason
    assert state_of(product) is Shelf.ON_SALE
    recall = world.recalled(product)
    with pytest.raises(RecallOutOfRange):
        world.recalled(product)
    end(recall)
    with pytest.raises(RecallOutOfRange):
        end(recall)


def test_a_recall_reaches_to_the_end_of_its_last_day(bank, product):
    order = world.sold(bank, {variant_of(product): 1})
    day = local_date(orders.order(order).placed_at)
    batch, by = catalogue.Batch(None, day, day, "کپک", "نخورید"), world.official(Role.STAFF)

    with transaction():
        recall = orders.recall(catalogue.product(product), batch, by).id

    assert figures(recall).buyers == 1
