"""What a mentor says about a product."""

from __future__ import annotations

from urllib.parse import unquote

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app.shared.calendar import today
from app.vouching import PARTS, Basis, Grade, InterestKind, Overruling
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class VouchForm(Form):
    """A statement that must be true, the basis and its day, and words to buyers; the rubric is read apart."""

    basis = RadioField(lazy_gettext("بر چه پایه‌ای؟"), validate_choice=False)
    seen_on = JalaliDay(lazy_gettext("تاریخِ دیدن"))
    seen = BooleanField(lazy_gettext("آنچه نوشته‌ام خودم دیده‌ام"))
    checked = CleanText(
        lazy_gettext("چه چیزهایی را دیدید؟"), [Needed(lazy_gettext("بنویسید چه چیزهایی را دیده‌اید.")), Longest(600)]
    )
    unchecked = CleanText(lazy_gettext("چه چیزهایی دیده نشد؟"), [Longest(600)])
    words = CleanText(lazy_gettext("نوشتهٔ شما برای خریدار"), [Longest(1000)], lines=True)
    lasts = SelectField(lazy_gettext("تا کی پاسخگویید؟"), validate_choice=False)

    def part(self) -> int:
        """For which part of the whole time she answers; the whole, for nonsense."""
        return next((part for part in PARTS if str(part) == self.lasts.data), 1)

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

    def validate_seen(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("تا این تیک نخورد نمی‌شود تأیید کرد."))


class InterestForm(Form):
    """A tie with a maker, told by the address of her page."""

    maker = CleanText(
        lazy_gettext("نشانیِ صفحهٔ سازنده"), [Needed(lazy_gettext("نشانیِ صفحهٔ سازنده را بنویسید.")), Longest(400)]
    )
    kind = RadioField(lazy_gettext("چه نسبتی با او دارید؟"), validate_choice=False)
    words = CleanText(lazy_gettext("توضیح"), [Longest(300)])

    def slug(self) -> str:
        """The maker's name in addresses, out of what was typed or pasted."""
        return unquote((self.maker.data or "").strip().rstrip("/").rpartition("/")[2])

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {*InterestKind}:
            raise ValidationError(gettext("بگویید چه نسبتی است."))


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


class OverrulingForm(WithdrawForm):
    """The same in a mentor's place: also why she does not do it herself."""

    instead = RadioField(lazy_gettext("چرا خودِ پیشران پس نمی‌گیرد؟"), validate_choice=False)
    why = CleanText(
        lazy_gettext("کالا چه شده؟ سازنده و خریداران همین را می‌خوانند"),
        [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(600)],
    )

    def validate_instead(self, field: RadioField) -> None:
        if field.data not in {*Overruling}:
            raise ValidationError(gettext("یکی را برگزینید."))
