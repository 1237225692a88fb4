"""What a mentor says about a product."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, ValidationError

from app.shared.calendar import today
from app.vouching import Basis, Grade
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class VouchForm(Form):
    """Three statements that must all be true, the basis and its day, and words to buyers."""

    basis = RadioField(lazy_gettext("بر چه پایه‌ای؟"), validate_choice=False)
    seen_on = JalaliDay(lazy_gettext("تاریخِ دیدن"))
    fits = BooleanField(lazy_gettext("اندازه و وزن با شرح می‌خواند"))
    complete = BooleanField(lazy_gettext("شرحِ «غیراستاندارد» درست و کامل است"))
    seen = BooleanField(lazy_gettext("آنچه نوشته‌ام خودم دیده‌ام"))
    checked = CleanText(
        lazy_gettext("چه چیزهایی را دیدید؟"), [Needed(lazy_gettext("بنویسید چه چیزهایی را دیده‌اید.")), Longest(600)]
    )
    unchecked = CleanText(lazy_gettext("چه چیزهایی دیده نشد؟"), [Longest(600)])
    words = CleanText(lazy_gettext("نوشتهٔ شما برای خریدار"), [Longest(1000)], lines=True)

    def validate_basis(self, field: RadioField) -> None:
        if field.data not in {*Basis}:
            raise ValidationError(gettext("بگویید کالا را چگونه دیده‌اید."))

    def validate_seen_on(self, field: JalaliDay) -> None:
        if field.errors:
            return
        if field.data is None:
            raise ValidationError(gettext("تاریخِ دیدن را بنویسید."))
        if field.data > today():
            raise ValidationError(gettext("این تاریخ هنوز نرسیده است."))

    def validate_fits(self, field: BooleanField) -> None:
        self._must_be_ticked(field)

    def validate_complete(self, field: BooleanField) -> None:
        self._must_be_ticked(field)

    def validate_seen(self, field: BooleanField) -> None:
        self._must_be_ticked(field)

    @staticmethod
    def _must_be_ticked(field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("تا این تیک نخورد نمی‌شود تأیید کرد."))


DELIST = "delist"


class WithdrawForm(Form):
    """Why, and what becomes of the product: off the shelf, or a lower grade."""

    became = RadioField(lazy_gettext("کالا چه بشود؟"), default=DELIST, validate_choice=False)
    why = CleanText(
        lazy_gettext("چرا تأییدتان را پس می‌گیرید؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(600)]
    )

    def validate_became(self, field: RadioField) -> None:
        field.data = field.data or DELIST
        if field.data not in {DELIST, *Grade}:
            raise ValidationError(gettext("یکی را برگزینید."))
