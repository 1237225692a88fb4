"""Ratios first, seconds beside them."""

from __future__ import annotations

import gzip
import logging
import sys
import tempfile
import time
from pathlib import Path

import brotli
from flask import Flask

from app import catalogue, create_app
from app.cli.running import prepare
from config import ROOT
from tests import world
from tests.bench import bare, desk, many, province
from tests.conftest import settings_for

ROUNDS, CALLS = 7, 30
LIMITS = {"home": 3.0, "list": 3.0, "search": 6.0, "product": 3.0, "basket": 3.0}
WEIGHTS = (
    ("static/css/site.css", 8_000),
    ("static/js/site.js", 4_000),
    ("static/icons/sprite.svg", 4_000),
)
HTML_LIMIT = 12_000


def main() -> None:
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        yardstick = bare.create(folder)
        app = create_app(settings_for(Path(folder)))
        with app.app_context():
            prepare()
            world.tariffs()
            products = many.first(97)
            fine = _measure(app, yardstick, products, 97)
            many.multiply(10_000)
            fine = _measure(app, yardstick, products, 10_000) and fine
            fine = _weigh(app, products) and fine
            fine = desk.measure(app) and fine
    for people in province.SIZES:
        fine = _province(people) and fine
    sys.exit(0 if fine else 1)


def _province(people: int) -> bool:
    """In a shop of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder)))
        with app.app_context():
            prepare()
            return province.measure(app, people)


def _addresses(products: list[int]) -> dict[str, str]:
    return {
        "home": "/",
        "list": "/products",
        "search": "/products?q=زنبیل حصیری&county=1801",
        "product": f"/p/{world.slug(products[0])}",
        "basket": "/basket",
    }


def _measure(app: Flask, yardstick: Flask, products: list[int], count: int) -> bool:
    visitor, rod = app.test_client(), yardstick.test_client()
    variants = catalogue.variants_of(products[:7:3])
    token = world.basket_of({found[0].id: 1 for found in variants.values()})
    with visitor.session_transaction() as kept:
        kept["basket"] = token
    addresses = _addresses(products)
    costs: dict[str, list[float]] = {name: [] for name in ("bare", *addresses)}
    for _ in range(ROUNDS):
        costs["bare"].append(_cpu(lambda: rod.get("/")))
        for name, address in addresses.items():
            costs[name].append(_cpu(lambda address=address: visitor.get(address)))
    least = {name: min(found) for name, found in costs.items()}
    print(f"CPU per request at {count:,} products (bare page {least['bare'] * 1000:.2f} ms)")
    fine = True
    for name in addresses:
        ratio = least[name] / least["bare"]
        kept_to = ratio <= LIMITS[name]
        fine = fine and kept_to
        print(
            f"  {name:<8} {ratio:5.2f} times  (limit {LIMITS[name]:.0f})  {least[name] * 1000:6.2f} ms  "
            f"{'ok' if kept_to else 'TOO MUCH'}"
        )
    return fine


def _cpu(call: object) -> float:
    """Processor seconds of one call, over many."""
    assert callable(call)
    assert call().status_code == 200
    begun = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - begun) / CALLS


def _weigh(app: Flask, products: list[int]) -> bool:
    """Compressed bytes against the budget."""
    fine = True
    print("weights, compressed")
    for file, limit in WEIGHTS:
        fine = _weight(file, len(gzip.compress((ROOT / file).read_bytes(), 9)), limit) and fine
    fonts = sorted((ROOT / "static" / "fonts").glob("*.woff2"), key=lambda file: file.stat().st_size)
    fine = _weight(fonts[-1].name, fonts[-1].stat().st_size, 30_000) and fine
    visitor = app.test_client()
    for name, address in _addresses(products).items():
        fine = _weight(f"{name}, HTML", len(brotli.compress(visitor.get(address).data, quality=4)), HTML_LIMIT) and fine
    return fine


def _weight(name: str, weight: int, limit: int) -> bool:
    print(f"  {name:<26} {weight:>7,} of {limit:>7,}  {'ok' if weight <= limit else 'TOO MUCH'}")
    return weight <= limit


if __name__ == "__main__":
    main()
