"""The demo has voices: opinions, questions and their answers, visits, days off, and a batch that was called back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app import catalogue, opinions, orders, programme
from app.accounts import Role
from app.demo import sayings, voices
from app.demo.diary import Diary
from app.demo.helping import Helping
from app.demo.studio import Studio, studio
from app.demo.tending import Tending, fit_to_recall
from app.demo.voices import Voices
from app.opinions import AsTold, Visibility, Voice
from app.programme import HelpState
from app.shared import clock
from app.shared.database import transaction
from tests import world

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def drawing() -> Iterator[Studio]:
    with studio() as open_one:
        yield open_one


def arrived(bank, count: int) -> list[int]:
    variant = world.variant(world.maker(), world.Ware(on_hand=50))
    return [world.parcels(world.sold(bank, {variant: 1}))[0] for _ in range(count)]


def test_todays_opinions_have_photos_answers_a_report_and_one_that_is_hidden(bank, drawing):
    said = Voices(Diary(), [], world.official(Role.STAFF))

    said.showcase(arrived(bank, 9), drawing)

    world.fresh()
    found = opinions.for_staff(None, "all", 1)[1]
    assert len(found) == 9
    assert sum(bool(one.pictures) for one in found) >= 7
    assert sum(bool(one.opinion.answered_at) for one in found) == 4
    assert opinions.count_reported(None) == 1
    hidden = [one.opinion for one in found if one.opinion.state is Visibility.HIDDEN]
    assert [(one.words, one.as_told) for one in hidden] == [(sayings.INSULT, AsTold.NO)]


def test_who_had_trouble_with_it_writes_no_opinion(bank):
    parcel_id = arrived(bank, 1)[0]
    world.complain(parcel_id)

    assert voices.write(parcel_id, opinions.Said(5, AsTold.YES, "")) is None


def test_questions_are_asked_and_answered_in_both_voices_and_the_last_ones_wait():
    product = world.product(world.maker(), by=world.mentor())
    now, diary = clock.now(), Diary()
    said = Voices(diary, [world.person() for _ in range(4)], world.official(Role.STAFF))

    said.plan_questions(now, now + timedelta(days=90))
    diary.live(now + timedelta(days=90))

    world.fresh()
    asked = opinions.questions_about(product, size=100)
    given = {answer.voice for one in asked for answer in one.answers}
    assert given == {Voice.MAKER, Voice.MENTOR}
    assert opinions.waiting_in(None) >= 3
    assert len(asked) > 20


def test_mentors_visit_and_hold_sessions_and_some_steps_are_late():
    cohort = world.cohort()
    mentor, makers = world.mentor(), [world.maker(into=cohort) for _ in range(4)]
    diary, now = Diary(), clock.now()
    with transaction():
        plan = programme.cohort(cohort)
        plan.starts_on -= timedelta(days=200)

    Tending(diary, {"1801": mentor}, {"1801": makers}, world.official(Role.STAFF), now).plan(cohort)
    diary.live(now)

    world.fresh()
    cares = programme.cases_of(mentor)
    assert [one.trainee.id for one in sorted(cares, key=lambda one: one.trainee.id)] == makers
    assert all(one.last_visit for one in cares)
    assert programme.attention(cares).silent
    assert len(programme.lessons_for(mentor)) == len(sayings.LESSONS)


def test_mentors_offer_makers_ask_and_some_of_it_is_given_and_thanked_for():
    mentor, makers = world.mentor(), [world.maker() for _ in range(4)]
    diary, now = Diary(), clock.now()

    Helping(diary, {"1801": mentor}, {"1801": makers}, now).plan()
    diary.live(now)

    world.fresh()
    told = programme.undertaken(mentor_id=mentor)
    assert len(programme.offers_of(mentor)) == 2
    assert {one.trainee.id for one in told} == set(makers[:3])
    assert [one.undertaking.state for one in told] == [HelpState.GIVEN] * 4
    assert any(one.undertaking.thanks for one in told)
    assert [one.id for one, _ in programme.needs_near(programme.mentor(mentor))] == [
        programme.needs_of(makers[3])[0].id
    ]


def test_one_maker_is_away_and_another_will_be():
    makers = [world.maker() for _ in range(3)]

    Tending(Diary(), {}, {"1801": makers}, world.official(Role.STAFF), clock.now()).days_off()

    world.fresh()
    assert len(catalogue.away(makers)) == 1
    assert sum(len(catalogue.leaves_of(maker)) for maker in makers) == 2


def test_only_what_another_maker_sells_too_is_called_back_and_its_buyers_know(bank):
    alone = world.product(world.maker(), world.Ware(good=world.TAHINI, title="ارده"))
    one, other = (world.product(world.maker()) for _ in range(2))
    variant = catalogue.variants_of([other])[other][0].id
    world.sold(bank, {variant: 2})
    tending = Tending(Diary(), {}, {}, world.official(Role.STAFF), clock.now())

    assert fit_to_recall([alone]) is None
    tending.call_back([alone, one, other])

    world.fresh()
    begun = catalogue.recalls(None)
    figures = orders.recall_figures(one.id for one in begun)[begun[0].id]
    assert [one.product_id for one in begun] == [other]
    assert (figures.buyers, figures.told) == (1, 1)
