"""Statements on pages: asked for in one press, waited for, read by county, kept as CSV and on paper."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import consent, impact
from app.accounts import Role
from app.consent import Purpose, Told, Way
from app.shared import clock, printing, rulebook
from app.shared.calendar import JalaliMonth, jalali, local_date, today
from app.shared.database import transaction
from tests import world
from tests.impact import publishing
from tests.impact.scene import correct, counted
from tests.web.browsing import faults_of, form_of, logged_in, words_of
from tests.web.browsing import press as choose
from tests.web.test_livelihood import ENOUGH, over, steady


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def press(browser: TestApp, when: str, typed: tuple[str, str, str] = ("", "", "")) -> TestResponse:
    """Ask on the page of livelihood for the last month."""
    form = form_of(browser.get("/office/livelihood"), having="known_on-day")
    for part, value in zip(("day", "month", "year"), typed, strict=True):
        form[f"known_on-{part}"] = value
    return form.submit("when", value=when, status="*")


def worked() -> None:
    """The worker has been at it, some minutes later."""
    counted()
    with clock.at(clock.now() + 2 * impact.SETTLED):
        counted()


def test_a_month_as_known_at_its_end_is_one_press_and_says_that_it_is_being_computed(officer):
    steady()

    page = press(officer, "end").follow()

    assert "در حالِ حساب است" in words_of(page)
    worked()
    page = officer.get(page.request.path)
    told = words_of(page)
    assert "پایدار ۱ از ۱" in told
    assert "قاعده‌های پشتِ این عددها" in told
    assert "نامِ کسی هم نیست" in told
    assert "گلنار" not in told
    assert page.request.path in officer.get("/office/statements").text


def test_nobody_reads_of_a_statement_as_of_a_face(officer):
    steady()
    address = press(officer, "end").follow().request.path
    worked()
    pages = ["livelihood", "statements", address.removeprefix("/office/")]

    for page in (officer.get(f"/office/{one}") for one in pages):
        told = re.findall(r"صورت\S*", words_of(page))
        assert told
        assert {word[:9] for word in told} == {"صورت‌وضعی"}, told


def test_pressed_twice_it_is_one(officer):
    steady()

    first, second = press(officer, "end"), press(officer, "end")

    assert first.location == second.location
    assert impact.statements_counted() == 1


def test_a_refund_of_later_is_in_the_statement_of_now_and_not_in_that_of_then(officer):
    maker_id = steady()
    counted()
    correct(maker_id, -ENOUGH, happened=over().starts + timedelta(days=2), posted=clock.now())

    then, now = press(officer, "end").location, press(officer, "now").location
    worked()

    assert "پایدار ۱ از ۱" in words_of(officer.get(then))
    assert "رو به پایداری ۱ از ۱" in words_of(officer.get(now))
    assert impact.differing_statements() == []


def test_a_day_is_typed_in_persian(officer):
    steady()
    year, month, day = jalali(today() - timedelta(days=1))
    if local_date(over().ends) > today() - timedelta(days=1):
        year, month, day = jalali(today())

    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    page = press(officer, "day", (str(day).translate(persian), str(month), str(year).translate(persian)))

    assert page.status_code == 303
    assert impact.statements_counted() == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (("", "", ""), "روز را بنویسید"),
        (("31", "12", "1404"), "این روز در تقویم نیست"),
        (("1", "1", "1399"), "روزی از"),
        (("1", "1", "1490"), "روزی از"),
    ],
)
def test_a_day_that_can_not_be_is_told_at_the_field_and_kept(officer, typed, fault):
    page = press(officer, "day", typed)

    assert page.status_code == 422
    assert any(fault in one for one in page.html.get_text().split("\n") if fault in one)
    assert (
        form_of(page, having="known_on-day")["known_on-year"].value.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        == typed[2]
    )
    assert impact.statements_counted() == 0


@pytest.mark.parametrize("month", ["x", "", "1405-13", "9999-01"])
def test_a_month_that_is_none_is_told_at_the_field(officer, month):
    form = form_of(officer.get("/office/statements"), having="known_on-day")
    form["month"].force_value(month)

    page = form.submit("when", value="end", status=422)

    assert "month" in faults_of(page)


def test_a_month_that_runs_is_told_at_the_field(officer):
    form = form_of(officer.get("/office/statements"), having="known_on-day")
    form["month"].force_value(str(JalaliMonth.current()))

    page = form.submit("when", value="end", status=422)

    assert "month" in faults_of(page)


def test_an_officer_of_a_county_reads_her_county_alone(app, officer):
    steady("1801")
    steady("1803")
    one = publishing.stated()
    hers = logged_in(app, world.official(Role.OFFICER, county="1803"))

    page = hers.get(f"/office/statements/{one}")

    assert "پایدار ۱ از ۱" in words_of(page)
    assert "پایدار ۲ از ۲" in words_of(officer.get(f"/office/statements/{one}"))
    sheet = hers.get(f"/office/statements/{one}.csv").text
    assert "1803" in sheet
    assert "1801" not in sheet


def test_rials_of_few_are_not_told_and_can_not_be_subtracted(officer):
    for county in ("1801",) * 6 + ("1803",) * 2:
        steady(county)
    one = publishing.stated()

    rows = list(csv.DictReader(io.StringIO(officer.get(f"/office/statements/{one}.csv").body.decode("utf-8-sig"))))

    by_county = {row["group"]: row["income_rial"] for row in rows if row["cut"] == "county"}
    assert by_county == {"1801": "", "1803": ""}
    assert [row["income_rial"] for row in rows if row["cut"] == ""] == [str(8 * ENOUGH)]


def test_whoever_takes_her_yes_back_is_not_told_by_two_statements_side_by_side(officer):
    maker_id = steady(name="گلنار")
    steady(name="شهربانو")
    old = publishing.stated()
    assert "پایدار ۲ از ۲" in words_of(officer.get(f"/office/statements/{old}"))
    with transaction():
        consent.answer(maker_id, Purpose.FIGURES, Told(Way.OWN, world.person_of(maker_id)), yes=False)

    closed = words_of(officer.get(f"/office/statements/{old}"))
    new = publishing.stated()
    told = words_of(officer.get(f"/office/statements/{new}"))

    assert "دوباره بخواهید" in closed
    assert "از ۲" not in closed
    officer.get(f"/office/statements/{old}.csv", status=404)
    officer.get(f"/office/statements/{old}.pdf", status=404)
    assert new != old
    assert "پایدار ۱ از ۱" in told
    assert "آن‌ها ۱ نفرند" in told
    assert publishing.stated() == new
    assert impact.differing_statements() == []


def test_what_is_not_made_yet_has_no_sheet_and_no_paper(officer):
    steady()
    address = press(officer, "end").location

    officer.get(f"{address}.csv", status=404)
    officer.get(f"{address}.pdf", status=404)


@pytest.mark.skipif(not printing.possible(), reason="no pango")
def test_a_statement_is_printed_on_paper(officer):
    steady()
    one = publishing.stated()

    answer = officer.get(f"/office/statements/{one}.pdf")

    assert answer.content_type == "application/pdf"
    assert answer.body.startswith(b"%PDF")


def test_the_list_has_pages(officer):
    steady()
    counted()
    by = world.official(Role.OFFICER)
    for step in range(7):
        for back in range(3):
            month = over(back)
            with transaction():
                impact.ask(month, local_date(month.ends + timedelta(days=step - 1)), by)
        worked()

    page = officer.get("/office/statements?page=2")

    assert len(page.html.select("tbody tr")) == 1
    assert len(officer.get("/office/statements?page=999999").html.select("tbody tr")) == 1


def test_then_and_now_stand_beside_each_other_with_what_made_the_difference(officer):
    maker_id = steady("1803")
    steady("1801")
    counted()
    assert "بازنگری" not in words_of(officer.get("/office/livelihood"))

    correct(maker_id, -ENOUGH, happened=over().starts + timedelta(days=2), posted=clock.now())
    counted()
    page = officer.get("/office/livelihood")
    [row] = [row for row in page.html.select("tbody tr") if row.find("a", href=True) and "of=1803" in str(row)]

    assert "آن روز ۱" in row.get_text()
    assert "چیزی پس گرفته شد: ۱ نفر" in words_of(page)
    sheet = csv.DictReader(io.StringIO(officer.get("/office/livelihood.csv").body.decode("utf-8-sig")))
    [told] = [one for one in sheet if one["county"] == "1803"]
    assert (told["sustained"], told["sustained_then"], told["emerging"], told["emerging_then"]) == ("0", "1", "1", "0")


def test_a_refusal_of_later_is_told_as_left_out_and_as_no_revision(officer):
    maker_id = steady("1803")
    steady("1801")
    counted()
    with transaction():
        consent.answer(maker_id, Purpose.FIGURES, Told(Way.OWN, world.person_of(maker_id)), yes=False)

    told = words_of(officer.get("/office/livelihood"))

    assert "درآمدِ ۱ نفر به خواستِ خودشان در این آمار نیست" in told
    assert "بازنگری" not in told
    assert "آن روز" not in told


def test_rules_stand_beside_the_figures_with_their_source(app, officer):
    steady()
    with transaction():
        since = over(3).starts
        rulebook.set_rule(impact.MINIMUM_WAGE, 200_000_000, source="بخشنامهٔ ۹۹", by=None, valid_from=since)

    for page in ("livelihood", "indicators"):
        told = words_of(officer.get(f"/office/{page}"))
        assert "حداقلِ مزدِ ماهانه ۲۰٬۰۰۰٬۰۰۰ تومان" in told
        assert "بخشنامهٔ ۹۹" in told
    older = words_of(officer.get(f"/office/livelihood?month={over(5)}"))
    assert "بخشنامهٔ ۹۹" not in older


def test_staff_begin_the_wage_in_the_past_and_no_fee(app):
    staff = logged_in(app, world.official(Role.STAFF))
    year, month, day = jalali(local_date(over(3).starts))

    for name, status in (("wage.minimum_month_rial", 303), ("commission.bps", 422)):
        form = form_of(staff.get(f"/staff/rules/{name}"), having="source")
        form["value"], form["source"] = "۵۰", "نامهٔ ۵"
        form["valid_from-day"], form["valid_from-month"], form["valid_from-year"] = str(day), str(month), str(year)
        page = form.submit(status=status)

    assert "valid_from" in faults_of(page)
    assert form_of(page, having="source")["source"].value == "نامهٔ ۵"
    world.fresh()
    assert rulebook.number(impact.MINIMUM_WAGE, over(2).starts) == 500
    assert rulebook.number(impact.MINIMUM_WAGE, over(2).starts, known=over(1).starts) != 500
    assert "روزِ گذشته" in words_of(staff.get("/staff/rules"))


def test_a_command_checks_statements(app, command):
    maker_id = steady()
    publishing.stated()
    assert command("impact", "check-statements").exit_code == 0

    correct(maker_id, -ENOUGH, happened=over().starts, posted=over().ends - timedelta(hours=1))
    result = command("impact", "check-statements")

    assert result.exit_code == 1
    assert "DIFFERS" in result.output


def test_an_english_statement_joins_its_day_without_a_capital(app):
    steady("1801", "گلنار")
    found = publishing.stated()
    officer = logged_in(app, world.official(Role.OFFICER))
    choose(officer.get("/badges"), "/language", "language", "en")
    told = words_of(officer.get(f"/office/statements/{found}"))

    assert re.search(r"As it was known by the end of [0-9]", told)
    assert re.search(r"as they had been written by the end of [0-9]", told)
