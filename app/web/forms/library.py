"""A document of the shelf, and one more version of it."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.library import DocumentKind, Readers
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class VersionForm(Form):
    address = CleanText(lazy_gettext("یا نشانیِ اینترنتی‌اش"), [Longest(500)])
    reference = CleanText(lazy_gettext("شمارهٔ سند، اگر دارد"), [Longest(80)])
    valid_from = JalaliDay(lazy_gettext("از چه روزی معتبر است؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    valid_to = JalaliDay(lazy_gettext("تا چه روزی؟"))
    changed = CleanText(lazy_gettext("چه چیزی عوض شد؟"), [Longest(500)])

    def validate_valid_to(self, field: JalaliDay) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("پایان پیش از آغاز است."))


class DocumentForm(VersionForm):
    title = CleanText(lazy_gettext("نامِ سند"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(200)])
    kind = SelectField(lazy_gettext("چه نوع سندی؟"), validate_choice=False)
    readers = RadioField(lazy_gettext("چه کسانی بخوانند؟"), validate_choice=False)

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {*DocumentKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_readers(self, field: RadioField) -> None:
        if field.data not in {*Readers}:
            raise ValidationError(gettext("یکی را برگزینید."))
