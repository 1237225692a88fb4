"""How well a sale outside the shop is evidenced."""

from __future__ import annotations

from app.offshop.models import Evidence

STRONGEST_FIRST = (Evidence.WITNESSED, Evidence.PAPER, Evidence.AGREED, Evidence.SAID)


def grade(*, paper: bool, by_mentor: bool, mentor_buys: bool) -> Evidence:
    """The grade of a sale that nobody of the programme has witnessed.

    A mentor who buys is a party to it: her word adds nothing to the maker's.
    """
    if paper:
        return Evidence.PAPER
    return Evidence.AGREED if by_mentor and not mentor_buys else Evidence.SAID
