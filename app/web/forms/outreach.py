"""Asking somebody to call, a call, a referral with its letter and its answer, a body for the register."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.outreach import LONGEST, BodyAnswer, CallResult, Way
from app.support import Topic
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class AskForm(Form):
    """Who of the `known` is to call, and by when; nobody named means each one's own mentor."""

    known: frozenset[str] = frozenset()

    caller = SelectField(lazy_gettext("چه کسی تماس بگیرد؟"), validate_choice=False)
    due_on = JalaliDay(lazy_gettext("تا چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])

    def validate_caller(self, field: SelectField) -> None:
        """Whoever has left meanwhile is not taken for «her own mentor»."""
        if field.data and field.data not in self.known:
            raise ValidationError(gettext("این همکار دیگر در فهرست نیست؛ کسِ دیگری را برگزینید."))


class CallForm(Form):
    called_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    way = RadioField(lazy_gettext("چگونه؟"), validate_choice=False)
    reached = RadioField(lazy_gettext("با خودش حرف زدید؟"), validate_choice=False)
    result = RadioField(lazy_gettext("نتیجه چه شد؟"), validate_choice=False)
    topic = SelectField(lazy_gettext("مانع دربارهٔ چیست؟"), validate_choice=False)
    again_on = JalaliDay(lazy_gettext("دوباره چه روزی؟"))
    words = CleanText(lazy_gettext("چه گفت؟"), [Longest(LONGEST)], lines=True)

    def validate_way(self, field: RadioField) -> None:
        if field.data not in {*Way}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_reached(self, field: RadioField) -> None:
        if field.data not in {"yes", "no"}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_result(self, field: RadioField) -> None:
        if field.data not in {*CallResult}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def asked_topic(self) -> Topic | None:
        return next((one for one in Topic if one.value == self.topic.data), None)


class ReferralForm(Form):
    body = SelectField(lazy_gettext("به کدام دستگاه؟"), validate_choice=False)
    asked = CleanText(
        lazy_gettext("از دستگاه چه می‌خواهیم؟"),
        [Needed(lazy_gettext("بنویسید از دستگاه چه می‌خواهید.")), Longest(500)],
        lines=True,
    )
    obstacle = SelectField(lazy_gettext("دربارهٔ کدام مانع؟"), validate_choice=False)
    permit = SelectField(lazy_gettext("دربارهٔ کدام پروانه؟"), validate_choice=False)

    def validate_body(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("یکی را برگزینید."))


class LetterForm(Form):
    letter_no = CleanText(lazy_gettext("شمارهٔ نامه"), [Needed(lazy_gettext("شمارهٔ نامه را بنویسید.")), Longest(40)])
    letter_on = JalaliDay(lazy_gettext("روزِ نامه"), [Needed(lazy_gettext("روز را بنویسید."))])


class ReplyForm(Form):
    outcome = RadioField(lazy_gettext("دستگاه چه گفت؟"), validate_choice=False)
    replied_on = JalaliDay(lazy_gettext("روزِ پاسخ"), [Needed(lazy_gettext("روز را بنویسید."))])
    reply_no = CleanText(lazy_gettext("شمارهٔ نامهٔ پاسخ، اگر دارد"), [Longest(40)])
    reply = CleanText(lazy_gettext("پاسخ به زبانِ دستگاه"), [Longest(1000)], lines=True)

    def validate_outcome(self, field: RadioField) -> None:
        if field.data not in {*BodyAnswer}:
            raise ValidationError(gettext("یکی را برگزینید."))


class BodyForm(Form):
    name = CleanText(lazy_gettext("نامِ دستگاه"), [Needed(lazy_gettext("نامِ دستگاه را بنویسید.")), Longest(120)])
    name_en = CleanText(lazy_gettext("نام به انگلیسی"), [Longest(120)])
    name_ar = CleanText(lazy_gettext("نام به عربی"), [Longest(120)])
