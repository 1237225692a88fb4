"""What a cooperative's members sold before and after its grant, by the ledger's own sums."""

from datetime import timedelta

from app import impact
from app.impact.keeping import earned_as_of
from app.shared import clock
from app.shared.calendar import JalaliMonth, local_date
from tests import world


def test_the_months_on_either_side_of_the_payment_and_not_what_was_not_whole(app, bank):
    hers, other = world.maker(), world.maker()
    mine, not_mine = world.variant(hers), world.variant(other)
    now = clock.now()
    opened, paid_in = JalaliMonth.of(now), JalaliMonth.of(now).plus(4)
    world.sold(bank, {not_mine: 1})
    with clock.at(paid_in.plus(-1).starts + timedelta(days=10)):
        world.sold(bank, {mine: 1, not_mine: 1})
    with clock.at(paid_in.starts + timedelta(days=10)):
        world.sold(bank, {mine: 1})
    with clock.at(paid_in.plus(1).starts + timedelta(days=10)):
        world.sold(bank, {mine: 2})

    with clock.at(paid_in.plus(2).starts + timedelta(days=1)):
        told = impact.before_and_after({hers}, local_date(paid_in.starts + timedelta(days=10)), 6)
        months = [one.month for one in (*told.before, *told.after)]
        books = earned_as_of(months, clock.now())[hers]

    assert told.paid_in == paid_in
    assert [one.month for one in told.before] == [opened.plus(1), opened.plus(2), opened.plus(3)]
    assert [one.month for one in told.after] == [paid_in.plus(1)]
    piece = told.before[-1].sales
    assert piece > 0
    assert [one.sales for one in told.before] == [0, 0, piece]
    assert [one.sales for one in told.after] == [2 * piece]
    assert (told.sales_before, told.sales_after) == (piece // 3 // 10 * 10, 2 * piece)
    for one, said in zip((*told.before, *told.after), books, strict=True):
        assert (one.sales, one.income) == (said.sold, said.income)


def test_without_a_month_that_is_over_nothing_is_said_of_afterwards(app):
    told = impact.before_and_after({world.maker()}, local_date(clock.now()), 6)

    assert (told.before, told.after) == ((), ())
    assert (told.sales_before, told.sales_after, told.income_after) == (0, 0, 0)
