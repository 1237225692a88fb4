"""What stands in somebody's way, two who are at odds, a complaint; what is answered; meetings and their decisions."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, RadioField, SelectField, ValidationError

from app.support import LONGEST, Topic
from app.web.forms.fields import CleanText, JalaliDay, Longest, Mobile, Needed
from app.words import gettext, lazy_gettext


class ObstacleForm(Form):
    topic = RadioField(lazy_gettext("دربارهٔ چیست؟"), validate_choice=False)
    words = CleanText(
        lazy_gettext("چه شده است؟"),
        [Needed(lazy_gettext("با چند کلمه بنویسید چه شده است.")), Longest(LONGEST)],
        lines=True,
    )
    past_mentor = BooleanField(lazy_gettext("پیشران نبیند؛ یک‌راست به مجری برسد"))
    county = SelectField(lazy_gettext("کدام شهرستان؟"), validate_choice=False)

    def validate_topic(self, field: RadioField) -> None:
        if field.data not in {*Topic}:
            raise ValidationError(gettext("یکی را برگزینید."))


class ConflictForm(ObstacleForm):
    one_party = CleanText(lazy_gettext("یک طرف کیست؟"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(120)])
    other_party = CleanText(lazy_gettext("طرفِ دیگر کیست؟"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(120)])


class ComplaintForm(Form):
    """Of whom: one of those who are listed, or a name."""

    accused = SelectField(lazy_gettext("از چه کسی؟"), validate_choice=False)
    accused_name = CleanText(lazy_gettext("اگر در فهرست نیست، نامش"), [Longest(120)])
    words = CleanText(
        lazy_gettext("چه شده است؟"),
        [Needed(lazy_gettext("با چند کلمه بنویسید چه شده است.")), Longest(LONGEST)],
        lines=True,
    )
    name_hidden = BooleanField(lazy_gettext("نامِ مرا تنها کسی ببیند که رسیدگی می‌کند"))
    county = SelectField(lazy_gettext("کدام شهرستان؟"), validate_choice=False)

    def __init__(self, formdata: Any = None, *, known: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.known = known

    def validate_accused(self, field: SelectField) -> None:
        if field.data not in self.known and not self.accused_name.data:
            raise ValidationError(gettext("بگویید از چه کسی شکایت دارید."))


class CallerForm(Form):
    """Who calls: her number, and her name where she has no account on it."""

    mobile = Mobile(lazy_gettext("شمارهٔ همراهش"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])
    given_name = CleanText(lazy_gettext("نامِ کوچک"), [Longest(60)])
    family_name = CleanText(lazy_gettext("نامِ خانوادگی"), [Longest(80)])


class ActForm(Form):
    """What somebody does with a report: the day that she promises, or her words."""

    until = JalaliDay(lazy_gettext("تا چه روزی پاسخ می‌دهم؟"))
    answer = CleanText(lazy_gettext("پاسخ یا دلیل"), [Longest(LONGEST)], lines=True)


class MeetingForm(Form):
    held_on = JalaliDay(lazy_gettext("چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
    place = CleanText(lazy_gettext("کجا؟"), [Needed(lazy_gettext("جا را بنویسید.")), Longest(160)])


class DecisionForm(Form):
    obstacle = SelectField(lazy_gettext("دربارهٔ کدام مانع؟"), validate_choice=False)
    what = CleanText(lazy_gettext("چه کاری؟"), [Needed(lazy_gettext("بنویسید چه کاری.")), Longest(500)])
    owed_by = CleanText(
        lazy_gettext("بر عهدهٔ چه کسی؟"), [Needed(lazy_gettext("دستگاه یا کسی را بنویسید.")), Longest(120)]
    )
    due_on = JalaliDay(lazy_gettext("تا چه روزی؟"), [Needed(lazy_gettext("روز را بنویسید."))])
