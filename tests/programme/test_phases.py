"""Going through the phases: what each asks for, the way past it with a reason, how long they last."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from webtest import TestResponse

from app import programme
from app.accounts import Role
from app.programme import Failing, Hurdle, Leaving, Mark, NewPause, Phase, PhaseFacts, Stage, phase_tests
from app.shared import clock, rulebook
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from app.web.casefile import case_file
from tests import world
from tests.web.browsing import form_of, logged_in

ALL = PhaseFacts(has_mentor=True, visited=True, came=7, called=10, checklist_done=True)


def enrolled(county: str = "1801", into: int | None = None) -> int:
    """Somebody with a place; her engagement's number."""
    engagement = world.applicant(county, into=into)
    with transaction():
        programme.accept(programme.engagement(engagement), None)
    return engagement


def enter(engagement: int, phase: Phase, why: str | None = None) -> programme.PhaseEntry:
    world.fresh()
    with transaction():
        return programme.enter_phase(programme.engagement(engagement), phase, None, why)


def in_care(engagement: int) -> tuple[int, int]:
    """Put her into a mentor's care, and let the mentor see her."""
    trainee, mentor = programme.engagement(engagement).trainee_id, world.mentor()
    with transaction():
        hers, one = programme.trainee(trainee), programme.mentor(mentor)
        programme.take_case(hers, one, None)
        told = programme.Seen(today(), programme.Place.HOME, "مشاوره", secrets.token_hex(8))
        programme.write_visit(hers, one, told)
    return trainee, mentor


def sessions(engagement: int, *marks: Mark) -> None:
    one = programme.engagement(engagement)
    trainee, cohort = one.trainee_id, one.cohort_id
    with transaction():
        for number, mark in enumerate(marks):
            lesson = programme.hold_lesson(programme.cohort(cohort), today(), f"جلسهٔ {number}", None)
            programme.mark(lesson, {trainee: mark}, None)


@pytest.mark.parametrize(
    ("without", "phase", "missing"),
    [
        ({}, Phase.MARKET, ()),
        ({"has_mentor": False}, Phase.TRAINING, (Hurdle.MENTOR,)),
        ({"visited": False}, Phase.TRAINING, (Hurdle.VISIT,)),
        ({"came": 6}, Phase.TRAINING, ()),
        ({"came": 6}, Phase.EMPOWERMENT, (Hurdle.ATTENDANCE,)),
        ({"came": 0, "called": 0}, Phase.EMPOWERMENT, (Hurdle.ATTENDANCE,)),
        ({"checklist_done": False}, Phase.EMPOWERMENT, ()),
        ({"checklist_done": False, "visited": False}, Phase.MARKET, (Hurdle.VISIT, Hurdle.CHECKLIST)),
    ],
)
def test_each_phase_asks_for_its_own_and_for_those_that_are_jumped(app, without, phase, missing):
    facts = PhaseFacts(**{**vars(ALL), **without})

    assert programme.lacking(Phase.CONSULTATION, phase, facts, phase_tests()) == missing


def test_a_rule_takes_a_test_away_from_its_day_on(app):
    engagement = enrolled()
    in_care(engagement)
    enter(engagement, Phase.TRAINING)
    sessions(engagement, Mark.PRESENT, Mark.ABSENT)
    with pytest.raises(programme.PhaseNotReady):
        enter(engagement, Phase.EMPOWERMENT)

    with transaction():
        rulebook.set_rule(programme.ATTENDANCE_BPS, 5_000, source="کارگروه", by=None)

    assert enter(engagement, Phase.EMPOWERMENT).lacking is None


def test_an_excuse_counts_on_neither_side(app):
    engagement = enrolled()
    in_care(engagement)
    sessions(engagement, *[Mark.PRESENT] * 7, *[Mark.ABSENT] * 3, *[Mark.EXCUSED] * 5)

    assert programme.attended(programme.engagement(engagement)) == (7, 10)
    assert enter(engagement, Phase.EMPOWERMENT).lacking is None


def test_who_has_not_passed_stays_unless_a_reason_is_written_and_both_are_kept(app):
    engagement = enrolled()

    with pytest.raises(programme.PhaseNotReady) as refusal:
        enter(engagement, Phase.TRAINING)
    stay = enter(engagement, Phase.TRAINING, "پیشران هفتهٔ دیگر می‌آید")

    assert refusal.value.lacking == (Hurdle.MENTOR, Hurdle.VISIT)
    assert (stay.note, stay.lacking) == ("پیشران هفتهٔ دیگر می‌آید", "has_mentor,was_visited")


def test_going_back_asks_for_a_reason(app):
    engagement = enrolled()
    enter(engagement, Phase.TRAINING, "بماند")

    with pytest.raises(programme.WhyBack):
        enter(engagement, Phase.CONSULTATION)
    assert enter(engagement, Phase.CONSULTATION, "دوباره مشاوره").phase is Phase.CONSULTATION


def test_who_gives_up_says_why_and_comes_back_to_where_she_was(app):
    engagement = enrolled()
    enter(engagement, Phase.TRAINING, "بماند")
    with pytest.raises(programme.LeavingUnexplained), transaction():
        programme.withdraw(programme.engagement(engagement), Leaving.FAMILY, " ", None)

    with transaction():
        programme.withdraw(programme.engagement(engagement), Leaving.FAMILY, "مادرش بیمار است", None)
    assert all(one.left_at for one in programme.phases_of([engagement])[engagement])
    with transaction():
        programme.accept(programme.engagement(engagement), None)

    world.fresh()
    stays = programme.phases_of([engagement])[engagement]
    assert programme.engagement(engagement).state is Stage.ENROLLED
    assert (stays[-1].phase, stays[-1].left_at) == (Phase.TRAINING, None)
    assert programme.leavings(None, by_cohort=False) == {("1801", Leaving.FAMILY): 1}


def test_who_has_left_enters_no_phase(app):
    engagement = enrolled()
    with transaction():
        programme.withdraw(programme.engagement(engagement), Leaving.JOB, "کارِ دیگر", None)

    with pytest.raises(MoveRefused):
        enter(engagement, Phase.TRAINING, "بماند")


def test_how_long_a_phase_lasts_is_the_middle_of_those_who_passed_and_the_longest_wait_is_first(app):
    cohort = world.cohort()
    for days in (10, 20, 40):
        with world.later(days=-days):
            engagement = enrolled(into=cohort)
        enter(engagement, Phase.TRAINING, "گذشت")
    with world.later(days=-30):
        enrolled("1803", into=cohort)

    found = programme.lasting(None, by_cohort=False)

    first = found[0]
    assert (first.phase, first.group, first.longest, first.median_days) == (Phase.CONSULTATION, "1803", 30, None)
    here = next(one for one in found if (one.phase, one.group) == (Phase.CONSULTATION, "1801"))
    assert (here.median_days, sorted(here.ended), here.longest) == (20, [10, 20, 40], None)


def test_paused_days_are_no_days_of_a_phase(app):
    with world.later(days=-30):
        engagement = enrolled()
    first = today() - timedelta(days=20)
    new = NewPause("سیل", first, first + timedelta(days=9), "key", county_code="1801", phase=Phase.CONSULTATION)
    staff = world.official(Role.STAFF)
    with transaction():
        programme.pause(new, staff)

    [stay] = programme.phases_of([engagement])[engagement]
    trainee = programme.trainee(programme.engagement(engagement).trainee_id)
    hers = programme.Stay.of(stay, programme.engagement(engagement).cohort_id, trainee)
    assert programme.days_in(hers, programme.StillDays()) == 20
    assert [one.waiting for one in programme.lasting(None, by_cohort=False)] == [(20,)]


def test_a_pause_of_her_own_is_taken_off_her_days_alone(app):
    cohort = world.cohort()
    with world.later(days=-30):
        engagement, _ = enrolled(into=cohort), enrolled(into=cohort)
    first, staff = today() - timedelta(days=20), world.official(Role.STAFF)
    hers = programme.engagement(engagement).trainee_id
    with transaction():
        programme.pause(NewPause("زایمان", first, first + timedelta(days=9), "key", trainee_id=hers), staff)

    assert [sorted(one.waiting) for one in programme.lasting(None, by_cohort=True)] == [[20, 30]]


@pytest.mark.parametrize(("moment", "days"), [("2026-05-01T20:29", 4), ("2026-05-01T20:31", 3)])
def test_days_of_a_phase_begin_at_midnight_in_tehran(app, moment, days):
    with clock.at(datetime.fromisoformat(f"{moment}+00:00")):
        enrolled()
    with clock.at(datetime.fromisoformat("2026-05-05T12:00+00:00")):
        world.fresh()
        assert [one.waiting for one in programme.lasting(None, by_cohort=False)] == [(days,)]


def finish(engagement: int, why: str = "") -> programme.CourseEnd:
    world.fresh()
    with transaction():
        return programme.complete(programme.engagement(engagement), None, programme.Said(why))


def failed(engagement: int) -> None:
    with transaction():
        said = programme.Said("نخ‌ریسی را نیاموخت")
        programme.fail(programme.engagement(engagement), Failing.SKILL, None, said)


def test_a_course_is_finished_past_its_tests_with_a_reason_alone_and_both_are_kept(app):
    engagement = enrolled()
    in_care(engagement)
    enter(engagement, Phase.TRAINING)
    sessions(engagement, Mark.PRESENT, Mark.ABSENT)

    with pytest.raises(programme.PhaseNotReady) as refusal:
        finish(engagement)
    end = finish(engagement, "با کارِ خانگی جبران کرد")

    assert (refusal.value.phase, refusal.value.lacking) == (None, (Hurdle.ATTENDANCE, Hurdle.CHECKLIST))
    assert (end.words, end.lacking) == ("با کارِ خانگی جبران کرد", "attended,checklist_done")
    with pytest.raises(MoveRefused):
        finish(engagement, "باز هم")


def test_whoever_has_passed_everything_finishes_without_a_word(app):
    maker = world.maker()
    [(place, _)] = programme.engagements_of(maker)
    in_care(place.id)
    sessions(place.id, Mark.PRESENT)
    missing = programme.lacking_to_finish(programme.engagement(place.id))
    with transaction():
        for point in programme.checklist_of(programme.trainee(maker)):
            if point.item.required and not point.done:
                programme.waive(programme.trainee(maker), point.item.code, world.official(Role.STAFF), "دارد")

    assert missing in {(), (Hurdle.CHECKLIST,)}
    assert finish(place.id).lacking is None
    assert programme.engagement(place.id).state is Stage.COMPLETED


def test_whoever_is_in_no_phase_is_asked_from_where_she_was_last_and_a_reason_can_be_written(app):
    first, second = enrolled(), enrolled()
    in_care(first)
    enter(first, Phase.TRAINING)
    with transaction():
        session().execute(update(programme.PhaseEntry).values(left_at=clock.now()))
    staff = logged_in(app, world.official(Role.STAFF))

    def page(engagement: int) -> TestResponse:
        return staff.get(f"/staff/trainees/{programme.engagement(engagement).trainee_id}")

    assert programme.lacking_to_finish(programme.engagement(first)) == (Hurdle.ATTENDANCE, Hurdle.CHECKLIST)
    missing = {Hurdle.MENTOR, Hurdle.VISIT, Hurdle.ATTENDANCE, Hurdle.CHECKLIST}
    assert set(programme.lacking_to_finish(programme.engagement(second))) == missing
    for one in (first, second):
        form = form_of(page(one), having="despite")
        form.submit("do", value="completed", expect_errors=True)
        world.fresh()
        assert programme.engagement(one).state is Stage.ENROLLED
        form["despite"] = "در کارگاهِ دیگری آموخت"
        form.submit("do", value="completed", status=303)
        world.fresh()
        assert programme.engagement(one).state is Stage.COMPLETED


def test_the_end_of_a_course_asks_for_what_its_rules_name_from_their_day_on(app):
    engagement = enrolled()
    in_care(engagement)
    for rule in (programme.FINISH_ATTENDANCE, programme.FINISH_CHECKLIST, programme.NEEDS_CHECKLIST):
        with transaction():
            rulebook.set_rule(rule, 0, source="کارگروه", by=None)

    assert programme.lacking_to_finish(programme.engagement(engagement)) == (Hurdle.ATTENDANCE,)
    enter(engagement, Phase.MARKET, "بماند")
    assert finish(engagement).lacking is None


def test_whoever_did_not_pass_goes_on_only_with_a_reason(app):
    engagement = enrolled()
    in_care(engagement)
    enter(engagement, Phase.TRAINING)
    sessions(engagement, Mark.PRESENT)
    failed(engagement)

    with pytest.raises(programme.PhaseNotReady) as refusal:
        enter(engagement, Phase.EMPOWERMENT)

    assert refusal.value.lacking == (Hurdle.NOT_FAILED,)
    assert enter(engagement, Phase.EMPOWERMENT, "کمک می‌کنیم").lacking == "not_failed"


def test_a_step_past_its_day_keeps_her_out_of_the_market_and_a_pause_moves_it(app):
    engagement = enrolled()
    trainee, mentor = in_care(engagement)
    with world.later(days=-20), transaction():
        late = programme.Seen(today(), programme.Place.HOME, "دید", "late", "نخ بخرد", today() + timedelta(days=10))
        programme.write_visit(programme.trainee(trainee), programme.mentor(mentor), late)
    enter(engagement, Phase.EMPOWERMENT, "بماند")

    with pytest.raises(programme.PhaseNotReady) as refusal:
        enter(engagement, Phase.MARKET)
    staff = world.official(Role.STAFF)
    with transaction():
        first = today() - timedelta(days=15)
        programme.pause(NewPause("سیل", first, None, "k", trainee_id=trainee), staff)

    assert refusal.value.lacking == (Hurdle.STEPS, Hurdle.CHECKLIST)
    assert programme.lacking_for(programme.engagement(engagement), Phase.EMPOWERMENT, Phase.MARKET) == (
        Hurdle.CHECKLIST,
    )


def test_the_case_shows_what_the_phase_asks_for_however_long_ago_a_step_was_agreed(app):
    engagement = enrolled()
    trainee, mentor = in_care(engagement)
    enter(engagement, Phase.EMPOWERMENT, "بماند")
    with world.later(days=-20), transaction():
        late = programme.Seen(today(), programme.Place.HOME, "دید", "late", "نخ بخرد", today() + timedelta(days=10))
        hers, one = programme.trainee(trainee), programme.mentor(mentor)
        programme.write_visit(hers, one, late)
    with transaction():
        for number in range(100):
            seen = programme.Seen(today(), programme.Place.HOME, "مشاوره", f"seen-{number}")
            programme.write_visit(programme.trainee(trainee), programme.mentor(mentor), seen)

    [place] = case_file(programme.trainee(trainee)).places

    asked = programme.lacking_for(programme.engagement(engagement), Phase.EMPOWERMENT, Phase.MARKET)
    assert place.lacking == asked == (Hurdle.STEPS, Hurdle.CHECKLIST)


def test_not_passing_is_said_with_its_reason_once_and_counted(app):
    engagement = enrolled()
    with pytest.raises(programme.FailingUnexplained), transaction():
        programme.fail(programme.engagement(engagement), Failing.TASK, None, programme.Said(" "))
    with pytest.raises(programme.FailingUnexplained), transaction():
        programme.fail(programme.engagement(engagement), None, None, programme.Said("نیامد"))

    failed(engagement)
    failed(engagement)

    assert programme.failings(None, by_cohort=False) == {("1801", Failing.SKILL): 1}
    assert programme.failings(frozenset({"1803"}), by_cohort=False) == {}
    [end] = programme.ends_of([engagement])[engagement]
    assert (end.kind, end.words) == (Failing.SKILL, "نخ‌ریسی را نیاموخت")
