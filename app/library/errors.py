"""What is refused at the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class BadFile(Refusal):
    """`reason`: empty, too_heavy, unknown_kind."""

    reason: str


@dataclass(eq=False)
class VersionIncomplete(Refusal):
    """`reason`: content (neither a file nor an address, or both), address, days, changed."""

    reason: str


class ReasonMissing(Refusal):
    """Whoever withdraws a version says why."""
