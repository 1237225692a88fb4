"""The right to change one's mind: seven working days from the arrival, on the Iranian calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from app import catalogue, claims, places
from app.catalogue import Exempt
from app.claims import ClaimNotPossible, ClaimState, Reason, TooLateToClaim
from app.ledger import chart
from app.orders import ParcelState
from app.payments import RefundState
from app.shared import clock, rulebook
from app.shared.database import transaction
from tests import world
from tests.claims.scene import POST, PRICE, Sale, delivered, on_shelf, released, sent, state
from tests.fakes.bank import FakeBank
from tests.orders.money import GATEWAY, books, sent_back
from tests.world import TAHINI, Ware

pytestmark = pytest.mark.usefixtures("app")
BEFORE_NOWRUZ = datetime(2026, 3, 18, 9, tzinfo=UTC)
LAST = date(2026, 3, 31)
FOOD, CRAFT = Ware(good=TAHINI, title="ارده"), Ware()


@pytest.fixture
def nowruz(app: object, bank: FakeBank) -> Iterator[Sale]:
    """It came on the Wednesday before the holidays."""
    with clock.at(BEFORE_NOWRUZ):
        yield released(bank)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def withdraw(sale: Sale, pieces: dict[int, int] | None = None) -> int:
    return world.complain(sale.parcel_id, Reason.WITHDRAWAL, pieces, words="")


def offered(sale: Sale) -> date | None:
    world.fresh()
    return claims.possible(world.parcel(sale.parcel_id), sale.lines).get(Reason.WITHDRAWAL)


def test_seven_working_days_go_round_fridays_and_nowruz(nowruz):
    assert offered(nowruz) == LAST


def test_the_last_day_counts_to_its_end_in_tehran(nowruz):
    with clock.at(datetime(2026, 3, 31, 20, 29, tzinfo=UTC)):
        assert offered(nowruz) == LAST
        assert state(withdraw(nowruz)) is ClaimState.RETURNING


def test_the_day_after_is_too_late(nowruz):
    with clock.at(datetime(2026, 3, 31, 20, 31, tzinfo=UTC)):
        assert offered(nowruz) is None
        with pytest.raises(TooLateToClaim) as caught:
            withdraw(nowruz)

    assert caught.value.ended_on == LAST


def test_what_came_after_midnight_in_tehran_came_on_that_day(bank):
    with clock.at(datetime(2026, 3, 18, 20, 31, tzinfo=UTC)):
        sale = released(bank)

        assert offered(sale) == date(2026, 4, 4)


def test_a_day_that_the_county_is_closed_does_not_count(nowruz):
    with transaction():
        places.declare_closed(date(2026, 3, 25), "گردوغبار", "1801", None)
        places.declare_closed(date(2026, 3, 26), "گردوغبار", "1809", None)

    assert offered(nowruz) == date(2026, 4, 4)


def test_the_programme_may_give_longer_than_the_law(nowruz):
    with transaction():
        rulebook.set_rule(claims.WITHDRAWAL_DAYS, 8, source="decision 12", by=None)

    assert offered(nowruz) == date(2026, 4, 4)


@pytest.mark.parametrize("day", [0, 5, 13])
def test_it_is_counted_from_the_arrival_not_from_the_sale(bank, day):
    with clock.at(BEFORE_NOWRUZ - timedelta(days=20)):
        sale = sent(bank)
    arrived = BEFORE_NOWRUZ + timedelta(days=day)
    with clock.at(arrived):
        world.receive(sale.parcel_id)

        last = offered(sale)

    assert last is not None
    assert (last - arrived.date()).days >= 8


def test_no_reason_and_no_answer_are_needed(bank):
    claim_id = withdraw(delivered(bank))

    assert state(claim_id) is ClaimState.RETURNING
    assert claims.claim(claim_id).words == ""


def test_all_of_it_goes_back_with_its_delivery_once_the_goods_are_there(bank):
    sale = delivered(bank, 2)
    claim_id = withdraw(sale)
    assert sent_back(sale.order_id) == []

    world.in_claim(claim_id, claims.goods_came, sellable=True)

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, 2 * PRICE + POST)]
    assert on_shelf(sale.variant_ids[0]) == 10
    assert not claims.claim(claim_id).upheld
    assert world.broken_promises() == []


def test_a_part_goes_back_without_the_delivery(bank):
    sale = delivered(bank, 2)
    claim_id = withdraw(sale, {sale.line_id: 1})

    world.in_claim(claim_id, claims.goods_came, sellable=False)

    assert sent_back(sale.order_id) == [(RefundState.QUEUED, PRICE)]


def test_after_the_release_the_maker_gives_it_back_and_the_commission_too(bank):
    sale = released(bank)
    claim_id = withdraw(sale)

    world.in_claim(claim_id, claims.goods_came, sellable=True)

    assert books() == {GATEWAY: PRICE + POST, chart.REFUND_PENDING: -PRICE - POST}
    world.work()
    assert books() == {}
    assert world.broken_promises() == []


def test_what_spoils_is_exempt_and_says_so(bank):
    sale = delivered(bank, 1, (FOOD,))

    assert [line.exempt for line in sale.lines] == ["perishable"]
    assert Reason.WITHDRAWAL not in claims.possible(world.parcel(sale.parcel_id), sale.lines)
    with pytest.raises(ClaimNotPossible) as caught:
        withdraw(sale)
    assert caught.value.reason == "exempt"


def test_what_is_exempt_can_still_be_at_fault(bank):
    sale = delivered(bank, 1, (FOOD,))

    assert state(world.complain(sale.parcel_id, Reason.DAMAGED)) is ClaimState.OPEN


def test_of_a_mixed_parcel_the_rest_can_go_back(bank):
    sale = delivered(bank, 1, (FOOD, CRAFT))
    food, craft = sorted(sale.lines, key=lambda line: line.exempt is None)

    with pytest.raises(ClaimNotPossible):
        withdraw(sale, {food.id: 1, craft.id: 1})
    with pytest.raises(ClaimNotPossible):
        withdraw(sale, {food.id: 1})
    assert state(withdraw(sale, {craft.id: 1})) is ClaimState.RETURNING


def test_exemption_is_of_the_day_of_the_sale(bank):
    """A category that is exempted later takes nobody's right away."""
    sale = delivered(bank)
    with transaction():
        for category in catalogue.categories():
            category.exempt = Exempt.PERISHABLE

    assert state(withdraw(sale)) is ClaimState.RETURNING


def test_goods_that_never_come_back_are_for_staff_to_decide(bank):
    claim_id = withdraw(delivered(bank))

    with world.later(days=14, minutes=1):
        world.work()

    assert state(claim_id) is ClaimState.DISPUTED


def test_who_withdraws_before_she_says_it_came_has_it(bank):
    sale = sent(bank)

    withdraw(sale)

    assert (sale.state, sale.frozen) == (ParcelState.DELIVERED, True)
