"""Dates beyond the plain heap: in a carton, on the stalk, hanging in bunches."""

from __future__ import annotations

import math

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import deeper, paler, tone, tones
from app.demo.drawing.ground import frond
from app.demo.drawing.heaps import Lot
from app.demo.drawing.light import RAISED, ROUND, Linear
from app.demo.drawing.packets import open_box
from app.demo.drawing.pieces import date
from app.demo.drawing.scene import Painter, Scene
from app.demo.drawing.serving import heaped
from app.demo.drawing.shapes import along, curve, disc, moved, points
from app.demo.drawing.thread import rope
from app.demo.drawing.vessels import VESSELS


def dates(kind: str, size: float, special: Painter) -> Painter:
    """A painter of dates of a kind: heaped in most pictures, every third time in their own way."""
    plain = heaped(Lot(date(kind), size))

    def paint(scene: Scene) -> None:
        if scene.turn % 3 == 0 and not scene.standing:
            special(scene)
        else:
            plain(scene)

    return paint


def carton(kind: str) -> Painter:
    """A painter of a carton packed with dates in rows."""

    def paint(scene: Scene) -> None:
        piece, canvas = date(kind), scene.canvas
        with canvas.at(500, 500, scene.some(-8, 8)):
            half = open_box(scene, (0, 0), (405.0, scene.some(315, 345)))
            columns, rows = scene.pick(((10, 5), (9, 5), (11, 6)))
            for layer in range(2):
                inset = 1 - 0.12 * layer
                for row in range(rows):
                    for column in range(columns):
                        x = half[0] * inset * (2 * (column + 0.5 + 0.25 * (row % 2)) / columns - 1)
                        y = half[1] * inset * (2 * (row + 0.5) / rows - 1)
                        if layer == 1 and scene.chance(0.45):
                            continue
                        with canvas.at(x, y, 90 + scene.some(-26, 26), scene.some(0.98, 1.12)):
                            piece(scene)

    return paint


def on_the_stalk(kind: str) -> Painter:
    """A painter of strands of dates on their stalk, lying on a tray."""

    def paint(scene: Scene) -> None:
        well = scene.cycle(VESSELS, 1)(scene, (500, 510), scene.some(385, 400))
        with scene.canvas.at(500, 510, scene.some(-30, 30)):
            _strands(scene, kind, (0.0, -well * 0.78), (well * 1.45, 62.0))

    return paint


def _strands(scene: Scene, kind: str, root: tuple[float, float], reach: tuple[float, float]) -> None:
    """The strands of a bunch from its root: how long they are, and over how many degrees they spread."""
    canvas, piece = scene.canvas, date(kind)
    length, spread = reach
    stem = tones("d9a23c c98a2c b8742a")
    count = scene.pick((9, 10, 11))
    order = sorted(range(count), key=lambda k: -abs(k - (count - 1) / 2))
    for k in order:
        angle = math.radians(90 + (k / (count - 1) - 0.5) * spread)
        bow = math.cos(angle) * length * 0.22
        end = (root[0] + math.cos(angle) * length, root[1] + math.sin(angle) * length)
        middle = ((root[0] + end[0]) / 2 + bow, (root[1] + end[1]) / 2)
        path = curve([root, middle, end])
        canvas.stroke(path, 7, scene.pick(stem), RAISED)
        for j, (x, y, turn) in enumerate(along(path, 9)[2:]):
            side = 1 if (j + k) % 2 else -1
            with canvas.at(x + side * 16, y, turn + 180 + side * scene.some(24, 58), 0.86):
                piece(scene)
    canvas.taper(curve([(root[0], root[1] - 70), (root[0] + 6, root[1] - 20), root]), (34, 30, 22), stem[1], ROUND)


def hanging_bunch(kind: str) -> Painter:
    """A painter of a bunch hanging from its stalk, fronds behind it."""

    def paint(scene: Scene) -> None:
        canvas = scene.canvas
        green = scene.pick(tones("5f7f3a 6f8a48 4f7242"))
        for x, turn in ((560, 28), (440, 152), (520, 78)):
            with canvas.at(x, 90, turn + scene.some(-8, 8)):
                leaves = frond(540, 13, 52)
                canvas.fills([moved(leaf, 9, 18) for leaf in leaves], (60, 50, 24), alpha=0.10)
                canvas.fills(leaves, scene.near(green, 0.12))
                canvas.stroke(curve([(0, 0), (260, -14), (540, -76)]), 8, deeper(green, 0.25))
        canvas.shadow(disc(510, 560, 250), Cast(18, 30, 40, 0.4))
        _strands(scene, kind, (500.0, 205.0), (580.0, 64.0))
        rope(canvas, points([(500, 30), (500, 140)]), 15, tone("c9a56a"))

    return paint


def threaded(kind: str) -> Painter:
    """A painter of dates threaded on a string and wound in a ring."""

    def paint(scene: Scene) -> None:
        canvas, piece = scene.canvas, date(kind)
        well = scene.cycle(VESSELS, 2)(scene, (500, 500), scene.some(372, 392))
        turns = scene.pick((2, 3))
        for k in range(turns):
            radius = well * (0.86 - 0.3 * k)
            count = round(math.tau * radius / 60)
            for j in range(count):
                angle = 360 * j / count
                x, y = math.cos(math.radians(angle)) * radius, math.sin(math.radians(angle)) * radius
                with canvas.at(500 + x, 500 + y, angle + 90 + (58 if j % 2 else -58) + scene.some(-9, 9), 0.9):
                    piece(scene)
        tail = curve([(500 + well * 0.6, 500), (500 + well * 0.9, 640), (860, 860), (800, 930)])
        canvas.stroke(moved(tail, 4, 8), 6, (60, 40, 20), alpha=0.25)
        canvas.stroke(tail, 6, paler(tone("b8935c"), 0.2))
        canvas.fill(disc(800, 930, 12), Linear(tones("c9a56a 8a5a2f")), ROUND)

    return paint
