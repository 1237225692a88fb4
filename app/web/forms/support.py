"""What mentors offer and trainees need."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.programme import HelpKind, ThanksHidden
from app.shared.calendar import today
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Whole
from app.words import gettext, lazy_gettext


class NeedForm(Form):
    kind = SelectField(lazy_gettext("چه کمکی؟"), validate_choice=False)
    words = CleanText(lazy_gettext("در چند واژه"), [Needed(lazy_gettext("بنویسید چه.")), Longest(500)])

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {*HelpKind}:
            raise ValidationError(gettext("یکی را برگزینید."))


class OfferForm(NeedForm):
    everywhere = SelectField(lazy_gettext("برای کدام شهرستان؟"), validate_choice=False)
    places = Whole(lazy_gettext("برای چند نفر؟"), [Needed(lazy_gettext("تعداد را بنویسید."))], least=1, most=100)
    until = JalaliDay(lazy_gettext("تا چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])

    def validate_until(self, field: JalaliDay) -> None:
        if not field.errors and field.data is not None and field.data < today():
            raise ValidationError(gettext("این روز گذشته است."))


class HideThanksForm(Form):
    """Why staff hide somebody's thanks."""

    reason = RadioField(lazy_gettext("به چه دلیل پنهان شود؟"), validate_choice=False)

    def validate_reason(self, field: RadioField) -> None:
        if field.data not in {*ThanksHidden}:
            raise ValidationError(gettext("یکی را برگزینید."))
