"""How each indicator is worked out, in words that stand beside its figure."""

from __future__ import annotations

from app.impact import Measure
from app.shared.tongue import lazy_gettext

_FORMULAS = {
    Measure.REGISTERED: lazy_gettext("هر کس که تا پایانِ ماه در برنامه نام‌نویسی شده بود. نام‌نویسی شغل نیست."),
    Measure.TRAINED: lazy_gettext("کسانی که دست‌کم به یک نشستِ آموزشی آمده‌اند، از همهٔ نام‌نویسی‌شده‌ها. آموزش هم شغل نیست."),
    Measure.PLACED: lazy_gettext("هر کس که تا پایانِ ماه در دوره‌ای جا گرفته بود. ثبت‌نام شمرده نمی‌شود."),
    Measure.SELLING: lazy_gettext("کسانی که در این ماه پولِ فروشی به آنان رسید، از همهٔ جاگرفته‌ها."),
    Measure.NO_SALE: lazy_gettext("کسانی که تا پایانِ ماه هیچ نفروخته بودند، از همهٔ جاگرفته‌ها."),
    Measure.EARNING: lazy_gettext("کسانی که این ماه برایشان ماهِ درآمد بود، از همهٔ جاگرفته‌ها."),
    Measure.SUSTAINED: lazy_gettext("کسانی که در پایانِ ماه معیشتِ پایدار داشتند، از همهٔ جاگرفته‌ها."),
    Measure.EMERGING: lazy_gettext("کسانی که در پایانِ ماه رو به پایداری بودند، از همهٔ جاگرفته‌ها."),
    Measure.AT_RISK: lazy_gettext("کسانی که سه ماه پیش درآمد داشتند و اکنون ندارند، از همهٔ جاگرفته‌ها."),
    Measure.LEFT: lazy_gettext("کسانی که کناره گرفتند یا دیگر نمی‌فروشند، از همهٔ جاگرفته‌ها."),
    Measure.INCOME: lazy_gettext(
        "آنچه در این ماه برای فروشندگان ماند: پس از کارمزد، برگشتی‌ها و هزینه‌ای که خودشان گفته‌اند."
    ),
    Measure.LOWER_QUARTILE: lazy_gettext("یک‌چهارمِ فروشندگانِ ماه کمتر از این برایشان ماند."),
    Measure.MEDIAN: lazy_gettext("نیمی از فروشندگانِ ماه بیش از این برایشان ماند و نیمی کمتر."),
    Measure.UPPER_QUARTILE: lazy_gettext("یک‌چهارمِ فروشندگانِ ماه بیش از این برایشان ماند."),
    Measure.TOP_TENTH: lazy_gettext(
        "سهمِ یک‌دهمِ پردرآمدتر از همهٔ آنچه برای فروشندگان ماند؛ تنها اگر دست‌کم پنج نفر باشند."
    ),
    Measure.FULL_TIME: lazy_gettext("آنچه ماند، تقسیم بر حداقلِ مزدِ ماه؛ هیچ‌کس بیش از یک شمرده نمی‌شود."),
    Measure.RURAL: lazy_gettext("روستانشینان از میانِ فروشندگانِ ماه."),
    Measure.WOMEN: lazy_gettext("زنان از میانِ فروشندگانِ ماه."),
    Measure.HEADS: lazy_gettext("سرپرستانِ خانوار از میانِ فروشندگانِ ماه."),
    Measure.FIRST_SALE: lazy_gettext("میانهٔ روزها از جاگرفتن تا نخستین پولِ فروش، از میانِ کسانی که فروخته‌اند."),
    Measure.KEPT_HALF_YEAR: lazy_gettext(
        "از کسانی که دوره را تمام کردند، آنان که شش ماه پس از آن پایدار یا رو به پایداری بودند؛ کناررفته‌ها در مخرج‌اند."
    ),
    Measure.KEPT_YEAR: lazy_gettext(
        "از کسانی که دوره را تمام کردند، آنان که یک سال پس از آن پایدار یا رو به پایداری بودند؛ کناررفته‌ها در مخرج‌اند."
    ),
    Measure.INSURED: lazy_gettext("کسانی که در این ماه با برگه یا گواهی بیمه بودند، از همهٔ جاگرفته‌ها."),
    Measure.REVIEW: lazy_gettext("میانهٔ ساعت‌ها از فرستادنِ کالا تا تصمیمِ پیشران، در این ماه."),
    Measure.UPHELD: lazy_gettext("شکایت‌هایی از کالا که حق به خریدار داده شد، از همهٔ آن‌ها که در این ماه پایان یافت."),
    Measure.PAYOUT: lazy_gettext("میانهٔ روزها از آزاد شدنِ پول تا پرداختِ بانک، از آنچه در این ماه پرداخت شد."),
    Measure.RETURNING: lazy_gettext(
        "خریدارانی که بیش از یک سفارش داده‌اند، از همهٔ خریدارانی که کالایشان در یک سالِ گذشته رسیده است."
    ),
}


def formula(measure: Measure) -> str:
    """How it is worked out."""
    return str(_FORMULAS[measure])
