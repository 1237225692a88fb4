"""A mentor's wholesale order on the pages: she writes it down, the trainee answers, everybody sees its grade."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import accounts, impact, ledger, offshop, orders, programme
from app.accounts import Role
from app.impact import Aim, Indicator
from app.offshop import Evidence, OffshopSale, SaleState
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.impact.scene import counted
from tests.web.browsing import faults_of, form_of, logged_in, messages_to, token_of, words_of

DESK = "/desk/orders"
SALES = "/workshop/sales"
ORDER = {"title": "صد زنبیل", "quantity": "۱۰۰", "amount": "۲۰۰٬۰۰۰", "buyer": "فروشگاهِ دریا"}


@pytest.fixture
def maker(app: Flask) -> int:
    """A maker in a shop that asks five per cent."""
    with transaction():
        rulebook.set_rule(orders.COMMISSION_BPS, 500, source="test", by=None)
    number = world.maker()
    counted()
    return number


@pytest.fixture
def mentor(app: Flask) -> int:
    return world.mentor()


@pytest.fixture
def desk(app: Flask, mentor: int) -> TestApp:
    return logged_in(app, programme.mentor(mentor).person_id)


@pytest.fixture
def workshop(app: Flask, maker: int) -> TestApp:
    return logged_in(app, world.person_of(maker))


def write(desk: TestApp, who: int | str, **typed: object) -> TestResponse:
    """An order for this trainee's number."""
    form = form_of(desk.get(DESK), having="form_key")
    form["maker"].force_value(str(who))
    for field, value in {**ORDER, **typed}.items():
        form[field] = value
    return form.submit(expect_errors=True)


def told(maker: int) -> list[OffshopSale]:
    world.fresh()
    return offshop.of_maker(maker)


def owed(maker: int) -> int:
    return ledger.owed_to([maker]).get(maker, 0)


def answer(workshop: TestApp, sale_id: int, act: str, why: str = "", status: int = 303) -> TestResponse:
    form = form_of(workshop.get(SALES), f"{SALES}/{sale_id}/answer")
    form["why"] = why
    return form.submit("do", value=act, status=status)


def test_from_the_mentor_s_desk_to_the_trainee_s_debt(desk, workshop, maker, mentor):
    write(desk, maker).follow()
    sale = told(maker)[0]
    name = programme.mentor(mentor).display_name
    asked = words_of(workshop.get(SALES))

    assert (sale.state, sale.buyer, sale.amount_rial, owed(maker)) == (SaleState.PROPOSED, "فروشگاهِ دریا", 2_000_000, 0)
    assert name in words_of(workshop.get("/workshop/"))
    for words in (name, "صد زنبیل × ۱۰۰", "فروشگاهِ دریا", "۲۰۰٬۰۰۰ تومان", "۱۰٬۰۰۰ تومان", "به گفتهٔ پیشران و سازنده"):
        assert words in asked

    page = answer(workshop, sale.id, "agree").follow()

    assert (told(maker)[0].state, owed(maker)) == (SaleState.RECORDED, -100_000)
    assert name in words_of(page)
    assert not page.html.select("form[action$='/answer'], form[action$='/void']")
    assert "نوشته شد" in words_of(desk.get(DESK))
    assert world.broken_promises() == []


def test_she_denies_it_with_a_word_that_the_mentor_reads(desk, workshop, maker):
    write(desk, maker)
    sale = told(maker)[0].id

    wordless = answer(workshop, sale, "deny", status=422)
    answer(workshop, sale, "deny", "قرارش به هم خورد")

    assert list(faults_of(wordless)) == [f"why-{sale}"]
    assert (told(maker)[0].state, owed(maker)) == (SaleState.DENIED, 0)
    assert "قرارش به هم خورد" in words_of(desk.get(DESK))


def test_both_are_told(app, desk, workshop, maker, mentor):
    write(desk, maker)
    hers = accounts.person(world.person_of(maker)).mobile
    sent = messages_to(app, hers)
    answer(workshop, told(maker)[0].id, "deny", "نه")

    assert any(programme.mentor(mentor).display_name in body and SALES in body for body in sent)
    back = messages_to(app, accounts.person(programme.mentor(mentor).person_id).mobile)
    assert any(programme.trainee(maker).display_name in body and DESK in body for body in back)


def test_a_mentor_who_buys_herself_declares_it_and_everybody_sees_it(app, desk, workshop, maker):
    write(desk, maker, buyer="", mentor_buys=True)
    sale = told(maker)[0]
    seen = [words_of(workshop.get(SALES))]
    answer(workshop, sale.id, "agree")
    seen += [words_of(workshop.get(SALES)), words_of(logged_in(app, world.official(Role.STAFF)).get("/staff/sales"))]
    seen.append(words_of(logged_in(app, world.official(Role.OFFICER)).get("/office/outside")))

    assert (sale.mentor_buys, sale.evidence) == (True, Evidence.SAID)
    assert [page for page in seen if "پیشران خودش خریدار است" not in page] == []


def test_a_photo_is_evidence(desk, maker):
    write(desk, maker, photo=Upload("slip.jpg", world.jpeg()))

    assert told(maker)[0].evidence is Evidence.PAPER


def test_pressed_twice_it_is_one_order(desk, maker):
    form = form_of(desk.get(DESK), having="form_key")
    for field, value in {**ORDER, "maker": str(maker)}.items():
        form[field] = value

    form.submit(status=303)
    form.submit(status=303)

    assert len(told(maker)) == 1


@pytest.mark.parametrize("field", ["maker", "buyer", "title", "quantity", "amount"])
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(desk, maker, field):
    page = write(desk, "") if field == "maker" else write(desk, maker, **{field: ""})

    assert page.status_code == 422
    assert list(faults_of(page)) == [field]
    form = form_of(page, having="form_key")
    assert form["title"].value == ("" if field == "title" else "صد زنبیل")
    assert form["maker"].value == ("" if field == "maker" else str(maker))
    assert told(maker) == []


def test_nobody_writes_one_for_a_trainee_who_is_not_hers(app, desk, maker):
    far, applicant = world.maker("1809"), world.applicant("1801")

    shown = form_of(desk.get(DESK), having="form_key")["maker"].options

    assert [value for value, *_ in shown if value] == [str(maker)]
    assert write(desk, far).status_code == 404
    assert write(desk, programme.engagement(applicant).trainee_id).status_code == 404
    assert write(desk, 10**9).status_code == 404
    assert told(far) == []


def test_nobody_else_answers_or_takes_it_back(app, desk, workshop, maker):
    write(desk, maker)
    sale = told(maker)[0].id
    other = logged_in(app, world.person_of(world.maker()))
    stranger = logged_in(app, programme.mentor(world.mentor()).person_id)

    other.post(f"{SALES}/{sale}/answer", {"csrf_token": token_of(other), "do": "agree"}, status=404)
    stranger.post(f"{DESK}/{sale}/take-back", {"csrf_token": token_of(stranger)}, status=404)
    workshop.post(f"{SALES}/{sale}/void", {"csrf_token": token_of(workshop)}, status=409)
    workshop.post(f"{SALES}/{sale}/answer", {"csrf_token": token_of(workshop), "do": "burn"}, status=404)

    assert told(maker)[0].state is SaleState.PROPOSED


def test_the_mentor_takes_back_what_she_wrote_by_mistake(desk, workshop, maker):
    write(desk, maker)

    page = form_of(desk.get(DESK), f"{DESK}/{told(maker)[0].id}/take-back").submit(status=303).follow()

    assert told(maker)[0].state is SaleState.VOID
    assert not page.html.select("form[action$='/take-back']")
    assert not workshop.get(SALES).html.select("form[action$='/answer']")


# ---- where its grade is seen ----------------------------------------------------------------------------------


@pytest.fixture
def agreed(desk: TestApp, workshop: TestApp, maker: int) -> OffshopSale:
    write(desk, maker)
    answer(workshop, told(maker)[0].id, "agree")
    return told(maker)[0]


GRADE = "به گفتهٔ پیشران و سازنده"


def test_lists_and_the_statement_show_the_grade(app, workshop, agreed):
    statement = workshop.get("/workshop/money").html

    line = next(row.get_text(" ") for row in statement.select("tbody tr") if "کارمزدِ فروشِ نقدی" in row.get_text())
    assert "صد زنبیل" in line
    assert GRADE in line
    assert cells(workshop.get("/workshop/money"), GRADE) == ["۱", "۱", "۱۹۰٬۰۰۰"]
    assert GRADE in words_of(workshop.get(SALES))
    assert GRADE in words_of(logged_in(app, world.official(Role.STAFF)).get("/staff/sales"))


def cells(page: TestResponse, grade: str) -> list[str]:
    """The row of a grade in the table of income outside the shop."""
    table = next(one for one in page.html.find_all("table") if one.caption.get_text() == "درآمدِ بیرون از بازار")
    row = next(one for one in table.select("tbody tr") if one.th.get_text(strip=True) == grade)
    return [cell.get_text(strip=True) for cell in row.find_all("td")]


def test_the_office_sees_it_beside_its_figures_and_behind_them(app, maker, agreed):
    officer = logged_in(app, world.official(Role.OFFICER))
    month = JalaliMonth.current()
    with transaction():
        goal = impact.set_goal(Aim(Indicator.INCOME, 1_000_000, month, month), None).id

    pages = [officer.get(where) for where in ("/office/", "/office/counties/1801", f"/office/goals/{goal}")]

    assert [cells(page, GRADE) for page in pages] == [["۱", "۱", "۱۹۰٬۰۰۰"]] * 3
    assert [cells(page, "با رسید یا عکس") for page in pages] == [["۰", "۰", "۰"]] * 3
    for page in pages:
        behind = officer.get(page.html.find("a", string=GRADE)["href"])
        assert cells(behind, GRADE) == ["۱", "۱", "۱۹۰٬۰۰۰"]
        assert programme.trainee(maker).display_name in words_of(behind)
        assert "فروشگاهِ دریا" not in words_of(behind)
    assert "۰ تومان" in words_of(pages[2])


def test_behind_it_are_rows_as_a_spreadsheet_reads_them(app, maker, agreed):
    officer = logged_in(app, world.official(Role.OFFICER))

    rows = list(csv.DictReader(io.StringIO(officer.get("/office/outside.csv").body.decode("utf-8-sig"))))
    sums = list(csv.DictReader(io.StringIO(officer.get("/office/sales.csv").body.decode("utf-8-sig"))))

    assert [(row["maker"], row["evidence"], row["income_rial"]) for row in rows] == [(str(maker), "agreed", "1900000")]
    here = next(row for row in sums if row["county"] == "1801" and row["month"] == str(JalaliMonth.current()))
    assert (here["outside_agreed_rial"], here["outside_said_rial"], here["income_rial"]) == ("1900000", "0", "0")


def test_an_officer_of_a_county_sees_its_own(app, agreed):
    far = logged_in(app, world.official(Role.OFFICER, county="1809"))
    month = JalaliMonth.current()
    with transaction():
        goal = impact.set_goal(Aim(Indicator.INCOME, 1_000_000, month, month), None).id

    assert cells(far.get("/office/outside"), GRADE) == ["۰", "۰", "۰"]
    for query in ("county=1801", f"goal={goal}", "evidence=sworn", "goal=x", "county=9"):
        far.get(f"/office/outside?{query}", status=404)
        far.get(f"/office/outside.csv?{query}", status=404)
