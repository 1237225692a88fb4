"""Fields. Each keeps what was typed for showing it again, and holds the clean value in `data`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import Field, Form, StringField
from wtforms.validators import StopValidation

from app import accounts
from app.shared import clock, text
from app.shared.calendar import from_jalali, jalali, start_of, today
from app.shared.money import Rial
from app.shared.tongue import gettext
from app.words import formats


class CleanText(StringField):
    """Words, cleaned of invisible mischief; with `lines`, in several lines."""

    def __init__(self, label: Any = None, validators: Any = None, *, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.lines = lines

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = text.clean(valuelist[0], lines=self.lines)


class _Typed(Field):
    """A field whose value is read out of what was typed."""

    typed: str = ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = "" if value is None else self.written(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = text.clean(valuelist[0]) if valuelist else ""
        self.data = self.read(self.typed) if self.typed else None

    def _value(self) -> str:
        return self.typed

    def read(self, typed: str) -> Any:
        """The value, or ValueError with the sentence."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        return str(value)


class Mobile(_Typed):
    """A mobile number as 09xxxxxxxxx."""

    def read(self, typed: str) -> str:
        number = accounts.mobile(typed)
        if number is None:
            raise ValueError(gettext("شمارهٔ همراه را کامل بنویسید، مانند ۰۹۱۷۰۰۰۰۰۰۰."))
        return number


class NationalCode(_Typed):
    """A national code of ten digits with a right check digit."""

    def read(self, typed: str) -> str:
        code = accounts.national_code(typed)
        if code is None:
            raise ValueError(gettext("کد ملی درست نیست؛ ده رقم را از روی کارت بنویسید."))
        return code


class Sheba(_Typed):
    """A Sheba with right check digits."""

    def read(self, typed: str) -> str:
        iban = accounts.sheba(typed)
        if iban is None:
            raise ValueError(gettext("شمارهٔ شبا درست نیست؛ ۲۴ رقمِ پس از IR را بنویسید."))
        return iban


class Toman(_Typed):
    """An amount typed in toman, held as rials."""

    def read(self, typed: str) -> Rial:
        try:
            amount = text.parse_toman(typed)
        except text.NotANumber:
            raise ValueError(gettext("مبلغ را با عدد بنویسید، مانند ۲۵۰٬۰۰۰.")) from None
        if amount > 10**13:
            raise ValueError(gettext("این مبلغ بیش از اندازه بزرگ است."))
        return amount

    def written(self, value: Any) -> str:
        return formats.toman(value) if value else ""


_MINOR = re.compile(r"(\d{1,3}(?:[,٬]\d{3})+|\d{1,11})(?:[.٫](\d{1,2}))?")


class Minor(_Typed):
    """An amount of another currency with two decimals at most, held in its smallest unit."""

    def read(self, typed: str) -> int:
        found = _MINOR.fullmatch(text.ascii_digits(typed))
        if found is None:
            raise ValueError(gettext("مبلغ را با عدد و حداکثر دو رقمِ اعشار بنویسید، مانند 60.96."))
        return int(text.only_digits(found[1])) * 100 + int((found[2] or "0").ljust(2, "0"))


class Percent(_Typed):
    """Per cent with two decimals at most, held in basis points, between two bounds; «۲٫۵», «۲/۵» and «۲٫۵ درصد»."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, least: int = 0, most: int = 10_000, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators, **kwargs)

    def read(self, typed: str) -> int:
        found = _PER_CENT.fullmatch(text.ascii_digits(typed))
        if found is None:
            raise ValueError(gettext("درصد را با عدد و حداکثر دو رقمِ اعشار بنویسید، مانند ۲٫۵."))
        bps = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        if not self.least <= bps <= self.most:
            least, most = formats.hundredths(self.least), formats.hundredths(self.most)
            raise ValueError(gettext("از %(least)s تا %(most)s درصد می‌شود.", least=least, most=most))
        return bps

    def written(self, value: Any) -> str:
        return formats.hundredths(value)


_PER_CENT = re.compile(r"(\d{1,6})(?:[.٫/](\d{1,2}))?\s*(?:[%٪]|درصد)?")


class Whole(_Typed):
    """A whole number between two bounds."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, least: int = 0, most: int = 10**9, **kwargs: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators, **kwargs)

    def read(self, typed: str) -> int:
        try:
            number = text.parse_number(typed)
        except text.NotANumber:
            raise ValueError(gettext("با عدد بنویسید.")) from None
        if not self.least <= number <= self.most:
            raise ValueError(
                gettext(
                    "عددی از %(least)s تا %(most)s بنویسید.", least=formats.num(self.least), most=formats.num(self.most)
                )
            )
        return number

    def written(self, value: Any) -> str:
        return formats.num(value)


class Digits(_Typed):
    """Exactly so many digits, such as a postcode."""

    def __init__(self, label: Any = None, validators: Any = None, *, length: int = 10, **kwargs: Any) -> None:
        self.length = length
        super().__init__(label, validators, **kwargs)

    def read(self, typed: str) -> str:
        digits = text.only_digits(typed)
        if len(digits) != self.length:
            raise ValueError(gettext("%(n)s رقم بنویسید.", n=formats.num(self.length)))
        return digits


class JalaliDay(Field):
    """A day in three inputs: day, month by name, year of the Jalali calendar. Holds a Gregorian date."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        self.typed: tuple[str, ...] = ("", "", "")
        super().__init__(label, validators, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = data if isinstance(data, date) else None
        if self.data is not None:
            year, month, day = jalali(self.data)
            self.typed = (str(day), str(month), str(year))
        names = [f"{self.name}-{part}" for part in ("day", "month", "year")]
        if formdata is not None and any(name in formdata for name in names):
            self.typed = tuple(text.only_digits(formdata.get(name, "")) for name in names)
            self.raw_data = list(self.typed) if any(self.typed) else []
            self.data = self._read()

    def _read(self) -> date | None:
        if not any(self.typed):
            return None
        try:
            day, month, year = (int(part) for part in self.typed)
            return from_jalali(year, month, day)
        except ValueError:
            self.process_errors = [gettext("این روز در تقویم نیست؛ روز، ماه و سال را کامل بنویسید.")]
            return None


class Needed:
    """Something must be written; the sentence says what."""

    def __init__(self, sentence: Any) -> None:
        self.field_flags = {"required": True}
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if field.errors or field.data or field.data == 0:
            return
        raise StopValidation(str(self.sentence))


class Longest:
    """At most so many letters."""

    def __init__(self, letters: int) -> None:
        self.letters = letters

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and len(field.data) > self.letters:
            raise StopValidation(gettext("کوتاه‌تر بنویسید؛ تا %(n)s نویسه.", n=formats.num(self.letters)))


def from_day(day: date | None) -> datetime:
    """The moment from which something holds that is set for a day: at once, for today."""
    return clock.now() if day is None or day == today() else start_of(day)


def fault_list(form: Form) -> list[tuple[str, str]]:
    """Field id and sentence of every fault of a form, in the order of its fields, for the summary above it."""
    return [(field.id, str(fault)) for field in form for fault in field.errors]


Check = Callable[[Form, Field], None]
