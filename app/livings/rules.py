"""How much of what was told is counted, by what stands behind it."""

from __future__ import annotations

from app.livings.models import Grade, IncomeKind
from app.shared import rulebook
from app.shared.money import Rial
from app.shared.rulebook import Rule

_SOURCE = "the shop's own rule: a word alone is shown and not counted, until the programme says otherwise"
COUNTS: dict[Grade, Rule] = {
    Grade.DECLARED: rulebook.define_for_figures("livelihood.beside_declared_bps", 0, "basis points", _SOURCE),
    Grade.PAPER: rulebook.define_for_figures("livelihood.beside_paper_bps", 0, "basis points", _SOURCE),
    Grade.STATEMENT: rulebook.define_for_figures("livelihood.beside_statement_bps", 0, "basis points", _SOURCE),
}


def counted(amount: Rial, kind: IncomeKind, share_bps: int) -> Rial:
    """What of an amount is counted with the income of a month; of aid nothing."""
    return Rial(0 if kind is IncomeKind.AID else int(amount) * share_bps // 10_000)


def insured_counts(grade: Grade) -> bool:
    """Whether an insured month of this grade is one of those that make a living sustained."""
    return grade is not Grade.DECLARED
