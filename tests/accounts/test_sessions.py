"""Being logged in: for how long, on how many browsers, as what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import accounts
from app.accounts import Body, Role, Visit
from app.accounts.models import LoginLink, LoginSession
from app.shared import audit, clock
from app.shared.database import session, transaction
from tests import world

NOON = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def logged_in(person_id: int) -> str:
    with transaction():
        return accounts.begin_session(accounts.person(person_id))


def visit(token: str) -> Visit:
    found = accounts.visit_of(token)
    assert found is not None
    return found


def grant(person_id: int, role: Role, county: str | None = None, body: Body | None = None) -> None:
    with transaction():
        accounts.give_role(accounts.person(person_id), role, by=None, county_code=county, body=body)


def link_of(person_id: int) -> str:
    with transaction():
        return accounts.make_login_link(accounts.person(person_id))


def use(token: str) -> int | None:
    with transaction():
        found = accounts.use_login_link(token)
        return None if found is None else found.id


@pytest.mark.parametrize("role", [Role.STAFF, Role.FINANCE, Role.OFFICER])
def test_desks_idle_out_after_half_an_hour(role: Role):
    person = world.official(role)
    with clock.at(NOON):
        token = logged_in(person)

    with clock.at(NOON + timedelta(minutes=29, seconds=59)):
        assert accounts.visit_of(token) is not None
    with clock.at(NOON + timedelta(minutes=30)):
        assert accounts.visit_of(token) is None


@pytest.mark.parametrize("person", [world.person, lambda: world.person_of(world.maker())])
def test_others_idle_out_after_two_weeks(person: Callable[[], int]):
    who = person()
    with clock.at(NOON):
        token = logged_in(who)

    with clock.at(NOON + timedelta(days=13, hours=23)):
        assert accounts.visit_of(token) is not None
    with clock.at(NOON + timedelta(days=14)):
        assert accounts.visit_of(token) is None


def test_who_is_seen_again_stays_logged_in():
    person = world.official(Role.STAFF)
    with clock.at(NOON):
        token = logged_in(person)
    with clock.at(NOON + timedelta(minutes=20)), transaction():
        accounts.see(visit(token))

    with clock.at(NOON + timedelta(minutes=45)):
        assert accounts.visit_of(token) is not None


def test_a_new_role_of_the_desk_shortens_a_running_log_in():
    person = world.person()
    with clock.at(NOON):
        token = logged_in(person)
    grant(person, Role.STAFF)

    with clock.at(NOON + timedelta(hours=1)):
        assert accounts.visit_of(token) is None


def test_a_log_in_is_fresh_for_ten_minutes_and_again_after_a_new_proof():
    person = world.person()
    with clock.at(NOON):
        token = logged_in(person)
        assert visit(token).fresh

    with clock.at(NOON + timedelta(minutes=11)):
        assert not visit(token).fresh
        with transaction():
            accounts.freshen(visit(token))
        assert visit(token).fresh


def test_logging_out_ends_this_browser_alone():
    person = world.person()
    here, there = logged_in(person), logged_in(person)

    with transaction():
        accounts.end_session(visit(here).session_id)

    assert accounts.visit_of(here) is None
    assert accounts.visit_of(there) is not None


def test_the_other_sessions_can_be_ended_and_nobody_elses_are():
    person, neighbour = world.person(), world.person()
    here, there, hers = logged_in(person), logged_in(person), logged_in(neighbour)

    with transaction():
        accounts.end_other_sessions(visit(here))

    assert accounts.visit_of(there) is None
    assert accounts.visit_of(here) is not None
    assert accounts.visit_of(hers) is not None


def test_a_closed_account_is_out_at_once_and_for_good():
    person, staff = world.person(), world.person()
    token = logged_in(person)

    with transaction():
        accounts.close_account(accounts.person(person), staff)
    out = accounts.visit_of(token)
    with transaction():
        accounts.person(person).active = True

    assert out is None
    assert accounts.visit_of(token) is None
    assert [(one.act, one.by_id) for one in audit.of("person", person)][-1] == ("account_closed", staff)


def test_nobody_comes_in_by_a_closed_account():
    person = world.person()

    with transaction():
        accounts.close_account(accounts.person(person), None)

    assert accounts.accounts_on(accounts.person(person).mobile) == []
    assert accounts.visit_of(logged_in(person)) is None


def test_a_made_up_token_is_nobody():
    logged_in(world.person())

    assert accounts.visit_of("") is None
    assert accounts.visit_of("x" * 43) is None


def test_a_token_stands_in_the_database_as_a_hash_alone():
    token, link = logged_in(world.person()), link_of(world.person())
    kept = [*session().scalars(select(LoginSession.token_hash)), *session().scalars(select(LoginLink.token_hash))]

    assert len(kept) == 2
    assert not {token, link} & {*kept}


def test_a_log_in_leaves_a_trace():
    person = world.person()
    logged_in(person)

    assert [one.act for one in audit.of("person", person)] == ["logged_in"]


def test_a_log_in_link_works_once():
    person = world.person()
    token = link_of(person)

    assert use(token) == person
    assert use(token) is None


def test_a_log_in_link_lives_for_ten_minutes():
    person = world.person()
    with clock.at(NOON):
        early, late = link_of(person), link_of(person)

    with clock.at(NOON + timedelta(minutes=9, seconds=59)):
        assert use(early) == person
    with clock.at(NOON + timedelta(minutes=10)):
        assert use(late) is None


def test_a_log_in_link_pressed_twice_at_once_lets_in_once(app: Flask):
    person = world.person()
    token = link_of(person)

    answers = world.at_once(app, *[lambda: use(token)] * 4)

    assert sorted(answers, key=str) == [person, None, None, None]
