"""Statements: asked for once, computed once, frozen; and whatever comes later, computed anew they are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from app import consent, impact, livings, programme
from app.accounts import Person, Role
from app.consent import Purpose, Told, Way
from app.impact import Cut, DayOutside, Livelihood, MonthNotOver, Reading, Statement, TooManyWait, stating
from app.impact.stated import COMPUTED, state
from app.livings import Beside, Grade, Held, IncomeKind, InsuranceKind
from app.programme import Stage
from app.shared import clock, outbox, rulebook
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world
from tests.fakes.bank import FakeBank
from tests.impact.scene import ABAN, correct, counted, earn
from tests.impact.test_keeping import cost
from tests.impact.test_livelihood import ENOUGH, earns, long_ago

END = ABAN.ends
LAST = local_date(END - timedelta(days=1))
LATER = END + timedelta(days=30)


@pytest.fixture(autouse=True)
def _later(app: Flask) -> Iterator[None]:
    """A month after the one that is told."""
    with clock.at(LATER):
        yield


def asked(day: date = LAST) -> int:
    by = somebody()
    with transaction():
        return impact.ask(ABAN, day, by).id


def somebody() -> int:
    """Who asks; the first who is there, so that asking twice is the same person's."""
    return session().scalar(select(func.min(Person.id))) or world.official(Role.OFFICER)


def made(day: date = LAST) -> int:
    """A statement, when the worker has been at it."""
    counted()
    one = asked(day)
    with clock.at(clock.now() + impact.SETTLED):
        counted()
    assert impact.statement(one).made_at is not None
    return one


def reading(statement_id: int, counties: Sequence[str] | None = None) -> Reading:
    world.fresh()
    found = impact.read(impact.statement(statement_id), counties)
    assert found is not None
    return found


def says(maker_id: int, *, yes: bool) -> None:
    with transaction():
        consent.answer(maker_id, Purpose.FIGURES, Told(Way.OWN, world.person_of(maker_id)), yes=yes)


def moves(maker_id: int, county: str) -> None:
    with transaction():
        programme.trainee(maker_id).county_code = county


def rule(name: str, value: int, days_back: int = 0) -> None:
    found = next(one for one in rulebook.all_rules() if one.name == name)
    with transaction():
        since = clock.now() - timedelta(days=days_back)
        rulebook.set_rule(found, value, source="صورت‌جلسه", by=None, valid_from=since)


def test_a_month_is_told_as_it_was_known_at_its_end_and_as_it_was_known_later():
    steady, other = long_ago(), long_ago("1803")
    earns(steady, "XXXXXX")
    earns(other, "XXX")
    correct(steady, -ENOUGH, happened=ABAN.starts + timedelta(days=3), posted=END + timedelta(days=5))

    then, now = reading(made()), reading(made(local_date(LATER)))

    assert (then.whole.of(Livelihood.SUSTAINED), then.whole.of(Livelihood.EMERGING)) == (1, 1)
    assert (now.whole.of(Livelihood.SUSTAINED), now.whole.of(Livelihood.EMERGING)) == (0, 2)
    assert (then.whole.earning, then.whole.income_months) == (2, 9)
    assert then.whole.income - now.whole.income == Rial(ENOUGH)
    assert set(then.groups(Cut.COUNTY)) == {"1801", "1803"}
    assert reading(made(), ["1803"]).whole.people == 1


def test_who_asks_for_the_same_gets_the_same_and_it_is_made_once():
    earns(long_ago(), "XXX")
    first = made()
    before = impact.statement(first).made_at

    assert asked() == first
    world.fresh()
    assert impact.statement(first).made_at == before
    today = local_date(LATER)
    assert asked(today) == asked(today)
    assert impact.statements_counted() == 2


def test_what_is_known_today_waits_until_all_of_it_is_written():
    long_ago()
    counted()
    one = asked(local_date(LATER))
    counted()

    assert impact.statement(one).made_at is None
    with clock.at(LATER + impact.SETTLED):
        counted()
    assert impact.statement(one).made_at is not None


def test_while_months_are_not_kept_yet_a_statement_waits():
    long_ago()
    counted()
    with transaction():
        impact.forget_months()
    one = asked()
    while outbox.drain():
        pass
    assert impact.statement(one).made_at is None

    counted()
    with clock.at(LATER + impact.SETTLED):
        counted()
    assert impact.statement(one).made_at is not None


@pytest.mark.parametrize("day", [LAST - timedelta(days=1), local_date(LATER) + timedelta(days=1)])
def test_a_day_before_the_months_last_or_to_come_is_refused(day: date):
    long_ago()
    with pytest.raises(DayOutside) as refusal:
        asked(day)

    assert (refusal.value.first, refusal.value.last) == (LAST, local_date(LATER))


def test_a_month_that_runs_is_not_stated():
    by = world.official(Role.OFFICER)
    with pytest.raises(MonthNotOver), transaction():
        impact.ask(ABAN.plus(2), local_date(LATER), by)


def test_nobody_fills_the_workers_day():
    long_ago()
    for step in range(10):
        asked(LAST + timedelta(days=step))

    with pytest.raises(TooManyWait):
        asked(LAST + timedelta(days=10))
    assert asked(LAST) == 1 or impact.statements_counted() == 10


@pytest.mark.parametrize("change", [{"figures": "{}"}, {"month": "1404-07"}])
def test_the_database_lets_nobody_change_what_was_stated(change: dict[str, str]):
    long_ago()
    one = made()

    with pytest.raises(DatabaseError), transaction():
        session().execute(update(Statement).where(Statement.id == one).values(**change))


def test_her_cost_counts_as_it_was_said_when_the_piece_was_ordered(bank: FakeBank):
    with clock.at(ABAN.starts + timedelta(days=2)):
        maker_id = world.maker()
        variant = world.variant(maker_id)
        cost(variant, 1_000)
        world.sold(bank, {variant: 2})
        counted()
    one = made()
    before = reading(one).whole.income
    cost(variant, 900_000)
    counted()

    assert impact.differing_statements() == []
    assert reading(made(local_date(LATER))).whole.income == before


def test_who_has_taken_her_yes_back_is_in_no_statement_that_can_be_read_of_whatever_day():
    """Of two that can be read side by side the difference would be hers."""
    maker_id, other = long_ago(), long_ago()
    earns(maker_id, "XXXXXX")
    earns(other, "XXXXXX")
    before = made()
    assert reading(before).whole.people == 2
    with clock.at(LATER + timedelta(minutes=5)):
        says(maker_id, yes=False)
        assert impact.read(impact.statement(before), None) is None

        then, now = reading(made()), reading(made(local_date(LATER)))

    assert [(one.whole.people, one.aside) for one in (then, now)] == [(1, 1), (1, 1)]
    assert then.whole.income == now.whole.income
    assert impact.differing_statements() == []


def test_a_check_finds_an_answer_of_a_past_day_that_has_changed():
    maker_id = long_ago()
    earns(maker_id, "XXXXXX")
    one = made()
    assert impact.differing_statements() == []

    correct(maker_id, -ENOUGH, happened=ABAN.starts, posted=END - timedelta(days=1))

    assert impact.differing_statements() == [one]
    assert dict(impact.invariants())["L12 statements.differ"] == 1


def test_each_statement_is_checked_in_its_turn_two_a_day():
    long_ago()
    days = [local_date(END + timedelta(days=step)) for step in range(-1, 4)]
    ids = [made(day) for day in days]

    turns = []
    for step in range(3):
        with clock.at(clock.now() + timedelta(days=step)):
            turns.append(stating.statements_of_turn())

    assert {len(turn) for turn in turns} == {2}
    assert {one for turn in turns for one in turn} == set(ids)
    assert impact.differing_statements([]) == []


kinds = st.deferred(lambda: st.sampled_from(sorted(DEEDS)))
acts = st.lists(st.tuples(kinds, st.integers(0, 2), st.integers(0, 20), st.integers(0, 12)), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_comes_later_an_old_answer_computed_anew_is_the_same(
    app: Flask, later: Sequence[tuple[str, int, int, int]]
):
    with clock.at(END + timedelta(days=10)):
        makers = [long_ago(), long_ago("1803"), long_ago()]
        earns(makers[0], "XXXXXX")
        earns(makers[1], "XXX...")
        correct(makers[0], -1_000, happened=ABAN.starts, posted=END + timedelta(days=2))
        counted()
        before = answers()
    for act, who, day, back in later:
        with clock.at(END + timedelta(days=11 + day)):
            DEEDS[act](makers[who], back)
    with clock.at(LATER + timedelta(days=10)):
        counted()

        assert answers() == before
        assert impact.differing(makers) == 0


def answers() -> list[dict[str, object]]:
    """What was known at the month's end, four days later, and ten."""
    world.fresh()
    told = [state(ABAN, END + timedelta(days=days)) for days in (0, 4, 10)]
    return [{name: one[name] for name in (*COMPUTED, "rules")} for one in told]


def sells(maker_id: int, back: int) -> None:
    earn(maker_id, ENOUGH if back % 2 else -ENOUGH, clock.now())


def late(maker_id: int, back: int) -> None:
    correct(maker_id, -ENOUGH if back % 2 else ENOUGH, happened=ABAN.plus(-back).starts, posted=clock.now())


def becomes_head(maker_id: int, back: int) -> None:
    with transaction():
        programme.trainee(maker_id).heads_household = bool(back % 2)


def steadier(_: int, back: int) -> None:
    rule("livelihood.threshold_bps" if back % 2 else "livelihood.sustained_months", 2 + back, 40 * back)


def earns_beside(maker_id: int, back: int) -> None:
    rule("livelihood.beside_statement_bps", 10_000, 40 * back)
    with transaction():
        told = Beside(IncomeKind.WAGE, Rial(ENOUGH), Grade.STATEMENT)
        livings.tell_income(maker_id, ABAN.plus(-back), told, None)


def insured(maker_id: int, back: int) -> None:
    rule("livelihood.insured_months", 1 + back % 3, 40)
    with transaction():
        livings.tell_insured(maker_id, [ABAN.plus(-back)], Held(InsuranceKind.SELF, Grade.STATEMENT), None)


def leaves(maker_id: int, _: int) -> None:
    [(engagement, _cohort), *_rest] = programme.engagements_of(maker_id)
    if engagement.state is Stage.ENROLLED:
        with transaction():
            programme.engagement(engagement.id).move_to(Stage.WITHDRAWN, None)


DEEDS: dict[str, Callable[[int, int], object]] = {
    "sells": sells,
    "late": late,
    "moves": lambda one, _: moves(one, "1805"),
    "head": becomes_head,
    "consent": lambda one, back: says(one, yes=bool(back % 2)),
    "rule": steadier,
    "wage": lambda _, back: rule("wage.minimum_month_rial", 10_000 * back, 40 * back),
    "beside": earns_beside,
    "insured": insured,
    "leaves": leaves,
    "joins": lambda _, __: world.maker("1802"),
}


def test_a_wage_that_is_known_late_counts_in_the_months_since_it_began_and_not_in_what_was_known_before():
    maker_id = long_ago()
    earns(maker_id, "XXXXXX")
    one = made()
    with clock.at(LATER + timedelta(minutes=5)):
        _a_wage_known_late(maker_id, one)


def _a_wage_known_late(maker_id: int, one: int) -> None:
    rule("wage.minimum_month_rial", 1_000_000_000, days_back=400)
    counted()

    now = reading(made(local_date(LATER)))

    assert reading(one).whole.of(Livelihood.SUSTAINED) == 1
    assert now.whole.of(Livelihood.SUSTAINED) == 0
    assert impact.told(ABAN)[""].of(Livelihood.SUSTAINED) == 0
    assert now.threshold == Rial(300_000_000)
    assert impact.differing_statements() == []
    assert impact.differing([maker_id]) == 0
    assert impact.causes(ABAN) == {impact.Cause.RULE: 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("livelihood.sustained_months", 12),
        ("livelihood.window_months", 2),
        ("livelihood.threshold_bps", 10_000),
        ("livelihood.beside_statement_bps", 10_000),
        ("livelihood.insured_months", 1),
    ],
)
def test_each_rule_that_is_written_later_changes_what_is_known_now_alone(name: str, value: int):
    steady, wages, held = long_ago(), long_ago(), long_ago()
    earns(steady, "XXXXXX")
    with clock.at(END - timedelta(days=1)), transaction():
        for back in range(6):
            told = Beside(IncomeKind.WAGE, Rial(ENOUGH), Grade.STATEMENT)
            livings.tell_income(wages, ABAN.plus(-back), told, None)
        livings.tell_insured(held, [ABAN], Held(InsuranceKind.SELF, Grade.STATEMENT), None)
    counted()
    then, now = state(ABAN, END), state(ABAN, LATER)
    with clock.at(LATER + timedelta(minutes=5)):
        rule(name, value, days_back=600)
        counted()

        assert state(ABAN, END) == then
        assert state(ABAN, LATER) == now
        assert state(ABAN, clock.now())["counties"] != now["counties"]
        assert impact.differing([steady, wages, held]) == 0
        assert impact.causes(ABAN)[impact.Cause.RULE] > 0


def test_revisions_are_told_by_group_with_their_causes():
    refunded, covered, same = long_ago(), long_ago("1803"), long_ago("1803")
    for one in (refunded, same):
        earns(one, "XXXXXX")
    earns(covered, "XXX")
    counted()
    correct(refunded, -ENOUGH, happened=ABAN.starts + timedelta(days=3), posted=END + timedelta(days=5))
    insured(covered, 0)
    counted()

    told = impact.then_and_now(ABAN, Cut.COUNTY)

    assert (told["1801"].then.of(Livelihood.SUSTAINED), told["1801"].now.of(Livelihood.SUSTAINED)) == (1, 0)
    assert impact.causes(ABAN)[impact.Cause.REFUND] == 1
    assert impact.causes(ABAN)[impact.Cause.BESIDE] == 1
    assert impact.causes(ABAN, ["1805"]) == {}


def test_a_refusal_is_no_revision_of_one_standing():
    gone, stays = long_ago(), long_ago()
    earns(gone, "XXXXXX")
    earns(stays, "XXX")
    counted()
    says(gone, yes=False)
    world.fresh()

    told = impact.then_and_now(ABAN)[""]

    assert not told.revised
    assert told.then.people == told.now.people == 1
    assert impact.left_out(ABAN)[""] == 1


def test_a_move_of_house_changes_no_month_that_is_over():
    maker_id = long_ago("1801")
    earns(maker_id, "XXX")
    counted()
    moves(maker_id, "1805")
    counted()

    [stand] = impact.standings(ABAN).stands
    assert stand.groups[Cut.COUNTY] == ("1801",)
    assert set(impact.told(ABAN, Cut.COUNTY)) == {"1801"}
    assert set(reading(made()).groups(Cut.COUNTY)) == {"1801"}
