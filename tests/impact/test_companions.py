"""Who is left out of lists, so that whoever asked not to be named is not found by taking names from a count."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import consent, impact, programme
from app.consent import Purpose, Told, Way
from app.impact import Cut, Group, Livelihood, Measure
from app.impact.companions import companions_for
from app.shared import clock
from app.shared.calendar import JalaliMonth
from tests import world
from tests.impact.scene import counted

FEWEST = 5
PEOPLE = st.dictionaries(
    st.integers(1, 60),
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["town", "village"]), st.sampled_from(["mats", "dates", "sea"])),
    min_size=1,
    max_size=60,
)


def groups_of(people: Mapping[int, tuple[str, str, str]]) -> dict[int, set[Hashable]]:
    return {one: {(county, "", ""), (county, place), (county, trade)} for one, (county, place, trade) in people.items()}


def found_out(of: Mapping[int, Collection[Hashable]], nameless: Collection[int]) -> list[Hashable]:
    """Groups in which somebody without a name has too few beside her."""
    members: dict[Hashable, set[int]] = {}
    for one, hers in of.items():
        for group in hers:
            members.setdefault(group, set()).add(one)
    return [group for group, hers in members.items() if 0 < len(hers & set(nameless)) < min(FEWEST, len(hers))]


@given(PEOPLE, st.sets(st.integers(1, 60), max_size=8))
def test_of_each_group_nobody_or_enough_have_no_name(people, refusing):
    of = groups_of(people)
    hidden = {one for one in refusing if one in of}

    more = companions_for(of, refusing, FEWEST, lambda one: one)

    assert found_out(of, hidden | more) == []
    assert not more & hidden
    assert companions_for(of, hidden | more, FEWEST, lambda one: one) == set()
    if not hidden:
        assert more == set()


@given(PEOPLE, st.sets(st.integers(1, 60), min_size=1, max_size=4))
def test_without_them_she_could_be_found_out(people, refusing):
    """The guard off: the check above finds groups of few wherever there is anybody to hide behind."""
    of = groups_of(people)
    hidden = {one for one in refusing if one in of}
    large = [one for one in hidden if sum(other[0] == people[one][0] for other in people.values()) >= FEWEST]

    if large and len(hidden) < FEWEST:
        assert found_out(of, hidden) != []


def test_no_more_are_left_out_than_are_needed():
    of = {one: {"county", "village" if one <= 10 else "town"} for one in range(1, 31)}

    assert companions_for(of, {3}, FEWEST, lambda one: one) == {1, 2, 4, 5}


def refuses(maker_id: int) -> None:
    with world.transaction():
        consent.answer(maker_id, Purpose.NAMED, Told(Way.OWN, None), yes=False)


@pytest.fixture
def eight(app: Flask) -> list[int]:
    """Eight makers of a county since two months ago, and one of another."""
    with clock.at(clock.now() - timedelta(days=70)):
        makers = [world.maker("1801") for _ in range(8)]
        world.maker("1803")
    counted()
    return makers


def listed(group: Group) -> set[int]:
    return {one.trainee_id for one in impact.people(group, 1, 99)[0]}


def test_lists_leave_out_five_where_one_asked_for_it(eight):
    month = JalaliMonth.current().plus(-1)
    refuses(eight[0])
    county = Group(month, ["1801"])
    assert len(listed(county)) == 7
    world.work()

    names = listed(county)

    assert len(names) == 3
    assert eight[0] not in names
    assert impact.unnamed(county) == 5
    assert impact.told(month, counties=["1801"])[""].people == 8
    assert {one.trainee_id for one in impact.holders(Measure.PLACED, county, 1, 99).people} == names
    assert listed(Group(month, ["1801"], state=Livelihood.NOT_YET)) == names
    assert len(listed(Group(month, ["1803"]))) == 1
    assert set(eight) - names <= impact.hidden_names()


def test_they_stay_left_out_when_she_changes_her_mind_and_nobody_more_is(eight):
    refuses(eight[0])
    world.work()
    left_out = impact.hidden_names()
    with world.transaction():
        consent.answer(eight[0], Purpose.NAMED, Told(Way.OWN, None), yes=True)
    world.work()

    assert impact.hidden_names() == left_out - {eight[0]}
    assert impact.missing_companions() == []


def test_where_nobody_asked_for_it_everybody_stands_in_the_lists(eight):
    world.work()

    assert impact.hidden_names() == frozenset()
    assert len(listed(Group(JalaliMonth.current().plus(-1), ["1801"]))) == 8


def test_months_that_are_over_find_nobody_out_either(app: Flask):
    """Who moved since is no cover for her in the months before."""
    with clock.at(clock.now() - timedelta(days=100)):
        makers = [world.maker("1803") for _ in range(9)]
    with clock.at(clock.now() - timedelta(days=70)):
        counted()
        with world.transaction():
            for one in makers[4:]:
                programme.trainee(one).county_code = "1801"
    counted()
    refuses(makers[8])
    world.work()
    months = {row.month for row in impact.own_record(makers[0], 12)}

    for month in months:
        for county in ("1801", "1803"):
            group = Group(JalaliMonth.parse(month), [county])
            nameless, people = impact.unnamed(group), impact.told(group.month, counties=[county]).get("")
            assert nameless in {0, *range(min(FEWEST, people.people if people else 0), 10)}, (month, county)


def test_a_course_within_a_county_finds_nobody_out(app: Flask):
    with clock.at(clock.now() - timedelta(days=70)):
        course = world.cohort()
        of_one = [world.maker("1801", into=course) for _ in range(10)]
        of_other = [world.maker("1803", into=course) for _ in range(6)]
        for _ in range(10):
            world.maker("1803")
    counted()
    refuses(of_other[0])
    world.work()
    month = JalaliMonth.current().plus(-1)

    nameless = impact.unnamed(Group(month, ["1803"], Cut.COHORT, str(course)))

    assert nameless >= FEWEST
    assert impact.hidden_names() & set(of_one) == set() or impact.unnamed(Group(month, ["1801"])) >= FEWEST
