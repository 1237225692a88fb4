"""What people may act as, in which counties; several accounts on one phone, each behind its own PIN."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app import accounts, programme
from app.accounts import Body, CodeAnswer, Role, Visit
from app.shared import audit, clock
from app.shared.database import transaction
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


def test_a_role_may_be_limited_to_counties():
    person = world.person()
    for county in ("1801", "1803"):
        grant(person, Role.OFFICER, county, Body.LABOUR)

    assert visit(logged_in(person)).counties(Role.OFFICER) == {"1801", "1803"}


def test_a_role_without_a_county_reaches_all_of_them():
    person = world.person()
    grant(person, Role.MENTOR, "1801")
    grant(person, Role.MENTOR)

    assert visit(logged_in(person)).counties(Role.MENTOR) is None


def test_who_does_not_have_a_role_reaches_no_county():
    assert visit(logged_in(world.person())).counties(Role.STAFF) == frozenset()


def test_everybody_is_a_buyer_and_has_the_roles_that_were_given():
    maker = world.person_of(world.maker())

    assert visit(logged_in(world.person())).roles == {Role.BUYER}
    assert visit(logged_in(maker)).roles == {Role.BUYER, Role.TRAINEE}


def test_a_role_that_ended_counts_no_more_and_stays_in_history():
    person, boss = world.official(Role.FINANCE), world.person()
    token = logged_in(person)

    with transaction():
        accounts.end_role(accounts.grants_of(person)[0], boss)

    assert visit(token).roles == {Role.BUYER}
    assert [one.act for one in audit.of("person", person)] == ["role_given", "logged_in", "role_ended"]
    assert accounts.people_with(Role.FINANCE) == []


def test_the_same_role_given_twice_is_one():
    person = world.person()
    grant(person, Role.STAFF, "1801")
    grant(person, Role.STAFF, "1801")
    grant(person, Role.STAFF, "1802")

    assert len(accounts.grants_of(person)) == 2


def test_those_with_a_role_are_told_by_name():
    with transaction():
        for given, family in (("زهرا", "گله‌داری"), ("مریم", "پاپری"), ("سارا", "بهمنی")):
            accounts.give_role(accounts.add_person(world.mobile_number(), given, family), Role.FINANCE, by=None)

    assert [one.family_name for one in accounts.people_with(Role.FINANCE)] == ["بهمنی", "پاپری", "گله‌داری"]


def test_several_accounts_share_a_phone_and_each_may_have_a_pin():
    mobile = world.mobile_number()
    mother, daughter = world.person("مریم", mobile=mobile), world.person("زهرا", mobile=mobile)
    world.person(mobile=world.mobile_number())
    with transaction():
        accounts.set_pin(accounts.person(daughter), "2580")

    assert [one.id for one in accounts.accounts_on(mobile)] == [mother, daughter]
    assert tried(mother, "") is CodeAnswer.RIGHT
    assert tried(daughter, "") is CodeAnswer.WRONG
    assert tried(daughter, "۲۵۸۰") is CodeAnswer.RIGHT


def tried(person_id: int, pin: str) -> CodeAnswer:
    with transaction():
        return accounts.check_pin(accounts.person(person_id), pin)


def test_a_pin_may_be_tried_five_times_in_five_minutes():
    person = world.person()
    with transaction():
        accounts.set_pin(accounts.person(person), "2580")

    with clock.at(NOON):
        answers = [tried(person, "0000") for _ in range(5)]
        assert answers == [CodeAnswer.WRONG] * 5
        assert tried(person, "2580") is CodeAnswer.TOO_OFTEN
    with clock.at(NOON + timedelta(minutes=10)):
        assert tried(person, "2580") is CodeAnswer.RIGHT


def test_a_pin_is_kept_as_a_hash_and_can_be_given_up():
    person = world.person()
    with transaction():
        accounts.set_pin(accounts.person(person), "2580")
    assert accounts.person(person).pin_hash.startswith("$argon2id$")

    with transaction():
        accounts.set_pin(accounts.person(person), None)

    assert tried(person, "") is CodeAnswer.RIGHT
    assert [one.act for one in audit.of("person", person)] == ["pin_set", "pin_removed"]


def test_a_mentor_of_a_county_is_limited_to_it():
    mentor = programme.mentor(world.mentor("1803"))

    assert visit(logged_in(mentor.person_id)).counties(Role.MENTOR) == {"1803"}
