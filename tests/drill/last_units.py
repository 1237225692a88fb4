"""Many buyers press «pay» for few units at the same moment: as many are sold as there are."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import func, select

from app import catalogue, orders
from app.shared.database import session
from tests import world
from tests.drill.buying import Buyer, Sent, connection, leads_to
from tests.drill.figures import Figures
from tests.drill.ground import Ground, fresh

FILLING = 8


@dataclass(frozen=True)
class Pressed:
    """One answer to the last press: its status, whether it led to the bank, and its seconds."""

    status: int
    to_bank: bool
    seconds: float


def run(ground: Ground, *, buyers: int = 1000, units: int = 10, connections: int = 64) -> Figures:
    """The race, and its control. Opens the ground afresh for each."""
    found = Figures()
    with fresh(ground):
        variant_id = _goods(units)
        with ground.served() as address:
            pressed, took = _race(address, variant_id, buyers, connections)
        _count(found, pressed, variant_id, units)
        found["the race in seconds"] = round(took, 1)
    with fresh(ground):
        variant_id = _goods(units)
        with ground.served(guarded=False) as address:
            _race(address, variant_id, min(buyers, 20 * units), connections)
        found.at_least("control, guard off: sold", _sold(variant_id), units + 1)
        world.fresh()
        found.at_least("control, guard off: promises broken", len(world.broken_promises()), 1)
    return found


def _goods(units: int) -> int:
    world.tariffs()
    variant_id = world.variant(world.maker(), world.Ware(on_hand=units))
    world.work()
    return variant_id


def _race(address: str, variant_id: int, buyers: int, connections: int) -> tuple[list[Pressed], float]:
    """All fill their baskets in peace; then all press at once, on so many connections. The answers, and the seconds."""
    forms: list[tuple[Buyer, Sent]] = []
    pressed: list[Pressed] = []
    start = threading.Barrier(connections)

    def fill(place: int) -> None:
        with connection(address) as shop:
            for number in range(place, buyers, FILLING):
                buyer = Buyer(shop, f"0912{number:07d}", patient=True)
                forms.append((buyer, buyer.to_review(variant_id)))

    def press(place: int) -> None:
        with connection(address) as shop:
            shop.get("/healthz")
            start.wait()
            for buyer, form in forms[place::connections]:
                buyer.shop, begun = shop, time.monotonic()
                answer = buyer.pay(form)
                took = time.monotonic() - begun
                pressed.append(Pressed(answer.status_code, leads_to(answer).startswith(("/pay/", "/o/")), took))

    at_connections(FILLING, fill, FILLING)
    assert len(forms) == buyers
    begun = time.monotonic()
    at_connections(connections, press, connections)
    return pressed, time.monotonic() - begun


def at_connections(threads: int, act: Callable[[int], None], places: int) -> None:
    """Do `act` for each place, in so many threads; what one raises is raised here."""
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(act, place) for place in range(places)]:
            done.result()


def _sold(variant_id: int) -> int:
    world.fresh()
    return session().scalar(select(func.count()).where(orders.Line.variant_id == variant_id)) or 0


def _count(found: Figures, pressed: list[Pressed], variant_id: int, units: int) -> None:
    seconds = sorted(one.seconds for one in pressed)
    found["pressed"] = len(pressed)
    found.must("led to the bank", sum(one.to_bank for one in pressed), units)
    found.must("told that nothing is left", sum(one.status == 409 for one in pressed), len(pressed) - units)
    found.must("faults shown to buyers", sum(one.status >= 500 for one in pressed), 0)
    found.must("sold in the database", _sold(variant_id), units)
    variant = session().get_one(catalogue.Variant, variant_id)
    found.must("held on the shelf", variant.reserved, units)
    found.books()
    found["p99 of an answer, ms"] = round(1000 * seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)])
