"""What would become of a row of a maker's sheet, and what is wrong with a cell, in words."""

from __future__ import annotations

from app.shared.money import Rial
from app.shared.text import only_digits
from app.shared.tongue import gettext, lazy_gettext
from app.vouching import BadCell, CellFault, SheetColumn, Step, StepKind
from app.words.formats import digits, money, num

_COLUMNS = {
    SheetColumn.SKU: lazy_gettext("کدِ کالا"),
    SheetColumn.OWN_KEY: lazy_gettext("شناسهٔ خودم"),
    SheetColumn.TITLE: lazy_gettext("نام"),
    SheetColumn.LABEL: lazy_gettext("گونه"),
    SheetColumn.GOOD: lazy_gettext("کدِ نوعِ کالا"),
    SheetColumn.DESCRIPTION: lazy_gettext("شرح"),
    SheetColumn.MATERIALS: lazy_gettext("جنس"),
    SheetColumn.SIZE: lazy_gettext("اندازه"),
    SheetColumn.WEIGHT: lazy_gettext("وزن (گرم)"),
    SheetColumn.CARE: lazy_gettext("نگه‌داری"),
    SheetColumn.STOCK: lazy_gettext("موجودی"),
    SheetColumn.LEAD_DAYS: lazy_gettext("روزهای ساختن"),
    SheetColumn.PRICE: lazy_gettext("قیمت (تومان)"),
}

_FAULTS = {
    CellFault.NO_KEY: lazy_gettext("کدِ کالا یا شناسه‌ای از خودتان بنویسید تا این ردیف شناخته شود."),
    CellFault.UNKNOWN_SKU: lazy_gettext("کالایی با کدِ «%(value)s» ندارید."),
    CellFault.REPEATED: lazy_gettext("همین کد در ردیفِ %(value)s هم هست."),
    CellFault.NO_TITLE: lazy_gettext("نامِ کالا نوشته نشده است."),
    CellFault.TOO_LONG: lazy_gettext("«%(value)s…» بلندتر از اندازه است؛ کوتاهش کنید."),
    CellFault.BAD_NUMBER: lazy_gettext("«%(value)s» عددی نیست که این‌جا بنشیند."),
    CellFault.BAD_PRICE: lazy_gettext("قیمتِ «%(value)s» درست نیست؛ به تومان، دست‌کم ۱٬۰۰۰ و به صد تومان رُند."),
    CellFault.UNKNOWN_GOOD: lazy_gettext("کدِ نوعِ «%(value)s» را نمی‌شناسیم؛ کدها مانندِ B001 هستند."),
    CellFault.WITH_MENTOR: lazy_gettext("این کالا نزدِ پیشران است یا رد شده؛ اکنون ویرایش نمی‌شود."),
    CellFault.FIRST_ROW_ONLY: lazy_gettext("این را در ردیفِ نخستِ همین کالا بنویسید."),
    CellFault.NOT_COUNTED: lazy_gettext("این ستون با این کالا جور نیست: آماده‌ها موجودی دارند و سفارشی‌ها روزِ ساختن."),
    CellFault.OUTSIDE_BAND: lazy_gettext("قیمتِ این گونه از آنچه پیشران دیده خیلی دور است."),
    CellFault.TWO_MENTORS: lazy_gettext("با این قیمت دو پیشران باید کالا را ببینند؛ از این جدول عوض نمی‌شود."),
    CellFault.TOO_DEAR: lazy_gettext("با درجه‌ای که این کالا دارد باید ارزان‌تر از سالمش باشد؛ این قیمت بالاست."),
    CellFault.HELD: lazy_gettext("%(value)s عدد برای خریدارها نگه داشته شده است؛ کمتر از آن نمی‌شود."),
    CellFault.ARCHIVED: lazy_gettext("کالایی با شناسهٔ «%(value)s» را بایگانی کرده‌اید؛ شناسهٔ دیگری بنویسید."),
    CellFault.UNCONFIRMED: lazy_gettext("این را دیگری برایتان نوشته است؛ نخست ببینید و تأییدش کنید."),
}


def sheet_column(column: SheetColumn) -> str:
    """A column of the sheet, in the reader's language."""
    return str(_COLUMNS[column])


def cell_fault_words(bad: BadCell) -> str:
    """Which cell can't be taken, and why."""
    value = digits(bad.value) if bad.value and only_digits(bad.value) == bad.value else bad.value
    return f"{sheet_column(bad.column)}: {str(_FAULTS[bad.fault]) % {'value': value}}"


def step_words(step: Step) -> str:
    """What would be changed, and whether at once."""
    if step.kind is StepKind.NEW:
        return gettext("کالای تازه: پیش‌نویسی ساخته می‌شود؛ عکس و تفاوت‌ها را بعد بگذارید.")
    name, was, now = sheet_column(step.column), _value(step, step.was), _value(step, step.now)
    if step.kind is StepKind.STAGED:
        return gettext("%(name)s: «%(was)s» می‌شود «%(now)s»؛ پس از دیدنِ پیشران", name=name, was=was, now=now)
    return gettext("%(name)s: «%(was)s» می‌شود «%(now)s»؛ همان لحظه", name=name, was=was, now=now)


def _value(step: Step, value: str) -> str:
    if step.column is SheetColumn.PRICE and value:
        return str(money(Rial(int(value))))
    if step.column in {SheetColumn.STOCK, SheetColumn.LEAD_DAYS, SheetColumn.WEIGHT} and value:
        return num(int(value))
    return f"{value[:60]}…" if len(value) > 60 else value
