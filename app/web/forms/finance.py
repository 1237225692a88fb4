"""What finance writes."""

from __future__ import annotations

from wtforms import Form, SelectField, ValidationError

from app.shared.calendar import today
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Percent, Toman, Whole
from app.words import gettext, lazy_gettext


class CommissionForm(Form):
    """A share in per cent, and so much a piece; for a cohort, a kind of goods, a maker, or all."""

    cohort = SelectField(lazy_gettext("برای کدام دوره؟"), validate_choice=False)
    category = SelectField(lazy_gettext("برای کدام دسته از کالاها؟"), validate_choice=False)
    maker = CleanText(lazy_gettext("برای کدام سازنده؟ (نشانیِ صفحه‌اش در بازار)"), [Longest(120)])
    bps = Percent(lazy_gettext("چند درصد از بهای کالا؟"), [Needed(lazy_gettext("درصد را بنویسید؛ اگر ندارد، صفر."))])
    fixed = Toman(lazy_gettext("و از هر عدد (تومان)"))
    valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    def validate_valid_from(self, field: JalaliDay) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("از امروز به بعد؛ فروش‌های گذشته عوض نمی‌شوند."))


class QuoteForm(Form):
    """One unit of the currency in rials; a spread; for how long it is good."""

    rate = Whole(
        lazy_gettext("یک واحد چند ریال است؟"), [Needed(lazy_gettext("نرخ را بنویسید."))], least=100, most=10**9
    )
    spread = Percent(lazy_gettext("افزوده، به درصد"), most=2_000)
    hours = Whole(lazy_gettext("تا چند ساعت؟"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=48)
    source = CleanText(lazy_gettext("بر پایهٔ کدام نرخ؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(200)])

    def validate_rate(self, field: Whole) -> None:
        """A hundredth of the unit is what is settled, and it is worth whole rials."""
        if field.data and field.data % 100:
            raise ValidationError(gettext("به صد ریال گرد کنید."))


class ChargeBackForm(Form):
    code = CleanText(lazy_gettext("شمارهٔ سفارش"), [Needed(lazy_gettext("شمارهٔ سفارش را بنویسید.")), Longest(16)])
    reference = CleanText(
        lazy_gettext("شمارهٔ درگاه برای این برگشت"), [Needed(lazy_gettext("شماره را بنویسید.")), Longest(80)]
    )


class WriteOffForm(Form):
    amount = Toman(lazy_gettext("چند تومان؟"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    why = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])
