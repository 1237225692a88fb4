"""What claims learn from orders."""

from __future__ import annotations

from app import orders
from app.claims.actions import called_off, charged_back, second_person_said
from app.shared.outbox import reaction


@reaction(orders.RefundDecided, "claims.second_person")
def _decided(event: orders.RefundDecided) -> None:
    about, _, number = event.key.partition(":")
    if about == "claim":
        second_person_said(int(number), agreed=bool(event.agreed))


@reaction(orders.ParcelCalledOff, "claims.called_off")
def _called_off(event: orders.ParcelCalledOff) -> None:
    called_off(event.parcel_id)


@reaction(orders.ParcelChargedBack, "claims.charged_back")
def _charged_back(event: orders.ParcelChargedBack) -> None:
    charged_back(event.parcel_id, event.refund_id)
