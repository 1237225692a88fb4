"""What a step of the wizard comes to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """`kept`: go on. Otherwise the page is shown with `facts`, and `faults` as (field id, sentence)."""

    kept: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
