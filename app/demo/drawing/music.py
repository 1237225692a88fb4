"""Instruments of the port: bagpipe, barrel drum, double pipe."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tones
from app.demo.drawing.light import RAISED, ROUND, Field, Linear, Relief, Shader, ramped
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, box, curve, ellipse, moved, points, ribbon, uneven
from app.demo.drawing.thread import closed, rope, tassel
from app.demo.drawing.turned import Turned

SKINS = tones("d9b98a c99f6b e3cba2 b5895a 8f6a45")
REEDS = tones("d9b566 c99a48 e0c47e")
CORDS = tones("8c2335 0b6e72 25365e c9762f 5f7a36")


def pipe(scene: Scene, length: float, width: float, holes: int) -> None:
    """A reed pipe lying along the x axis from the origin, with finger holes and bound ends."""
    canvas, reed = scene.canvas, scene.pick(REEDS)
    body = box(0, -width / 2, length, width / 2, width * 0.2)
    canvas.shadow(body, Cast(6, 12, 8, 0.45))
    canvas.fill(body, Linear((paler(reed, 0.35), reed, deeper(reed, 0.4))), Relief(0.3, 0.25, 0.8))
    for share in (0.22, 0.55, 0.84):
        knot = points([(length * share, -width / 2), (length * share + 3, width / 2)])
        canvas.stroke(knot, 5, deeper(reed, 0.4), alpha=0.55)
    start = length * 0.30
    for k in range(holes):
        x = start + k * length * 0.58 / max(1, holes - 1)
        canvas.fill(ellipse(x, -width * 0.08, width * 0.21, width * 0.25), deeper(reed, 0.75))
        canvas.stroke(closed(ellipse(x, -width * 0.08, width * 0.23, width * 0.27)), 2, paler(reed, 0.3), alpha=0.6)


def _binding(scene: Scene, x: float, half: float, colour: Colour, turns: int) -> None:
    for k in range(turns):
        bend = curve([(x + k * 9, -half), (x + k * 9 + 4, 0), (x + k * 9, half)])
        scene.canvas.stroke(bend, 9, scene.near(colour, 0.15), RAISED)


def double_pipe(scene: Scene) -> None:
    """Two reed pipes tied side by side with wax and thread."""
    canvas, cord = scene.canvas, scene.cycle(CORDS)
    width, length = scene.some(56, 66), scene.some(620, 680)
    with canvas.at(500, 500, scene.some(-48, -22) if scene.turn % 2 else scene.some(24, 46), 1.16):
        with canvas.at(-length / 2 + 30, 0):
            for side in (-1, 1):
                mouth = box(-120, side * width * 0.52 - width * 0.2, 30, side * width * 0.52 + width * 0.2, 9)
                canvas.shadow(mouth, Cast(5, 10, 7, 0.45))
                canvas.fill(mouth, Linear(tones("e9cf8f b98f45")), Relief(0.3, 0.2, 0.8))
                tongue = box(-104, side * width * 0.52 - 7, -30, side * width * 0.52 + 7, 4)
                canvas.fill(tongue, tones("8a6428")[0], alpha=0.55)
            for side in (-1, 1):
                with canvas.at(0, side * width * 0.52):
                    pipe(scene, length, width, 6)
            wax = uneven(box(-14, -width * 1.06, 62, width * 1.06, 22), 5, scene.rng)
            canvas.fill(wax, tones("3a2618 5b3a1c 2b1c14")[scene.turn % 3], Relief(0.6, 0.4, 0.4))
            for x, turns in ((88, 4), (length * 0.52, 3), (length * 0.9, 5)):
                _binding(scene, x, width * 1.1, cord, turns)
            end = curve([(length * 0.93, width * 1.0), (length * 0.99, width * 1.9), (length * 0.94, width * 2.6)])
            canvas.stroke(end, 6, cord)
        if scene.chance(0.6):
            with canvas.at(length * 0.43, width * 2.5):
                tassel(scene, (0, 0), cord, 1.3)


def bagpipe(scene: Scene) -> None:
    """A skin bag with a blow pipe and a pair of finger pipes."""
    canvas, skin, cord = scene.canvas, scene.cycle(SKINS), scene.cycle(CORDS, 2)
    flip = scene.pick((-1.0, 1.0))
    outline = [(-250, -150), (-60, -235), (150, -205), (262, -90), (272, 60), (170, 165), (-40, 190), (-210, 130)]
    outline.append((-300, 10))
    fore = ((-270, -90), (-345, -170), (-395, -235), (-352, -262), (-290, -200), (-205, -140))
    aft = ((196, 70), (262, 150), (300, 190), (250, 232), (200, 196), (110, 140))
    with canvas.at(500, 480, scene.some(-8, 8), 0.88):
        bag = uneven(curve([(x * flip, y) for x, y in outline], closed=True), 9, scene.rng)
        leg, neck = (curve([(x * flip, y) for x, y in limb], closed=True) for limb in (fore, aft))
        for part in (bag, leg, neck):
            canvas.shadow(part, Cast(16, 30, 22, 0.45))
        _blow_pipe(scene, flip, cord)
        for part in (leg, neck):
            canvas.fill(part, deeper(skin, 0.12), Relief(0.7, 0.12, 0.7))
        canvas.fill(bag, Linear((paler(skin, 0.2), skin, deeper(skin, 0.25)), 60), Relief(0.8, 0.18, 0.95))
        _hide_marks(scene, bag, skin)
        with canvas.at(262 * flip, 186, 44 if flip > 0 else 136, 0.92):
            for side in (-1, 1):
                with canvas.at(10, side * 25):
                    pipe(scene, 330, 46, 6)
            canvas.fill(box(-26, -58, 56, 58, 16), deeper(skin, 0.4), ROUND)
            _binding(scene, 62, 56, cord, 3)
            _binding(scene, 292, 52, cord, 3)
        tassel(scene, (-40 * flip, 182), cord, 1.5)
        tassel(scene, (-6 * flip, 186), paler(cord, 0.5), 1.2)


def _blow_pipe(scene: Scene, flip: float, cord: Colour) -> None:
    canvas = scene.canvas
    with canvas.at(-352 * flip, -222, -120 if flip > 0 else -60):
        canvas.shadow(box(-30, -22, 190, 22), Cast(6, 12, 8, 0.4))
        canvas.fill(box(-30, -21, 120, 21, 6), Linear(tones("8a5a2f 5a3519")), Relief(0.3, 0.3, 0.8))
        canvas.fill(box(110, -28, 140, 28, 8), tones("e9dcc3")[0], ROUND)
        canvas.fill(box(136, -15, 196, 15, 9), Linear(tones("6e4524 3a2412")), ROUND)
        _binding(scene, -26, 34, cord, 4)


def _hide_marks(scene: Scene, bag: Outline, skin: Colour) -> None:
    canvas = scene.canvas
    with canvas.inside(bag):
        for _ in range(4):
            round_ = ellipse(scene.some(-180, 180), scene.some(-140, 120), scene.some(40, 90), scene.some(26, 60))
            spot = uneven(round_, 14, scene.rng)
            canvas.shadow(spot, Cast(0, 0, 14, 0.30), scene.pick((deeper(skin, 0.5), paler(skin, 0.5))))
        hairs = []
        for _ in range(130):
            x, y = scene.some(-260, 260), scene.some(-200, 170)
            hairs.append(curve([(x, y), (x + 7, y + 9), (x + 10, y + 22)]))
        canvas.strokes(hairs, 2.4, deeper(skin, 0.45), alpha=0.25)


def drum(scene: Scene) -> None:
    """A dammam: a wooden barrel with a skin at each end, laced with rope, and its stick."""
    canvas, wood = scene.canvas, scene.cycle(tones("8a4a22 5a3519 a86a34 7a2f1a 0b5a5e"))
    skin, cord = scene.pick(tones("efe0c2 e3cda2 f4ead6")), scene.cycle(tones("e9d9b4 c9a56a f3e8d0"))
    radius, length = scene.some(235, 260), scene.some(500, 550)
    lean = scene.some(-5, 5)
    scene.under(500, 790, length * 0.55, 42)
    with canvas.at(490, 535, 90 + lean):
        bulge = [
            (-length / 2, radius * 0.9),
            (-length * 0.2, radius),
            (length * 0.2, radius),
            (length / 2, radius * 0.9),
        ]
        body = Turned.smooth(0, [(float(y), float(r)) for y, r in bulge], 0.3)
        canvas.fill(body.outline(), wood)
        canvas.fill(body.outline(), _barrel(wood, radius), Relief(0.5, 0.12, 0.7))
        _lacing(scene, body, length, cord)
        for y in (-length / 2 + 30, length / 2 - 30):
            rope(canvas, body.hoop(y, 4), 24, cord)
        face = body.rim()
        canvas.fill(body.rim(-9), deeper(wood, 0.3), RAISED)
        canvas.fill(face, Linear((paler(skin, 0.3), skin, deeper(skin, 0.2)), 30), Relief(0.3, 0.05, 0.25))
        rope(canvas, closed(body.rim(-4)), 17, deeper(cord, 0.1))
        y, r = body.top
        canvas.glow(0, y, r * 0.55, deeper(skin, 0.45), 0.22)
    _drumstick(scene)


def _barrel(wood: Colour, radius: float) -> Shader:
    """Staves running the length of the drum."""
    ramp = (deeper(wood, 0.5), wood, paler(wood, 0.22), wood, deeper(wood, 0.55))

    def shader(x: Field, y: Field) -> Field:
        angle = np.arcsin(np.clip(-x / radius, -0.999, 0.999))
        stave = (angle / 0.28) % 1.0
        colour = ramped(np.broadcast_to(angle / math.pi + 0.5, np.broadcast_shapes(x.shape, y.shape)), ramp)
        grain = 1 + 0.05 * np.sin(y * 0.03 + np.floor(angle / 0.28) * 2) - 0.25 * np.exp(-((stave - 0.5) ** 2) * 900)
        staves: Field = colour * grain[..., None]
        return staves

    return shader


def _lacing(scene: Scene, body: Turned, length: float, cord: Colour) -> None:
    """The rope that runs to and fro between the two hoops."""
    canvas = scene.canvas
    count = scene.pick((7, 9, 11))
    near, far = -length / 2 + 34, length / 2 - 34
    spots = []
    for k in range(count):
        angle = math.pi * (k + 0.5) / count
        y = near if k % 2 else far
        radius = body.radius(y)
        spots.append((-math.cos(angle) * radius, y + math.sin(angle) * radius * body.tilt))
    line = points(spots)
    canvas.strokes([moved(line, 5, 5)], 12, (40, 22, 10), alpha=0.35)
    for k in range(count - 1):
        rope(canvas, curve(line[k : k + 2]), 13, cord)


def _drumstick(scene: Scene) -> None:
    canvas = scene.canvas
    with canvas.at(250, 868, scene.some(-9, 4)):
        stick = curve([(0, 0), (220, 6), (380, 0), (440, -26), (462, -66)])
        canvas.shadow(ribbon(stick, (20, 24)), NEAR)
        canvas.taper(stick, (16, 20, 24, 26), mix(tones("a87442")[0], tones("6e4524")[0], scene.rng.random()), ROUND)
        for k in range(5):
            canvas.stroke(points([(24 + k * 10, -9), (26 + k * 10, 9)]), 8, scene.near(CORDS[scene.turn % 5], 0.1))
