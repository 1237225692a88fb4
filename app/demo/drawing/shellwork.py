"""What is made of shells: frames, mirrors, earrings, necklaces, keyrings."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Canvas, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.light import GLOSSY, RAISED, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, along, box, curve, disc, ellipse, moved, points
from app.demo.drawing.shells import METALS, SHELLS, cowrie, pearl, scallop, snail, starfish
from app.demo.drawing.thread import closed, rope


def _shell(scene: Scene, spot: tuple[float, float], size: float, turn: float) -> None:
    kind, tint = scene.rng.randrange(10), scene.pick(SHELLS)
    with scene.canvas.at(spot[0], spot[1], turn):
        if kind < 5:
            scallop(scene.canvas, size, tint)
        elif kind < 7:
            cowrie(scene.canvas, size, tint)
        elif kind < 9:
            snail(scene.canvas, size * 0.95, tint)
        else:
            starfish(scene.canvas, size * 1.1, tint)


def _garnish(scene: Scene, path: Outline, size: float) -> None:
    """Shells all along a path, pearls in the gaps."""
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    count = max(8, int(length / (size * 1.5)))
    spots = along(path, count + 1)[:-1]
    for x, y, turn in spots:
        _shell(
            scene,
            (x + scene.some(-6, 6), y + scene.some(-6, 6)),
            size * scene.some(0.8, 1.12),
            turn + scene.some(-40, 40),
        )
    for x, y, _ in along(moved(path, size * 0.3, -size * 0.5), count // 2):
        pearl(scene.canvas, x + scene.some(-10, 10), y + scene.some(-10, 10), size * scene.some(0.16, 0.24))


def frame(scene: Scene) -> None:
    """A picture frame set with shells, a small seascape in it."""
    canvas, wood = scene.canvas, scene.cycle(tones("e9dcc3 8a5a2f d8c09a 6fa3a0 f3ead8"))
    w, h = scene.pick(((300.0, 350.0), (350.0, 290.0), (318.0, 318.0)))
    edge = scene.some(92, 108)
    with canvas.at(500, 495, scene.some(-5, 5)):
        outer, inner = box(-w, -h, w, h, 16), box(-w + edge, -h + edge, w - edge, h - edge, 6)
        canvas.shadow(outer, Cast(14, 26, 20, 0.5))
        canvas.fill(outer, Linear((paler(wood, 0.2), wood, deeper(wood, 0.15)), 60), Relief(0.5, 0.05, 0.08))
        _seascape(scene, inner)
        canvas.stroke(closed(inner), 12, deeper(wood, 0.25), RAISED)
        _garnish(
            scene, closed(box(-w + edge * 0.46, -h + edge * 0.46, w - edge * 0.46, h - edge * 0.46, 20)), edge * 0.44
        )


def _seascape(scene: Scene, window: Outline) -> None:
    canvas = scene.canvas
    (left, top), (right, bottom) = window.min(axis=0), window.max(axis=0)
    level = top + (bottom - top) * scene.some(0.52, 0.62)
    sky = scene.cycle((tones("bfe3de fbe8c6"), tones("f7d9a8 f0b27a"), tones("d9e9ea f6ead5")))
    sea = scene.pick(tones("0f7a7e 2a9d9b 1d5c74"))
    with canvas.inside(window):
        canvas.fill(window, Linear(sky))
        canvas.fill(disc(left + (right - left) * scene.some(0.3, 0.7), level - 56, 40), (255, 240, 196))
        canvas.fill(box(left, level, right, bottom), Linear((sea, deeper(sea, 0.35))))
        for k in range(4):
            y = level + 18 + k * 26
            wave = curve([(left + j * 30, y + (6 if j % 2 else -6)) for j in range(int((right - left) / 30) + 2)])
            canvas.stroke(wave, 4, paler(sea, 0.5), alpha=0.45)
        x = (left + right) / 2 + scene.some(-40, 40)
        canvas.fill(
            curve(
                [(x - 62, level - 4), (x, level + 6), (x + 66, level - 10), (x + 40, level + 24), (x - 40, level + 24)],
                True,
            ),
            tone("6a3a1e"),
        )
        canvas.fill(points([(x - 6, level - 8), (x - 2, level - 108), (x + 48, level - 18)]), tone("fbf1dc"))


def mirror(scene: Scene) -> None:
    """A mirror in a ring of shells."""
    canvas = scene.canvas
    rx = scene.some(230, 255)
    ry = rx * scene.cycle((1.0, 1.28, 1.12))
    backing = scene.cycle(tones("e6d3ae b98f5a efe6d6 7fb0ac"))
    with canvas.at(500, 505):
        outer, glass = ellipse(0, 0, rx + 96, ry + 96), ellipse(0, 0, rx, ry)
        if scene.chance(0.6):
            rope(canvas, curve([(-90, -ry - 70), (0, -ry - 190), (90, -ry - 70)]), 14, tone("b98f5a"))
        canvas.shadow(outer, Cast(14, 28, 22, 0.5))
        canvas.fill(outer, backing, Relief(0.4, 0.05, 0.1))
        canvas.fill(glass, Linear(tones("f6fbfa b9d3d2 8fb3b4 dfecea"), 50))
        with canvas.inside(glass):
            for x, width in ((-150, 70), (-50, 24), (120, 44)):
                gleam = points([(x, -ry), (x + width, -ry), (x + width - 190, ry), (x - 190, ry)])
                canvas.fill(gleam, (255, 255, 255), alpha=0.28)
            canvas.stroke(closed(glass), 20, (60, 90, 92), alpha=0.25)
        rope(canvas, closed(ellipse(0, 0, rx + 8, ry + 8)), 16, tone("c9a56a"))
        _garnish(scene, closed(ellipse(0, 0, rx + 54, ry + 54)), 47)


def earrings(scene: Scene) -> None:
    """A pair of shell earrings."""
    canvas, metal, tint = scene.canvas, scene.pick(METALS), scene.cycle(SHELLS)
    bead = scene.cycle(tones("10898c b3402a e0a53a 6b4f9a 2f5f8f"))
    kind = scene.cycle(("scallop", "drop", "cowrie", "scallop"), 1)
    for x, y, turn in ((310, 540, scene.some(-10, -4)), (680, 570, scene.some(4, 11))):
        size = scene.some(122, 132)
        with canvas.at(x, y, turn, scene.some(1.22, 1.28)):
            hook = curve([(0, -228), (-30, -286), (0, -336), (38, -318), (44, -274)])
            canvas.stroke(moved(hook, 6, 12), 7, (70, 44, 24), alpha=0.3)
            canvas.stroke(hook, 8, metal, GLOSSY)
            canvas.stroke(closed(disc(0, -214, 16)), 6, metal, GLOSSY)
            canvas.fill(disc(0, -176, 22), bead, GLOSSY)
            canvas.fill(disc(0, -144, 11), metal, GLOSSY)
            if kind == "scallop":
                scallop(canvas, size, tint)
            elif kind == "cowrie":
                with canvas.at(0, 0, 90):
                    cowrie(canvas, size * 1.1, tint)
            else:
                _mother_of_pearl(canvas, size, tint)
            canvas.stroke(points([(0, 130), (0, 150)]), 5, metal)
            pearl(canvas, 0, 166, 20)


def _mother_of_pearl(canvas: Canvas, size: float, tint: Colour) -> None:
    drop = curve(
        [
            (0, -size * 1.05),
            (-size * 0.62, size * 0.1),
            (-size * 0.5, size * 0.72),
            (0, size),
            (size * 0.5, size * 0.72),
            (size * 0.62, size * 0.1),
        ],
        closed=True,
    )
    canvas.shadow(drop, Cast(12, 24, 14, 0.45))
    canvas.fill(
        drop, Linear((paler(tint, 0.6), (206, 226, 220), (238, 214, 214), paler(tint, 0.4)), 65), Relief(0.6, 0.6, 0.6)
    )
    swirl = [
        curve([(-size * 0.4, size * s), (0, size * (s - 0.18)), (size * 0.4, size * s)]) for s in (0.1, 0.34, 0.58)
    ]
    canvas.strokes(swirl, 4, (255, 255, 255), alpha=0.5)


def necklace(scene: Scene) -> None:
    """A string of pearls and shells laid in a loop."""
    canvas, metal = scene.canvas, scene.pick(METALS)
    wide, deep = scene.some(270, 310), scene.some(300, 330)
    loop = curve(
        [(-60, -330), (-wide, -160), (-wide * 0.92, 60), (0, deep), (wide * 0.92, 60), (wide, -160), (60, -330)]
    )
    tint = scene.cycle(SHELLS)
    accent = scene.cycle(tones("10898c b3402a e0a53a 2f5f8f"))
    with canvas.at(500, 470, scene.some(-9, 9)):
        spots = along(loop, scene.pick((43, 49, 55)))
        step = math.hypot(spots[1, 0] - spots[0, 0], spots[1, 1] - spots[0, 1])
        for x, y, _ in spots:
            canvas.shadow(disc(x, y, step * 0.44), Cast(6, 12, 8, 0.4))
        for k, (x, y, turn) in enumerate(spots):
            if k % 6 == 3:
                canvas.fill(disc(x, y, step * 0.4), accent, GLOSSY)
            elif k % 6 == 0 and 6 < k < len(spots) - 6:
                side = turn + 90
                with canvas.at(x + 40 * math.cos(math.radians(side)), y + 40 * math.sin(math.radians(side)), turn):
                    scallop(canvas, 36, scene.near(tint, 0.1))
                pearl(canvas, x, y, step * 0.46)
            else:
                pearl(canvas, x, y, step * 0.5)
        canvas.stroke(curve([(-56, -332), (-20, -360), (14, -352)]), 6, metal, GLOSSY)
        canvas.stroke(closed(disc(36, -348, 18)), 7, metal, GLOSSY)
        with canvas.at(0, deep + 76):
            canvas.stroke(points([(0, -76), (0, -50)]), 7, metal)
            scallop(canvas, 84, tint)
            pearl(canvas, 0, 104, 17)


def keyring(scene: Scene) -> None:
    """A pendant of clear resin with a shell and sand in it, on a ring."""
    canvas, metal = scene.canvas, scene.pick(METALS)
    sea = scene.cycle(tones("2aa3a3 2f7fb0 e0a56a 7fb08a c9677a"))
    shapes = (
        ellipse(0, 0, 196, 196),
        curve(
            [(0, -230), (-150, -40), (-176, 90), (-96, 190), (0, 214), (96, 190), (176, 90), (150, -40)], closed=True
        ),
        box(-165, -205, 165, 205, 60),
        curve(
            [(0, -120), (-110, -210), (-206, -130), (-170, 40), (0, 216), (170, 40), (206, -130), (110, -210)],
            closed=True,
        ),
    )
    shape = scene.cycle(shapes)
    with canvas.at(500, 600, scene.some(-14, 14), 1.08):
        ring = disc(0, -372, 108)
        canvas.stroke(moved(closed(ring), 10, 20), 15, (70, 44, 24), alpha=0.25)
        canvas.shadow(shape, Cast(16, 28, 20, 0.45))
        canvas.strokes([closed(disc(0, -372, 108)), closed(disc(3, -370, 96))], 9, metal, GLOSSY)
        for k in range(3):
            canvas.stroke(closed(ellipse(0, -252 + k * 26, 13, 18)), 7, metal, GLOSSY)
        canvas.fill(
            shape,
            Linear((paler(sea, 0.6), paler(sea, 0.25), sea, mix(sea, (226, 196, 140), 0.75)), 95),
            Relief(0.5, 0.7, 0.5),
        )
        with canvas.inside(shape):
            _in_resin(scene, sea)
        canvas.fill(moved(ellipse(0, 0, 60, 15), -78, -118, -38), (255, 255, 255), alpha=0.6)
        canvas.stroke(closed(shape), 7, paler(sea, 0.75), alpha=0.6)


def _in_resin(scene: Scene, sea: Colour) -> None:
    canvas = scene.canvas
    foam = curve([(-240 + k * 72, 60 + (18 if k % 2 else -18) + scene.some(-8, 8)) for k in range(7)])
    canvas.stroke(foam, 16, (255, 255, 255), alpha=0.7)
    canvas.stroke(moved(foam, 0, 22), 8, (255, 255, 255), alpha=0.4)
    for _ in range(60):
        canvas.fill(
            disc(scene.some(-180, 180), scene.some(110, 210), scene.some(2, 4)),
            scene.pick(tones("b98f5a f3e2c0 8a6a40")),
        )
    with canvas.at(scene.some(-30, 30), scene.some(30, 60), scene.some(-30, 30)):
        scallop(canvas, 74, scene.cycle(SHELLS, 2))
    with canvas.at(88, 128, scene.some(0, 180)):
        snail(canvas, 42, scene.pick(SHELLS))
    with canvas.at(-96, 134, scene.some(0, 72)):
        starfish(canvas, 44, scene.pick(SHELLS))
    bubbles = [disc(scene.some(-150, 150), scene.some(-170, 100), scene.some(3, 9)) for _ in range(14)]
    canvas.strokes([closed(bubble) for bubble in bubbles], 2.5, (255, 255, 255), alpha=0.6)
