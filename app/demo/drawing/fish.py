"""Fish, shrimps and anchovies, fresh, dried and bottled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler
from app.demo.drawing.light import ROUND, Field, Relief, Shader, ramped
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, arc, curve, disc, moved, points

SCALES = Relief(0.65, 0.25, 0.8)


def fish_outline() -> Outline:
    """A fish about the origin, 400 long, its head to the left, without fins."""
    back = [(-200, 0), (-165, -44), (-90, -76), (10, -72), (100, -36), (160, -14)]
    belly = [(160, 14), (100, 38), (10, 72), (-90, 70), (-165, 40)]
    return curve([*back, *belly], closed=True)


def silver_fish(scene: Scene, colours: Sequence[Colour], dried: bool = False) -> None:
    """A fish about the origin: back in the first colour, belly in the second."""
    canvas, (back, belly) = scene.canvas, (colours[0], colours[1])
    body = fish_outline()
    tail = curve([(150, 0), (214, -72), (236, -66), (206, 0), (238, 64), (214, 72)], closed=True)
    dorsal = curve([(-70, -66), (-20, -112), (70, -86), (96, -34)], closed=True)
    anal = curve([(10, 66), (40, 98), (84, 74), (96, 34)], closed=True)
    for part in (body, tail):
        canvas.shadow(part, Cast(8, 14, 10, 0.45))
    for fin in (tail, dorsal, anal):
        canvas.fill(fin, deeper(back, 0.12), Relief(0.4, 0.05, 0.3))
    rays = [points([(160, y * 0.2), (224, y)]) for y in range(-60, 61, 15)]
    canvas.strokes(rays, 3, deeper(back, 0.4), alpha=0.6)
    canvas.fill(body, _skin(back, belly, dried), SCALES)
    canvas.stroke(arc((-150, 0), (56, 74), -52, 52), 4, deeper(back, 0.5), alpha=0.7)
    pectoral = moved(curve([(0, 0), (64, -18), (78, 6), (60, 26), (8, 12)], closed=True), -86, 12, 14)
    canvas.fill(pectoral, mix(back, belly, 0.45), Relief(0.5, 0.1, 0.4))
    canvas.fill(disc(-150, -16, 15), paler(belly, 0.3))
    canvas.fill(disc(-150, -16, 9), (24, 20, 18), ROUND)
    canvas.stroke(curve([(-198, 6), (-176, 16), (-160, 14)]), 4, deeper(back, 0.6), alpha=0.7)
    if dried:
        cuts = [curve([(x, -46), (x + 12, 0), (x + 4, 44)]) for x in (-40, 12, 62)]
        canvas.strokes(cuts, 7, deeper(back, 0.45), alpha=0.6)


def _skin(back: Colour, belly: Colour, dried: bool) -> Shader:
    """Rows of scales, the back dark and the belly pale."""
    ramp = (deeper(back, 0.25), back, mix(back, belly, 0.5), belly, paler(belly, 0.25))
    size = 15.0

    def shader(x: Field, y: Field) -> Field:
        a, b = np.broadcast_arrays(x / size, y / (size * 0.5))
        row = np.floor(b)
        along_ = a + (row % 2) * 0.5
        cell = along_ - np.floor(along_) - 0.5
        edge = np.clip(1 - np.abs(np.hypot(cell * 1.1, b - row) - 0.62) / 0.22, 0, 1)
        head = np.clip((x + 118) / 20, 0, 1)
        colour = ramped((y + 70) / 140 + 0 * x, ramp)
        scaled: Field = colour * (1 - (0.24 if dried else 0.16) * edge * head)[..., None]
        return scaled

    return shader
