"""Incomes at chosen moments, and goals over them."""

from datetime import datetime

from app import impact, ledger
from app.impact import Actual, Aim, Indicator
from app.impact.months import all_batches
from app.ledger import JournalKind, Posting, chart
from app.shared import clock, outbox
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world

ABAN = JalaliMonth(1404, 8)
FIRST = JalaliMonth(1400, 1).starts
_keys = iter(range(10**9))


def early(county: str = "1801", **facts: object) -> int:
    """A maker who had her place before all months that are looked at."""
    with clock.at(FIRST):
        return world.maker(county, **facts)  # type: ignore[arg-type]


def earn(maker_id: int, rials: int, at: datetime = ABAN.starts, kind: JournalKind = JournalKind.RELEASE) -> None:
    """A release to her, or with less than nothing a refund out of her account."""
    kind = JournalKind.CLAWBACK if rials < 0 and kind is JournalKind.RELEASE else kind
    legs = {chart.maker(maker_id): -rials, "asset:cash": rials}
    with clock.at(at), transaction():
        ledger.post(Posting(f"test:{next(_keys)}", kind, ("parcel", 1), legs))


def correct(maker_id: int, rials: int, happened: datetime, posted: datetime) -> None:
    """A correction that finance makes later, of something that happened then."""
    legs = {chart.maker(maker_id): -rials, "asset:cash": rials}
    with clock.at(posted), transaction():
        ledger.post(Posting(f"late:{next(_keys)}", JournalKind.CLAWBACK, ("parcel", 1), legs, occurred_at=happened))


def goal(indicator: Indicator = Indicator.INCOME, target: int = 1_000, **changes: object) -> int:
    aim = {"first": ABAN, "last": ABAN, **changes}
    with transaction():
        return impact.set_goal(Aim(indicator, target, **aim), None).id  # type: ignore[arg-type]


def counted() -> None:
    """The worker hears of what happened, and of what time brought."""
    world.fresh()
    while outbox.drain():
        pass
    for batch in impact.stale_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
    world.fresh()


def recounted() -> None:
    """Every month is made anew, as after movements that were written without an event."""
    counted()
    for batch in all_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
    world.fresh()


def actual(goal_id: int) -> Actual:
    recounted()
    return impact.actual(impact.goal(goal_id))


def reached(goal_id: int) -> tuple[int, int]:
    """Numerator and denominator."""
    found = actual(goal_id)
    return found.numerator, found.denominator
