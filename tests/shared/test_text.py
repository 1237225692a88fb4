"""Persian text: what is kept, what is folded for matching, what is thrown away, how it is sorted."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared.text import (
    ZWNJ,
    ascii_digits,
    clean,
    fold,
    in_arabic,
    in_words,
    localized,
    match_key,
    number,
    only_digits,
    slug,
    sort_key,
)

INVISIBLE = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE += "\u200e\u200f\u061c\u00ad\u200b\u2060\ufeff\U000e0041"
PERSIAN = "سلام چطوری كيكيهٔأإؤۀة\u200c\u200d\u064b\u0640 \n\t۱۲۳٤٥٦789"
WRITTEN = st.text(st.one_of(st.sampled_from(PERSIAN + INVISIBLE), st.characters()), max_size=60)
quick = settings(deadline=None, max_examples=200)


@pytest.mark.parametrize("mark", list(INVISIBLE) + list("\x00\x07\x1b\x7f\x85\ud800"))
def test_overrides_controls_and_tags_are_thrown_away(mark):
    assert clean(f"زنبیل{mark}حصیری") == "زنبیلحصیری"
    assert clean(f"{mark}گبه{mark}", lines=True) == "گبه"


def test_a_name_can_not_be_turned_around_by_an_override():
    assert clean("خانم \u202eیربکا\u202c مریم") == "خانم یربکا مریم"


@quick
@given(WRITTEN)
def test_cleaned_text_holds_nothing_invisible_and_cleaning_again_changes_nothing(text: str):
    kept = clean(text)

    kinds = {unicodedata.category(char) for char in kept.replace(ZWNJ, "").replace("\u200d", "")}
    assert not kinds & {"Cc", "Cs"}
    assert not set(kept) & set(INVISIBLE)
    assert clean(kept) == kept
    assert kept == kept.strip()
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("می\u200cروم", "می\u200cروم"),
        ("می\u200c\u200c\u200cروم", "می\u200cروم"),
        ("\u200cگبه\u200c", "گبه"),
        ("گبه \u200cدستی", "گبه دستی"),
        ("كيك عربي", "کیک عربی"),
        ("آب\u00a0نبات   خوب", "آب نبات خوب"),
        ("مي¬روم", "می\u200cروم"),
        ("é", "é"),
        ("  ", ""),
        ("خانهٔ ما", "خانهٔ ما"),
        ("کتابِ مَن", "کتابِ مَن"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("بلۏچی ݔ ۏ", "بلۏچی ݔ ۏ"),
    ],
)
def test_spelling_is_kept_and_arabic_letters_become_persian(typed, kept):
    assert clean(typed) == kept


def test_line_breaks_stay_where_they_are_asked_for():
    typed = "یک  خط\r\n\r\n\r\n\r\nخطِ\tدوم\rسوم  "

    assert clean(typed, lines=True) == "یک خط\n\nخطِ دوم\nسوم"
    assert clean(typed) == "یک خط خطِ دوم سوم"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كيك", "کیک"),
        ("مسئول", "مسیول"),
        ("خانۀ", "خانهٔ"),
        ("مؤمن", "مومن"),
        ("آبادان", "ابادان"),
        ("کَشک", "کشک"),
        ("گبـــه", "گبه"),
        ("۱۴۰۵", "١٤٠٥"),
        ("۱۴۰۵", "1405"),
        ("ABC", "abc"),
        ("ﻻله", "لاله"),
        ("ﮔﺒﻪ", "گبه"),
        ("ک\u202eشک", "کشک"),
        ("ة", "ه"),
    ],
)
def test_two_spellings_of_one_word_fold_alike(one, other):
    assert fold(one) == fold(other)


@quick
@given(WRITTEN)
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)
    assert match_key(match_key(text)) == match_key(text)


def test_half_spaces_and_punctuation_do_not_part_names():
    assert match_key("چاه‌مبارک") == match_key("چاه مبارک") == match_key("چاه‌مبارك!") == match_key("چاهمبارک")
    assert match_key("گناوه") != match_key("کناوه")


@quick
@given(st.integers(0, 10**14), st.sampled_from(["fa", "ar", "en"]))
def test_a_number_is_read_back_in_every_language(value: int, language: str):
    assert only_digits(number(value, language)) == str(value)
    assert ascii_digits(localized(str(value), language)) == str(value)


def test_numbers_are_written_with_the_marks_of_the_language():
    assert number(1234567, "fa") == "۱٬۲۳۴٬۵۶۷"
    assert number(1234567, "ar") == "١٬٢٣٤٬٥٦٧"
    assert number(1234567, "en") == "1,234,567"
    assert number(-12, "fa") == "\u200e−۱۲"
    assert number(0, "fa") == "۰"
    assert in_words(21) == "بیست و یک"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("زنبیلِ حصیری!", "زنبیل-حصیری"),
        ("  A&B <script>  ", "a-b-script"),
        ("چاه‌مبارک ۱۲", "چاه-مبارک-12"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u202eمریم", "مریم"),
        ("!!!", ""),
        ("a_b", "a-b"),
    ],
)
def test_a_slug_is_made_of_letters_digits_and_hyphens(typed, address):
    assert slug(typed) == address


@quick
@given(WRITTEN)
def test_a_slug_is_always_fit_for_an_address(text: str):
    made = slug(text)

    assert len(made) <= 80
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert all(char == "-" or char.isalnum() for char in made)
    assert not set(made) & set(INVISIBLE + ZWNJ)


def test_the_sort_key_follows_the_persian_alphabet():
    names = ["آباد", "ابوذر", "برازجان", "پارسیان", "تنگستان", "جم", "چاه", "دشتی", "ریگ", "ژاله", "کنگان", "گناوه"]
    names += ["لیراوی", "محمد", "وحدت", "هلیله", "یاس"]
    mixed = names[5:] + names[:5]

    assert sorted(mixed, key=sort_key) == names


def test_the_sort_key_knows_spellings_spaces_digits_and_case():
    assert sort_key("كنگان") == sort_key("کنگان")
    assert sort_key("چاه\u200cمبارک") == sort_key("چاهمبارک")
    assert sort_key("کَنگان") == sort_key("کنگان")
    assert sorted(["بندر گناوه", "بندرگاه", "بندر"], key=sort_key) == ["بندر", "بندر گناوه", "بندرگاه"]
    assert sorted(["روستای ۲", "روستای 1", "روستای ٣"], key=sort_key) == ["روستای 1", "روستای ۲", "روستای ٣"]
    assert sort_key("Bushehr") == sort_key("bushehr")


@quick
@given(WRITTEN, st.sampled_from("ابپتجچدرزژسشفقکگلمنوهی"))
def test_the_sort_key_is_plain_and_a_longer_name_comes_after(text: str, letter: str):
    key = sort_key(text)

    assert set(key) <= set("0123456789abcdef")
    assert len(key) <= 160
    assert sort_key(text + letter) >= key


def test_arabic_words_get_their_letters_back():
    words = "ضع صورتك وقصتك هنا: بنفسي، أخرى"

    assert in_arabic(clean(words)) == words
