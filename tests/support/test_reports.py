"""What becomes of a report: taken, answered, risen when nobody answers, opened once more."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app import accounts, programme, support
from app.accounts import Body, Role
from app.shared import rulebook, schedule, states
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound, Refusal
from app.shared.states import MoveRefused
from app.support import Level, Matter, NewReport, Obstacle, ObstacleState, Topic, Wanted
from tests import world
from tests.support import told

HOME, ELSEWHERE = "1801", "1805"


def hers(county: str = HOME) -> int:
    return world.person_of(world.maker(county))


def act(what, number: int, *more: object) -> None:
    with transaction():
        what(support.obstacle(number), *more)


def steps(number: int) -> list[tuple[str | None, str]]:
    world.fresh()
    return [(one.was, one.became) for one in states.history("obstacle", number)]


def later(days: int) -> None:
    with world.later(days=days):
        schedule.run_due(now_all=True)
    world.fresh()


@pytest.mark.usefixtures("app")
def test_a_trainees_report_begins_with_a_mentor_where_there_is_one():
    alone = told.obstacle(hers(ELSEWHERE))
    world.mentor(HOME)
    mentored = told.obstacle(hers(HOME))

    assert told.seen(alone).level is Level.EXECUTOR
    assert told.seen(mentored).level is Level.MENTOR
    assert told.seen(told.conflict(hers(HOME))).level is Level.EXECUTOR
    assert told.seen(told.obstacle(programme.mentor(world.mentor(HOME)).person_id)).level is Level.EXECUTOR


@pytest.mark.usefixtures("app")
def test_what_the_mentor_is_not_to_read_begins_with_the_executor():
    mentor, who = programme.mentor(world.mentor(HOME)), hers()
    new = NewReport(Matter.OBSTACLE, Topic.TRAINING, "پیشران نمی‌آید", "past", past_mentor=True)
    with transaction():
        number = support.tell(new, accounts.person(who), who).id

    assert told.seen(number).level is Level.EXECUTOR
    assert support.before_mentor(mentor).found == []


@pytest.mark.usefixtures("app")
def test_nothing_rises_before_its_day_nor_once_it_is_answered():
    world.mentor(HOME)
    number = told.obstacle(hers())
    act(support.rise, number)
    early = told.seen(number).level
    act(support.solve, number, "شد", world.person())
    with world.later(days=60):
        act(support.rise, number)

    assert early is Level.MENTOR
    assert told.seen(number).level is Level.MENTOR


@pytest.mark.usefixtures("app")
def test_her_county_and_trade_are_filled_in_and_both_names_stay():
    who, staff = hers(), world.official(Role.STAFF)
    found = told.seen(told.obstacle(who, by=staff))

    assert (found.county_code, found.reporter_id, found.entered_by) == (HOME, who, staff)
    assert found.trainee_id == programme.trainee_of(who).id


@pytest.mark.usefixtures("app")
def test_what_nobody_answers_rises_to_the_executor_and_the_group_and_no_further():
    world.mentor(HOME)
    number = told.obstacle(hers())
    first = rulebook.number(support.rules.MENTOR_DAYS)
    later(first)
    in_time = told.seen(number).level
    later(first + 1)
    then = told.seen(number).level
    later(200)
    later(400)

    assert in_time is Level.MENTOR
    assert then is Level.EXECUTOR
    assert told.seen(number).level is Level.GROUP
    assert told.seen(number).state is ObstacleState.OPEN
    assert steps(number) == [(None, "open"), ("mentor", "executor"), ("executor", "group")]
    assert all(move.by_id is None for move in support.moves(told.seen(number))[1:])


@pytest.mark.usefixtures("app")
def test_an_owner_who_lets_her_day_pass_loses_it_to_the_next_level():
    mentor = programme.mentor(world.mentor(HOME)).person_id
    number = told.obstacle(hers())
    act(support.take, number, today(), mentor)
    later(0)
    kept = told.seen(number).owner_id
    later(1)

    assert kept == mentor
    assert (told.seen(number).owner_id, told.seen(number).level) == (None, Level.EXECUTOR)
    assert steps(number)[1:] == [("open", "taken"), ("taken", "open"), ("mentor", "executor")]


@pytest.mark.usefixtures("app")
def test_a_complaint_rises_to_the_officers_and_never_to_the_group():
    number = told.complaint(hers(), told.of(programme.mentor(world.mentor(HOME)).person_id))
    first = told.seen(number).level
    later(100)
    later(200)

    assert first is Level.EXECUTOR
    assert told.seen(number).level is Level.OFFICERS
    assert steps(number) == [(None, "open"), ("executor", "officers")]


@pytest.mark.usefixtures("app")
def test_an_answer_needs_words_and_is_its_owners():
    owner, other = world.official(Role.STAFF), world.official(Role.STAFF)
    number = told.obstacle(hers())
    for verb in (support.solve, support.decline, support.pass_up):
        with pytest.raises(support.AnswerMissing):
            act(verb, number, "  ", owner)
    act(support.take, number, today(), owner)
    for verb in (support.solve, support.decline, support.pass_up):
        with pytest.raises(support.NotItsOwner):
            act(verb, number, "نشد", other)
    act(support.decline, number, "بودجه نیست", owner)

    assert (told.seen(number).state, told.seen(number).answer) == (ObstacleState.DECLINED, "بودجه نیست")
    assert [(one.declined, one.open) for one in support.counted(None)] == [(1, 0)]
    with pytest.raises(MoveRefused):
        act(support.solve, number, "شد", owner)


@pytest.mark.usefixtures("app")
def test_what_another_has_taken_is_put_back_by_staff_or_once_its_day_has_passed():
    owner, other = world.official(Role.STAFF), world.official(Role.STAFF)
    number = told.complaint(hers(), told.of(world.official(Role.FINANCE)))
    act(support.take, number, today(), owner)
    with pytest.raises(support.NotItsOwner):
        act(support.let_go, number, other)
    later(2)
    kept = told.seen(number).owner_id
    with world.later(days=2):
        act(support.let_go, number, other)

    assert kept == owner
    assert told.seen(number).state is ObstacleState.OPEN
    plain = told.obstacle(hers())
    act(support.take, plain, today(), owner)
    with transaction():
        support.let_go(support.obstacle(plain), other, for_another=True)
    assert told.seen(plain).owner_id is None


@pytest.mark.usefixtures("app")
def test_the_day_that_is_named_is_neither_past_nor_far():
    number, staff = told.obstacle(hers()), world.official(Role.STAFF)
    with world.later(days=-1):
        yesterday = today()
    with world.later(days=1):
        too_far = support.last_day()

    for day in (yesterday, too_far):
        with pytest.raises(support.DayOutOfRange):
            act(support.take, number, day, staff)


@pytest.mark.usefixtures("app")
def test_she_says_once_that_it_is_not_solved_and_it_goes_higher():
    world.mentor(HOME)
    who, number = hers(), None
    number = told.obstacle(who)
    act(support.solve, number, "نخ را آوردم", world.person())
    act(support.say_unsolved, number, "نخ پوسیده بود", who)
    again = told.seen(number)
    was = (again.state, again.level, again.answer, again.owner_id)
    act(support.decline, number, "نخِ دیگری نیست", world.person())

    assert was == (ObstacleState.OPEN, Level.EXECUTOR, "", None)
    with pytest.raises(support.ReopenedAlready):
        act(support.say_unsolved, number, "باز هم", who)
    assert [one.note for one in support.moves(told.seen(number)) if one.became == "open"][-1] == "نخ پوسیده بود"


@pytest.mark.usefixtures("app")
def test_each_sees_her_own_and_her_countys():
    mentor, far = programme.mentor(world.mentor(HOME)), programme.mentor(world.mentor(ELSEWHERE))
    who = hers()
    number = told.obstacle(who)
    world.fresh()

    assert support.own(number, who).id == number
    assert support.mentors_obstacle(number, mentor).id == number
    assert support.staffs_obstacle(number, frozenset({HOME})).id == number
    for find in (
        lambda: support.own(number, hers()),
        lambda: support.mentors_obstacle(number, far),
        lambda: support.staffs_obstacle(number, frozenset({ELSEWHERE})),
    ):
        with pytest.raises(NotFound):
            find()
    act(support.pass_up, number, "کارِ من نیست", mentor.person_id)
    world.fresh()
    with pytest.raises(NotFound):
        support.mentors_obstacle(number, mentor)


@pytest.mark.usefixtures("app")
def test_the_same_form_is_the_same_report():
    who, new = hers(), NewReport(Matter.OBSTACLE, Topic.LOAN, "وام نمی‌دهند", "twice")
    numbers = []
    for _ in range(2):
        with transaction():
            numbers.append(support.tell(new, accounts.person(who), who).id)

    assert len(set(numbers)) == 1
    assert support.reported_by(who).total == 1


def test_of_two_who_take_it_at_the_same_moment_one_does(app: Flask):
    number, people = told.obstacle(hers()), [world.official(Role.STAFF) for _ in range(4)]

    outcomes = world.at_once(app, *[lambda by=by: act(support.take, number, today(), by) for by in people])

    assert outcomes.count(None) == 1, outcomes
    assert sum(isinstance(one, MoveRefused) for one in outcomes) == 3, outcomes
    assert steps(number) == [(None, "open"), ("open", "taken")]


def test_two_who_take_it_unguarded_both_do(app: Flask):
    number = told.obstacle(hers())

    assert world.unguarded(app, f"SELECT 1 AS left_over FROM obstacle WHERE id = {number} AND state = 'open'") == -1


def test_an_answer_and_the_clock_at_the_same_moment_do_not_both_win(app: Flask):
    world.mentor(HOME)
    number, mentor = told.obstacle(hers()), world.person()

    def risen() -> None:
        with world.later(days=30), transaction():
            support.rise(support.obstacle(number))

    world.at_once(app, risen, lambda: act(support.solve, number, "شد", mentor))

    found = told.seen(number)
    assert found.state is ObstacleState.SOLVED
    assert len(steps(number)) == (2 if found.level is Level.MENTOR else 3)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "شد"},
        {"owner_id": 1},
        {"level": Level.OFFICERS},
        {"matter": Matter.COMPLAINT},
        {"name_hidden": True},
        {"words": ""},
        {"one_party": "یکی", "other_party": "دیگری"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    who = hers()
    facts = {
        "form_key": "k", "matter": Matter.OBSTACLE, "topic": Topic.OTHER, "words": "چیزی", "reporter_id": who,
        "entered_by": who, "told_at": accounts.person(who).created_at, "level": Level.MENTOR,
        "state": ObstacleState.OPEN, "due_on": today(),
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction():
        session().add(Obstacle(**{**facts, **wrong}))


ACTS = ("take", "let_go", "solve", "decline", "pass_up", "say_unsolved", "rise")
LADDER = [Level.MENTOR, Level.EXECUTOR, Level.GROUP]


def one_act(what: str, number: int, by: int, who: int) -> None:
    words: tuple[object, ...] = (today(), by) if what == "take" else ("چون", who if what == "say_unsolved" else by)
    words = () if what == "rise" else (by,) if what == "let_go" else words
    try:
        act(getattr(support, what), number, *words)
    except Refusal:
        world.fresh()


@pytest.mark.usefixtures("app")
@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_is_done_it_never_falls_a_level_and_is_answered_in_words(acts):
    world.mentor(HOME)
    who, by = hers(), world.person()
    number, levels = told.obstacle(who), [Level.MENTOR]
    for what in acts:
        one_act(what, number, by, who)
        found = told.seen(number)
        levels.append(found.level)
        assert found.open == (found.answer == "")
        assert (found.state is ObstacleState.OPEN) == (found.owner_id is None)

    heights = [LADDER.index(one) for one in levels]
    assert heights == sorted(heights)
    traced = [became for was, became in steps(number) if became in {"executor", "group"}]
    assert traced == [one.value for one in LADDER[1 : heights[-1] + 1]]
    assert sum(was in {"solved", "declined"} for was, _ in steps(number)) <= 1


@pytest.mark.usefixtures("app")
def test_a_list_is_sorted_by_what_is_wanted():
    staff = world.official(Role.STAFF)
    loan, other = told.obstacle(hers(), topic=Topic.LOAN), told.obstacle(hers(ELSEWHERE))
    act(support.take, other, today(), staff)
    world.fresh()

    def numbers(wanted: Wanted) -> set[int]:
        return {one.id for one in support.for_staff(wanted).found}

    assert numbers(Wanted(None)) == {loan, other}
    assert numbers(Wanted(None, topic=Topic.LOAN)) == {loan}
    assert numbers(Wanted(frozenset({HOME}), county=ELSEWHERE)) == set()
    assert numbers(Wanted(None, state=ObstacleState.TAKEN)) == {other}
    with world.later(days=2):
        assert numbers(Wanted(None, late=True)) == {other}
    with world.later(days=100):
        assert {one.id for one in support.old_ones(None).found} == {loan, other}
        assert sum(one.old for one in support.counted(None)) == 2


@pytest.mark.usefixtures("app")
def test_acecr_is_first_among_the_judges():
    assert support.rules.JUDGES[0] is Body.ACECR
