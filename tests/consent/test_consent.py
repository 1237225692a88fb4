"""What she says holds from then on, for what she said it, and answers of past days keep what was known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import consent, impact
from app.consent import NEEDED, WORDING, Purpose, Standing, Told, Way
from app.consent.rules import needed_since
from app.impact import Indicator, Measure
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from app.words.consent import ASKED, INTRODUCTION
from tests import world
from tests.impact.scene import ABAN, actual, earn, goal, reached
from tests.web.browsing import deliver

ENOUGH = 40_000_000
OVER = JalaliMonth.current().plus(-1)


def says(maker_id: int, *, yes: bool, purpose: Purpose = Purpose.FIGURES, way: Way = Way.OWN) -> bool:
    with transaction():
        return consent.answer(maker_id, purpose, Told(way, world.person_of(maker_id)), yes=yes)


def long_ago(county: str = "1801") -> int:
    with clock.at(ABAN.plus(-20).starts):
        return world.maker(county)


def need_a_yes(since: datetime) -> None:
    with clock.at(since), transaction():
        rulebook.set_rule(NEEDED, 1, source="صورت‌جلسه", by=None)


def test_the_newest_answer_holds_and_the_same_twice_is_kept_once(app: Flask):
    maker_id = long_ago()
    assert consent.standing(maker_id)[Purpose.FIGURES] is Standing.TOLD

    told = [says(maker_id, yes=one) for one in (False, False, True, True, False)]

    assert told == [True, False, True, False, True]
    assert consent.standing(maker_id) == {Purpose.FIGURES: Standing.NO, Purpose.NAMED: Standing.TOLD}
    assert [one.yes for one in consent.history(maker_id)] == [False, True, False]
    assert {one.wording for one in consent.history(maker_id)} == {WORDING}


def test_who_is_placed_once_a_yes_is_needed_is_counted_with_it_alone(app: Flask):
    before = world.maker()
    need_a_yes(clock.now())
    silent, willing = world.maker(), world.maker()
    says(willing, yes=True)

    assert consent.refused(Purpose.FIGURES) == {silent}
    assert consent.standing(silent)[Purpose.NAMED] is Standing.UNASKED
    assert consent.standing(before)[Purpose.NAMED] is Standing.TOLD
    assert consent.unasked(silent)
    assert consent.unasked(willing)


def test_the_paper_of_a_list_is_a_yes_to_everything(app: Flask):
    need_a_yes(clock.now())
    new = world.maker()
    with transaction():
        consent.on_paper([new], None)

    assert consent.standing(new) == dict.fromkeys(Purpose, Standing.YES)
    assert not consent.unasked(new)


def test_a_need_without_a_break_goes_back_to_its_beginning():
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 6)]

    assert needed_since([]) is None
    assert needed_since(zip(days, [1, 1, 1], strict=False)) == days[0]
    assert needed_since(zip(days, [1, 0, 1], strict=False)) == days[2]
    assert needed_since(zip(days, [1, 1, 0], strict=False)) is None


def test_whoever_changes_the_words_raises_the_version():
    sentences = [INTRODUCTION, *(words for pair in ASKED.values() for words in pair)]
    told = "\n".join(str(one) for one in sentences)

    assert (WORDING, hashlib.sha256(told.encode()).hexdigest()[:12]) == (2, "acb3ccfc990e")


def test_a_goal_counts_her_neither_above_nor_below_and_says_so(app: Flask):
    makers = [long_ago(), long_ago()]
    for one in makers:
        earn(one, 5_000)
    number = goal(Indicator.INCOME)
    assert reached(number) == (10_000, 2)

    says(makers[0], yes=False)

    assert reached(number) == (5_000, 1)
    assert impact.aside_of(impact.goal(number)) == 1
    assert [one.maker_id for one in impact.makers_behind(impact.goal(number))] == [makers[1]]


def test_answers_of_a_past_day_keep_the_consent_of_that_day(app: Flask):
    maker_id = long_ago()
    earn(maker_id, ENOUGH)
    says(maker_id, yes=False)

    assert impact.standings(ABAN).stands == ()
    [then] = impact.standings(ABAN, as_of=ABAN.ends).stands
    assert then.trainee_id == maker_id


def test_the_kept_months_leave_her_out_of_what_is_now_and_of_what_it_is_compared_with(app: Flask):
    maker_id, other = long_ago(), long_ago("1803")
    deliver()
    says(maker_id, yes=False)

    assert impact.told(OVER)[""].people == 1
    both = impact.then_and_now(OVER)[""]
    assert (both.then.people, both.now.people) == (1, 1)
    assert impact.left_out(OVER, impact.Cut.COUNTY) == {"1801": 1}
    assert impact.figures(OVER)[""][Measure.PLACED].value == 1
    assert [one.trainee_id for one in impact.people(impact.Group(OVER), 1, 9)[0]] == [other]


def test_who_is_not_to_be_named_is_in_no_list_and_counted_beside_no_standing(app: Flask):
    best, other = long_ago(), long_ago()
    earn(best, ENOUGH, OVER.starts)
    earn(other, 1_000, OVER.starts)
    deliver()
    says(best, yes=False, purpose=Purpose.NAMED)

    everybody, whole = impact.people(impact.Group(OVER), 1, 9)
    active, listed = impact.people(impact.Group(OVER, state=impact.Livelihood.ACTIVE), 1, 9)

    assert ([one.trainee_id for one in everybody], whole) == ([other], 1)
    assert impact.unnamed(impact.Group(OVER)) == 1
    assert ([one.trainee_id for one in active], listed) == ([other], 1)
    assert impact.unnamed(impact.Group(OVER, state=impact.Livelihood.ACTIVE)) == 0
    assert impact.told(OVER)[""].of(impact.Livelihood.ACTIVE) == 2


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["yes", "no", "sale"])), max_size=8)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_in_any_order_of_answers_and_sales_no_figure_has_who_said_no(app: Flask, steps: Sequence[tuple[int, str]]):
    makers, earned = [long_ago(), long_ago("1803"), long_ago()], [0, 0, 0]
    mine, refusing = set(makers), set[int]()
    number = goal(Indicator.INCOME)
    before = reached(number)[0]
    for place, (who, what) in enumerate(steps):
        if what == "sale":
            earn(makers[who], 10 ** (4 + who), ABAN.starts + timedelta(hours=place))
            earned[who] += 10 ** (4 + who)
        else:
            says(makers[who], yes=what == "yes")
            (refusing.discard if what == "yes" else refusing.add)(makers[who])
    counted = [one not in refusing for one in makers]

    told, stands = actual(number), impact.standings(ABAN).stands
    assert told.numerator == before + sum(rials for rials, in_it in zip(earned, counted, strict=True) if in_it)
    assert {one.trainee_id for one in stands} & mine == mine - refusing
    assert set(impact.movers(ABAN, ["1801", "1803"])) & refusing == set()
    assert not {one.maker_id for one in impact.makers_behind(impact.goal(number))} & refusing
    with transaction():
        impact.drop_goal(impact.goal(number), world.person_of(makers[0]))
