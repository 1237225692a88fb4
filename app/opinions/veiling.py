"""Hiding what leads past the shop: telephone, card and Sheba numbers, addresses of mail and pages, handles.

What people wrote is kept; only what is shown goes through `veil`. Numbers are found in whatever digits, with whatever
signs between them, and in words. Prices, days, measures and rising lists of sizes are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from app.shared.text import fold

VEIL = "•••"
FEWEST_DIGITS = 7

_ZERO = ("صفر", "zero", "oh")
_ONES = (
    "یک", "یه", "دو", "سه", "چهار", "چار", "پنج", "پنش", "شش", "شیش", "هفت", "هشت", "نه",
    "واحد", "اثنان", "اثنین", "ثلاثه", "اربعه", "خمسه", "سته", "سبعه", "ثمانیه", "تسعه",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip
_TEENS = (
    "ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "پونزده", "شانزده", "شونزده", "هفده", "هیفده", "هجده",
    "هیجده", "نوزده",
)  # fmt: skip
_TENS = ("بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_HUNDREDS = (
    "صد", "یکصد", "دویست", "سیصد", "چهارصد", "پانصد", "پونصد", "ششصد", "شیشصد", "هفتصد", "هشتصد", "نهصد",
)  # fmt: skip
_KINDS = {"zero": _ZERO, "ones": _ONES, "teens": _TEENS, "tens": _TENS, "hundreds": _HUNDREDS}
_KIND = {fold(word): kind for kind, words in _KINDS.items() for word in words}
_WORTH = {"zero": 1, "ones": 1, "teens": 2, "tens": 2, "hundreds": 3, "": 1}
_FITS = {"hundreds": {"tens", "teens", "ones"}, "tens": {"ones"}}
_WORD = "|".join(sorted(map(re.escape, _KIND), key=len, reverse=True))

_ATOM = rf"(?:\d+|(?<=\d)o(?=[\do])|{_WORD})"
_GAP = r"[\W_]{0,8}(?:و[\W_]{0,8})?"
_RUN = re.compile(rf"(?:\bir[\W_]{{0,4}})?{_ATOM}(?:{_GAP}{_ATOM})*")
_PART = re.compile(rf"\d+|{_WORD}|o")
_LETTER = re.compile(r"[^\W\d_]")

# A dot in words stands between spaces: so there is one way only to read an address, and looking takes no longer for it.
_DOT = r"(?:\s{0,4}(?:\.|\(dot\)|\[dot\])\s{0,4}|\s{1,4}(?:dot|نقطه|دات)\s{1,4})"
_AT = r"(?:\s{0,4}(?:@|\(at\)|\[at\])\s{0,4}|\s{1,4}at\s{1,4}(?=[a-z0-9-]+\s{0,4}(?:\.|dot))|\s{1,4}ات\s{1,4}(?=[a-z]))"
_ENDS = r"(?:com|ir|org|net|me|io|app|shop|store|co|info|link|ly|gl|page|site|biz|xyz|online|land)"
_MESSENGERS = "ایدی|تلگرام|اینستاگرام|اینستا|واتساپ|ایتا|روبیکا|سروش|telegram|instagram|insta|whatsapp"
_PLACES = re.compile(
    "|".join(
        (
            r"(?:https?|ftp)\s*:\s*/\s*/\s*\S+",
            r"\bwww\s*\.\s*\S+",
            rf"[a-z0-9._+-]+{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*",
            r"@\s*[a-z0-9_.]{3,}",
            rf"[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*{_DOT}{_ENDS}(?![a-z0-9])(?:/\S*)?",
            rf"(?<!\w)(?:{_MESSENGERS})[\W_]{{1,4}}[a-z][a-z0-9_.]{{3,}}",
        )
    )
)
_MONEY = re.compile(r"\s*(?:تومان|تومن|ریال|toman|rial)")
_DAY = re.compile(r"1[34]\d\d([/-])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])")
_MEASURE = re.compile(r"[1-9]\d{0,2}(?:\s*×\s*[1-9]\d{0,2}){1,2}")
_LIST = re.compile(r"[1-8]\d{1,3}(?:\s*(?:[,،]|و)\s+[1-9]\d{1,3}){1,4}")


def veil(words: str) -> str:
    """`words` without anything by which somebody is reached or paid outside the shop."""
    folded, places = _folded(words)
    spans = sorted([*_numbers(folded), *(found.span() for found in _PLACES.finditer(folded))])
    shown, at = [], 0
    for start, end in spans:
        first, last = places[start], places[end - 1] + 1
        if last <= at:
            continue
        if first >= at:
            shown += [words[at:first], VEIL]
        at = last
    return "".join([*shown, words[at:]])


def _folded(words: str) -> tuple[str, list[int]]:
    """The words as they are looked through, and for each sign of that where it stands in `words`.

    Marks are left out, half-spaces are spaces, and all that stands for digits is digits.
    """
    signs: list[str] = []
    places: list[int] = []
    for place, char in enumerate(words):
        for sign in _sign(char):
            signs.append(sign)
            places.append(place)
    return "".join(signs), places


def _sign(char: str) -> str:
    number = unicodedata.numeric(char, None)
    if number is not None and number == int(number) and 0 <= number < 10**4:
        return str(int(number))
    if char == "\u200c" or char.isspace():
        return " "
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or char == "ـ":
        return ""
    return "".join(one for one in fold(char) if not unicodedata.combining(one))


def _numbers(folded: str) -> Iterator[tuple[int, int]]:
    for found in _RUN.finditer(folded):
        start, end = _whole_words(folded, *found.span())
        run = folded[start:end]
        if _digits(run) >= FEWEST_DIGITS and not _harmless(run, folded[end:]):
            yield start, end


def _whole_words(folded: str, start: int, end: int) -> tuple[int, int]:
    """A run without a number's name at its end that is only a part of another word, such as «دو» of «دوست»."""
    parts = [(start + one.start(), start + one.end()) for one in _PART.finditer(folded[start:end])]
    while parts and _is_piece(folded, *parts[-1], after=True):
        parts.pop()
    while parts and _is_piece(folded, *parts[0], after=False):
        parts.pop(0)
    if not parts:
        return start, start
    begins = start if folded[start:].startswith("ir") and parts[0][0] - start <= 6 else parts[0][0]
    return begins, parts[-1][1]


def _is_piece(folded: str, start: int, end: int, *, after: bool) -> bool:
    if folded[start].isdigit():
        return False
    beside = folded[end : end + 1] if after else folded[max(0, start - 1) : start]
    return _LETTER.fullmatch(beside) is not None


def _digits(run: str) -> int:
    """How many digits it is when written in figures: «نهصد و هفده» are three."""
    count, before = 0, ""
    for part in (one[0] for one in _PART.finditer(run)):
        kind = _KIND.get(part, "")
        if part.isdigit():
            count += len(part)
        elif kind not in _FITS.get(before, ()):
            count += _WORTH[kind]
        before = kind
    return count


def _harmless(run: str, rest: str) -> bool:
    plain = re.sub(r"(?<=\d)[,٬،.](?=\d{3}(?!\d))", "", run)
    if re.fullmatch(r"[1-9]\d{3,8}", plain) and plain.endswith("000") and _MONEY.match(rest):
        return True
    if _DAY.fullmatch(run) or _MEASURE.fullmatch(run):
        return True
    if not _LIST.fullmatch(run):
        return False
    sizes = [int(one) for one in re.findall(r"\d+", run)]
    alike = all(size < 100 for size in sizes) or all(size % 5 == 0 for size in sizes)
    return alike and sizes == sorted(set(sizes))
