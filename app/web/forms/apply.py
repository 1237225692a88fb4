"""Asking to take part in the programme."""

from __future__ import annotations

from wtforms import BooleanField, Form, SelectField, ValidationError

from app.web.forms.fields import CleanText, Longest, NationalCode, Needed
from app.words import gettext, lazy_gettext


class ApplyForm(Form):
    given_name = CleanText(lazy_gettext("نامِ کوچک"), [Needed(lazy_gettext("نامتان را بنویسید.")), Longest(60)])
    family_name = CleanText(
        lazy_gettext("نام خانوادگی"), [Needed(lazy_gettext("نام خانوادگی را بنویسید.")), Longest(80)]
    )
    national_code = NationalCode(lazy_gettext("کد ملی"), [Needed(lazy_gettext("کد ملی را بنویسید."))])
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    place = CleanText(lazy_gettext("شهر یا روستا"), [Longest(60)])
    trade = SelectField(lazy_gettext("چه کاری بلدید؟"), validate_choice=False)
    sex = SelectField(lazy_gettext("جنسیت"), validate_choice=False)
    heads_household = BooleanField(lazy_gettext("سرپرستِ خانواده هستم"))
    cohort = SelectField(lazy_gettext("دوره"), validate_choice=False)

    counties: dict[str, str]
    trades: dict[str, str]

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("شهرستانتان را برگزینید."))

    def validate_trade(self, field: SelectField) -> None:
        if field.data not in self.trades:
            raise ValidationError(gettext("نزدیک‌ترین کار را برگزینید."))
