"""What staff write of a time that stands still, and of what a mentor does."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app.programme import Contact, Way
from app.web.forms.fields import CleanText, JalaliDay, Longest, Mobile, Needed, Whole
from app.words import gettext, lazy_gettext


class PauseForm(Form):
    county = SelectField(lazy_gettext("کدام شهرستان؟"), validate_choice=False)
    cohort = SelectField(lazy_gettext("کدام دوره؟"), validate_choice=False)
    phase = SelectField(lazy_gettext("کدام مرحله؟"), validate_choice=False)
    first_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    last_day = JalaliDay(lazy_gettext("تا چه روزی؟ اگر نمی‌دانید خالی بگذارید"))
    reason = CleanText(lazy_gettext("چرا؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])

    def validate_last_day(self, field: JalaliDay) -> None:
        first = self.first_day.data
        if not field.errors and field.data is not None and first is not None and field.data < first:
            raise ValidationError(gettext("پایان پیش از آغاز است."))


class EndDayForm(Form):
    """On which day a course ended for somebody; empty: its last day, or today while it runs."""

    on = JalaliDay(lazy_gettext("چه روزی؟"))


class MentorsWorkForm(Form):
    capacity = Whole(
        lazy_gettext("گنجایش: چند فراگیر"), [Needed(lazy_gettext("گنجایش را بنویسید."))], least=0, most=500
    )
    teaches = BooleanField(lazy_gettext("آموزش می‌دهد"))
    advises = BooleanField(lazy_gettext("مشاوره می‌دهد"))
    sells = BooleanField(lazy_gettext("به بازار می‌رساند"))

    def validate_sells(self, field: BooleanField) -> None:
        if not (field.data or self.teaches.data or self.advises.data):
            raise ValidationError(gettext("دست‌کم یکی را برگزینید: آموزش، مشاوره یا فروش."))


class BriefingForm(Form):
    county = SelectField(lazy_gettext("کدام شهرستان؟"), validate_choice=False)
    held_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    place = CleanText(lazy_gettext("کجا؟"), [Needed(lazy_gettext("جا را بنویسید.")), Longest(160)])


class InvitationForm(Form):
    contact = RadioField(lazy_gettext("چه کسی دعوت کرد؟"), validate_choice=False)
    contact_name = CleanText(lazy_gettext("نامِ او"), [Longest(120)])
    way = RadioField(lazy_gettext("چگونه؟"), validate_choice=False)

    def validate_contact(self, field: RadioField) -> None:
        if field.data not in {*Contact}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_way(self, field: RadioField) -> None:
        if field.data not in {*Way}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_contact_name(self, field: CleanText) -> None:
        if not field.data and self.contact.data != Contact.NOBODY:
            raise ValidationError(gettext("نامِ کسی را که دعوت کرد بنویسید."))


class GuestForm(InvitationForm):
    """Somebody who is not registered yet."""

    guest = CleanText(lazy_gettext("نامِ مهمان"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(120)])
    mobile = Mobile(lazy_gettext("شمارهٔ همراهش، اگر گفته است"))
    village = CleanText(lazy_gettext("روستا یا شهرش"), [Longest(80)])

    def validate_village(self, field: CleanText) -> None:
        if not field.data and not self.mobile.data and not self.mobile.errors:
            raise ValidationError(gettext("شمارهٔ همراه یا روستایش را بنویسید."))
