"""The kept months say what ledger and register say: now, as it was known then, and after anything that comes later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from app import finance, impact, programme
from app.impact import Cut, Group, Livelihood, TraineeMonth
from app.programme import Stage
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from tests import world
from tests.fakes.bank import FakeBank
from tests.impact.scene import ABAN, correct, counted, earn
from tests.impact.test_keeping import cost
from tests.impact.test_livelihood import ENOUGH, earns, long_ago, rulebook_set

NOW = ABAN.plus(2).starts + timedelta(days=9)
MONTHS = [ABAN.plus(step) for step in range(-3, 2)]


def kept(month: JalaliMonth, *, then: bool = False) -> dict[int, Livelihood]:
    state = TraineeMonth.known_then if then else TraineeMonth.livelihood
    rows = session().execute(select(TraineeMonth.trainee_id, state).where(TraineeMonth.month == str(month)))
    return dict(rows.all())


def said(month: JalaliMonth, as_of: datetime | None = None) -> dict[int, Livelihood]:
    """What ledger and register say without the kept months."""
    return {one.trainee_id: one.livelihood for one in impact.standings(month, as_of).stands}


def agree() -> None:
    for month in MONTHS:
        assert kept(month) == said(month), month
        assert kept(month, then=True) == said(month, month.ends), month


acts = st.lists(
    st.tuples(
        st.sampled_from(["earn", "late", "leave", "count"]),
        st.integers(0, 2),
        st.integers(-14, 1),
        st.sampled_from([ENOUGH, ENOUGH, -ENOUGH, 1_000]),
    ),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_in_any_order_the_kept_months_say_what_the_ledger_says(app: Flask, done: Sequence[tuple[str, int, int, int]]):
    makers = [long_ago(), long_ago("1803"), long_ago()]
    late = timedelta(days=70)
    moments = [(ABAN.plus(act[2]).starts + (late if act[0] == "late" else timedelta(days=4)), act) for act in done]
    past = [pair for pair in moments if pair[0] < NOW]
    for at, (act, who, _, rials) in sorted(past, key=lambda pair: pair[0]):
        if act == "earn":
            earn(makers[who], rials, at)
        elif act == "late":
            correct(makers[who], rials, happened=at - late, posted=at)
        elif act == "leave":
            _gives_up(makers[who], at)
        else:
            with clock.at(at):
                counted()
    with clock.at(NOW):
        counted()

        assert impact.differing(makers) == 0
        for month in MONTHS:
            for answers, right in ((kept(month), said(month)), (kept(month, then=True), said(month, month.ends))):
                assert {one: answers.get(one) for one in makers} == {one: right.get(one) for one in makers}, month


def _gives_up(maker_id: int, at: datetime) -> None:
    [(engagement, _)] = programme.engagements_of(maker_id)
    with clock.at(at), transaction():
        found = programme.engagement(engagement.id)
        if found.state is Stage.ENROLLED:
            found.move_to(Stage.WITHDRAWN, None)


def test_one_more_sale_is_counted_when_the_worker_has_heard_of_it(app: Flask):
    maker_id = long_ago()
    with clock.at(NOW):
        earns(maker_id, "XXXXX")
        counted()
        before = kept(ABAN)[maker_id]
        correct(maker_id, ENOUGH, happened=ABAN.plus(-5).starts, posted=NOW - timedelta(hours=1))
        told_late = impact.known_at()
        counted()

        assert (before, kept(ABAN)[maker_id]) == (Livelihood.EMERGING, Livelihood.SUSTAINED)
        assert told_late == NOW - timedelta(hours=1)
        assert impact.known_at() == NOW
        agree()


def test_what_a_piece_cost_her_is_no_income(app: Flask, bank: FakeBank):
    maker_id = world.maker()
    variant = world.variant(maker_id, world.Ware(price=40_000_000))
    cost(variant, 20_000_000)
    world.sold(bank, {variant: 1})
    counted()

    month = JalaliMonth.current()
    row = session().get_one(TraineeMonth, (str(month), maker_id))
    [stand] = [one for one in impact.standings(month).stands if one.trainee_id == maker_id]
    assert row.income_rial >= 31_197_000  # reaches the threshold alone, but not what is left of it
    assert row.cost_rial == 20_000_000
    assert not row.reached
    assert stand.incomes[-1] == row.income_rial - row.cost_rial
    assert not stand.income_months[-1]


def test_groups_are_those_of_the_months_end_and_sum_to_the_whole(app: Flask):
    with clock.at(NOW):
        makers = [long_ago("1801"), long_ago("1803"), long_ago("1803")]
        earns(makers[1], "XXXXXX")
        counted()
        with transaction():
            programme.trainee(makers[1]).county_code = "1805"
        earn(makers[1], 5, NOW)
        counted()

        for cut in Cut:
            told = impact.told(ABAN, cut)
            for state in Livelihood:
                assert sum(one.of(state) for one in told.values()) == impact.told(ABAN)[""].of(state), cut
        assert impact.told(ABAN, Cut.COUNTY)["1803"].of(Livelihood.SUSTAINED) == 1
        assert impact.told(ABAN.plus(2), Cut.COUNTY)["1805"].people == 1
        assert impact.told(ABAN, None, ["1801"])[""].people == 1
        shown, whole = impact.people(Group(ABAN, ["1803"], state=Livelihood.SUSTAINED), 1, 10)
        assert ([one.trainee_id for one in shown], whole) == ([makers[1]], 1)
        assert shown[0].income_months == 6


def test_a_new_rule_is_seen_in_months_that_end_after_it_and_in_no_other(app: Flask):
    maker_id = long_ago()
    with clock.at(NOW):
        earns(maker_id, "XXXXXX", ABAN.plus(1))
        counted()
        rulebook_set("livelihood.threshold_bps", 9_000)
    with clock.at(NOW + timedelta(days=40)):
        counted()

        assert kept(ABAN.plus(1))[maker_id] is Livelihood.SUSTAINED
        agree()


def test_what_was_known_then_is_never_written_over(app: Flask):
    maker_id = long_ago()
    with clock.at(NOW):
        earns(maker_id, "XXXXXX")
        counted()
        correct(maker_id, -ENOUGH, happened=ABAN.starts, posted=NOW)
        counted()

        assert (kept(ABAN, then=True)[maker_id], kept(ABAN)[maker_id]) == (
            Livelihood.SUSTAINED, Livelihood.EMERGING,
        )  # fmt: skip


@pytest.mark.parametrize("column", ["income_rial", "livelihood", "known_then"])
def test_a_falsified_row_is_found(app: Flask, column: str):
    maker_id = long_ago()
    value = 7 if column == "income_rial" else Livelihood.LEFT
    with clock.at(NOW):
        earns(maker_id, "XXX")
        counted()
        before = impact.differing([maker_id])
        with transaction():
            session().execute(update(TraineeMonth).where(TraineeMonth.month == str(ABAN)).values({column: value}))

        assert (before, impact.differing([maker_id])) == (0, 1)


def test_months_that_differ_are_a_task_until_they_are_right_again(app: Flask):
    maker_id = long_ago()
    earns(maker_id, "XXX", JalaliMonth.current().plus(-1))
    world.work()
    with transaction():
        session().execute(update(TraineeMonth).values(income_rial=7, kept_at=clock.now() + timedelta(days=9)))
    world.work()
    [(name, figure), *_] = impact.invariants()
    open_ones = [one.ref for one in finance.open_tasks() if one.ref.startswith(name)]
    world.work()

    assert figure == 0  # made anew as soon as it was seen
    assert open_ones == [f"{name} 0"]
    assert not [one for one in finance.open_tasks() if one.ref.startswith(name)]
    assert dict(impact.invariants())[name] == 0


def test_nobody_is_counted_twice_and_a_second_look_changes_nothing(app: Flask):
    maker_id = long_ago()
    with clock.at(NOW):
        earns(maker_id, "X.X")
        counted()
        with transaction():
            again = impact.recount([maker_id])

        assert again == 0
        assert impact.stale_batches() == []
        assert session().scalar(select(func.count()).where(TraineeMonth.month == str(ABAN))) == 1
