"""A sale outside the shop: a maker's own, and a mentor's wholesale order for a trainee."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app.offshop import SaleKind
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman, Whole
from app.words import gettext, lazy_gettext


class _WhatWasSold(Form):
    happened_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    quantity = Whole(lazy_gettext("چند عدد؟"), [Needed(lazy_gettext("تعداد را بنویسید."))], least=1, most=100_000)
    amount = Toman(lazy_gettext("همه‌اش چند تومان شد؟"), [Needed(lazy_gettext("مبلغ را بنویسید."))])

    def validate_amount(self, field: Toman) -> None:
        if not field.errors and field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))


class OffshopForm(_WhatWasSold):
    title = CleanText(lazy_gettext("چه فروختید؟"), [Needed(lazy_gettext("نامِ کالا را بنویسید.")), Longest(120)])
    kind = RadioField(lazy_gettext("کجا فروختید؟"), validate_choice=False)

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {*SaleKind}:
            raise ValidationError(gettext("یکی را برگزینید."))


class WholesaleForm(_WhatWasSold):
    """Who made it, who bought it: somebody with a name, or the mentor who writes, which she then declares."""

    maker = SelectField(lazy_gettext("کدام سازنده؟"), validate_choice=False)
    title = CleanText(lazy_gettext("چه فروخته شد؟"), [Needed(lazy_gettext("نامِ کالا را بنویسید.")), Longest(120)])
    buyer = CleanText(lazy_gettext("چه کسی خرید؟"), [Longest(120)])
    mentor_buys = BooleanField(lazy_gettext("خریدار خودم هستم؛ در این سفارش سودِ خودم را هم دارم"))

    def validate_maker(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("سازنده را برگزینید."))

    def validate_buyer(self, field: CleanText) -> None:
        if not field.data and not self.mentor_buys.data:
            raise ValidationError(gettext("بنویسید چه کسی خریده است."))
