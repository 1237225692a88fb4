"""What the rooms share of loans: names, a line told in words, an estimate, a file's papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import lending
from app.lending import Instalment, Line, LoanFile, LoanPaper, PaperKind
from app.shared.money import Rial


@dataclass(frozen=True)
class Estimate:
    """What would be paid back: so much a month, the last month a little more or less, the fee in all."""

    loan: Rial
    months: int
    fee_bps: int
    plan: Sequence[Instalment]

    @property
    def monthly(self) -> Rial:
        return self.plan[0].payment

    @property
    def last(self) -> Rial:
        return self.plan[-1].payment

    @property
    def fee(self) -> Rial:
        return lending.fee_of(self.plan)

    @property
    def whole(self) -> Rial:
        return self.loan + self.fee


def estimate(loan: Rial, months: int, fee_bps: int) -> Estimate:
    return Estimate(loan, months, fee_bps, lending.instalments(int(loan), fee_bps, months))


def estimate_of(file: LoanFile, line: Line) -> Estimate:
    """Of what the bank lends, or else of what was asked, by the terms of the file's day."""
    return estimate(file.granted_rial or file.asked_rial, file.months, line.terms.fee_bps)


def papers(file: LoanFile, line: Line) -> list[tuple[PaperKind, LoanPaper | None]]:
    """Each paper that is asked for, and whether it was seen."""
    seen = lending.papers_seen(file)
    return [(one, seen.get(one)) for one in line.papers]
