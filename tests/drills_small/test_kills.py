"""Web and worker are killed in the middle of a sale."""

from tests.drill import kills


def test_a_sale_during_which_web_and_worker_are_killed_loses_nothing_and_pays_nothing_twice(ground):
    figures = kills.run(ground, kills=30, longest_pause=0.3, controlled=False)

    assert figures.faults == []
    assert figures["orders acknowledged"] > 0
    assert figures["acknowledged orders that are gone"] == 0
