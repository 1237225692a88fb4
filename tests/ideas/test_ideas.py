"""Ideas: a draft is hers alone, what she sends is answered in words, taken further or kindly set aside."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import ideas, programme
from app.accounts import Role
from app.ideas import Further, IdeaState, NewIdea
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.ideas import box

pytestmark = pytest.mark.usefixtures("app")
HOME, ELSEWHERE = "1801", "1805"


@pytest.fixture
def mentor(app) -> int:
    return world.mentor()


def hers(mentor):
    return world.person_of(world.cared_for(mentor))


def test_a_draft_is_seen_by_whose_it_is_alone(mentor):
    who = hers(mentor)
    draft = box.draft(who)
    world.fresh()

    assert [one.id for one in ideas.of_person(who).found] == [draft]
    assert ideas.for_mentor(programme.mentor(mentor)).found == []
    assert ideas.for_staff(None).found == []
    with pytest.raises(NotFound):
        ideas.own(draft, world.person())
    with transaction():
        ideas.send(ideas.own(draft, who), who)
    world.fresh()
    assert [one.id for one in ideas.for_mentor(programme.mentor(mentor)).found] == [draft]
    assert ideas.count_waiting(None) == 1
    assert ideas.for_mentor(programme.mentor(world.mentor())).found == []


def test_what_is_sent_stays_as_it_was(mentor):
    person = hers(mentor)
    number = box.sent(person)

    with pytest.raises(MoveRefused), transaction():
        ideas.keep(ideas.own(number, person), NewIdea("چیزِ دیگر"))
    with pytest.raises(DatabaseError), transaction():
        session().execute(text("UPDATE idea SET making = 'x'"))
    with pytest.raises(MoveRefused), transaction():
        ideas.discard(ideas.own(number, person), person)


def test_an_idea_becomes_a_need_that_mentors_of_the_county_see(mentor):
    person, by = hers(mentor), world.official(Role.STAFF)
    number = box.sent(person)
    with transaction():
        ideas.take_further(ideas.staffs_idea(number, None), Further.NEED, "با رنگرز حرف می‌زنم", "k", by)
    world.fresh()

    found = ideas.own(number, person)
    needs = programme.needs_of(found.trainee_id)
    assert (found.state, found.way) == (IdeaState.FURTHER, Further.NEED)
    assert [one.id for one in needs] == [found.need_id]
    assert [one.words for one in ideas.words_of([number])[number]] == ["با رنگرز حرف می‌زنم"]


def test_whoever_sets_aside_says_kindly_why_and_may_think_better(mentor):
    person, by = hers(mentor), world.official(Role.STAFF)
    number = box.sent(person)
    with pytest.raises(ideas.WordMissing), transaction():
        ideas.set_aside(ideas.staffs_idea(number, None), " ", "a", by)
    with transaction():
        ideas.set_aside(ideas.staffs_idea(number, None), "تا پروانه نیاید نه", "b", by)
    with transaction():
        ideas.take_further(ideas.staffs_idea(number, None), Further.OTHER, "پروانه آمد", "c", by)

    assert ideas.own(number, person).state is IdeaState.FURTHER
    assert ideas.own(number, person).need_id is None


def test_staff_of_a_county_see_that_county_alone(mentor):
    number = box.sent(world.person_of(world.maker(HOME)))
    elsewhere = box.sent(world.person())
    world.fresh()

    assert [one.id for one in ideas.for_staff(frozenset({HOME})).found] == [number]
    assert ideas.for_staff(frozenset({ELSEWHERE})).found == []
    assert {one.id for one in ideas.for_staff(None).found} == {number, elsewhere}


def test_an_idea_has_a_name_and_says_what_before_it_is_sent(mentor):
    person = hers(mentor)
    with pytest.raises(ideas.IdeaIncomplete):
        box.draft(person, NewIdea(" "))
    number = box.draft(person, NewIdea("نامش"))
    with pytest.raises(ideas.IdeaIncomplete), transaction():
        ideas.send(ideas.own(number, person), person)
    with transaction():
        ideas.discard(ideas.own(number, person), person)
    with pytest.raises(NotFound):
        ideas.own(number, person)
