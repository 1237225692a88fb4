"""Differences that makers choose from pictures, as staff write them down."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectField, ValidationError

from app.vouching import DeviationKind, NewChoice
from app.web.forms.fields import CleanText, Longest, Needed
from app.words import gettext, lazy_gettext

# What each picture shows, for who does not see it.
PICTURES = {
    "ruler-2": lazy_gettext("خط‌کش"),
    "palette": lazy_gettext("رنگ‌ها"),
    "scale": lazy_gettext("ترازو"),
    "perspective": lazy_gettext("قابِ کج"),
    "ripple": lazy_gettext("موج"),
    "circles": lazy_gettext("دانه‌ها"),
    "brush": lazy_gettext("قلم‌مو"),
    "scissors": lazy_gettext("قیچی"),
    "droplet": lazy_gettext("قطره"),
    "soup": lazy_gettext("کاسهٔ گرم"),
    "hourglass": lazy_gettext("ساعتِ شنی"),
    "bolt": lazy_gettext("ترک"),
    "package": lazy_gettext("بسته"),
}


class ChoiceForm(Form):
    """A difference as a picture and a few words, for all categories or for one."""

    words = CleanText(lazy_gettext("چه فرقی؟"), [Needed(lazy_gettext("بنویسید.")), Longest(120)])
    words_en = CleanText(lazy_gettext("به انگلیسی"), [Longest(120)])
    words_ar = CleanText(lazy_gettext("به عربی"), [Longest(120)])
    category = SelectField(lazy_gettext("دسته"), validate_choice=False)
    kind = SelectField(lazy_gettext("چه چیزی فرق دارد؟"), validate_choice=False)
    icon = RadioField(lazy_gettext("با چه تصویری؟"), validate_choice=False)

    known: set[str]

    def validate_category(self, field: SelectField) -> None:
        if field.data and field.data not in self.known:
            raise ValidationError(gettext("دسته را از فهرست برگزینید."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {*DeviationKind}:
            raise ValidationError(gettext("بگویید چه چیزی فرق دارد."))

    def validate_icon(self, field: RadioField) -> None:
        if field.data not in PICTURES:
            raise ValidationError(gettext("یکی را برگزینید."))

    def choice(self) -> NewChoice:
        """What makers can choose from now on; at the end of its list."""
        return NewChoice(
            kind=DeviationKind(str(self.kind.data)),
            icon=str(self.icon.data),
            words_fa=self.words.data or "",
            words_en=self.words_en.data or "",
            words_ar=self.words_ar.data or "",
            category_code=self.category.data or None,
        )


class AdviceForm(Form):
    """How a difference of a kind may be mended; empty: the shop's own words."""

    fa = CleanText(lazy_gettext("به فارسی"), [Longest(400)])
    en = CleanText(lazy_gettext("به انگلیسی"), [Longest(400)])
    ar = CleanText(lazy_gettext("به عربی"), [Longest(400)])
    source = CleanText(
        lazy_gettext("بر پایهٔ کدام نامه یا تصمیم؟"), [Needed(lazy_gettext("سرچشمه را بنویسید.")), Longest(300)]
    )

    def validate_fa(self, field: CleanText) -> None:
        if not field.data and (self.en.data or self.ar.data):
            raise ValidationError(gettext("فارسی را هم بنویسید."))

    def texts(self) -> dict[str, str]:
        return {"fa": self.fa.data or "", "en": self.en.data or "", "ar": self.ar.data or ""}
