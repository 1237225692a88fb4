"""A mentor takes her word back after the sale: until it is sent, the buyer may call it off free, also once accepted."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text

from app import catalogue, orders, vouching
from app.notifications import Message
from app.orders import NotUnvouched, ParcelState
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world
from tests.fakes.bank import FakeBank


def withdraw(vouch_id: int | None, *, expired: bool = False) -> None:
    world.fresh()
    with transaction():
        given = vouching.vouch_by_id(vouch_id or 0)
        by = None if expired else given.mentor_person_id
        vouching.withdraw_vouch(given, "expired" if expired else "دیگر ندیدم", by)


@pytest.fixture
def order_id(app: object, bank: FakeBank) -> int:
    """A paid order of two things of one maker, accepted; the first one's vouch is taken back."""
    maker = world.maker()
    found = world.paid(bank, {world.variant(maker): 2, world.variant(maker): 1})
    with transaction():
        orders.accept(world.parcel(world.parcels(found)[0]), None)
    withdraw(world.lines(found)[0].vouch_id)
    return found


def parcel_of(order_id: int) -> orders.Parcel:
    return world.parcel(world.parcels(order_id)[0])


def cancel(order_id: int, line_id: int | None = None) -> None:
    with transaction():
        if line_id is None:
            orders.cancel_unvouched(parcel_of(order_id), None)
        else:
            orders.cancel_unvouched_line(parcel_of(order_id), line_id, None)


def given_back(order_id: int) -> int:
    return sum(int(line.refunded_rial) for line in world.lines(order_id)) + int(
        parcel_of(order_id).refunded_delivery_rial
    )


def told(order_id: int, template: str) -> list[str]:
    world.work()
    return list(session().scalars(select(Message.to).where(Message.template == template)))


def rights(order_id: int) -> list[int]:
    world.fresh()
    parcel = parcel_of(order_id)
    found = orders.unvouched_of([parcel], orders.lines_of([parcel.id]))
    return [line.id for line in found.get(parcel.id, [])]


def test_an_accepted_parcel_is_called_off_with_all_its_money_and_its_delivery(order_id):
    cancel(order_id)

    assert parcel_of(order_id).state is ParcelState.CANCELLED
    assert given_back(order_id) == orders.order(order_id).total_rial
    assert told(order_id, "parcel_off")
    assert world.broken_promises() == []


def test_one_thing_alone_is_called_off_and_the_rest_still_comes(order_id):
    first, second = world.lines(order_id)

    cancel(order_id, first.id)

    assert parcel_of(order_id).state is ParcelState.ACCEPTED
    assert given_back(order_id) == first.paid_rial
    assert rights(order_id) == []
    assert len(told(order_id, "line_off")) == 1
    assert world.broken_promises() == []
    with transaction():
        orders.send(parcel_of(order_id), "661810218404", None)
    world.receive(parcel_of(order_id).id)
    assert world.broken_promises() == []
    assert world.lines(order_id)[1].refunded_quantity == 0
    assert second.id == world.lines(order_id)[1].id


def test_the_goods_return_to_the_shelf(order_id):
    variant = session().get_one(catalogue.Variant, world.lines(order_id)[0].variant_id)
    before = variant.on_hand

    cancel(order_id, world.lines(order_id)[0].id)

    world.fresh()
    assert session().get_one(catalogue.Variant, world.lines(order_id)[0].variant_id).on_hand == before + 2


def test_the_last_thing_takes_the_parcel_and_its_delivery_with_it(order_id):
    first, second = world.lines(order_id)
    withdraw(second.vouch_id)
    cancel(order_id, first.id)

    cancel(order_id, second.id)

    assert parcel_of(order_id).state is ParcelState.CANCELLED
    assert given_back(order_id) == orders.order(order_id).total_rial


def test_what_stands_vouched_gives_no_such_right(order_id):
    assert rights(order_id) == [world.lines(order_id)[0].id]
    with pytest.raises(NotUnvouched):
        cancel(order_id, world.lines(order_id)[1].id)


def test_a_vouch_whose_date_passed_gives_no_such_right_and_nobody_is_told(app, bank):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        orders.accept(parcel_of(order), None)

    withdraw(world.lines(order)[0].vouch_id, expired=True)

    assert rights(order) == []
    assert told(order, "vouch_withdrawn") == []
    with pytest.raises(NotUnvouched):
        cancel(order)


def test_what_is_sent_cannot_be_called_off(order_id):
    with transaction():
        orders.send(parcel_of(order_id), "661810218404", None)

    assert rights(order_id) == []
    with pytest.raises(NotUnvouched):
        cancel(order_id)
    assert parcel_of(order_id).state is ParcelState.SENT


def test_twice_is_once(order_id):
    cancel(order_id)

    with pytest.raises(NotUnvouched):
        cancel(order_id)

    assert given_back(order_id) == orders.order(order_id).total_rial


def test_buyers_of_what_is_not_sent_are_told_once_and_nobody_else(app, bank):
    variant = world.variant(world.maker())
    waiting, gone = world.paid(bank, {variant: 1}), world.paid(bank, {variant: 1})
    world.send(world.parcels(gone)[0])
    world.place({variant: 1})

    withdraw(world.lines(waiting)[0].vouch_id)
    withdraw(world.lines(waiting)[0].vouch_id)

    assert len(told(waiting, "vouch_withdrawn")) == 1
    assert len(told(waiting, "vouch_off")) == 1
    world.work()
    assert len(told(waiting, "vouch_withdrawn")) == 1


def test_of_sending_and_calling_off_at_the_same_moment_one_happens(app, order_id):
    parcel_id = parcel_of(order_id).id

    def send() -> None:
        with transaction():
            orders.send(world.parcel(parcel_id), "661810218404", None)

    for _ in range(3):
        outcomes = world.at_once(app, send, lambda: cancel(order_id))
        refusals = [one for one in outcomes if one is not None]
        assert all(isinstance(one, NotUnvouched | MoveRefused) for one in refusals), outcomes
        assert refusals

    world.work()
    sent = parcel_of(order_id).state is ParcelState.SENT
    assert given_back(order_id) == (0 if sent else orders.order(order_id).total_rial)
    assert world.broken_promises() == []


def test_without_the_guard_both_would_happen(app, order_id):
    """The control: whoever looks first and acts later sends what the other has called off."""
    parcel_id = parcel_of(order_id).id
    with transaction():
        session().execute(text(f"CREATE TABLE careless AS SELECT state, 0 AS acts FROM parcel WHERE id = {parcel_id}"))
    both_have_seen = threading.Barrier(2, timeout=10)

    def act(became: str) -> None:
        seen = session().scalar(text("SELECT state FROM careless"))
        both_have_seen.wait()
        if seen == "accepted":
            with transaction():
                session().execute(text("UPDATE careless SET state = :became, acts = acts + 1"), {"became": became})

    world.at_once(app, lambda: act("sent"), lambda: act("cancelled"))

    assert session().scalar(text("SELECT acts FROM careless")) == 2
    with transaction():
        session().execute(text("DROP TABLE careless"))


def test_of_two_who_withdraw_at_the_same_moment_one_is_told_of(app, bank):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    vouch_id = world.lines(order)[0].vouch_id

    outcomes = world.at_once(app, *(lambda: withdraw(vouch_id) for _ in range(3)))

    assert outcomes == [None] * 3
    assert len(told(order, "vouch_withdrawn")) == 1
