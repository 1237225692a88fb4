"""What can be booked, a bazaar, and a story, as people write them down."""

from __future__ import annotations

from wtforms import BooleanField, Form, RadioField, SelectField, SelectMultipleField, ValidationError

from app.shared.money import Rial
from app.spaces import NewBazaar, NewSpace, SpaceKind
from app.stories import NewStory
from app.web.forms.fields import CleanText, JalaliDay, Longest, Needed, Toman, Whole
from app.words import gettext, lazy_gettext

WEEKDAYS = {
    "0": lazy_gettext("شنبه"),
    "1": lazy_gettext("یکشنبه"),
    "2": lazy_gettext("دوشنبه"),
    "3": lazy_gettext("سه‌شنبه"),
    "4": lazy_gettext("چهارشنبه"),
    "5": lazy_gettext("پنجشنبه"),
    "6": lazy_gettext("جمعه"),
}
HAS = {
    "table": lazy_gettext("میز"),
    "power": lazy_gettext("برق"),
    "water": lazy_gettext("آب"),
    "oven": lazy_gettext("فر"),
}


def _weekdays(field: SelectMultipleField) -> frozenset[int]:
    return frozenset(int(one) for one in field.data or [] if one in WEEKDAYS)


class SpaceForm(Form):
    kind = RadioField(lazy_gettext("چه چیزی؟"), validate_choice=False)
    name = CleanText(lazy_gettext("نام"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    place = CleanText(lazy_gettext("نشانی"), [Needed(lazy_gettext("نشانی را بنویسید.")), Longest(200)])
    first_day = JalaliDay(lazy_gettext("از چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    last_day = JalaliDay(lazy_gettext("تا پایانِ چه روزی؟"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    weekdays = SelectMultipleField(lazy_gettext("کارگاه چه روزهایی باز است؟"), validate_choice=False)
    hours = CleanText(lazy_gettext("چه ساعت‌هایی؟"), [Longest(80)])
    places = Whole(
        lazy_gettext("چند جا؟ در کارگاه: برای هر روز"), [Needed(lazy_gettext("با عدد بنویسید."))], least=1, most=500
    )
    fee = Toman(lazy_gettext("هزینهٔ هر جا (تومان)؛ رایگان: ۰"))
    has = SelectMultipleField(lazy_gettext("آنجا چه هست؟"), validate_choice=False)
    county_only = BooleanField(lazy_gettext("تنها برای فراگیرانِ همین شهرستان"))
    trade = SelectField(lazy_gettext("برای کدام رسته؟"), validate_choice=False)
    needs_permit = BooleanField(lazy_gettext("هر کس خوراکی بیاورد باید پروانه داشته باشد"))
    book_until = JalaliDay(lazy_gettext("آخرین روزِ گرفتنِ جا"), [Needed(lazy_gettext("تاریخ را بنویسید."))])
    cancel_until = JalaliDay(
        lazy_gettext("آخرین روزی که خودش می‌تواند جا را پس بدهد"), [Needed(lazy_gettext("تاریخ را بنویسید."))]
    )

    counties: set[str]
    trades: set[str]

    def validate_kind(self, field: RadioField) -> None:
        if field.data not in {*SpaceKind}:
            raise ValidationError(gettext("یکی را برگزینید."))

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("شهرستان را برگزینید."))

    def new(self, form_key: str) -> NewSpace:
        """What a valid form says."""
        return NewSpace(
            kind=SpaceKind(str(self.kind.data)),
            name=self.name.data or "",
            county_code=str(self.county.data),
            place=self.place.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            places=self.places.data or 1,
            book_until=self.book_until.data,
            cancel_until=self.cancel_until.data,
            form_key=form_key,
            fee=self.fee.data or Rial(0),
            hours=self.hours.data or "",
            weekdays=_weekdays(self.weekdays),
            has=frozenset(one for one in self.has.data or [] if one in HAS),
            county_only=bool(self.county_only.data),
            trade_code=self.trade.data if self.trade.data in self.trades else None,
            needs_permit=bool(self.needs_permit.data),
        )


class BazaarForm(Form):
    name = CleanText(lazy_gettext("نام"), [Needed(lazy_gettext("نام را بنویسید.")), Longest(120)])
    county = SelectField(lazy_gettext("شهرستان"), validate_choice=False)
    weekdays = SelectMultipleField(lazy_gettext("چه روزهایی؟"), validate_choice=False)
    hours = CleanText(lazy_gettext("چه ساعت‌هایی؟"), [Longest(80)])
    sold = CleanText(lazy_gettext("چه می‌فروشند؟"), [Needed(lazy_gettext("بنویسید چه می‌فروشند.")), Longest(200)])
    directions = CleanText(
        lazy_gettext("چگونه پیدایش کنند؟"), [Needed(lazy_gettext("بنویسید چگونه پیدایش کنند.")), Longest(500)]
    )

    counties: set[str]

    def validate_county(self, field: SelectField) -> None:
        if field.data not in self.counties:
            raise ValidationError(gettext("شهرستان را برگزینید."))

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        if not _weekdays(field):
            raise ValidationError(gettext("روزهای هفته را برگزینید."))

    def new(self, form_key: str) -> NewBazaar:
        """What a valid form says."""
        return NewBazaar(
            name=self.name.data or "",
            county_code=str(self.county.data),
            weekdays=_weekdays(self.weekdays),
            hours=self.hours.data or "",
            sold=self.sold.data or "",
            directions=self.directions.data or "",
            form_key=form_key,
        )


class StoryForm(Form):
    title = CleanText(lazy_gettext("عنوان"), [Needed(lazy_gettext("عنوان را بنویسید.")), Longest(120)])
    words = CleanText(
        lazy_gettext("داستان، به زبانِ خودِ او"),
        [Needed(lazy_gettext("داستان را بنویسید.")), Longest(3000)],
        lines=True,
    )
    figure = CleanText(lazy_gettext("عددی که می‌خواهد بگوید، با ماهش"), [Longest(200)])
    figure_source = CleanText(lazy_gettext("این عدد از کجاست؟"), [Longest(200)])

    def validate_figure_source(self, field: CleanText) -> None:
        if bool(field.data) != bool(self.figure.data):
            raise ValidationError(gettext("عدد و سرچشمه‌اش را با هم بنویسید."))

    def new(self, form_key: str, upload_key: str | None) -> NewStory:
        """What a valid form says."""
        figure, source = self.figure.data or "", self.figure_source.data or ""
        return NewStory(self.title.data or "", self.words.data or "", form_key, figure, source, upload_key)
