"""Where an order goes."""

from __future__ import annotations

import re

from wtforms import Form, SelectField, ValidationError

from app.orders import Recipient
from app.web.forms.fields import CleanText, Digits, Longest, Mobile, Needed
from app.words import lazy_gettext

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


class AddressForm(Form):
    """Seven fields, of which postcode and e-mail may stay empty. `area` is a county, or another province.

    A shop that sends no mail takes the e-mail field away.
    """

    mobile = Mobile(lazy_gettext("شمارهٔ همراه"), [Needed(lazy_gettext("شمارهٔ همراه را بنویسید."))])
    name = CleanText(
        lazy_gettext("نام و نام‌خانوادگیِ گیرنده"), [Needed(lazy_gettext("نامِ گیرنده را بنویسید.")), Longest(120)]
    )
    area = SelectField(lazy_gettext("استان یا شهرستان"), validate_choice=False)
    city = CleanText(lazy_gettext("شهر یا روستا"), [Needed(lazy_gettext("نامِ شهر یا روستا را بنویسید.")), Longest(60)])
    address = CleanText(
        lazy_gettext("نشانی"), [Needed(lazy_gettext("نشانی را بنویسید، تا بسته به دستتان برسد.")), Longest(500)]
    )
    postcode = Digits(lazy_gettext("کدِ پستیِ ۱۰ رقمی (اگر می‌دانید)"), length=10)

    email = CleanText(lazy_gettext("ایمیل (اگر می‌خواهید خبرها را با ایمیل هم بگیرید)"), [Longest(254)])

    def validate_email(self, field: CleanText) -> None:
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError(str(lazy_gettext("نشانیِ ایمیل کامل نیست؛ مانند name@example.ir بنویسید.")))

    def validate_area(self, field: SelectField) -> None:
        if field.data not in self.areas:
            raise ValidationError(str(lazy_gettext("استان یا شهرستان را برگزینید.")))

    areas: dict[str, str]

    def recipient(self) -> Recipient:
        """What was written, once the form is right."""
        area = str(self.area.data)
        return Recipient(
            name=self.name.data or "",
            mobile=self.mobile.data,
            province_code=area[:2],
            county_code=area if len(area) == 4 else None,
            city=self.city.data or "",
            address=self.address.data or "",
            postcode=self.postcode.data or "",
            email=str(self.data.get("email") or ""),
        )
