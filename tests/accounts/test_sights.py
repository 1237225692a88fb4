"""Leave to see incomes and national codes: by name, for a reason, by somebody else, as long as there is a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import accounts
from app.accounts import Role, Sight
from app.shared import audit, clock
from app.shared.calendar import today
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def give(person: int, by: int | None, sight: Sight = Sight.INCOMES, why: str = "برای نشستِ ماه", **more: object) -> int:
    with world.transaction():
        return accounts.give_sight(accounts.person(person), sight, why, by=by, **more).id


def test_a_role_alone_shows_nothing_and_leave_shows_what_it_names():
    boss, officer = world.official(Role.STAFF, sights=[Sight.INCOMES]), world.official(Role.OFFICER, sights=())

    assert not accounts.sees(officer, Sight.INCOMES)
    give(officer, boss)

    assert accounts.sees(officer, Sight.INCOMES)
    assert not accounts.sees(officer, Sight.IDENTITY)
    assert [(row.act, row.by_id) for row in audit.of("person", officer)][-1] == ("sight_given", boss)


def test_nobody_gives_it_to_herself():
    boss = world.official(Role.STAFF, sights=())

    with pytest.raises(accounts.SightForOneself):
        give(boss, boss)

    assert not accounts.sees(boss, Sight.INCOMES)


def test_it_is_given_for_a_reason_to_who_has_a_desk_and_not_for_a_day_gone():
    boss, officer = world.official(Role.STAFF), world.official(Role.OFFICER, sights=())

    with pytest.raises(accounts.SightNeedsReason):
        give(officer, boss, why="  ")
    with pytest.raises(accounts.SightNeedsDesk):
        give(world.person(), boss)
    with pytest.raises(accounts.SightOver):
        give(officer, boss, last_day=today() - timedelta(days=1))

    assert not accounts.sees(officer, Sight.INCOMES)


def test_it_ends_with_its_last_day():
    boss, officer = world.official(Role.STAFF), world.official(Role.OFFICER, sights=())
    give(officer, boss, last_day=today() + timedelta(days=2))

    with clock.at(clock.now() + timedelta(days=2)):
        assert accounts.sees(officer, Sight.INCOMES)
    with clock.at(clock.now() + timedelta(days=3)):
        assert not accounts.sees(officer, Sight.INCOMES)
        assert accounts.sights_of([officer]) == {}


def test_it_ends_when_somebody_ends_it_and_with_the_last_desk():
    boss, officer = world.official(Role.STAFF), world.official(Role.OFFICER, sights=())
    first = give(officer, boss)
    with world.transaction():
        accounts.end_sight(accounts.sight_grant(first), boss)
    assert not accounts.sees(officer, Sight.INCOMES)

    give(officer, boss)
    with world.transaction():
        accounts.end_role(accounts.grants_of(officer)[0], boss)
    assert not accounts.sees(officer, Sight.INCOMES)
    with world.transaction():
        accounts.give_role(accounts.person(officer), Role.OFFICER, by=boss, body=accounts.Body.ACECR)

    assert not accounts.sees(officer, Sight.INCOMES)


def test_given_anew_it_is_one_and_the_old_reason_stays_on_record():
    boss, officer = world.official(Role.STAFF), world.official(Role.OFFICER, sights=())
    first = give(officer, boss)

    assert give(officer, boss) == first
    second = give(officer, boss, why="برای کارنامهٔ سال")

    assert [one.id for one in accounts.sights_of([officer])[officer]] == [second]
    assert accounts.sight_grant(first).ended_at is not None


def test_two_who_give_it_at_once_give_one(app):
    officer = world.official(Role.OFFICER, sights=())
    givers = [world.official(Role.STAFF) for _ in range(4)]

    world.at_once(app, *[lambda by=by: give(officer, by) for by in givers])

    assert len(accounts.sights_of([officer])[officer]) == 1


def test_who_does_not_see_it_gives_it_to_nobody_and_nobody_to_a_second_account_of_her_own():
    boss, blind = world.official(Role.STAFF), world.official(Role.STAFF, sights=())
    with world.transaction():
        second = accounts.add_person(accounts.person(boss).mobile, "حسابِ", "دوم").id
        accounts.give_role(accounts.person(second), Role.OFFICER, by=None, body=accounts.Body.LABOUR)
    officer = world.official(Role.OFFICER, sights=())

    with pytest.raises(accounts.SightMissing):
        give(officer, blind)
    with pytest.raises(accounts.SightForOneself):
        give(second, boss)

    assert accounts.sights_of([second, officer]) == {}
