"""What buyers write of a product, and what is answered."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, ValidationError

from app.opinions import AsTold, HideReason
from app.web.forms.fields import CleanText, Longest, Needed
from app.words import gettext, lazy_gettext


class OpinionForm(Form):
    """Stars, whether it was as told, and words if she likes."""

    as_told = RadioField(lazy_gettext("همان بود که نوشته بود؟"), validate_choice=False)
    stars = RadioField(lazy_gettext("به خودِ کالا چند می‌دهید؟"), validate_choice=False)
    words = CleanText(lazy_gettext("اگر خواستید، چند کلمه بنویسید"), [Longest(2000)], lines=True)
    town = BooleanField(lazy_gettext("نامِ شهرم هم نوشته شود"))

    def validate_as_told(self, field: RadioField) -> None:
        if field.data not in set(AsTold):
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_stars(self, field: RadioField) -> None:
        if field.data not in {"1", "2", "3", "4", "5"}:
            raise ValidationError(gettext("از ۱ تا ۵ یکی را برگزینید."))


class AnswerForm(Form):
    words = CleanText(lazy_gettext("پاسختان"), [Needed(lazy_gettext("پاسختان را بنویسید.")), Longest(2000)], lines=True)


class ReportForm(Form):
    why = CleanText(
        lazy_gettext("چه چیزِ این نظر درست نیست؟"),
        [Needed(lazy_gettext("با چند کلمه بنویسید.")), Longest(2000)],
        lines=True,
    )


class HideForm(Form):
    """Why staff hide it. A low mark is no reason."""

    reason = RadioField(lazy_gettext("به چه دلیل پنهان شود؟"), validate_choice=False)

    def validate_reason(self, field: RadioField) -> None:
        if field.data not in set(HideReason):
            raise ValidationError(gettext("یکی را برگزینید."))


class ShowAgainForm(Form):
    """Why staff show again what was hidden."""

    why = CleanText(lazy_gettext("چرا دوباره نشان داده شود؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])


class QuestionForm(Form):
    words = CleanText(lazy_gettext("پرسشتان"), [Needed(lazy_gettext("پرسشتان را بنویسید.")), Longest(500)], lines=True)
