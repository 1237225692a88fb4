"""Trades are added, called something else, and closed by staff of the whole province."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from webtest import TestApp

from app import programme
from app.accounts import Role
from app.shared import audit
from app.shared.database import session, transaction
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, press, words_of


@pytest.fixture
def staff(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.STAFF))


def add(staff: TestApp, **changed: str):
    form = form_of(staff.get("/staff/trades"), having="name_fa")
    told = {"name_fa": "گردشگری", "name_en": "Tourism", "name_ar": "السياحة", "code": "tourism"}
    for name, value in {**told, **changed}.items():
        form[name] = value
    return form.submit(expect_errors=True)


def acts() -> list[str]:
    query = select(audit.AuditRow.act).where(audit.AuditRow.subject == "trade").order_by(audit.AuditRow.id)
    return list(session().scalars(query))


def offered(app: Flask) -> str:
    return words_of(logged_in(app, world.person()).get("/apply"))


def test_a_new_field_can_be_chosen_and_lists_know_it_by_its_other_names(app, staff):
    page = add(staff, synonyms="بوم‌گردی، راهنمای گردشگری")

    assert "گردشگری" in words_of(page.follow())
    assert "گردشگری" in offered(app)
    assert programme.trade("tourism").synonyms == "بوم‌گردی؛ راهنمای گردشگری"
    assert acts() == ["trade_added"]


def test_a_closed_trade_stays_with_those_who_have_it_and_is_offered_to_nobody_else(app, staff):
    add(staff)
    trainee = world.maker()
    with transaction():
        programme.trainee(trainee).trade_code = "tourism"

    press(staff.get("/staff/trades/tourism"), None, "do", "close")

    world.fresh()
    assert "گردشگری" not in offered(app)
    assert programme.trainee(trainee).trade_code == "tourism"
    assert "۱ فراگیر" in words_of(staff.get("/staff/trades/tourism"))
    press(staff.get("/staff/trades/tourism"), None, "do", "open")
    assert "گردشگری" in offered(app)
    assert acts() == ["trade_added", "trade_closed", "trade_opened"]


def test_a_name_that_staff_gave_is_not_undone_by_the_file(staff):
    form = form_of(staff.get("/staff/trades/mats"), having="name_fa")
    form["name_fa"] = "حصیربافی"
    form.submit("do", value="rename", status=303)

    with transaction():
        programme.load_trades()

    world.fresh()
    assert programme.trade("mats").name_fa == "حصیربافی"
    assert programme.trade("rugs").name_fa == "گبه، گلیم و جاجیم"
    assert acts() == ["trade_renamed"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name_en": ""}, "نامش را به هر سه زبان بنویسید"),
        ({"code": "گردش"}, "نامِ کوتاه از حرف‌های انگلیسی است"),
        ({"code": "mats"}, "رسته‌ای با این نامِ کوتاه در فهرست هست"),
        ({"name_fa": "حصیر و کپوبافی"}, "رسته‌ای با این نام در فهرست هست"),
    ],
)
def test_what_is_no_trade_is_told_and_not_kept(staff, changed, told):
    page = add(staff, **changed)

    assert page.status_code == 422
    assert told in " ".join(faults_of(page).values())
    assert acts() == []


def test_trades_are_for_staff_of_the_whole_province(app):
    local = logged_in(app, world.official(Role.STAFF, county="1801"))

    local.get("/staff/trades", status=404)
    local.get("/staff/trades/mats", status=404)


def test_a_new_trade_is_in_the_lists_of_the_rooms_at_once(staff):
    assert "گردشگری" not in words_of(staff.get("/staff/suppliers"))

    add(staff)

    assert "گردشگری" in words_of(staff.get("/staff/suppliers"))
