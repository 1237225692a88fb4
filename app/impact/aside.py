"""Whose name may not stand beside a figure."""

from __future__ import annotations

from app import consent
from app.consent import Purpose


def hidden_names() -> frozenset[int]:
    """Makers whose income or standing nobody of the programme may see with their names."""
    return frozenset(consent.refused(Purpose.NAMED))
