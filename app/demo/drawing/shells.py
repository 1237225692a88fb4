"""Shells and pearls of the Gulf."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Canvas, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tones
from app.demo.drawing.light import Linear, Radial, Relief
from app.demo.drawing.shapes import curve, disc, ellipse, moved, points, star

SHELLS = tones("f3d3bd e8b79c f6e6d6 dba98c f0dcc0 d9c2b4 e9c9b8 c99a86")
METALS = tones("d9a441 c9b38a cfd3d6")
PEARL = Relief(0.7, 0.7, 0.95)


def pearl(canvas: Canvas, x: float, y: float, radius: float, tint: Colour = (244, 236, 226)) -> None:
    """A round pearl."""
    canvas.fill(disc(x, y, radius), Radial((paler(tint, 0.5), tint, deeper(tint, 0.2))), PEARL)


def scallop(canvas: Canvas, size: float, tint: Colour) -> None:
    """A fan shell about the origin, its hinge upwards, so many units in radius."""
    angles = np.radians(np.linspace(208, -28, 61))
    ripple = 1 + 0.035 * np.cos(np.linspace(0, 20 * math.pi, 61))
    fan = np.stack([np.cos(angles) * size * ripple * 0.94, np.sin(angles) * size * ripple + size * 0.12], axis=1)
    hinge = (0.0, -size * 0.92)
    shape = np.concatenate([points([(size * 0.2, hinge[1]), (-size * 0.2, hinge[1])]), fan])
    canvas.shadow(shape, Cast(size * 0.1, size * 0.2, max(4, size * 0.12), 0.45))
    canvas.fill(shape, Linear((deeper(tint, 0.12), tint, paler(tint, 0.45), tint), 80), Relief(0.7, 0.2, 0.7))
    ribs = [np.array([hinge, fan[k]]) for k in range(6, 56, 6)]
    canvas.strokes([curve(rib) for rib in ribs], size * 0.05, deeper(tint, 0.32), alpha=0.6)
    canvas.strokes([moved(curve(rib), -size * 0.04, 0) for rib in ribs], size * 0.03, paler(tint, 0.7), alpha=0.6)
    rings = [
        curve([(-size * w, -size * 0.2 + size * s), (0, size * s * 1.25), (size * w, -size * 0.2 + size * s)])
        for w, s in ((0.45, 0.25), (0.68, 0.5))
    ]
    canvas.strokes(rings, size * 0.045, deeper(tint, 0.2), alpha=0.35)


def snail(canvas: Canvas, size: float, tint: Colour) -> None:
    """A pointed whorled shell lying along the x axis."""
    for k in range(6):
        share = k / 6
        x = -size * 0.75 + size * 1.5 * share
        radius = size * 0.42 * (1 - share) ** 0.8 + size * 0.05
        shade = mix(tint, deeper(tint, 0.35), 0.5 * (k % 2))
        canvas.fill(ellipse(x, 0, size * 0.26, radius, 12), shade, Relief(0.75, 0.3, 0.9))
    canvas.fill(
        ellipse(-size * 0.8, size * 0.08, size * 0.12, size * 0.24, 14), deeper(tint, 0.5), Relief(-0.4, 0, 0.6)
    )


def cowrie(canvas: Canvas, size: float, tint: Colour) -> None:
    """A cowrie with its toothed slit."""
    shape = ellipse(0, 0, size * 0.78, size * 0.54)
    canvas.shadow(shape, Cast(size * 0.08, size * 0.16, max(4, size * 0.12), 0.45))
    canvas.fill(shape, paler(tint, 0.3), Relief(0.75, 0.5, 0.8))
    canvas.stroke(curve([(-size * 0.62, 0), (0, size * 0.06), (size * 0.62, 0)]), size * 0.11, deeper(tint, 0.6))
    teeth = [points([(x, -size * 0.1), (x, size * 0.14)]) for x in np.linspace(-size * 0.5, size * 0.5, 11)]
    canvas.strokes(teeth, size * 0.035, paler(tint, 0.6))


def starfish(canvas: Canvas, size: float, tint: Colour) -> None:
    """A small dried starfish."""
    shape = curve([(float(x), float(y)) for x, y in star(size, size * 0.4, 5)], closed=True)
    canvas.shadow(shape, Cast(size * 0.08, size * 0.16, max(4, size * 0.12), 0.45))
    canvas.fill(shape, mix(tint, (214, 120, 70), 0.5), Relief(0.7, 0.1, 0.6))
    dots = [moved(disc(r * size, 0, size * 0.05), 0, 0, a * 72 - 90) for a in range(5) for r in (0.25, 0.45, 0.65)]
    canvas.fills(dots, paler(tint, 0.5))
