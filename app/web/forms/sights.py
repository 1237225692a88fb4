"""Leave to see incomes or national codes, as a colleague writes it down for another."""

from __future__ import annotations

from wtforms import Form, SelectField, ValidationError

from app.accounts import Sight
from app.shared.calendar import today
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed
from app.words import gettext, lazy_gettext


class SightForm(Form):
    person = SelectField(lazy_gettext("به که؟"), validate_choice=False)
    sight = SelectField(lazy_gettext("چه چیز را ببیند؟"), validate_choice=False)
    reason = CleanText(lazy_gettext("چرا؟ برای کدام کار؟"), [Needed(lazy_gettext("دلیل را بنویسید.")), Longest(300)])
    last_day = JalaliDay(lazy_gettext("تا چه روزی؟ اگر خالی بماند، تا برداشته شود"))

    def validate_person(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(gettext("همکار را برگزینید."))

    def validate_sight(self, field: SelectField) -> None:
        if field.data not in {*Sight}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_last_day(self, field: JalaliDay) -> None:
        if not field.errors and field.data is not None and field.data < today():
            raise ValidationError(gettext("روزِ پایان گذشته است."))
