"""What figures promise, each with its figure."""

from __future__ import annotations

from app.impact.months import all_batches, differing, trainees_of_batch
from app.impact.stating import differing_statements, statements_of_turn
from app.shared import outbox


def invariants() -> list[tuple[str, int | None]]:
    """Zero where the promise holds: what is kept of months is what ledger and register say, and old answers stay.

    Of the months None while something waits to be counted. Of statements a day's few: each has its turn.
    """
    waits = outbox.untold_since("impact.") is not None
    found = None if waits else sum(differing(trainees_of_batch(batch)) for batch in all_batches())
    return [("L10 months.differing", found), ("L12 statements.differ", len(differing_statements(statements_of_turn())))]
