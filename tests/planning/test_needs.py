"""What a county needs: its figures by trade, a score out of answers, and a study that stands once it is final."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app import orders, places, planning, programme, search
from app.accounts import Role
from app.planning import Answer, Gap, NeedState, Question, TradeNeed
from app.planning.figures import from_text, kept_text
from app.planning.rules import score
from app.programme import Engagement, Stage
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.states import MoveRefused
from tests import world
from tests.planning import told

HOME, ELSEWHERE = "1801", "1805"
MARKS = st.dictionaries(st.sampled_from(Question), st.integers(0, 4), min_size=1)
WEIGHTS = st.fixed_dictionaries({one: st.integers(0, 9) for one in Question})


def registered(count: int, trade: str | None, county: str = HOME, *, placed: bool = False) -> None:
    for _ in range(count):
        number = world.applicant(county)
        with transaction():
            one = programme.engagement(number)
            programme.trainee(one.trainee_id).trade_code = trade
            if placed:
                programme.accept(one, None)


def row(trade: str, county: str = HOME) -> planning.TradeNeed:
    return next(one for one in planning.figures_of(told.year())[county].trades if one.trade == trade)


@given(MARKS, WEIGHTS)
def test_a_score_lies_between_its_marks_and_never_falls_when_a_mark_rises(marks, weights):
    reached = score(marks, weights)
    if not sum(weights[one] for one in marks):
        assert reached is None
        return
    weighed = [25 * marks[one] for one in marks if weights[one]]
    assert min(weighed) <= reached <= max(weighed)
    for one in marks:
        assert score(marks | {one: min(4, marks[one] + 1)}, weights) >= reached


@given(*[st.integers(0, 10_000)] * 3, st.integers(1, 100), st.integers(1, 100))
def test_a_gap_is_the_difference_of_the_parts_that_are_shown(ordered, searches, makers, per_piece, per_maker):
    gap = Gap(ordered, searches, makers, per_piece, per_maker)

    assert gap.short == gap.wanted - gap.made
    assert gap.wanted == ordered + searches // per_piece
    assert gap.made == makers * per_maker


@pytest.mark.usefixtures("app")
def test_a_countys_figures_are_told_by_trade(bank):
    registered(3, "mats")
    registered(2, "mats", placed=True)
    registered(1, "mats", ELSEWHERE)
    maker = world.maker(ELSEWHERE)
    sold = world.sold(bank, {world.variant(maker): 2})
    world.mentor(HOME)
    world.work()
    with transaction():
        search.count_search("زنبیل", 1, {"mat_palm": 1}, HOME)
    assert orders.order(sold).county_code == HOME

    here = row("mats")
    assert (here.registrants, here.placed, here.makers, here.mentors) == (5, 2, 0, 0)
    assert (here.searches, here.orders, here.pieces) == (1, 1, 2)
    assert row("mats", ELSEWHERE).makers == 1
    assert row("").mentors == 1


@pytest.mark.usefixtures("app")
def test_an_order_of_two_trades_is_one_order_of_its_county(bank):
    maker = world.maker(ELSEWHERE)
    food = world.variant(maker, world.Ware(good=world.TAHINI, title="ارده"))
    sold = world.sold(bank, {world.variant(maker): 2, food: 1})
    assert orders.order(sold).county_code == HOME

    here = planning.figures_of(told.year())[HOME]
    assert sorted(one.orders for one in here.trades if one.orders) == [1, 1]
    assert (here.whole("orders"), here.whole("pieces")) == (1, 3)


@pytest.mark.usefixtures("app")
def test_what_was_kept_before_orders_were_counted_once_is_told_as_it_was():
    old = planning.figures_of(told.year())[HOME]
    plain = json.loads(kept_text(replace(old, trades=(TradeNeed("mats", orders=2), TradeNeed("food", orders=1)))))
    del plain["orders"]

    assert from_text(json.dumps(plain)).whole("orders") == 3


@pytest.mark.usefixtures("app")
def test_figures_read_before_are_kept_and_those_of_another_county_are_not():
    by = world.official(Role.STAFF)
    registered(6, "mats")
    before = planning.figures_of(told.year())
    registered(6, "mats")
    read, other = told.study(HOME, marks=2), told.study(ELSEWHERE, marks=2)
    with transaction():
        for number in (read, other):
            planning.finish(planning.study(number), by, before[HOME])

    kept = planning.counties_in(told.year())
    assert (kept[HOME].figures.whole("registrants"), kept[HOME].figures.as_of) == (
        6,
        before[HOME].as_of.replace(microsecond=0),
    )
    assert (kept[ELSEWHERE].figures.county_code, kept[ELSEWHERE].figures.whole("registrants")) == (ELSEWHERE, 0)


@pytest.mark.usefixtures("app")
def test_villages_are_counted_and_those_with_somebody_registered():
    village = next(one for one in places.localities_of(HOME) if one.kind is places.LocalityKind.VILLAGE)
    numbers = [world.applicant(HOME), world.applicant(HOME)]
    with transaction():
        for number in numbers:
            programme.trainee(programme.engagement(number).trainee_id).locality_code = village.code

    here = planning.figures_of(told.year())[HOME]
    assert here.reached == 1
    assert here.villages > 10


@pytest.mark.usefixtures("app")
def test_few_people_are_told_by_no_number_not_even_by_the_sum():
    registered(7, "mats")
    registered(2, "rugs")
    registered(30, "dates")
    hidden = planning.figures_of(told.year())[HOME].hidden()

    assert ("rugs", "registrants") in hidden
    assert len([one for one in hidden if one[1] == "registrants"]) == 2
    assert ("dates", "registrants") not in hidden


@pytest.mark.usefixtures("app")
def test_a_trade_without_a_mentor_is_named_until_one_comes():
    registered(1, "mats")
    assert planning.figures_of(told.year())[HOME].unmentored == ["mats"]
    mentor = world.mentor(HOME)
    with transaction():
        programme.mentor(mentor).trade_code = "mats"

    assert planning.figures_of(told.year())[HOME].unmentored == []


@pytest.mark.usefixtures("app")
def test_a_study_is_one_a_year_and_begins_with_last_years_answers():
    before = told.final(marks=3, of=told.year() - 1)
    number = told.study()

    assert told.study() == number
    assert planning.study(number).copied_from == before
    assert [(one.mark, one.words) for one in planning.answers_of(number)] == [(3, "نمونه")] * 5
    assert planning.study(number).state is NeedState.DRAFT


@pytest.mark.usefixtures("app")
def test_what_is_final_stays_as_it_was_that_day():
    by = world.official(Role.STAFF)
    registered(6, "mats")
    number = told.final(marks=2)
    registered(6, "mats")
    with transaction():
        rulebook.set_rule(planning.WEIGHTS[Question.ROADS], 9, source="test", by=by)

    kept = planning.counties_in(told.year())[HOME]
    assert (kept.final, kept.score, kept.figures.whole("registrants")) == (True, 50, 6)
    with pytest.raises(planning.StudyFinal), transaction():
        planning.answer(planning.study(number), {Question.ROADS: Answer(4)}, by)
    with pytest.raises(MoveRefused), transaction():
        planning.finish(planning.study(number), by)
    with pytest.raises(DatabaseError), transaction():
        session().execute(text("UPDATE need_study SET score = 99"))


@pytest.mark.usefixtures("app")
def test_nothing_is_final_before_every_question_is_answered():
    by, number = world.official(Role.STAFF), told.study()
    with transaction():
        planning.answer(planning.study(number), {Question.ROADS: Answer(4)}, by)

    with pytest.raises(planning.StudyIncomplete), transaction():
        planning.finish(planning.study(number), by)
    assert planning.counties_in(told.year())[HOME].score == 100


@pytest.mark.usefixtures("app")
def test_no_study_of_another_province_or_a_year_to_come():
    with pytest.raises(NotFound):
        told.study("0101")
    with pytest.raises(planning.YearOutOfRange):
        told.study(of=told.year() + 1)


@pytest.mark.usefixtures("app")
def test_a_year_that_is_over_tells_who_had_a_place_when_it_ended():
    year = told.year() - 1
    with clock.at(JalaliMonth(year, 6).starts):
        registered(5, "sewing", placed=True)
        registered(6, "sewing")
    waiting = [one.id for one in session().scalars(select(Engagement)) if one.state is Stage.APPLIED]
    with transaction():
        for number in waiting:
            programme.accept(programme.engagement(number), None)
    registered(7, "sewing", placed=True)

    def sewing(of: int) -> tuple[int, int]:
        one = next(one for one in planning.figures_of(of)[HOME].trades if one.trade == "sewing")
        return one.registrants, one.placed

    assert sewing(year) == (11, 5)
    assert sewing(year + 1) == (18, 18)
