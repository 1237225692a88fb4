"""Questions in the open: who asks, who answers as what, and what is hidden."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app import accounts, opinions, programme
from app.accounts import Role
from app.opinions import HideReason, Question, Voice
from app.shared import audit
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def answered(question_id: int, voice: Voice, words: str = "آری", by: int | None = None) -> int:
    world.fresh()
    giver = by or world.person()
    with transaction():
        found = opinions.staffs_question(None, question_id).question
        return opinions.answer_question(found, voice, "زهرا", words, giver).id


def test_a_question_waits_for_its_maker_and_its_mentor_until_somebody_answers():
    maker, mentor, other = world.maker(), world.mentor(), world.mentor()
    question = world.question(world.product(maker, by=mentor))

    assert (opinions.waiting_for_maker(maker), opinions.waiting_for_mentor(mentor)) == (1, 1)
    assert opinions.waiting_for_mentor(other) == 0
    with pytest.raises(NotFound):
        opinions.mentors_question(programme.mentor(other), question)

    answered(question, Voice.MENTOR)
    world.fresh()
    assert (opinions.waiting_for_maker(maker), opinions.waiting_for_mentor(mentor)) == (0, 0)


def test_each_voice_answers_once():
    question = world.question(world.product(world.maker()))
    for voice in Voice:
        answered(question, voice)

    with pytest.raises(opinions.AnsweredAlready):
        answered(question, Voice.MAKER)

    world.fresh()
    view = opinions.staffs_question(None, question)
    assert [one.voice for one, _ in view.shown_answers] == list(Voice)


def test_two_answers_of_one_voice_at_the_same_moment_are_one(app):
    question, givers = world.question(world.product(world.maker())), [world.person(), world.person()]

    outcomes = world.at_once(app, *(lambda by=by: answered(question, Voice.STAFF, by=by) for by in givers))

    assert sum(isinstance(one, opinions.AnsweredAlready) for one in outcomes) == 1
    assert len(opinions.staffs_question(None, question).answers) == 1


def test_the_same_question_twice_is_one():
    product, buyer = world.product(world.maker()), world.person()

    assert world.question(product, by=buyer) == world.question(product, by=buyer)
    world.fresh()
    assert session().scalar(select(func.count()).select_from(Question)) == 1


@pytest.mark.parametrize("who", ["maker", "mentor", "somebody with her number"])
def test_nobody_asks_about_her_own(who):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, by=mentor)
    her = world.person_of(maker)
    by = {
        "maker": lambda: her,
        "mentor": lambda: programme.mentor(mentor).person_id,
        "somebody with her number": lambda: world.person(mobile=accounts.person(her).mobile),
    }[who]()

    with pytest.raises(opinions.Interested):
        world.question(product, by=by)


def test_numbers_are_veiled_and_the_original_is_seen_with_a_trace():
    question = world.question(world.product(world.maker()), "زنگ بزنید ۰۹۱۷۱۲۳۴۵۶۷")
    answered(question, Voice.MAKER, "نشانی: a@b.com")
    staff = world.official(Role.STAFF)
    view = opinions.staffs_question(None, question)

    assert view.words == "زنگ بزنید •••"
    assert [words for _, words in view.shown_answers] == ["نشانی: •••"]
    with transaction():
        seen = opinions.originals(opinions.staffs_question(None, question), staff)
    assert seen == ["زنگ بزنید ۰۹۱۷۱۲۳۴۵۶۷", "نشانی: a@b.com"]
    assert [row.act for row in audit.of("question", question)] == ["question_original_seen"]


def test_a_hidden_answer_leaves_the_question_open_again_and_a_hidden_question_is_gone():
    maker = world.maker()
    product = world.product(maker)
    question, staff = world.question(product), world.official(Role.STAFF)
    answered(question, Voice.MAKER)

    world.fresh()
    with transaction():
        opinions.hide_words(opinions.staffs_question(None, question).answers[0], HideReason.INSULT, staff)
    assert opinions.waiting_for_maker(maker) == 1

    with transaction():
        opinions.hide_words(opinions.staffs_question(None, question).question, HideReason.ADVERT, staff)
    assert opinions.questions_about(product) == []
    assert opinions.waiting_for_maker(maker) == 0
    with pytest.raises(NotFound):
        answered(question, Voice.STAFF)
