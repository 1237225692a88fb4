"""What a county's score and gap are made of, and when something is ready."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.planning.models import Question
from app.shared import rulebook

_PROPOSED = "proposed by the programme; equal until a county's study shows otherwise"
WEIGHTS = {
    Question.MATERIAL: rulebook.define("need.weight_material", 3, "shares", _PROPOSED),
    Question.MARKET: rulebook.define("need.weight_market", 3, "shares", _PROPOSED),
    Question.ROADS: rulebook.define("need.weight_roads", 2, "shares", _PROPOSED),
    Question.POWER: rulebook.define("need.weight_power", 1, "shares", _PROPOSED),
    Question.LICENCES: rulebook.define("need.weight_licences", 1, "shares", _PROPOSED),
}
PIECES_PER_MAKER = rulebook.define(
    "need.pieces_per_maker", 24, "pieces", "two pieces a month are taken for what a home makes beside all else", least=1
)
SEARCHES_PER_PIECE = rulebook.define(
    "need.searches_per_piece", 20, "searches", "of twenty who look one buys, as shops take it", least=1
)
MOST_MARK = 4


def unmentored(registered: Iterable[str], mentors: Collection[str]) -> list[str]:
    """Trades that somebody in a county registered for and none of its mentors has.

    '' is the trade of whom nobody asked, and of a mentor who takes all: with one of those no trade is without.
    """
    return [] if "" in mentors else sorted({one for one in registered if one} - set(mentors))


def score(marks: Mapping[Question, int], weights: Mapping[Question, int]) -> int | None:
    """From 0 to 100, rounded half up; None while no question that weighs anything is answered."""
    whole = MOST_MARK * sum(weights[one] for one in marks)
    reached = 100 * sum(marks[one] * weights[one] for one in marks)
    return (2 * reached + whole) // (2 * whole) if whole else None


@dataclass(frozen=True)
class Gap:
    """Pieces that a county would buy of a trade in a year, and those that its makers are taken to make.

    wanted = pieces ordered + searches ÷ `searches_per_piece`; made = makers on sale × `pieces_per_maker`.
    """

    ordered: int
    searches: int
    makers: int
    searches_per_piece: int
    pieces_per_maker: int

    @property
    def wanted(self) -> int:
        return self.ordered + self.searches // self.searches_per_piece

    @property
    def made(self) -> int:
        return self.makers * self.pieces_per_maker

    @property
    def short(self) -> int:
        """What is missing; below nought, what is left over."""
        return self.wanted - self.made
