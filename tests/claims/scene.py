"""A sale to complain of, and what one asks about a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app import catalogue, claims, orders
from app.claims import ClaimState
from app.orders import Line, ParcelState
from app.shared import states
from app.shared.database import session, transaction
from app.shared.errors import Refusal
from tests import world
from tests.fakes.bank import FakeBank
from tests.world import Ware

PRICE, POST, FEE = 4_000_000, 500_000, 200_000


@dataclass(frozen=True)
class Sale:
    """One parcel of one maker; numbers only."""

    order_id: int
    parcel_id: int
    maker_id: int
    variant_ids: tuple[int, ...]

    @property
    def lines(self) -> list[Line]:
        world.fresh()
        return orders.lines_of([self.parcel_id])[self.parcel_id]

    @property
    def line_id(self) -> int:
        return self.lines[0].id

    @property
    def state(self) -> ParcelState:
        world.fresh()
        return world.parcel(self.parcel_id).state

    @property
    def frozen(self) -> bool:
        world.fresh()
        return world.parcel(self.parcel_id).frozen


def paid(bank: FakeBank, quantity: int = 1, wares: Sequence[Ware] = (Ware(),), maker_id: int = 0) -> Sale:
    """Paid and not sent: so many of each ware."""
    maker_id = maker_id or world.maker()
    variants = tuple(world.variant(maker_id, ware) for ware in wares)
    order_id = world.paid(bank, dict.fromkeys(variants, quantity))
    return Sale(order_id, world.parcels(order_id)[0], maker_id, variants)


def sent(bank: FakeBank, quantity: int = 1, wares: Sequence[Ware] = (Ware(),), maker_id: int = 0) -> Sale:
    sale = paid(bank, quantity, wares, maker_id)
    world.send(sale.parcel_id)
    return sale


def delivered(bank: FakeBank, quantity: int = 1, wares: Sequence[Ware] = (Ware(),), maker_id: int = 0) -> Sale:
    """With the buyer, says the carrier; its money is still held."""
    sale = sent(bank, quantity, wares, maker_id)
    with transaction():
        orders.carrier_delivered(world.parcel(sale.parcel_id), None)
    return sale


def released(bank: FakeBank, quantity: int = 1, wares: Sequence[Ware] = (Ware(),), maker_id: int = 0) -> Sale:
    """With the buyer, and its money with the maker."""
    sale = sent(bank, quantity, wares, maker_id)
    world.receive(sale.parcel_id)
    return sale


def state(claim_id: int) -> ClaimState:
    world.fresh()
    return claims.claim(claim_id).state


def steps(claim_id: int) -> list[str]:
    """What a claim has been, in turn."""
    world.fresh()
    return [move.became for move in states.history("claim", claim_id)]


def on_shelf(variant_id: int) -> int:
    world.fresh()
    return int(session().get_one(catalogue.Variant, variant_id).on_hand)


class _Undone(Exception):
    pass


def would_be_taken(act: Callable[[], object]) -> bool:
    """Whether somebody could do this now; nothing stays of it."""
    world.fresh()
    try:
        with transaction():
            act()
            raise _Undone
    except _Undone:
        return True
    except Refusal:
        return False
