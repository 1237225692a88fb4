"""What goals are about, in words that stand beside their figures."""

from __future__ import annotations

from app.impact import Actual, Indicator, Measure, Thresholds, Unit, thresholds, unit_of
from app.shared.tongue import gettext, lazy_gettext, ngettext
from app.words import formats
from app.words.formats import num
from app.words.measures import formula

_MEANINGS = {
    Indicator.INCOME: lazy_gettext("تومانی که پس از کارمزد و برگشتی‌ها به سازندگان رسیده است"),
    Indicator.SELLING: lazy_gettext("شمارِ فراگیرانی که درآمدِ خالصشان در این مدت بیش از صفر است"),
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


def goal_meaning(indicator: Indicator, limits: Thresholds | None = None) -> str:
    """What is counted; with the thresholds of a goal's months, or those of now."""
    if indicator is Indicator.EARNING:
        needed = (limits or thresholds()).months_needed
        return gettext("شمارِ فراگیرانی که دست‌کم %(n)s ماه درآمدِ بالای آستانه داشته‌اند", n=num(needed))
    if indicator in _MEANINGS:
        return str(_MEANINGS[indicator])
    return formula(Measure(indicator.value))


def unit_called(unit: Unit) -> str:
    """The unit in which somebody types a target."""
    return str(_UNITS[unit])


def in_unit(unit: Unit, value: int) -> str:
    """A number as people read it in a unit."""
    if unit is Unit.PERCENT:
        return formats.percent(value)
    if unit is Unit.RIAL:
        return formats.money(value)
    if unit is Unit.TENTHS:
        return formats.tenths(value)
    number = formats.num(value)
    if unit is Unit.PEOPLE:
        return formats.people(value)
    if unit is Unit.DAYS:
        return ngettext("%(n)s روز", "%(n)s روز", value, n=number)
    return ngettext("%(n)s ساعت", "%(n)s ساعت", value, n=number)


def goal_reached(one: Actual) -> str:
    """What is reached; a dash where that is not known yet, or of too few to be told."""
    unit = unit_of(one.goal.indicator)
    if one.trace:
        return gettext("کمتر از %(n)s", n=in_unit(unit, 1))
    return in_unit(unit, one.numerator) if one.known else "—"


def goal_share(one: Actual) -> str:
    """How much of the target; of a goal that there be none, whether that is so, as it has no half."""
    if one.goal.of_nothing and one.known:
        return gettext("رسیده") if one.met else gettext("نرسیده")
    return formats.percent(one.percent)
