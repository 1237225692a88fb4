"""Logging in, and what one may change about oneself."""

from __future__ import annotations

from wtforms import Form, StringField, ValidationError

from app import accounts
from app.web.forms.fields import CleanText, Longest, Mobile, Needed, Sheba
from app.words import gettext, lazy_gettext


class LoginForm(Form):
    mobile = Mobile(lazy_gettext("شمارهٔ همراه"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])


class CodeForm(Form):
    code = CleanText(lazy_gettext("کدِ پیامک‌شده"), [Needed(lazy_gettext("کدِ شش‌رقمیِ پیامک را بنویسید."))])


class PinForm(Form):
    pin = StringField(lazy_gettext("رمزِ کوتاه"))


class NameForm(Form):
    given_name = CleanText(lazy_gettext("نامِ کوچک"), [Needed(lazy_gettext("نامتان را بنویسید.")), Longest(60)])
    family_name = CleanText(
        lazy_gettext("نام خانوادگی"), [Needed(lazy_gettext("نام خانوادگی را بنویسید.")), Longest(80)]
    )


class NewPinForm(Form):
    pin = StringField(lazy_gettext("رمزِ کوتاهِ تازه، چهار تا هشت رقم"))

    def validate_pin(self, field: StringField) -> None:
        if accounts.pin(field.data or "") is None:
            raise ValidationError(gettext("چهار تا هشت رقم بنویسید که همه یکی نباشند."))


class ShebaForm(Form):
    sheba = Sheba(lazy_gettext("شمارهٔ شبا"), [Needed(lazy_gettext("شمارهٔ شبا را بنویسید."))])
    holder = CleanText(
        lazy_gettext("نامِ صاحبِ حساب، همان‌طور که در بانک است"),
        [Needed(lazy_gettext("نامِ صاحبِ حساب را بنویسید.")), Longest(140)],
    )
