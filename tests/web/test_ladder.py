"""The ladder of grades in the browser: staff change it, makers meet what it asks, buyers read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from webtest import TestApp, TestResponse, Upload

from app import catalogue, vouching
from app.accounts import Role
from app.shared.database import transaction
from app.shared.money import Rial
from app.vouching import Grade
from tests import world
from tests.web.browsing import address_of, faults_of, form_of, logged_in, words_of
from tests.web.wizard import new_product, photo, take
from tests.world import Ware

SECONDS = {
    "grade": "seconds", "why": "افتاد", "varies": "ندارد", "deviation_words": "لبه‌اش پریده", "deviation_kind": "finish",
    "sound_price": "۵۰۰٬۰۰۰",
}  # fmt: skip


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


@pytest.fixture
def browser(app: Flask) -> TestApp:
    return logged_in(app, world.person_of(world.maker()))


@pytest.fixture
def draft(browser: TestApp) -> str:
    return new_product(browser)


def version_of(draft: str) -> catalogue.Version:
    world.fresh()
    return catalogue.version(int(draft.rpartition("/")[2]))


def typed(page: TestApp, grade: str, **fields: object) -> TestResponse:
    form = form_of(page.get(f"/staff/ladder/{grade}"), having="source")
    for name, value in ({"source": "صورت‌جلسهٔ ۱۲"} | fields).items():
        form[name] = value
    answer = form.submit(expect_errors=True)
    world.fresh()
    return answer


def test_staff_rename_a_grade_and_buyers_read_the_new_name(staff):
    product = world.product(world.maker(), Ware(differs="کج است"))
    world.work()
    answer = typed(staff, "small", name_fa="خودمانی", name_en="Homely", meaning_fa="هر عدد کمی با دیگری فرق دارد")

    assert answer.status_code == 303
    assert "خودمانی" in words_of(staff.get(address_of(product)))
    told = words_of(staff.get("/badges"))
    assert "خودمانی هر عدد کمی با دیگری فرق دارد" in told
    assert "صورت‌جلسهٔ ۱۲" in words_of(staff.get("/staff/ladder/small"))


def test_staff_ask_more_of_a_grade(staff):
    answer = typed(staff, "small", pictured=True, percent_down="۲۰")

    assert answer.status_code == 303
    assert (vouching.rung(Grade.SMALL).pictured, vouching.rung(Grade.SMALL).price_down_bps) == (True, 2_000)
    assert "دست‌کم ۲۰ درصد ارزان‌تر" in words_of(staff.get("/staff/ladder"))
    assert "دست‌کم ۲۰ درصد ارزان‌تر" in words_of(staff.get("/staff/ladder/small"))


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(staff):
    answer = typed(staff, "visible", name_fa="", name_en="Flaw", percent_down="۹۱", source="")

    assert answer.status_code == 422
    assert {"name_fa", "percent_down", "source"} <= set(faults_of(answer))
    assert form_of(answer, having="source")["name_en"].value == "Flaw"
    assert vouching.rungs_before(Grade.VISIBLE) == []


def test_the_last_grade_below_the_top_stays(staff):
    for grade in ("small", "visible"):
        assert typed(staff, grade, used=False).status_code == 303
    answer = typed(staff, "seconds", used=False)

    assert answer.status_code == 422
    assert "دست‌کم یکی" in faults_of(answer)["used"]
    assert "برگزیده نمی‌شود" in words_of(staff.get("/staff/ladder"))


def test_the_ladder_is_not_among_the_plain_rules(staff):
    assert "grade.small" not in staff.get("/staff/rules").text
    staff.get("/staff/rules/grade.small", status=404)
    staff.get("/staff/ladder/golden", status=404)


def test_a_maker_of_seconds_is_led_to_a_lower_price(browser, draft):
    take(browser, draft, "standard", **SECONDS, deviation_photo=Upload("f.jpg", photo(), "image/jpeg"))
    shown = browser.get(f"{draft}/price")
    dear = take(browser, draft, "price", price="۴۶۰٬۰۰۰")
    right = take(browser, draft, "price", price="۴۵۰٬۰۰۰")

    assert "دست‌بالا ۴۵۰٬۰۰۰ تومان" in words_of(shown)
    assert "دست‌بالا ۴۵۰٬۰۰۰ تومان" in faults_of(dear)["price"]
    assert right.status_code == 303
    assert version_of(draft).price_rial == 4_500_000


def test_another_size_that_is_too_dear_for_the_grade_is_named(browser, draft):
    with transaction():
        product = catalogue.product(version_of(draft).product_id)
        catalogue.add_variant(product, catalogue.NewVariant("بزرگ", Rial(8_000_000), 1), None)
    take(browser, draft, "standard", **SECONDS, deviation_photo=Upload("f.jpg", photo(), "image/jpeg"))

    told = take(browser, draft, "price", price="۴۰۰٬۰۰۰")
    take(browser, draft, "standard", **SECONDS | {"sound_price": "۹۰۰٬۰۰۰"})

    assert "«بزرگ»" in faults_of(told)["price"]
    assert take(browser, draft, "price", price="۴۰۰٬۰۰۰").status_code == 303


def test_a_difference_is_kept_before_the_price_of_a_sound_one_is_told(browser, draft):
    told = SECONDS | {"sound_price": "", "do": "stay"}
    answer = take(browser, draft, "standard", **told, deviation_photo=Upload("f.jpg", photo(), "image/jpeg"))

    [kept] = vouching.deviations_of(version_of(draft).id)
    assert (kept.words, kept.picture_id is not None) == ("لبه‌اش پریده", True)
    assert answer.status_code in {200, 303}


def test_nonsense_where_nothing_is_asked_stops_nobody(browser, draft):
    answer = take(browser, draft, "standard", grade="small", missing_mark="نشان ندارد", sound_price="abc")

    assert answer.status_code == 303


def test_a_price_for_a_sound_one_is_not_kept_where_the_grade_does_not_ask(browser, draft):
    take(browser, draft, "standard", grade="small", missing_mark="نشان ندارد", sound_price="۵۰۰٬۰۰۰")

    told = vouching.disclosure_of(version_of(draft).id)
    assert told is not None
    assert told.sound_price_rial is None


def test_a_grade_off_the_ladder_is_not_offered(browser, draft):
    with transaction():
        off = replace(vouching.rung(Grade.VISIBLE), used=False)
        vouching.set_rung(Grade.VISIBLE, off, source="صورت‌جلسهٔ ۱۲", by=None)

    page = browser.get(f"{draft}/standard")
    refused = take(browser, draft, "standard", grade="visible", missing_mark="نشان ندارد")

    assert page.html.find("input", {"name": "grade", "value": "visible"}) is None
    assert "grade" in faults_of(refused)
