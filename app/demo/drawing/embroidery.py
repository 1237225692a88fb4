"""Needlework: satin flowers, chains, bands of gold thread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import Canvas
from app.demo.drawing.colour import Colour, deeper, mix, paler
from app.demo.drawing.light import ROUND, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, along, curve, diamond, disc, moved, petal, points

SATIN = Relief(0.7, 0.35, 0.7)


def path_length(path: Outline) -> float:
    """How long a path is."""
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


def satin_flower(canvas: Canvas, place: tuple[float, float, float], petals: int, colours: Sequence[Colour]) -> None:
    """A flower in satin stitch at (x, y) of a radius, with a bead in its heart."""
    x, y, radius = place
    for k in range(petals):
        leaf = moved(petal(radius, radius * 5.2 / petals, 0.6), x, y, 360 * k / petals - 90)
        canvas.fill(leaf, colours[0], SATIN)
    tips = [moved(disc(radius * 1.16, 0, radius * 0.08), x, y, 360 * (k + 0.5) / petals - 90) for k in range(petals)]
    canvas.fills(tips, paler(colours[0], 0.35))
    canvas.fill(disc(x, y, radius * 0.26), colours[1], ROUND)


def sprig(canvas: Canvas, place: tuple[float, float, float], turn: float, colours: Sequence[Colour]) -> None:
    """A stem with leaves and a bud at (x, y) of a length; stem and leaves in the first colour, bud in the second."""
    x, y, length = place
    with canvas.at(x, y, turn, length / 100):
        canvas.stroke(curve([(0, 0), (40, -8), (88, 0)]), 5, deeper(colours[0], 0.1))
        for start, angle in ((18, -42), (34, 44), (52, -40), (66, 40)):
            canvas.fill(moved(petal(34, 15), start, -5, angle), colours[0], SATIN)
        canvas.fill(moved(petal(34, 24), 82, 0), colours[1], SATIN)


def boteh(canvas: Canvas, place: tuple[float, float, float], flip: bool, colours: Sequence[Colour]) -> None:
    """A bent-leaf motif at (x, y) of a height, filled with stitches."""
    x, y, height = place
    drop = curve([(0, 50), (-34, 26), (-30, -14), (4, -50), (34, -48), (16, -22), (32, 8), (27, 40)], closed=True)
    scale = height / 100
    shape = drop * np.array([-1.0 if flip else 1.0, 1.0])
    canvas.fill(moved(shape, x, y, 0, scale), colours[0], SATIN)
    canvas.fill(moved(shape, x, y + 3 * scale, 0, scale * 0.68), mix(colours[1], colours[0], 0.1))
    canvas.fill(moved(shape, x, y + 6 * scale, 0, scale * 0.38), colours[2], SATIN)
    rim = along(moved(shape, x, y, 0, scale * 1.2), 22)
    canvas.fills([disc(px, py, 3 * scale) for px, py, _ in rim], paler(colours[0], 0.3))


def chain(canvas: Canvas, path: Outline, width: float, colour: Colour) -> None:
    """A chain stitch along a path."""
    marks = along(path, max(3, int(path_length(path) / (width * 1.15))))
    link = petal(width * 1.4, width) - np.array([width * 0.7, 0])
    canvas.fills([moved(link, x, y, turn) for x, y, turn in marks], deeper(colour, 0.3))
    canvas.fills([moved(link * 0.72, x - 0.6, y - 1, turn) for x, y, turn in marks], colour)
    canvas.fills([moved(link * 0.3, x - 1, y - 1.5, turn) for x, y, turn in marks], paler(colour, 0.5))


def scallops(canvas: Canvas, path: Outline, size: float, colours: Sequence[Colour]) -> None:
    """Small arches in a row along a path, a bead in each."""
    marks = along(path, max(3, int(path_length(path) / (size * 1.05))))
    arch_ = curve(
        [(-size * 0.5, 0), (-size * 0.36, -size * 0.7), (0, -size), (size * 0.36, -size * 0.7), (size * 0.5, 0)]
    )
    canvas.strokes([moved(arch_, x, y, turn) for x, y, turn in marks], size * 0.16, colours[0])
    beads = [moved(disc(0, -size * 0.38, size * 0.17), x, y, turn) for x, y, turn in marks]
    canvas.fills(beads, colours[1])


def golden_band(scene: Scene, path: Outline, width: float, colours: Sequence[Colour]) -> None:
    """A band of gold-thread work along a path: chains on both sides, motifs in between."""
    canvas, gold = scene.canvas, colours[0]
    canvas.stroke(path, width, colours[1])
    marks = along(path, max(3, int(path_length(path) / (width * 0.82))))
    kind = scene.cycle(("diamonds", "flowers", "leaves"), 1)
    for k, (x, y, turn) in enumerate(marks):
        if kind == "diamonds":
            canvas.fill(moved(diamond(0, 0, width * 0.3, width * 0.3), x, y, turn), gold, SATIN)
            canvas.fill(moved(diamond(0, 0, width * 0.13, width * 0.13), x, y, turn), colours[2])
        elif kind == "flowers":
            satin_flower(canvas, (x, y, width * 0.3), 6, (gold, colours[2]))
        else:
            side = 34 if k % 2 else -34
            leaf = petal(width * 0.9, width * 0.34) - np.array([width * 0.45, 0])
            canvas.fill(moved(leaf, x, y, turn + side), (gold, colours[2])[k % 3 == 0], SATIN)
    for edge in (-0.5, 0.5):
        offset = np.stack([path[:, 0], path[:, 1]], axis=1) + _normal(path) * width * edge
        chain(canvas, offset, max(5, width * 0.17), gold)


def _normal(path: Outline) -> Outline:
    ahead = np.gradient(path, axis=0)
    size = np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-6)[:, None]
    upright: Outline = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / size
    return upright


def zigzag_stitch(canvas: Canvas, path: Outline, height: float, colour: Colour) -> None:
    """A zigzag line along a path."""
    marks = along(path, max(4, int(path_length(path) / (height * 0.8))))
    way = [
        moved(points([(0, height * (0.5 if k % 2 else -0.5))]), x, y, turn)[0] for k, (x, y, turn) in enumerate(marks)
    ]
    canvas.stroke(np.array(way), height * 0.24, colour)
