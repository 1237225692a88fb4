"""Ideas for tests; each call gives a number."""

from __future__ import annotations

import itertools

from app import accounts, ideas
from app.ideas import NewIdea
from app.shared.database import transaction

_numbers = itertools.count(1)
TOLD = NewIdea("حصیرِ رنگی", "حصیرِ گرد با رنگِ گیاهی", "همسایه‌ها", "رنگ")


def draft(person: int, new: NewIdea = TOLD, by: int | None = None) -> int:
    with transaction():
        return ideas.start(new, accounts.person(person), by or person, f"i{next(_numbers)}").id


def sent(person: int, new: NewIdea = TOLD) -> int:
    number = draft(person, new)
    with transaction():
        ideas.send(ideas.own(number, person), person)
    return number


def answered(number: int, by: int, words: str = "زیباست") -> None:
    with transaction():
        ideas.say(ideas.staffs_idea(number, None), words, f"w{next(_numbers)}", by)
