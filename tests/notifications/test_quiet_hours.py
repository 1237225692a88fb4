"""At night only what is urgent goes out; the rest waits for the morning in Tehran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app import accounts, orders, payments, payouts
from app.notifications.quiet import QUIET_FROM, QUIET_UNTIL
from app.orders import ParcelState
from app.shared import clock, outbox, rulebook
from app.shared.calendar import TEHRAN
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.notifications.scene import drain, messages


def set_hours(start: int, end: int) -> None:
    with transaction():
        rulebook.set_rule(QUIET_FROM, start, source="test", by=None)
        rulebook.set_rule(QUIET_UNTIL, end, source="test", by=None)
    world.fresh()


@pytest.fixture
def quiet(app) -> None:
    set_hours(22, 8)


def at(hour: int, minute: int = 0, days: int = 1) -> datetime:
    """An hour in Tehran, on a day to come."""
    day = clock.now().astimezone(TEHRAN) + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def enrolled(moment: datetime) -> datetime:
    """Somebody is told, at this moment, what can wait; when it goes out, in Tehran."""
    with clock.at(moment):
        world.maker()
        drain()
    newest = select(OutboxRow).where(OutboxRow.event == "LetterDue", OutboxRow.payload.contains("enrolled"))
    world.fresh()
    row = session().scalars(newest.order_by(OutboxRow.id.desc()).limit(1)).one()
    return row.next_try_at.astimezone(TEHRAN)


@pytest.mark.parametrize(
    ("hour", "minute", "waits"),
    [
        (21, 59, timedelta(0)),
        (22, 0, timedelta(hours=10)),
        (23, 30, timedelta(hours=8, minutes=30)),
        (0, 0, timedelta(hours=8)),
        (7, 59, timedelta(minutes=1)),
        (8, 0, timedelta(0)),
        (14, 20, timedelta(0)),
    ],
)
def test_what_can_wait_waits_until_eight(quiet, hour, minute, waits):
    moment = at(hour, minute)

    assert enrolled(moment) - moment == waits


@pytest.mark.parametrize(
    ("start", "end", "hour", "waits"),
    [(0, 0, 3, 0), (8, 8, 8, 0), (1, 5, 2, 3), (1, 5, 0, 0), (13, 16, 15, 1), (23, 0, 23, 1), (0, 23, 22, 1)],
)
def test_the_hours_are_a_rule(app, start, end, hour, waits):
    set_hours(start, end)
    moment = at(hour)

    assert enrolled(moment) - moment == timedelta(hours=waits)


def test_it_goes_out_in_the_morning_once(quiet):
    with clock.at(at(23)):
        world.maker()
        drain()
        by_night = [one.template for one in messages()]
    for minute in (0, 1):
        with clock.at(at(8, minute, days=2)):
            drain()

    assert by_night == []
    assert [one.template for one in messages()] == ["enrolled"]


def test_who_waits_for_a_code_gets_it_at_night(quiet):
    with clock.at(at(3)):
        with transaction():
            accounts.request_code("09121234567", "browser", "127.0.0.1", "fa")
        drain()

    assert [one.template for one in messages()] == ["code"]


def test_a_changed_account_is_told_at_night(quiet):
    person = world.person()
    with clock.at(at(3)):
        with transaction():
            accounts.set_sheba(accounts.person(person), world.valid_sheba(), "x", None)
        drain()

    assert [one.template for one in messages()] == ["sheba_changed"]


def test_a_buyer_is_told_of_her_payment_and_the_maker_in_the_morning(quiet, bank):
    variant = world.variant(world.maker())
    drain()
    with clock.at(at(23)):
        world.paid(bank, {variant: 1})
        drain()
        by_night = {one.template for one in messages()} & {"order_paid", "new_parcel"}
    with clock.at(at(8, days=2)):
        drain()

    assert by_night == {"order_paid"}
    assert [one.template for one in messages()].count("new_parcel") == 1


def test_who_is_to_send_nothing_is_told_at_night(quiet, bank):
    sold = world.paid(bank, {world.variant(world.maker()): 1})
    drain()
    with clock.at(at(23)):
        with transaction():
            orders.call_off(world.parcel(world.parcels(sold)[0]), ParcelState.REJECTED, None, "ill")
        drain()

    told = {one.template for one in messages()}
    assert {"parcel_off", "parcel_called_off"} <= told


def test_a_refund_is_told_at_night_and_a_payout_in_the_morning(quiet, bank):
    maker = world.maker()
    world.bank_account(maker)
    sold = world.sold(bank, {world.variant(maker): 1})
    one, other = world.person(), world.person()
    drain()
    with clock.at(at(23)):
        world.refund(world.lines(sold)[0].id, rials=100_000)
        drain()
        with transaction():
            batch = payouts.build(one)
            payouts.approve(batch, other)
            payouts.export(batch, one)
            payouts.confirm(payouts.items_of(batch.id)[0], "998877", one)
        drain()

    told = {one.template for one in messages()}
    assert payments.refunds_of(sold)[0].state is payments.RefundState.DONE
    assert "refunded" in told
    assert "payout_paid" not in told


def test_what_waits_is_not_stuck(quiet):
    enrolled(at(23))

    assert outbox.stuck("notifications.", 1) == []
