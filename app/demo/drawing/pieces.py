"""Single fruits, nuts and morsels, each about the origin and about 100 units long."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import deeper, mix, paler, tone, tones
from app.demo.drawing.light import GLOSSY, ROUND, SOFT, Linear, Radial, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import arc, blob, curve, disc, ellipse, moved, petal, points, uneven
from app.demo.drawing.thread import closed

Piece = Callable[[Scene], None]

UNDER = Cast(5, 12, 9, 0.5)

# Two skin colours, shine, and how deep the wrinkles are.
_DATES: dict[str, tuple[str, float, float]] = {
    "kabkab": ("8a3f18 3a1206 a5551f 4a1a08 6e2c10 2c0e05", 0.75, 0.35),
    "rotab": ("a8561e 5a220a 8a3f14 4a1a08 b8661f 6a2a0c", 1.0, 0.15),
    "zahedi": ("dba75c a8703a e3b871 b07a3e cf9850 96622f", 0.22, 0.45),
    "khark": ("f3c33a d99a1c f7d05a e0a828 edb52e cf8f18", 0.6, 0.05),
    "boiled": ("b5702c 6e3a14 c98540 7f481c a8632a 5f3010", 0.3, 0.8),
}


def date(kind: str) -> Piece:
    """A date of the given kind."""
    codes, shine, wrinkle = _DATES[kind]
    shades = tones(codes)

    def piece(scene: Scene) -> None:
        canvas = scene.canvas
        which = 2 * scene.rng.randrange(len(shades) // 2)
        lit, dark = scene.near(shades[which], 0.08), shades[which + 1]
        body = uneven(ellipse(0, 0, 52, scene.some(28, 32)), 1.5 + 2 * wrinkle, scene.rng)
        canvas.shadow(body, UNDER)
        if kind == "rotab":
            tip = scene.pick((tone("e0a030"), tone("d98a24"), lit))
            canvas.fill(body, Linear((tip, mix(tip, lit, 0.6), lit, dark), 0), Relief(0.8, shine, 0.85))
        else:
            canvas.fill(body, Radial((lit, mix(lit, dark, 0.45), dark), 0.4, 0.25), Relief(0.8, shine, 0.85))
        folds = [
            curve([(-40 + scene.some(-4, 8), y), (0, y * 1.25 + scene.some(-4, 4)), (40 - scene.some(0, 10), y * 0.8)])
            for y in (-13, -3, 7, 16)
        ]
        canvas.strokes(folds, 2.6, deeper(dark, 0.35), alpha=wrinkle * 0.8)
        canvas.strokes([moved(fold, 0, 3) for fold in folds], 2, paler(lit, 0.4), alpha=wrinkle * 0.5)
        canvas.fill(ellipse(-16, -13, 20, 4.5, -6), paler(lit, 0.7), alpha=0.5 * shine)
        cap = ellipse(51, 0, 7, 12)
        canvas.fill(cap, tones("c9a25c e6cf94")[kind == "khark"], ROUND)

    return piece


def lime(scene: Scene) -> None:
    """A dried lime, brown or nearly black."""
    canvas = scene.canvas
    skin = scene.pick(tones("8a6a3c 6e4f2a a5834c 5a3f22 b8975a 4a331c"))
    body = uneven(ellipse(0, 0, 50, 46), 2.5, scene.rng)
    canvas.shadow(body, UNDER)
    canvas.fill(body, Radial((paler(skin, 0.2), skin, deeper(skin, 0.4))), Relief(0.85, 0.2, 0.95))
    ribs = [curve([(-44, y * 0.5), (0, y * 1.2), (44, y * 0.5)]) for y in (-28, -12, 5, 22)]
    canvas.strokes(ribs, 2.4, deeper(skin, 0.5), alpha=0.45)
    dots = [disc(scene.some(-32, 32), scene.some(-30, 30), 1.8) for _ in range(16)]
    canvas.fills(dots, deeper(skin, 0.55), alpha=0.45)
    canvas.fill(ellipse(46, 0, 6, 9), deeper(skin, 0.45), ROUND)


def chilli(scene: Scene) -> None:
    """A dried red chilli with its stalk."""
    canvas = scene.canvas
    red = scene.pick(tones("a81f16 8c1a14 c4301c 741410 b8281a"))
    bend = scene.some(-26, 26)
    spine = curve([(-48, 0), (-10, bend * 0.8), (30, bend), (66, bend * 0.2)])
    canvas.shadow(ellipse(8, bend * 0.5, 60, 14), UNDER)
    canvas.taper(spine, (22, 28, 22, 13, 3), red, Relief(0.8, 0.75, 0.8))
    crease_ = curve([(-36, 2), (-6, bend * 0.8 + 3), (28, bend + 3)])
    canvas.stroke(crease_, 2.4, deeper(red, 0.5), alpha=0.6)
    canvas.stroke(moved(crease_, 2, -8), 3, paler(red, 0.5), alpha=0.5)
    canvas.fill(ellipse(-48, 0, 9, 13), tone("6f7a34"), ROUND)
    canvas.taper(curve([(-50, 0), (-68, -4), (-84, -12 + bend * 0.3)]), (7, 5, 6), tone("7f7a3a"), ROUND)


def okra(scene: Scene) -> None:
    """A dried okra pod."""
    canvas = scene.canvas
    green = scene.pick(tones("7d7a3e 69692f 928a4a 5c5a28 857444"))
    bend = scene.some(-14, 14)
    spine = curve([(-50, 0), (0, bend), (50, bend * 0.4)])
    canvas.shadow(ellipse(0, bend * 0.5, 52, 15), UNDER)
    canvas.taper(spine, (20, 30, 28, 20, 4), green, Relief(0.75, 0.15, 0.8))
    ribs = [curve([(-46, s * 5), (0, bend + s * 9), (46, bend * 0.4 + s * 2)]) for s in (-1, 0.1, 1)]
    canvas.strokes(ribs, 2.4, deeper(green, 0.45), alpha=0.7)
    canvas.strokes([moved(rib, 0, -3) for rib in ribs], 1.8, paler(green, 0.5), alpha=0.5)
    canvas.fill(ellipse(-50, 0, 9, 14), deeper(green, 0.1), ROUND)
    canvas.taper(curve([(-54, 0), (-70, 2)]), (9, 6), deeper(green, 0.25), ROUND)


def kashk(scene: Scene) -> None:
    """A ball of dried whey, pressed by a hand."""
    canvas = scene.canvas
    pale = scene.pick(tones("f4ead2 ece0c4 f8f1e0 e6d8ba"))
    body = blob(0, 0, 48, scene.rng, 0.09)
    canvas.shadow(body, UNDER)
    canvas.fill(body, pale, Relief(0.75, 0.05, 0.9))
    marks = [arc((scene.some(-10, 10), scene.some(-8, 8)), (30 - 9 * k, 24 - 8 * k), 200, 330) for k in range(2)]
    canvas.strokes(marks, 4, deeper(pale, 0.3), alpha=0.35)
    pits = [disc(scene.some(-28, 28), scene.some(-26, 26), scene.some(1.5, 3)) for _ in range(9)]
    canvas.fills(pits, deeper(pale, 0.4), alpha=0.35)


def tomato_half(scene: Scene) -> None:
    """A half of a sun-dried tomato."""
    canvas = scene.canvas
    red = scene.pick(tones("a82c1a 8f2214 bb3f22 7a1c12"))
    rim = uneven(ellipse(0, 0, 50, scene.some(34, 42)), 5, scene.rng, 6)
    canvas.shadow(rim, UNDER)
    canvas.fill(rim, red, Relief(0.7, 0.3, 0.35))
    inner = moved(rim, 0, 0, 0, 0.74)
    canvas.fill(inner, deeper(red, 0.25), Relief(-0.8, 0.2, 0.5))
    for turn in range(scene.rng.randrange(60), 420, 120):
        rib = moved(curve([(0, 0), (18, 4), (34, 0)]), 0, 0, turn)
        canvas.stroke(rib, 6, mix(red, (222, 120, 60), 0.35), ROUND)
    seeds = [moved(ellipse(scene.some(10, 28), 0, 4, 2.6), 0, 0, scene.some(0, 360)) for _ in range(9)]
    canvas.fills(seeds, tone("e8b060"))
    salt = [disc(scene.some(-36, 36), scene.some(-26, 26), 1.6) for _ in range(7)]
    canvas.fills(salt, (255, 246, 232), alpha=0.8)


def tomato(scene: Scene) -> None:
    """A ripe tomato with its star of leaves."""
    canvas, red = scene.canvas, scene.pick(tones("c9341f b82a1a d4482a"))
    body = uneven(ellipse(0, 0, 56, 50), 2, scene.rng)
    canvas.shadow(body, UNDER)
    canvas.fill(body, Radial((paler(red, 0.3), red, deeper(red, 0.35))), GLOSSY)
    leaves = [moved(petal(30, 11), 4, -30, turn) for turn in range(-170, 190, 72)]
    canvas.fills(leaves, tone("4f7a36"), SOFT)


def walnut(scene: Scene) -> None:
    """Half a walnut kernel."""
    canvas = scene.canvas
    nut = scene.pick(tones("d9a86a c9935a e3ba80"))
    for side in (-1, 1):
        lobe = uneven(ellipse(0, side * 15, 38, 17), 4, scene.rng, 7)
        canvas.fill(lobe, nut, Relief(0.8, 0.15, 0.7))
        folds = [curve([(x, side * 4), (x + 6, side * 14), (x - 2, side * 26)]) for x in (-22, -6, 10, 24)]
        canvas.strokes(folds, 3, deeper(nut, 0.4), alpha=0.6)


def dough_ball(scene: Scene) -> None:
    """A golden ball of fried dough, glossy with syrup."""
    canvas = scene.canvas
    gold = scene.pick(tones("d98a2e c9742a e39c3c b8651f"))
    body = blob(0, 0, 48, scene.rng, 0.06)
    canvas.shadow(body, UNDER)
    canvas.fill(body, Radial((paler(gold, 0.3), gold, deeper(gold, 0.35))), Relief(0.75, 0.9, 0.9))
    canvas.stroke(arc((2, 2), (38, 36), 20, 110), 5, deeper(gold, 0.4), alpha=0.35)
    seeds = [
        moved(ellipse(0, 0, 4, 2.4), scene.some(-28, 24), scene.some(-30, 12), scene.some(0, 180)) for _ in range(8)
    ]
    canvas.fills(seeds, tone("fbeccb"))


def cardamom(scene: Scene) -> None:
    """A green cardamom pod."""
    canvas, green = scene.canvas, scene.pick(tones("a8b06a 95a05a bcc07f"))
    body = petal(100, 44) - np.array([50, 0])
    canvas.shadow(body, UNDER)
    canvas.fill(body, green, Relief(0.75, 0.1, 0.8))
    canvas.strokes(
        [curve([(-44, 0), (0, s * 15), (44, 0)]) for s in (-0.6, 0.1, 0.8)], 2.4, deeper(green, 0.45), alpha=0.6
    )


def coffee_bean(scene: Scene) -> None:
    """A roasted coffee bean."""
    canvas, brown = scene.canvas, scene.pick(tones("5a3018 48260f 6e3f20"))
    body = ellipse(0, 0, 48, 33)
    canvas.shadow(body, UNDER)
    canvas.fill(body, brown, Relief(0.8, 0.5, 0.8))
    canvas.stroke(curve([(-44, 2), (-12, -5), (14, 6), (44, -2)]), 5, deeper(brown, 0.6))


def date_seed(scene: Scene) -> None:
    """A roasted date stone."""
    canvas, brown = scene.canvas, scene.pick(tones("6e4526 55331b 85552f"))
    body = petal(104, 34) - np.array([52, 0])
    canvas.shadow(body, UNDER)
    canvas.fill(body, brown, Relief(0.8, 0.35, 0.8))
    canvas.stroke(curve([(-44, 0), (0, 2), (44, 0)]), 5, deeper(brown, 0.6))


def crystal(scene: Scene) -> None:
    """A coarse crystal of sea salt."""
    canvas = scene.canvas
    shade = scene.pick(tones("f6f4f0 e9edee f3e6e2 fffdf8"))
    sides = scene.pick((4, 5, 6))
    ring = [
        (48 * math.cos(k * math.tau / sides + 0.4), 40 * math.sin(k * math.tau / sides + 0.4)) for k in range(sides)
    ]
    body = uneven(points(ring), 6, scene.rng)
    canvas.shadow(body, Cast(4, 9, 8, 0.28))
    canvas.fill(body, Linear((paler(shade, 0.6), shade, deeper(shade, 0.16)), 60), Relief(0.5, 0.5, 0.3))
    facet = np.concatenate([body[: sides // 2 + 1] * 0.98, points([(0.0, -6.0)])])
    canvas.fill(facet, (255, 255, 255), alpha=0.4)
    canvas.strokes([closed(body)], 2, deeper(shade, 0.25), alpha=0.4)


def almond_sliver(scene: Scene) -> None:
    """A sliver of almond."""
    sliver = petal(100, 26) - np.array([50, 0])
    scene.canvas.shadow(sliver, Cast(3, 7, 6, 0.4))
    scene.canvas.fill(sliver, tone("fbeed2"), SOFT)


def pistachio_sliver(scene: Scene) -> None:
    """A sliver of pistachio."""
    sliver = petal(90, 30) - np.array([45, 0])
    scene.canvas.shadow(sliver, Cast(3, 7, 6, 0.4))
    scene.canvas.fill(sliver, scene.pick(tones("8fa84a 7a9640 a8b85a")), SOFT)
