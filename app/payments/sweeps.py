"""What time does to payments: gateways are asked for money that nobody has claimed."""

from __future__ import annotations

from datetime import timedelta

from app.payments.asking import gateways
from app.payments.events import LoosePaymentFound, UnverifiedListDue
from app.payments.port import OutcomeUnknown
from app.payments.queries import by_authority
from app.payments.zarinpal import ZarinpalGateway
from app.shared import clock
from app.shared.database import outside
from app.shared.money import Rial
from app.shared.outbox import Record, announce, errand
from app.shared.schedule import sweep


def _listing() -> list[int]:
    """[0] where a gateway can list what nobody has verified."""
    return [0] if "zarinpal" in gateways() else []


@sweep("payments.unverified", timedelta(minutes=5), _listing)
def _ask(_: int) -> None:
    announce(UnverifiedListDue("zarinpal"))


@errand(UnverifiedListDue, "payments.unverified")
def _look(event: UnverifiedListDue, _key: str) -> Record | None:
    gateway = gateways().get(event.gateway)
    if not isinstance(gateway, ZarinpalGateway):
        return None
    with outside():
        try:
            waiting = gateway.unverified()
        except OutcomeUnknown:
            return None  # asked again in five minutes
    return lambda: _compare(event.gateway, waiting)


def _compare(gateway: str, waiting: list[tuple[str, Rial]]) -> None:
    """What we know is asked about at once; what we do not know, people look at."""
    for authority, amount in waiting:
        attempt = by_authority(gateway, authority)
        if attempt is None:
            announce(LoosePaymentFound(gateway, authority[:80], int(amount)))
        elif attempt.next_check_at is not None:
            attempt.next_check_at = clock.now()
