"""Thread, cord and leather lace: tassels, fringes, stitches, ropes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import Canvas
from app.demo.drawing.colour import Colour, deeper, paler
from app.demo.drawing.light import RAISED, ROUND
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, along, curve, ellipse, moved, petal, points


def closed(outline: Outline) -> Outline:
    """The outline as a path that comes back to its start."""
    return np.concatenate([outline, outline[:1]])


def tassel(scene: Scene, spot: Spot, colour: Colour, size: float = 1.0) -> None:
    """A small tassel hanging from a spot."""
    x, y = spot
    threads = [
        curve([(x, y), (x + k * 2.5 * size, y + 30 * size), (x + k * 5 * size + scene.some(-3, 3), y + 74 * size)])
        for k in range(-4, 5)
    ]
    scene.canvas.strokes(threads, 6 * size, colour)
    scene.canvas.strokes(threads[::3], 4 * size, paler(colour, 0.3))
    scene.canvas.fill(ellipse(x, y + 8 * size, 11 * size, 14 * size), deeper(colour, 0.15), ROUND)


def fringe(scene: Scene, path: Outline, length: float, colours: Sequence[Colour], gap: float = 14) -> None:
    """Threads hanging from a path, square to it."""
    total = float(np.hypot(*np.diff(path, axis=0).T).sum())
    threads: list[list[Outline]] = [[] for _ in colours]
    for k, (x, y, heading) in enumerate(along(path, max(2, int(total / gap)))):
        reach = length * scene.some(0.82, 1.08)
        sway = scene.some(-0.16, 0.16) * length
        thread = moved(curve([(0, -2), (reach * 0.5, sway), (reach, sway * 0.4)]), x, y, heading + 90)
        threads[k % len(colours)].append(thread)
    for colour, lot in zip(colours, threads, strict=True):
        if lot:
            scene.canvas.strokes(lot, gap * 0.42, colour)


def stitches(canvas: Canvas, path: Outline, colour: Colour, pace: float = 18, width: float = 4) -> None:
    """A running stitch along a path, each stitch with a small shade under it."""
    total = float(np.hypot(*np.diff(path, axis=0).T).sum())
    marks = along(path, max(3, int(total / pace)))
    dash = points([(-pace * 0.3, 0), (pace * 0.3, 0)])
    canvas.strokes([moved(dash, x + 1.5, y + 2, turn) for x, y, turn in marks], width + 1, (40, 22, 10), alpha=0.35)
    canvas.strokes([moved(dash, x, y, turn) for x, y, turn in marks], width, colour)


def rope(canvas: Canvas, path: Outline, width: float, colour: Colour) -> None:
    """A twisted rope."""
    canvas.stroke(path, width, deeper(colour, 0.12), ROUND)
    total = float(np.hypot(*np.diff(path, axis=0).T).sum())
    marks = along(path, max(3, int(total / (width * 0.55))))
    twist = curve([(-width * 0.32, -width * 0.42), (0, 0), (width * 0.32, width * 0.42)])
    strands = [moved(twist, x, y, turn) for x, y, turn in marks]
    canvas.strokes(strands, max(1.5, width * 0.16), deeper(colour, 0.45), alpha=0.55)
    lights = [moved(twist * 0.6, x - width * 0.12, y - width * 0.14, turn) for x, y, turn in marks]
    canvas.strokes(lights, max(1.2, width * 0.14), paler(colour, 0.45), alpha=0.5)


def braid(canvas: Canvas, path: Outline, width: float, colours: Sequence[Colour]) -> None:
    """A plaited edge: slanting leaves of colour one after another."""
    total = float(np.hypot(*np.diff(path, axis=0).T).sum())
    marks = along(path, max(4, int(total / (width * 0.62))))
    canvas.stroke(path, width * 0.9, deeper(colours[0], 0.4), RAISED)
    knot = petal(width * 1.25, width * 0.62) - np.array([width * 0.6, 0])
    for index, colour in enumerate(colours):
        knots = [moved(knot, x, y, turn + 32) for x, y, turn in marks[index :: len(colours)]]
        canvas.fills(knots, colour)
        shine = [moved(knot * 0.5, x - 1, y - width * 0.1, turn + 32) for x, y, turn in marks[index :: len(colours)]]
        canvas.fills(shine, paler(colour, 0.35), alpha=0.6)
