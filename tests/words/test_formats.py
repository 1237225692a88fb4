"""How people's words, months and days stand on pages of another language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.shared.calendar import JalaliMonth
from app.words import formats, speaking

MARCH = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fa", "زهرا &lt;b&gt;"),
        ("en", '<bdi lang="fa">زهرا &lt;b&gt;</bdi>'),
        ("ar", '<bdi lang="fa">زهرا &lt;b&gt;</bdi>'),
    ],
)
def test_persian_words_keep_to_themselves_on_pages_of_other_languages(app: Flask, language: str, written: str):
    with app.test_request_context(), speaking(language):
        assert formats.as_written("زهرا <b>") == written


@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_latin_words_keep_to_themselves_everywhere(app: Flask, language: str):
    with app.test_request_context(), speaking(language):
        assert formats.as_written("Sara, 3") == "<bdi>Sara, 3</bdi>"


@pytest.mark.parametrize(("language", "written"), [("fa", "اسفندِ ۱۴۰۴"), ("en", "March 2026"), ("ar", "مارس ٢٠٢٦")])
def test_a_month_in_somebodys_life_is_of_the_readers_calendar(app: Flask, language: str, written: str):
    with app.test_request_context(), speaking(language):
        assert formats.month_of(MARCH) == written


def test_a_reports_month_is_explained_where_the_calendar_is_another(app: Flask):
    aban = JalaliMonth(1405, 8)

    with app.test_request_context(), speaking("en"):
        assert "23 October 2026" in formats.jalali_note(aban)
        assert "21 November 2026" in formats.jalali_note(aban)
    with app.test_request_context(), speaking("fa"):
        assert formats.jalali_note(aban) == ""


@pytest.mark.parametrize(
    ("rials", "written"),
    [
        (1_234_565, "۱۲۳٬۴۵۷ تومان"),
        (1_234_564, "۱۲۳٬۴۵۶ تومان"),
        (5, "۱ تومان"),
        (4, "۰ تومان"),
        (-20, "\u200e−۲ تومان"),
    ],
)
def test_what_is_counted_is_told_in_whole_toman(app: Flask, rials: int, written: str):
    with app.test_request_context():
        assert formats.whole_money(rials) == written


@pytest.mark.parametrize(
    ("language", "named", "inside"),
    [
        ("en", "County", "county"),
        ("en", "ACECR", "ACECR"),
        ("ar", "المقاطعة", "المقاطعة"),
        ("fa", "شهرستان", "شهرستان"),
    ],
)
def test_a_name_inside_an_english_sentence_has_no_capital(app: Flask, language: str, named: str, inside: str):
    with app.test_request_context(), speaking(language):
        assert formats.inside(named) == inside
