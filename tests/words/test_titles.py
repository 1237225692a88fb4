"""The operator calls mentors by the other word: in every sentence of each language, and in nobody's own words."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from app import programme
from app.shared import cache, rulebook
from app.shared.database import transaction
from app.words import BENEFACTOR, gettext, in_title, speaking
from config import ROOT
from tests import world
from tests.web.browsing import words_of

WORDS = {"fa": "پیشران", "en": "mentor", "ar": "مرشد"}
FACT = re.compile(r"%\(\w+\)s")
OTHERS = {"fa": "خیّر", "en": "benefactor", "ar": "محسن"}


def sentences(language: str) -> list[str]:
    """Every sentence of a catalogue that names a mentor."""
    folder = ROOT / "translations" / ("en" if language == "fa" else language)
    with (folder / "LC_MESSAGES" / "messages.po").open("rb") as file:
        found = read_po(file)
    said: list[str] = []
    for one in found:
        told = one.id if language == "fa" else one.string
        said += [told] if isinstance(told, str) else list(told)
    return [one for one in said if WORDS[language] in one.lower()]


@pytest.mark.parametrize("language", WORDS)
def test_no_sentence_of_any_language_keeps_the_word_and_each_keeps_its_facts(language):
    every = sentences(language)

    left = [one for one in every if WORDS[language] in FACT.sub("", in_title(one, language)).lower()]
    without = [one for one in every if OTHERS[language] not in in_title(one, language).lower()]
    facts = [one for one in every if FACT.findall(one) != FACT.findall(in_title(one, language))]

    assert len(every) > 20
    assert (left, without, facts) == ([], [], [])


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("fa", "پیشرانِ دیگری", "خیّرِ دیگری"),
        ("fa", "پیشران‌های بیش از گنجایش", "خیّرانِ بیش از گنجایش"),
        ("fa", "پیشرانی را برگزینید", "خیّری را برگزینید"),
        ("en", "Mentors’ vouches: a mentor's word", "Benefactors’ vouches: a benefactor's word"),
        ("en", "mentoring", "mentoring"),
        ("ar", "المرشدون", "المحسنون"),
    ],
)
def test_every_form_of_the_word_is_changed(language, sentence, said):
    assert in_title(sentence, language) == said


def called_benefactors(app: Flask, value: int) -> None:
    with transaction():
        rulebook.set_rule(BENEFACTOR, value, source="test", by=None)
    cache.forget()


@pytest.mark.parametrize("language", WORDS)
def test_the_rule_decides_and_names_of_people_stay(app, language):
    with app.test_request_context(), speaking(language):
        before = gettext("تأییدِ پیشران: %(name)s", name="پیشران mentor مرشد")
        called_benefactors(app, 1)
        after = gettext("تأییدِ پیشران: %(name)s", name="پیشران mentor مرشد")
        called_benefactors(app, 0)
        again = gettext("تأییدِ پیشران: %(name)s", name="پیشران mentor مرشد")

    assert OTHERS[language] not in before.lower()
    assert OTHERS[language] in after.lower()
    assert "پیشران mentor مرشد" in after
    assert again == before


def test_pages_say_it_too_and_a_mentors_own_name_stays(app, visitor):
    mentor = world.mentor()
    world.product(world.maker(), by=mentor)
    called_benefactors(app, 1)

    page = words_of(visitor.get("/badges"))

    assert "خیّر کیست؟" in page
    assert "پیشران" not in page
    assert "پیشران" in programme.mentor(mentor).display_name
