"""For which page, and in which language, a recording is."""

from __future__ import annotations

from collections.abc import Collection

from wtforms import Form, SelectField, ValidationError

from app.words import gettext, lazy_gettext


class VoiceForm(Form):
    place = SelectField(lazy_gettext("در کدام صفحه شنیده شود؟"), validate_choice=False)
    language = SelectField(lazy_gettext("به چه زبانی است؟"), validate_choice=False)

    places: Collection[str]
    languages: Collection[str]

    def validate_place(self, field: SelectField) -> None:
        if field.data not in self.places:
            raise ValidationError(gettext("صفحه را از فهرست برگزینید."))

    def validate_language(self, field: SelectField) -> None:
        if field.data not in self.languages:
            raise ValidationError(gettext("زبان را از فهرست برگزینید."))
