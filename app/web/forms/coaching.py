"""What a mentor writes of a visit, and of a session."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.programme import LessonKind, Place
from app.shared.calendar import today
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class VisitForm(Form):
    visited_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    place = RadioField(lazy_gettext("کجا؟"), validate_choice=False)
    seen = CleanText(lazy_gettext("چه دیدید؟"), [Needed(lazy_gettext("بنویسید چه دیدید.")), Longest(2000)], lines=True)
    next_step = CleanText(lazy_gettext("گامِ بعد چیست؟"), [Longest(300)])
    next_by = JalaliDay(lazy_gettext("گامِ بعد تا کی؟"))

    def validate_visited_on(self, field: JalaliDay) -> None:
        if not field.errors and field.data is not None and field.data > today():
            raise ValidationError(gettext("این تاریخ هنوز نرسیده است."))

    def validate_place(self, field: RadioField) -> None:
        if field.data not in {*Place}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_next_by(self, field: JalaliDay) -> None:
        if field.errors:
            return
        if self.next_step.data and field.data is None:
            raise ValidationError(gettext("بنویسید گامِ بعد تا چه روزی."))
        if field.data is not None and not self.next_step.data:
            raise ValidationError(gettext("بنویسید گامِ بعد چیست."))


class LessonForm(Form):
    cohort = SelectField(lazy_gettext("کدام دوره؟"), validate_choice=False)
    held_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    kind = RadioField(lazy_gettext("چه جلسه‌ای؟"), validate_choice=False)
    title = CleanText(lazy_gettext("دربارهٔ چه بود؟"), [Needed(lazy_gettext("نامِ جلسه را بنویسید.")), Longest(120)])

    def validate_held_on(self, field: JalaliDay) -> None:
        if not field.errors and field.data is not None and field.data > today():
            raise ValidationError(gettext("این تاریخ هنوز نرسیده است."))

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {*LessonKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_cohort(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("دوره را برگزینید."))
