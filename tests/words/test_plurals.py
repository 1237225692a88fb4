"""A sentence that is told by number is never asked for without one: Arabic would say «one» whatever the count."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"""(?<![a-z])(?:_|gettext|lazy_gettext)\(\s*(["'])(.*?)\1""", re.DOTALL)


def by_number() -> set[str]:
    with (ROOT / "translations/ar/LC_MESSAGES/messages.po").open("rb") as file:
        return {one.id[0] for one in read_po(file, locale="ar") if isinstance(one.id, tuple | list)}


def test_no_sentence_with_a_plural_is_asked_for_without_its_number():
    plurals, wrong = by_number(), []
    for place in [*(ROOT / "app").rglob("*.py"), *(ROOT / "templates").rglob("*")]:
        if place.is_file() and place.suffix in {".py", ".html", ".txt"}:
            told = place.read_text(encoding="utf-8")
            wrong += [(str(place.relative_to(ROOT)), one[1]) for one in ASKED.findall(told) if one[1] in plurals]

    assert len(plurals) > 10
    assert wrong == []
