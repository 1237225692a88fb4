"""Taking a list of who came and how courses ended: looked at first, every bad row named, twice as once."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app import accounts, programme
from app.programme import Attendance, FaultCode, Leaving, Lesson, LessonKind, Mark, Outcome, Stage
from app.programme import session_rules as rules
from app.shared import audit, states
from app.shared.calendar import jalali, today
from app.shared.database import session, transaction
from tests import world
from tests.programme.lists import csv_of, national_code, xlsx_of

pytestmark = pytest.mark.usefixtures("app")

HEAD = ("دوره", "جلسه", "روز", "نوع", "کد ملی", "همراه", "حضور", "نتیجه", "دلیل")


def seat(cohort: int, *, code: str | None = None, mobile: str | None = None, county: str = "1801") -> tuple[int, int]:
    """Somebody with a place: her number, and her place's."""
    engagement = world.applicant(county, into=cohort, mobile=mobile)
    with transaction():
        programme.accept(programme.engagement(engagement), None)
        trainee = programme.engagement(engagement).trainee_id
        if code:
            accounts.set_national_code(accounts.person(programme.trainee(trainee).person_id), code)
    return trainee, engagement


def line(cohort: object, **changes: object) -> list[object]:
    sound: dict[str, object] = {
        "cohort": cohort,
        "session": "رنگرزی",
        "day": "۱۴۰۴/۰۵/۱۲",
        "kind": "",
        "code": "",
        "mobile": "",
        "mark": "حاضر",
        "end": "",
        "why": "",
    }
    return list({**sound, **changes}.values())


def table(*rows: list[object]) -> bytes:
    return csv_of(rows, heading=HEAD)


def faults(content: bytes, counties: frozenset[str] | None = None) -> list[list[FaultCode]]:
    return [[fault.code for fault in one.faults] for one in programme.examine_sessions(content, counties).bad]


def take(content: bytes, by: int | None = None) -> int:
    report = programme.examine_sessions(content, None)
    with transaction():
        return programme.apply_sessions(report, by)


def marks() -> dict[int, Mark]:
    world.fresh()
    return {one.trainee_id: one.mark for one in session().scalars(select(Attendance))}


def count(model: type) -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_a_look_changes_nothing_and_taking_writes_the_session_and_who_came():
    cohort, one, other = world.cohort(), national_code(), national_code()
    here, _ = seat(cohort, code=one)
    away, _ = seat(cohort, code=other)
    content = table(line(cohort, code=one, kind="کارگاه"), line(cohort, code=other, mark="غایب", kind="کارگاه"))

    programme.examine_sessions(content, None)
    before = count(Lesson)
    written = take(content)

    (held,) = session().scalars(select(Lesson))
    assert (before, written) == (0, 2)
    assert marks() == {here: Mark.PRESENT, away: Mark.ABSENT}
    assert (held.title, held.held_on, held.kind) == ("رنگرزی", date(2025, 8, 3), LessonKind.WORKSHOP)


def test_a_list_taken_twice_adds_nothing_the_second_time():
    cohort, code = world.cohort(), national_code()
    _, engagement = seat(cohort, code=code)
    content = table(line(cohort, code=code, end="قبول"))
    take(content)

    report = programme.examine_sessions(content, None)

    assert (report.known, report.new, report.bad) == (1, [], [])
    assert take(content) == 0
    assert (count(Lesson), count(Attendance)) == (1, 1)
    assert [step.became for step in states.history("engagement", engagement)].count("completed") == 1


def test_two_reports_of_the_same_list_applied_at_once_write_it_once(app):
    cohort, code = world.cohort(), national_code()
    _, engagement = seat(cohort, code=code)
    report = programme.examine_sessions(table(line(cohort, code=code, end="قبول")), None)

    def apply() -> object:
        with transaction():
            return programme.apply_sessions(report, None)

    world.at_once(app, apply, apply)

    assert (count(Lesson), count(Attendance)) == (1, 1)
    assert [step.became for step in states.history("engagement", engagement)].count("completed") == 1


def test_a_corrected_list_replaces_what_was_written_of_her():
    cohort, code = world.cohort(), national_code()
    trainee, _ = seat(cohort, code=code)
    take(table(line(cohort, code=code, mark="غایب")))

    assert take(table(line(cohort, code=code, mark="موجه"))) == 1
    assert marks() == {trainee: Mark.EXCUSED}


def test_outcomes_complete_leave_and_note_who_failed():
    cohort, codes = world.cohort(), [national_code() for _ in range(3)]
    engagements = [seat(cohort, code=code)[1] for code in codes]
    nothing = {"session": "", "day": "", "mark": ""}

    take(
        table(
            line(cohort, code=codes[0], end="قبول", **nothing),
            line(cohort, code=codes[1], end="مردود", **nothing),
            line(cohort, code=codes[2], end="کناره گرفت", why="بیماری: کمردرد", **nothing),
        )
    )

    world.fresh()
    passed, failed, left = (programme.engagement(one) for one in engagements)
    assert (passed.state, passed.outcome) == (Stage.COMPLETED, Outcome.PASSED)
    assert (failed.state, failed.outcome) == (Stage.ENROLLED, Outcome.FAILED)
    assert left.state is Stage.WITHDRAWN
    (why,) = programme.departures_of([left.id])[left.id]
    assert (why.kind, why.words) == (Leaving.HEALTH, "کمردرد")
    assert [one.act for one in audit.of("engagement", failed.id)] == ["course_failed"]


def test_whoever_failed_may_pass_later():
    cohort, code = world.cohort(), national_code()
    _, engagement = seat(cohort, code=code)
    take(table(line(cohort, code=code, end="مردود")))

    take(table(line(cohort, code=code, end="قبول")))

    world.fresh()
    assert programme.engagement(engagement).outcome is Outcome.PASSED


def test_every_bad_row_is_named_with_all_that_is_wrong():
    cohort, code, stranger = world.cohort(), national_code(), national_code()
    seat(cohort, code=code)
    world.applicant(into=cohort, mobile="09171110000")
    ahead = "/".join(str(part) for part in jalali(today() + timedelta(days=2)))
    bad = {
        FaultCode.NO_COHORT: line("", code=code),
        FaultCode.UNKNOWN_COHORT: line("ناکجا", code=code),
        FaultCode.NO_PERSON: line(cohort),
        FaultCode.UNKNOWN_PERSON: line(cohort, code=stranger),
        FaultCode.BAD_NATIONAL_CODE: line(cohort, code="1234567890"),
        FaultCode.SPOILT_NUMBER: line(cohort, mobile="9.17E+09"),
        FaultCode.BAD_MOBILE: line(cohort, mobile="0917"),
        FaultCode.NO_PLACE: line(cohort, mobile="09171110000"),
        FaultCode.NO_SESSION: line(cohort, code=code, session=""),
        FaultCode.BAD_DAY: line(cohort, code=code, day="1404/13/40"),
        FaultCode.DAY_AHEAD: line(cohort, code=code, day=ahead),
        FaultCode.UNKNOWN_KIND: line(cohort, code=code, kind="جشن"),
        FaultCode.NOTHING_SAID: line(cohort, code=code, mark=""),
        FaultCode.UNKNOWN_MARK: line(cohort, code=code, mark="شاید"),
        FaultCode.UNKNOWN_OUTCOME: line(cohort, code=code, end="عالی"),
        FaultCode.UNKNOWN_REASON: line(cohort, code=code, end="رفت"),
    }

    assert faults(table(*bad.values())) == [[one] for one in bad]
    assert faults(table(line("", code=code, day="دیروز", mark="شاید"))) == [
        [FaultCode.NO_COHORT, FaultCode.UNKNOWN_MARK]
    ]


def test_an_outcome_that_does_not_fit_her_place_is_named():
    cohort, code = world.cohort(), national_code()
    _, engagement = seat(cohort, code=code)
    with transaction():
        programme.withdraw(programme.engagement(engagement), Leaving.JOB, "کار یافت", None)

    assert faults(table(line(cohort, code=code, end="قبول"))) == [[FaultCode.PLACE_CLOSED]]


def test_rows_that_contradict_each_other_are_named_and_the_first_holds():
    cohort, code = world.cohort(), national_code()
    trainee, _ = seat(cohort, code=code)
    content = table(line(cohort, code=code), line(cohort, code=code, mark="غایب"))

    assert faults(content) == [[FaultCode.SAID_TWICE]]
    take(content)
    assert marks() == {trainee: Mark.PRESENT}


def test_an_ending_may_stand_in_each_of_her_rows_and_holds_once():
    cohort, code = world.cohort(), national_code()
    _, engagement = seat(cohort, code=code)

    written = take(table(line(cohort, code=code, end="قبول"), line(cohort, code=code, session="بافت", end="قبول")))

    world.fresh()
    assert written == 2
    assert programme.engagement(engagement).state is Stage.COMPLETED


def test_on_a_shared_telephone_the_one_with_a_place_in_this_course_is_meant():
    cohort, other = world.cohort(), world.cohort()
    hers, _ = seat(cohort, mobile="09173334455")
    seat(other, mobile="09173334455")

    take(table(line(cohort, mobile="۰۹۱۷۳۳۳۴۴۵۵")))

    assert marks() == {hers: Mark.PRESENT}
    seat(cohort, mobile="09173334455")
    assert faults(table(line(cohort, mobile="09173334455"))) == [[FaultCode.SHARED_MOBILE]]


def test_staff_of_a_county_take_rows_of_their_county_alone():
    whole, elsewhere = world.cohort(), world.cohort(county="1805")
    code, far = national_code(), national_code()
    seat(whole, code=code, county="1801")
    seat(whole, code=far, county="1805")

    told = faults(table(line(whole, code=code), line(whole, code=far), line(elsewhere, code=far)), frozenset({"1801"}))

    assert told == [[FaultCode.UNKNOWN_PERSON], [FaultCode.UNKNOWN_COHORT]]


def test_english_heads_and_days_of_a_workbook_are_read():
    cohort, code = world.cohort(), national_code()
    trainee, _ = seat(cohort, code=code)
    heading = ("Cohort", "Session", "Date", "National code", "Attendance")

    content = xlsx_of([[cohort, "dyeing", "2025-08-03", int(code), "present"]], heading=heading)

    assert take(content) == 1
    assert marks() == {trainee: Mark.PRESENT}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("۱۴۰۴/۰۵/۱۲", date(2025, 8, 3)),
        ("1404-5-12", date(2025, 8, 3)),
        ("2025-08-03 00:00:00", date(2025, 8, 3)),
        ("٢٠٢٥/٠٨/٠٣", date(2025, 8, 3)),
        ("1404/12/31", None),
        ("12/5/1404", None),
        ("", None),
    ],
)
def test_days_are_read_in_both_calendars(typed, day):
    assert rules.day_in(typed) == day


def test_a_list_of_1700_is_looked_at_and_applied_in_good_time():
    cohort, codes = world.cohort(capacity=2000), [national_code() for _ in range(1700)]
    heading = ("نام", "نام خانوادگی", "کد ملی", "شماره همراه", "شهرستان")
    people = [["زهرا", "دشتی", code, f"0917{number:07d}", "بوشهر"] for number, code in enumerate(codes)]
    report = programme.examine(csv_of(people, heading=heading))
    with transaction():
        programme.apply_list(report, programme.cohort(cohort), None)
    with transaction():
        for engagement in session().scalars(select(programme.Engagement)).all():
            engagement.state = Stage.ENROLLED
    content = table(*(line(cohort, code=code, end="قبول" if place % 2 else "") for place, code in enumerate(codes)))
    began = time.monotonic()

    assert take(content) == 1700
    assert programme.examine_sessions(content, None).known == 1700
    assert time.monotonic() - began < 60


ENDS = (*HEAD, "روزِ نتیجه")
NO_SESSION = {"session": "", "day": "", "mark": ""}


def jalali_of(day: date) -> str:
    return "{}/{:02}/{:02}".format(*jalali(day))


def ended(cohort: int, code: str, end: str, on: object, why: str = "") -> bytes:
    return csv_of([[*line(cohort, code=code, end=end, why=why, **NO_SESSION), on]], heading=ENDS)


def half_a_year_ago() -> tuple[int, str, int]:
    """A course, and somebody who was given a place in it half a year ago."""
    with world.later(days=-180):
        cohort, code = world.cohort(), national_code()
        return cohort, code, seat(cohort, code=code)[1]


@pytest.mark.parametrize(("end", "why"), [("قبول", ""), ("مردود", ""), ("رفت", "بیماری: کمردرد")])
def test_an_outcome_is_of_the_day_that_the_list_tells(end: str, why: str):
    cohort, code, engagement = half_a_year_ago()
    day = today() - timedelta(days=100)

    take(ended(cohort, code, end, jalali_of(day), why))

    world.fresh()
    told = programme.ends_of([engagement]) | programme.departures_of([engagement])
    assert [one.day for one in told[engagement]] == [day]


def test_an_outcome_without_a_day_is_of_the_courses_last_or_of_today_while_it_runs():
    running, code, engagement = half_a_year_ago()
    take(ended(running, code, "قبول", ""))
    with world.later(days=-400):
        over, other = world.cohort(), national_code()
        _, earlier = seat(over, code=other)
    last = programme.cohort(over).ends_on
    take(ended(over, other, "قبول", ""))

    world.fresh()
    assert [one.day for one in programme.ends_of([engagement])[engagement]] == [today()]
    assert last < today()
    assert [one.day for one in programme.ends_of([earlier])[earlier]] == [last]


def test_no_outcome_is_of_a_day_to_come_or_before_her_place_began():
    cohort, code, engagement = half_a_year_ago()
    tomorrow, before = today() + timedelta(days=1), today() - timedelta(days=181)

    assert faults(ended(cohort, code, "قبول", jalali_of(tomorrow))) == [[FaultCode.DAY_AHEAD]]
    assert faults(ended(cohort, code, "قبول", jalali_of(before))) == [[FaultCode.DAY_EARLY]]
    assert faults(ended(cohort, code, "قبول", "دیروز")) == [[FaultCode.BAD_DAY]]
    for day in (tomorrow, before):
        with pytest.raises(programme.EndOutside), transaction():
            programme.complete(programme.engagement(engagement), None, programme.Said("تمام", on=day))
