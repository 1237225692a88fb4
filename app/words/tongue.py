"""Translation, typed: Persian sentences in the code, the reader's language on the page."""

from __future__ import annotations

from typing import Any

import flask_babel


def gettext(sentence: str, **facts: object) -> str:
    """The sentence in the reader's language, with its facts."""
    return str(flask_babel.gettext(sentence, **facts))


def ngettext(one: str, many: str, count: int, **facts: object) -> str:
    """The sentence for so many, in the reader's language."""
    return str(flask_babel.ngettext(one, many, count, **facts))


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
