"""What banks are called, in the reader's language: accounts keep the short Persian name."""

from __future__ import annotations

from app.shared.tongue import gettext, lazy_gettext

BANKS = {
    "بانک مرکزی": lazy_gettext("بانکِ مرکزی"),
    "صنعت و معدن": lazy_gettext("بانکِ صنعت و معدن"),
    "ملت": lazy_gettext("بانکِ ملت"),
    "رفاه کارگران": lazy_gettext("بانکِ رفاه کارگران"),
    "مسکن": lazy_gettext("بانکِ مسکن"),
    "سپه": lazy_gettext("بانکِ سپه"),
    "کشاورزی": lazy_gettext("بانکِ کشاورزی"),
    "ملی ایران": lazy_gettext("بانکِ ملی ایران"),
    "تجارت": lazy_gettext("بانکِ تجارت"),
    "صادرات ایران": lazy_gettext("بانکِ صادرات ایران"),
    "توسعه صادرات": lazy_gettext("بانکِ توسعه صادرات"),
    "پست‌بانک": lazy_gettext("پست‌بانکِ ایران"),
    "توسعه تعاون": lazy_gettext("بانکِ توسعه تعاون"),
    "کارآفرین": lazy_gettext("بانکِ کارآفرین"),
    "پارسیان": lazy_gettext("بانکِ پارسیان"),
    "اقتصاد نوین": lazy_gettext("بانکِ اقتصاد نوین"),
    "سامان": lazy_gettext("بانکِ سامان"),
    "پاسارگاد": lazy_gettext("بانکِ پاسارگاد"),
    "سرمایه": lazy_gettext("بانکِ سرمایه"),
    "سینا": lazy_gettext("بانکِ سینا"),
    "مهر ایران": lazy_gettext("بانکِ مهر ایران"),
    "شهر": lazy_gettext("بانکِ شهر"),
    "آینده": lazy_gettext("بانکِ آینده"),
    "گردشگری": lazy_gettext("بانکِ گردشگری"),
    "دی": lazy_gettext("بانکِ دی"),
    "ایران زمین": lazy_gettext("بانکِ ایران زمین"),
    "رسالت": lazy_gettext("بانکِ رسالت"),
    "ملل": lazy_gettext("مؤسسهٔ اعتباریِ ملل"),
    "خاورمیانه": lazy_gettext("بانکِ خاورمیانه"),
    "نور": lazy_gettext("مؤسسهٔ اعتباریِ نور"),
}


def bank_name(name: str | None) -> str:
    """A bank by its short Persian name; None where it is not known which bank it is."""
    if not name:
        return gettext("بانکِ نامشخص")
    return str(BANKS.get(name, name))
