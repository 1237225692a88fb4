"""What each published figure is: its name, how it is worked out, in what, from where, and when it is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from app.impact import OTHERS, TOGETHER, Cut, Indicator, Livelihood
from app.shared.tongue import Later, gettext, language, lazy_gettext
from app.words.names import group_name, name_of


@dataclass(frozen=True)
class Entry:
    """One figure of the data dictionary; `code` stands in the open data."""

    code: str
    name: Later
    formula: Later
    unit: Later
    source: Later
    hidden: Later


_PERSON, _RIAL = lazy_gettext("نفر"), lazy_gettext("ریال")
_BOOK, _FILE = lazy_gettext("دفترِ حسابِ بازار"), lazy_gettext("پروندهٔ برنامه")
_BOTH, _OFFICE = lazy_gettext("دفترِ حسابِ بازار و پروندهٔ برنامه"), lazy_gettext("هدف‌های ثبت‌شدهٔ استان")
_FEW = lazy_gettext("عددِ کمتر از آستانه (جز صفر) پنهان است، و هر عددی که از آن عددِ پنهان حساب شود")
_EARNERS = lazy_gettext("تنها وقتی گفته می‌شود که درآمددارانِ گروه به آستانه رسیده باشند؛ گرد شده تا دو رقمِ نخست")
_NEVER = lazy_gettext("پنهان نمی‌شود؛ اگر کم باشد هیچ عددی منتشر نمی‌شود")

DICTIONARY = (
    Entry(
        "people",
        lazy_gettext("فراگیران"),
        lazy_gettext("هر کس که تا پایانِ ماه در دوره‌ای جا گرفته است، هر کس یک بار"),
        _PERSON,
        _FILE,
        _NEVER,
    ),
    Entry(
        Livelihood.SUSTAINED.value,
        lazy_gettext("پایدار"),
        lazy_gettext("در یک سال به شمارِ لازم ماهِ درآمد داشته، و از نخستینِ آن‌ها زمانِ درازی بی‌درآمد نمانده است"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        Livelihood.EMERGING.value,
        lazy_gettext("رو به پایداری"),
        lazy_gettext("در ماه‌های گذشته به شمارِ لازم ماهِ درآمد داشته، و هنوز پایدار نیست"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        Livelihood.AT_RISK.value,
        lazy_gettext("در خطر"),
        lazy_gettext("سه ماه پیش پایدار یا رو به پایداری بود و اکنون نیست."),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        Livelihood.ACTIVE.value,
        lazy_gettext("فروشنده"),
        lazy_gettext("در سه ماهِ گذشته چیزی فروخته، و هنوز به ماه‌های درآمدِ لازم نرسیده است"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        Livelihood.NOT_YET.value,
        lazy_gettext("هنوز نه"),
        lazy_gettext("هنوز چیزی نفروخته، یا فروشش کم و دور بوده است"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        Livelihood.LEFT.value,
        lazy_gettext("کنار رفته"),
        lazy_gettext("از دوره‌هایش کناره گرفته، یا پس از فروش ماه‌هاست چیزی نفروخته است"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        "together",
        lazy_gettext("وضع‌های کم‌شمار، با هم"),
        lazy_gettext("جمعِ وضع‌هایی که شمارِ هیچ‌کدام به‌تنهایی گفته نمی‌شود؛ در جدول‌ها هم با هم می‌آیند"),
        _PERSON,
        _BOTH,
        _FEW,
    ),
    Entry(
        "earners",
        lazy_gettext("کسانی که در این ماه درآمد داشتند"),
        lazy_gettext("درآمدِ ماهِ او، منهای کارمزد، برگشتی‌ها و هزینهٔ گفته‌شده، بیش از صفر است"),
        _PERSON,
        _BOOK,
        _FEW,
    ),
    Entry(
        "income",
        lazy_gettext("ماندهٔ این ماه برای سازندگان"),
        lazy_gettext("جمعِ آنچه برای این کسان ماند: منهای کارمزد، برگشتی‌ها و هزینه‌ای که خودشان گفته‌اند"),
        _RIAL,
        _BOOK,
        _EARNERS,
    ),
    Entry(
        "median_income",
        lazy_gettext("میانهٔ درآمدِ ماه"),
        lazy_gettext("نیمی از کسانی که درآمد داشتند کمتر و نیمی بیشتر از این گرفتند"),
        _RIAL,
        _BOOK,
        _EARNERS,
    ),
    Entry(
        "income_month",
        lazy_gettext("حدِ ماهِ درآمد"),
        lazy_gettext("حداقلِ مزدِ ماهانه ضربدرِ سهمی که قاعده می‌گوید"),
        _RIAL,
        lazy_gettext("قاعده‌های برنامه، با منبعِ هر کدام"),
        lazy_gettext("پنهان نمی‌شود"),
    ),
    Entry(
        "goal",
        lazy_gettext("هدفِ استان و رسیده"),
        lazy_gettext("از آغازِ هدف تا پایانِ این ماه؛ از هدف‌های هم‌زمانِ یک چیز، تنها آنکه دیرتر تمام می‌شود"),
        lazy_gettext("نفر یا ریال"),
        _OFFICE,
        _FEW,
    ),
)


def published_group(cut: Cut, code: str, names: dict[str, str]) -> str:
    """What a group of a published table is called, in the reader's language."""
    if code == OTHERS:
        return gettext("گروه‌های کم‌شمارِ دیگر")
    return (names.get(language()) or names.get("fa") or code) if names else group_name(code)


def published_column(code: str) -> str:
    """What a column of a published table is called."""
    return gettext("وضع‌های کم‌شمار، با هم") if code == TOGETHER else name_of(Livelihood(code))


def published_indicator(code: str) -> str:
    return name_of(Indicator(code))
