"""What accounts refuse."""

from __future__ import annotations

from dataclasses import dataclass

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
