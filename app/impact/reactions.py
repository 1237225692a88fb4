"""What impact learns from below."""

from __future__ import annotations

from app import ledger, livings, programme
from app.impact.months import recount
from app.shared.outbox import reaction


@reaction(ledger.IncomeMoved, "impact.income")
def _moved(event: ledger.IncomeMoved) -> None:
    recount([event.maker_id])


@reaction(programme.TraineeEnrolled, "impact.enrolled")
def _enrolled(event: programme.TraineeEnrolled) -> None:
    recount([event.trainee_id])


@reaction(livings.LivingTold, "impact.living")
def _told(event: livings.LivingTold) -> None:
    recount([event.trainee_id])
