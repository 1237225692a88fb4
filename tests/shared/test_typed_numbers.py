"""Numbers and prices as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.text import NotANumber, localized, number, parse_number, parse_toman

quick = settings(deadline=None, max_examples=200)
SEPARATORS = ["", ",", "٬", "،", " ", ".", "/", "'", "’", "_", "\u200c", "\u00a0", "\u202f", "\u2009"]


@quick
@given(st.integers(0, 10**12), st.sampled_from(["fa", "ar", "en"]), st.sampled_from(SEPARATORS))
def test_any_digits_with_any_separators_are_the_same_number(value: int, language: str, separator: str):
    typed = localized(f"{value:,}".replace(",", separator), language)

    assert parse_number(typed) == value
    assert parse_number(f" \u200f{typed}\u202c ") == value


@quick
@given(st.integers(0, 10**12), st.sampled_from(["fa", "ar", "en"]))
def test_what_the_shop_writes_can_be_typed_back(value: int, language: str):
    assert parse_toman(number(value, language)) == value * 10


@pytest.mark.parametrize(
    ("typed", "rials"),
    [
        ("250000", 2_500_000),
        ("۲۵۰٬۰۰۰", 2_500_000),
        ("٢٥٠٬٠٠٠ تومان", 2_500_000),
        ("۲۵۰ ۰۰۰ تومن", 2_500_000),
        ("۲٬۵۰۰٬۰۰۰ ریال", 2_500_000),
        ("۲,۵۰۰,۰۰۰ريال", 2_500_000),
        ("1.250.000", 12_500_000),
        ("۱٫۲۵۰", 12_500),
        ("0", 0),
    ],
)
def test_a_price_typed_in_toman_or_rial(typed, rials):
    assert parse_toman(typed) == rials


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "-5",
        "−۵",
        "۲٫۵",
        "2.5",
        "12.34.567",
        "1e6",
        "صد",
        "12 تا",
        "½",
        "²",
        "५०",
        "0x10",
        "1" * 16,
        "تومان",
        "5%",
    ],
)
def test_what_is_no_whole_number_is_refused_and_never_guessed(typed):
    with pytest.raises(NotANumber):
        parse_toman(typed)


@quick
@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_refused(typed: str):
    with suppress(NotANumber):
        assert 0 <= parse_number(typed) < 10**15
