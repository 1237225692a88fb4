"""The Persian analyser: one for every engine, the same when indexing and when asking.

Words are folded, split at half-spaces and also joined across them, and lightly stemmed: plural and comparative endings
go after a half-space, ها/های/ترین also without one. «ان» and «ات» are never cut: too many nouns end so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from app.shared.text import ZWNJ, fold

_WORD = re.compile(rf"[^\W_]+(?:{ZWNJ}[^\W_]+)*")
_AFTER_HALF_SPACE = frozenset(
    [
        "ها",
        "های",
        "هایی",
        "هایم",
        "هایت",
        "هایش",
        "هایمان",
        "هایتان",
        "هایشان",
        "تر",
        "ترین",
        "ام",
        "ات",
        "اش",
        "مان",
        "تان",
        "شان",
        "ی",
        "ای",
    ]
)
_ENDINGS = ("هایشان", "هایتان", "هایمان", "هایی", "هایم", "هایت", "هایش", "های", "ترین", "ها")
_LEAST_STEM = 3


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    words = (Path(__file__).parent / "data" / "stopwords.txt").read_text(encoding="utf-8").split()
    return frozenset(fold(word.replace("_", "")) for word in words)


def stem(word: str) -> str:
    """A folded word without the endings that do not change what it names."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    if len(word) >= 5 and word.endswith("ی") and not word.endswith("یی"):
        return word.removesuffix("ی")
    return word


def terms(text: str) -> list[str]:
    """The terms that a text is found by, in order, repeats included."""
    found: list[str] = []
    for match in _WORD.finditer(fold(text)):
        parts = match[0].split(ZWNJ)
        kept = [part for place, part in enumerate(parts) if place == 0 or part not in _AFTER_HALF_SPACE]
        found += [stem(part) for part in kept]
        if len(kept) > 1:
            found.append(stem("".join(kept)))
    return [term for term in found if len(term) > 1 or term.isdigit()]


def title_terms(text: str) -> list[str]:
    """Terms of a name: also each two neighbouring words written as one, since people write «دست باف» in three ways."""
    return [*terms(text), *(stem(first + second) for first, second in _neighbours(_words(text)))]


def questions(text: str) -> list[list[str]]:
    """What a text asks for: lists of terms of which all are wanted, one list for each way of joining two neighbours.

    Stopwords are left out, unless there is nothing else.
    """
    words = _words(text)[:8]
    telling = [word for word in words if word not in _stopwords()] or words
    if not telling:
        return []
    asked = [list(dict.fromkeys(stem(word) for word in telling))]
    for place, (first, second) in enumerate(_neighbours(telling)):
        rest = telling[:place] + telling[place + 2 :]
        asked.append(list(dict.fromkeys([*(stem(word) for word in rest), stem(first + second)])))
    return asked[:5]


def _words(text: str) -> list[str]:
    """Folded words, split at half-spaces, without endings that stand behind one."""
    found = []
    for match in _WORD.finditer(fold(text)):
        parts = match[0].split(ZWNJ)
        found += [part for place, part in enumerate(parts) if place == 0 or part not in _AFTER_HALF_SPACE]
    return [word for word in found if len(word) > 1 or word.isdigit()]


def _neighbours(words: list[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def grams(term: str) -> frozenset[str]:
    """Letter trigrams of a term, its ends marked."""
    marked = f"_{term}_"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))
