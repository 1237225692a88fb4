"""The executor's room: cohorts, applicants, partners, what the law asks, rules, what got stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp, TestResponse

from app import accounts, catalogue, places, programme
from app.accounts import Role
from app.programme import Stage
from app.shared import audit, clock, outbox, rulebook
from app.shared.database import session, transaction
from app.shared.outbox import OutboxRow
from tests import world
from tests.web.browsing import deliver, faults_of, form_of, logged_in, press, words_of

COHORT = {
    "name": "دورهٔ حصیربافی",
    "county": "1801",
    "trade": "mats",
    "starts_on-day": "۱",
    "starts_on-month": "1",
    "starts_on-year": "۱۴۰۵",
    "ends_on-day": "29",
    "ends_on-month": "12",
    "ends_on-year": "1405",
    "capacity": "۲۵",
}


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def fill(browser: TestApp, address: str, having: str, **typed: str) -> TestResponse:
    form = form_of(browser.get(address), having=having)
    for name, value in typed.items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


def stage_of(engagement: int) -> Stage:
    world.fresh()
    return programme.engagement(engagement).state


def test_a_cohort_is_planned(staff):
    page = fill(staff, "/staff/cohorts", "capacity", **COHORT).follow()

    assert "دوره ساخته شد" in words_of(page)
    planned = programme.cohorts()[0]
    assert (planned.name, planned.capacity, planned.county_code) == ("دورهٔ حصیربافی", 25, "1801")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "بسیار"}, "capacity"),
        ({"starts_on-day": "32"}, "starts_on"),
        ({"starts_on-month": "", "starts_on-day": "", "starts_on-year": ""}, "starts_on"),
        ({"ends_on-year": "1404"}, "ends_on"),
        ({"ends_on-day": "30", "ends_on-year": "1405"}, "ends_on"),
    ],
)
def test_a_faulty_cohort_is_told_at_its_field_and_kept(staff, changes, field):
    page = fill(staff, "/staff/cohorts", "capacity", **(COHORT | changes))

    assert page.status_code == 422
    assert field in faults_of(page)
    assert form_of(page, having="capacity")["name"].value == (COHORT | changes)["name"]
    assert programme.cohorts() == []


def test_applicants_are_accepted_together_until_the_places_are_gone(staff):
    cohort = world.cohort(capacity=2)
    asked = [world.applicant(into=cohort) for _ in range(3)]
    form = form_of(staff.get(f"/staff/trainees?cohort={cohort}&stage=applied"), f"/staff/cohorts/{cohort}/accept")
    for box in form.fields["engagement"]:
        box.checked = True

    page = form.submit(status=303).follow()

    assert "۲ نفر پذیرفته شدند. هر ۲ جای این دوره پر شده است" in words_of(page)
    assert sorted(stage_of(one).value for one in asked) == ["applied", "enrolled", "enrolled"]


def test_one_is_accepted_and_another_denied_with_a_reason(staff):
    yes, no = world.applicant(), world.applicant()
    for engagement, act in ((yes, "accept"), (no, "deny")):
        page = staff.get(f"/staff/trainees/{programme.engagement(engagement).trainee_id}")
        form = next(form for form in page.forms.values() if form.action.endswith(f"/{engagement}")
                    and ("why" in form.fields) == (act == "deny"))  # fmt: skip
        if act == "deny":
            form["why"] = "  "
            assert "دلیلِ نپذیرفتن را بنویسید" in words_of(form.submit("do", value="deny").follow())
            form["why"] = "ساکنِ استان نیست"
        form.submit("do", value=act, status=303)

    assert (stage_of(yes), stage_of(no)) == (Stage.ENROLLED, Stage.DENIED)


def test_deciding_twice_is_told_in_words(staff):
    engagement = world.applicant()
    page = staff.get(f"/staff/trainees/{programme.engagement(engagement).trainee_id}")
    press(page, f"/staff/engagements/{engagement}", "do", "accept")

    again = press(page, f"/staff/engagements/{engagement}", "do", "accept").follow()

    assert "وضعش عوض شده است" in words_of(again)


def test_a_trainee_moves_through_the_phases(staff):
    maker = world.maker()
    engagement = programme.engagements_of(maker)[0][0].id

    form = form_of(staff.get(f"/staff/trainees/{maker}"), f"/staff/engagements/{engagement}", having="why")
    form["why"] = "دوباره آموزش ببیند"
    page = form.submit("do", value="training").follow()

    assert "دوباره آموزش ببیند" in words_of(page)
    assert [entry.phase.value for entry in programme.phases_of([engagement])[engagement]][-1] == "training"


def test_a_full_national_code_is_shown_once_and_leaves_a_trace(staff):
    trainee = programme.engagement(world.applicant()).trainee_id
    person = world.person_of(trainee)
    with transaction():
        accounts.set_national_code(accounts.person(person), "0084575948")
    page = staff.get(f"/staff/trainees/{trainee}")

    shown = form_of(page, f"/staff/trainees/{trainee}/national-code").submit(status=200)

    assert "۰۰۸۴۵۷۵۹۴۸" not in page.text
    assert "dastsaz=" not in str(shown.headers) or "0084575948" not in str(shown.headers)
    assert "۰۰۸۴۵۷۵۹۴۸" in words_of(shown)
    assert "۰۰۸۴۵۷۵۹۴۸" not in staff.get(f"/staff/trainees/{trainee}").text
    assert "national_code_shown" in [row.act for row in audit.of("person", person)]


ODD = [
    {"cohort": "9" * 30},
    {"county": "abc"},
    {"stage": "x"},
    {"name": "'"},
    {"name": "ن" * 900},
    {"page": "99999"},
]


@pytest.mark.parametrize("asked", ODD)
def test_odd_filters_of_the_roll_are_answered(staff, asked):
    world.applicant()

    assert staff.get("/staff/trainees", asked).status_code == 200


def test_a_mentor_is_added_and_may_come_in(app, staff):
    mobile = world.mobile_number()
    typed = {"mobile": mobile, "given_name": "فاطمه", "family_name": "بحرینی", "county": "1801"}

    page = fill(staff, "/staff/mentors/new", "mobile", **typed).follow()

    assert "فاطمه بحرینی" in words_of(page)
    assert logged_in(app, accounts.accounts_on(mobile)[0].id).get("/desk/").status_code == 200


def test_a_faulty_mentor_is_told_at_every_field(staff):
    page = fill(staff, "/staff/mentors/new", "mobile", mobile="0917", county="9999")

    assert {"mobile", "given_name", "family_name", "county"} <= set(faults_of(page))


def test_a_cooperative_is_written_down(staff):
    typed = {"name": "تعاونیِ نخل", "registration_no": "۱۲۳", "national_id": "۱۰۳۸۰۲۸۴۷۹۰", "county": "1801"}

    page = fill(staff, "/staff/cooperatives", "national_id", **typed).follow()
    short = fill(staff, "/staff/cooperatives", "national_id", **(typed | {"national_id": "12"}))

    twice = fill(staff, "/staff/cooperatives", "national_id", **typed)
    nowhere = fill(staff, "/staff/cooperatives", "national_id", **(typed | {"county": "9999"}))
    slip = fill(staff, "/staff/cooperatives", "national_id", **(typed | {"national_id": "10380284791"}))

    assert "تعاونیِ نخل" in words_of(page)
    assert "۱۱ رقم بنویسید" in faults_of(short)["national_id"]
    assert "پیش‌تر ثبت شده است" in faults_of(twice)["registration_no"]
    assert "شهرستان را برگزینید" in faults_of(nowhere)["county"]
    assert "شناسهٔ ملی درست نیست" in faults_of(slip)["national_id"]
    assert len(programme.cooperatives()) == 1


def test_staff_say_on_whose_word_a_good_needs_no_paper(staff):
    page = fill(staff, "/staff/goods/B056", "route", route="none", source="نامهٔ ۱۲/۳۴ شبکهٔ بهداشت")
    nobody = fill(staff, "/staff/goods/B058", "route", route="none", source="")
    unknown = fill(staff, "/staff/goods/B058", "route", route="unknown_check", source="x")

    assert page.status_code == 303
    assert catalogue.good("B056").route is catalogue.HealthRoute.NONE
    assert "source" in faults_of(nobody)
    assert "route" in faults_of(unknown)


def test_a_rule_gets_a_new_value_from_a_day_on_with_its_source(staff):
    page = fill(staff, "/staff/rules/commission.bps", "source", value="۵", source="مصوبهٔ شورا")
    nonsense = fill(staff, "/staff/rules/commission.bps", "source", value="زیاد", source="x")
    rule = next(rule for rule in rulebook.all_rules() if rule.name == "commission.bps")

    assert page.status_code == 303
    assert rulebook.number(rule) == 500
    assert "با عدد" in faults_of(nonsense)["value"]
    assert form_of(nonsense, having="source")["value"].value == "زیاد"
    staff.get("/staff/rules/no-such", status=404)


def test_a_day_without_work_is_declared(staff):
    tomorrow = {"day-day": "۱۵", "day-month": "9", "day-year": "۱۴۰۵"}

    page = fill(staff, "/staff/closures", "name", **tomorrow, name="گردوغبار").follow()
    without = fill(staff, "/staff/closures", "name", **tomorrow, name="")

    assert "گردوغبار" in words_of(page)
    assert "name" in faults_of(without)
    assert places.closures(clock.now().date() - timedelta(days=400))


def test_a_message_that_got_stuck_is_shown_and_sent_again(staff):
    engagement = world.applicant()
    with transaction():
        programme.accept(programme.engagement(engagement), None)
    row = session().scalars(select(OutboxRow).where(OutboxRow.event == "TraineeEnrolled")).first()
    with transaction():
        stuck = session().get_one(OutboxRow, row.id)
        stuck.dead_at, stuck.attempts, stuck.last_error = clock.now(), outbox.MOST_TRIES, "NotSent: status 411"
    page = staff.get("/staff/outbox")

    answer = form_of(page, f"/staff/outbox/{row.id}").submit(status=303).follow()
    deliver()

    assert "NotSent: status 411" in words_of(page)
    assert "دوباره فرستاده می‌شود" in words_of(answer)
    assert session().get_one(OutboxRow, row.id).delivered_at is not None


def test_reviving_what_is_not_dead_changes_nothing(staff):
    world.applicant()
    token = form_of(staff.get("/staff/outbox"), "/theme")["csrf_token"].value

    staff.post(f"/staff/outbox/{10**15}", {"csrf_token": token}, status=303)

    assert "چیزی گیر نکرده است" in words_of(staff.get("/staff/outbox"))


def test_the_rooms_first_page_counts(staff):
    world.applicant()

    assert staff.get("/staff/").status_code == 200


def test_a_cohorts_accepted_do_not_grow_fewer_when_somebody_finishes(staff):
    cohort = world.cohort()
    world.maker(into=cohort)
    ends = programme.engagement(world.applicant(into=cohort))
    with transaction():
        programme.accept(programme.engagement(ends.id), None)
        programme.complete(programme.engagement(ends.id), None, programme.Said("کارش را نشان داد"))
    cell = staff.get("/staff/cohorts").html.find("td", attrs={"data-label": "پذیرفته"})

    assert " ".join(cell.get_text(" ").split()) == "۲ ۱ در دوره ، ۱ به پایان برده"
    lists = [staff.get(link["href"]) for link in cell.find_all("a")]
    assert [len(page.html.find("tbody").find_all("tr")) for page in lists] == [1, 1]


def test_a_course_whose_days_are_over_is_marked_with_who_is_still_in_it_and_can_be_closed(staff):
    with world.later(days=-400):
        course = world.cohort()
        world.maker(into=course)
    world.cohort()
    page = staff.get("/staff/cohorts")
    press(page, f"/staff/cohorts/{course}/state", "do", "completed")
    closed = words_of(staff.get("/staff/cohorts"))

    assert words_of(page).count("روزهایش تمام شده و بسته نشده") == 1
    assert "هنوز ۱ نفر در آن است" in words_of(page)
    assert "روزهایش تمام شده و بسته نشده" not in closed
    assert "هنوز ۱ نفر در آن است" in closed
