"""What is published for everybody, and how it gets there: prepared, looked at, signed, corrected."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import accounts, impact, programme
from app.accounts import Body, Role
from app.impact import Indicator, PublicationState
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.web.figures import bar
from tests import world
from tests.conftest import browser_of
from tests.impact.publishing import ENOUGH, head, over, prepared, province, signed, staff
from tests.impact.scene import correct, goal
from tests.web.browsing import faults_of, form_of, logged_in, statements, token_of, words_of

PUBLIC = ["/impact", "/impact/editions", "/impact/dictionary"]


@pytest.fixture
def anybody(app: Flask) -> TestApp:
    return browser_of(app)


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def where(number: int = 1) -> str:
    return f"/impact/{over()}/{number}/"


def table(page: TestResponse, cut: str) -> list[list[str]]:
    """What stands in the rows of a table, without the bars."""
    found = page.html.select(f"#{cut} tbody tr")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in found]


def test_before_anything_is_signed_nobody_sees_a_figure(anybody):
    province()
    goal(Indicator.SELLING, 20, first=over(), last=over())
    prepared()

    assert "هنوز عددی امضا و منتشر نشده است" in words_of(anybody.get("/impact"))
    assert "هنوز عددی منتشر نشده است" in words_of(anybody.get("/impact/editions"))
    for address in ("/impact/data.json", "/impact/data.csv", where(), f"{where()}data.json", f"{where()}county.csv"):
        anybody.get(address, status=404)
    for address in PUBLIC:
        assert "۳۱" not in words_of(anybody.get(address))


def test_anybody_reads_the_signed_figures_with_date_meaning_and_goals(anybody):
    province()
    goal(Indicator.SELLING, 20, first=over(), last=over())
    signed()

    page = anybody.get("/impact")
    told = words_of(page)

    assert "۳۱ نفر" in told
    assert "ویرایشِ ۱، امضای جهاد دانشگاهیِ استان" in told
    assert "۱۳ از ۳۱" in told
    assert "۵۲ میلیون تومان" in told
    assert "شغل شمرده نمی‌شود" in told
    assert [row[:1] + row[3:5] for row in table(page, "goals")] == [["سازندگانِ دارای فروش", "۲۰ نفر", "۱۳ نفر"]]
    assert len(table(page, "county")) == 10


def test_what_is_hidden_is_hidden_on_the_page_in_the_sheet_and_in_the_data(anybody):
    province()
    signed()

    on_page = next(row for row in table(anybody.get("/impact"), "county") if row[0] == "دشتی" or "پنهان" in row)
    sheet = {row["code"]: row for row in rows_of(anybody.get(f"{where()}county.csv"))}
    data = anybody.get(f"{where()}data.json").json
    county = next(one for one in data["figures"]["tables"] if one["cut"] == "county")
    row = next(one for one in county["rows"] if one["code"] == "1805")

    assert "پنهان" in on_page
    assert sheet["1805"]["sustained"] == "hidden"
    assert row["counts"][county["columns"].index("sustained")] is None
    long = [one for one in rows_of(anybody.get(f"{where()}data.csv")) if one["group"] == "1805"]
    assert {one["measure"]: one["value"] for one in long}["sustained"] == "hidden"
    assert not re.search(r'"people": [1-4]\b', json.dumps(data))


def test_page_sheet_and_data_tell_the_same(anybody):
    province()
    signed()

    sheet = rows_of(anybody.get(f"{where()}place.csv"))
    data = anybody.get("/impact/data.json").json
    place = next(one for one in data["figures"]["tables"] if one["cut"] == "place")

    assert [[row["code"], row["people"]] for row in sheet] == [
        [row["code"], str(row["people"])] for row in place["rows"]
    ]
    assert data["figures"]["people"] == 31
    assert {one["code"] for one in data["dictionary"]} >= {"people", "sustained", "median_income", "income", "goal"}
    assert set(data["dictionary"][0]["name"]) == {"fa", "en", "ar"}
    assert (data["month"], data["edition"], data["status"]) == (str(over()), 1, "signed")


def test_nothing_of_a_person_is_in_the_open_data(anybody):
    makers = province()
    signed()
    everything = "".join(anybody.get(f"{where()}{name}").text for name in ("", "data.json", "data.csv", "county.csv"))

    names = {programme.trainee(one).display_name for group in makers.values() for one in group}
    assert not [name for name in names if name in everything]


def test_open_data_may_be_kept_and_asked_for_again(anybody):
    province()
    signed()
    for name in ("data.json", "data.csv", "county.csv"):
        answer = anybody.get(where() + name)

        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        again = anybody.get(where() + name, headers={"If-None-Match": answer.headers["ETag"]}, status=304)
        assert again.body == b""
    assert anybody.get("/impact/data.json").headers["ETag"] == anybody.get(f"{where()}data.json").headers["ETag"]


def test_a_correction_stands_beside_what_it_corrects(anybody):
    everybody = province()
    signed()
    before = anybody.get(f"{where()}county.csv").body
    for one in everybody["1801"][:3] + everybody["1803"][:2]:
        correct(one, -ENOUGH, over().starts + timedelta(days=2), clock.now())
    signed(reason="پنج واریز برگشته بود")

    old, new = words_of(anybody.get(where())), words_of(anybody.get("/impact"))

    assert "این ویرایش پس از این اصلاح شد: پنج واریز برگشته بود ویرایشِ ۲" in old
    assert "۱۳ از ۳۱" in old
    assert "ویرایشِ ۲، امضای" in new
    assert "این ویرایش، ویرایشِ پیش را اصلاح می‌کند: پنج واریز برگشته بود" in new
    assert anybody.get(f"{where()}county.csv").body == before
    assert anybody.get(f"{where()}data.json").json["status"] == "superseded"
    listed = words_of(anybody.get("/impact/editions"))
    assert "منتشر شده؛ پس از آن اصلاح شد" in listed
    assert "پنج واریز برگشته بود" in listed


@pytest.mark.parametrize("address", ["1405-13/1/", "x/1/", "1405-08/9/", "1405-08/0/data.json", "1405-08/1/x.csv"])
def test_an_edition_that_there_is_not_is_not_found(anybody, address):
    anybody.get(f"/impact/{address}", status=404)


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_the_pages_are_there_in_every_language(anybody, language):
    province()
    signed()
    anybody.post("/language", {"language": language, "csrf_token": token_of(anybody)})

    for address in PUBLIC:
        assert anybody.get(address).html.html["lang"] == language
    assert len(table(anybody.get("/impact"), "county")) == 10


def test_a_bar_is_as_wide_as_its_people_and_what_is_hidden_is_one_part():
    parts = bar(["sustained", "active", "left"], [5, None, 0], 20)

    assert [(one.kind, one.x, one.width) for one in parts] == [("sustained", 75.0, 25.0), ("hidden", 0.0, 75.0)]
    assert bar(["sustained"], [None], None) == bar(["sustained"], [0], 0) == []


def test_every_page_of_the_shop_leads_there(anybody):
    assert anybody.get("/").click(href="/impact$").status_code == 200


# ---- the office -------------------------------------------------------------------------------------------------


def test_staff_prepare_and_the_head_signs_what_she_sees(app, anybody):
    province()
    desk = logged_in(app, staff())
    page = form_of(desk.get("/office/publications"), "/office/publications").submit().follow()

    assert "عددها آماده شد" in words_of(page)
    assert not page.html.select("form[action$='/sign']")
    officer = logged_in(app, head())
    page = officer.get("/office/publications").click(href=r"/office/publications/\d+$")
    preview = table(page, "county")
    assert "عددِ پنهان" in words_of(page)
    page = form_of(page, f"{page.request.path}/sign").submit().follow()

    assert page.request.path == where()
    assert table(page, "county") == preview == table(anybody.get("/impact"), "county")


def test_who_signs_is_told_when_the_year_has_no_minimum_wage_of_its_own(app):
    province()
    one = prepared().id
    signer = logged_in(app, head())
    before = words_of(signer.get(f"/office/publications/{one}"))
    by = staff()
    with transaction():
        impact.discard(one, by)
        began = JalaliMonth(over().year, 1).starts
        rulebook.set_rule(impact.MINIMUM_WAGE, 150_000_000, source="آزمون", by=None, valid_from=began)
    after = words_of(signer.get(f"/office/publications/{prepared().id}"))

    assert "هنوز نوشته نشده است" in before
    assert "هنوز نوشته نشده است" not in after


@pytest.mark.parametrize("who", ["staff", "labour", "county"])
def test_nobody_else_can_sign(app, who):
    province()
    one = prepared().id
    person = {
        "staff": staff,
        "labour": lambda: world.official(Role.OFFICER),
        "county": lambda: world.official(Role.OFFICER, county="1801"),
    }[who]()
    browser = logged_in(app, person)

    page = browser.get(f"/office/publications/{one}")
    answer = browser.post(f"/office/publications/{one}/sign", {"csrf_token": token_of(browser)}, expect_errors=True)

    assert not page.html.select("form[action$='/sign']")
    assert answer.status_code in {403, 409}
    assert impact.latest() is None


def test_the_head_logs_in_anew_before_she_signs(app):
    province()
    one = prepared().id
    browser = logged_in(app, head())
    token = token_of(browser)
    with clock.at(clock.now() + timedelta(minutes=11)):
        answer = browser.post(f"/office/publications/{one}/sign", {"csrf_token": token})

    assert "/login/again" in answer.headers["Location"]
    assert impact.latest() is None


def test_who_prepared_it_does_not_sign_it_even_with_both_hats(app):
    province()
    both = staff()
    with transaction():
        accounts.give_role(accounts.person(both), Role.OFFICER, by=None, body=Body.ACECR)
    one = prepared(by=both).id
    browser = logged_in(app, both)

    answer = browser.post(f"/office/publications/{one}/sign", {"csrf_token": token_of(browser)}, status=409)

    assert "خودش امضا نمی‌کند" in words_of(answer)


def test_pressing_twice_is_once(app):
    province()
    desk, officer = logged_in(app, staff()), logged_in(app, head())
    form = form_of(desk.get("/office/publications"), "/office/publications")
    first, second = form.submit(), form.submit()
    address = first.headers["Location"]
    for _ in range(2):
        answer = officer.post(f"{address}/sign", {"csrf_token": token_of(officer)})

    assert first.headers["Location"] == second.headers["Location"]
    assert answer.headers["Location"].endswith(where())
    assert [(one.edition, one.state) for one in impact.publications(9)] == [(1, PublicationState.SIGNED)]


def test_a_correction_asks_why_and_loses_nothing_that_was_typed(app):
    province()
    signed()
    desk = logged_in(app, staff())
    form = form_of(desk.get("/office/publications"), "/office/publications")
    form["reason"] = "  "
    answer = form.submit(status=422)

    assert "بنویسید چه چیز اصلاح می‌شود" in faults_of(answer)["reason"]
    form = form_of(answer, "/office/publications")
    assert form["month"].value == str(over())
    form["reason"] = "یک شهرستان اشتباه بود"
    page = form.submit().follow()
    assert "یک شهرستان اشتباه بود" in words_of(page)


def test_a_month_that_waits_or_is_not_over_or_has_too_few_is_refused_in_words(app):
    desk = logged_in(app, staff())
    token = token_of(desk)

    def ask(month: str) -> str:
        answer = desk.post("/office/publications", {"csrf_token": token, "month": month, "reason": "ب"}, status=422)
        assert "ب" in answer.html.select_one("#reason").get_text()
        return faults_of(answer)["month"]

    assert "کمتر از آن است" in ask(str(over()))
    assert "هنوز تمام نشده" in ask(str(over(-1)))
    assert "ماه را برگزینید" in ask("1405-77")
    province()
    prepared()
    assert "در انتظارِ امضاست" in ask(str(over()))


def test_what_was_laid_aside_is_gone_for_the_public_and_stays_on_record(app):
    province()
    one = prepared().id
    desk = logged_in(app, staff())

    page = form_of(desk.get(f"/office/publications/{one}"), f"/office/publications/{one}/discard").submit().follow()

    assert "کنار گذاشته شد" in words_of(page)
    assert form_of(page, "/office/publications").submit().status_code == 303


def test_staff_of_one_county_publish_nothing_of_the_province(app):
    province()
    desk = logged_in(app, world.official(Role.STAFF, county="1801"))

    assert not desk.get("/office/publications").html.select("form[action='/office/publications']")
    desk.post("/office/publications", {"csrf_token": token_of(desk), "month": str(over())}, status=404)


def test_the_pages_ask_no_more_as_there_are_more_people_and_months(app, anybody):
    everybody = province()
    signed()
    desk = logged_in(app, staff())
    pages = ["/impact", "/impact/editions", where(), f"{where()}data.json", f"{where()}county.csv"]
    rooms = ["/office/publications", "/office/publications/1"]

    def asked() -> dict[str, int]:
        found = {}
        for browser, addresses in ((anybody, pages), (desk, rooms)):
            for address in addresses:
                browser.get(address)
                with statements() as sent:
                    browser.get(address)
                found[address] = len(sent)
        return found

    few = asked()
    for one in everybody["1801"][:3] + everybody["1803"][:2]:
        correct(one, -ENOUGH, over().starts + timedelta(days=2), clock.now())
    signed(reason="پنج واریز برگشته بود")
    province()
    for back in range(1, 6):
        signed(over(back))
    many = asked()

    assert few == many
    assert max(many.values()) <= 12, many
