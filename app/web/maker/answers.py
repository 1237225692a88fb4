"""What a step of the wizard comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request


@dataclass(frozen=True)
class Answer:
    """`kept`: go on. Otherwise the page is shown with `facts`, and `faults` as (field id, sentence)."""

    kept: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)


def sent_key() -> str:
    """By which a form is known that a phone sends again because the answer was lost; empty for none."""
    return request.form.get("sent_key", "")[:64]
