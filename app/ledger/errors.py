"""What the ledger refuses: faults of the program, not of a person."""

from __future__ import annotations


class Unbalanced(Exception):
    """The legs do not sum to zero, or are fewer than two."""


class AlreadyPosted(Exception):
    """A different journal was posted under this key."""
