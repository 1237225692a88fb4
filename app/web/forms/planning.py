"""What a county needs, who supplies and sells, what is ready for next year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Form, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import Optional

from app.planning import Answer, NeedAnswer, PartnerKind, Question
from app.shared.text import only_digits
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext, name_of

_MARKS = frozenset("01234")
_WHY = lazy_gettext("چرا؟ با چند کلمه")


class NeedForm(Form):
    """A mark and a few words for each question; what is left open is not said."""

    material = SelectField(lazy_gettext("مادهٔ اولیه در دسترس است؟"), validate_choice=False)
    material_words = CleanText(_WHY, [Longest(300)])
    market = SelectField(lazy_gettext("راهِ فروش هست؟"), validate_choice=False)
    market_words = CleanText(_WHY, [Longest(300)])
    roads = SelectField(lazy_gettext("راه و باربری چگونه است؟"), validate_choice=False)
    roads_words = CleanText(_WHY, [Longest(300)])
    power = SelectField(lazy_gettext("برق و اینترنت چگونه است؟"), validate_choice=False)
    power_words = CleanText(_WHY, [Longest(300)])
    licences = SelectField(lazy_gettext("گرفتنِ مجوز و پروانه چگونه است؟"), validate_choice=False)
    licences_words = CleanText(_WHY, [Longest(300)])

    @classmethod
    def showing(cls, answers: Iterable[NeedAnswer]) -> NeedForm:
        """Filled with what was said."""
        data: dict[str, str] = {}
        for one in answers:
            data |= {one.question.value: str(one.mark), f"{one.question.value}_words": one.words}
        return cls(data=data)

    def parts(self) -> list[tuple[Any, Any]]:
        """The two fields of each question."""
        return [(self[one.value], self[f"{one.value}_words"]) for one in Question]

    def said(self) -> dict[Question, Answer]:
        found = {}
        for question, (mark, words) in zip(Question, self.parts(), strict=True):
            digits = only_digits(mark.data or "")
            if digits in _MARKS:
                found[question] = Answer(int(digits), words.data or "")
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for mark, words in self.parts():
            if words.data and only_digits(mark.data or "") not in _MARKS:
                mark.errors = [gettext("یکی را برگزینید.")]
                fine = False
        return fine


class PartnerForm(Form):
    kind = SelectField(lazy_gettext("چه کاری می‌کند؟"), validate_choice=False)
    name = CleanText(lazy_gettext("نام"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(120)])
    county = SelectField(lazy_gettext("کدام شهرستان؟"), validate_choice=False)
    trades = SelectMultipleField(lazy_gettext("برای کدام رسته‌ها؟"), validate_choice=False)
    contact = CleanText(lazy_gettext("با چه کسی و چگونه حرف بزنیم؟"), [Longest(200)])

    def __init__(self, formdata: Any = None, *, counties: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.counties = frozenset(counties)

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {*PartnerKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("یکی را برگزینید."))

    def kinds(self) -> list[tuple[str, str]]:
        return [(one.value, name_of(one)) for one in PartnerKind]


class TieForm(Form):
    """With whom a partner works: `m12` is a mentor, `t34` a trainee."""

    whom = StringField(lazy_gettext("با چه کسی؟"), [Optional()])
    since = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
