"""The shop's share on finance's pages: looked at before it is set, set, ended."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from webtest import TestApp, TestResponse

from app import catalogue, ledger, orders, programme
from app.accounts import Role
from app.orders.models import CommissionRule
from app.shared import clock
from app.shared.calendar import jalali, today
from tests import world
from tests.web.browsing import faults_of, form_of, logged_in, press, token_of, words_of

NEW, ALL = "/finance/commissions/new", "/finance/commissions"


@pytest.fixture
def finance(app: Flask) -> TestApp:
    return logged_in(app, world.official(Role.FINANCE))


def send(browser: TestApp, do: str = "look", **typed: str) -> TestResponse:
    """The form of a new rule, filled in and sent; the button that sets stands there only after a look."""
    form = form_of(browser.get(NEW), having="bps")
    for name, value in ({"bps": "۲٫۵", "source": "نامهٔ ۱۲"} | typed).items():
        form[name].force_value(value)
    fields = [(name, value) for name, value in form.submit_fields() if name != "do"]
    return browser.post(NEW, [*fields, ("do", do)], expect_errors=True)


def on(days: int) -> dict[str, str]:
    """The form's three fields for a day so far from today."""
    year, month, day = jalali(today() + timedelta(days=days))
    return {"valid_from-day": str(day), "valid_from-month": str(month), "valid_from-year": str(year)}


def rules() -> list[CommissionRule]:
    world.fresh()
    return orders.commission_rules()


def test_a_look_tells_what_it_would_have_taken_and_sets_nothing(finance, bank):
    world.sold(bank, {world.variant(world.maker()): 2})

    page = send(finance, bps="۱۰", fixed="۱٬۰۰۰")

    told = words_of(page)
    assert "۱ ردیفِ فروش با این قاعده می‌خواند، به بهای ۸۰۰٬۰۰۰ تومان" in told
    assert "کارمزدی که گرفته شد: ۴۰٬۰۰۰ تومان؛ با این قاعده می‌شد: ۸۲٬۰۰۰ تومان" in told
    assert rules() == []


def test_what_was_looked_at_is_set_by_the_same_form(finance):
    looked = send(finance, bps="۲٫۵", fixed="۱٬۰۰۰")

    page = press(looked, None, "do", "set").follow()

    assert [(row.bps, row.fixed_rial, row.source, row.valid_to) for row in rules()] == [(250, 10_000, "نامهٔ ۱۲", None)]
    assert "فروش‌های گذشته دست نخورده‌اند" in words_of(page)
    assert "۲٫۵" in words_of(page)
    assert abs(rules()[0].valid_from - clock.now()) < timedelta(minutes=1)


def test_before_a_look_there_is_no_button_that_sets(finance):
    with pytest.raises(AssertionError, match="no button"):
        press(finance.get(NEW), None, "do", "set")


def test_a_rule_is_for_whom_it_names(finance):
    maker, cohort = world.maker(), world.cohort()
    kind = catalogue.good(world.HAND_BASKET).category_code

    send(finance, "set", maker=programme.trainee(maker).slug, cohort=str(cohort), category=kind)

    assert [(row.maker_id, row.cohort_id, row.category_code) for row in rules()] == [(maker, cohort, kind)]


@pytest.mark.parametrize("written", ["{slug}", "/m/{slug}", "/m/{slug}/", "http://127.0.0.1:8000/m/{slug}"])
def test_a_maker_is_named_by_the_address_of_her_page(finance, written):
    maker = world.maker()

    send(finance, "set", maker=written.format(slug=programme.trainee(maker).slug))

    assert [row.maker_id for row in rules()] == [maker]


def test_a_maker_s_address_is_read_as_browsers_copy_it(finance):
    maker = world.maker()

    send(finance, "set", maker=f"http://127.0.0.1:8000/m/{quote(programme.trainee(maker).slug)}")

    assert [row.maker_id for row in rules()] == [maker]


def test_it_holds_for_the_next_sale_and_for_none_before(finance, bank):
    maker = world.maker()
    before = world.sold(bank, {world.variant(maker): 1})
    had = ledger.trial_balance()
    send(finance, "set", maker=programme.trainee(maker).slug, bps="10")

    after = world.paid(bank, {world.variant(maker): 1})

    assert [world.lines(order)[0].commission_bps for order in (before, after)] == [500, 1_000]
    assert [line for line in had if "commission" in line[0]] == [
        line for line in ledger.trial_balance() if "commission" in line[0]
    ]
    assert world.broken_promises() == []


def test_a_rule_of_a_later_day_begins_with_it(finance):
    send(finance, "set", **on(5))

    assert (rules()[0].valid_from - clock.now()).days in {4, 5}
    assert rules()[0].valid_from.minute == 30
    assert rules()[0].valid_from.hour == 20


def test_an_ended_rule_stands_with_its_end_and_without_a_button(finance):
    send(finance, "set")
    address = f"{ALL}/{rules()[0].id}"
    form = form_of(finance.get(ALL), address)

    form.submit(status=303)
    form.submit(status=303)

    assert rules()[0].valid_to is not None
    with pytest.raises(AssertionError, match="no form"):
        form_of(finance.get(ALL), address)


def test_a_rule_that_nobody_made_does_not_end(finance):
    finance.post(f"{ALL}/99999", {"csrf_token": token_of(finance)}, status=404)


FAULTY = [
    ({"bps": ""}, "bps"),
    ({"bps": "x"}, "bps"),
    ({"bps": "100.01"}, "bps"),
    ({"bps": "-1"}, "bps"),
    ({"fixed": "x"}, "fixed"),
    ({"fixed": "-5"}, "fixed"),
    ({"source": ""}, "source"),
    ({"source": "ن" * 301}, "source"),
    ({"maker": "nobody-of-that-name"}, "maker"),
    ({"maker": "ن" * 121}, "maker"),
    ({"valid_from-day": "31", "valid_from-month": "12", "valid_from-year": "1405"}, "valid_from"),
    (on(-1), "valid_from"),
]


@pytest.mark.parametrize("do", ["look", "set"])
def test_a_faulty_rule_is_told_at_its_field_and_not_set(finance, do):
    told = []
    for typed, field in FAULTY:
        page = send(finance, do, **typed)
        known = page.status_code == 422 and any(one.startswith(field) for one in faults_of(page))
        told.append((typed, field if known else f"{page.status} {faults_of(page)}"))

    assert told == FAULTY
    assert rules() == []


@pytest.mark.parametrize("typed", [{"cohort": "99999"}, {"cohort": "x"}, {"category": "nothing"}])
def test_a_rule_for_nobody_known_is_not_set_for_everybody(finance, typed):
    send(finance, "set", **typed)

    assert rules() == []


def test_pages_with_each_kind_of_rule_are_shown(finance):
    maker, cohort = world.maker(), world.cohort()
    kind = catalogue.good(world.HAND_BASKET).category_code
    for typed in ({}, {"maker": programme.trainee(maker).slug}, {"cohort": str(cohort)}, {"category": kind}):
        send(finance, "set", **typed)

    page = words_of(finance.get(ALL))

    assert len(rules()) == 4
    assert programme.trainee(maker).display_name in page
    assert programme.cohort(cohort).name in page
    assert "نامهٔ ۱۲" in page
