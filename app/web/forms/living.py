"""What somebody lives from beside the shop, months of insurance, the kind of her work."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.livings import Grade, IncomeKind, InsuranceKind, WorkKind
from app.shared.calendar import JalaliMonth, today
from app.web.forms.fields import JalaliDay, Needed, Toman, Whole
from app.words import gettext, lazy_gettext

NOT_INSURED = "none"


def _known(value: object, among: set[str]) -> None:
    if value not in among:
        raise ValidationError(gettext("یکی را برگزینید."))


def _month(value: object) -> None:
    try:
        JalaliMonth.parse(str(value))
    except ValueError:
        raise ValidationError(gettext("ماه را برگزینید.")) from None


class IncomeForm(Form):
    """`grade` is asked of staff alone."""

    month = SelectField(lazy_gettext("کدام ماه؟"), validate_choice=False)
    kind = SelectField(lazy_gettext("از چه؟"), validate_choice=False)
    amount = Toman(lazy_gettext("چند تومان؟"), [Needed(lazy_gettext("مبلغ را بنویسید؛ اگر نبود، ۰."))])
    grade = SelectField(lazy_gettext("با چه سندی؟"), validate_choice=False, default=Grade.DECLARED.value)

    def validate_month(self, field: SelectField) -> None:
        _month(field.data)

    def validate_kind(self, field: SelectField) -> None:
        _known(field.data, {*IncomeKind})

    def validate_grade(self, field: SelectField) -> None:
        _known(field.data or Grade.DECLARED.value, {*Grade})


class InsuredForm(Form):
    month = SelectField(lazy_gettext("از کدام ماه؟"), validate_choice=False)
    months = Whole(lazy_gettext("چند ماه پیاپی؟"), [Needed(lazy_gettext("شمارِ ماه‌ها را بنویسید."))], least=1, most=24)
    kind = SelectField(lazy_gettext("کدام بیمه؟"), validate_choice=False)
    grade = SelectField(lazy_gettext("با چه سندی؟"), validate_choice=False, default=Grade.DECLARED.value)

    def validate_month(self, field: SelectField) -> None:
        _month(field.data)

    def validate_kind(self, field: SelectField) -> None:
        _known(field.data, {*InsuranceKind, NOT_INSURED})

    def validate_grade(self, field: SelectField) -> None:
        _known(field.data or Grade.DECLARED.value, {*Grade})


class WorkForm(Form):
    kind = RadioField(lazy_gettext("چگونه کار می‌کند؟"), validate_choice=False)
    helpers = Whole(lazy_gettext("چند نفر از خانواده بی‌مزد کمک می‌کنند؟"), least=0, most=20)
    from_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])

    def validate_kind(self, field: RadioField) -> None:
        _known(field.data, {*WorkKind})

    def validate_from_day(self, field: JalaliDay) -> None:
        if field.data is not None and field.data > today():
            raise ValidationError(gettext("این روز هنوز نیامده است."))
