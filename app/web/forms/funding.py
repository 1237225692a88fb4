"""The branding fund, as finance and the executor write it."""

from __future__ import annotations

from wtforms import BooleanField, Form, SelectField, ValidationError

from app import programme
from app.shared.calendar import today
from app.shared.text import match_key, only_digits
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman
from app.words import gettext, lazy_gettext


class BudgetForm(Form):
    name = CleanText(lazy_gettext("نامِ بودجه"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )
    amount = Toman(lazy_gettext("چند تومان؟"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    first_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    last_day = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])

    def validate_amount(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))

    def validate_last_day(self, field: JalaliDay) -> None:
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(gettext("پایان باید پس از آغاز باشد."))
        if field.data and field.data < today():
            raise ValidationError(gettext("این روز گذشته است؛ از بودجه‌ای که به پایان رسیده کمکی داده نمی‌شود."))


class FundForm(Form):
    """Which cooperative, for what, and what it thinks that it will cost."""

    cooperative = SelectField(lazy_gettext("کدام تعاونی؟"), validate_choice=False)
    purpose = CleanText(
        lazy_gettext("برای برندش چه می‌کند؟"), [Needed(lazy_gettext("بنویسید برای چه.")), Longest(400)], lines=True
    )
    planned = Toman(lazy_gettext("هزینه‌ای که پیش‌بینی کرده (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])

    known: set[str]

    def validate_cooperative(self, field: SelectField) -> None:
        if field.data not in self.known:
            raise ValidationError(gettext("تعاونی را از فهرست برگزینید."))

    def validate_planned(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))


class InvoiceForm(Form):
    seller = CleanText(lazy_gettext("فروشنده"), [Needed(lazy_gettext("نامِ فروشنده را بنویسید.")), Longest(120)])
    seller_id = CleanText(lazy_gettext("شناسهٔ ملی یا شمارهٔ اقتصادیِ فروشنده، اگر در فاکتور هست"), [Longest(30)])
    number = CleanText(lazy_gettext("شمارهٔ فاکتور"), [Needed(lazy_gettext("شمارهٔ فاکتور را بنویسید.")), Longest(40)])
    issued_on = JalaliDay(lazy_gettext("تاریخِ فاکتور"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    amount = Toman(lazy_gettext("مبلغ (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])

    def validate_seller(self, field: CleanText) -> None:
        if field.data and not match_key(field.data):
            raise ValidationError(gettext("نامِ فروشنده را بنویسید."))

    def validate_seller_id(self, field: CleanText) -> None:
        """A person's own code has ten digits: it is nobody's business here."""
        digits = only_digits(field.data or "")
        if not field.data:
            return
        if not 11 <= len(digits) <= 14 or (len(digits) == 11 and programme.legal_id(digits) is None):
            raise ValidationError(gettext("شناسهٔ ملیِ شرکت ۱۱ رقم است و شمارهٔ اقتصادی ۱۲ یا ۱۴ رقم."))

    def validate_number(self, field: CleanText) -> None:
        if field.data and not match_key(field.data):
            raise ValidationError(gettext("شمارهٔ فاکتور را بنویسید."))

    def validate_issued_on(self, field: JalaliDay) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("این تاریخ هنوز نرسیده است."))

    def validate_amount(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))


class ApplyForm(Form):
    type_seen = BooleanField(lazy_gettext("در سامانهٔ ثبت دیدم: نوعِ آن «شرکتِ تعاونی» است و این شماره‌ها از آنِ اوست"))


class ReasonForm(Form):
    why = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])


class GrantPaidForm(Form):
    tracking_no = CleanText(
        lazy_gettext("کدِ پیگیریِ بانک"), [Needed(lazy_gettext("کدِ پیگیریِ بانک را بنویسید.")), Longest(40)]
    )
    paid_on = JalaliDay(lazy_gettext("روزِ واریز"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
