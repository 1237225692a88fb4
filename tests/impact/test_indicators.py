"""Indicators say what the kept months say: shares of the right whole, middles, and nothing of too few people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import impact, programme
from app.impact import FEWEST_INCOMES, INDICATORS, Cut, Figure, Livelihood, Measure
from app.impact.indicators import Basket, _untold
from app.programme import Stage
from app.shared import clock
from app.shared.calendar import local_date
from app.shared.database import transaction
from tests import world
from tests.impact.scene import ABAN, earn
from tests.impact.test_livelihood import earns, long_ago
from tests.impact.test_months import NOW, counted

WAGE = 103_990_000


def told(measure: Measure, cut: Cut | None = None, value: str = "") -> Figure:
    return impact.figures(ABAN, cut)[value][measure]


def test_shares_are_of_everybody_with_a_place(app: Flask):
    steady, new, idle = long_ago("1801"), long_ago("1803"), long_ago("1803")
    with clock.at(ABAN.plus(-1).starts):
        world.applicant()
    earns(steady, "XXXXXX")
    earn(new, 1_000, ABAN.starts + timedelta(days=2))
    with clock.at(NOW):
        counted()

        assert (told(Measure.PLACED).value, told(Measure.SUSTAINED).numerator) == (3, 1)
        assert (told(Measure.SUSTAINED).value, told(Measure.SUSTAINED).denominator) == (33, 3)
        assert (told(Measure.SELLING).numerator, told(Measure.NO_SALE).numerator) == (2, 1)
        assert told(Measure.EARNING).numerator == 1
        assert told(Measure.SELLING, Cut.COUNTY, "1803").numerator == 1
        assert told(Measure.NO_SALE, Cut.COUNTY, "1803").value == 50
        assert told(Measure.INCOME).value is None  # of two people
        assert idle


def test_days_to_the_first_sale_count_from_the_place_to_the_money(app: Flask):
    with clock.at(ABAN.starts):
        first, second = world.maker(), world.maker("1803")
    earn(first, 5_000, ABAN.starts + timedelta(days=4))
    earn(second, 5_000, ABAN.starts + timedelta(days=10))
    with clock.at(NOW):
        counted()

        assert (told(Measure.FIRST_SALE).value, told(Measure.FIRST_SALE).n) == (7, 2)
        assert told(Measure.FIRST_SALE, Cut.COUNTY, "1803").value == 10


def test_who_finished_is_looked_at_again_half_a_year_later_and_who_left_counts(app: Flask):
    stays, falls = long_ago(), long_ago()
    for one in (stays, falls):
        [(engagement, _)] = programme.engagements_of(one)
        with clock.at(ABAN.plus(-6).starts + timedelta(days=3)), transaction():
            programme.engagement(engagement.id).move_to(Stage.COMPLETED, None)
    earns(stays, "XXXXXX")
    earns(falls, "XXX......")
    with clock.at(NOW):
        counted()
        figure = told(Measure.KEPT_HALF_YEAR)

        assert (figure.numerator, figure.denominator, figure.value) == (1, 2, 50)
        assert told(Measure.KEPT_YEAR).denominator == 0
        assert told(Measure.KEPT_YEAR).value is None


def test_who_finished_is_looked_at_again_after_the_day_it_ended_not_after_the_day_it_was_written(app: Flask):
    stays = long_ago()
    [(engagement, _)] = programme.engagements_of(stays)
    day = local_date(ABAN.plus(-6).starts) + timedelta(days=3)
    with clock.at(ABAN.starts), transaction():
        programme.complete(programme.engagement(engagement.id), None, programme.Said("از روی دفتر", on=day))
    earns(stays, "XXXXXX")
    with clock.at(NOW):
        counted()
        figure = told(Measure.KEPT_HALF_YEAR)

        assert (figure.numerator, figure.denominator) == (1, 1)


def test_every_cut_sums_to_the_whole(app: Flask):
    makers = [long_ago(county) for county in ("1801", "1803", "1803", "1805")]
    for maker_id, pattern in zip(makers, ("XXXXXX", "X", "XXX......", ""), strict=True):
        earns(maker_id, pattern)
    with clock.at(NOW):
        counted()
        whole = impact.figures(ABAN)[""]

        for cut in Cut:
            groups = impact.figures(ABAN, cut)
            for measure, figure in whole.items():
                if figure.numerator is not None:
                    assert sum(one[measure].numerator or 0 for one in groups.values()) == figure.numerator, measure
                    assert sum(one[measure].denominator or 0 for one in groups.values()) == figure.denominator, measure


def test_middles_of_money_are_in_whole_toman():
    basket = Basket(people=6, selling=6, kept=[51_003_120 + 5 * place for place in range(6)], wage=WAGE)
    quartiles = [INDICATORS[one](basket).value for one in (Measure.LOWER_QUARTILE, Measure.UPPER_QUARTILE)]

    assert INDICATORS[Measure.MEDIAN](basket).value == 51_003_130
    assert quartiles == [51_003_120, 51_003_130]


def test_middles_of_days_are_in_whole_days():
    assert INDICATORS[Measure.FIRST_SALE](Basket(first_sale_days=[3, 4])).value == 3


kept = st.lists(st.integers(-10 * WAGE, 10 * WAGE), max_size=60)


@given(kept)
def test_nothing_is_told_of_the_income_of_fewer_than_five(incomes: Sequence[int]):
    basket = Basket(people=80, selling=len(incomes), kept=list(incomes), income=sum(incomes), wage=WAGE)
    figures = {measure: of(basket) for measure, of in INDICATORS.items()}

    for measure in (Measure.LOWER_QUARTILE, Measure.MEDIAN, Measure.UPPER_QUARTILE):
        assert (figures[measure].value is None) == (len(incomes) < FEWEST_INCOMES)
    earned = sorted((one for one in incomes if one > 0), reverse=True)
    assert (figures[Measure.TOP_TENTH].value is None) == (len(earned) <= 10 * (FEWEST_INCOMES - 1))
    if len(incomes) >= FEWEST_INCOMES:
        assert 0 <= median(incomes) - (figures[Measure.MEDIAN].value or 0) < 10
        assert figures[Measure.INCOME].value == sum(incomes)
        low, middle, high = (figures[one].value or 0 for one in (
            Measure.LOWER_QUARTILE, Measure.MEDIAN, Measure.UPPER_QUARTILE,
        ))  # fmt: skip
        assert low <= middle + 1
        assert middle <= high + 1


@given(kept)
def test_nobody_counts_for_more_than_one_full_time_job(incomes: Sequence[int]):
    tenths = INDICATORS[Measure.FULL_TIME](Basket(kept=list(incomes), wage=WAGE)).value

    if 0 < len(incomes) < FEWEST_INCOMES:
        assert tenths is None
        return
    assert tenths is not None
    assert 0 <= tenths <= 10 * sum(one > 0 for one in incomes)
    assert tenths >= 10 * sum(one >= WAGE for one in incomes)


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_share_is_of_its_whole_and_of_nobody_there_is_none(part: int, rest: int):
    basket = Basket(people=part + rest)
    basket.states[Livelihood.SUSTAINED] = part
    figure = INDICATORS[Measure.SUSTAINED](basket)

    assert (figure.numerator, figure.denominator) == (part, part + rest)
    assert (figure.value is None) == (part + rest == 0)


def test_no_indicator_counts_a_course_or_a_registration_as_work():
    basket = Basket(people=7)

    working = [measure for measure, of in INDICATORS.items() if measure is not Measure.NO_SALE and of(basket).numerator]

    assert working == []


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_no_sum_of_few_is_computed_from_the_whole_and_the_others(sellers: Sequence[int]):
    baskets = {str(place): Basket(kept=[1_000] * count, wage=WAGE) for place, count in enumerate(sellers)}

    untold = _untold(baskets)

    hidden = [len(baskets[one].kept) for one in untold]
    assert untold >= {one for one, basket in baskets.items() if 0 < len(basket.kept) < FEWEST_INCOMES}
    everybody = {one for one, basket in baskets.items() if basket.kept}
    assert not untold or untold == everybody or (len(untold) > 1 and sum(hidden) >= FEWEST_INCOMES)


def test_what_went_back_counts_against_the_whole_and_is_not_told_of_few():
    of_one = Basket(people=80, income=-640_000, wage=WAGE)
    of_six = Basket(people=80, selling=6, kept=[1_000_000] * 6, income=5_360_000, wage=WAGE)

    assert INDICATORS[Measure.INCOME](of_one).value is None
    assert INDICATORS[Measure.INCOME](of_six).value == 5_360_000
    assert INDICATORS[Measure.INCOME](Basket(people=80, wage=WAGE)).value == 0
