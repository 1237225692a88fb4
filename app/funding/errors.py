"""What the branding fund refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal
from app.shared.money import Rial


@dataclass(eq=False)
class NotEligible(Refusal):
    """Not a cooperative that the fund may support: `reason` is type, registration or national_id."""

    reason: str


@dataclass(eq=False)
class AlreadySupported(Refusal):
    """The cooperative has an application under way, or had its grant: `years` as the rule has it, 0 for once ever."""

    under_way: bool
    years: int = 0


@dataclass(eq=False)
class InvoiceKnown(Refusal):
    """This seller's invoice of this number stands in an application already: in the same one, or in another."""

    same: bool


@dataclass(eq=False)
class BillsAlike(Refusal):
    """So many bills look like others that stand, and nobody has said why they are not the same."""

    count: int


class InvoiceInFuture(Refusal):
    """An invoice is of today or of a day before."""


class NothingAccepted(Refusal):
    """No invoice, or none that was not struck out: there is no cost to share."""


class SameHand(Refusal):
    """Who wrote an application down does not judge it or pay it, and nobody approves twice."""


class WhyMissing(Refusal):
    """Whoever refuses, withdraws or strikes out says why."""


class BudgetClosed(Refusal):
    """The budget is not of these days."""


class BudgetSpent(Refusal):
    """Nothing is left of the budget."""


@dataclass(eq=False)
class GrantChanged(Refusal):
    """The amount is no longer the one that was seen."""

    amount: Rial


class PaidDayWrong(Refusal):
    """A payment was made between the second approval and today."""


class TrackingTaken(Refusal):
    """Another grant was paid under this number of the bank's."""
