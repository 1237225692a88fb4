"""What is claimed is held; what is given back comes from whoever has it, and the books agree after each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from app import claims, ledger, orders, payouts
from app.claims import ClaimState, Reason
from app.ledger import chart
from app.orders import ParcelState
from app.payments import RefundState
from app.payouts import ItemState, NothingToPay, Obstacle
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world
from tests.claims.scene import FEE, POST, PRICE, Sale, delivered, released, sent, state
from tests.orders.money import GATEWAY, books, sent_back
from tests.orders.placing import chosen
from tests.payouts.scene import build, items, officers, step
from tests.world import decide, verdict

pytestmark = pytest.mark.usefixtures("app")
HELD = {GATEWAY: PRICE + POST, chart.ESCROW: -PRICE, chart.SHIPPING: -POST}
HERS = {GATEWAY: PRICE + POST, chart.MAKER: -(PRICE - FEE) - POST, chart.COMMISSION: -FEE}
BACK = {GATEWAY: PRICE + POST, chart.REFUND_PENDING: -PRICE - POST}


# ---- held -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sell", [sent, delivered])
def test_nothing_is_released_while_a_claim_is_open(bank, sell):
    sale = sell(bank)
    world.complain(sale.parcel_id)

    for days in (3, 11, 40):
        with world.later(days=days):
            world.work()

    assert (sale.state, books()) == (ParcelState.DELIVERED, HELD)
    assert world.broken_promises() == []


def test_the_buyer_herself_cannot_release_it_by_mistake(bank):
    sale = delivered(bank)
    world.complain(sale.parcel_id)

    with pytest.raises(MoveRefused):
        world.receive(sale.parcel_id)

    assert books() == HELD


def test_the_carrier_s_word_does_not_release_what_the_buyer_says_has_not_come(bank):
    sale = sent(bank)
    with world.later(days=9):
        world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
        with transaction():
            orders.carrier_delivered(world.parcel(sale.parcel_id), None)
    with world.later(days=30):
        world.work()

    assert (sale.state, books()) == (ParcelState.DELIVERED, HELD)


@pytest.mark.parametrize("end", ["taken back", "refused"])
def test_a_claim_that_came_to_nothing_lets_the_money_go_by_the_next_sweep(bank, end):
    sale = delivered(bank)
    claim_id = world.dispute(sale.parcel_id)
    if end == "refused":
        decide(claim_id, verdict())
    else:
        world.in_claim(claim_id, claims.take_back)
    world.work()
    assert books() == HELD

    with world.later(hours=49):
        world.work()

    assert (sale.state, books()) == (ParcelState.COMPLETED, HERS)
    assert world.broken_promises() == []


def test_other_parcels_of_the_order_go_on(bank):
    makers = [world.maker(), world.maker("1802")]
    order_id = world.paid(bank, {world.variant(maker_id): 1 for maker_id in makers})
    first, second = world.parcels(order_id)
    for parcel_id in (first, second):
        world.send(parcel_id)

    world.complain(first)
    world.receive(second)

    assert [world.parcel(one).state for one in (first, second)] == [ParcelState.DELIVERED, ParcelState.COMPLETED]


def test_a_part_given_back_leaves_the_rest_to_be_released(bank):
    sale = delivered(bank)
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 1_000_000, "")
    world.in_claim(claim_id, claims.accept_offer)

    with world.later(hours=49):
        world.work()

    assert books() == {
        GATEWAY: 3_500_000,
        chart.MAKER: -(3_000_000 - 150_000) - POST,
        chart.COMMISSION: -150_000,
    }
    assert world.broken_promises() == []


# ---- given back -----------------------------------------------------------------------------------------------


def test_before_the_release_it_comes_out_of_escrow(bank):
    sale = delivered(bank)

    world.in_claim(world.complain(sale.parcel_id), claims.agree, goods_back=False)

    assert books() == BACK
    world.work()
    assert (books(), sent_back(sale.order_id)) == ({}, [(RefundState.DONE, PRICE + POST)])
    assert world.broken_promises() == []


def test_a_parcel_given_back_whole_is_released_with_nothing(bank):
    sale = delivered(bank)
    world.in_claim(world.complain(sale.parcel_id), claims.agree, goods_back=False)

    with world.later(hours=49):
        world.work()

    assert (sale.state, books()) == (ParcelState.COMPLETED, {})
    assert world.broken_promises() == []


def test_after_the_release_the_maker_and_the_commission_pay_their_shares(bank):
    sale = released(bank)

    decide(world.dispute(sale.parcel_id), verdict(1_000_000))

    assert books() == {
        GATEWAY: PRICE + POST,
        chart.MAKER: -(PRICE - FEE) - POST + 950_000,
        chart.COMMISSION: -150_000,
        chart.REFUND_PENDING: -1_000_000,
    }
    assert world.broken_promises() == []


def test_after_the_release_the_whole_brings_the_commission_back_to_nothing(bank):
    sale = released(bank)

    world.in_claim(world.complain(sale.parcel_id), claims.agree, goods_back=False)

    assert books() == BACK
    assert world.broken_promises() == []


def test_the_delivery_alone_is_taken_from_who_was_paid_for_it(bank):
    sale = released(bank)

    decide(world.dispute(sale.parcel_id), verdict(0, POST))

    assert books() == {
        GATEWAY: PRICE + POST,
        chart.MAKER: -(PRICE - FEE),
        chart.COMMISSION: -FEE,
        chart.REFUND_PENDING: -POST,
    }
    assert world.broken_promises() == []


def test_who_was_paid_out_already_owes_it(bank):
    sale = released(bank)
    world.bank_account(sale.maker_id)
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)

    world.in_claim(world.complain(sale.parcel_id), claims.agree, goods_back=False)

    world.fresh()
    assert ledger.balance(chart.maker(sale.maker_id)) == PRICE - FEE + POST
    assert world.broken_promises() == []


def test_money_of_one_claim_goes_back_once_however_it_is_asked(bank):
    sale = delivered(bank, 2)
    claim_id = world.complain(sale.parcel_id, pieces={sale.line_id: 1})
    world.in_claim(claim_id, claims.agree, goods_back=False)

    with transaction():
        again = orders.give_back(
            orders.parcel_by_id(sale.parcel_id),
            [orders.Part(sale.line_id, 1, Rial(PRICE))],
            key=f"claim:{claim_id}",
            why="x",
            by=None,
        ).id

    assert again == claims.claim(claim_id).refund_id
    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]
    assert [(line.refunded_quantity, line.refunded_rial) for line in sale.lines] == [(1, PRICE)]


def test_a_part_of_another_parcel_is_not_given_back(bank):
    sale, other = delivered(bank), delivered(bank)
    parts = [orders.Part(one.line_id, 1, Rial(PRICE)) for one in (sale, other)]

    with pytest.raises(orders.RefundOutOfRange), transaction():
        orders.give_back(orders.parcel_by_id(sale.parcel_id), parts, key="x", why="x", by=None)

    assert [sent_back(one.order_id) for one in (sale, other)] == [[], []]


# ---- the check ------------------------------------------------------------------------------------------------


def offered(claim_id: int) -> None:
    world.in_claim(claim_id, claims.offer, 999_999, "")
    world.in_claim(claim_id, claims.accept_offer)


def came(claim_id: int) -> None:
    world.in_claim(claim_id, claims.agree, goods_back=True)
    world.in_claim(claim_id, claims.sent_back, "12")
    world.in_claim(claim_id, claims.goods_came, sellable=True)


def contested(what: claims.Verdict) -> Callable[[int], None]:
    def go(claim_id: int) -> None:
        world.in_claim(claim_id, claims.contest, "نه")
        decide(claim_id, what)

    return go


PATHS: dict[str, Callable[[int], None]] = {
    "open": lambda _: None,
    "agreed": lambda claim_id: world.in_claim(claim_id, claims.agree, goods_back=False),
    "goods came": came,
    "offer taken": offered,
    "all paid": contested(verdict(2 * PRICE, POST)),
    "a rial": contested(verdict(1)),
    "refused": contested(verdict()),
    "goods to go back": contested(verdict(goods_back=True)),
    "taken back": lambda claim_id: world.in_claim(claim_id, claims.take_back),
}


@pytest.mark.parametrize("sell", [sent, delivered, released])
@pytest.mark.parametrize("path", PATHS)
def test_the_nightly_check_is_content_after_each_path(command, bank, path, sell):
    PATHS[path](world.complain(sell(bank, 2).parcel_id))
    told: list[Result] = [command("ledger", "check")]
    world.work()
    with world.later(days=2, hours=1):
        world.work()
        told.append(command("ledger", "check"))

    assert [one.exit_code for one in told] == [0, 0], "\n".join(one.output for one in told)


# ---- not paid out ---------------------------------------------------------------------------------------------


@pytest.fixture
def earner(bank: object) -> Sale:
    """A maker whose only money is of one released parcel, and who could be paid."""
    sale = released(bank, 2)  # type: ignore[arg-type]
    world.bank_account(sale.maker_id)
    return sale


def payable(sale: Sale) -> tuple[int, Obstacle | None]:
    world.fresh()
    return payouts.payable()[sale.maker_id]


def test_what_is_claimed_of_released_money_is_not_paid_out(earner):
    before = payable(earner)
    claim_id = world.complain(earner.parcel_id, pieces={earner.line_id: 1})
    during = payable(earner)
    world.in_claim(claim_id, claims.take_back)

    assert before == payable(earner) == (2 * (PRICE - FEE) + POST, None)
    assert 0 < during[0] <= PRICE - FEE + POST
    assert during[1] is None


def test_when_all_of_it_is_claimed_that_is_what_stands_in_the_way(bank):
    sale = released(bank)
    world.bank_account(sale.maker_id)
    world.refund(sale.line_id, rials=1_000_000)
    world.complain(sale.parcel_id)

    amount, why = payable(sale)

    assert why in {Obstacle.UNDER_CLAIM, Obstacle.BELOW_MINIMUM}
    assert amount < 500_000
    with pytest.raises(NothingToPay):
        build(officers()[0])


def test_another_maker_s_money_is_not_held(bank, earner):
    other = released(bank)
    world.bank_account(other.maker_id)
    world.complain(earner.parcel_id)

    assert payable(other) == (PRICE - FEE + POST, None)


def test_a_claim_on_held_money_holds_no_other(bank, earner):
    held = delivered(bank, maker_id=earner.maker_id)
    before = payable(earner)

    world.complain(held.parcel_id)

    assert payable(earner) == before
    assert claims.under_claim([earner.maker_id]) == {}


def test_what_the_batch_pays_leaves_enough_for_the_claim_to_be_granted_in_full(bank, earner):
    """One piece of one parcel is claimed, the other parcel is free to be paid."""
    released(bank, maker_id=earner.maker_id)
    claim_id = world.complain(earner.parcel_id, pieces={earner.line_id: 1})
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)

    world.in_claim(claim_id, claims.agree, goods_back=False)

    world.fresh()
    assert ledger.balance(chart.maker(earner.maker_id)) <= 0
    assert [one[2] for one in items(batch_id)] == [ItemState.EXPORTED]


def test_the_delivery_that_would_go_back_is_held_too(bank, earner):
    released(bank, maker_id=earner.maker_id)
    claim_id = world.complain(earner.parcel_id)
    builder, approver = officers()
    batch_id = build(builder)
    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)

    world.in_claim(claim_id, claims.agree, goods_back=False)

    world.fresh()
    assert ledger.balance(chart.maker(earner.maker_id)) <= 0


def test_a_batch_that_was_built_before_the_claim_does_not_pay_it_out(earner):
    builder, approver = officers()
    batch_id = build(builder)
    world.complain(earner.parcel_id)

    step(payouts.approve, batch_id, approver)
    step(payouts.export, batch_id, approver)

    assert [one[2] for one in items(batch_id)] == [ItemState.HELD]


# ---- when staff act on the order meanwhile --------------------------------------------------------------------


def test_a_refund_by_staff_meanwhile_lowers_what_is_left_to_claim(bank):
    sale = delivered(bank)
    claim_id = world.complain(sale.parcel_id)
    world.refund(sale.line_id, rials=1_000_000)

    world.in_claim(claim_id, claims.agree, goods_back=False)

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 1_000_000), (RefundState.QUEUED, PRICE - 1_000_000 + POST)]
    assert world.broken_promises() == []


@pytest.mark.parametrize("given", [1, 2])
def test_a_piece_given_back_by_staff_meanwhile_leaves_the_rest_to_be_granted(bank, given):
    sale = delivered(bank, 2)
    claim_id = world.complain(sale.parcel_id)
    world.refund(sale.line_id, quantity=given, rials=given * PRICE)

    world.in_claim(claim_id, claims.agree, goods_back=False)

    assert sum(amount for _, amount in sent_back(sale.order_id)) == 2 * PRICE + POST
    assert state(claim_id) is ClaimState.GRANTED


def test_an_offer_that_staff_have_overtaken_gives_what_is_left_or_is_refused_in_words(bank):
    sale = delivered(bank)
    claim_id = world.complain(sale.parcel_id)
    world.in_claim(claim_id, claims.offer, 3_000_000, "")
    world.refund(sale.line_id, rials=2_000_000)

    try:
        world.in_claim(claim_id, claims.accept_offer)
    except ValueError as fault:
        pytest.fail(f"a fault instead of an answer: {fault}")


def test_a_parcel_that_staff_call_lost_ends_its_claim(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})
        with transaction():
            orders.call_off(world.parcel(sale.parcel_id), ParcelState.LOST, None)
        world.work()

    assert state(claim_id) is ClaimState.GRANTED


def test_what_did_not_come_is_claimed_without_the_pieces_that_were_given_back(bank):
    sale = sent(bank, 1, (world.Ware(), world.Ware()))
    first, second = sale.lines
    world.refund(first.id, quantity=1, rials=1_000_000)

    with world.later(days=9):
        claim_id = world.complain(sale.parcel_id, Reason.NOT_ARRIVED, {})

    assert second.id in [line.id for line, _ in claims.view(claims.claim(claim_id)).lines]


def test_what_never_came_is_not_to_be_sent_back(bank):
    sale = sent(bank)
    with world.later(days=9):
        claim_id = world.dispute(sale.parcel_id, Reason.NOT_ARRIVED, {})
        try:
            decide(claim_id, verdict(goods_back=True))
        except claims.ClaimNotPossible:
            return

    assert state(claim_id) is not ClaimState.RETURNING


@pytest.mark.parametrize("early", [True, False])
def test_the_courier_who_carried_it_keeps_his_pay(bank, early):
    maker_id = world.maker()
    variant = world.variant(maker_id)
    order_id = world.paid(bank, {variant: 1}, **chosen({variant: 1}, {maker_id: "courier"}))
    parcel_id = world.parcels(order_id)[0]
    world.send(parcel_id)
    with transaction():
        orders.carrier_delivered(world.parcel(parcel_id), None)
    if not early:
        world.receive(parcel_id)
    claim_id = world.complain(parcel_id, Reason.WITHDRAWAL)
    world.in_claim(claim_id, claims.goods_came, sellable=True)
    with world.later(hours=49):
        world.work()

    assert books().get("liab:carrier:courier") == -300_000


def test_what_is_promised_for_later_is_not_released_before_its_day(bank):
    sale = sent(bank, 1, (world.Ware(lead_days=20, on_hand=0),))
    promised = world.parcel(sale.parcel_id).promised_on

    with world.later(days=11):
        world.work()
        assert claims.possible(world.parcel(sale.parcel_id), sale.lines)
        assert promised > today()

    assert sale.state is ParcelState.SENT
