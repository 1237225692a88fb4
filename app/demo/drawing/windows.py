"""The coloured window of the old houses, made small."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, paler, tones
from app.demo.drawing.light import RAISED, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, arc, box, disc, moved, petal, points
from app.demo.drawing.thread import closed

GLASS = tones("c0392f e0a02d 1f7a5c 1d5fa0 7a3a8c 0f8a8c d9662b")


def _pane(scene: Scene, shape: Outline, colour: Colour) -> None:
    canvas = scene.canvas
    canvas.fill(shape, Linear((paler(colour, 0.42), colour, deeper(colour, 0.2)), 55), Relief(0.3, 0.5, 0.5))


def _rosette(scene: Scene, spot: tuple[float, float], radius: float, shift: int) -> None:
    canvas, (x, y) = scene.canvas, spot
    count = scene.pick((6, 8))
    for k in range(count):
        leaf = moved(petal(radius * 0.94, radius * 3.4 / count, 0.62), x, y, 360 * k / count - 90)
        _pane(scene, leaf, GLASS[(k % 2 * 2 + shift) % len(GLASS)])
    canvas.fill(disc(x, y, radius * 0.27), deeper((90, 53, 25), 0.1), RAISED)
    _pane(scene, disc(x, y, radius * 0.2), GLASS[(shift + 1) % len(GLASS)])


def _lattice(scene: Scene, area: tuple[float, float, float, float], kind: str, shift: int) -> None:
    """Panes in one leaf of the window: lozenges, hexagon stars or bricks."""
    left, top, right, bottom = area
    columns = 3
    cell = (right - left) / columns
    rows = max(2, round((bottom - top) / cell))
    high = (bottom - top) / rows
    for r in range(rows):
        for c in range(columns):
            x, y = left + (c + 0.5) * cell, top + (r + 0.5) * high
            colour = GLASS[(r * 2 + c * 3 + shift) % len(GLASS)]
            other = GLASS[(r + c + shift + 3) % len(GLASS)]
            if kind == "lozenge":
                _corners(scene, (x, y, cell, high), other)
                _pane(
                    scene,
                    points([(x, y - high * 0.44), (x + cell * 0.44, y), (x, y + high * 0.44), (x - cell * 0.44, y)]),
                    colour,
                )
            elif kind == "round":
                _pane(scene, box(x - cell * 0.44, y - high * 0.44, x + cell * 0.44, y + high * 0.44, 6), other)
                scene.canvas.fill(disc(x, y, cell * 0.36), tones("5a3519")[0], RAISED)
                _pane(scene, disc(x, y, cell * 0.29), colour)
            else:
                _pane(scene, box(x - cell * 0.43, y - high * 0.43, x + cell * 0.43, y + high * 0.43, 5), colour)


def _corners(scene: Scene, cell: tuple[float, float, float, float], colour: Colour) -> None:
    x, y, wide, high = cell
    for sx in (-1, 1):
        for sy in (-1, 1):
            corner = points(
                [
                    (sx * 0.46 * wide, sy * 0.46 * high),
                    (sx * 0.1 * wide, sy * 0.46 * high),
                    (sx * 0.46 * wide, sy * 0.1 * high),
                ]
            )
            _pane(scene, moved(corner, x, y), colour)


def window(scene: Scene) -> None:
    """A little arched window of wood and coloured glass, throwing its colours on the ground."""
    canvas, wood = scene.canvas, scene.cycle(tones("7a4a28 5a3519 94602f 6a3a22"))
    half, top, bottom = scene.some(265, 300), scene.some(120, 150), 806.0
    spring = top + half * (1.0 if scene.turn % 3 else 0.86)
    outer = np.concatenate(
        [arc((500, spring), (half, spring - top), 180, 360), points([(500 + half, bottom), (500 - half, bottom)])]
    )
    shift = scene.turn % len(GLASS)
    _coloured_light(scene, half, shift)
    scene.under(500, bottom, half, 20)
    canvas.shadow(outer, Cast(16, 18, 20, 0.35))
    canvas.fill(outer, Linear((paler(wood, 0.15), wood, deeper(wood, 0.25)), 60), Relief(0.5, 0.1, 0.1))
    inner_half = half - 34
    fan = np.concatenate(
        [
            arc((500, spring), (inner_half, spring - top - 34), 180, 360),
            points([(500 + inner_half, spring), (500 - inner_half, spring)]),
        ]
    )
    canvas.fill(fan, deeper(wood, 0.55))
    _fanlight(scene, spring, (inner_half, spring - top - 34), shift)
    _leaves(scene, (spring + 22, bottom - 36), inner_half, wood)
    canvas.fill(box(500 - half - 18, bottom - 26, 500 + half + 18, bottom + 10, 6), deeper(wood, 0.08), RAISED)
    canvas.fill(box(500 - half, spring - 2, 500 + half, spring + 22), wood, RAISED)


def _fanlight(scene: Scene, spring: float, radii: tuple[float, float], shift: int) -> None:
    """The half round above: rays and rings of glass."""
    canvas, rays = scene.canvas, scene.pick((7, 8, 9))
    step = 180 / rays
    for ring, (outer, inner) in enumerate(((0.97, 0.70), (0.67, 0.36))):
        for k in range(rays):
            start, end = 180 + k * step + 1.4, 180 + (k + 1) * step - 1.4
            far = arc((500, spring - 6), (radii[0] * outer, radii[1] * outer), start, end)
            near = arc((500, spring - 6), (radii[0] * inner, radii[1] * inner), end, start)
            _pane(scene, np.concatenate([far, near]), GLASS[(k + ring * 3 + shift) % len(GLASS)])
    heart = arc((500, spring - 6), (radii[0] * 0.32, radii[1] * 0.32), 180, 360)
    _pane(scene, heart, GLASS[(shift + 2) % len(GLASS)])
    canvas.strokes(
        [arc((500, spring - 6), (radii[0] * s, radii[1] * s), 180, 360) for s in (0.34, 0.685)], 7, (58, 34, 16)
    )


def _leaves(scene: Scene, span: tuple[float, float], half: float, wood: Colour) -> None:
    canvas, kind = scene.canvas, scene.cycle(("lozenge", "round", "brick"), 1)
    count = scene.pick((2, 3))
    width = 2 * half / count
    top, bottom = span
    middle = top + (bottom - top) * scene.some(0.62, 0.66)
    for k in range(count):
        left = 500 - half + k * width + 8
        right = left + width - 16
        canvas.fill(box(left, top, right, bottom, 4), deeper(wood, 0.5))
        _lattice(scene, (left + 12, top + 12, right - 12, middle), kind, scene.turn + k % 2 * 2)
        spot = ((left + right) / 2, (middle + bottom) / 2 + 4)
        _rosette(scene, spot, min(width * 0.4, (bottom - middle) * 0.44), scene.turn)
        canvas.stroke(closed(box(left, top, right, bottom, 4)), 14, wood, RAISED)


def _coloured_light(scene: Scene, half: float, shift: int) -> None:
    """Sunlight that has come through the panes and lies on the table."""
    canvas = scene.canvas
    for k in range(4):
        x = 500 - half * 0.8 + k * half * 0.55
        patch = points([(x, 826), (x + half * 0.42, 826), (x + half * 0.62 + 60, 960), (x + half * 0.16 + 60, 960)])
        canvas.shadow(patch, Cast(0, 0, 16, 0.34), GLASS[(k + shift) % len(GLASS)])
    canvas.glow(500 + 60 * math.cos(shift), 880, 200, (255, 240, 200), 0.2)
