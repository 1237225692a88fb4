"""Pure decisions about claims: until when, how much, what of the delivery."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

from app.claims.models import Reason
from app.shared import rulebook
from app.shared.calendar import add_working_days
from app.shared.money import Rial

WITHDRAWAL_DAYS = rulebook.define(
    "claim.withdrawal_working_days", 7, "days", "law of electronic commerce, article 37: at least seven", least=7
)
CLAIM_DAYS = rulebook.define("claim.days", 14, "days", "after arrival, to say that something is not right", least=7)
ANSWER_HOURS = rulebook.define("claim.answer_hours", 72, "hours", "silence of a maker brings it to staff", least=12)
OFFER_HOURS = rulebook.define("claim.offer_hours", 72, "hours", "silence of a buyer brings it to staff", least=12)
RETURN_DAYS = rulebook.define("claim.return_days", 14, "days", "for the goods to come back", least=3)
RETURN_ADDRESS = rulebook.define(
    "claim.return_address", "", "address and telephone", "the keeper's own: a maker's home is told to nobody"
)
DECIDE_HOURS = rulebook.define("claim.decide_hours", 120, "hours", "within which staff decide", least=12)
MOST_PICTURES = 4
MOST_HEARINGS = 2

FAULTS = frozenset({Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.MISSING, Reason.NOT_ARRIVED})
_OF_GOODS = FAULTS - {Reason.NOT_ARRIVED}


def alike(reason: Reason) -> frozenset[Reason]:
    """Reasons that are heard as one: what is wrong with goods that came, whatever the buyer calls it."""
    return _OF_GOODS if reason in _OF_GOODS else frozenset({reason})


def of_others(pieces: int, bought: int, gone: int, settled: int) -> bool:
    """Whether a claim of so many pieces of a line can be about others than those that were settled.

    Pieces look alike, so those that went back are taken to be settled ones.
    """
    return pieces <= bought - max(gone, settled)


def last_day(reason: Reason, arrived_on: date, days: int, closed: Container[date]) -> date:
    """The last day on which a claim is taken. A withdrawal's days are working days of the Iranian calendar."""
    if reason is Reason.WITHDRAWAL:
        return add_working_days(arrived_on, days, closed)
    return arrived_on + timedelta(days=days)


def claimed_amount(net: int, left: int, quantity: int) -> Rial:
    """What so many of the pieces that are left are worth; all of them are worth all that is left, to the rial."""
    return Rial(net if quantity >= left else net * quantity // left)


def delivery_due(reason: Reason, *, whole: bool, left: int) -> Rial:
    """The delivery's price goes back with the whole parcel: the buyer pays for sending back alone (article 37).

    A part that goes back leaves a parcel that was delivered.
    """
    return Rial(left if whole else 0)
