"""What goals are about, in words that stand beside their figures."""

from __future__ import annotations

from app.impact import Indicator, Measure, Unit
from app.shared.tongue import lazy_gettext
from app.words.measures import formula

_MEANINGS = {
    Indicator.INCOME: lazy_gettext("تومانی که پس از کارمزد و برگشتی‌ها به سازندگان رسیده است"),
    Indicator.SELLING: lazy_gettext("شمارِ فراگیرانی که درآمدِ خالصشان در این مدت بیش از صفر است"),
    Indicator.EARNING: lazy_gettext("شمارِ فراگیرانی که دست‌کم سه ماه درآمدِ بالای آستانه داشته‌اند"),
    Indicator.SUSTAINED: lazy_gettext("شمارِ فراگیرانی که در پایانِ این مدت معیشتِ پایدار دارند"),
    Indicator.TRAINED: lazy_gettext("شمارِ کسانی که دست‌کم به یک نشستِ آموزشی آمده‌اند. آموزش شغل نیست."),
}
_UNITS = {
    Unit.PEOPLE: lazy_gettext("نفر"),
    Unit.PERCENT: lazy_gettext("درصد"),
    Unit.RIAL: lazy_gettext("تومان"),
    Unit.TENTHS: lazy_gettext("شغلِ تمام‌وقت"),
    Unit.DAYS: lazy_gettext("روز"),
    Unit.HOURS: lazy_gettext("ساعت"),
}


def goal_meaning(indicator: Indicator) -> str:
    """What is counted."""
    if indicator in _MEANINGS:
        return str(_MEANINGS[indicator])
    return formula(Measure(indicator.value))


def unit_called(unit: Unit) -> str:
    """The unit in which somebody types a target."""
    return str(_UNITS[unit])
