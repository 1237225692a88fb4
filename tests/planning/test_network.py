"""The network: partners and their ties, who has room, where somebody is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app import accounts, places, planning, programme
from app.accounts import Role
from app.planning import Layer, PartnerKind, PartnerTie
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world
from tests.planning import told

HOME, ELSEWHERE = "1801", "1805"


def hub(county: str = HOME) -> planning.Hub:
    return next(one for one in planning.network(None).hubs if one.county_code == county)


def tied(partner_id: int, *, mentor: int | None = None, trainee: int | None = None) -> int:
    by = world.official(Role.STAFF)
    with transaction():
        found = planning.partner(partner_id, None)
        if mentor is not None:
            return planning.tie_mentor(found, programme.mentor(mentor), today(), by).id
        return planning.tie_trainee(found, programme.trainee(trainee or 0), today(), by).id


def count_ties() -> int:
    return session().scalar(select(func.count()).select_from(PartnerTie)) or 0


@pytest.mark.usefixtures("app")
def test_the_same_form_is_one_partner_and_the_same_two_have_one_tie():
    number, mentor = told.partner(), world.mentor()
    tie = tied(number, mentor=mentor)
    assert tied(number, mentor=mentor) == tie
    with transaction():
        planning.end_tie(planning.tie_of(number, tie))
    tied(number, mentor=mentor)

    assert count_ties() == 2


@pytest.mark.usefixtures("app")
def test_two_hands_at_once_make_one_tie(app):
    number, mentor = told.partner(), world.mentor()
    world.at_once(app, *[lambda: tied(number, mentor=mentor)] * 3)

    assert count_ties() == 1


@pytest.mark.usefixtures("app")
def test_a_supplier_is_the_mentors_and_an_outlet_also_a_trainees():
    maker = world.maker()
    tied(told.partner(), trainee=maker)
    with pytest.raises(planning.TieRefused):
        tied(told.partner(PartnerKind.SUPPLIER), trainee=maker)


@pytest.mark.usefixtures("app")
def test_who_is_no_partner_any_more_is_in_no_list_and_has_no_tie():
    number, by = told.partner(), world.official(Role.STAFF)
    tied(number, mentor=world.mentor())
    with transaction():
        planning.end_partner(planning.partner(number, None), by)

    assert planning.partners(None) == []
    assert [tie.until for tie, _ in planning.ties_of(number)] == [today()]
    assert hub().people[Layer.OUTLETS] == 0
    with pytest.raises(planning.TieRefused):
        tied(number, mentor=world.mentor())
    with pytest.raises(DatabaseError), transaction():
        session().execute(text("UPDATE partner_tie SET until = NULL"))


@pytest.mark.usefixtures("app")
def test_another_countys_partner_is_not_there():
    number = told.partner()
    assert planning.partner(number, {HOME}).id == number
    with pytest.raises(NotFound):
        planning.partner(number, {ELSEWHERE})
    assert planning.partners({ELSEWHERE}) == []


@pytest.mark.usefixtures("app")
def test_room_and_those_without_a_mentor_are_counted():
    mentor = world.mentor()
    with transaction():
        programme.mentor(mentor).capacity = 2
    world.cared_for(mentor)
    world.maker()

    here = hub()
    assert (here.room, here.alone, here.people[Layer.TRAINEES]) == (1, 1, 2)
    assert planning.network(None).between[(Layer.MENTORS, HOME), (Layer.TRAINEES, HOME)] == 1


@pytest.mark.usefixtures("app")
def test_a_village_is_listed_while_no_mentor_of_its_county_takes_anybody():
    village = next(one for one in places.localities_of(HOME) if one.kind is places.LocalityKind.VILLAGE)
    name, maker = village.name, world.maker()
    with transaction():
        one = programme.trainee(maker)
        one.locality_code, one.trade_code = village.code, "mats"
    assert (hub().unreached, hub().unmentored) == ((name,), ("mats",))
    world.mentor(ELSEWHERE)
    assert hub().unreached == (name,)
    mentor = world.mentor()

    assert (hub().unreached, hub().unmentored) == ((), ())
    with transaction():
        programme.mentor(mentor).capacity = 0
    assert hub().unreached == (name,)


@pytest.mark.usefixtures("app")
def test_a_trade_without_a_mentor_is_the_same_here_and_in_the_needs_placed_or_not():
    placed, waiting = world.maker(), programme.engagement(world.applicant()).trainee_id
    with transaction():
        programme.trainee(placed).trade_code, programme.trainee(waiting).trade_code = "mats", "rugs"

    assert list(hub().unmentored) == ["mats", "rugs"]
    assert planning.figures_of(told.year())[HOME].unmentored == ["mats", "rugs"]


@pytest.mark.usefixtures("app")
def test_ties_lead_from_county_to_county_from_the_material_to_the_market():
    mentor, maker = world.mentor(ELSEWHERE), world.maker()
    tied(told.partner(PartnerKind.SUPPLIER), mentor=mentor)
    tied(told.partner(), mentor=mentor)
    tied(told.partner(), trainee=maker)
    found = planning.network(None)

    assert found.between == {
        ((Layer.SUPPLIERS, HOME), (Layer.MENTORS, ELSEWHERE)): 1,
        ((Layer.MENTORS, ELSEWHERE), (Layer.OUTLETS, HOME)): 1,
        ((Layer.TRAINEES, HOME), (Layer.OUTLETS, HOME)): 1,
    }
    assert planning.network(frozenset({HOME})).between == {((Layer.TRAINEES, HOME), (Layer.OUTLETS, HOME)): 1}
    assert [(one.suppliers, one.outlets) for one in found.mentors] == [(1, 1)]
    assert planning.network(frozenset({HOME})).mentors == ()


@pytest.mark.usefixtures("app")
def test_somebody_looked_today():
    number, by = told.partner(), world.official(Role.STAFF)
    with transaction():
        planning.check_partner(planning.partner(number, None), by)

    found = planning.partner(number, None)
    assert (found.checked_on, found.checked_by) == (today(), by)
    assert found.checked_on > today() - timedelta(days=1)


@pytest.mark.usefixtures("app")
def test_a_village_is_listed_while_nobody_of_it_is_in_a_mentors_care():
    village = next(one for one in places.localities_of(HOME) if one.kind is places.LocalityKind.VILLAGE)
    mentor = world.mentor()
    with transaction():
        one = accounts.add_person(world.mobile_number(), "زهرا", "دیری")
        registered = programme.new_trainee(one, HOME, programme.Background(locality_code=village.code))
        session().flush()
        number = registered.id
    before = hub()

    with transaction():
        programme.take_case(programme.trainee(number), programme.mentor(mentor), None)

    assert (before.uncared, before.unreached) == ((village.name,), ())
    assert hub().uncared == ()
