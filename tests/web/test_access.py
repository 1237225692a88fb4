"""Who may come in where: every route, as everybody."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from flask import Flask
from webtest import TestApp, TestResponse
from werkzeug.routing import Rule

from app import accounts
from app.accounts import Role
from app.shared import clock, printing, schedule
from app.shared.database import transaction
from app.web.access import (
    AGREEMENT_KEEPERS,
    ANYONE,
    DEVELOPERS,
    FINANCE,
    GOAL_SETTERS,
    INCOMES,
    LOGGED_IN,
    MEETING_KEEPERS,
    MENTORS,
    OFFICERS,
    OFFICERS_OF_INCOMES,
    OFFICIALS,
    SIGNERS,
    STAFF,
    STAFF_OF_IDENTITY,
    STAFF_OF_INCOMES,
    TRAINEES,
    Guard,
    freshly,
    guard_of,
)
from tests import world
from tests.conftest import browser_of
from tests.fakes.bank import FakeBank
from tests.web import scene
from tests.web.browsing import PRODUCTION, logged_in, over_https, shop_with, token_of

ROLES: dict[str, set[Role]] = {
    "guest": set(),
    "buyer": {Role.BUYER},
    "trainee": {Role.BUYER, Role.TRAINEE},
    "mentor": {Role.BUYER, Role.MENTOR},
    "staff": {Role.BUYER, Role.STAFF},
    "finance": {Role.BUYER, Role.FINANCE},
    "officer": {Role.BUYER, Role.OFFICER},
    "officer of a county": {Role.BUYER, Role.OFFICER},
}
ROOMS = {
    "/workshop/": {TRAINEES},
    "/desk/": {MENTORS},
    "/staff/": {STAFF},
    "/finance/": {FINANCE},
    "/office/": {OFFICIALS, OFFICERS, GOAL_SETTERS, MEETING_KEEPERS, AGREEMENT_KEEPERS, SIGNERS},
    "/dev/": {DEVELOPERS},
}
ACCOUNT_ONLY = {
    "account.mine",
    "account.leave_others",
    "account.pin",
    "account.again",
    "account.logout",
    "apply.form",
    "questions.ask",
    "reporting.mine",
    "reporting.conflict",
    "reporting.complaint",
    "reporting.unsolved",
    "ideas.mine",
    "ideas.one",
    "ideas.on_one",
}
DELICATE = {
    "account.pin",
    "maker.sheba",
    "staff.new_mentor",
    "staff.mentor_leaves",
    "staff.mentor_returns",
    "staff.good",
    "staff.rule",
    "staff.rung",
    "finance.refund_by_hand",
    "finance.build",
    "finance.step",
    "finance.file",
    "finance.results",
    "finance.items",
    "finance.new_commission",
    "finance.new_coupon",
    "finance.end_coupon",
    "finance.new_subsidy",
    "finance.end_subsidy",
    "finance.new_shares",
    "finance.end_shares",
    "finance.goodwill",
    "finance.charge_back",
    "finance.write_off",
    "finance.end_commission",
    "finance.verify_sheba",
    "finance.by_hand",
    "finance.proposal",
    "finance.suspicious",
    "finance.undo_settlement",
    "finance.refund_account",
    "finance.gateways",
    "finance.import_report",
    "finance.export",
    "finance.quote",
    "finance.compare",
    "finance.fund_budget",
    *(f"{room}.{page}" for room in ("staff", "finance", "office") for page in ("fund_decide", "fund_strike")),
    "staff.message",
    "staff.new_recall",
    "staff.end_recall",
    "staff.withdraw_vouch",
    "office.sign_publication",
    *(f"staff.{page}" for page in ("credit_permission_end", "credit_line_new", "credit_line", "credit_decide")),
    "staff.hand_over_to",
    "staff.hand_over_now",
    "staff.give_sight",
    "staff.end_sight",
    *(f"office.{page}" for page in ("credit_line_new", "credit_line", "rule")),
}
OFFICE = {
    "office.new_goal": GOAL_SETTERS,
    **dict.fromkeys(
        (
            *("office.county", "office.county_parcels", "office.cohort", "office.sales_csv", "office.brief_pdf"),
            *("office.livelihood", "office.livelihood_csv", "office.livelihood_people"),
            *("office.indicators", "office.indicators_csv", "office.indicator_people", "office.villages"),
            *("office.goals", "office.goal", "office.goal_csv", "office.outside", "office.outside_csv"),
            *("office.statistics", "office.statistics_file"),
            *("office.scorecard", "office.scorecard_pdf", "office.scorecard_csv"),
            *("office.county_csv", "office.cohort_csv", "office.goals_csv", "office.villages_csv"),
            *("office.statements", "office.ask_statement", "office.statement"),
            *("office.statement_csv", "office.statement_pdf"),
        ),
        INCOMES,
    ),
    "office.drop_goal": GOAL_SETTERS,
    "office.prepare_publication": GOAL_SETTERS,
    "office.sign_publication": SIGNERS,
    **dict.fromkeys(("office.calls", "office.call", "office.women", "office.woman", "office.on_woman"), OFFICERS),
    **dict.fromkeys(("office.fund_decide", "office.fund_strike", "office.fund_photo"), OFFICERS),
    "office.credit_people": OFFICERS,
    "office.trainee": OFFICERS_OF_INCOMES,
    **dict.fromkeys(
        ("office.plan_meeting", "office.on_meeting", "office.decide", "office.on_commitment"), MEETING_KEEPERS
    ),
    **dict.fromkeys(
        (
            *("office.write_contract", "office.write_level", "office.on_level", "office.open_due", "office.on_due"),
            *("office.raise_ambiguity", "office.on_ambiguity"),
        ),
        AGREEMENT_KEEPERS,
    ),
    "office.record": OFFICERS,
    **dict.fromkeys(("office.terms", "office.credit_line_new", "office.credit_line", "office.rule"), OFFICERS),
}
STAFFS = {
    **dict.fromkeys(
        (
            *("staff.trainee_living", "staff.cycle", "staff.copy_cycle"),
            *("staff.offshop_sales", "staff.offshop_sale"),
        ),
        STAFF_OF_INCOMES,
    ),
    "staff.reveal": STAFF_OF_IDENTITY,
}
OTHERWISE_NAMED = {
    "shop.maker": {"slug": "maker_slug"},
    **{f"figures.{page}": {"month": "told_month"} for page in ("edition", "edition_json", "edition_csv", "table_csv")},
    "standing.mentor": {"slug": "mentor_slug"},
    "shop.category": {"code": "!mat_palm"},
    "staff.order": {"code": "order_code"},
    "staff.refund": {"code": "order_code"},
    "staff.mark": {"code": "order_code"},
    "papers.credit": {"token": "sold_token"},
    "papers.sale": {"parcel_id": "sold_parcel_id"},
    "maker.end_coupon": {"coupon_id": "own_coupon_id"},
    "finance.end_shares": {"rule_id": "share_rule_id"},
    "assisted.show": {"token": "assisted_token"},
    "maker.prepared": {"version_id": "prepared_id"},
    **{f"mentor.assist_{page}": {"version_id": "prepared_id"} for page in ("resume", "step", "discard")},
    **{f"staff.assist_{page}": {"version_id": "staff_prepared_id"} for page in ("resume", "step", "discard")},
    "mentor.permit_photo": {"review_id": "food_review_id"},
    **{f"{room}.credit_line": {"line_id": "credit_line_id"} for room in ("maker", "staff", "office")},
    "office.rule": {"name": "fund_rule"},
    "staff.advice_on_kind": {"kind": "!size"},
    "dev.login": {"token": "!unknown"},
    "files.static_file": {"name": "!css/site.css"},
    "files.media": {"name": "!unknown.avif"},
    "files.voice": {"name": "!unknown.mp3"},
    **{name: {"number": "version_number"} for name in ("library.document_file", "staff.withdraw_document")},
    **{name: {"idea_id": "draft_idea_id"} for name in ("ideas.one", "ideas.on_one")},
}
# An officer reads no complaint but those that her body looks at.
# Nor does a buyer find another's idea; a mentor reads those of her own trainees alone.
# A call is there for whoever is to make it, followed cases for women's affairs.
# Of a caller there is a page once her number was looked up.
MAY_BE_MISSING = {
    "ideas.one",
    "staff.caller_report",
    "mentor.call",
    "office.call",
    "office.women",
    "office.woman",
    "office.complaint",
    *(f"office.{page}" for page in ("record", "terms", "credit_line_new", "credit_line", "rule")),
    "papers.payout",
    "dev.login",
    "files.media",
    "files.voice",
    "payment_return.back",
}


def rules_of(app: Flask) -> list[Rule]:
    """All routes, leaving last."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint == "account.logout", rule.rule))


def guard(app: Flask, rule: Rule) -> Guard | None:
    return guard_of(app.view_functions[rule.endpoint])


def address(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    """The route's address, its variables standing for things of the scene."""
    named = {name: OTHERWISE_NAMED.get(rule.endpoint, {}).get(name, name) for name in rule.arguments}
    named |= {"token": "order_token"} if named.get("token") == "token" else {}
    filled = {name: key[1:] if key.startswith("!") else values[key] for name, key in named.items()}
    return app.url_map.bind("127.0.0.1:8000").build(rule.endpoint, filled, "GET" if "GET" in rule.methods else "POST")


def ask(browser: TestApp, method: str, where: str, token: str) -> TestResponse:
    if method == "GET":
        return browser.get(where, expect_errors=True)
    return browser.post(where, {"csrf_token": token}, expect_errors=True)


def outcome(answer: TestResponse) -> str:
    where = answer.headers.get("Location", "")
    if where.startswith("/login?next="):
        return "log in"
    if where.startswith("/login/again?next="):
        return "prove it again"
    return "no" if answer.status_code == 403 else "in"


def expected(known: Guard, who: str) -> str:
    if known.roles is None:
        return "in"
    if who == "guest":
        return "log in"
    return "in" if not known.roles or known.roles & ROLES[who] else "no"


@pytest.fixture
def found(app: Flask, bank: FakeBank) -> scene.Scene:
    return scene.build(bank)


@pytest.fixture
def browsers(app: Flask, found: scene.Scene) -> dict[str, tuple[TestApp, str]]:
    """Everybody's browser, with the token that its forms carry."""
    people = {"guest": browser_of(app)} | {who: logged_in(app, person) for who, person in found.people.items()}
    return {who: (browser, token_of(browser)) for who, browser in people.items()}


@pytest.fixture
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same paper is not printed anew for whoever asks for it next."""
    if printing.possible():
        known = cache(printing._printer())
        monkeypatch.setattr(printing, "_printer", lambda: known)


@pytest.mark.usefixtures("printed_once")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_lets_in_whom_its_guard_names(app, found, browsers, method):
    wrong = []
    for rule in rules_of(app):
        if method not in rule.methods:
            continue
        where = address(app, rule, found.values)
        with transaction():
            schedule.beat()  # on a slow machine the worker would seem dead before the last page is asked for
        for who, (browser, token) in browsers.items():
            answer = ask(browser, method, where, token)
            was, should = outcome(answer), expected(guard(app, rule), who)
            lost = method == "GET" and should == "in" and answer.status_code >= 400
            if was != should or answer.status_code >= 500 or (lost and rule.endpoint not in MAY_BE_MISSING):
                wrong.append((who, method, where, should, answer.status))

    assert wrong == []


@pytest.mark.usefixtures("app")
def test_a_room_is_open_to_those_who_work_in_it(app):
    wrong = []
    for rule in rules_of(app):
        room = next((room for room in ROOMS if rule.rule.startswith(room)), None)
        allowed = ROOMS[room] if room else {LOGGED_IN if rule.endpoint in ACCOUNT_ONLY else ANYONE}
        if room == "/office/":
            allowed = {OFFICE.get(rule.endpoint, OFFICIALS)}
        if room == "/staff/":
            allowed = {STAFFS.get(rule.endpoint, STAFF)}
        if rule.endpoint in DELICATE:
            allowed = {freshly(one) for one in allowed}
        if guard(app, rule) not in allowed:
            wrong.append((rule.rule, guard(app, rule)))

    assert wrong == []


def test_a_role_without_leave_by_name_leads_to_nobodys_income_or_national_code(app, found):
    people = {
        Role.STAFF: world.official(Role.STAFF, sights=()),
        Role.OFFICER: world.official(Role.OFFICER, sights=()),
    }
    closed = [rule for rule in rules_of(app) if guard(app, rule) is not None and guard(app, rule).sight]

    let_in = []
    for role, person in people.items():
        browser = logged_in(app, person)
        token = token_of(browser)
        for rule in closed:
            answers = {
                method: outcome(ask(browser, method, address(app, rule, found.values), token))
                for method in sorted(rule.methods & {"GET", "POST"})
            }
            let_in += [(role, method, rule.rule) for method, was in answers.items() if was != "no"]

    assert len(closed) > 20
    assert let_in == []


def test_a_delicate_act_asks_for_a_new_code_after_ten_minutes(app, found, browsers):
    delicate = [rule for rule in rules_of(app) if guard(app, rule).fresh]

    let_through = []
    with clock.at(clock.now() + timedelta(minutes=11)):
        for rule in delicate:
            who = next(who for who in ROLES if expected(guard(app, rule), who) == "in")
            for method in sorted(rule.methods & {"GET", "POST"}):
                browser, token = browsers[who]
                if outcome(ask(browser, method, address(app, rule, found.values), token)) != "prove it again":
                    let_through.append((method, rule.rule))

    assert len(delicate) == len(DELICATE)
    assert let_through == []


def test_a_route_whose_guard_was_forgotten_lets_nobody_in(app, store):
    with shop_with(store) as careless:
        careless.add_url_rule("/forgotten", "forgotten", lambda: "secret")
        browser = logged_in(careless, world.official(Role.STAFF))

        answer = browser.get("/forgotten", status=403)

    assert "secret" not in answer.text


@pytest.mark.usefixtures("app")
def test_development_doors_do_not_exist_in_production(store):
    with shop_with(store, **PRODUCTION) as shop:
        browser = over_https(shop)

        assert browser.get("/dev/outbox", status=404)
        assert browser.get("/dev/login/anything", status=404)


def test_a_closed_account_is_out_at_once(app):
    person_id = world.person()
    browser = logged_in(app, person_id)
    with world.transaction():
        accounts.person(person_id).active = False

    assert outcome(browser.get("/account", expect_errors=True)) == "log in"


def test_a_role_that_ended_opens_nothing(app):
    staff = world.official(Role.STAFF)
    browser = logged_in(app, staff)
    with world.transaction():
        accounts.end_role(accounts.grants_of(staff)[0], staff)

    browser.get("/staff/", status=403)


def test_staff_who_leave_the_page_open_are_logged_out_after_half_an_hour(app):
    staff, buyer = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.person())

    with clock.at(clock.now() + timedelta(minutes=31)):
        assert outcome(staff.get("/staff/", expect_errors=True)) == "log in"
        assert outcome(buyer.get("/account", expect_errors=True)) == "in"
    with clock.at(clock.now() + timedelta(days=15)):
        assert outcome(buyer.get("/account", expect_errors=True)) == "log in"
