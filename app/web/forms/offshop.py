"""A sale outside the shop."""

from __future__ import annotations

from wtforms import Form, RadioField, ValidationError

from app.offshop import SaleKind
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman, Whole
from app.words import gettext, lazy_gettext


class OffshopForm(Form):
    kind = RadioField(lazy_gettext("کجا فروختید؟"), validate_choice=False)
    title = CleanText(lazy_gettext("چه فروختید؟"), [Needed(lazy_gettext("نامِ کالا را بنویسید.")), Longest(120)])
    happened_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    quantity = Whole(lazy_gettext("چند عدد؟"), [Needed(lazy_gettext("تعداد را بنویسید."))], least=1, most=100_000)
    amount = Toman(lazy_gettext("همه‌اش چند تومان شد؟"), [Needed(lazy_gettext("مبلغ را بنویسید."))])

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {*SaleKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_amount(self, field: Toman) -> None:
        if not field.errors and field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))
