"""The catalogues: every sentence of the program in English and Arabic, with the same facts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

LANGUAGES = ["en", "ar"]
FACT = re.compile(r"%\((\w+)\)[sd]")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
Sentence = str | tuple[str, ...]


@cache
def sentences() -> frozenset[Sentence]:
    """Every sentence that the program says, as `make messages` collects them."""
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | {"lazy_gettext": None, "_": None}
    found: set[Sentence] = set()
    for part in ("app", "templates"):
        relative = [
            (pattern.removeprefix(f"{part}/"), method) for pattern, method in methods if pattern.startswith(part)
        ]
        kept = {pattern.removeprefix(f"{part}/"): given for pattern, given in options.items()}
        for _, _, message, _, _ in extract_from_dir(ROOT / part, relative, kept, keywords):
            found.add(tuple(message) if isinstance(message, (tuple, list)) else message)
    return frozenset(found)


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def pairs(language: str) -> Iterator[tuple[str, list[str]]]:
    """Each sentence that is said, with what stands for it."""
    known = catalogue(language)
    for sentence in sorted(sentences(), key=str):
        single = sentence if isinstance(sentence, str) else sentence[0]
        entry = known.get(single)
        said = [] if entry is None or entry.fuzzy else [entry.string] if isinstance(entry.string, str) else entry.string
        yield single, list(said)


def test_the_program_says_many_sentences():
    assert len(sentences()) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    missing = [sentence for sentence, said in pairs(language) if not said or not all(said)]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_form(language):
    known = catalogue(language)
    plurals = [sentence for sentence in sentences() if not isinstance(sentence, str)]

    short = [one for one in plurals if known.get(one[0]) is None or len(known.get(one[0]).string) != known.num_plurals]

    assert plurals
    assert short == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_stand_in_every_translation(language):
    wrong = []
    for sentence, said in pairs(language):
        facts = set(FACT.findall(sentence))
        for one in said:
            mine = set(FACT.findall(one))
            # A form for one or two of a thing may leave the number out.
            if mine != facts and not (len(said) > 1 and facts - mine <= {"n"} and mine <= facts):
                wrong.append((sentence, one))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_has_a_stray_percent_sign(language):
    strange = []
    for sentence, said in pairs(language):
        for one in said if FACT.search(sentence) else []:
            try:
                _ = one % dict.fromkeys(FACT.findall(sentence), 1)
            except (ValueError, TypeError, KeyError):
                strange.append((sentence, one))

    assert strange == []


def test_no_persian_is_left_in_english():
    left = [said for _, told in pairs("en") for said in told if ARABIC_SCRIPT.search(said)]

    assert left == []


def test_no_persian_letter_is_left_in_arabic():
    left = [said for _, told in pairs("ar") for said in told if re.search("[پچژگکی۰-۹]", said)]

    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_at_the_ends_are_kept(language):
    wrong = [
        (sentence, one)
        for sentence, said in pairs(language)
        for one in said
        if one and (one[:1].isspace() != sentence[:1].isspace() or one[-1:].isspace() != sentence[-1:].isspace())
    ]

    assert wrong == []


def test_the_extraction_follows_the_makefile():
    target = re.search(r"^messages:.*?\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)

    assert target is not None
    assert set(re.findall(r"-k (\S+)", target[1])) == {"lazy_gettext", "_"}
