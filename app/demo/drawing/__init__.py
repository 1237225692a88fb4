"""Pictures of home-made goods and of their makers, painted from nothing but a name and a number."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image

from app.demo.drawing.canvas import Canvas, Matrix, placing
from app.demo.drawing.catalogue import CATALOGUE, PEOPLE_GROUNDS, Good
from app.demo.drawing.ground import GROUNDS, developed, lay_flat, on_floor, stand
from app.demo.drawing.people import man, woman
from app.demo.drawing.scene import Scene

__all__ = ["GOODS", "detail", "draw", "portrait"]

GOODS: frozenset[str] = frozenset(CATALOGUE)

_STAGES = {"flat": lay_flat, "stand": stand, "floor": on_floor}


def draw(good: str, seed: int, size: int = 1200) -> Image.Image:
    """The picture of a good; the same good and seed always give the same picture."""
    return _painted(good, seed, Canvas(size))


def detail(good: str, seed: int, size: int = 1200) -> Image.Image:
    """A close view of an off-centre part of the same piece, a faint patch of other colour on it."""
    dice = Random(f"{good}/{seed}/detail")
    side = dice.choice((-1, 1))
    entry = CATALOGUE[good]
    low = 40.0 if "flat" in entry.stages else 90.0
    focus = entry.focus or (500 + side * dice.uniform(70, 130), 500 + low + dice.uniform(-110, 60))
    view = _looking_at(focus, dice.uniform(-16, 16), dice.uniform(2.0, 2.5))
    canvas = Canvas(size, view)
    return _painted(good, seed, canvas, patch=(focus[0] + side * 40, focus[1] - 20))


def portrait(seed: int, size: int = 1200, *, of_a_man: bool = False) -> Image.Image:
    """The portrait of a maker at work."""
    scene = _scene(Canvas(size), f"maker/{seed}", seed, PEOPLE_GROUNDS[(seed * 3 + 1) % len(PEOPLE_GROUNDS)])
    (man if of_a_man else woman)(scene)
    return developed(scene.canvas.finished(), np.random.default_rng(seed % 2**32))


def _painted(good: str, seed: int, canvas: Canvas, patch: tuple[float, float] | None = None) -> Image.Image:
    entry, number = CATALOGUE[good], int(good[1:])
    turn = abs(seed + number * 7)
    stage = entry.stages[turn % len(entry.stages)]
    scene = _scene(canvas, f"{good}/{seed}", turn // len(entry.stages), _ground(entry, number, seed))
    scene.standing = stage != "flat"
    _STAGES[stage](scene)
    entry.paint(scene)
    if patch is not None:
        canvas.glow(patch[0], patch[1], 96, scene.pick(((92, 52, 20), (255, 236, 200))), 0.34)
    return developed(canvas.finished(), np.random.default_rng((seed * 131 + number) % 2**32))


def _ground(entry: Good, number: int, seed: int) -> str:
    count = len(entry.grounds)
    return entry.grounds[(number * 5 + seed + seed // count) % count]


def _scene(canvas: Canvas, key: str, turn: int, ground: str) -> Scene:
    return Scene(canvas, Random(key), GROUNDS[ground], turn)


def _looking_at(spot: tuple[float, float], turn: float, zoom: float) -> Matrix:
    """The view in which the spot lies in the middle, turned and enlarged."""
    view: Matrix = placing(500, 500, turn, zoom) @ placing(-spot[0], -spot[1])
    return view
