"""How each difference may be mended: told to its maker and to mentors, edited by staff, never seen by buyers."""

from __future__ import annotations

import pytest
from flask import Flask
from webtest import TestApp

from app import catalogue, programme, vouching
from app.accounts import Role
from app.shared.database import transaction
from app.vouching import DeviationKind, Grade, Told
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import address_of, faults_of, form_of, logged_in, words_of
from tests.world import Ware

ADVICE = "الگوی مقوایی"


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def typed(staff: TestApp, kind: str = "size", **words: str) -> TestApp:
    form = form_of(staff.get(f"/staff/differences/advice/{kind}"), having="source")
    for name, value in words.items():
        form[name] = value
    answer = form.submit(expect_errors=True)
    world.fresh()
    return answer


def test_a_maker_and_her_mentor_read_how_it_gets_better_and_a_buyer_does_not(app):
    maker = world.maker()
    product = world.product(maker, Ware(kinds=(DeviationKind.SIZE, DeviationKind.COLOUR)))
    world.work()
    hers = words_of(logged_in(app, world.person_of(maker)).get(f"/workshop/products/{product}"))
    review = world.submitted(maker)
    mentor = logged_in(app, programme.mentor(world.mentor()).person_id)
    bought = words_of(browser_of(app).get(address_of(product)))

    assert "چگونه بهتر شود" in hers
    assert ADVICE in hers
    assert "یک‌جا رنگ کنید" in hers
    assert "نشانِ استانداردِ ملی ندارد" in hers
    assert ADVICE in words_of(mentor.get(f"/desk/review/{review}"))
    assert "اندازه یکی نیست" in bought
    assert ADVICE not in bought
    assert "چگونه بهتر شود" not in bought


def test_what_conforms_has_nothing_to_mend(app):
    maker = world.maker()
    product = world.product(maker, Ware(differs=""))

    assert "چگونه بهتر شود" not in words_of(logged_in(app, world.person_of(maker)).get(f"/workshop/products/{product}"))


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("grade", "missing", "expected"),
    [
        (Grade.SECONDS, "نشان ندارد", Grade.SMALL),
        (Grade.SECONDS, "", Grade.CONFORMS),
        (Grade.VISIBLE, "نشان ندارد", Grade.SMALL),
        (Grade.SMALL, "نشان ندارد", None),
        (Grade.SMALL, "", Grade.CONFORMS),
        (Grade.CONFORMS, "", None),
    ],
)
def test_the_grade_that_would_be_reached(grade, missing, expected):
    version_id = world.draft(world.maker())
    with transaction():
        vouching.disclose(catalogue.version(version_id), Told(grade, missing_mark=missing))

    assert vouching.better_grade(vouching.disclosure_of(version_id)) is expected


def test_staff_write_another_advice_with_its_source_and_empty_it_again(staff, app):
    maker = world.maker()
    product = world.product(maker)
    page = typed(staff, fa="نمونهٔ چوبی بسازید", en="Make a wooden gauge", source="صورت‌جلسهٔ ۹").follow()
    hers = logged_in(app, world.person_of(maker))
    told = words_of(hers.get(f"/workshop/products/{product}"))

    assert "صورت‌جلسهٔ ۹" in words_of(page)
    assert "نمونهٔ چوبی بسازید" in told
    assert ADVICE not in told
    typed(staff, fa="", en="", source="صورت‌جلسهٔ ۱۰")
    assert ADVICE in words_of(hers.get(f"/workshop/products/{product}"))
    assert [one.source for one in vouching.advice_before(DeviationKind.SIZE)] == ["صورت‌جلسهٔ ۱۰", "صورت‌جلسهٔ ۹"]


def test_advice_wants_persian_and_a_source(staff):
    assert "fa" in faults_of(typed(staff, en="Only English", source="x"))
    assert "source" in faults_of(typed(staff, fa="فارسی"))
    staff.get("/staff/differences/advice/nothing", status=404)
    assert "advice.size" not in staff.get("/staff/rules").text
