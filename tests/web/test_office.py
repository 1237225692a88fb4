"""Goals and the dashboard: every figure from the books, down to the parcels behind it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from webtest import TestApp, TestResponse

from app import catalogue, consent, impact, orders, places, programme, search
from app.accounts import Role
from app.consent import Purpose, Told, Way
from app.impact import Aim, Indicator
from app.places import Locality
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from tests import world
from tests.impact.scene import counted, earn
from tests.shared.printed import page_count
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of
from tests.web.test_papers import rendered
from tests.world import Ware


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def officer(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.OFFICER))


def new_goal(staff: TestApp, **typed: str) -> TestResponse:
    form = form_of(staff.get("/office/goals/new"), having="target")
    for name, value in typed.items():
        form[name].force_value(value)
    return form.submit(expect_errors=True)


def goal(indicator: Indicator, target: int, county: str | None = None) -> int:
    month = JalaliMonth.current()
    with transaction():
        return impact.set_goal(Aim(indicator, target, month, month, county_code=county), None).id


def test_a_goal_is_set_and_a_sale_moves_it(staff, bank):
    maker = world.maker("1801")
    new_goal(staff, indicator="selling", scope="county-1801", target="۲").follow()
    goals = [words_of(staff.get("/office/goals"))]

    order = world.sold(bank, {world.variant(maker, Ware(price=4_000_000)): 1})
    counted()
    goals.append(words_of(staff.get("/office/goals")))
    page = staff.get(f"/office/goals/{impact.goals()[0].id}")

    assert "۰ نفر" in goals[0]
    assert "۵۰٪" in goals[1]
    assert orders.order(order).code in words_of(page)


def test_a_goal_of_income_is_written_in_toman(staff):
    new_goal(staff, indicator="income", scope="province", target="۱۰٬۰۰۰٬۰۰۰")

    assert impact.goals()[0].target == 100_000_000
    assert "۱۰٬۰۰۰٬۰۰۰ تومان" in words_of(staff.get("/office/goals"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"target": ""}, "target"),
        ({"target": "0"}, "target"),
        ({"target": "چند"}, "target"),
        ({"target": str(10**14)}, "target"),
        ({"target": "5", "indicator": "luck"}, "indicator"),
        ({"target": "5", "first": "x"}, "first"),
        ({"target": "5", "first": "1405-08", "last": "1405-07"}, "last"),
        ({"target": "5", "note": "ن" * 301}, "note"),
    ],
)
def test_a_faulty_goal_is_told_at_its_field_and_kept(staff, typed, field):
    page = new_goal(staff, **typed)

    assert page.status_code == 422
    assert field in faults_of(page)
    assert form_of(page, having="target")["target"].value == typed["target"]
    assert impact.goals() == []


@pytest.mark.parametrize("scope", ["cohort-999999", "cohort-" + "9" * 30, "cohort-"])
def test_a_goal_for_a_cohort_that_is_none_is_not_there(staff, scope):
    assert new_goal(staff, target="5", scope=scope).status_code == 404


def test_staff_of_a_county_set_goals_there_alone(app):
    staff = logged_in(app, world.official(Role.STAFF, county="1801"))

    assert new_goal(staff, target="5", scope="county-1801").status_code == 303
    assert new_goal(staff, target="5", scope="county-1802").status_code == 404
    assert new_goal(staff, target="5", scope="province").status_code == 404


def test_an_officer_looks_and_does_not_set(officer):
    one = goal(Indicator.SELLING, 5)

    page = officer.get("/office/goals")

    assert page.html.find("a", href="/office/goals/new") is None
    assert not [form for form in officer.get(f"/office/goals/{one}").forms.values() if form.action.endswith("/drop")]


def test_a_goal_is_taken_back(staff):
    one = goal(Indicator.SELLING, 5)

    page = form_of(staff.get(f"/office/goals/{one}"), f"/office/goals/{one}/drop").submit(status=303).follow()

    assert "هدف برداشته شد" in words_of(page)
    staff.get(f"/office/goals/{one}", status=404)


def test_the_dashboard_shows_what_the_books_hold(officer, bank):
    here, there = world.maker("1801"), world.maker("1802")
    world.maker("1801")
    world.sold(bank, {world.variant(here, Ware(price=10_000_000)): 1, world.variant(there, Ware(price=30_000_000)): 1})
    counted()
    goal(Indicator.SELLING, 1, "1801")

    page = officer.get("/office/")
    county = officer.get("/office/counties/1801").click(href="/office/counties/1801/parcels")

    assert "۲ از ۳" in words_of(page)
    assert "۱ از ۱" in words_of(page)
    assert "۹۵۰٬۰۰۰" in words_of(page)
    assert "۲٬۸۵۰٬۰۰۰" in words_of(page)
    assert "۹۵۰٬۰۰۰" in words_of(county)
    assert "۲٬۸۵۰٬۰۰۰" not in words_of(county)


def test_the_chart_shows_sales_income_and_the_goal(officer, bank):
    world.sold(bank, {world.variant(world.maker("1801"), Ware(price=100_000_000)): 1})
    counted()
    goal(Indicator.INCOME, 200_000_000)

    page = officer.get("/office/")

    key = page.html.select_one("ul.key").get_text(" ")
    table = page.html.find("caption", string="فروش و رسیده به سازندگان، ماه به ماه").find_parent("table")
    newest = [cell.get_text() for cell in table.select("tbody tr")[-1].select("td")]
    assert newest == ["۱۰٬۰۰۰٬۰۰۰", "۹٬۵۰۰٬۰۰۰"]
    assert "هدفِ درآمد، سهمِ هر ماه: ۲۰" in key
    assert page.html.select_one("svg.chart path.g2") is not None


def test_a_chart_without_a_goal_has_no_line_for_it(officer):
    goal(Indicator.INCOME, 200_000_000, "1801")

    assert officer.get("/office/").html.select_one("svg.chart path.g2") is None


@pytest.mark.parametrize(("language", "anchor"), [("fa", "start"), ("en", "end")])
def test_the_axis_of_values_stands_where_reading_begins(officer, language, anchor):
    press(officer.get("/badges"), "/language", "language", language)

    value = officer.get("/office/").html.select_one("svg.chart path.gl + text")

    assert value["text-anchor"] == anchor
    assert (float(value["x"]) < 60) is (language == "en")


def test_a_refund_takes_from_the_figure(officer, bank):
    maker = world.maker("1801")
    order = world.sold(bank, {world.variant(maker, Ware(price=10_000_000)): 1})
    counted()
    world.refund(world.lines(order)[0].id, rials=10_000_000)
    counted()

    assert "۰ از ۱" in words_of(officer.get("/office/"))


MONTHS = ["1405-13", "0000-00", "1200-01", "1599-12", "1600-12", "x", "۱۴۰۵-۰۸", "1405-8"]


@pytest.mark.parametrize("address", ["/office/", "/office/counties/1801", "/office/sales.csv"])
def test_a_month_that_makes_no_sense_is_answered(officer, address):
    answers = {month: officer.get(address, {"month": month}, expect_errors=True).status_code for month in MONTHS}

    assert answers == dict.fromkeys(MONTHS, 200)


def test_the_export_is_a_sheet_that_excel_reads(officer, bank):
    world.sold(bank, {world.variant(world.maker("1801"), Ware(price=10_000_000)): 1})
    counted()

    answer = officer.get("/office/sales.csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))

    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert answer.content_type == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    now = next(row for row in rows if row["county"] == "1801" and row["month"] == str(JalaliMonth.current()))
    assert (now["trainees"], now["selling"], now["income_rial"], now["sales_rial"]) == ("1", "1", "9500000", "10000000")
    assert len(rows) == 80


def test_a_county_that_is_none_is_not_there(officer):
    for code in ("9999", "x", "%00"):
        officer.get(f"/office/counties/{code}", status=404)


def test_what_stands_out_comes_first_with_the_way_to_it(officer):
    goal_id = late_goal()
    page = officer.get("/office/")

    section = page.html.select_one("#exceptions")
    link = section.find("a", href=f"/office/goals/{goal_id}")
    assert "عقب است" in link.get_text()
    assert page.html.find("h2").parent["id"] == "exceptions"


def late_goal() -> int:
    """A goal of which hardly anything is reached, and most of the time is gone."""
    now = JalaliMonth.current()
    with transaction():
        return impact.set_goal(Aim(Indicator.SELLING, 50, now.plus(-11), now), None).id


def wage_of_this_year() -> None:
    """As if it had been written at the year's beginning, and the last month that is over is of it."""
    last = JalaliMonth.current().plus(-1)
    with transaction():
        began = JalaliMonth(last.year, 1).starts
        rulebook.set_rule(impact.MINIMUM_WAGE, 150_000_000, source="آزمون", by=None, valid_from=began)


def test_without_anything_wrong_the_dashboard_says_so(officer):
    wage_of_this_year()

    assert "چیزی بیرون از اندازه نیست" in words_of(officer.get("/office/"))


def test_a_year_without_its_own_minimum_wage_is_told_first(officer):
    late_goal()
    before = officer.get("/office/").html.select_one("#exceptions li")
    wage_of_this_year()
    after = officer.get("/office/").html.select_one("#exceptions li")

    assert "هنوز نوشته نشده" in before.get_text()
    assert "عقب است" in after.get_text()


def test_a_missed_goal_of_another_county_is_not_shown_to_a_countys_officer(app):
    now = JalaliMonth.current()
    with transaction():
        mine, other = (
            impact.set_goal(Aim(Indicator.SELLING, 5, now.plus(-3), now.plus(-1), county_code=code), None).id
            for code in ("1801", "1802")
        )

    page = logged_in(app, world.official(Role.OFFICER, county="1801")).get("/office/")

    assert page.html.find("a", href=f"/office/goals/{mine}") is not None
    assert page.html.find("a", href=f"/office/goals/{other}") is None


def test_a_county_that_fell_is_named(officer, bank):
    over = JalaliMonth.current().plus(-1)
    with clock.at(over.plus(-1).starts):
        variants = [world.variant(world.maker("1803")) for _ in range(5)]
        world.sold(bank, dict.fromkeys(variants, 2))
    with clock.at(over.starts):
        world.sold(bank, dict.fromkeys(variants, 1))
    counted()

    section = officer.get("/office/").html.select_one("#exceptions")

    link = section.find("a", href=f"/office/counties/1803?month={over}")
    assert "۵۰٪ کمتر" in link.get_text()


def test_the_same_goal_pressed_twice_is_one_and_says_so(staff):
    typed = {"indicator": "selling", "scope": "county-1801", "target": "۲"}
    new_goal(staff, **typed).follow()

    again = new_goal(staff, **typed)
    new_goal(staff, **typed | {"target": "۳"}).follow()

    assert again.status_code == 422
    assert "همین هدف" in faults_of(again)["target"]
    assert sorted(one.target for one in impact.goals()) == [2, 3]


def test_the_same_goal_pressed_at_the_same_moment_is_one(app):
    month = JalaliMonth.current()

    def press_it() -> None:
        with transaction():
            impact.set_goal(Aim(Indicator.SELLING, 7, month, month), None)

    world.at_once(app, *[press_it] * 4)

    assert [one.target for one in impact.goals()] == [7]


def test_a_goal_set_when_its_months_are_over_is_marked_and_scores_nothing(staff):
    now = JalaliMonth.current()
    for first, last in ((-3, -1), (-1, 1), (0, 1)):
        with transaction():
            impact.set_goal(Aim(Indicator.SELLING, 5, now.plus(first), now.plus(last)), None)

    rows = {row.find_all("td")[1].get_text(): row for row in staff.get("/office/goals").html.select("tbody tr")}
    marks = [bool(row.select_one(".state")) for row in rows.values()]
    score = words_of(staff.get(f"/office/scorecard/{now.plus(-1).year}"))
    front = staff.get("/office/").html.select_one("#exceptions")

    assert len(impact.goals()) == 3
    assert "پس از پایانِ ماه‌هایش گذاشته شد" in words_of(staff.get("/office/goals"))
    assert "در میانهٔ راه گذاشته شد" in words_of(staff.get("/office/goals"))
    assert sorted(marks) == [False, True, True]
    assert "شمرده نمی‌شود" in score
    assert "تمام شد و به" not in front.get_text()


def test_a_goal_of_which_nothing_is_known_is_at_no_percent(staff):
    month = JalaliMonth.current()
    with transaction():
        impact.set_goal(Aim(Indicator.PAYOUT, 7, month.plus(-1), month), None)

    row = staff.get("/office/goals").html.select_one("tbody tr")

    assert [one.get_text().strip() for one in row.select("td.num")][1:] == ["—", "—", "—"]


def test_a_tile_stands_with_its_target(officer, bank):
    world.sold(bank, {world.variant(world.maker("1801")): 1})
    counted()
    number = goal(Indicator.SELLING, 4)

    tile = officer.get("/office/").html.find("a", href=f"/office/goals/{number}", string=re.compile("از هدفِ"))

    assert "۲۵٪ از هدفِ ۴ نفر" in tile.get_text()


def test_each_county_has_its_small_picture_on_one_scale(officer, bank):
    for county, price in (("1801", 10_000_000), ("1803", 40_000_000)):
        world.sold(bank, {world.variant(world.maker(county), Ware(price=price)): 1})
    counted()

    pictures = {one.b.get_text(): one for one in officer.get("/office/").html.select(".sparks li")}

    newest = {name: float(one.select_one("rect.now")["height"]) for name, one in pictures.items()}
    assert len(pictures) == 10
    assert newest["دشتستان"] == pytest.approx(4 * newest["بوشهر"], abs=0.2)
    assert newest["تنگستان"] == 0


def test_a_cohort_opens_to_its_figures_and_people(officer, bank):
    with clock.at(JalaliMonth.current().plus(-2).starts):
        cohort = world.cohort(county="1801")
        maker = world.maker("1801", into=cohort)
    with transaction():
        month = JalaliMonth.current()
        impact.set_goal(Aim(Indicator.SELLING, 4, month, month, cohort_id=cohort), None)
    counted()

    county = officer.get(f"/office/counties/1801?month={JalaliMonth.current().plus(-1)}")
    page = county.click(href=f"/office/cohorts/{cohort}")

    assert "هدف‌های این دوره" in words_of(page)
    assert "۰ از ۱" in words_of(page)
    people = officer.get(page.html.find("a", href=re.compile("by=cohort.*state=active|state=active"))["href"])
    assert people.status_code == 200
    assert maker


@pytest.mark.parametrize(("county", "status"), [("1801", 200), ("1802", 404)])
def test_an_officer_of_a_county_opens_cohorts_of_that_county_alone(app, county, status):
    cohort = world.cohort(county="1801")
    browser = logged_in(app, world.official(Role.OFFICER, county=county))

    browser.get(f"/office/cohorts/{cohort}", status=status)


def test_a_full_brief_is_one_sheet_too(app, officer):
    now = JalaliMonth.current()
    for county in places.home_counties():
        for one in (world.maker(county.code), world.maker(county.code)):
            earn(one, 3_000_000, now.plus(-1).starts)
    with clock.at(now.plus(-3).starts):
        refuser = world.maker("1801")
    with transaction():
        consent.answer(refuser, Purpose.FIGURES, Told(Way.OWN, None), yes=False)
        for place, indicator in enumerate([Indicator.INCOME, Indicator.EARNING, Indicator.SUSTAINED] * 4):
            impact.set_goal(Aim(indicator, 10_000_000_000 + place, now.plus(-11), now), None)
    counted()

    with rendered(app) as pages:
        answer = officer.get("/office/brief.pdf")

    assert page_count(answer.body) == 1
    assert pages[0].count("<li>") == 6
    assert "این‌ها ۸ هدف از ۱۲ هدفی است" in pages[0]
    assert "درآمدِ ۱ نفر به خواستِ خودشان" in pages[0]


@pytest.mark.parametrize("mine", [None, "1801"])
def test_from_a_county_the_way_leads_into_a_course_of_the_whole_province(app, mine):
    course = world.cohort()
    with clock.at(JalaliMonth.current().plus(-2).starts):
        for county in ("1801", "1801", "1803"):
            world.maker(county, into=course)
    counted()
    browser = logged_in(app, world.official(Role.OFFICER, county=mine))
    month = JalaliMonth.current().plus(-1)

    page = browser.get(f"/office/counties/1801?month={month}")
    row = page.html.find("a", href=re.compile(f"/office/cohorts/{course}[?]")).find_parent("tr")
    inside = page.click(href=f"/office/cohorts/{course}[?]")
    sheet = browser.get(f"/office/counties/1801/county.csv?month={month}")

    assert row.find_all("td")[-1].get_text() == "۲"
    assert inside.html.select_one(".tile .v").get_text().endswith("از ۳" if mine is None else "از ۲")
    assert ("تنها از کسانِ شهرستان‌های شماست" in words_of(inside)) is (mine is not None)
    assert f",cohorts,{course}," in sheet.text


def test_the_brief_is_one_sheet_without_a_name(app, officer, bank):
    maker = world.maker("1801", name="زیور")
    for one in [maker, *(world.maker("1801") for _ in range(4))]:
        world.sold(bank, {world.variant(one, Ware(price=10_000_000)): 1})
    counted()
    late_goal()
    with rendered(app) as pages:
        answer = officer.get("/office/brief.pdf")

    assert answer.content_type == "application/pdf"
    assert page_count(answer.body) == 1
    assert "۴٬۷۵۰٬۰۰۰" in pages[0]
    assert "عقب است" in pages[0]
    assert "زیور" not in pages[0]


def test_the_head_start_of_villages_is_measured_and_can_be_switched_off(officer):
    with clock.at(clock.now() - timedelta(days=5)):
        village = world.variant(world.maker("1801"))
    with clock.at(clock.now() - timedelta(days=4)):
        for _ in range(search.PAGE):
            world.variant(world.maker("1801"))
    world.work()
    lives_in_a_village(village)

    assert shares(officer) == ["۱ از ۲۴", "۰ از ۲۴"]
    with transaction():
        rulebook.set_rule(search.RURAL_AHEAD, 0, source="test", by=None)
    assert shares(officer) == ["۰ از ۲۴", "۰ از ۲۴"]


def lives_in_a_village(variant_id: int) -> None:
    product_id = session().get_one(catalogue.Variant, variant_id).product_id
    with transaction():
        maker = programme.trainee(session().get_one(catalogue.Product, product_id).maker_id)
        maker.locality_code = session().scalar(select(Locality.code).where(func.length(Locality.code) == 16).limit(1))
    with transaction():
        search.refresh(product_id)


def shares(officer: TestApp) -> list[str]:
    table = officer.get("/office/villages").html.find("caption", string="اثر در صفحهٔ نخست").find_parent("table")
    return [row.select("td")[0].get_text() for row in table.select("tbody tr")]


def over() -> JalaliMonth:
    return JalaliMonth.current().plus(-1)


@pytest.mark.parametrize(
    ("indicator", "typed", "kept", "shown"),
    [
        ("median", "۲٬۵۰۰٬۰۰۰", 25_000_000, "۲٬۵۰۰٬۰۰۰ تومان"),
        ("full_time", "۱۲", 120, "۱۲"),
        ("women", "۶۰", 60, "۶۰٪"),
        ("payout", "۷", 7, "دستِ بالا ۷ روز"),
        ("registered", "۱٬۷۰۰", 1_700, "۱٬۷۰۰ نفر"),
    ],
)
def test_a_goal_is_written_and_read_in_its_own_unit(staff, indicator, typed, kept, shown):
    new_goal(staff, indicator=indicator, scope="province", target=typed)

    assert impact.goals()[0].target == kept
    assert shown in words_of(staff.get("/office/goals"))
    assert shown in words_of(staff.get(f"/office/goals/{impact.goals()[0].id}"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"indicator": "women", "target": "101"}, "target"),
        ({"indicator": "women", "group": "sex-female"}, "group"),
        ({"indicator": "payout", "group": "sex-female"}, "group"),
        ({"indicator": "payout", "scope": "cohort-1"}, "scope"),
        ({"baseline": "5"}, "baseline_source"),
        ({"baseline_source": "گزارش"}, "baseline_source"),
        ({"baseline": "چند", "baseline_source": "گزارش"}, "baseline"),
        ({"baseline": "101", "indicator": "women", "baseline_source": "گزارش"}, "baseline"),
    ],
)
def test_what_an_indicator_is_not_known_of_is_told_at_its_field(staff, typed, field):
    page = new_goal(staff, **{"target": "5", **typed})

    assert page.status_code == 422
    assert field in faults_of(page)
    assert impact.goals() == []


def test_a_goal_says_from_where_it_sets_out_and_by_which_source(staff):
    new_goal(
        staff, indicator="no_sale", scope="province", target="۲۰", baseline="۶۵", baseline_source="گزارشِ کارگروه، ۱۳۹۹"
    )

    told = words_of(staff.get(f"/office/goals/{impact.goals()[0].id}"))

    assert "۶۵٪ از روی: گزارشِ کارگروه، ۱۳۹۹" in told
    assert "کمترش بهتر است" in told


def test_a_goal_at_a_months_end_leads_to_the_people_in_it_and_to_no_income(staff):
    with clock.at(over().plus(-2).starts):
        world.maker("1801", name="زیور")
    counted()
    with transaction():
        number = impact.set_goal(Aim(Indicator.NO_SALE, 5, over(), over(), county_code="1801"), None).id

    page = staff.get(f"/office/goals/{number}")
    people = page.click("کسانِ پشتِ این عدد")

    assert "۱۰۰٪" in words_of(page)
    assert "زیور" in words_of(people)
    staff.get(f"/office/goals/{number}/parcels.csv", status=404)


def test_a_goal_that_there_be_none_is_set_and_told_in_words_that_fit(staff):
    with clock.at(over().plus(-8).starts):
        world.maker("1801")
    counted()
    month = str(over())
    refused = new_goal(staff, indicator="selling", scope="province", target="۰")
    assert "دستِ‌کم ۱" in words_of(refused)
    new_goal(staff, indicator="no_sale", scope="province", target="۰", first=month, last=month).follow()
    [number] = [one.id for one in impact.goals()]
    with transaction():
        impact.goal(number).set_at = over().starts  # or it was set when all was known, and nobody missed it

    page = words_of(staff.get(f"/office/goals/{number}"))
    assert "هدف این است که هیچ نباشد" in page
    assert "۱۰۰٪ نرسیده" in page
    assert "دستِ بالا" not in page
    assert "نرسیده" in words_of(staff.get("/office/goals"))
    missed = staff.get("/office/").html.select_one("#exceptions").get_text()
    assert "این بود که هیچ نباشد" in missed
    assert "۱۰۰٪ بود" in missed
    with transaction():
        impact.set_goal(Aim(Indicator.LEFT, 0, over(), over()), None)
    rows = [one.get_text(" ") for one in staff.get("/office/goals").html.select("tbody tr")]
    assert [("به هدف رسید" in one, "نرسیده" in one) for one in rows].count((True, False)) == 1


def test_a_goal_where_less_is_more_is_behind_when_there_is_too_much(officer):
    with clock.at(over().plus(-8).starts):
        world.maker("1801")
    counted()
    with transaction():
        first, last = over().plus(-8), over().plus(1)
        behind, kept = (
            impact.set_goal(Aim(one, 25, first, last), None).id for one in (Indicator.NO_SALE, Indicator.LEFT)
        )

    section = officer.get("/office/").html.select_one("#exceptions")

    assert section.find("a", href=f"/office/goals/{behind}") is not None
    assert section.find("a", href=f"/office/goals/{kept}") is None


@pytest.mark.parametrize("address", ["/office/goals", "/office/", "/office/goals/{}", "/office/scorecard"])
def test_an_activity_is_called_one_wherever_its_goal_stands(officer, address):
    world.applicant()
    counted()
    now = JalaliMonth.current()
    with transaction():
        number = impact.set_goal(Aim(Indicator.REGISTERED, 1, now, now), None).id

    assert "فعالیت، نه شغل" in words_of(officer.get(address.format(number)))


def test_a_registration_goal_that_is_met_adds_nothing_to_the_years_goals_of_work(officer):
    world.applicant()
    counted()
    goal(Indicator.REGISTERED, 1)
    goal(Indicator.SELLING, 1)

    told = words_of(officer.get("/office/scorecard"))

    assert "هدف: رسیده ۰ از ۱" in told
    assert "در این شمارش نیستند" in told
