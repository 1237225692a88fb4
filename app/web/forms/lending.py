"""Loans: what staff write of permissions, lines and files, and what a trainee asks for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField, ValidationError

from app.lending import Agreed, LineKind, PaperKind, WhyRefused
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Percent, Toman, Whole
from app.words import gettext, lazy_gettext

_DAY = lazy_gettext("تاریخ را بنویسید.")
_AMOUNT = lazy_gettext("مبلغ را بنویسید.")


class Ticked(SelectMultipleField):
    """Some of what is `known`, ticked; what is not known is dropped."""

    def __init__(self, label: Any, known: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        self.known = known

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self.data or ()) & frozenset(self.known)


class PermissionForm(Form):
    province = SelectField(lazy_gettext("کدام استان؟"), validate_choice=False)
    kind = SelectField(lazy_gettext("برای کدام اعتبار؟"), validate_choice=False)
    first_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(_DAY)])
    last_day = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟ اگر پایانی گفته نشده، خالی بگذارید"))
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    known: Collection[str] = ()

    def validate_province(self, field: SelectField) -> None:
        if field.data not in self.known:
            raise ValidationError(gettext("استان را از فهرست برگزینید."))

    def validate_last_day(self, field: JalaliDay) -> None:
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(gettext("پایان باید پس از آغاز باشد."))


class EndForm(Form):
    last_day = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟"), [Needed(_DAY)])
    why = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )


class LineForm(Form):
    """A line's terms; its kind is asked once, when it is opened."""

    kind = SelectField(lazy_gettext("گونهٔ اعتبار"), choices=[], validate_choice=False, default=LineKind.HOME.value)
    name = CleanText(lazy_gettext("نامِ اعتبار"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    bank = CleanText(lazy_gettext("بانک"), [Needed(lazy_gettext("نامِ بانک را بنویسید.")), Longest(80)])
    trades = Ticked(lazy_gettext("برای کدام رسته‌ها؟ اگر نشانی نزنید، همه"))
    village_only = BooleanField(lazy_gettext("تنها برای کسی که در روستا زندگی می‌کند"))
    counties = Ticked(lazy_gettext("برای کدام شهرستان‌ها؟ اگر نشانی نزنید، همه"))
    first_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(_DAY)])
    last_day = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟ اگر پایانی گفته نشده، خالی بگذارید"))
    budget = Toman(lazy_gettext("همهٔ اعتبار (تومان)"), [Needed(_AMOUNT)])
    cap = Toman(lazy_gettext("سقف برای هر نفر (تومان)"), [Needed(_AMOUNT)])
    fee = Percent(lazy_gettext("کارمزد در سال (درصد)"), [Needed(lazy_gettext("درصد را بنویسید؛ اگر ندارد، صفر."))])
    months = Whole(lazy_gettext("بازپرداخت در چند ماه؟"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=240)
    papers = Ticked(lazy_gettext("چه مدارکی می‌خواهد؟"), [one.value for one in PaperKind])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه؟ شماره و روزش"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {one.value for one in LineKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_budget(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))

    def validate_cap(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))
        if field.data and self.budget.data and field.data > self.budget.data:
            raise ValidationError(gettext("سقفِ هر نفر بیش از همهٔ اعتبار نیست."))

    def validate_last_day(self, field: JalaliDay) -> None:
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(gettext("پایان باید پس از آغاز باشد."))


class AskForm(Form):
    """How much a trainee asks for, over how many months, and for what."""

    amount = Toman(lazy_gettext("چقدر وام می‌خواهم؟ (تومان)"), [Needed(_AMOUNT)])
    months = Whole(lazy_gettext("در چند ماه پس می‌دهم؟"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=240)
    purpose = CleanText(
        lazy_gettext("برای چه کاری؟"), [Needed(lazy_gettext("با چند کلمه بنویسید برای چه.")), Longest(400)], lines=True
    )


class AskForHerForm(AskForm):
    """What a trainee asks for by telephone or in the office, and how she agreed to it."""

    agreed = RadioField(lazy_gettext("خودش چگونه پذیرفت؟"), validate_choice=False, default=Agreed.CODE.value)
    code = CleanText(lazy_gettext("کدی که می‌خواند"), [Longest(12)])

    def validate_agreed(self, field: RadioField) -> None:
        if field.data not in {Agreed.CODE, Agreed.PAPER}:
            raise ValidationError(gettext("یکی را برگزینید."))


class EstimateForm(Form):
    """What an estimate is made of."""

    amount = Toman(lazy_gettext("مبلغِ وام (تومان)"))
    months = Whole(lazy_gettext("چند ماه"), least=1, most=240)


class ReferForm(Form):
    letter_no = CleanText(
        lazy_gettext("شمارهٔ نامهٔ معرفی"), [Needed(lazy_gettext("شمارهٔ نامه را بنویسید.")), Longest(40)]
    )


class GrantForm(Form):
    amount = Toman(lazy_gettext("بانک چقدر داد؟ (تومان)"), [Needed(_AMOUNT)])
    answered_on = JalaliDay(lazy_gettext("روزِ پاسخِ بانک"), [Needed(_DAY)])


class RefuseForm(Form):
    """A refusal has a reason of the list, and words of its own."""

    kind = SelectField(lazy_gettext("دلیل"), choices=[], validate_choice=False)
    why = CleanText(
        lazy_gettext("با چند کلمه، که خودش هم می‌خواند"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(400)]
    )

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {one.value for one in WhyRefused}:
            raise ValidationError(gettext("دلیل را از فهرست برگزینید."))


class BankRefusesForm(RefuseForm):
    answered_on = JalaliDay(lazy_gettext("روزِ پاسخِ بانک"), [Needed(_DAY)])


class CloseForm(Form):
    why = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(400)])
