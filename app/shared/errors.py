"""Refusals: a rule says no. They carry facts; the words are in `app/words/refusals.py`."""

from __future__ import annotations


class Refusal(Exception):
    """A rule of the house says no. Subclasses are dataclasses of the facts that their sentence needs."""

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


class NotFound(Refusal):
    """There is no such thing, or it is not the asker's: nobody can tell which."""
