"""Rules that hold from a day on."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from app.shared import clock, rulebook
from app.shared.database import transaction
from app.shared.rulebook import BeginsInPast, RuleRow
from tests import world

pytestmark = pytest.mark.usefixtures("app")
FEE = rulebook.define("test.fee", 300, "basis points", "the contract")
WAGE = rulebook.define_for_figures("test.wage", 100, "rial", "the decree")
TITLE = rulebook.define("test.title", "پیشران", "words", "the programme")
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def set_from(moment: datetime, value: int) -> None:
    with clock.at(min(moment, NOW)), transaction():
        rulebook.set_rule(FEE, value, source="letter 12", by=None, valid_from=moment)


def test_a_rule_nobody_has_set_is_its_default():
    assert rulebook.number(FEE) == rulebook.current(FEE) == 300
    assert rulebook.words(TITLE) == "پیشران"


def test_each_figure_is_counted_with_the_rule_of_its_day():
    set_from(NOW - 20 * DAY, 400)
    set_from(NOW + 5 * DAY, 500)

    with clock.at(NOW):
        assert rulebook.number(FEE) == 400
    assert rulebook.number(FEE, NOW - 21 * DAY) == 300
    assert rulebook.number(FEE, NOW - 20 * DAY) == 400
    assert rulebook.number(FEE, NOW + 5 * DAY - timedelta(microseconds=1)) == 400
    assert rulebook.number(FEE, NOW + 5 * DAY) == 500


def test_of_two_values_from_one_moment_the_later_word_holds():
    set_from(NOW - DAY, 400)
    set_from(NOW - DAY, 450)

    assert rulebook.number(FEE, NOW) == 450
    assert [row.value for row in rulebook.rows_of(FEE)] == ["450", "400"]


def test_what_people_have_acted_by_can_not_be_another_on_a_day_that_is_past():
    with pytest.raises(BeginsInPast), clock.at(NOW), transaction():
        rulebook.set_rule(FEE, 400, source="letter 12", by=None, valid_from=NOW - timedelta(seconds=1))

    assert rulebook.rows_of(FEE) == []


def test_a_rule_of_figures_may_begin_before_it_is_written_and_who_asks_of_the_day_before_does_not_see_it():
    with clock.at(NOW), transaction():
        rulebook.set_rule(WAGE, 120, source="decree 1", by=None, valid_from=NOW - 100 * DAY)

    assert rulebook.number(WAGE, NOW - 50 * DAY) == 120
    assert rulebook.number(WAGE, NOW - 101 * DAY) == 100
    assert rulebook.number(WAGE, NOW - 50 * DAY, known=NOW - DAY) == 100
    assert rulebook.number(WAGE, NOW - 50 * DAY, known=NOW) == 120
    assert rulebook.in_force(WAGE, NOW).source == "decree 1"
    assert rulebook.backdated(["test."])
    assert rulebook.backdated_since(["test."], NOW - DAY)
    assert not rulebook.backdated_since(["test."], NOW + DAY)


def test_no_rule_of_money_asked_or_of_a_deadline_may_begin_in_the_past():
    free = {rule.name for rule in rulebook.all_rules() if rule.retroactive and not rule.name.startswith("test.")}

    assert {name.partition(".")[0] for name in free} == {"livelihood", "wage"}


def test_a_rule_that_has_run_out_is_its_default_again():
    row = RuleRow(name=FEE.name, value="900", source="a fair", set_at=NOW, valid_from=NOW - DAY, valid_to=NOW + DAY)
    with transaction():
        world.session().add(row)
    world.fresh()

    assert rulebook.number(FEE, NOW) == 900
    assert rulebook.number(FEE, NOW + DAY) == 300


def test_a_new_value_holds_at_once_also_in_the_same_transaction():
    assert rulebook.number(FEE) == 300

    with transaction():
        rulebook.set_rule(FEE, 350, source="letter 13", by=None)
        assert rulebook.number(FEE) == 350

    assert rulebook.number(FEE) == 350


def test_a_value_that_was_not_kept_does_not_hold():
    with suppress(ZeroDivisionError), transaction():
        rulebook.set_rule(FEE, 350, source="letter 13", by=None)
        assert rulebook.number(FEE) == 350
        raise ZeroDivisionError

    assert rulebook.number(FEE) == 300


def test_words_stay_words():
    with transaction():
        rulebook.set_rule(TITLE, "خیّر", source="the programme", by=None)

    assert rulebook.words(TITLE) == "خیّر"


def test_a_value_of_the_wrong_kind_is_refused():
    for rule, value in ((FEE, "350"), (FEE, 3.5), (FEE, True), (TITLE, 12)):
        with pytest.raises(TypeError, match=rule.name), transaction():
            rulebook.set_rule(rule, value, source="a slip", by=None)


def test_one_name_has_one_default():
    assert rulebook.define("test.fee", 300, "basis points", "the contract") == FEE
    with pytest.raises(ValueError, match="defined twice"):
        rulebook.define("test.fee", 301, "basis points", "elsewhere")


def test_all_rules_are_listed_by_name_with_unit_and_source():
    names = [rule.name for rule in rulebook.all_rules()]

    assert names == sorted(names)
    assert "test.fee" in names
    assert all(rule.unit and rule.source for rule in rulebook.all_rules())
