"""Wire work of the fishing harbours: the domed trap and the lamp made in its manner."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, paler, tones
from app.demo.drawing.fish import silver_fish
from app.demo.drawing.light import RAISED, ROUND, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, arc, box, curve, disc, ellipse, mirrored, moved, points
from app.demo.drawing.thread import closed, rope

WIRES = tones("d9d2c0 c9a25e b8b6ae e3cb94")


def _meridians(height: float, half: float, count: int, front: bool) -> list[Outline]:
    """The upright wires of a dome that stands on the origin."""
    wires = []
    tilt = 0.17
    for k in range(count):
        angle = math.pi * (k + 0.5) / count + (0 if front else math.pi)
        share = np.linspace(0, 1, 22)
        reach = half * np.cos(share * math.pi / 2) ** 0.72
        x = np.cos(angle) * reach
        y = -height * np.sin(share * math.pi / 2) ** 1.05 + np.sin(angle) * reach * tilt
        wires.append(np.stack([x, y], axis=1))
    return wires


def _hoops(height: float, half: float, count: int) -> list[Outline]:
    hoops = []
    for k in range(count):
        share = k / count
        reach = half * math.cos(share * math.pi / 2) ** 0.72
        y = -height * math.sin(share * math.pi / 2) ** 1.05
        hoops.append(arc((0, y), (reach, reach * 0.17), 0, 360))
    return hoops


def trap(scene: Scene) -> None:
    """A domed wire fish trap with its funnel mouth."""
    canvas, wire = scene.canvas, scene.pick(WIRES)
    if not scene.ground.dark:
        wire = deeper(wire, 0.62)
    half, height = scene.some(330, 370), scene.some(430, 500)
    cord = scene.cycle(tones("b3402a 0b6e72 e09a2d 25365e"))
    with canvas.at(500, 745):
        scene.canvas.shadow(ellipse(16, 22, half * 1.04, half * 0.2), Cast(16, 8, 24, 0.5))
        canvas.fill(_shell(height, half), paler(scene.ground.lit, 0.5), alpha=0.10)
        canvas.strokes(_meridians(height, half, 21, False), 3.2, deeper(wire, 0.3), alpha=0.6)
        hoops = _hoops(height, half, scene.pick((10, 12, 14)))
        canvas.strokes([hoop[: len(hoop) // 2] for hoop in hoops], 4, wire)
        canvas.strokes([hoop[len(hoop) // 2 :] for hoop in hoops], 3, deeper(wire, 0.3), alpha=0.55)
        front = _meridians(height, half, 21, True)
        canvas.strokes([moved(path, 1.5, 2) for path in front], 4.4, deeper(wire, 0.5), alpha=0.6)
        canvas.strokes(front, 4.4, wire)
        canvas.strokes([path[3:12] for path in front[10:]], 1.8, paler(wire, 0.6), alpha=0.7)
        _mouth(scene, wire, height)
        canvas.stroke(closed(ellipse(0, 0, half, half * 0.17)), 10, wire, RAISED)
        loop = [(0, -height), (-58, -height - 66), (4, -height - 122), (60, -height - 62), (4, -height)]
        rope(canvas, curve(loop), 17, cord)
        canvas.fill(disc(2, -height + 2, 22), cord, ROUND)
    if scene.chance(0.7):
        with canvas.at(scene.pick((220.0, 760.0)), 900, scene.some(-14, 14), 0.62):
            silver_fish(scene, (tones("9db8b8")[0], tones("e6efec")[0]))


def _shell(height: float, half: float) -> Outline:
    share = np.linspace(-1, 1, 41)
    reach = half * np.sign(share) * np.cos((1 - np.abs(share)) * math.pi / 2) ** 0.72
    y = -height * np.sin((1 - np.abs(share)) * math.pi / 2) ** 1.05
    return np.concatenate([np.stack([reach, y], axis=1), arc((0, 0), (half, half * 0.17), 0, 180)])


def _mouth(scene: Scene, wire: Colour, height: float) -> None:
    canvas, y = scene.canvas, -height * 0.22
    x = scene.some(-70, 70)
    radius = scene.some(78, 96)
    canvas.fill(ellipse(x, y, radius, radius * 0.96), deeper(scene.ground.dim, 0.75))
    spokes = []
    for k in range(26):
        angle = k * math.tau / 26
        cos, sin = math.cos(angle), math.sin(angle)
        inner = (x + 10 + cos * radius * 0.4, y + 6 + sin * radius * 0.4)
        spokes.append(points([(x + cos * radius, y + sin * radius), inner]))
    canvas.strokes(spokes, 3, deeper(wire, 0.25))
    canvas.strokes([closed(ellipse(x + 5, y + 3, radius * s, radius * s * 0.96)) for s in (0.44, 0.62, 0.8)], 3, wire)
    canvas.stroke(closed(ellipse(x, y, radius, radius * 0.96)), 13, wire, RAISED)


def lamp(scene: Scene) -> None:
    """A lampshade of woven wire, lit from within."""
    canvas, wire = scene.canvas, scene.pick(tones("c9a25e e3cb94 d9d2c0 b0803f"))
    shade = wire if scene.ground.dark else deeper(wire, 0.45)
    hanging = not scene.standing
    half, height = scene.some(250, 300), scene.some(280, 340)
    foot = 640.0 if hanging else 545.0
    canvas.glow(500, foot - height * 0.4, 640, (255, 206, 120), 0.55)
    if hanging:
        canvas.stroke(curve([(500, -20), (500, foot - height)]), 7, deeper(shade, 0.5))
    else:
        _stand(scene, foot)
    with canvas.at(500, foot):
        shell = _shell(height, half)
        canvas.fill(shell, (255, 226, 160), alpha=0.32)
        canvas.glow(0, -height * 0.36, height * 0.95, (255, 238, 190), 0.95)
        canvas.strokes(_meridians(height, half, 19, False), 3, deeper(shade, 0.1), alpha=0.55)
        canvas.fill(ellipse(0, -height * 0.40, 46, 58), (255, 250, 228), Relief(0.2, 0.2, 0.5))
        canvas.fill(box(-24, -height * 0.98, 24, -height * 0.52, 8), tones("6e4524")[0], ROUND)
        canvas.strokes(_hoops(height, half, scene.pick((8, 10, 12))), 4, shade)
        canvas.strokes(_meridians(height, half, scene.pick((15, 19, 23)), True), 4.6, shade)
        canvas.stroke(closed(ellipse(0, 0, half, half * 0.17)), 9, shade, RAISED)
        canvas.fill(box(-30, -height - 26, 30, -height + 20, 12), deeper(shade, 0.2), ROUND)
        if scene.chance(0.6):
            beads = arc((0, 0), (half, half * 0.17), 6, 174)
            for x, y in beads[:: scene.pick((2, 3))]:
                canvas.stroke(curve([(x, y), (x, y + 26)]), 2.5, shade)
                canvas.fill(disc(x, y + 34, 10), scene.pick(tones("f6e6d6 e8b79c 2a9d9b")), ROUND)


def _stand(scene: Scene, foot: float) -> None:
    canvas, wood = scene.canvas, scene.pick(tones("8a5a2f 6e4524 a87442"))
    scene.under(500, 800, 130, 28)
    half = [(484.0, foot), (486, foot + 40), (470, foot + 100), (484, 770)]
    stem = curve(mirrored(half, 500), closed=True)
    canvas.fill(stem, Linear((paler(wood, 0.2), wood, deeper(wood, 0.3)), 0), ROUND)
    canvas.fill(ellipse(500, 790, 128, 34), deeper(wood, 0.15), RAISED)
    canvas.fill(ellipse(500, 778, 120, 30), wood, RAISED)
