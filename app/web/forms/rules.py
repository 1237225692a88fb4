"""A dated rule as people think of it: toman, per cent, yes or no. What is kept stays rials and basis points."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from wtforms import Field, Form, RadioField, SelectField, ValidationError

from app.shared.money import Rial
from app.shared.rulebook import Rule
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Percent, Sheba, Toman, Whole
from app.web.forms.lending import Ticked
from app.words import BANK_FILES, formats, gettext, lazy_gettext, unit_name

YES_OR_NO, BANK_FILE, TRADES = "yes or no", "plain, remittance or pain001", "codes of trades"


class BoundedToman(Toman):
    """An amount typed in toman between two bounds, held as rials; nought is an amount."""

    def __init__(self, label: Any = None, validators: Any = None, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators, **kwargs)

    def read(self, typed: str) -> Rial:
        amount = super().read(typed)
        if not self.least <= amount <= self.most:
            least, most = formats.money(self.least), formats.money(self.most)
            raise ValueError(gettext("از %(least)s تا %(most)s می‌شود.", least=least, most=most))
        return amount

    def written(self, value: Any) -> str:
        return formats.toman(value)


def rule_form(rule: Rule, trades: Collection[str]) -> type[Form]:
    """The form by which this rule gets another value; `trades`: the codes that may be ticked."""

    class RuleForm(Form):
        value = _field(rule, trades)
        valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
        source = CleanText(
            lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
        )

    return RuleForm


def value_of(rule: Rule, form: Form) -> int | str:
    """What was typed, as it is kept."""
    field = form["value"]
    if isinstance(field, Ticked):
        return "،".join(sorted(field.ticked))
    if rule.unit == YES_OR_NO:
        return int(field.data)
    return int(field.data) if isinstance(rule.default, int) else str(field.data or "")


def typed_of(rule: Rule, value: int | str) -> object:
    """What the form shows of a value that is kept."""
    if rule.unit == TRADES:
        return codes_in(str(value))
    return str(value) if rule.unit == YES_OR_NO else value


def codes_in(value: str) -> list[str]:
    """Codes that somebody wrote with commas or gaps between them."""
    return value.replace("،", " ").replace(",", " ").split()


def _field(rule: Rule, trades: Collection[str]) -> Field:
    label = gettext("مقدارِ تازه (%(unit)s)", unit=formats.inside(unit_name(rule)))
    if rule.unit == YES_OR_NO:
        return RadioField(label, [_One({"1", "0"})], validate_choice=False)
    return _words(rule, label, trades) if isinstance(rule.default, str) else _number(rule, label)


def _words(rule: Rule, label: str, trades: Collection[str]) -> Field:
    if rule.unit == TRADES:
        return Ticked(label, trades)
    if rule.unit == BANK_FILE:
        return SelectField(label, [_One(BANK_FILES)], validate_choice=False)
    return Sheba(label) if rule.unit == "Sheba" else CleanText(label, [Longest(120)])


def _number(rule: Rule, label: str) -> Field:
    kinds: dict[str, Callable[..., Field]] = {"rial": BoundedToman, "basis points": Percent}
    kind = kinds.get(rule.unit, Whole)
    return kind(label, [Needed(lazy_gettext("با عدد بنویسید."))], least=rule.least, most=rule.most)


class _One:
    """One of these is chosen."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known

    def __call__(self, form: Form, field: Field) -> None:
        if field.data not in self._known:
            raise ValidationError(gettext("یکی را برگزینید."))
