"""What lies in the books, short enough to compare with."""

from app import ledger, payments
from app.ledger import chart
from app.payments import RefundState
from tests import world

GATEWAY = chart.gateway("sandbox")


def books() -> dict[str, int]:
    """Accounts with a balance; what a maker and a parcel have, without their numbers."""
    world.fresh()
    found: dict[str, int] = {}
    for code, amount in ledger.trial_balance():
        head, _, tail = code.rpartition(":")
        name = head if tail.isdigit() else code
        found[name] = found.get(name, 0) + int(amount)
    return {name: amount for name, amount in found.items() if amount}


def sent_back(order_id: int) -> list[tuple[RefundState, int]]:
    """An order's refunds: how far each is, and its rials."""
    world.fresh()
    return [(one.state, int(one.amount_rial)) for one in payments.refunds_of(order_id)]
