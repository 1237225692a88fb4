"""Numbered papers: no number is missing, none is given twice, and what was issued stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app import finance, orders, payments, payouts
from app.accounts import Role
from app.finance import Document, Series
from app.finance.documents import gaps
from app.finance.models import Counter
from app.shared import clock
from app.shared.calendar import JalaliMonth, jalali, local_date
from app.shared.database import is_postgres, session, transaction
from tests import world
from tests.migrations.raw import changes, not_refused, tried

THREADS = 8


class Stumbled(Exception):
    pass


def issue(series: Series, ref_id: int, *, stumble: bool = False) -> str:
    """A document's code; `stumble`: what was to happen with it does not."""
    with transaction():
        code = finance.issue(series, ref_id).code
        if stumble:
            raise Stumbled
        return code


def numbers(series: Series = Series.INVOICE) -> list[int]:
    world.fresh()
    query = select(Document.number).where(Document.series == series).order_by(Document.year, Document.number)
    return list(session().scalars(query))


def issued() -> dict[Series, int]:
    """How many papers there are of each kind."""
    world.fresh()
    return dict(session().execute(select(Document.series, func.count()).group_by(Document.series)).all())


def last() -> int:
    world.fresh()
    return session().scalar(select(func.coalesce(func.sum(Counter.last), 0))) or 0


def this_year() -> int:
    return jalali(local_date(clock.now()))[0]


@pytest.mark.usefixtures("app")
def test_numbers_follow_each_other_and_each_kind_counts_its_own():
    codes = [issue(series, ref) for series in (Series.INVOICE, Series.SALE) for ref in (70, 30, 50)]

    year = this_year()
    assert codes == [f"{letter}-{year}-00000{number}" for letter in "FS" for number in (1, 2, 3)]
    assert gaps() == 0


@pytest.mark.usefixtures("app")
def test_a_thing_has_one_paper_of_a_kind_however_often_it_is_asked_for():
    codes = {issue(Series.INVOICE, 7) for _ in range(3)}

    assert len(codes) == 1
    assert (numbers(), last()) == ([1], 1)
    assert finance.document(Series.INVOICE, 7).code in codes
    assert finance.document(Series.SALE, 7) is None


@pytest.mark.usefixtures("app")
def test_a_jalali_year_begins_with_number_one():
    new_year = JalaliMonth(this_year() + 1, 1).starts
    with clock.at(new_year - timedelta(seconds=1)):
        old = [issue(Series.INVOICE, ref) for ref in (1, 2)]
    with clock.at(new_year):
        new = issue(Series.INVOICE, 3)

    assert (old[-1], new) == (f"F-{this_year()}-000002", f"F-{this_year() + 1}-000001")
    assert gaps() == 0


def test_eight_at_once_get_eight_numbers_in_a_row(app):
    outcomes = world.at_once(app, *[partial(issue, Series.INVOICE, ref) for ref in range(1, THREADS + 1)])

    assert len(set(outcomes)) == THREADS, outcomes
    assert numbers() == list(range(1, THREADS + 1))
    assert gaps() == 0


def test_eight_at_once_of_which_half_stumble_leave_no_gap(app):
    outcomes = world.at_once(
        app, *[partial(issue, Series.INVOICE, ref, stumble=ref % 2 == 0) for ref in range(1, THREADS + 1)]
    )

    assert sum(isinstance(outcome, Stumbled) for outcome in outcomes) == THREADS // 2, outcomes
    assert numbers() == list(range(1, THREADS // 2 + 1))
    assert gaps() == 0


def control(app: Flask, number: Callable[[threading.Barrier], None]) -> list[int]:
    """The numbers that eight at once would give by another way of counting."""
    with transaction():
        session().execute(text("DROP TABLE IF EXISTS race_paper"))
        session().execute(text("DROP TABLE IF EXISTS race_counter"))
        session().execute(text("CREATE TABLE race_paper (number BIGINT)"))
        session().execute(text("CREATE TABLE race_counter (last BIGINT)"))
        session().execute(text("INSERT INTO race_counter VALUES (0)"))
    all_have_seen = threading.Barrier(THREADS, timeout=10)
    outcomes = world.at_once(app, *[partial(number, all_have_seen)] * THREADS)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, Stumbled)]
    return list(session().scalars(text("SELECT number FROM race_paper ORDER BY number")))


def test_without_its_counter_numbers_would_be_given_twice(app):
    def highest_and_one(all_have_seen: threading.Barrier) -> None:
        seen = session().scalar(text("SELECT coalesce(max(number), 0) FROM race_paper"))
        all_have_seen.wait()
        with transaction():
            session().execute(text("INSERT INTO race_paper VALUES (:number)"), {"number": seen + 1})

    assert control(app, highest_and_one) == [1] * THREADS


def test_with_a_counter_in_a_transaction_of_its_own_numbers_would_be_missing(app):
    def count_then_write(_: threading.Barrier) -> None:
        with transaction():
            number = session().scalar(text("UPDATE race_counter SET last = last + 1 RETURNING last"))
        with transaction():
            session().execute(text("INSERT INTO race_paper VALUES (:number)"), {"number": number})
            if number % 2 == 0:
                raise Stumbled

    assert control(app, count_then_write) == [1, 3, 5, 7]


def test_eight_who_ask_at_once_for_the_same_paper_get_the_same(app):
    for ref in range(1, 6):
        outcomes = world.at_once(app, *[partial(issue, Series.INVOICE, ref)] * THREADS)

        assert set(outcomes) == {f"F-{this_year()}-{ref:06d}"}, outcomes
        assert (numbers(), gaps()) == (list(range(1, ref + 1)), 0)


@pytest.mark.usefixtures("app")
def test_what_does_not_happen_uses_no_number():
    issue(Series.INVOICE, 1)
    with pytest.raises(Stumbled):
        issue(Series.INVOICE, 2, stumble=True)

    assert issue(Series.INVOICE, 3).endswith("-000002")
    assert (numbers(), last(), gaps()) == ([1, 2], 2, 0)


@pytest.mark.usefixtures("app")
def test_a_paper_that_was_issued_stays_as_it_is():
    issue(Series.INVOICE, 1)

    attempts = [*changes("document", Document.__table__.c.keys()), "DELETE FROM document"]

    assert not_refused(attempts, because="document is append-only") == []
    assert numbers() == [1]


@pytest.mark.usefixtures("app")
def test_a_paper_is_neither_emptied_away_nor_replaced():
    issue(Series.INVOICE, 1)

    if is_postgres():
        assert "never emptied" in tried("TRUNCATE document CASCADE")
    else:
        assert tried("INSERT OR REPLACE INTO document SELECT * FROM document")


@pytest.mark.usefixtures("app")
def test_the_database_gives_no_number_and_no_thing_a_second_paper():
    issue(Series.INVOICE, 1)
    copy = "INSERT INTO document (series, year, number, ref_id, issued_at) SELECT series, year, {}, {}, issued_at "
    copy += "FROM document"

    assert "number" in tried(copy.format("number", "ref_id + 1"))
    assert "ref_id" in tried(copy.format("number + 1", "ref_id"))
    assert "number" in tried(copy.format("0", "ref_id + 1"))
    assert tried(copy.format("number + 1", "ref_id + 1")) == ""


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("fault", "figure"),
    [
        ("UPDATE document_counter SET last = last + 2", 2),
        ("UPDATE document_counter SET last = 1", 1),
        ("DELETE FROM document_counter", 2),
        ("INSERT INTO document_counter (series, year, last) VALUES ('sale', 1400, 3)", 3),
    ],
)
def test_a_counter_that_does_not_agree_with_the_papers_is_noticed(fault, figure):
    issue(Series.INVOICE, 1)
    issue(Series.INVOICE, 2)
    assert gaps() == 0

    with transaction():
        session().execute(text(fault))

    assert gaps() == figure
    assert world.broken_promises() == ["D1 documents.gaps"]


@pytest.mark.usefixtures("app")
def test_a_sale_from_payment_to_payout_issues_each_paper_once_by_itself(bank):
    maker_id = world.maker()
    world.bank_account(maker_id)
    order_id = world.paid(bank, {world.variant(maker_id): 2})
    assert issued() == {}
    world.work()
    assert issued() == {Series.INVOICE: 1}

    world.send(world.parcels(order_id)[0])
    world.receive(world.parcels(order_id)[0])
    world.work()
    assert issued() == {Series.INVOICE: 1, Series.SALE: 1, Series.COMMISSION: 1}

    world.refund(world.lines(order_id)[0].id, quantity=1, rials=4_000_000)
    world.work()
    _paid_out()
    world.work()
    world.work()

    assert issued() == dict.fromkeys(Series, 1)
    assert finance.document(Series.INVOICE, order_id) is not None
    assert finance.document(Series.CREDIT, payments.refunds_of(order_id)[0].id) is not None
    assert finance.document(Series.SALE, world.parcels(order_id)[0]) is not None
    assert world.broken_promises() == []


def _paid_out() -> None:
    builder, approver = world.official(Role.FINANCE), world.official(Role.FINANCE)
    with transaction():
        batch = payouts.build(builder)
        payouts.approve(batch, approver)
        payouts.export(batch, approver)
        payouts.confirm(payouts.items_of(batch.id)[0], "778899", builder)


@pytest.mark.usefixtures("app")
def test_an_order_that_was_never_paid_has_no_paper():
    order_id = world.place({world.variant(world.maker()): 1})
    with transaction():
        orders.cancel_order(orders.order(order_id), None)
    world.work()

    assert issued() == {}
