"""Numbers that identify people, as they are typed: mobile, national code, Sheba, PIN."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import accounts
from tests import world

SHORT = settings(deadline=None, max_examples=150)
PERSIAN = str.maketrans(string.digits, "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans(string.digits, "٠١٢٣٤٥٦٧٨٩")
GAPS = ("", " ", "-", "\u200c", "\u00a0", "\u200e")

scripts = st.sampled_from([str.maketrans({}), PERSIAN, ARABIC])
gaps = st.sampled_from(GAPS)
subscribers = st.from_regex(r"9[0-9]{9}", fullmatch=True)


def spread(digits: str, gap: str) -> str:
    return gap.join([digits[:4], digits[4:7], digits[7:]])


def check_digit(nine: str) -> int:
    """The civil registry's check digit, written down the other way round than the program does it."""
    rest = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return {0: 0, 1: 1}.get(rest, 11 - rest)


@SHORT
@given(subscribers, st.sampled_from(["0", "+98", "98", "0098", "", "+98 "]), scripts, gaps)
def test_a_mobile_number_is_known_in_every_form(subscriber: str, prefix: str, script: dict[int, str], gap: str):
    typed = (prefix + spread(subscriber, gap)).translate(script)

    assert accounts.mobile(typed) == f"0{subscriber}"


@pytest.mark.parametrize(
    "typed",
    ["", "0917", "091712345678", "07733123456", "0817 123 4567", "+1 917 123 4567", "۰۹۱۷۱۲۳۴۵۶", "نمی‌دانم", "0" * 11],
)
def test_what_is_no_mobile_number_of_this_country_is_refused(typed: str):
    assert accounts.mobile(typed) is None


@SHORT
@given(st.text(alphabet=string.digits + "۰۹+- \u200c", max_size=20))
def test_a_number_that_is_taken_is_always_kept_in_one_form(typed: str):
    found = accounts.mobile(typed)

    assert found is None or (len(found) == 11 and found.startswith("09") and accounts.mobile(found) == found)


@SHORT
@given(st.from_regex(r"[0-9]{9}", fullmatch=True), scripts, gaps)
def test_a_valid_national_code_is_taken_in_any_digits(nine: str, script: dict[int, str], gap: str):
    code = nine + str(check_digit(nine))

    taken = accounts.national_code(spread(code, gap).translate(script))

    assert taken == (None if len(set(code)) == 1 else code)


@SHORT
@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(nine: str, off: int):
    assert accounts.national_code(nine + str((check_digit(nine) + off) % 10)) is None


@pytest.mark.parametrize("code", ["0013542419", "13542419", "۰۰۱۳۵۴۲۴۱۹", "001-354241-9"])
def test_zeros_that_excel_ate_come_back(code: str):
    assert accounts.national_code(code) == "0013542419"


@pytest.mark.parametrize("code", ["", "1111111111", "0000000000", "1234567", "00135424190", "کد ندارد"])
def test_what_is_no_national_code_is_refused(code: str):
    assert accounts.national_code(code) is None


@SHORT
@given(st.data(), scripts, st.booleans())
def test_a_right_sheba_is_taken_with_and_without_its_letters(data: st.DataObject, script: dict[int, str], bare: bool):
    iban = world.valid_sheba()
    gap = data.draw(gaps)
    typed = gap.join(iban[at : at + 4] for at in range(2 if bare else 0, 26, 4))

    assert accounts.sheba(typed.translate(script)) == iban


@SHORT
@given(st.integers(2, 25), st.integers(1, 9))
def test_one_wrong_digit_of_a_sheba_is_noticed(place: int, off: int):
    iban = world.valid_sheba()
    wrong = iban[:place] + str((int(iban[place]) + off) % 10) + iban[place + 1 :]

    assert accounts.sheba(wrong) is None


def test_a_known_sheba_is_right_and_names_its_bank():
    assert accounts.sheba("IR06 2960 0000 0010 0324 2000 01") == "IR062960000000100324200001"
    assert accounts.bank_of(world.valid_sheba()) == "ملی ایران"
    assert accounts.bank_of("IR062960000000100324200001") is None


@pytest.mark.parametrize(
    "typed", ["", "IR", "IR0629600000001003242000", "IR06296000000010032420000101", "6037991234567890"]
)
def test_what_is_no_sheba_is_refused(typed: str):
    assert accounts.sheba(typed) is None


@pytest.mark.parametrize(("typed", "kept"), [("1234", "1234"), ("۱۲۳۴۵۶۷۸", "12345678"), (" 2580 ", "2580")])
def test_a_pin_is_four_to_eight_digits(typed: str, kept: str):
    assert accounts.pin(typed) == kept


@pytest.mark.parametrize("typed", ["", "123", "123456789", "1111", "12a4", "12-34"])
def test_a_pin_that_is_no_pin_is_refused(typed: str):
    assert accounts.pin(typed) is None


def test_a_covered_value_shows_its_last_digits_alone():
    assert accounts.masked("0013542419") == "••••••2419"
    assert accounts.masked("0013542419", shown=2) == "••••••••19"
    assert accounts.masked("19") == "19"
