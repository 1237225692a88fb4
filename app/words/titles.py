"""What the programme's guides are called: the word of the program, or the other one that the operator has chosen.

The program has one word for them (`mentor`), and its sentences are written with it. Where the operator wants the
other, it is put in its place in every sentence that is looked up, in each language, before facts are filled in: names
of people and what they have written themselves stay as they are.
"""

from __future__ import annotations

import re

from flask import has_app_context
from sqlalchemy.exc import SQLAlchemyError

from app.shared import cache, rulebook, tongue

BENEFACTOR = rulebook.define(
    "mentor.called_benefactor", 0, "yes or no", "the programme's wish at its opening: say benefactors"
)

_KEPT_SECONDS = 30
# The longer forms first. Hamza and case endings of Arabic follow the root, which is as long in both words.
_PERSIAN = (("پیشران‌های", "خیّرانِ"), ("پیشران‌ها", "خیّران"), ("پیشران", "خیّر"))
_ARABIC = (("مرشد", "محسن"),)
_ENGLISH = re.compile(r"(?<!%\()\b([Mm])entor(?=s?\b)")


def in_title(sentence: str, language: str) -> str:
    """The sentence with the other word in place of the program's own."""
    if language == "en":
        return _ENGLISH.sub(lambda found: "Benefactor" if found[1] == "M" else "benefactor", sentence)
    for word, other in _ARABIC if language == "ar" else _PERSIAN:
        sentence = sentence.replace(word, other)
    return sentence


def _chosen(sentence: str, language: str) -> str:
    if not _names_them(sentence, language) or not _says_benefactor():
        return sentence
    return in_title(sentence, language)


def _names_them(sentence: str, language: str) -> bool:
    return {"en": "entor", "ar": "مرشد"}.get(language, "پیشران") in sentence


def _says_benefactor() -> bool:
    """As of the last half minute. Without a database to ask, as on the page that says so, the program's own word."""
    if not has_app_context():
        return False
    try:
        return bool(cache.kept("mentor.called_benefactor", _KEPT_SECONDS, lambda: rulebook.number(BENEFACTOR)))
    except SQLAlchemyError:
        return False


tongue.reword_with(_chosen)
