"""Dried fish, shrimp and anchovy; the harbour's ready dishes."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import deeper, mix, paler, tone, tones
from app.demo.drawing.fish import silver_fish
from app.demo.drawing.light import GLOSSY, ROUND, SOFT, Linear, Radial, Relief
from app.demo.drawing.pieces import UNDER, crystal
from app.demo.drawing.scene import Scene
from app.demo.drawing.serving import scattered, sprig_of_leaves
from app.demo.drawing.shapes import arc, blob, box, curve, disc, ellipse, moved, petal, points, ribbon, uneven
from app.demo.drawing.thread import closed, rope
from app.demo.drawing.vessels import VESSELS, board, napkin, plate

SMOKED = (tones("8f7a58 d9bf8a"), tones("6f6a62 c9bba0"), tones("9a7040 e0b878"), tones("7a7f7c d0cbb8"))


def dried_fish(scene: Scene) -> None:
    """Salted, dried fish: hung on a cord, or laid on a board."""
    if scene.turn % 2:
        _hung(scene)
        return
    board(scene, (500, 505), (405, 330))
    count = scene.pick((3, 4))
    for k in range(count):
        y = 505 + (k - (count - 1) / 2) * 530 / count
        with scene.canvas.at(
            490 + scene.some(-20, 20), y, scene.some(-7, 7) + 180 * (k % 2), 1.36 if count == 3 else 1.16
        ):
            silver_fish(scene, scene.pick(SMOKED), dried=True)
    spots = [(500 + scene.some(-360, 360), 505 + scene.some(-290, 290)) for _ in range(12)]
    scattered(scene, spots, 16, crystal)


def _hung(scene: Scene) -> None:
    canvas = scene.canvas
    line = curve([(-20, 150), (260, 186), (500, 196), (740, 186), (1020, 148)])
    count = scene.pick((3, 4, 5))
    rope(canvas, line, 15, tone("c9a56a"))
    for k in range(count):
        x = 500 + (k - (count - 1) / 2) * 690 / count
        y = 190 - abs(x - 500) * 0.05
        loop = curve([(x, y - 6), (x - 10, y + 50), (x, y + 92)])
        canvas.stroke(loop, 7, tone("8a5a2f"))
        with canvas.at(x, y + 330, 90 + scene.some(-4, 4), 1.23 if count == 3 else 1.1):
            silver_fish(scene, scene.pick(SMOKED), dried=True)
        canvas.strokes([moved(ellipse(0, 0, 22, 9), x, y + 96 + 9 * j) for j in range(3)], 7, tone("c9a56a"))


def shrimp(scene: Scene) -> None:
    """A dried shrimp, curled, with its tail."""
    canvas, pink = scene.canvas, scene.pick(tones("e08a5a d9774a e8a070 c9683c"))
    spine = arc((0, 0), (40, 36), -200, 40)
    body = ribbon(spine, (22, 30, 28, 22, 14, 8))
    canvas.shadow(body, UNDER)
    canvas.fill(body, pink, Relief(0.75, 0.25, 0.8))
    for k in range(1, 6):
        at = spine[k * len(spine) // 7]
        toward = at * 0.62
        canvas.stroke(np.array([at * 1.32, toward]), 3, deeper(pink, 0.4), alpha=0.55)
    end = spine[-1]
    canvas.fills([moved(petal(26, 14), end[0], end[1], turn) for turn in (100, 136, 172)], deeper(pink, 0.1), SOFT)
    head = spine[0]
    canvas.fill(disc(head[0] + 2, head[1] - 4, 3.4), (30, 20, 16))
    feel = [
        curve([(head[0], head[1]), (head[0] - 26, head[1] + 10 * s), (head[0] - 52, head[1] + 26 * s)]) for s in (-1, 1)
    ]
    canvas.strokes(feel, 2, deeper(pink, 0.2), alpha=0.8)


def anchovy(scene: Scene) -> None:
    """A tiny dried fish."""
    canvas = scene.canvas
    silver = scene.pick(tones("b8b3a2 a39c88 c9c4b4 8f8a78"))
    bend = scene.some(-7, 7)
    spine = curve([(-50, 0), (-10, bend), (40, 0)])
    body = ribbon(spine, (4, 16, 19, 15, 5))
    canvas.shadow(body, Cast(4, 8, 7, 0.5))
    canvas.fill(body, Linear((paler(silver, 0.5), silver, deeper(silver, 0.4))), Relief(0.6, 0.5, 0.7))
    canvas.stroke(curve([(-34, -1), (-6, bend), (36, 0)]), 3, mix(silver, tone("4a6a78"), 0.6), alpha=0.7)
    canvas.fill(points([(36, 0), (56, -10), (52, 0), (56, 10)]), deeper(silver, 0.15))
    canvas.fill(disc(-38, -1, 3.4), (28, 24, 22))


def stew(scene: Scene) -> None:
    """A tray of herb and tamarind fish stew, made ready to freeze."""
    canvas = scene.canvas
    half = (scene.some(345, 375), scene.some(250, 285))
    metal = scene.cycle(tones("c4c6c4 3a3f40 d9d4c8 b9bcb8"))
    if scene.chance(0.5):
        napkin(scene, (500, 530), 430)
    with canvas.at(500, 500, scene.some(-10, 10)):
        rim = box(-half[0] - 34, -half[1] - 34, half[0] + 34, half[1] + 34, 70)
        canvas.shadow(rim, Cast(14, 26, 20, 0.5))
        canvas.fill(
            rim, Linear((paler(metal, 0.5), metal, deeper(metal, 0.3), paler(metal, 0.2)), 50), Relief(0.5, 0.4, 0.08)
        )
        canvas.stroke(
            closed(box(-half[0] - 20, -half[1] - 20, half[0] + 20, half[1] + 20, 60)), 4, deeper(metal, 0.4), alpha=0.5
        )
        pan = box(-half[0], -half[1], half[0], half[1], 48)
        canvas.fill(pan, tone("3f4a1c"), Relief(-0.5, 0, 0.1))
        with canvas.inside(pan):
            _sauce(scene, half)
            spots = ((-0.52, -0.34), (0.36, -0.4), (-0.1, 0.1), (0.58, 0.3), (-0.56, 0.42), (0.12, 0.56))
            for x, y in spots[: scene.pick((4, 5, 6))]:
                with canvas.at(x * half[0], y * half[1], scene.some(-40, 40), scene.some(1.1, 1.25)):
                    _fish_steak(scene)
            _frost(scene, half)
    sprig_of_leaves(scene, (120, 890), -18, tone("5f8f3a"))


def _sauce(scene: Scene, half: tuple[float, float]) -> None:
    """Dark green stew: herbs, oil and garlic."""
    canvas = scene.canvas
    canvas.fill(box(-half[0], -half[1], half[0], half[1]), Radial(tones("6a7a2c 4a5a20 333f16")))
    for codes, count, size in (("3f5220 55702a 2f3f18 6f8436", 150, 30), ("b8862c d9a83c", 46, 20)):
        for _ in range(count):
            x, y = scene.some(-1, 1) * half[0], scene.some(-1, 1) * half[1]
            bit = blob(x, y, scene.some(0.4, 1) * size, scene.rng, 0.3)
            canvas.fill(bit, scene.pick(tones(codes)), Relief(0.5, 0.5, 0.7), 0.75)
    for _ in range(12):
        ring = ellipse(scene.some(-1, 1) * half[0], scene.some(-1, 1) * half[1], scene.some(8, 22), scene.some(7, 18))
        canvas.fill(ring, tone("d9b04a"), GLOSSY, 0.4)


def _fish_steak(scene: Scene) -> None:
    """A slice cut across a fish."""
    canvas = scene.canvas
    body = curve([(-88, 8), (-60, -46), (10, -62), (76, -34), (90, 20), (40, 52), (-40, 54)], closed=True)
    flesh = scene.pick(tones("e3cba0 d9bd8c ead6ae"))
    canvas.shadow(body, NEAR)
    canvas.fill(body, tone("6f7468"), ROUND)
    canvas.fill(body * 0.9, flesh, Relief(0.6, 0.25, 0.5))
    flakes = [curve([(x - 8, -64), (x + 14, -4), (x - 12, 62)]) for x in range(-66, 80, 24)]
    with canvas.inside(body * 0.9):
        canvas.strokes(flakes, 5, deeper(flesh, 0.4), alpha=0.5)
        canvas.strokes([moved(flake, 5, 0) for flake in flakes], 4, paler(flesh, 0.5), alpha=0.5)
        canvas.stroke(curve([(-90, 0), (0, -6), (92, 4)]), 5, deeper(flesh, 0.45), alpha=0.5)
        canvas.glow(34, 30, 90, tone("b06a26"), 0.6)
    canvas.fill(ellipse(22, 34, 46, 14, -8), tone("6a7a2c"), GLOSSY, 0.8)


def _frost(scene: Scene, half: tuple[float, float]) -> None:
    """Rime along the edges, for what comes from the freezer."""
    canvas = scene.canvas
    rime = []
    for _ in range(90):
        angle = scene.some(0, math.tau)
        x = math.cos(angle) * half[0] * scene.some(0.92, 1.12)
        y = math.sin(angle) * half[1] * scene.some(0.92, 1.12)
        rime.append(disc(x, y, scene.some(3, 10)))
    canvas.fills(rime, (240, 250, 252), alpha=0.35)


def sambusa_plate(scene: Scene) -> None:
    """Fried triangles and herb fritters on a plate, a small bowl of sauce between."""
    canvas = scene.canvas
    if scene.chance(0.5):
        napkin(scene, (500, 530), 430)
    well = (plate, VESSELS[2], VESSELS[1], plate)[scene.turn % 4](scene, (500, 500), 395)
    count = scene.pick((7, 8, 9))
    for k in range(count):
        turn = 360 * k / count + scene.some(-7, 7)
        x, y = math.cos(math.radians(turn)) * well * 0.64, math.sin(math.radians(turn)) * well * 0.64
        with canvas.at(500 + x, 500 + y, turn + 90 + scene.some(-16, 16), well / 300 * 1.12):
            if k % 3 == 2:
                _fritter(scene)
            else:
                _sambusa(scene)
    dip = scene.cycle(tones("a8281a 7a3f18 5f7a2c"))
    canvas.shadow(disc(500, 500, 96), Cast(6, 14, 12, 0.5))
    canvas.fill(disc(500, 500, 96), tone("f4efe4"), Relief(0.5, 0.3, 0.2))
    canvas.fill(disc(500, 500, 76), Radial((paler(dip, 0.2), dip, deeper(dip, 0.3))), GLOSSY)
    seeds = [
        ellipse(500 + scene.some(-44, 44), 500 + scene.some(-44, 44), 4, 2.4, scene.some(0, 180)) for _ in range(14)
    ]
    canvas.fills(seeds, tone("f3d98a"))


def _sambusa(scene: Scene) -> None:
    canvas, gold = scene.canvas, scene.pick(tones("d99a45 cf8a36 e0aa58"))
    body = uneven(
        curve([(0, -74), (-10, -66), (-78, 46), (-70, 58), (70, 58), (78, 46), (10, -66)], closed=True), 2, scene.rng
    )
    canvas.shadow(body, Cast(6, 13, 10, 0.5))
    canvas.fill(body, Linear((paler(gold, 0.25), gold, deeper(gold, 0.25)), 70), Relief(0.8, 0.3, 0.7))
    canvas.stroke(curve([(-74, 50), (-10, 10), (6, -66)]), 4, deeper(gold, 0.4), alpha=0.5)
    canvas.stroke(curve([(-62, 56), (0, 46), (66, 56)]), 4, deeper(gold, 0.35), alpha=0.4)
    for _ in range(8):
        blister = ellipse(scene.some(-40, 40), scene.some(-10, 46), scene.some(4, 11), scene.some(3, 8))
        canvas.fill(blister, deeper(gold, 0.25), alpha=0.4)
    rime = [disc(scene.some(-60, 60), scene.some(0, 54), scene.some(2, 5)) for _ in range(8)]
    canvas.fills(rime, (250, 252, 250), alpha=0.5)


def _fritter(scene: Scene) -> None:
    canvas, brown = scene.canvas, scene.pick(tones("8a6a2c 7a5a24 9a7a38"))
    body = blob(0, 0, 58, scene.rng, 0.14)
    canvas.shadow(body, Cast(6, 13, 10, 0.5))
    canvas.fill(body, brown, Relief(0.85, 0.25, 0.7))
    for _ in range(14):
        bit = ellipse(scene.some(-40, 40), scene.some(-40, 40), scene.some(5, 12), scene.some(3, 7), scene.some(0, 180))
        canvas.fill(bit, scene.pick(tones("5f7a2c d9a85a c9863a 4f6a24")), SOFT, 0.8)
