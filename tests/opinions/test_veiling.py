"""Numbers and addresses by which people are reached never survive, however they are spelled; sizes and prices do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.opinions import veil
from app.shared.text import only_digits
from tests.world import valid_sheba

ROWS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨")
WORDS = (
    ("صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"),
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
)
GAPS = (
    "",
    " ",
    "-",
    "–",
    " - ",
    ".",
    "/",
    "_",
    "*",
    "  ",
    "\u200c",
    "\u200f",
    "،",
    " ، ",
    "(",
    ") ",
    "\n",
    "ـ",
    "🙂",
    "…",
)
MOBILE = st.integers(0, 10**9 - 1).map(lambda rest: f"09{rest:09d}")
NUMBER = st.one_of(
    MOBILE,
    MOBILE.map(lambda number: f"+98{number[1:]}"),
    MOBILE.map(lambda number: f"0098{number[1:]}"),
    MOBILE.map(lambda number: number[1:]),
    st.integers(0, 10**7 - 1).map(lambda rest: f"077{3}{rest:07d}"),
    st.integers(0, 10**10 - 1).map(lambda rest: f"603799{rest:010d}"),
    st.builds(valid_sheba),
)
BEFORE = st.sampled_from(("", "زنگ بزنید ", "شماره‌ام", "سبد خوبی است. ", "call me ", "دوست "))
AFTER = st.sampled_from(("", " ممنون", " دوستِ من", "تماس", " thanks", " تومان", "؟", " سه‌شنبه"))


@st.composite
def spelled(draw: st.DrawFn) -> str:
    """A number, each digit in some row of signs or in a word, with something between them or nothing."""
    number = draw(NUMBER)
    said = []
    for char in number:
        if not char.isdigit():
            said.append(char)
            continue
        word = draw(st.integers(0, 9)) == 0
        rows = WORDS if word else ROWS
        sign = draw(st.sampled_from(rows))[int(char)]
        said += [f" {sign} " if word else sign, draw(st.sampled_from(GAPS)) if draw(st.integers(0, 3)) == 0 else ""]
    return "".join(said)


def digits_left(words: str) -> str:
    for row in ROWS[3:]:
        words = words.translate(str.maketrans(row, ROWS[0]))
    for row in WORDS:
        for digit, word in enumerate(row):
            words = words.replace(word, str(digit))
    return only_digits(words)


@settings(max_examples=400)
@given(BEFORE, spelled(), AFTER)
def test_no_number_survives_in_any_spelling(before, number, after):
    shown = veil(f"{before}{number}{after}")

    assert "•••" in shown
    assert len(digits_left(shown)) <= len(digits_left(before + after)), shown


@settings(max_examples=60)
@given(BEFORE, spelled(), AFTER)
def test_what_stands_around_a_number_stays(before, number, after):
    shown = veil(f"{before} {number} {after}")

    for word in ("زنگ بزنید", "سبد خوبی است", "ممنون", "thanks"):
        assert (word in shown) == (word in f"{before} {after}")


@pytest.mark.parametrize(
    "words",
    [
        "زنگ بزنید ۰۹۱۷ ۱۲۳ ۴۵ ۶۷",
        "نهصد و هفده، صد و بیست و سه، چهل و پنج، شصت و هفت",
        "صفرنهصدوهفدهیکدوسهچهارپنجششهفت",
        "O9171234567",
        "0917 x 123 و ۴۵۶۷ و ۸۹۰۱۲۳",
        "۶۰۳۷-۹۹۱۲-۳۴۵۶-۷۸۹۰ به نامِ زهرا",
        "IR06 2960 0000 0010 0324 2000 01",
        "33334455 تومان",
        "09171234567 تومان",
        "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    ],
)
def test_numbers_as_people_hide_them_are_found(words):
    shown = veil(words)

    assert "•••" in shown
    assert len(digits_left(shown)) < 7


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("zahra@gmail.com بنویسید", "gmail"),
        ("zahra at gmail dot com", "gmail"),
        ("zahra (at) gmail (dot) com", "gmail"),
        ("https://example.com/a?b=1 را ببینید", "example"),
        ("کانال t.me/zahra_shop", "zahra"),
        ("www.zahra.ir", "zahra"),
        ("zahra . com", "zahra"),
        ("@zahra_shop پیام دهید", "zahra"),
        ("تلگرام: zahra_shop", "zahra"),
        ("اینستا zahra.shop", "zahra"),
    ],
)
def test_addresses_and_handles_are_hidden(words, gone):
    assert gone not in veil(words)
    assert "•••" in veil(words)


@pytest.mark.parametrize(
    "words",
    [
        "قیمت ۱٬۲۵۰٬۰۰۰ تومان است",
        "سایز ۳۸، ۴۰، ۴۲، ۴۴ دارید؟",
        "وزن ۲۵۰ و ۵۰۰ و ۱۰۰۰ گرم",
        "اندازه ۱۲۰×۱۸۰×۴۵",
        "روز 1405/09/08 رسید",
        "نه، دو تا سه روز. یک بار هم شش تا خریدم.",
        "دوست دارم. نهصد گرم بود؛ سیصد تا سی‌صد و پنجاه.",
        "ساعت ۱۰ تا ۱۲ خانه‌ام",
        "",
    ],
)
def test_what_is_no_number_of_anybody_stays(words):
    assert veil(words) == words


def test_a_long_trick_takes_no_longer():
    for trick in ("a-dot-" * 400, "a." * 1000, "1 " * 1000, "و" * 2000, " " * 2000, "a@" * 1000, "یک" * 1000):
        assert isinstance(veil(trick), str)
