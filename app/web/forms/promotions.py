"""Coupons, delivery funds and shares, as finance and makers write them."""

from __future__ import annotations

from datetime import timedelta

from wtforms import FieldList, Form, FormField, SelectField, ValidationError

from app.promotions import Terms, Worth
from app.shared.calendar import start_of, today
from app.shared.money import Rial
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman, Whole, from_day
from app.words import gettext, lazy_gettext


class _TermsForm(Form):
    valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    valid_to = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟ (اگر پایانی دارد)"))
    least = Toman(lazy_gettext("برای خریدِ دست‌کم (تومان)"))

    def validate_valid_from(self, field: JalaliDay) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("از امروز به بعد؛ فروش‌های گذشته عوض نمی‌شوند."))

    def validate_valid_to(self, field: JalaliDay) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("پایان باید پس از آغاز باشد."))

    def terms(self, budget: Rial | None, source: str) -> Terms:
        """From the first day's start, or this moment, to the last day's end."""
        first, last = self.valid_from.data, self.valid_to.data
        return Terms(
            valid_from=from_day(first),
            valid_to=None if last is None else start_of(last + timedelta(days=1)),
            least_goods=self.least.data or Rial(0),
            budget=budget,
            source=source,
        )


class OwnCouponForm(_TermsForm):
    """A maker's own coupon: she sells for less."""

    code = CleanText(lazy_gettext("کد"), [Needed(lazy_gettext("کد را بنویسید.")), Longest(24)])
    title = CleanText(lazy_gettext("نامی که خریدار می‌بیند"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    percent = Whole(lazy_gettext("چند درصد؟"), least=1, most=90)
    amount = Toman(lazy_gettext("یا چند تومان؟"))
    uses = Whole(lazy_gettext("برای چند خرید؟ (خالی: هر چند)"), least=1, most=1_000_000)

    def validate_amount(self, field: Toman) -> None:
        if not self.percent.errors and bool(self.percent.data) == bool(field.data):
            raise ValidationError(gettext("یا درصد را بنویسید یا مبلغ را."))

    def worth(self, most: Rial | None = None) -> Worth:
        return Worth((self.percent.data or 0) * 100, self.amount.data or Rial(0), most)


class CouponForm(OwnCouponForm):
    """The shop's coupon: its fund pays the makers in the buyer's place."""

    most = Toman(lazy_gettext("دستِ بالا از هر خرید (تومان)"))
    budget = Toman(lazy_gettext("بودجهٔ همه‌اش (تومان)"), [Needed(lazy_gettext("بودجه را بنویسید."))])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    def validate_budget(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("بودجه را بنویسید."))


class SubsidyForm(_TermsForm):
    """What a fund pays of deliveries."""

    title = CleanText(lazy_gettext("نامِ صندوق"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    county = SelectField(lazy_gettext("برای بسته‌های کدام شهرستان؟"), validate_choice=False)
    percent = Whole(
        lazy_gettext("چند درصدِ هزینهٔ فرستادن؟"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=100
    )
    most = Toman(lazy_gettext("دستِ بالا از هر بسته (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    budget = Toman(lazy_gettext("بودجهٔ همه‌اش (تومان)"), [Needed(lazy_gettext("بودجه را بنویسید."))])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    counties: dict[str, str]

    def validate_county(self, field: SelectField) -> None:
        if field.data and field.data not in self.counties:
            raise ValidationError(gettext("شهرستان را برگزینید."))

    def validate_most(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))

    def validate_budget(self, field: Toman) -> None:
        if field.data == 0:
            raise ValidationError(gettext("بودجه را بنویسید."))


class MemberForm(Form):
    who = CleanText(lazy_gettext("نشانیِ صفحهٔ عضو"), [Longest(120)])
    percent = Whole(lazy_gettext("درصد"), least=1, most=100)


class SharesForm(Form):
    """How a group shares: the seller and up to five others."""

    maker = CleanText(
        lazy_gettext("فروشنده (نشانیِ صفحه‌اش در بازار)"), [Needed(lazy_gettext("فروشنده را بنویسید.")), Longest(120)]
    )
    own = Whole(lazy_gettext("سهمِ خودِ فروشنده، درصد"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=99)
    members = FieldList(FormField(MemberForm), min_entries=5, max_entries=5)
    source = CleanText(lazy_gettext("بر پایهٔ کدام توافق؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)])
    valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])


class GoodwillForm(Form):
    code = CleanText(lazy_gettext("شمارهٔ سفارش"), [Needed(lazy_gettext("شمارهٔ سفارش را بنویسید.")), Longest(16)])
    amount = Toman(lazy_gettext("چند تومان اعتبار؟"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    why = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(200)])

    def validate_amount(self, field: Toman) -> None:
        if not field.errors and field.data == 0:
            raise ValidationError(gettext("مبلغ را بنویسید."))
