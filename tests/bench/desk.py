"""A mentor's queue with two thousand products that wait beside twenty, and what the steps of the wizard weigh."""

from __future__ import annotations

import time
from collections.abc import Callable

import brotli
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, insert, select, text

from app import accounts, catalogue, programme, vouching
from app.shared.database import session, transaction
from app.vouching import Deviation, Disclosure, Review
from tests import world

WAITING = 2_000
STEP = 5_000_000
STEP_LIMIT = 60 * 1024
CALLS = 10
# What is told of a version before the version itself: it is frozen from then on.
_COPIED = (Disclosure, Deviation, catalogue.Product, catalogue.Version, catalogue.Variant, Review)
_NUMBERS = {"id", "product_id", "version_id"}


def measure(app: Flask) -> bool:
    """Whether a hundred times as many wait for no more statements, and for at most three times the work."""
    maker, mentor = world.maker(), programme.mentor(world.mentor())
    firsts = {table: session().scalar(select(func.max(table.id))) or 0 for table in _COPIED if hasattr(table, "id")}
    reviews = [world.submitted(maker, world.Ware(title=f"سبدِ {number}")) for number in range(20)]
    reader = logged_in(app, mentor.person_id)
    addresses = {"queue": "/desk/queue", "review": f"/desk/review/{reviews[0]}"}
    few = {name: asked(app, reader, address) for name, address in addresses.items()}
    _copy(firsts)
    many = {name: asked(app, reader, address) for name, address in addresses.items()}
    print(f"a mentor's desk, 20 waiting and {vouching.waiting(mentor, None):,}")
    fine = True
    for name in addresses:
        kept = few[name][0] == many[name][0] and many[name][1] <= 3 * few[name][1]
        fine = fine and kept
        print(
            f"  {name:<8} {few[name][0]} and {many[name][0]} statements, {many[name][1] / few[name][1]:4.2f} times the "
            f"work  {many[name][1] * 1000:6.2f} ms  {'ok' if kept else 'TOO MUCH'}"
        )
    return _weigh_steps(app, maker) and fine


def logged_in(app: Flask, person_id: int) -> FlaskClient:
    client = app.test_client()
    with transaction():
        token = accounts.make_login_link(accounts.person(person_id))
    client.get(f"/dev/login/{token}")
    return client


def asked(app: Flask, reader: FlaskClient, address: str, calls: int = CALLS) -> tuple[int, float]:
    """Statements and processor seconds of one look."""
    sent: list[str] = []

    def hear(*told: object) -> None:
        sent.append(str(told[2]))

    engine = session().get_bind()
    assert reader.get(address).status_code == 200
    event.listen(engine, "before_cursor_execute", hear)
    reader.get(address)
    event.remove(engine, "before_cursor_execute", hear)
    return len(sent), _seconds(lambda: reader.get(address), calls)


def _seconds(call: Callable[[], object], calls: int = CALLS) -> float:
    begun = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - begun) / calls


def _copy(firsts: dict[type, int]) -> None:
    """So many more wait, row by row as the twenty do."""
    with transaction():
        session().execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in _COPIED:
            number = table.__table__.c.id if "id" in table.__table__.c else table.__table__.c.version_id
            after = firsts.get(table, firsts[catalogue.Version])
            found = session().execute(select(*table.__table__.c).where(number > after))
            rows = [dict(row._mapping) for row in found]
            for turn in range(1, WAITING // 20):
                session().execute(insert(table), [_moved(row, turn) for row in rows])


def _moved(row: dict[str, object], turn: int) -> dict[str, object]:
    changed = {name: value + turn * STEP for name, value in row.items() if name in _NUMBERS and isinstance(value, int)}
    if row.get("sku"):
        changed["sku"] = f"{row['sku']}-q{turn}"
    return {**row, **changed}


def _weigh_steps(app: Flask, maker_id: int) -> bool:
    """What a step sends over the line: its page, compressed, without photos and without files kept on the phone."""
    client = logged_in(app, world.person_of(maker_id))
    version = world.draft(maker_id)
    print("steps of the wizard, HTML compressed, and as it is read")
    fine = True
    for step in ("photo", "kind", "name", "size", "stock", "standard", "price", "review"):
        page = client.get(f"/workshop/drafts/{version}/{step}").data
        light = len(brotli.compress(page, quality=4))
        kept = light <= STEP_LIMIT
        fine = fine and kept
        print(f"  {step:<10} {light:>7,} {len(page):>8,} of {STEP_LIMIT:>7,}  {'ok' if kept else 'TOO MUCH'}")
    return fine
