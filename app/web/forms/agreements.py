"""Contracts, levels of service with their terms, what is due, and questions of the register."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.agreements import FARTHEST_DAYS, LONGEST, Timing
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Whole
from app.words import gettext, lazy_gettext

_DAY = lazy_gettext("روز را بنویسید.")


class ContractForm(Form):
    title = CleanText(
        lazy_gettext("نامِ قرارداد یا تفاهم‌نامه"), [Needed(lazy_gettext("نامش را بنویسید.")), Longest(200)]
    )
    parties = CleanText(lazy_gettext("میانِ چه کسانی؟"), [Needed(lazy_gettext("دو طرف را بنویسید.")), Longest(300)])
    number = CleanText(lazy_gettext("شماره"), [Longest(80)])
    signed_on = JalaliDay(lazy_gettext("چه روزی امضا شد؟"), [Needed(_DAY)])
    valid_from = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(_DAY)])
    valid_to = JalaliDay(lazy_gettext("تا چه روزی؟"))
    document = SelectField(lazy_gettext("سندِ آن در قفسه"), validate_choice=False)

    def validate_valid_to(self, field: JalaliDay) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("پایان پیش از آغاز است."))


class TermForm(Form):
    """What the timing does not ask for is left out; what it asks for and is missing, the package tells."""

    timing = RadioField(lazy_gettext("تا کی؟"), validate_choice=False)
    days = Whole(lazy_gettext("چند روز پس از آن؟"), most=FARTHEST_DAYS)
    cause = CleanText(lazy_gettext("پس از چه رویدادی؟"), [Longest(200)])
    month_day = Whole(lazy_gettext("روزِ چندمِ ماه؟"), least=1, most=31)
    on_day = JalaliDay(lazy_gettext("کدام روز؟"))
    owed_by = CleanText(lazy_gettext("بر عهدهٔ چه کسی؟"), [Longest(120)])
    owed_to = CleanText(lazy_gettext("به چه کسی بدهکار است؟"), [Longest(120)])
    evidence = CleanText(lazy_gettext("چه مدرکی نشان می‌دهد انجام شد؟"), [Longest(300)])
    source = CleanText(lazy_gettext("کجای قرارداد یا نامه؟"), [Longest(300)])
    valid_from = JalaliDay(lazy_gettext("این سطح از چه روزی است؟"), [Needed(_DAY)])

    def validate_timing(self, field: RadioField) -> None:
        if field.data not in {*Timing}:
            raise ValidationError(gettext("یکی را برگزینید."))


class LevelForm(TermForm):
    what = CleanText(lazy_gettext("چه خدمتی؟"), [Needed(lazy_gettext("بنویسید چه خدمتی.")), Longest(300)])


class TriggerForm(Form):
    caused_on = JalaliDay(lazy_gettext("آن رویداد چه روزی بود؟"), [Needed(_DAY)])
    about = CleanText(lazy_gettext("دربارهٔ چه؟"), [Longest(200)])


class EndForm(Form):
    words = CleanText(lazy_gettext("با چه مدرکی؟ یا چرا از آن گذشتند؟"), [Longest(500)])
    done_on = JalaliDay(lazy_gettext("چه روزی انجام شد؟"))


class QuestionForm(Form):
    question = CleanText(
        lazy_gettext("چه چیزی روشن نیست؟"),
        [Needed(lazy_gettext("با چند کلمه بنویسید.")), Longest(LONGEST)],
        lines=True,
    )
    about = SelectField(lazy_gettext("دربارهٔ کدام قرارداد یا خدمت؟"), validate_choice=False)
    raised_on = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(_DAY)])


class AskedForm(Form):
    body = CleanText(
        lazy_gettext("از کدام دستگاه پرسیده شد؟"), [Needed(lazy_gettext("دستگاه یا کسی را بنویسید.")), Longest(120)]
    )
    letter = CleanText(lazy_gettext("شمارهٔ نامه"), [Longest(80)])
    asked_on = JalaliDay(lazy_gettext("روزِ نامه"), [Needed(_DAY)])


class AnswerForm(Form):
    words = CleanText(
        lazy_gettext("پاسخ چیست؟"), [Needed(lazy_gettext("با چند کلمه بنویسید.")), Longest(LONGEST)], lines=True
    )
    source = CleanText(
        lazy_gettext("کجا نوشته‌اند؟"), [Needed(lazy_gettext("نامه، بند یا سندِ پاسخ را بنویسید.")), Longest(300)]
    )
    answered_on = JalaliDay(lazy_gettext("روزِ پاسخ"), [Needed(_DAY)])
    level = SelectField(lazy_gettext("کدام سطحِ خدمت را عوض کرد؟"), validate_choice=False)
    rule = SelectField(lazy_gettext("کدام قاعده را عوض کرد؟"), validate_choice=False)
