"""A mentor's wholesale order: it counts once the trainee agrees, both names stay, and nothing is owed before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app import accounts, ledger, offshop, orders, programme
from app.accounts import Role
from app.ledger import chart
from app.offshop import (
    Buyer,
    BuyerMissing,
    DenialNeedsWords,
    Evidence,
    NewSale,
    OffshopSale,
    OwnOrder,
    SaleKind,
    SaleOutOfRange,
    SaleState,
)
from app.shared import audit, gallery, rulebook, states
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world

COMPANY = Buyer("فروشگاهِ دریا")
HERSELF = Buyer("", mentor_herself=True)


@pytest.fixture
def maker(app: Flask) -> int:
    """A maker in a shop that asks five per cent."""
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)
    return world.maker()


@pytest.fixture
def mentor(app: Flask) -> int:
    return world.mentor()


def told(amount: int = 2_000_000, *, key: str = "k", days_ago: int = 0, photo: bool = False) -> NewSale:
    upload = gallery.keep(world.jpeg()) if photo else None
    day = today() - timedelta(days=days_ago)
    return NewSale(SaleKind.WHOLESALE, "صد زنبیل", day, 100, Rial(amount), key, upload)


def propose(mentor_id: int, maker_id: int, what: NewSale | None = None, buyer: Buyer = COMPANY) -> int:
    what = what or told()
    with transaction():
        one, her = programme.mentor(mentor_id), programme.trainee(maker_id)
        return offshop.propose(one, her, what, buyer).id


def agree(sale_id: int, maker_id: int) -> None:
    with transaction():
        offshop.agree(offshop.own_sale(maker_id, sale_id), world.person_of(maker_id))


def deny(sale_id: int, maker_id: int, why: str = "من چنین سفارشی نداشتم") -> None:
    with transaction():
        offshop.deny(offshop.own_sale(maker_id, sale_id), why, world.person_of(maker_id))


def sale(sale_id: int) -> OffshopSale:
    world.fresh()
    return offshop.within(sale_id, None)


def debt(maker_id: int) -> int:
    world.fresh()
    return -ledger.owed_to([maker_id]).get(maker_id, Rial(0))


def counted() -> list[int]:
    world.fresh()
    return [one.sale_id for one in offshop.counted(today(), today())]


def test_it_counts_for_nothing_until_the_trainee_agrees(mentor, maker):
    sale_id = propose(mentor, maker)
    before = (sale(sale_id).state, debt(maker), counted())

    agree(sale_id, maker)

    assert before == (SaleState.PROPOSED, 0, [])
    assert (sale(sale_id).state, debt(maker), counted()) == (SaleState.RECORDED, 100_000, [sale_id])
    assert world.broken_promises() == []


def test_both_names_stay(mentor, maker):
    sale_id = propose(mentor, maker)
    agree(sale_id, maker)

    found = sale(sale_id)
    people = (programme.mentor(mentor).person_id, world.person_of(maker))
    assert (found.mentor_id, found.recorded_by, found.answered_by) == (mentor, *people)
    assert [(move.became, move.by_id) for move in states.history("offshop_sale", sale_id)] == [
        ("proposed", people[0]),
        ("recorded", people[1]),
    ]
    assert [(row.act, row.by_id) for row in audit.of("offshop_sale", sale_id)] == [
        ("wholesale_told", people[0]),
        ("wholesale_answered", people[1]),
    ]


def test_what_she_denies_with_a_word_never_counted(mentor, maker):
    sale_id = propose(mentor, maker)
    with pytest.raises(DenialNeedsWords):
        deny(sale_id, maker, "  ")

    deny(sale_id, maker)

    found = sale(sale_id)
    assert (found.state, found.note, found.answered_by) == (
        SaleState.DENIED,
        "من چنین سفارشی نداشتم",
        world.person_of(maker),
    )
    assert (debt(maker), counted()) == (0, [])
    with pytest.raises(MoveRefused):
        agree(sale_id, maker)
    assert world.broken_promises() == []


def test_she_answers_once_even_in_two_windows_at_the_same_moment(app, mentor, maker):
    sale_id = propose(mentor, maker)

    outcomes = world.at_once(app, lambda: agree(sale_id, maker), lambda: deny(sale_id, maker))

    assert [type(outcome) for outcome in outcomes if outcome is not None] == [MoveRefused]
    assert debt(maker) == (100_000 if sale(sale_id).state is SaleState.RECORDED else 0)
    assert world.broken_promises() == []


def test_the_same_form_is_one_order(mentor, maker):
    assert propose(mentor, maker) == propose(mentor, maker)
    assert len(offshop.by_mentor(mentor)) == 1


def test_the_fee_is_the_one_that_she_saw_when_she_agreed(mentor, maker):
    sale_id = propose(mentor, maker)
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 2_000, source="test", by=None)

    agree(sale_id, maker)

    assert debt(maker) == 100_000


@pytest.mark.parametrize(
    ("photo", "buyer", "grade"),
    [
        (False, COMPANY, Evidence.AGREED),
        (True, COMPANY, Evidence.PAPER),
        (False, HERSELF, Evidence.SAID),
        (True, HERSELF, Evidence.PAPER),
    ],
)
def test_its_grade_says_whose_word_it_is(mentor, maker, photo, buyer, grade):
    sale_id = propose(mentor, maker, told(photo=photo), buyer)
    agree(sale_id, maker)

    assert sale(sale_id).evidence is grade
    assert [one.evidence for one in offshop.counted(today(), today())] == [grade]


def test_a_mentor_who_buys_herself_is_named_as_the_buyer_with_her_interest(mentor, maker):
    sale_id = propose(mentor, maker, buyer=HERSELF)

    found = sale(sale_id)
    assert (found.mentor_buys, found.buyer) == (True, programme.mentor(mentor).display_name)


def test_an_order_without_a_buyer_is_refused(mentor, maker):
    with pytest.raises(BuyerMissing):
        propose(mentor, maker, buyer=Buyer(" "))

    assert offshop.by_mentor(mentor) == []


@pytest.mark.parametrize(("what", "reason"), [({"days_ago": -1}, "day"), ({"days_ago": 400}, "day"), ({}, "amount")])
def test_a_day_or_an_amount_that_can_t_be_is_refused(mentor, maker, what, reason):
    with pytest.raises(SaleOutOfRange) as refused:
        propose(mentor, maker, told(**what) if what else told(0))

    assert refused.value.reason == reason


def test_a_mentor_who_is_a_trainee_writes_none_for_herself(mentor, maker):
    with transaction():
        person = accounts.person(world.person_of(maker))
        herself = programme.add_mentor(person, "1801", by=None).id

    with pytest.raises(OwnOrder) as refused:
        propose(herself, maker)

    assert refused.value.reason == "own"


def test_nor_for_her_household(app):
    mobile = world.mobile_number()
    mentor, maker = world.mentor(mobile=mobile), world.maker(mobile=mobile)

    with pytest.raises(OwnOrder) as refused:
        propose(mentor, maker)

    assert refused.value.reason == "same_phone"


def test_the_mentor_takes_back_what_nobody_has_answered(mentor, maker):
    first, second = propose(mentor, maker), propose(mentor, maker, told(key="other"))
    agree(second, maker)
    by = programme.mentor(mentor).person_id
    with transaction():
        offshop.take_back(offshop.mentors_order(mentor, first), by)

    assert sale(first).state is SaleState.VOID
    with pytest.raises(MoveRefused), transaction():
        offshop.take_back(offshop.mentors_order(mentor, second), by)
    with pytest.raises(MoveRefused):
        agree(first, maker)
    assert debt(maker) == 100_000


def test_what_two_have_told_neither_of_them_confirms_or_undoes(mentor, maker):
    sale_id = propose(mentor, maker)
    agree(sale_id, maker)
    staff = world.official(Role.STAFF)

    for person in (programme.mentor(mentor).person_id, world.person_of(maker)):
        with pytest.raises(MoveRefused), transaction():
            offshop.confirm(sale(sale_id), "دیدم", person)
        with pytest.raises(MoveRefused), transaction():
            offshop.void(sale(sale_id), "نه", person)
    with transaction():
        offshop.confirm(sale(sale_id), "فاکتور را دیدم", staff)
    with transaction():
        offshop.void(sale(sale_id), "دو بار نوشته شده بود", staff)

    assert (sale(sale_id).state, debt(maker), ledger.balance(chart.COMMISSION_CASH)) == (SaleState.VOID, 0, 0)
    assert world.broken_promises() == []


def test_what_waits_for_her_word_nobody_else_decides(mentor, maker):
    sale_id, staff = propose(mentor, maker), world.official(Role.STAFF)

    for act in (offshop.confirm, offshop.void):
        with pytest.raises(MoveRefused), transaction():
            act(sale(sale_id), "x", staff)

    assert sale(sale_id).state is SaleState.PROPOSED


@pytest.mark.parametrize(
    "change",
    [
        "state = 'recorded'",
        "mentor_id = NULL",
        "answered_by = recorded_by",
        "state = 'denied'",
        "evidence = 'sworn'",
    ],
)
def test_the_database_keeps_it_too(mentor, maker, change):
    sale_id = propose(mentor, maker)

    with pytest.raises(IntegrityError), transaction():
        session().connection().exec_driver_sql(f"UPDATE offshop_sale SET {change} WHERE id = {sale_id}")


def test_another_mentor_does_not_find_it(mentor, maker):
    sale_id = propose(mentor, maker)

    with pytest.raises(NotFound):
        offshop.mentors_order(world.mentor(), sale_id)
    assert offshop.by_mentor(world.mentor()) == []
