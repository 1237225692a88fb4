"""What telling of a living refuses."""

from __future__ import annotations

from dataclasses import dataclass

from app.shared.calendar import JalaliMonth
from app.shared.errors import Refusal


@dataclass(eq=False)
class MonthOutOfRange(Refusal):
    """Told of a month that has not begun, or is longer ago than anybody remembers."""

    earliest: JalaliMonth
