"""Staff read what each dated rule is, what it counts and why, in their own language."""

from __future__ import annotations

import pytest

from app.shared import rulebook
from app.words.rules import RULES, UNITS, rule_reason, rule_source, rule_value

pytestmark = pytest.mark.usefixtures("app")


def shops_own() -> list[rulebook.Rule]:
    """Rules that the shop defines; those of other tests in this process are not."""
    return [rule for rule in rulebook.all_rules() if not rule.name.startswith("test.")]


def test_every_rule_has_a_name_and_a_reason():
    assert [rule.name for rule in shops_own() if rule.name not in RULES] == []


def test_every_unit_of_a_rule_has_a_name():
    assert [rule for rule in shops_own() if rule.unit not in UNITS] == []


def test_no_name_is_kept_of_a_rule_that_is_no_more():
    assert sorted(set(RULES) - {rule.name for rule in rulebook.all_rules()}) == []


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (100_000_000, "rial", "۱۰٬۰۰۰٬۰۰۰ تومان"),
        (6000, "basis points", "۶۰ درصد"),
        (250, "basis points", "۲٫۵ درصد"),
        (0, "yes or no", "نه"),
        (1, "yes or no", "بله"),
        (12, "months", "۱۲ ماه"),
        (22, "o'clock", "ساعتِ ۲۲"),
        ("", "name", "—"),
        ("remittance", "plain, remittance or pain001", "با شرحِ واریز"),
        ("P01، P02", "codes of trades", "عسل، P02"),
    ],
)
def test_a_rules_number_is_said_as_people_say_it(app, value, unit, said):
    with app.test_request_context():
        assert rule_value(value, unit, {"P01": "عسل"}) == said


def test_the_programs_own_word_for_a_rule_is_said_in_the_readers_language(app):
    rule = next(one for one in rulebook.all_rules() if one.name == "consent.needed")
    with app.test_request_context():
        assert rule_source(rule, rule.source) == rule_source(rule, None) == rule_reason(rule) != rule.source
        assert rule_source(rule, "نامهٔ ۱۲") == "نامهٔ ۱۲"
