"""Fired clay: the water jar, and bowls for other goods."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.light import RAISED, ROUND, Field, Relief, smooth_noise
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import along, curve, disc, ellipse, moved, points
from app.demo.drawing.thread import closed, rope
from app.demo.drawing.turned import Skin, Turned

EARTHS = tones("c98a5a b8734a d9a87a c2a078 a8653f e0bd94")


def earthen(scene: Scene, colour: Colour, dark: Colour) -> Skin:
    """Unglazed clay with the rings of the wheel and clouds from the kiln."""
    cloud = smooth_noise((256, 256), 7, scene.field()) * 0.7 + smooth_noise((256, 256), 70, scene.field()) * 0.3
    low, high = np.array(dark, dtype=np.float32), np.array(colour, dtype=np.float32)

    def skin(angle: Field, height: Field) -> Field:
        across = ((angle + 4) * 70).astype(np.int64) % 256
        down = (height * 0.45 + 900).astype(np.int64) % 256
        share = np.clip(cloud[down, across] * 1.25 - 0.12, 0, 1)
        ring = 1 + 0.035 * np.sin(height * 0.42) + 0.025 * np.sin(height * 0.11)
        clay: Field = (low + (high - low) * share[..., None]) * ring[..., None]
        return clay

    return skin


def water_jar(scene: Scene) -> None:
    """An unglazed jar that keeps water cool."""
    canvas, earth = scene.canvas, scene.cycle(EARTHS)
    shape = scene.cycle(("belly", "tall", "shoulder"))
    belly = scene.some(225, 262)
    levels: list[tuple[float, float]] = {
        "belly": [(205.0, 98.0), (262, 78), (330, 110), (520, belly), (700, belly * 0.72), (800, belly * 0.4)],
        "tall": [(150.0, 92.0), (215, 72), (300, 110), (440, belly * 0.82), (640, belly * 0.72), (806, belly * 0.36)],
        "shoulder": [
            (220.0, 112.0),
            (270, 92),
            (345, belly * 0.9),
            (440, belly),
            (640, belly * 0.7),
            (804, belly * 0.36),
        ],
    }[shape]
    body = Turned.smooth(500, levels, 0.2)
    scene.under(500, body.foot[0], body.foot[1], body.foot[1] * 0.2)
    for side in (-1, 1) if scene.turn % 2 else (1,):
        y0, y1 = levels[0][0] + 34, levels[2][0] + 70
        reach = body.radius(y1) + 46
        handle = curve(
            [
                (500 + side * (levels[1][1] - 6), y0),
                (500 + side * reach, y0 + 4),
                (500 + side * (reach + 6), (y0 + y1) / 2),
                (500 + side * (body.radius(y1) - 14), y1 + 14),
            ]
        )
        canvas.stroke(moved(handle, 6, 8), 34, deeper(earth, 0.5), alpha=0.4)
        canvas.stroke(handle, 32, deeper(earth, 0.1), ROUND)
    canvas.fill(body.outline(), body.wrapped(earthen(scene, paler(earth, 0.12), deeper(earth, 0.16)), 0.65))
    _ornament(scene, body, levels[3][0], earth)
    canvas.fill(body.rim(), deeper(earth, 0.62))
    canvas.stroke(closed(body.rim(4)), 17, paler(earth, 0.1), ROUND)
    damp = body.band(levels[4][0] - 60, body.foot[0])
    canvas.fill(damp, deeper(earth, 0.5), alpha=0.14)
    if scene.chance(0.4):
        rope(canvas, body.hoop(levels[1][0] + 12, 2), 16, tone("d9b98a"))


def _ornament(scene: Scene, body: Turned, y: float, earth: Colour) -> None:
    """Lines and waves cut or painted round the shoulder."""
    canvas = scene.canvas
    ink = scene.cycle((deeper(earth, 0.5), tone("f1e2c8"), tone("7a2f1a"), mix(earth, tone("0b6e72"), 0.8)))
    top = y - 105
    canvas.strokes([body.hoop(top), body.hoop(top + 66)], 6, ink, alpha=0.75)
    band = body.hoop(top + 33)
    kind = scene.pick(("wave", "dots", "chevrons"))
    marks = along(band, 27)
    if kind == "dots":
        canvas.fills([ellipse(x, yy, 8, 8) for x, yy, _ in marks], ink, alpha=0.8)
    elif kind == "wave":
        wave = curve([(x, yy + (14 if k % 2 else -14)) for k, (x, yy, _) in enumerate(marks)])
        canvas.stroke(wave, 6, ink, alpha=0.8)
    else:
        tick = points([(-13, 13), (0, -13), (13, 13)])
        canvas.strokes([moved(tick, x, yy, turn) for x, yy, turn in marks], 6, ink, alpha=0.8)


def clay_bowl(scene: Scene, centre: tuple[float, float], radius: float, earth: Colour) -> None:
    """A bowl seen from above; its hollow is left dark for what is put into it."""
    canvas, (x, y) = scene.canvas, centre
    canvas.shadow(disc(x, y, radius), Cast(14, 26, 22, 0.5))
    canvas.fill(disc(x, y, radius), earth, RAISED)
    canvas.fill(disc(x, y, radius * 0.9), deeper(earth, 0.4), Relief(-0.7, 0.0, 0.4))
    count = round(radius / 7)
    for k in range(count):
        angle = k * math.tau / count
        spot = (x + math.cos(angle) * radius * 0.95, y + math.sin(angle) * radius * 0.95)
        canvas.fill(disc(spot[0], spot[1], radius * 0.022), paler(earth, 0.5))
