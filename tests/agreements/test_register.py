"""The register of questions: raised, asked, answered from somewhere or closed with a reason."""

from __future__ import annotations

import pytest

from app import agreements
from app.accounts import Role
from app.agreements import AmbiguityState, Answered, AskedOf
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.states import MoveRefused
from tests import world
from tests.agreements import told

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def by(app) -> int:
    return world.official(Role.STAFF)


def ask(number, by, day):
    with transaction():
        agreements.ask(agreements.ambiguity(number), AskedOf("وزارت", "۲۲۰", day), by)


def answer(number, by, **more):
    with transaction():
        told_so = Answered(**{"words": "با مجری است", "answered_on": today(), "source": "نامهٔ ۳۳"} | more)
        agreements.answer(agreements.ambiguity(number), told_so, by)


def test_a_question_is_asked_and_answered_and_says_what_it_changed(by):
    level = told.level(told.contract(by), by, told.undefined())
    number = told.question(by, level_id=level)
    ask(number, by, told.ago(10))
    answer(number, by, changed_level_id=level, changed_rule="obstacle.mentor_days")
    world.fresh()

    found = agreements.ambiguity(number)
    assert (found.state, found.changed_level_id, found.changed_rule) == (
        AmbiguityState.ANSWERED,
        level,
        "obstacle.mentor_days",
    )
    assert found.contract_id == agreements.level(level).contract_id
    assert agreements.days_open(found.raised_on, found.ended_on) == 20
    assert agreements.count_unanswered() == 0


def test_an_answer_needs_an_asking_words_a_source_and_a_day_after_it(by):
    number = told.question(by)
    with pytest.raises(MoveRefused):
        answer(number, by)
    with pytest.raises(agreements.DayWrong):
        ask(number, by, told.ago(21))
    ask(number, by, told.ago(10))
    for wrong in ({"words": ""}, {"source": " "}):
        with pytest.raises(agreements.WordsMissing):
            answer(number, by, **wrong)
    with pytest.raises(agreements.DayWrong):
        answer(number, by, answered_on=told.ago(11))
    with pytest.raises(agreements.WordsMissing), transaction():
        agreements.close(agreements.ambiguity(number), "", by)
    with transaction():
        agreements.close(agreements.ambiguity(number), "وزارت عوض شد", by)
    assert agreements.ambiguity(number).state is AmbiguityState.UNANSWERED


def test_what_is_open_comes_first_the_oldest_first(by):
    young, shut, old = told.question(by, since=2), told.question(by, since=90), told.question(by, since=50)
    with transaction():
        agreements.close(agreements.ambiguity(shut), "دیگر مهم نیست", by)
    world.fresh()

    assert [one.id for one in agreements.ambiguities().found] == [old, young, shut]
    assert agreements.count_unanswered() == 2
