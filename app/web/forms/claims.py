"""What is written about a claim, by whose turn it is."""

from __future__ import annotations

from collections.abc import Collection

from wtforms import BooleanField, Form, RadioField, ValidationError

from app.claims import Reason
from app.web.forms.fields import CleanText, Longest, Needed, Toman
from app.words import gettext, lazy_gettext


class ClaimForm(Form):
    """What is not right. Pieces by line come in fields named `pieces-17`."""

    reason = RadioField(lazy_gettext("چه شده است؟"), validate_choice=False)
    words = CleanText(lazy_gettext("با زبانِ خودتان بنویسید"), [Longest(2000)], lines=True)

    offered: Collection[Reason]

    def validate_reason(self, field: RadioField) -> None:
        if field.data not in self.offered:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_words(self, field: CleanText) -> None:
        if self.reason.data != Reason.WITHDRAWAL and not field.data:
            raise ValidationError(gettext("با چند کلمه بنویسید چه چیزی درست نیست."))


class OfferForm(Form):
    amount = Toman(lazy_gettext("چقدر پس می‌دهید؟ (تومان)"), [Needed(lazy_gettext("مبلغ را بنویسید."))])
    words = CleanText(lazy_gettext("به خریدار بگویید چرا"), [Longest(2000)], lines=True)


class ContestForm(Form):
    words = CleanText(
        lazy_gettext("شما چه می‌گویید؟"), [Needed(lazy_gettext("پاسخِ خود را بنویسید.")), Longest(2000)], lines=True
    )


class ReturnForm(Form):
    tracking_no = CleanText(
        lazy_gettext("کدِ رهگیریِ پست"), [Needed(lazy_gettext("کدِ رهگیریِ پست را بنویسید.")), Longest(40)]
    )


class VerdictForm(Form):
    """Staff's word. Amounts are in toman; nothing of both refuses the claim."""

    what = RadioField(lazy_gettext("چه می‌شود؟"), validate_choice=False)
    amount = Toman(lazy_gettext("از بهای کالا چقدر برگردد؟ (تومان)"))
    delivery = Toman(lazy_gettext("از هزینهٔ فرستادن چقدر برگردد؟ (تومان)"))
    upheld = BooleanField(lazy_gettext("حق با خریدار بود: کالا آن‌طور که نوشته بود نبود"))
    words = CleanText(
        lazy_gettext("چرا؟ (هر دو می‌خوانند)"),
        [Needed(lazy_gettext("دلیلِ تصمیم را بنویسید.")), Longest(2000)],
        lines=True,
    )

    def validate_what(self, field: RadioField) -> None:
        if field.data not in {"pay", "return", "refuse"}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_amount(self, field: Toman) -> None:
        if self.what.data == "pay" and not field.errors and not field.data and not self.delivery.data:
            raise ValidationError(gettext("مبلغ را بنویسید."))
