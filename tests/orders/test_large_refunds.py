"""A large refund: one member of staff proposes it, another agrees."""

from __future__ import annotations

from functools import partial

import pytest

from app import orders
from app.accounts import Role
from app.ledger import chart
from app.orders import ParcelState, Part, RefundBySamePerson, RefundKeyUsed, RefundOutOfRange, RefundsWait
from app.payments import NothingPaid, RefundState
from app.shared import audit, rulebook
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.migrations.raw import tried
from tests.orders.money import books, sent_back

PRICE, LIMIT = 4_000_000, 2_000_000


@pytest.fixture(autouse=True)
def limit(app: object) -> None:
    with transaction():
        rulebook.set_rule(orders.TWO_PERSONS, LIMIT, source="test", by=None)


@pytest.fixture
def one(app: object) -> int:
    return world.official(Role.STAFF)


@pytest.fixture
def other(app: object) -> int:
    return world.official(Role.FINANCE)


@pytest.fixture
def order_id(app: object, bank: object) -> int:
    """Two pieces, paid."""
    return world.paid(bank, {world.variant(world.maker()): 2})


def line_id(order_id: int) -> int:
    return world.lines(order_id)[0].id


def propose(order_id: int, by: int, rials: int = PRICE, quantity: int = 1, key: str = "form") -> None:
    world.refund(line_id(order_id), quantity=quantity, rials=rials, by=by, key=key)


def waiting() -> list[int]:
    world.fresh()
    return [view.proposal.id for view in orders.waiting_proposals()]


def agree(proposal_id: int, by: int) -> None:
    with transaction():
        orders.agree_to_refund(proposal_id, by)


def decline(proposal_id: int, by: int) -> None:
    with transaction():
        orders.decline_refund(proposal_id, by)


def proposal(proposal_id: int) -> orders.Proposal:
    world.fresh()
    return session().get_one(orders.Proposal, proposal_id)


def test_nothing_moves_before_the_second_person_agrees(order_id, one, other):
    had = books()
    propose(order_id, one)
    assert (books(), sent_back(order_id), orders.proposed_in(order_id)) == (had, [], PRICE)

    agree(waiting()[0], other)
    world.work()

    assert sent_back(order_id) == [(RefundState.DONE, PRICE)]
    assert world.lines(order_id)[0].refunded_quantity == 1
    assert (waiting(), orders.proposed_in(order_id)) == ([], 0)
    assert world.broken_promises() == []


def test_both_persons_stand_in_the_audit(order_id, one, other):
    propose(order_id, one)
    number = waiting()[0]

    agree(number, other)

    rows = audit.of("refund_proposal", number)
    assert [(row.act, row.by_id) for row in rows] == [("refund_proposed", one), ("refund_agreed", other)]
    assert (proposal(number).proposed_by, proposal(number).decided_by) == (one, other)


@pytest.mark.parametrize(("rials", "at_once"), [(LIMIT - 1, True), (LIMIT, False)])
def test_from_the_limit_on_it_waits(order_id, one, rials, at_once):
    propose(order_id, one, rials, 0)

    assert bool(sent_back(order_id)) is at_once
    assert bool(waiting()) is not at_once


def test_the_limit_is_fifty_million_rials_unless_it_is_set():
    assert (orders.TWO_PERSONS.default, orders.TWO_PERSONS.unit) == (50_000_000, "rial")


def test_what_nobody_of_the_staff_decides_goes_at_once(order_id):
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)

    assert sent_back(order_id) == [(RefundState.QUEUED, 2 * PRICE + 500_000)]
    assert waiting() == []


def test_nobody_agrees_with_herself(order_id, one):
    propose(order_id, one)

    with pytest.raises(RefundBySamePerson):
        agree(waiting()[0], one)

    assert (len(waiting()), sent_back(order_id)) == (1, [])


def test_the_database_knows_two_persons_too(order_id, one, other):
    propose(order_id, one)

    assert "two_persons" in tried("UPDATE refund_proposal SET decided_by = proposed_by")
    assert "agreed" in tried("UPDATE refund_proposal SET state = 'agreed'")
    assert "key" in tried(
        "INSERT INTO refund_proposal (parcel_id, key, amount_rial, why, state, proposed_by, proposed_at) "
        "SELECT parcel_id, key, amount_rial, why, state, proposed_by, proposed_at FROM refund_proposal"
    )
    assert tried(f"UPDATE refund_proposal SET state = 'agreed', decided_by = {other}") == ""


def test_what_the_second_person_declines_does_not_go_back(order_id, one, other):
    propose(order_id, one)
    number = waiting()[0]

    decline(number, other)
    with pytest.raises(MoveRefused):
        agree(number, world.official(Role.FINANCE))

    assert (waiting(), sent_back(order_id), proposal(number).decided_by) == ([], [], other)


def test_who_proposed_it_may_take_it_back(order_id, one):
    propose(order_id, one)
    number = waiting()[0]

    decline(number, one)

    assert (waiting(), proposal(number).decided_by) == ([], None)
    assert [(row.act, row.by_id) for row in audit.of("refund_proposal", number)][-1] == ("refund_declined", one)


def test_what_is_declined_can_be_proposed_by_another_form(order_id, one, other):
    propose(order_id, one)
    decline(waiting()[0], other)

    propose(order_id, one, key="another form")
    agree(waiting()[0], other)

    assert sent_back(order_id) == [(RefundState.QUEUED, PRICE)]


def test_the_same_form_sent_twice_is_one_proposal_and_one_refund(order_id, one, other):
    propose(order_id, one)
    propose(order_id, one)
    assert len(waiting()) == 1
    agree(waiting()[0], other)

    propose(order_id, one)

    assert waiting() == []
    assert sent_back(order_id) == [(RefundState.QUEUED, PRICE)]


def test_the_same_form_sent_at_the_same_moment_is_one_proposal(app, order_id, one):
    for form in range(1, 4):
        outcomes = world.at_once(app, *[partial(propose, order_id, one, key=f"form {form}")] * 4)

        assert outcomes == [None] * 4
        assert len(waiting()) == 1
        decline(waiting()[0], one)


def test_the_same_form_with_another_amount_is_not_taken_for_the_first(order_id, one):
    propose(order_id, one)

    with pytest.raises(RefundKeyUsed):
        propose(order_id, one, PRICE - 1)


def test_it_is_agreed_to_once_however_many_press(app, order_id, one):
    propose(order_id, one)
    number, people = waiting()[0], [world.official(Role.FINANCE) for _ in range(4)]

    outcomes = world.at_once(app, *[partial(agree, number, person) for person in people])
    world.work()

    assert outcomes.count(None) == 1, outcomes
    assert {type(outcome) for outcome in outcomes if outcome is not None} == {MoveRefused}
    assert sent_back(order_id) == [(RefundState.DONE, PRICE)]
    assert world.broken_promises() == []


def test_without_their_guard_two_would_give_it_back_twice(app, order_id, one):
    propose(order_id, one)
    copy = f"SELECT goods_rial - refunded_rial AS left_over FROM line WHERE id = {line_id(order_id)}"

    assert world.unguarded(app, copy, take=2 * PRICE) == -2 * PRICE


def test_it_is_looked_at_again_when_the_second_person_agrees(order_id, one, other):
    propose(order_id, one, 2 * PRICE, 2)
    propose(order_id, one, 1_000, 0, key="another form")

    with pytest.raises(RefundOutOfRange):
        agree(waiting()[0], other)

    assert sent_back(order_id) == [(RefundState.QUEUED, 1_000)]
    assert len(waiting()) == 1
    decline(waiting()[0], other)
    assert world.broken_promises() == []


def test_a_parcel_called_off_meanwhile_gives_nothing_back_twice(order_id, one, other):
    propose(order_id, one)
    with transaction():
        orders.call_off(world.parcel(world.parcels(order_id)[0]), ParcelState.REJECTED, None)

    with pytest.raises(RefundOutOfRange):
        agree(waiting()[0], other)

    world.work()
    assert sent_back(order_id) == [(RefundState.DONE, 2 * PRICE + 500_000)]
    assert books() == {}


def test_money_released_meanwhile_is_taken_back_from_the_maker(order_id, one, other):
    propose(order_id, one)
    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])
    had = books()[chart.MAKER]

    agree(waiting()[0], other)

    assert books()[chart.MAKER] - had == PRICE - 200_000
    assert world.broken_promises() == []


def test_several_lines_of_a_parcel_wait_together(bank, one, other):
    maker_id = world.maker()
    wares = [world.variant(maker_id, world.Ware(price=1_500_000)) for _ in range(2)]
    order_id = world.paid(bank, dict.fromkeys(wares, 1))
    parts = [Part(line.id, 1, Rial(1_500_000)) for line in world.lines(order_id)]
    with transaction():
        parcel = world.parcel(world.parcels(order_id)[0])
        sent = orders.give_back_or_propose(parcel, parts, key="both", why="کج بود", by=one)
    assert sent is None

    agree(waiting()[0], other)

    assert [line.refunded_rial for line in world.lines(order_id)] == [1_500_000] * 2
    assert sent_back(order_id) == [(RefundState.QUEUED, 3_000_000)]
    assert world.broken_promises() == []


def test_the_oldest_waits_in_front(order_id, one):
    propose(order_id, one)
    propose(order_id, one, LIMIT, 0, key="another form")

    assert waiting() == sorted(waiting())
    assert orders.proposed_in(order_id) == PRICE + LIMIT
    assert {view.order.id for view in orders.waiting_proposals()} == {order_id}


@pytest.mark.parametrize("act", [agree, decline])
@pytest.mark.usefixtures("app")
def test_a_proposal_that_nobody_made_is_not_there(act):
    with pytest.raises(NotFound):
        act(10**6, world.official(Role.FINANCE))


TOO_MUCH = [(2 * PRICE + 1, 2), (PRICE, 3), (900 * PRICE, 0)]


@pytest.mark.parametrize(("rials", "quantity"), TOO_MUCH, ids=["a rial too much", "a piece too many", "a typing error"])
def test_more_than_what_is_left_is_refused_to_who_proposes_it(order_id, one, rials, quantity):
    with pytest.raises(RefundOutOfRange):
        propose(order_id, one, rials, quantity)


@pytest.mark.usefixtures("app")
def test_two_proposals_that_are_more_than_what_is_left_do_not_wait_together(order_id, one, other):
    propose(order_id, one, rials=PRICE, key="first")
    with pytest.raises(RefundsWait) as told:
        propose(order_id, other, rials=PRICE + 1, key="second")
    with pytest.raises(RefundsWait):
        propose(order_id, other, rials=LIMIT, quantity=2, key="third")
    parcel_id = world.parcels(order_id)[0]
    with pytest.raises(RefundsWait), transaction():
        orders.call_off_or_propose(world.parcel(parcel_id), ParcelState.CANCELLED, other)

    assert told.value.waiting_rial == PRICE
    assert len(waiting()) == 1
    propose(order_id, other, rials=PRICE, key="fits")
    for number in waiting():
        agree(number, world.official(Role.FINANCE))
    assert sum(rials for _, rials in sent_back(order_id)) == 2 * PRICE


def test_what_was_never_paid_is_not_proposed(one):
    order_id = world.place({world.variant(world.maker()): 1})

    with pytest.raises(NothingPaid):
        propose(order_id, one)


def test_a_large_parcel_that_staff_call_off_waits_for_a_second_person(order_id, one, other):
    with transaction():
        assert not orders.call_off_or_propose(parcel(order_id), ParcelState.CANCELLED, one, "x")
    assert (sent_back(order_id), parcel(order_id).state) == ([], ParcelState.NEW)

    with transaction():
        orders.agree_to_refund(orders.waiting_proposals()[0].proposal.id, other)

    assert parcel(order_id).state is ParcelState.CANCELLED
    assert len(sent_back(order_id)) == 1
    assert world.broken_promises() == []


def parcel(order_id: int) -> orders.Parcel:
    world.fresh()
    return world.parcel(world.parcels(order_id)[0])


def test_a_large_refund_in_small_parts_waits_for_a_second_person(order_id, one):
    for form in range(5):
        propose(order_id, one, LIMIT - 500_000, 0, key=f"form {form}")

    assert sum(amount for _, amount in sent_back(order_id)) < LIMIT


@pytest.fixture
def three_makers(app: object, bank: object) -> int:
    """A paid order of three parcels."""
    return world.paid(bank, {world.variant(world.maker()): 1 for _ in range(3)})


def test_a_large_refund_spread_over_the_parcels_of_an_order_waits_too(three_makers, one):
    for line in world.lines(three_makers):
        world.refund(line.id, rials=LIMIT - 500_000, by=one)

    assert sent_back(three_makers) == [(RefundState.QUEUED, LIMIT - 500_000)]
    assert len(waiting()) == 2


def test_another_person_s_refunds_and_those_of_two_persons_do_not_count(three_makers, one, other):
    first, second, third = world.lines(three_makers)
    world.refund(first.id, rials=LIMIT, by=one)
    with transaction():
        orders.call_off_or_propose(world.parcel(second.parcel_id), ParcelState.CANCELLED, one)
    for number in waiting():
        agree(number, other)

    world.refund(third.id, rials=LIMIT - 1, by=one)
    world.refund(third.id, rials=LIMIT - 1, by=other)

    assert waiting() == []
    assert len(sent_back(three_makers)) == 4
    assert world.broken_promises() == []
