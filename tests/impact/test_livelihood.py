"""Who earns a living: one standing for each, sums that agree, and answers of past days that never change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import impact, programme
from app.impact import Cut, Livelihood, Standings, Steadiness, tallies, tally
from app.impact.livelihood import QUARTER, Record, longest_rest, standing
from app.programme import Stage
from app.shared import clock, rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.impact.scene import ABAN, correct, earn

RULES = Steadiness()
ENOUGH = 40_000_000
NOW = ABAN.ends


def months(pattern: str) -> Record:
    """X: an income month; s: something sold, too little; a dot: nothing. The last is the newest."""
    padded = pattern.rjust(RULES.looked_at, ".")
    return Record([one == "X" for one in padded], [one != "." for one in padded])


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        ("", Livelihood.NOT_YET),
        ("s", Livelihood.ACTIVE),
        ("s..", Livelihood.ACTIVE),
        ("s...", Livelihood.NOT_YET),
        ("s......", Livelihood.LEFT),
        ("XX", Livelihood.ACTIVE),
        ("XXX", Livelihood.EMERGING),
        ("X.X..X", Livelihood.EMERGING),
        ("XXXXX", Livelihood.EMERGING),
        ("XXXXXX", Livelihood.SUSTAINED),
        ("X.X.X..X.X.X", Livelihood.SUSTAINED),
        ("XXX...X.X.X", Livelihood.EMERGING),
        ("XXXXXX..", Livelihood.SUSTAINED),
        ("XXXXXX...", Livelihood.EMERGING),
        ("XXXXXX....", Livelihood.AT_RISK),
        ("XXXXXX......", Livelihood.AT_RISK),
        ("XXX......", Livelihood.AT_RISK),
        ("XXX.........", Livelihood.LEFT),
    ],
)
def test_where_months_lead(pattern, where):
    assert standing(months(pattern), RULES) is where


def test_who_gave_up_her_place_has_left_whatever_she_earned():
    one = months("XXXXXXXXXXXX")

    assert standing(Record(one.income, one.sold, gave_up=True), RULES) is Livelihood.LEFT


def test_a_season_s_rest_is_none_in_a_trade_that_rests():
    rules = Steadiness(season_trades=frozenset({"dates"}))
    one = months("XXX....XXX")

    assert standing(one, rules) is Livelihood.EMERGING
    assert standing(Record(one.income, one.sold, "dates"), rules) is Livelihood.SUSTAINED


flags = st.lists(st.sampled_from("Xs."), min_size=RULES.looked_at, max_size=RULES.looked_at).map("".join)


@settings(deadline=None)
@given(flags, st.integers(0, RULES.looked_at - 1))
def test_one_more_income_month_never_makes_a_living_less(pattern: str, place: int):
    order = [Livelihood.SUSTAINED, Livelihood.EMERGING, Livelihood.ACTIVE]
    lower = standing(months(pattern), RULES)
    raised = standing(months(pattern[:place] + "X" + pattern[place + 1 :]), RULES)

    if lower is Livelihood.EMERGING:
        assert raised in order[:2]
    # The last year alone decides that; an earlier month can only open a longer rest before it.
    if lower is Livelihood.SUSTAINED and place >= QUARTER and "X" in pattern[QUARTER:place]:
        assert raised is Livelihood.SUSTAINED


@given(st.lists(st.booleans(), max_size=20))
def test_the_longest_rest_is_counted_from_the_first_income_on(found: list[bool]):
    told = "".join("X" if one else "." for one in found).lstrip(".")

    assert longest_rest(found) == max((len(rest) for rest in told.split("X")), default=0)


def seen(month: JalaliMonth = ABAN, **how: object) -> Standings:
    world.fresh()
    return impact.standings(month, **how)  # type: ignore[arg-type]


def where(maker_id: int, month: JalaliMonth = ABAN, **how: object) -> Livelihood:
    [found] = [one for one in seen(month, **how).stands if one.trainee_id == maker_id]
    return found.livelihood


def long_ago(county: str = "1801") -> int:
    with clock.at(ABAN.plus(-20).starts):
        return world.maker(county)


def earns(maker_id: int, pattern: str, last: JalaliMonth = ABAN) -> None:
    for step, one in enumerate(reversed(pattern)):
        if one == "X":
            earn(maker_id, ENOUGH, last.plus(-step).starts + timedelta(days=3))


def test_the_ledger_alone_says_who_is_sustained(app: Flask):
    steady, new, idle = long_ago(), long_ago(), long_ago()
    earns(steady, "XXXXXX")
    earns(new, "XXX")

    assert [where(one) for one in (steady, new, idle)] == [
        Livelihood.SUSTAINED, Livelihood.EMERGING, Livelihood.NOT_YET,
    ]  # fmt: skip


def test_what_was_posted_after_the_day_is_a_revision_and_leaves_the_old_answer_as_it_was(app: Flask):
    maker_id = long_ago()
    earns(maker_id, "XXXXXX")
    before = where(maker_id, as_of=NOW)
    correct(maker_id, -ENOUGH, happened=ABAN.starts + timedelta(days=3), posted=NOW + timedelta(days=5))

    assert before is Livelihood.SUSTAINED
    assert where(maker_id, as_of=NOW) is Livelihood.SUSTAINED
    assert where(maker_id) is Livelihood.EMERGING


def rulebook_set(name: str, value: int) -> None:
    rule = next(one for one in rulebook.all_rules() if one.name == name)
    with transaction():
        rulebook.set_rule(rule, value, source="صورت‌جلسه", by=None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 14), st.sampled_from([ENOUGH, -ENOUGH, 1_000])),
        max_size=12,
    )
)
def test_what_comes_later_never_changes_an_answer_of_a_past_day(app: Flask, later: Sequence[tuple[int, int, int]]):
    makers = [long_ago(), long_ago("1803"), long_ago()]
    earns(makers[0], "XXXXXX")
    earns(makers[1], "XXX...")

    def answers() -> list[tuple[int, Livelihood]]:
        told = [one for month in (ABAN, ABAN.plus(-2)) for one in seen(month, as_of=NOW).stands]
        return [(one.trainee_id, one.livelihood) for one in told if one.trainee_id in makers]

    before = answers()
    for who, days, rials in later:
        earn(makers[who], rials, NOW + timedelta(days=1 + days))
    with clock.at(NOW + timedelta(days=20)):
        world.maker("1802")
        rulebook_set("livelihood.threshold_bps", 9_000)

    assert answers() == before


def test_whoever_enrolls_or_leaves_later_changes_nothing_of_before(app: Flask):
    maker_id = long_ago()
    earns(maker_id, "XXXXXX")
    with clock.at(NOW + timedelta(days=3)):
        world.maker()
        [(engagement, _)] = programme.engagements_of(maker_id)
        with transaction():
            programme.engagement(engagement.id).move_to(Stage.WITHDRAWN, None)

    then, now = seen(as_of=NOW), seen(ABAN.plus(1))
    assert [one.livelihood for one in then.stands] == [Livelihood.SUSTAINED]
    assert tally(now.stands).of(Livelihood.LEFT) == 1
    assert tally(now.stands).people == 2


def test_groups_sum_to_the_whole(app: Flask):
    makers = [long_ago(county) for county in ("1801", "1801", "1803", "1805")]
    earns(makers[0], "XXXXXX")
    earns(makers[2], "XXX")
    known = seen()

    for cut in Cut:
        told = tallies(known.stands, cut)
        for state in Livelihood:
            assert sum(one.of(state) for one in told.values()) == tally(known.stands).of(state)
    assert tallies(known.stands, Cut.COUNTY)["1801"].of(Livelihood.SUSTAINED) == 1
    assert [one.trainee_id for one in known.within({"1803"}).stands] == [makers[2]]


def test_an_applicant_is_not_counted_and_a_registration_is_no_living(app: Flask):
    with clock.at(ABAN.plus(-1).starts):
        world.applicant()

    assert seen().stands == ()
