"""What the desk refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.errors import Refusal


@dataclass(eq=False)
class ReportKnown(Refusal):
    """This very file was imported before."""
