"""A county, a course, a phase or one trainee stands still: whose days move, and whose do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app import programme, support
from app.accounts import Role
from app.programme import NewPause, Phase, Worry
from app.programme.worrying import PAGE
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.support import Level
from tests import world
from tests.support import told as reports

DAY = timedelta(days=1)


def back(days: int) -> date:
    return today() - days * DAY


def paused(first: date, last: date | None = None, **whom: object) -> int:
    """A pause written by staff; its number."""
    staff = world.official(Role.STAFF)
    new = replace(NewPause("سیل", first, last, f"key {staff}"), **whom)  # type: ignore[arg-type]
    with transaction():
        return programme.pause(new, staff).id


def silent(county: str | None = None) -> int:
    return programme.count_worries(None if county is None else frozenset({county}))[Worry.SILENT]


def seen_long_ago() -> int:
    with world.later(days=-40):
        return world.cared_for(world.mentor())


def test_days_that_stand_still_are_no_days_without_contact_nor_late_steps(app):
    seen_long_ago()
    assert (silent(), programme.count_worries(None)[Worry.OVERDUE]) == (1, 1)

    paused(back(45), back(20), county_code="1801")
    world.fresh()

    assert silent() == 0
    [care] = programme.worried_about(None, Worry.OVERDUE, 1)
    assert (care.due(care.steps[0]), care.silent_days) == (back(40), 20)


def test_a_next_step_is_put_off_by_the_days_that_stood_still_after_it_was_given(app):
    trainee = seen_long_ago()
    visit, _ = programme.visits_of(trainee)[0]
    with transaction():
        programme.visit_to(trainee, visit.id).next_by = back(30)
    paused(back(35), None, trainee_id=trainee)
    world.fresh()

    assert programme.worried_about(None, Worry.OVERDUE, 1) == []
    still = programme.spans_of([programme.trainee(trainee)])[trainee]
    assert programme.step_due(programme.visit_to(trainee, visit.id), still) == today() + 6 * DAY


@pytest.mark.parametrize(
    ("whom", "touched"),
    [
        ({}, True),
        ({"county_code": "1803"}, False),
        ({"phase": Phase.MARKET}, True),
        ({"phase": Phase.TRAINING}, False),
        ({"cohort_id": "hers"}, True),
        ({"cohort_id": "other"}, False),
        ({"cohort_id": "hers", "phase": Phase.TRAINING}, False),
        ({"trainee_id": "other"}, False),
    ],
)
def test_it_holds_for_whom_all_that_is_said_fits(app, whom, touched):
    trainee, other = seen_long_ago(), world.maker()
    engagement, _ = programme.engagements_of(trainee)[0]
    elsewhere, _ = programme.engagements_of(other)[0]
    stands = {"cohort_id": {"hers": engagement.cohort_id, "other": elsewhere.cohort_id}, "trainee_id": {"other": other}}
    paused(back(45), **{name: stands.get(name, {}).get(value, value) for name, value in whom.items()})
    world.fresh()

    assert silent() == (0 if touched else 1)


def test_ended_it_counts_up_to_the_day_before_and_stands(app):
    seen_long_ago()
    number, staff = paused(back(45)), world.official(Role.STAFF)
    assert silent() == 0
    with world.later(days=-38), transaction():
        programme.end_pause(programme.own_pause(number, None), staff)

    world.fresh()
    assert silent() == 1
    [one] = programme.pauses(None)
    assert one.span(today()) == programme.Span(back(45), back(39))


def test_staff_of_a_county_end_their_own_alone(app):
    county, whole = paused(back(3), county_code="1801"), paused(back(3))

    assert programme.own_pauses(frozenset({"1801"})) == {county}
    assert {one.id for one in programme.pauses(frozenset({"1801"}))} == {county, whole}
    with pytest.raises(NotFound):
        programme.own_pause(whole, frozenset({"1801"}))


def test_pressed_twice_it_is_one_and_without_a_reason_none(app):
    staff = world.official(Role.STAFF)
    new = NewPause("سیل", today(), None, "once")
    with transaction():
        assert programme.pause(new, staff).id == programme.pause(new, staff).id
    for wrong in (replace(new, reason=" ", form_key="a"), replace(new, last_day=back(1), form_key="b")):
        with pytest.raises(programme.PauseIncomplete), transaction():
            programme.pause(wrong, staff)


def test_a_report_does_not_rise_while_its_county_stands_still(app):
    trainee = world.maker()
    world.mentor()
    with world.later(days=-20):
        number = reports.obstacle(world.person_of(trainee))
    pause = paused(back(19), county_code="1801")
    world.fresh()

    world.work()
    assert support.obstacle(number).level is Level.MENTOR
    assert support.put_off([support.obstacle(number)])[number].day == today() + 7 * DAY
    staff = world.official(Role.STAFF)
    with world.later(days=-15), transaction():
        programme.end_pause(programme.own_pause(pause, None), staff)

    with world.later(days=1):
        world.work()
    world.fresh()
    assert support.obstacle(number).level is Level.EXECUTOR


def test_lists_of_many_hold_whoever_is_worried_about_for_all_that_stands_still_page_by_page(app):
    mentor, cohort, other = world.mentor(), world.cohort(), world.cohort()
    hers = []
    for place in range(PAGE + 4):
        with world.later(days=-31 - 3 * place):
            hers.append(world.cared_for(mentor, cohort_id=other if place % 3 else cohort))
    paused(back(12), back(8), county_code="1801")
    paused(back(20), back(10), cohort_id=cohort)
    paused(back(60), back(30), trainee_id=hers[-1])
    paused(back(25), None, phase=Phase.TRAINING)
    world.fresh()
    known = {care.trainee.id: care for care in programme.cases_of(mentor)}
    silent_ones = [one for one in hers if known[one].silent_days >= 30]
    late = [one for one in hers if known[one].overdue]

    for why, expected in ((Worry.SILENT, silent_ones), (Worry.OVERDUE, late)):
        pages = [programme.worried_about(None, why, page) for page in (1, 2)]
        shown = [care for page in pages for care in page]
        assert len(pages[0]) == PAGE
        assert {care.trainee.id for care in shown} == set(expected)
        assert len(shown) == len(expected) == programme.count_worries(None)[why]
    assert 0 < len(silent_ones) < len(hers)
    days = [care.silent_days for page in (1, 2) for care in programme.worried_about(None, Worry.SILENT, page)]
    assert days == sorted(days, reverse=True)
