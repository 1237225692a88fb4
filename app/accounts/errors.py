"""What accounts refuse."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import Sight
from app.shared.errors import Refusal


@dataclass(eq=False)
class NationalCodeTaken(Refusal):
    """Another person has this national code."""


@dataclass(eq=False)
class ShebaRefused(Refusal):
    """The Sheba's check digits are wrong."""


@dataclass(eq=False)
class AccountClosed(Refusal):
    """The account was closed by staff."""


@dataclass(eq=False)
class SightForOneself(Refusal):
    """Nobody gives herself leave to see more of other people."""


@dataclass(eq=False)
class SightNeedsDesk(Refusal):
    """Only who is of the staff or an officer may be given such leave."""


@dataclass(eq=False)
class SightNeedsReason(Refusal):
    """Leave to see more of other people is given for a reason."""


@dataclass(eq=False)
class SightOver(Refusal):
    """The last day of the leave lies in the past."""


@dataclass(eq=False)
class SightMissing(Refusal):
    """The visitor's role leads here, but nobody has given her leave to see this of others."""

    sight: Sight
