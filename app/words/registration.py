"""What is wrong with a row of a registration list, or with the list, in words."""

from __future__ import annotations

from app.programme import Column, Fault, FaultCode
from app.shared.sheets import UnreadableList
from app.shared.tongue import gettext, lazy_gettext
from app.words.formats import num

COLUMN_NAMES = {
    Column.GIVEN_NAME: lazy_gettext("نام"),
    Column.FAMILY_NAME: lazy_gettext("نام خانوادگی"),
    Column.FULL_NAME: lazy_gettext("نام و نام خانوادگی"),
    Column.NATIONAL_CODE: lazy_gettext("کد ملی"),
    Column.MOBILE: lazy_gettext("شمارهٔ همراه"),
    Column.COUNTY: lazy_gettext("شهرستان"),
    Column.RURAL_DISTRICT: lazy_gettext("دهستان"),
    Column.PLACE: lazy_gettext("شهر یا روستا"),
    Column.TRADE: lazy_gettext("رسته"),
    Column.SEX: lazy_gettext("جنسیت"),
    Column.HEADS_HOUSEHOLD: lazy_gettext("سرپرست خانوار"),
    Column.COHORT: lazy_gettext("دوره"),
    Column.SESSION: lazy_gettext("عنوانِ جلسه"),
    Column.DAY: lazy_gettext("روز"),
    Column.KIND: lazy_gettext("نوعِ جلسه"),
    Column.MARK: lazy_gettext("حضور"),
    Column.OUTCOME: lazy_gettext("نتیجه"),
    Column.END_DAY: lazy_gettext("روزِ نتیجه"),
    Column.REASON: lazy_gettext("دلیل"),
    Column.MENTOR: lazy_gettext("پیشران"),
    Column.CAPACITY: lazy_gettext("گنجایش"),
    Column.FIRST_DAY: lazy_gettext("آغاز"),
    Column.LAST_DAY: lazy_gettext("پایان"),
}

_FAULTS = {
    FaultCode.NO_NAME: lazy_gettext("نام نوشته نشده است."),
    FaultCode.NO_NATIONAL_CODE: lazy_gettext("کد ملی نوشته نشده است."),
    FaultCode.BAD_NATIONAL_CODE: lazy_gettext("کد ملی «%(value)s» درست نیست؛ رقمِ آخرش با بقیه نمی‌خواند."),
    FaultCode.NO_MOBILE: lazy_gettext("شمارهٔ همراه نوشته نشده است."),
    FaultCode.BAD_MOBILE: lazy_gettext("شمارهٔ همراه «%(value)s» کامل نیست؛ باید مانند ۰۹۱۷۰۰۰۰۰۰۰ باشد."),
    FaultCode.SPOILT_NUMBER: lazy_gettext(
        "اکسل رقم‌های «%(value)s» را خراب کرده است؛ ستون را «متن» کنید و دوباره بنویسید."
    ),
    FaultCode.NO_COUNTY: lazy_gettext("شهرستان نوشته نشده است."),
    FaultCode.UNKNOWN_COUNTY: lazy_gettext("شهرستانِ «%(value)s» از ده شهرستانِ استان نیست."),
    FaultCode.UNKNOWN_PLACE: lazy_gettext("شهر یا روستای «%(value)s» را در این شهرستان نیافتیم."),
    FaultCode.AMBIGUOUS_PLACE: lazy_gettext("در این شهرستان چند روستا «%(value)s» نام دارند؛ دهستان را هم بنویسید."),
    FaultCode.UNKNOWN_TRADE: lazy_gettext("رستهٔ «%(value)s» را نمی‌شناسیم."),
    FaultCode.REPEATED: lazy_gettext("این کد ملی در ردیفِ %(row)s همین فهرست هم هست."),
    FaultCode.NO_COHORT: lazy_gettext("دوره نوشته نشده است."),
    FaultCode.UNKNOWN_COHORT: lazy_gettext("دورهٔ «%(value)s» را نمی‌شناسیم."),
    FaultCode.AMBIGUOUS_COHORT: lazy_gettext("چند دوره «%(value)s» نام دارند؛ شمارهٔ دوره را بنویسید."),
    FaultCode.NO_PERSON: lazy_gettext("نه کد ملی نوشته شده است و نه شمارهٔ همراه."),
    FaultCode.UNKNOWN_PERSON: lazy_gettext("فراگیری با این کد ملی یا شماره نیافتیم."),
    FaultCode.SHARED_MOBILE: lazy_gettext("چند نفر از این دوره همین شماره را دارند؛ کد ملی را بنویسید."),
    FaultCode.NO_PLACE: lazy_gettext("در این دوره جا ندارد."),
    FaultCode.NO_SESSION: lazy_gettext("عنوانِ جلسه نوشته نشده است."),
    FaultCode.BAD_DAY: lazy_gettext("روزِ «%(value)s» را نمی‌فهمیم؛ مانند ۱۴۰۵/۰۸/۱۲ بنویسید."),
    FaultCode.DAY_AHEAD: lazy_gettext("روزِ «%(value)s» هنوز نیامده است."),
    FaultCode.DAY_EARLY: lazy_gettext("روزِ «%(value)s» پیش از آن است که در این دوره جا بگیرد."),
    FaultCode.UNKNOWN_KIND: lazy_gettext("نوعِ «%(value)s» را نمی‌شناسیم؛ مشاوره، درس یا کارگاه بنویسید."),
    FaultCode.NOTHING_SAID: lazy_gettext("نه حضور نوشته شده است و نه نتیجه."),
    FaultCode.UNKNOWN_MARK: lazy_gettext("«%(value)s» را نمی‌فهمیم؛ حاضر، غایب یا موجه بنویسید."),
    FaultCode.UNKNOWN_OUTCOME: lazy_gettext("نتیجهٔ «%(value)s» را نمی‌فهمیم؛ قبول، مردود یا کناره گرفت بنویسید."),
    FaultCode.UNKNOWN_REASON: lazy_gettext(
        "دلیلِ کناره گرفتن نوشته یا شناخته نشد؛ خانواده، بیماری، سرمایه، راه، شغل، دوره، فروش یا دیگر بنویسید."
    ),
    FaultCode.PLACE_CLOSED: lazy_gettext("جایش در این دوره دیگر باز نیست؛ این نتیجه با آنچه ثبت شده نمی‌خواند."),
    FaultCode.NOT_HER_COUNTY: lazy_gettext("دورهٔ شهرستانِ «%(value)s» را مجریِ همان‌جا یا استان می‌نویسد."),
    FaultCode.UNKNOWN_MENTOR: lazy_gettext("پیشرانی به نامِ «%(value)s» نیافتیم."),
    FaultCode.AMBIGUOUS_MENTOR: lazy_gettext("چند پیشران «%(value)s» نام دارند؛ شهرستانِ دوره را هم بنویسید."),
    FaultCode.BAD_CAPACITY: lazy_gettext("گنجایشِ «%(value)s» را نمی‌فهمیم؛ عددی از ۱ تا ۵۰۰۰ بنویسید."),
    FaultCode.ENDS_EARLY: lazy_gettext("پایانِ دوره، «%(value)s»، پس از آغازش نیست."),
    FaultCode.COURSE_DIFFERS: lazy_gettext(
        "دورهٔ «%(value)s» با همین شهرستان و روزِ آغاز هست، ولی پایان، گنجایش، رسته یا پیشرانش جور دیگری است."
    ),
    FaultCode.SAID_TWICE: lazy_gettext("ردیفِ %(row)s همین فهرست دربارهٔ همین چیز است."),
}

_LISTS = {
    "empty": lazy_gettext("پرونده خالی است."),
    "too_heavy": lazy_gettext("پرونده سنگین‌تر از اندازه است؛ تا ۵ مگابایت می‌پذیریم."),
    "not_a_list": lazy_gettext("این پرونده فهرستِ CSV یا XLSX نیست."),
    "too_many_rows": lazy_gettext("فهرست بیش از ۲۰٬۰۰۰ ردیف دارد؛ آن را دو تکه کنید."),
    "bad_amount": lazy_gettext("در یک ردیف، مبلغ عددِ درستِ ریالی نیست؛ ستونِ مبلغ را ببینید و دوباره بفرستید."),
    "no_heading": lazy_gettext("ردیفِ عنوان‌ها را نیافتیم؛ ردیفِ نخست باید نامِ ستون‌ها باشد."),
}


def fault_words(fault: Fault) -> str:
    """One sentence about one fault of a row."""
    words = _FAULTS[fault.code]
    return str(words) % {"value": fault.value, "row": num(fault.row)}


def list_fault_words(fault: UnreadableList) -> str:
    """One sentence about a list that can't be read."""
    if fault.reason in _LISTS:
        return str(_LISTS[fault.reason])
    names = gettext("، ").join(str(COLUMN_NAMES[Column(name)]) for name in fault.missing)
    return gettext("این ستون‌ها در فهرست نیستند: %(names)s.", names=names)
