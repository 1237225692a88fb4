"""Reading the books: statements, balances, income."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import ledger
from app.ledger import JournalKind, Posting, Window, chart
from app.shared import clock
from app.shared.calendar import JalaliMonth, months_between
from app.shared.database import transaction
from tests import world

ABAN = JalaliMonth(1404, 8)
_keys = iter(range(10**9))


def earn(maker_id: int, rials: int, at: datetime, kind: JournalKind = JournalKind.RELEASE) -> None:
    """Her account moves by so many rials, in her favour when positive."""
    legs = {chart.maker(maker_id): -rials, "asset:cash": rials}
    with clock.at(at), transaction():
        ledger.post(Posting(f"test:{next(_keys)}", kind, ("parcel", 1), legs))


@pytest.mark.usefixtures("app")
def test_a_statement_tells_what_she_had_every_change_and_what_she_has_then():
    maker_id, other = world.maker(), world.maker()
    earn(maker_id, 900, ABAN.starts - timedelta(days=3))
    earn(maker_id, 500, ABAN.starts + timedelta(days=1))
    earn(maker_id, -200, ABAN.starts + timedelta(days=2), JournalKind.CLAWBACK)
    earn(other, 7_000, ABAN.starts + timedelta(days=2))
    earn(maker_id, 40, ABAN.ends + timedelta(days=1))

    month = ledger.statement(maker_id, ABAN)

    assert (month.opening, month.closing) == (900, 1_200)
    assert [(line.kind, line.amount) for line in month.lines] == [
        (JournalKind.RELEASE, 500),
        (JournalKind.CLAWBACK, -200),
    ]


@pytest.mark.usefixtures("app")
def test_a_month_begins_and_ends_at_midnight_in_tehran():
    maker_id = world.maker()
    # 1 Aban 1404 is 23 October 2025; midnight in Tehran is half past eight in the evening before, in UTC.
    midnight = datetime(2025, 10, 22, 20, 30, tzinfo=UTC)
    earn(maker_id, 1, midnight - timedelta(microseconds=1))
    earn(maker_id, 10, midnight)

    months = [ABAN.plus(-1), ABAN]

    assert [[line.amount for line in ledger.statement(maker_id, month).lines] for month in months] == [[1], [10]]
    assert ledger.income_by_month(months)[maker_id] == [1, 10]


movements = st.lists(
    st.tuples(st.integers(-(10**9), 10**9).filter(bool), st.integers(0, 200 * 24 * 60)), min_size=1, max_size=6
)


def test_statements_of_months_in_a_row_join_without_a_gap(app):
    maker_id = world.maker()
    begin = ABAN.starts - timedelta(days=20)

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(movements)
    def check(moves: list[tuple[int, int]]) -> None:
        for rials, minutes in moves:
            earn(maker_id, rials, begin + timedelta(minutes=minutes))
        months = [ledger.statement(maker_id, month) for month in months_between(ABAN.plus(-2), ABAN.plus(7))]

        assert months[0].opening == 0
        assert [month.closing for month in months[:-1]] == [month.opening for month in months[1:]]
        assert months[-1].closing == ledger.owed_to([maker_id])[maker_id]
        assert all(line.at >= month.month.starts for month in months for line in month.lines)

    check()


@pytest.mark.usefixtures("app")
def test_what_is_owed_is_told_per_maker_and_negative_where_she_owes():
    one, other, stranger = world.maker(), world.maker(), world.maker()
    earn(one, 500, clock.now())
    earn(other, -300, clock.now())

    assert ledger.owed_to([one, other, stranger]) == {one: 500, other: -300}


@pytest.mark.usefixtures("app")
def test_an_account_is_not_read_with_those_whose_names_begin_alike():
    makers = {number: world.maker() for number in range(11)}
    for number, maker_id in makers.items():
        earn(maker_id, number + 1, clock.now())

    assert ledger.balances(chart.maker(makers[0])) == {chart.maker(makers[0]): -1}
    assert len(ledger.balances(chart.MAKER)) == len(makers)


@pytest.mark.usefixtures("app")
def test_income_is_releases_less_clawbacks_and_nothing_else():
    maker_id = world.maker()
    for kind in JournalKind:
        earn(maker_id, 1_000, ABAN.starts, kind)
    earn(maker_id, -300, ABAN.starts, JournalKind.CLAWBACK)

    assert ledger.income_by_month([ABAN]) == {maker_id: [1_700]}


@pytest.mark.usefixtures("app")
def test_sales_are_income_and_fee_together_less_what_went_back():
    maker_id, other = world.maker(), world.maker()
    moves = [
        ("sale", JournalKind.RELEASE, {chart.escrow(1): 1_000, chart.maker(maker_id): -950, chart.COMMISSION: -50}),
        ("back", JournalKind.CLAWBACK, {chart.maker(maker_id): 95, chart.COMMISSION: 5, chart.REFUND_PENDING: -100}),
        ("hers", JournalKind.RELEASE, {chart.escrow(2): 70, chart.maker(other): -70}),
        ("out", JournalKind.PAYOUT, {chart.maker(maker_id): 500, chart.PAYOUT_IN_TRANSIT: -500}),
    ]
    with clock.at(ABAN.starts), transaction():
        for key, kind, legs in moves:
            ledger.post(Posting(f"sales:{key}", kind, ("parcel", 1), legs))

    assert ledger.sales_by_month([ABAN.plus(-1), ABAN]) == {maker_id: [0, 900], other: [0, 70]}


@pytest.mark.usefixtures("app")
def test_income_as_of_a_day_leaves_out_what_was_written_later():
    maker_id = world.maker()
    earn(maker_id, 500, ABAN.starts)
    with clock.at(ABAN.ends + timedelta(days=5)), transaction():
        legs = {chart.maker(maker_id): -70, "asset:cash": 70}
        ledger.post(Posting("late news", JournalKind.RELEASE, ("parcel", 1), legs, occurred_at=ABAN.starts))

    assert ledger.income_by_month([ABAN], ABAN.ends)[maker_id] == [500]
    assert ledger.income_by_month([ABAN])[maker_id] == [570]


@pytest.mark.usefixtures("app")
def test_a_reversed_release_leaves_her_income():
    maker_id = world.maker()
    with clock.at(ABAN.starts), transaction():
        legs = {chart.maker(maker_id): -70, "asset:cash": 70}
        slip = ledger.post(Posting("a slip", JournalKind.RELEASE, ("parcel", 1), legs))
        ledger.reverse(slip, None, "a slip")

    assert ledger.income_by_month([ABAN])[maker_id] == [0]


@pytest.mark.usefixtures("app")
def test_rows_behind_an_income_sum_to_it_and_come_newest_first():
    maker_id = world.maker()
    for day, rials in enumerate((500, -200, 40)):
        earn(maker_id, rials, ABAN.starts + timedelta(days=day))
    earn(maker_id, 9_000, ABAN.ends)

    rows = ledger.income_rows(Window(ABAN.starts, ABAN.ends), [maker_id])

    assert [row.amount for row in rows] == [40, -200, 500]
    assert sum(row.amount for row in rows) == ledger.income_by_month([ABAN])[maker_id][0]
