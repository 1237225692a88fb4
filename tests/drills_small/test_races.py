"""Many at the same moment, each race with its control."""

import pytest

from tests.drill import callbacks, last_units, races


def test_of_many_buyers_as_many_are_served_as_there_are_units(ground):
    figures = last_units.run(ground, buyers=16, units=2, connections=16)

    assert figures.faults == []
    assert (figures["led to the bank"], figures["sold in the database"]) == (2, 2)
    assert figures["control, guard off: sold"] > 2


def test_one_payment_whose_answers_get_lost_is_booked_once_by_twenty_settlers(ground):
    figures = races.settlers(ground, rounds=1)

    assert figures.faults == []
    assert figures["booked once"] == 1
    assert figures["control, guard off: booked"] > 1


@pytest.mark.parametrize(
    ("race", "once", "control"),
    [
        (races.deciders, "decided once and paid once", "control, guard off: paid"),
        (races.builders, "built once, each maker once", "control, guard off: batches with her"),
    ],
)
def test_what_many_do_at_the_same_moment_moves_money_once(ground, race, once, control):
    figures = race(ground, people=8, rounds=1)

    assert figures.faults == []
    assert figures[once] == 1
    assert figures[control] > 1


def test_shuffled_and_forged_callbacks_book_each_payment_once(ground):
    figures = callbacks.run(ground, count=6, forged=8)

    assert figures.faults == []
    assert (figures["missing"], figures["double"], figures["booked without having been paid"]) == (0, 0, 0)
    assert figures["control, guard off: booked twice or more"] > 0
