"""What a maker keeps of a month after her own costs; what others of her trade earn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from app import catalogue, impact, ledger, programme
from app.catalogue import Cost, NewCost
from app.ledger import JournalKind, Posting, chart
from app.programme import Trainee
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world


def cost(variant_id: int, material: int, packing: int = 0) -> None:
    world.fresh()
    product_id = session().get_one(catalogue.Variant, variant_id).product_id
    with transaction():
        catalogue.state_cost(product_id, NewCost(Rial(material), Rial(packing), Rial(0)), None)


def this_month(maker_id: int) -> impact.Kept:
    world.fresh()
    return impact.kept_months(maker_id, [JalaliMonth.current()])[0]


def test_what_remains_is_income_less_the_cost_of_the_pieces_sold(app, bank):
    maker = world.maker()
    variant = world.variant(maker)
    cost(variant, 1_000_000, 200_000)
    world.sold(bank, {variant: 2})

    month = this_month(maker)

    assert (month.income, month.cost, month.kept) == (7_600_000, 2_400_000, 5_200_000)
    assert (month.pieces, month.untold) == (2, 0)


def test_a_cost_said_later_changes_nothing_of_what_was_ordered_before(app, bank):
    maker = world.maker()
    variant = world.variant(maker)
    world.sold(bank, {variant: 1})
    cost(variant, 1_000_000)
    world.sold(bank, {variant: 1})
    before = this_month(maker)

    with world.later(minutes=1):
        cost(variant, 3_000_000)

    assert this_month(maker) == before
    assert (before.cost, before.pieces, before.untold) == (1_000_000, 2, 1)


def test_what_goes_back_before_the_money_is_released_was_not_sold(app, bank):
    maker = world.maker()
    variant = world.variant(maker)
    cost(variant, 1_000_000)
    order = world.paid(bank, {variant: 3})
    world.refund(world.lines(order)[0].id, quantity=1, rials=4_000_000)
    with world.later(minutes=1):
        world.send(world.parcels(order)[0])
        world.receive(world.parcels(order)[0])
    with world.later(minutes=2):
        world.refund(world.lines(order)[0].id, quantity=1, rials=4_000_000)

        month = this_month(maker)

    assert (month.pieces, month.cost) == (2, 2_000_000)
    assert month.income == impact.own_months(maker, [JalaliMonth.current()])[0]


def test_a_cost_is_never_changed_nor_taken_away(app):
    variant = world.variant(world.maker())
    cost(variant, 5_000)
    cost(variant, 5_000)
    assert len(session().scalars(Cost.__table__.select()).all()) == 1

    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session().execute(update(Cost).values(material_rial=Rial(1)))


def earn(maker_id: int, rials: int, month: JalaliMonth) -> None:
    with clock.at(month.starts), transaction():
        legs = {chart.maker(maker_id): -rials, chart.escrow(maker_id): rials}
        ledger.post(Posting(f"test {maker_id} {month} {rials}", JournalKind.RELEASE, ("parcel", maker_id), legs))


def weavers(amounts: Sequence[int], trade: str) -> list[int]:
    """Makers of a trade who each earned so much in every one of the last three full months."""
    found = [world.maker() for _ in amounts]
    with transaction():
        session().execute(update(Trainee).where(Trainee.id.in_(found)).values(trade_code=trade))
    for maker_id, rials in zip(found, amounts, strict=True):
        for step in (-3, -2, -1) if rials else ():
            earn(maker_id, rials, JalaliMonth.current().plus(step))
    return found


def test_others_of_the_trade_are_told_from_five_on_and_never_to_the_rial(app):
    trade = programme.trades()[0].code
    makers = weavers([0, 10_123_450, 20_123_450, 31_234_560, 40_000_000], trade)
    me = makers[0]
    assert impact.trade_earnings(programme.trainee(me)) is None
    earn(me, 1_000_000, JalaliMonth.current())
    weavers([50_000_000], programme.trades()[1].code)
    assert impact.trade_earnings(programme.trainee(me)) is None

    weavers([90_000_000], trade)
    told = impact.trade_earnings(programme.trainee(me))

    assert told is not None
    assert (told.median, told.makers) == (31_000_000, 5)
    assert told.months == tuple(JalaliMonth.current().plus(step) for step in (-3, -2, -1))


@given(st.integers(0, 10**12))
def test_a_rounded_amount_is_near_and_nobodys_own(rials):
    near = impact.rounded(rials)

    assert abs(near - rials) * 20 <= max(rials, 100_000)
    assert near % 10_000 == 0
