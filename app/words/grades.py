"""What the grades of the ladder mean and ask, in the reader's language."""

from __future__ import annotations

from app import vouching
from app.orders import Line
from app.shared.tongue import gettext, language, lazy_gettext
from app.vouching import Grade, Rung
from app.words import formats
from app.words.names import NAMES, name_of

_MEANINGS = {
    Grade.CONFORMS: lazy_gettext("پروانه یا نشانی که برای این کالا هست را دارد و تفاوتی در آن ندیده‌ایم."),
    Grade.SMALL: lazy_gettext(
        "دست‌ساز است: هر عدد اندکی با دیگری فرق دارد. به کارکردش آسیبی نمی‌زند و کمتر به چشم می‌آید."
    ),
    Grade.VISIBLE: lazy_gettext("نقصی دارد که دیده می‌شود، ولی کارش را می‌کند. عکسِ نقص هست."),
    Grade.SECONDS: lazy_gettext("درجهٔ دو است: نقصِ بیشتری دارد و قیمتش برای همین پایین‌تر است."),
}


def grade_meaning(grade: Grade) -> str:
    """What a grade says of a product, to everybody."""
    return vouching.rung(grade).meaning(language()) or str(_MEANINGS[grade])


def grade_named(code: str) -> str:
    """What a grade is called now, by its code."""
    return name_of(Grade(code))


def grade_sold(line: Line) -> str:
    """What the grade of something sold was called that day."""
    return vouching.name_at_sale(line.grade_names, language()) or str(NAMES[Grade, line.grade.value])


def rung_wants(rung: Rung) -> list[str]:
    """What a rung asks beyond the floor that is asked of all below the top."""
    wanted = [
        (rung.described, gettext("هر تفاوت با واژه نوشته می‌شود.")),
        (rung.pictured, gettext("هر تفاوت عکس دارد.")),
        (
            rung.price_down_bps > 0,
            gettext("دست‌کم %(n)s درصد ارزان‌تر از سالمش است.", n=formats.hundredths(rung.price_down_bps)),
        ),
    ]
    return [words for true, words in wanted if true]


def grade_asks(grade: Grade, rung: Rung) -> list[str]:
    """What a grade asks of who sells at it, in sentences."""
    if grade is Grade.CONFORMS:
        return [gettext("نامِ نشان یا پروانه نوشته می‌شود.")]
    floor = gettext("تفاوتی با عکس، یا نشانی که ندارد، نوشته می‌شود.")
    return [*(rung_wants(rung) or [floor]), gettext("خریدار پیش از خرید آن را می‌بیند و می‌پذیرد.")]
