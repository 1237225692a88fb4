"""How numbers, money and days are written in the reader's language.

Persian pages have Jalali days and Persian digits; English and Arabic pages have Gregorian days and their own digits.
Months of reports are Jalali in every language.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from markupsafe import Markup, escape

from app.shared import clock, text
from app.shared.calendar import MONTH_NAMES, TEHRAN, JalaliMonth, jalali, local_date
from app.shared.tongue import gettext, language, lazy_gettext, ngettext

_ARABIC_LETTERS = re.compile("[\u0621-\u06d3]")


def num(value: int) -> str:
    """A whole number with group marks."""
    return text.number(int(value), language())


def digits(value: object) -> str:
    """The reader's digits in any text, without group marks: years, codes on labels."""
    return text.localized(str(value), language())


def toman(rials: int) -> str:
    """An amount in toman, without the unit; tenths only where there are any."""
    whole, rest = divmod(abs(int(rials)), 10)
    sign = -1 if rials < 0 else 1
    written = text.number(sign * whole, language()) if whole or sign > 0 else text.number(0, language())
    if not rest:
        return written
    mark = "." if language() == "en" else "٫"
    return f"{'−' if sign < 0 and not whole else ''}{written}{mark}{text.localized(str(rest), language())}"


def money(rials: int) -> str:
    """An amount with its unit."""
    return gettext("%(amount)s تومان", amount=toman(rials))


def whole_toman(rials: int) -> str:
    """A counted or averaged amount to the nearest whole toman, without the unit: half a toman is nobody's.

    What was paid, and the rows of the books, are told to the rial (`toman`).
    """
    return toman((int(rials) + 5) // 10 * 10)


def whole_money(rials: int) -> str:
    """The same with its unit."""
    return gettext("%(amount)s تومان", amount=whole_toman(rials))


def in_units(minor: int) -> Decimal:
    """An amount of a currency's smallest unit in whole units, exactly: 6096 is 60.96."""
    return Decimal(minor).scaleb(-2)


def foreign(minor: int, currency: str) -> Markup:
    """An amount in another currency than ours, in whole units: 60.96 EUR."""
    return ltr(f"{in_units(minor):,.2f} {currency}")


def plain_foreign(minor: int, currency: str) -> str:
    """The same inside a sentence, by marks that keep it left to right."""
    return f"\u2066{in_units(minor):,.2f} {currency}\u2069"


def million_toman(rials: int) -> str:
    """An amount in millions of toman, rounded to the nearest, for tiles and charts."""
    return num((int(rials) + (5_000_000 if rials >= 0 else -5_000_000)) // 10_000_000)


def percent(value: int) -> str:
    return f"{num(value)}%" if language() == "en" else f"{num(value)}٪"


def hundredths(bps: int) -> str:
    """Basis points as per cent: 250 is «۲٫۵», “2.5”."""
    whole, rest = divmod(int(bps), 100)
    if not rest:
        return num(whole)
    mark = "." if language() == "en" else "٫"
    return f"{num(whole)}{mark}{digits(f'{rest:02d}'.rstrip('0'))}"


def tenths(value: int) -> str:
    """A figure in tenths: 43 is «۴٫۳», “4.3”."""
    whole, rest = divmod(int(value), 10)
    return f"{num(whole)}{'.' if language() == 'en' else '٫'}{digits(rest)}"


def ltr(value: object) -> Markup:
    """Codes and telephone numbers, kept left to right inside any text."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(value)


def card_number(value: str) -> Markup:
    """A card's number in groups of four, as it stands on the card; the gaps are drawn, so that a copy has none."""
    written = digits(text.only_digits(value) or value)
    groups = Markup("").join(Markup("<span>{}</span>").format(written[at : at + 4]) for at in range(0, len(written), 4))
    return Markup('<bdi dir="ltr" class="card-no">{}</bdi>').format(groups)


def as_written(value: str) -> Markup:
    """What somebody wrote, inside a sentence: in its own direction and language, where the page has another."""
    persian = _ARABIC_LETTERS.search(value) is not None
    if persian and language() == "fa":
        return escape(value)
    return Markup('<bdi lang="fa">{}</bdi>').format(value) if persian else Markup("<bdi>{}</bdi>").format(value)


def comma() -> str:
    """Between the members of an enumeration."""
    return ", " if language() == "en" else "، "


def inside(words: object) -> str:
    """A name that stands by itself with a capital, as a word inside an English sentence: “County”, by county."""
    written = str(words)
    keeps = language() != "en" or written[1:2].isupper()
    return written if keeps else written[:1].lower() + written[1:]


def semicolon() -> str:
    return "; " if language() == "en" else "؛ "


def products(count: int) -> str:
    return ngettext("%(n)s کالا", "%(n)s کالا", count, n=num(count))


def opinions(count: int) -> str:
    return ngettext("%(n)s نظر", "%(n)s نظر", count, n=num(count))


def people(count: int) -> str:
    return ngettext("%(n)s نفر", "%(n)s نفر", count, n=num(count))


def order_count(count: int) -> str:
    return ngettext("%(n)s سفارش", "%(n)s سفارش", count, n=num(count))


def made_in(days: int) -> str:
    """How long a thing made to order takes, in working days."""
    return ngettext("سفارشی، %(n)s روز", "سفارشی، %(n)s روز", days, n=num(days))


_MONTHS = (
    lazy_gettext("فروردین"), lazy_gettext("اردیبهشت"), lazy_gettext("خرداد"), lazy_gettext("تیر"),
    lazy_gettext("مرداد"), lazy_gettext("شهریور"), lazy_gettext("مهر"), lazy_gettext("آبان"), lazy_gettext("آذر"),
    lazy_gettext("دی"), lazy_gettext("بهمن"), lazy_gettext("اسفند"),
)  # fmt: skip


def month_name(month: int) -> str:
    """The name of a Jalali month."""
    return str(_MONTHS[month - 1])


def day(value: date | datetime) -> str:
    """A day: «۱۸ آبانِ ۱۴۰۵», “9 November 2026”, «٩ نوفمبر ٢٠٢٦»."""
    on = local_date(value) if isinstance(value, datetime) else value
    if language() == "fa":
        year, month, number = jalali(on)
        return f"{digits(number)} {MONTH_NAMES[month - 1]}ِ {digits(year)}"
    return digits(format_date(on, "d MMMM y", locale=language()))


def plain_days(value: datetime) -> tuple[str, str]:
    """A moment's Jalali and Gregorian day in Tehran, as spreadsheets sort them: 1405-09-05, 2026-11-26."""
    on = local_date(value)
    year, month, number = jalali(on)
    return f"{year:04d}-{month:02d}-{number:02d}", on.isoformat()


def month(value: JalaliMonth) -> str:
    """A Jalali month: «آبانِ ۱۴۰۵», “Aban 1405”."""
    joint = "ِ " if language() == "fa" else " "
    return f"{month_name(value.month)}{joint}{digits(value.year)}"


def month_of(value: datetime) -> str:
    """The month of a moment in the reader's own calendar: «اسفندِ ۱۴۰۴», “March 2026”."""
    if language() == "fa":
        return month(JalaliMonth.of(value))
    return digits(format_date(local_date(value), "MMMM y", locale=language()))


def jalali_note(value: JalaliMonth) -> str:
    """Which days a Jalali month of a report is made of, for readers with another calendar; nothing in Persian."""
    if language() == "fa":
        return ""
    return gettext(
        "ماه‌ها خورشیدی‌اند: %(month)s از %(first)s تا %(last)s است.",
        month=month(value),
        first=day(local_date(value.starts)),
        last=day(local_date(value.ends - timedelta(microseconds=1))),
    )


def calendar_hint() -> str:
    """For a day to be written: that it is a Jalali one, and which is today; nothing in Persian."""
    if language() == "fa":
        return ""
    year, month_number, number = jalali(local_date(clock.now()))
    today = f"{digits(number)} {month_name(month_number)} {digits(year)}"
    return gettext("روز به تقویمِ خورشیدی؛ امروز %(today)s است.", today=today)


def clock_time(value: datetime) -> str:
    """Hours and minutes in Tehran."""
    return digits(value.astimezone(TEHRAN).strftime("%H:%M"))


def when(value: datetime) -> str:
    """How long ago, under seven days; else the day."""
    passed = clock.now() - value
    if passed < timedelta(minutes=1):
        return gettext("همین حالا")
    if passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return ngettext("%(n)s دقیقه پیش", "%(n)s دقیقه پیش", minutes, n=num(minutes))
    if passed < timedelta(hours=24):
        hours = int(passed.total_seconds() // 3600)
        return ngettext("%(n)s ساعت پیش", "%(n)s ساعت پیش", hours, n=num(hours))
    days = (local_date(clock.now()) - local_date(value)).days
    if days <= 1:
        return gettext("دیروز")
    if days < 7:
        return ngettext("%(n)s روز پیش", "%(n)s روز پیش", days, n=num(days))
    return day(value)


def lasted(span: timedelta) -> str:
    """How long something took: hours under two days, else days, rounded; never nothing."""
    hours = max(1, round(span.total_seconds() / 3600))
    if hours < 48:
        return ngettext("%(n)s ساعت", "%(n)s ساعت", hours, n=num(hours))
    days = round(hours / 24)
    return ngettext("%(n)s روز", "%(n)s روز", days, n=num(days))


def time_tag(value: date | datetime) -> Markup:
    """A day as a machine can read it too."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day(value))


def in_words(rials: int) -> str:
    """An amount of toman in words, on Persian pages; elsewhere in digits."""
    if language() != "fa":
        return money(rials)
    return f"{text.in_words(int(rials) // 10)} تومان"


def paragraphs(value: str) -> Markup:
    """What somebody wrote in several lines, as paragraphs."""
    blocks = [block for block in value.split("\n\n") if block.strip()]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )
