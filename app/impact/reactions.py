"""What impact learns from below."""

from __future__ import annotations

from app import ledger, livings, programme
from app.impact import stating
from app.impact.events import StatementAsked
from app.impact.months import recount
from app.shared.outbox import Record, errand, reaction


@reaction(ledger.IncomeMoved, "impact.income")
def _moved(event: ledger.IncomeMoved) -> None:
    recount([event.maker_id])


@reaction(programme.TraineeEnrolled, "impact.enrolled")
def _enrolled(event: programme.TraineeEnrolled) -> None:
    recount([event.trainee_id])


@reaction(livings.LivingTold, "impact.living")
def _told(event: livings.LivingTold) -> None:
    recount([event.trainee_id])


# Its name begins otherwise than those above: figures do not wait for it.
@errand(StatementAsked, "statements.make", slow=True)
def _asked(event: StatementAsked, _key: str) -> Record:
    return stating.make(event.statement_id)
