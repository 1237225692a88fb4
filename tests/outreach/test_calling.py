"""Whom to call is made from what is known, given to somebody once, and leaves the list when it is settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import catalogue, outreach, places, programme, support
from app.accounts import Role
from app.catalogue import HealthRoute
from app.outreach import CallIncomplete, CallResult, DueOutOfRange, MayNotCall, Sign, TaskState, Which, calling
from app.shared import schedule
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.outreach import told

pytestmark = pytest.mark.usefixtures("app")
HOME, ELSEWHERE = "1801", "1805"


def staff(county: str | None = None) -> int:
    return world.official(Role.STAFF, county=county)


# ---- signs -----------------------------------------------------------------------------------------------------


def test_each_sign_is_made_from_what_is_known(bank):
    never, waiting = told.registered(), programme.engagement(world.applicant()).trainee_id
    bare, unseen = world.maker(), world.cared_for(world.mentor())
    unsold, seller = world.maker(), world.maker()
    world.product(unsold)
    world.sold(bank, {world.variant(seller): 1})
    fresh = [told.signs(one) for one in (never, waiting, bare, unseen, unsold, seller)]
    with world.later(days=100):
        assert fresh == [set()] * 6
        assert told.signs(never) == {Sign.UNPLACED}
        assert told.signs(waiting) == {Sign.WAITING}
        assert told.signs(bare) == {Sign.NO_PRODUCT}
        assert told.signs(unseen) == {Sign.SILENT, Sign.NO_PRODUCT}
        assert told.signs(unsold) == {Sign.NO_SALE}
        assert told.signs(seller) == {Sign.NO_SALE}
    with world.later(days=40):
        assert told.signs(seller) == set()


def test_one_trainee_is_asked_about_alone_and_bears_what_the_list_says_of_her(bank):
    never, waiting = told.registered(), programme.engagement(world.applicant()).trainee_id
    bare, unseen, seller, food = world.maker(), world.cared_for(world.mentor()), world.maker(), world.maker()
    world.sold(bank, {world.variant(seller): 1})
    world.product(food, world.Ware(good=world.TAHINI, title="ارده"))
    until = catalogue.permits_of(food)[0].expires_on
    with world.later(days=(until - today()).days - 20):
        world.fresh()
        known = outreach.signs_of(told.EVERYWHERE)

        assert {one.sign for line in known.values() for one in line.seen} == {*Sign}
        for one in (never, waiting, bare, unseen, seller, food):
            assert outreach.signs_of(Which(None, trainee_id=one)) == {one: known[one]}


def test_a_food_maker_is_on_the_list_before_her_paper_ends():
    food = world.maker()
    world.product(food, world.Ware(good=world.TAHINI, title="ارده"))
    until = catalogue.permits_of(food)[0].expires_on

    assert Sign.PERMIT not in told.signs(food)
    with world.later(days=(until - today()).days - 20):
        world.fresh()
        seen = {one.sign: one for one in outreach.signs_of(told.EVERYWHERE)[food].seen}

        assert seen[Sign.PERMIT].until == until
        with transaction():
            paper = catalogue.Paper(HealthRoute.WORKSHOP_ID, "1002", today(), today() + timedelta(days=700))
            catalogue.record_permit(food, paper, None)
        assert Sign.PERMIT not in told.signs(food)


def test_the_list_begins_with_who_waits_longest_and_of_equals_with_villages():
    village = next(one.code for one in places.localities_of(HOME) if len(one.code) == 16)
    early = told.registered(family="یکم")
    with world.later(days=5):
        town, rural = told.registered(family="الف"), told.registered(family="ی")
        with transaction():
            programme.trainee(rural).locality_code = village
    with world.later(days=60):
        world.fresh()
        found = outreach.to_call(told.EVERYWHERE)

        assert [one.trainee_id for one in found.lines] == [early, rural, town]
        assert found.counts[Sign.UNPLACED] == 3


def test_a_county_and_a_cohort_limit_the_list():
    cohort = world.cohort()
    here, far = told.registered(HOME), told.registered(ELSEWHERE)
    inside = programme.engagement(world.applicant(HOME, into=cohort)).trainee_id
    with world.later(days=60):
        assert told.signs(far, Which(frozenset({HOME}))) == set()
        assert told.signs(here, Which(frozenset({HOME}))) == {Sign.UNPLACED}
        assert told.signs(here, Which(None, cohort_id=cohort)) == set()
        assert told.signs(inside, Which(None, cohort_id=cohort)) == {Sign.WAITING}


# ---- asking ----------------------------------------------------------------------------------------------------


def test_whoever_is_given_to_somebody_is_on_her_list_alone_and_once():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        told.asked(hers, by)
        with transaction():
            again = outreach.ask([hers], by, today(), told.EVERYWHERE, by)
        world.fresh()

        assert (again.given, again.left) == (0, 1)
        assert told.signs(hers) == set()
        assert outreach.count_tasks(by) == 1


def test_two_who_ask_at_the_same_moment_ask_once(app: Flask):
    hers, one, other = told.registered(), staff(), staff()

    def ask(by: int) -> None:
        with world.later(days=60), transaction():
            outreach.ask([hers], by, today(), told.EVERYWHERE, by)

    outcomes = world.at_once(app, lambda: ask(one), lambda: ask(other))

    assert outcomes == [None, None]
    assert outreach.count_tasks(one) + outreach.count_tasks(other) == 1


def test_a_caller_works_for_the_county_or_is_her_mentor():
    mentor = world.mentor()
    hers, other = world.cared_for(mentor), told.registered()
    person, by, far = programme.mentor(mentor).person_id, staff(), staff(ELSEWHERE)
    with world.later(days=60):
        with pytest.raises(MayNotCall), transaction():
            outreach.ask([hers], far, today(), told.EVERYWHERE, by)
        with pytest.raises(MayNotCall), transaction():
            outreach.ask([other], person, today(), told.EVERYWHERE, by)
        with pytest.raises(DueOutOfRange), transaction():
            outreach.ask([hers], None, today() - timedelta(days=1), told.EVERYWHERE, by)
        with transaction():
            asked = outreach.ask([hers, other], None, today(), told.EVERYWHERE, by)

        assert (asked.given, asked.left) == (1, 1)
        assert [one.trainee_id for one in outreach.own_tasks(person, 1)[1]] == [hers]


def test_nobody_is_asked_for_whom_the_list_does_not_hold():
    hers, by = told.registered(ELSEWHERE), staff(HOME)
    with world.later(days=60), transaction():
        asked = outreach.ask([hers], by, today(), Which(frozenset({HOME})), by)

    assert (asked.given, asked.left) == (0, 1)


# ---- calling ---------------------------------------------------------------------------------------------------


def test_whoever_was_reached_rests_and_comes_back_while_her_sign_lasts():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        told.called(told.asked(hers, by), by, told.call(CallResult.WILL_COME))
        assert told.signs(hers) == set()
        assert outreach.count_tasks(by) == 0
    with world.later(days=60 + 15):
        assert told.signs(hers) == {Sign.UNPLACED}


def test_whoever_wants_none_of_it_rests_much_longer_and_says_why():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        task = told.asked(hers, by)
        with pytest.raises(CallIncomplete) as refused, transaction():
            outreach.write_call(outreach.own_task(task, by), told.call(CallResult.NO_INTEREST), by)
        told.called(task, by, told.call(CallResult.NO_INTEREST, "کارِ دیگری یافته است"))
    with world.later(days=60 + 100):
        assert told.signs(hers) == set()
    assert refused.value.reason == "words"


def test_call_again_keeps_her_with_the_same_caller_until_that_day():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        task, day = told.asked(hers, by), today() + timedelta(days=4)
        told.called(task, by, told.call(CallResult.CALL_AGAIN, again=day))
        world.fresh()
        found = outreach.own_task(task, by)

        assert (found.state, found.due_on) == (TaskState.OPEN, day)
        assert told.signs(hers) == set()


def test_an_obstacle_becomes_a_report_in_her_name():
    hers, by = world.maker(), staff()
    with world.later(days=100):
        told.called(told.asked(hers, by), by, told.call(CallResult.OBSTACLE, "نخ نیست"))
        world.fresh()
        report = support.reported_by(world.person_of(hers)).found[0]

        assert (report.words, report.entered_by) == ("نخ نیست", by)
        assert outreach.calls_to(hers)[0].obstacle_id == report.id


def test_a_call_that_arrives_twice_is_one_and_another_does_not_follow():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        task, one = told.asked(hers, by), told.call(CallResult.WILL_COME, key="same")
        first = told.called(task, by, one)

        assert told.called(task, by, one) == first
        with pytest.raises(MoveRefused):
            told.called(task, by, told.call(CallResult.WRONG_NUMBER))


def test_another_cannot_write_her_call():
    by = staff()
    hers = told.registered()
    with world.later(days=60), pytest.raises(NotFound):
        told.called(told.asked(hers, by), staff(), told.call(CallResult.WILL_COME))


@pytest.mark.parametrize(
    ("result", "reached", "reason"),
    [
        (CallResult.WRONG_NUMBER, True, "reached"),
        (CallResult.WILL_COME, False, "reached"),
        (CallResult.CALL_AGAIN, False, "again_on"),
        (CallResult.WANTS_HELP, True, "words"),
        (CallResult.OBSTACLE, True, "words"),
    ],
)
def test_what_does_not_fit_is_told(result, reached, reason):
    by = staff()
    hers = told.registered()
    with world.later(days=60):
        task = told.asked(hers, by)
        with pytest.raises(CallIncomplete) as refused:
            told.called(task, by, told.call(result, reached=reached))

    assert refused.value.reason == reason


def test_a_call_counts_as_contact():
    hers, by = world.cared_for(world.mentor()), staff()
    with world.later(days=60):
        told.called(told.asked(hers, by), by, told.call(CallResult.WILL_COME))
    with world.later(days=60 + 20):
        assert Sign.SILENT not in told.signs(hers)


def test_what_has_ended_is_nobodys_to_call():
    hers, by, cohort = told.registered(), staff(), world.cohort()
    with world.later(days=60):
        task = told.asked(hers, by)
        with transaction():
            programme.apply(programme.trainee(hers), programme.cohort(cohort), None)
        schedule.run_due(now_all=True)
        world.fresh()

        assert outreach.called_task(task, by).state is TaskState.ENDED
        assert outreach.count_tasks(by) == 0


def test_what_was_called_is_never_written_over():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        told.called(told.asked(hers, by), by, told.call(CallResult.WILL_COME))
    for statement in (
        "UPDATE outreach_call SET words = 'x'",
        "DELETE FROM outreach_call",
        "DELETE FROM outreach_task",
        "UPDATE outreach_task SET signs = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction():
            session().execute(text(statement))


def test_counts_tell_what_came_of_it_by_caller_and_county():
    by, other = staff(), staff()
    first, second, third = (told.registered(HOME) for _ in range(3))
    far = told.registered(ELSEWHERE)
    with world.later(days=60):
        told.called(told.asked(first, by), by, told.call(CallResult.WILL_COME))
        told.called(told.asked(second, by), by, told.call(CallResult.WRONG_NUMBER))
        told.asked(third, other)
        told.asked(far, other)
        world.fresh()
        counts = outreach.counts(None, today())
        near = outreach.counts(frozenset({HOME}), today())

        mine = counts.by_caller[by]
        assert (mine.asked, mine.called, mine.reached, mine.settled) == (2, 2, 1, 2)
        assert mine.results == {CallResult.WILL_COME: 1, CallResult.WRONG_NUMBER: 1}
        assert counts.by_county[ELSEWHERE].asked == 1
        assert set(near.by_county) == {HOME}
        assert near.by_caller[other].asked == 1


def test_whoever_still_bears_a_sign_is_still_to_be_called():
    hers, by = told.registered(), staff()
    with world.later(days=60):
        task = told.asked(hers, by)
        with transaction():
            calling.end_if_gone(task)

        assert outreach.own_task(task, by).state is TaskState.OPEN
