"""What is typed to ask for a statement."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import Form, SelectField, StringField, ValidationError

from app.shared.calendar import JalaliMonth, local_date, today
from app.web.forms.fields import JalaliDay
from app.words import gettext, lazy_gettext


class StatementForm(Form):
    """A month, and on which day it was known so: its last one (`when` is end), this one (now), or one that is typed."""

    month = SelectField(lazy_gettext("ماه"), validate_choice=False)
    when = StringField()
    known_on = JalaliDay(lazy_gettext("چنان‌که در پایانِ این روز دانسته بود"))

    def validate_month(self, field: SelectField) -> None:
        try:
            self.jalali_month()
        except ValueError:
            raise ValidationError(gettext("ماه را برگزینید.")) from None

    def validate_known_on(self, field: JalaliDay) -> None:
        if self.when.data not in {"end", "now"} and field.data is None and not field.errors:
            raise ValidationError(gettext("روز را بنویسید."))

    def jalali_month(self) -> JalaliMonth:
        return JalaliMonth.parse(str(self.month.data))

    def day(self) -> date:
        """The day at whose end everything was known that is to be told."""
        if self.when.data == "end":
            return local_date(self.jalali_month().ends - timedelta(microseconds=1))
        return today() if self.when.data == "now" or self.known_on.data is None else self.known_on.data
