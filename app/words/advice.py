"""How a difference may be mended: in staff's words, or the shop's own."""

from __future__ import annotations

from app import vouching
from app.shared.tongue import language, lazy_gettext
from app.vouching import DeviationKind

_OWN = {
    DeviationKind.SIZE: lazy_gettext(
        "یک الگوی مقوایی یا چوبی بسازید و هر دانه را پیش از برش و پس از پایان با همان بسنجید."
    ),
    DeviationKind.COLOUR: lazy_gettext(
        "مادهٔ همهٔ دانه‌ها را یک‌جا بخرید و یک‌جا رنگ کنید، و نمونه‌ای از رنگِ درست نگه دارید."
    ),
    DeviationKind.WEIGHT: lazy_gettext(
        "ترازوی آشپزخانه کافی است: هر دانه را وزن کنید و کم و زیادش را همان‌جا درست کنید."
    ),
    DeviationKind.SHAPE: lazy_gettext("روی قالب یا چارچوب کار کنید و بگذارید تا کاملاً خشک نشده از آن بیرون نیاید."),
    DeviationKind.FINISH: lazy_gettext(
        "پیش از بسته‌بندی لبه‌ها و نخ‌های اضافه را بگیرید و زیرِ نورِ روز یک بار دیگر نگاه کنید."
    ),
    DeviationKind.TASTE: lazy_gettext(
        "دستور را با اندازه بنویسید، هر بار با همان پیمانه بسازید و از هر پخت یک نمونه بچشید."
    ),
    DeviationKind.PACKING: lazy_gettext(
        "بسته‌ای بگیرید که در آن تکان نخورد، و پیش از فرستادن یک بار از دست رهایش کنید تا ببینید می‌ماند."
    ),
    DeviationKind.DURABILITY: lazy_gettext(
        "یک دانه را یک ماه خودتان به کار ببرید یا بشویید و جایی را که زود خراب می‌شود محکم‌تر کنید."
    ),
    DeviationKind.OTHER: lazy_gettext(
        "نمونه‌ای را که از آن راضی هستید کنارِ دستتان بگذارید و از پیشرانتان بپرسید فرقش از کجاست."
    ),
}


def advice_on(kind: DeviationKind) -> str:
    """What to do about a difference of this kind, in the reader's language where staff wrote it in that."""
    told = vouching.advice(kind)
    return told.get(language(), "") or told.get("fa", "") or str(_OWN[kind])
