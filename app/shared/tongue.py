"""Translation, typed: Persian sentences in the code, the reader's language on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import flask_babel


@dataclass(frozen=True)
class Voice:
    """A language with its catalogue. A page looks up hundreds of sentences, so it is found once, not for each."""

    language: str
    catalogue: Any


SOURCE = "fa"
_voice: ContextVar[Voice | None] = ContextVar("voice", default=None)


def speak(language: str) -> None:
    """From here on this thread speaks `language`, until `hush`."""
    with flask_babel.force_locale(language):
        _voice.set(Voice(language, flask_babel.get_translations()))


def hush() -> None:
    _voice.set(None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block everything is said in `language`."""
    before = _voice.get()
    speak(language)
    try:
        yield
    finally:
        _voice.set(before)


def language() -> str:
    """The reader's language: fa, en or ar."""
    voice = _voice.get()
    return SOURCE if voice is None else voice.language


Reword = Callable[[str, str], str]
_rewordings: list[Reword] = []


def reword_with(change: Reword) -> None:
    """Let `change` (of a sentence and its language) have the last word on every sentence that is looked up."""
    _rewordings.append(change)


def _reworded(sentence: str) -> str:
    for change in _rewordings:
        sentence = change(sentence, language())
    return sentence


def lookup(sentence: str) -> str:
    """The sentence in the reader's language, its facts still to be filled in."""
    voice = _voice.get()
    return _reworded(sentence if voice is None else str(voice.catalogue.ugettext(sentence)))


def lookup_plural(one: str, many: str, count: int) -> str:
    voice = _voice.get()
    return _reworded(one if voice is None else str(voice.catalogue.ungettext(one, many, count)))


def gettext(sentence: str, **facts: object) -> str:
    """The sentence in the reader's language, with its facts."""
    found = lookup(sentence)
    return found % facts if facts else found


def ngettext(one: str, many: str, count: int, **facts: object) -> str:
    """The sentence for so many, in the reader's language."""
    return lookup_plural(one, many, count) % {"num": count, **facts}


class Later:
    """A sentence that is translated when it is shown, not when the program starts."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return gettext(self.sentence) if self.sentence else ""

    def __html__(self) -> str:
        return str(self)


def lazy_gettext(sentence: str) -> Any:
    """A sentence for later, for labels and tables that are written down once. Stands wherever a string may."""
    return Later(sentence)
