"""The columns of the statistics centre's sheet: what each is, in what, by whose definition."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.tongue import Later, lazy_gettext


@dataclass(frozen=True)
class Column:
    """One column; `code` is its heading."""

    code: str
    name: Later
    meaning: Later
    source: Later


_CENTRE = lazy_gettext("اصطلاح‌های مرکزِ آمارِ وزارتِ کار دربارهٔ مشاغلِ خانگی")
_BOOK, _FILE = lazy_gettext("دفترِ حسابِ بازار"), lazy_gettext("پروندهٔ برنامه")
_TOLD = lazy_gettext("گفتهٔ فراگیر، با درجهٔ سند")

STATISTICS = (
    Column("month", lazy_gettext("ماه"), lazy_gettext("ماهِ شمسی"), _FILE),
    Column("county_code", lazy_gettext("کدِ شهرستان"), lazy_gettext("خالی: چند شهرستان با هم"), _FILE),
    Column("county", lazy_gettext("شهرستان"), lazy_gettext("شهرستانِ محلِ کار در پایانِ ماه"), _FILE),
    Column("sex", lazy_gettext("جنسیت"), lazy_gettext("خالی: گفته نشده یا چند گروه با هم"), _FILE),
    Column("place", lazy_gettext("شهر یا روستا"), lazy_gettext("روستا به کدِ رسمیِ آبادی"), _FILE),
    Column(
        "work_kind",
        lazy_gettext("گونهٔ شاغلِ خانگی"),
        lazy_gettext("مستقل، پشتیبان، تحتِ پوشش، عضوِ تعاونی، کارکنِ بی‌مزد؛ خالی: گفته نشده یا چند گروه با هم"),
        _CENTRE,
    ),
    Column("trade", lazy_gettext("رسته"), lazy_gettext("رستهٔ برنامه در پایانِ ماه"), _FILE),
    Column("people", lazy_gettext("نفر"), lazy_gettext("کسانی که تا پایانِ ماه در دوره‌ای جا گرفته‌اند"), _FILE),
    Column("selling", lazy_gettext("فروشنده"), lazy_gettext("از آنان، کسانی که در ماه پولِ فروشی گرفتند"), _BOOK),
    Column(
        "earning", lazy_gettext("با ماهِ درآمد"), lazy_gettext("از آنان، کسانی که این ماه برایشان ماهِ درآمد بود"), _BOOK
    ),
    Column("sustained", lazy_gettext("شاغلِ پایدار"), lazy_gettext("از آنان، کسانی که معیشتِ پایدار داشتند"), _BOOK),
    Column("insured", lazy_gettext("بیمه‌شده"), lazy_gettext("از آنان، کسانی که با برگه یا گواهی بیمه بودند"), _TOLD),
    Column(
        "licensed",
        lazy_gettext("دارای پروانهٔ کار"),
        lazy_gettext("از آنان، کسانی که تا پایانِ ماه مجری پروانهٔ کارِ (مجوزِ مشاغلِ خانگیِ) آنان را دیده بود"),
        _FILE,
    ),
    Column(
        "permits",
        lazy_gettext("دارای پروانهٔ کالا"),
        lazy_gettext("از آنان، کسانی که در پایانِ ماه پروانهٔ بهداشتی یا دامپزشکیِ پذیرفته و معتبری داشتند"),
        _FILE,
    ),
    Column(
        "unpaid_helpers",
        lazy_gettext("کارکنِ خانگیِ بی‌مزد"),
        lazy_gettext("شمارِ کسانی از خانواده که بی‌مزد کمک می‌کنند، به گفتهٔ فراگیر و بی نام"),
        _CENTRE,
    ),
    Column("sold_rial", lazy_gettext("فروش"), lazy_gettext("آنچه خریداران دادند، منهای برگشتی‌ها؛ ریال"), _BOOK),
    Column("income_rial", lazy_gettext("درآمد"), lazy_gettext("پس از کارمزد، برگشتی و هزینهٔ گفته‌شده؛ ریال"), _BOOK),
)
