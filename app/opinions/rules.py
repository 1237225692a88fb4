"""Pure decisions about opinions."""

from __future__ import annotations

from app.opinions.errors import SayWhy
from app.shared import rulebook, text

DAYS = rulebook.define("opinion.days", 90, "days", "after delivery, to say what one thinks of it", least=7)
EDIT_HOURS = rulebook.define("opinion.edit_hours", 48, "hours", "second thoughts of a buyer; then it stands")
LEAST_SHOWN = rulebook.define("opinion.least_shown", 3, "opinions", "an average of fewer says nothing", least=1)
QUESTIONS_A_DAY = rulebook.define("question.per_day", 5, "questions", "one person asks so often", least=1)
MOST_PICTURES = 3
MOST_WORDS = 2000
MOST_QUESTION = 500
MOST_WHY = 300

_TITLES = frozenset({"سید", "سیده", "خانم", "آقا", "آقای", "حاج", "حاجی", "حاجیه", "دکتر", "مهندس", "استاد"})


def first_name(name: str) -> str:
    """The first name out of a whole one, without titles; never more of it."""
    words = name.split()
    plain = [word for word in words if word not in _TITLES]
    return (plain or words or ["—"])[0][:40]


def tenths(total: int, count: int) -> int:
    """The average of so many marks in tenths, rounded half up: 13 of 3 are 43."""
    return (total * 20 + count) // (2 * count)


def share(part: int, count: int) -> int:
    """So many of so many, in per cent, rounded half up."""
    return (part * 200 + count) // (2 * count)


def needed(words: str, longest: int = MOST_WORDS) -> str:
    """Words as they are kept, cleaned and cut. Raises SayWhy when there are none."""
    told = text.clean(words, lines=True)[:longest]
    if not told:
        raise SayWhy
    return told
