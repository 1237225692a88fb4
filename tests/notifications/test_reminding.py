"""A buyer is asked once what she thinks, when all is over; makers and mentors hear of open questions once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from app import accounts, catalogue, claims, opinions, orders, programme
from app.accounts import Role
from app.notifications import Message, reminding
from app.notifications.quiet import QUIET_FROM, QUIET_UNTIL
from app.notifications.reminding import ASK_DAYS
from app.opinions import HideReason, Voice
from app.orders import ParcelState
from app.shared import clock, rulebook, schedule
from app.shared.calendar import TEHRAN
from app.shared.database import transaction
from tests import world
from tests.notifications.scene import drain, messages

pytestmark = pytest.mark.usefixtures("app")
SWEEPS = {
    "ask": (reminding.orders_to_ask, reminding.ask_buyer),
    "maker": (reminding.makers_to_remind, reminding.remind_maker),
    "mentor": (reminding.mentors_to_remind, reminding.remind_mentor),
}


@contextmanager
def in_days(days: float, hour: int = 12) -> Iterator[None]:
    """Within the block it is so many days later, at this hour in Tehran."""
    day = clock.now().astimezone(TEHRAN) + timedelta(days=days)
    with clock.at(day.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)):
        yield


def sweep() -> None:
    """What the worker does of these, and the messages that come of it."""
    for due, act in SWEEPS.values():
        world.fresh()
        for number in due():
            with transaction():
                act(number)
    drain()


def told(template: str) -> list[Message]:
    return [one for one in messages() if one.template == template]


def sold(bank, pieces: int = 1, **changes: object) -> int:
    """An order of two makers' goods that came; its number."""
    wanted = {world.variant(world.maker()): pieces, world.variant(world.maker()): pieces}
    return world.sold(bank, wanted, **changes)


def lines_of(order_id: int) -> list[int]:
    return [line.id for line in world.lines(order_id)]


def test_the_worker_looks_for_them_by_itself(bank):
    order_id = sold(bank)
    with in_days(20):
        schedule.run_due(now_all=True)
        drain()

    assert [one.body.splitlines()[-1] for one in told("opinion_wanted")] == [
        f"http://127.0.0.1:8000/o/{orders.order(order_id).token}"
    ]


def test_a_buyer_is_asked_once_and_the_link_opens_the_form_without_a_log_in(bank, visitor):
    sold(bank)

    for days in (13, 15, 16, 17, 40):
        with in_days(days):
            sweep()

    assert len(told("opinion_wanted")) == 1
    with in_days(16):
        page = visitor.get(told("opinion_wanted")[0].body.split()[-1]).click("نظرتان را بنویسید", index=0)
        assert page.forms
        assert "نظرم را ثبت می‌کنم" in page.text


def test_the_days_are_a_rule_but_never_before_the_claims_are_over(bank):
    sold(bank)
    with transaction():
        rulebook.set_rule(ASK_DAYS, 2, source="test", by=None)

    with in_days(14):
        sweep()
    assert told("opinion_wanted") == []
    with in_days(16):
        sweep()
    assert len(told("opinion_wanted")) == 1


def test_nobody_is_asked_by_night(bank):
    sold(bank)
    world.question(world.product(world.maker(), by=world.mentor()))
    with transaction():
        rulebook.set_rule(QUIET_FROM, 22, source="test", by=None)
        rulebook.set_rule(QUIET_UNTIL, 8, source="test", by=None)

    for hour in (22, 23, 2, 7):
        with in_days(20, hour):
            sweep()
    by_night = told("opinion_wanted") + told("questions_waiting")
    with in_days(21, 8):
        sweep()

    assert by_night == []
    assert {one.template for one in messages()} >= {"opinion_wanted", "questions_waiting"}


def write(order_id: int) -> None:
    world.opinion(lines_of(order_id)[0])


def complain_of_all(order_id: int) -> None:
    for parcel_id in world.parcels(order_id):
        world.in_claim(world.complain(parcel_id), claims.take_back)


def refund_some_of_all(order_id: int) -> None:
    for line_id in lines_of(order_id):
        world.refund(line_id, rials=100_000)


def recall_all(order_id: int) -> None:
    for line in world.lines(order_id):
        world.recalled(catalogue.version(line.version_id).product_id)


@pytest.mark.parametrize("act", [write, complain_of_all, refund_some_of_all, recall_all])
def test_who_has_said_it_or_had_trouble_with_it_is_left_in_peace(bank, act: Callable[[int], None]):
    act(sold(bank))

    with in_days(20):
        sweep()
        sweep()

    assert told("opinion_wanted") == []


def test_one_thing_that_went_well_is_worth_asking_about(bank):
    order_id = sold(bank)
    world.refund(lines_of(order_id)[0], rials=100_000)
    world.in_claim(world.complain(world.parcels(order_id)[0]), claims.take_back)

    with in_days(20):
        sweep()

    assert len(told("opinion_wanted")) == 1


def test_an_open_claim_and_a_parcel_on_its_way_are_waited_for(bank):
    quarrel = sold(bank)
    world.complain(world.parcels(quarrel)[0])
    half = world.paid(bank, {world.variant(world.maker()): 1, world.variant(world.maker()): 1})
    world.send(world.parcels(half)[0])
    world.receive(world.parcels(half)[0])

    with in_days(20):
        sweep()

    assert told("opinion_wanted") == []


def test_what_was_called_off_is_not_asked_about(bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None, "ill")

    with in_days(20):
        sweep()

    assert told("opinion_wanted") == []


def test_what_she_wrote_while_the_message_waited_is_not_asked_for(bank):
    order_id = sold(bank)
    with in_days(20), transaction():
        reminding.ask_buyer(order_id)

    with in_days(20):
        write(order_id)
        drain()

    assert told("opinion_wanted") == []


def test_long_after_nobody_is_asked(bank):
    sold(bank)

    with in_days(46):
        sweep()

    assert told("opinion_wanted") == []


# ---- questions ------------------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> tuple[int, int, int]:
    """A product with two open questions; it, its maker and its mentor."""
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, by=mentor)
    world.question(product)
    world.question(product, "چند رنگ دارد؟")
    return product, maker, mentor


def test_maker_and_mentor_are_each_told_how_many_wait(asked):
    _, maker, mentor = asked
    with in_days(1):
        sweep()

    found = {one.to: one.body for one in told("questions_waiting")}
    people = (world.person_of(maker), programme.mentor(mentor).person_id)
    mobiles = [accounts.person(one).mobile for one in people]
    assert sorted(found) == sorted(mobiles)
    assert all("۲ پرسشِ بی‌پاسخ" in body for body in found.values())
    assert found[mobiles[0]].endswith("/workshop/questions")
    assert found[mobiles[1]].endswith("/desk/questions")


def test_not_twice_a_day_and_not_again_when_nothing_is_new(asked):
    product, _, _ = asked
    with in_days(1, 9):
        sweep()
    world.question(product, "از چه ساخته شده؟")
    for hour in (10, 20):
        with in_days(1, hour):
            sweep()
    that_day = len(told("questions_waiting"))
    with in_days(2):
        sweep()
    next_day = len(told("questions_waiting"))
    with in_days(3):
        sweep()

    assert (that_day, next_day, len(told("questions_waiting"))) == (2, 4, 4)
    assert "۳ پرسشِ بی‌پاسخ" in told("questions_waiting")[-1].body


def test_what_is_answered_or_hidden_is_not_told(asked):
    product, _, _ = asked
    staff = world.official(Role.STAFF)
    first, second = opinions.questions_about(product)
    with transaction():
        opinions.answer_question(first.question, Voice.MENTOR, "فاطمه", "دارد", staff)
        opinions.hide_words(second.question, HideReason.ADVERT, staff)

    with in_days(1):
        sweep()

    assert told("questions_waiting") == []


def test_a_mentor_who_left_is_not_told(asked):
    _, _, mentor = asked
    with transaction():
        programme.mentor(mentor).left_at = clock.now()

    assert reminding.mentors_to_remind() == []
    assert len(reminding.makers_to_remind()) == 1


def test_two_workers_at_the_same_moment_remind_once(app, asked):
    _, maker, _ = asked

    def act() -> None:
        with transaction():
            reminding.remind_maker(maker)

    world.at_once(app, act, act)
    drain()

    assert len(told("questions_waiting")) == 1


def test_the_hour_of_a_reminder_is_kept(asked):
    _, maker, _ = asked
    moment = datetime(2031, 5, 5, 9, tzinfo=UTC)
    with clock.at(moment), transaction():
        reminding.remind_maker(maker)

    with clock.at(moment + timedelta(hours=1)):
        assert reminding.makers_to_remind() == []
