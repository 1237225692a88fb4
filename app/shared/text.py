"""Persian text: cleaning for keeping, folding for matching, digits, numbers as people type them, collation.

Folding follows the rules of Persian retrieval: one letter for the Arabic and Persian forms of yeh, kaf, heh and
alef, no vowel marks, no tatweel, ASCII digits. What people wrote is kept; only comparisons fold.
"""

from __future__ import annotations

import re
import unicodedata

from persiantools.digits import to_word

from app.shared.money import Rial

ZWNJ = "\u200c"

_ASCII_DIGITS = {ord(char): str(digit) for row in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for digit, char in enumerate(row)}
_DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
    "en": {},
}
_GROUP_MARK = {"fa": "٬", "ar": "٬", "en": ","}

_KEEP = str.maketrans({"ي": "ی", "ك": "ک", "\u00a0": " ", "¬": ZWNJ})
_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})
_FOLD = str.maketrans(
    {
        **dict.fromkeys("يىېےئ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀہھە", "ه"),
        **dict.fromkeys("أإٱآ", "ا"),
        "ؤ": "و",
        "¬": ZWNJ,
        **{chr(code): str(digit) for code, digit in _ASCII_DIGITS.items()},
    }
)
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200d]")
# Bidi overrides and isolates, direction marks, soft hyphen, invisible operators, tags, variation selectors' flood.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ZWNJ_RUN = re.compile(f"{ZWNJ}{{2,}}")
_LOOSE_ZWNJ = re.compile(f"(?:^|(?<=\\s)){ZWNJ}+|{ZWNJ}+(?=\\s|$)")

_LETTERS = "ءآاأإئؤبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ORDER = {letter: 40 + place for place, letter in enumerate(_LETTERS)}
_ORDER |= {chr(ord("0") + digit): 2 + digit for digit in range(10)}
_ORDER |= {chr(ord("a") + place): 13 + place for place in range(26)}
_ORDER |= {" ": 1}


def clean(text: str, *, lines: bool = False) -> str:
    """`text` as it may be kept and shown: spelling (with its half-spaces) kept, invisible mischief gone.

    Arabic yeh and kaf become Persian; direction overrides, controls, tags and floods of joiners are dropped;
    white space is collapsed. With `lines`, line breaks stay.
    """
    text = unicodedata.normalize("NFC", text).translate(_KEEP).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = _LOOSE_ZWNJ.sub("", _ZWNJ_RUN.sub(ZWNJ, text))
    if not lines:
        return " ".join(text.split())
    kept = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def in_arabic(text: str) -> str:
    """Arabic words with Arabic letters again, where `clean` has made them Persian."""
    return text.translate(_ARABIC)


def fold(text: str) -> str:
    """`text` as it is matched: letters unified, marks gone, digits ASCII, lower case. Half-spaces stay."""
    text = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return _MARKS.sub("", _INVISIBLE.sub("", text)).lower()


def match_key(text: str) -> str:
    """Equal for two spellings of one name: folded, without spaces, half-spaces or punctuation."""
    return "".join(char for char in fold(text) if char.isalnum())


def sort_key(text: str) -> str:
    """A key whose plain order is the Persian alphabet's, in any database: two hexadecimal digits a letter."""
    plain = _MARKS.sub("", unicodedata.normalize("NFC", text).translate(_KEEP).translate(_ASCII_DIGITS)).lower()
    return "".join(f"{_ORDER.get(char, 0):02x}" for char in plain if char != ZWNJ)[:160]


def slug(text: str) -> str:
    """A name for an address: Persian letters kept, everything else a hyphen; may be empty."""
    words = re.findall(r"[^\W_]+", _MARKS.sub("", clean(text)).translate(_ASCII_DIGITS).lower())
    return "-".join(words)[:80].strip("-")


def ascii_digits(text: str) -> str:
    """Persian and Arabic digits as ASCII ones; all else untouched."""
    return text.translate(_ASCII_DIGITS)


def only_digits(text: str) -> str:
    """The digits of `text` in ASCII, without any separators."""
    return "".join(char for char in ascii_digits(text) if char in "0123456789")


def localized(text: str, language: str) -> str:
    """ASCII digits in `text` as the language writes them."""
    return text.translate(_DIGITS.get(language, _DIGITS["fa"]))


def number(value: int, language: str) -> str:
    """A whole number with group marks, in the language's digits. The mark before a minus keeps it at the left."""
    grouped = f"{abs(value):,}".replace(",", _GROUP_MARK.get(language, "٬"))
    return localized(("\u200e−" if value < 0 else "") + grouped, language)


def in_words(value: int) -> str:
    """A whole number in Persian words."""
    words: str = to_word(value)
    return words


def reference(typed: str, longest: int | None = None) -> str:
    """A number as banks, posts and registries write it: cleaned, in Latin digits, cut where it is stored."""
    return ascii_digits(clean(typed))[:longest]


class NotANumber(ValueError):
    """What was typed is not a whole number."""


def parse_number(typed: str) -> int:
    """The whole number that was typed: any digits, any group marks. Raises NotANumber.

    A full stop, slash or Persian decimal mark counts as a group mark only where three digits follow, so that
    «۲٫۵» and «۲/۵» are refused and never read as 25.
    """
    text = re.sub(r"[\s٬،,'’_\u200c\u00a0\u202f\u2009]", "", ascii_digits(clean(typed)))
    if re.fullmatch(r"\d{1,3}(?:[./٫]\d{3})+", text, re.ASCII):
        text = re.sub(r"[./٫]", "", text)
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise NotANumber(typed)
    return int(text)


def parse_toman(typed: str) -> Rial:
    """An amount typed in toman, as rials; «ریال» written behind it is believed. Raises NotANumber."""
    text = clean(typed)
    for unit, factor in (("تومان", 10), ("تومن", 10), ("ریال", 1)):
        if text.endswith(unit):
            return Rial(parse_number(text.removesuffix(unit)) * factor)
    return Rial(parse_number(text) * 10)
