"""What is hidden stays hidden: an attacker who tries every table that could be true never finds a single one."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from app.impact.suppression import Network, Told, grid, protect, single, small
from tests.impact.attacking import Filling, possible, possible_of_two, shape, table

FEWEST = 3
counts = st.sampled_from([0, 0, 1, 1, 2, 3, 3, 4])


@st.composite
def tables(draw: st.DrawFn, rows: int = 3, columns: int = 3) -> Filling:
    """Small tables whose columns hold enough people to be told."""
    wide = draw(st.integers(2, columns))
    cells = draw(st.lists(st.lists(counts, min_size=wide, max_size=wide), min_size=2, max_size=rows))
    assume(all(not 0 < sum(column) < FEWEST for column in zip(*cells, strict=True)))
    return table(cells)


def network(values: Filling) -> Network:
    return grid(*shape(values))


def unknown(told: Told, found: dict, least: int) -> bool:
    """Every hidden number may be at least so many different ones."""
    return all(len(values) >= least for values in found.values())


@settings(max_examples=300, deadline=None)
@given(tables())
def test_who_tries_everything_finds_no_hidden_number(values):
    told = protect(network(values), values, FEWEST)
    event("nothing told" if told is None else f"floor {told.floor}, {len(told.hidden) > 0} hidden")
    if told is not None:
        assert small(values, FEWEST) <= told.hidden
        assert unknown(told, possible(told), 2)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 4, 5, 6]), min_size=2, max_size=2), min_size=2, max_size=3))
def test_with_the_threshold_of_five_four_numbers_stay_possible(cells):
    assume(all(not 0 < sum(column) < 5 for column in zip(*cells, strict=True)))
    told = protect(network(table(cells)), table(cells), 5)

    assert told is None or unknown(told, possible(told), 4)


@settings(deadline=None)
@given(tables())
def test_what_is_shown_is_true_and_nobody_small_is_shown(values):
    told = protect(network(values), values, FEWEST)
    if told is not None:
        shown = {key: told.shown(key) for key in values}
        assert all(one is None or one == values[key] for key, one in shown.items())
        assert all(one is None or one == 0 or one >= FEWEST for one in shown.values())
        assert told.floor == 0 or all(shown[key] == 0 for key, one in values.items() if one == 0)


def test_a_table_without_anybody_small_is_told_whole():
    values = table([[5, 6], [7, 8]])

    assert protect(network(values), values, 5) == Told(values, frozenset())


def test_without_the_further_hiding_the_attacker_wins():
    """The control: only what is small is hidden, and a subtraction brings it back."""
    values = table([[3, 40], [20, 30]])
    careless = Told(values, small(values, 5))

    assert possible(careless) == {("r0", "c0"): {3}}
    told = protect(network(values), values, 5)
    assert told is not None
    assert unknown(told, possible(told), 4)
    assert told.hidden == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(3, 9), min_size=3, max_size=3), min_size=2, max_size=3), st.integers(1, 2))
def test_the_attacker_finds_whatever_is_hidden_alone(cells, few):
    """The control: hiding the one small number and nothing else never holds."""
    values = table([[few, *cells[0][1:]], *cells[1:]])

    assert possible(Told(values, small(values, FEWEST))) == {("r0", "c0"): {few}}


def test_two_marks_would_give_a_number_away():
    """Why «fewer than five» and «hidden» are one mark: 1 + 5 is the only way in which a small and a large make 6."""
    values = table([[1, 5], [9, 20]])
    told = Told(values, frozenset({("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}))

    assert len(possible(told)["r0", "c0"]) == 5
    assert [one for one in possible(told)["r0", "c0"] if one < 5 and 6 - one >= 5] == [1]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 5, 9]), min_size=1, max_size=5))
def test_the_totals_of_columns_hide_each_other(found):
    values = {("", f"c{place}"): one for place, one in enumerate(found)}
    told = protect(single([column for _, column in values]), values, 5)
    if told is None or not told.hidden:
        return
    left = sum(values[key] for key in told.hidden)
    ways = [one for one in product(range(told.floor, left + 1), repeat=len(told.hidden)) if sum(one) == left]
    assert all(len({way[place] for way in ways}) >= 4 for place in range(len(told.hidden)))


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Filling, Filling]:
    """A table, and the same after some were counted anew."""
    first = draw(tables(rows=3, columns=2))
    rows, columns = shape(first)
    cells = [[first[row, column] for column in columns] for row in rows]
    changes = st.tuples(st.sampled_from(range(len(rows))), st.sampled_from(range(len(columns))), st.integers(-3, 3))
    for row, column, change in draw(st.lists(changes, min_size=1, max_size=3)):
        cells[row][column] = max(0, cells[row][column] + change)
    assume(all(not 0 < sum(column) < FEWEST for column in zip(*cells, strict=True)))
    return first, table(cells)


@settings(max_examples=400, deadline=None)
@given(corrected())
def test_two_editions_of_a_month_side_by_side_tell_no_hidden_number(pair):
    first = protect(network(pair[0]), pair[0], FEWEST)
    assume(first is not None)
    second = protect(network(pair[1]), pair[1], FEWEST, [first])
    event("not told again" if second is None else "told again")
    if second is None:
        return
    for place, (told, other, found) in enumerate(
        zip((first, second), (second, first), possible_of_two(first, second), strict=True)
    ):
        for key, ways in found.items():
            shown = key not in other.hidden and other.values[key] == told.values[key]
            assert shown or len(ways) >= 2, (place, key)
            assert not shown or not 0 < told.values[key] < FEWEST


def test_an_edition_that_forgets_the_one_before_gives_it_away():
    """The control: both editions are safe alone, and together they tell the number of two people."""
    values = table([[2, 9, 7], [9, 9, 30], [20, 21, 22]])
    of_two = frozenset({("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")})
    of_other = frozenset({("r0", "c0"), ("r0", "c2"), ("r1", "c0"), ("r1", "c2")})
    first, careless = Told(values, of_two), Told(values, of_other)

    assert min(len(one) for told in (first, careless) for one in possible(told).values()) >= 4
    assert possible_of_two(first, careless)[0]["r0", "c0"] == {2}
    careful = protect(network(values), values, 5, [first])
    assert careful is not None
    assert careful.hidden >= of_two
    assert len(possible_of_two(first, careful)[0]["r0", "c0"]) >= 4


def test_a_correction_that_moves_nobody_looks_like_the_edition_before():
    values = table([[2, 9, 17], [9, 9, 30], [20, 21, 22]])
    first = protect(network(values), values, 5)
    assert first is not None

    assert protect(network(values), values, 5, [first]) == first


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_tables_that_share_their_totals_do_not_help_each_other(people):
    """People by county, sex and standing; both tables in one hand, and every population tried."""
    places = list(product((0, 1), repeat=3))
    every = dict(zip(places, people, strict=True))
    by = [
        table(
            [
                [sum(n for where, n in every.items() if where[cut] == row and where[2] == one) for one in (0, 1)]
                for row in (0, 1)
            ]
        )
        for cut in (0, 1)
    ]
    assume(all(not 0 < by[0]["r0", f"c{one}"] + by[0]["r1", f"c{one}"] < FEWEST for one in (0, 1)))
    told = [protect(network(one), one, FEWEST) for one in by]
    assume(None not in told)
    seen: list[dict] = [{key: set() for key in one.hidden} for one in told]
    for found in _populations(told, by[0]):
        for place, one in enumerate(told):
            for key in one.hidden:
                seen[place][key].add(found[place][key])

    assert all(len(ways) >= 2 for one in seen for ways in one.values())


def _populations(told, first):
    """Both tables of every population that agrees with both as they are told: for each standing, all 2 x 2 of it."""
    ways = []
    for one in (0, 1):
        whole = first["r0", f"c{one}"] + first["r1", f"c{one}"]
        ways.append([cells for cells in product(range(whole + 1), repeat=4) if sum(cells) == whole])
    for left, right in product(*ways):
        by_county = table([[left[0] + left[1], right[0] + right[1]], [left[2] + left[3], right[2] + right[3]]])
        by_sex = table([[left[0] + left[2], right[0] + right[2]], [left[1] + left[3], right[1] + right[3]]])
        if all(
            value >= one.floor if key in one.hidden else value == one.shown(key)
            for one, found in zip(told, (by_county, by_sex), strict=True)
            for key, value in found.items()
        ):
            yield by_county, by_sex
