"""The statistics centre's rows: everybody once, nobody found out, in its own terms."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import impact, livings, programme
from app.accounts import Role
from app.impact.statistics import (
    By,
    Cell,
    _Sum,
    _totals,
    gathered,
    rows_of,
    totals_of,
    with_open_sums,
    with_the_smallest,
)
from app.livings import Grade, Held, InsuranceKind, Work, WorkKind
from app.programme import Sex
from app.shared import clock
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from tests import world
from tests.consent.test_consent import long_ago, says
from tests.impact.scene import earn, recounted
from tests.web.browsing import deliver

OVER = JalaliMonth.current().plus(-1)
FEWEST = 5
SIZES = st.dictionaries(st.integers(0, 30), st.integers(1, 12), max_size=12)
GROUPS = st.dictionaries(
    st.builds(Cell, county_code=st.sampled_from(["1801", "1803", "1805"]), trade_code=st.sampled_from("abcdef")),
    st.builds(_Sum, people=st.integers(1, 9)),
    max_size=14,
)


@given(SIZES)
def test_the_hidden_are_never_one_small_group(sizes: dict[int, int]):
    few = with_the_smallest(sizes, FEWEST)

    assert {one for one, size in sizes.items() if size < FEWEST} <= few
    assert not few or few == set(sizes) or sum(sizes[one] for one in few) >= FEWEST


@given(SIZES)
def test_no_hidden_sum_stands_alone(sellers: dict[int, int]):
    hidden = set(sellers) - with_open_sums(sellers, FEWEST)

    assert all(sellers[one] >= FEWEST for one in set(sellers) - hidden)
    assert len(hidden) != 1 or len(sellers) == 1


@given(GROUPS)
def test_every_group_is_in_one_row_and_no_row_is_of_few(cells: dict[Cell, _Sum]):
    told = gathered(cells, FEWEST)
    rows: dict[Cell, int] = {}
    for cell, row in told.items():
        rows[row] = rows.get(row, 0) + cells[cell].people

    assert set(told) == set(cells)
    assert sum(one.people for one in cells.values()) == sum(rows.values())
    assert all(count >= FEWEST for count in rows.values()) or len(rows) == 1


def _none_or(count: int | None) -> int:
    return count or 0


PARTS = st.integers(0, 12).flatmap(
    lambda people: st.builds(
        _Sum, people=st.just(people + 1), selling=st.integers(0, people + 1), licensed=st.integers(0, people + 1)
    )
)
MANY = st.dictionaries(
    st.builds(
        Cell,
        county_code=st.sampled_from(["1801", "1803"]),
        trade_code=st.sampled_from(["a", "b", "c", None]),
        sex=st.sampled_from(list(Sex)),
    ),
    PARTS,
    min_size=1,
    max_size=14,
)


@given(MANY)
def test_totals_count_everybody_and_the_rows_beside_leave_nothing_of_few(cells: dict[Cell, _Sum]):
    rows = rows_of(cells, FEWEST)
    [everybody] = _totals(cells, rows, lambda _: Cell(), FEWEST)
    for by in By:
        found = totals_of(cells, rows, by, FEWEST, everybody)
        assert sum(one.people for one in found) == everybody.people == sum(one.people for one in cells.values())
        assert all(one.people >= FEWEST for one in found) or len(found) == 1
        for name in ("selling", "licensed"):
            shown = [getattr(one, name) for one in found]
            assert shown.count(None) != 1 or len(found) == 1 or not any(shown) or getattr(everybody, name) is None
        for one in found:
            if one.cell.together or one.cell == Cell():
                continue
            beside = [row for row in rows if by.of(row.cell) == one.cell]
            assert not 0 < one.people - sum(row.people for row in beside) < FEWEST or len(found) == 1
            for name in ("selling", "licensed"):
                telling = [row for row in beside if getattr(row, name) is not None]
                rest = _none_or(getattr(one, name)) - sum(getattr(row, name) for row in telling)
                assert getattr(one, name) is None or not 0 < rest < FEWEST


def test_what_few_earned_is_no_total_less_the_row_beside():
    """Two counties with a small group of sellers each; and unpaid helpers that one woman told of."""
    cells = {
        Cell("1801", Sex.FEMALE): _Sum(people=20, selling=3, sold=400, income=333, helpers=6, tellers=1),
        Cell("1801", Sex.MALE): _Sum(people=20, selling=8, sold=999, income=888, helpers=9, tellers=8),
        Cell("1803", Sex.FEMALE): _Sum(people=20, selling=5, sold=600, income=500),
        Cell("1803", Sex.MALE): _Sum(people=20, selling=10, sold=900, income=700),
    }
    rows = rows_of(cells, 5)
    [whole] = _totals(cells, rows, lambda _: Cell(), 5)
    totals = [*totals_of(cells, rows, By.COUNTY, 5, whole), whole]

    told = {row.cell: row for row in rows}
    for total in totals:
        beside = [row for row in rows if total.cell.county_code in {None, row.cell.county_code}]
        if total.income is not None:
            left = total.income - sum(row.income or 0 for row in beside)
            assert left not in {333, 888}
        if total.helpers is not None:
            assert total.helpers - sum(row.helpers or 0 for row in beside) != 6
    assert told[Cell("1801", Sex.FEMALE)].income is None


def test_totals_by_trade_are_told_although_no_county_has_enough_of_it(app: Flask):
    for county in ("1801", "1803", "1805"):
        for place in range(6):
            one = long_ago(county)
            with transaction():
                programme.trainee(one).trade_code = "sewing" if place % 2 else "mats"
    deliver()
    recounted()

    told = impact.statistics(OVER)

    assert {row.cell.trade_code for row in told.rows} == {None}
    assert {(row.cell.trade_code, row.people) for row in told.totals[impact.By.TRADE]} == {("sewing", 9), ("mats", 9)}
    assert told.whole is not None
    assert told.whole.people == 18


def test_licences_that_staff_saw_by_the_months_end_are_counted(app: Flask):
    makers = [long_ago() for _ in range(6)]
    by = world.official(Role.STAFF)
    with clock.at(OVER.starts + timedelta(days=2)), transaction():
        for one in makers:
            programme.verify(programme.trainee(one), "licence_seen", by, "دیدم")
    deliver()

    [row] = impact.statistics(OVER).rows
    before = impact.statistics(OVER.plus(-1))

    assert row.licensed == 6
    assert [one.licensed for one in before.rows] in ([0], [])


def test_the_rows_are_in_the_centres_terms_and_few_are_told_with_others(app: Flask):
    makers = [long_ago() for _ in range(6)] + [long_ago("1803") for _ in range(7)]
    for one in makers[:6]:
        earn(one, 40_000_000, OVER.starts + timedelta(days=1))
        with transaction():
            livings.tell_work(one, Work(WorkKind.INDEPENDENT, 1, today() - timedelta(days=99)), None)
            livings.tell_insured(one, [OVER], Held(InsuranceKind.SELF, Grade.PAPER), None)
    with transaction():
        livings.tell_work(makers[6], Work(WorkKind.SUPPORTER, 0, today() - timedelta(days=99)), None)
    deliver()

    [first, second] = impact.statistics(OVER).rows

    assert (first.cell.county_code, first.cell.work, first.people) == ("1801", WorkKind.INDEPENDENT, 6)
    assert (first.selling, first.insured, first.helpers) == (6, 6, 6)
    assert first.income == 6 * 40_000_000
    assert (second.cell, second.people) == (Cell("1803", together=True), 7)
    assert (second.selling, second.income) == (0, 0)


def test_who_refused_is_in_no_row_and_a_few_alone_are_not_told(app: Flask):
    makers = [long_ago() for _ in range(5)]
    deliver()
    assert [one.people for one in impact.statistics(OVER).rows] == [5]

    says(makers[0], yes=False)

    told = impact.statistics(OVER)
    assert (told.rows, told.left_over) == ((), 4)
    assert impact.statistics(OVER, {"1803"}).left_over == 0
