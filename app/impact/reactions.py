"""What impact learns from below."""

from __future__ import annotations

from functools import partial

from app import consent, ledger, livings, programme
from app.impact import stating
from app.impact.events import StatementAsked
from app.impact.leaving_out import keep_companions, missing_companions
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


# Nor for this one: it says who stands in no list, and no figure is another for it.
@errand(consent.ConsentSaid, "companions.keep", slow=True)
def _said(_: consent.ConsentSaid, _key: str) -> Record | None:
    wanted = missing_companions()
    return partial(keep_companions, wanted) if wanted else None
