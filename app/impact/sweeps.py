"""What time brings: a new month, a place given up, a rule that is another now."""

from __future__ import annotations

from datetime import timedelta

from app import finance
from app.finance import TaskKind
from app.impact.leaving_out import keep_companions, missing_companions
from app.impact.months import all_batches, differing, recount, stale_batches, trainees_of_batch
from app.shared import outbox
from app.shared.schedule import sweep


@sweep("impact.months", timedelta(minutes=10), stale_batches)
def _month(batch: int) -> None:
    recount(trainees_of_batch(batch))


def _about(batch: int) -> str:
    return f"L10 months.differing {batch}"


@sweep("impact.check_months", timedelta(hours=24), all_batches)
def _check(batch: int) -> None:
    """Kept months that ledger and register do not bear out are made anew, and a task; the next look closes it.

    While something waits to be counted nothing can be said; the next look will.
    """
    if outbox.untold_since("impact.") is not None:
        return
    found = differing(trainees_of_batch(batch))
    if found:
        recount(trainees_of_batch(batch))
        finance.open_task(TaskKind.BOOKS, _about(batch), f"L10 months.differing = {found}")
    else:
        finance.close_about(TaskKind.BOOKS, _about(batch), "kept again")


@sweep("impact.companions", timedelta(hours=6), missing_companions)
def _companion(trainee_id: int) -> None:
    """A month has begun or a group is another: who is left out of lists beside those who asked for it."""
    keep_companions([trainee_id])
