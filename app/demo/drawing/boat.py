"""The lenj, the wooden boat of the Gulf, as a model; and the net its crew knots."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tones
from app.demo.drawing.light import RAISED, ROUND, SOFT, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, along, box, curve, disc, ellipse, moved, points, ribbon
from app.demo.drawing.thread import rope

TIMBER = tones("9a5a2c 7f4522 b07038 6a3a1e")
SAILS = tones("fbf1dc f3e2c0 efe6d8 f7e9cf")


def lenj(scene: Scene) -> None:
    """A model of a lenj on its stand, with sail and cabin."""
    canvas, wood = scene.canvas, scene.cycle(TIMBER)
    trim = scene.cycle(tones("0f8a8c b3402a e9c46e 25365e"))
    sail = scene.pick(SAILS)
    side = scene.pick((-1.0, 1.0))
    scene.under(500, 806, 250, 26)
    _cradle(scene, deeper(wood, 0.25))
    stretch = scene.some(0.94, 1.06)
    with canvas.at(500, 560 + scene.some(-10, 10), 0, stretch):
        _rig(scene, sail, (wood, trim), side)
        _cabin(scene, side, wood, trim)
        _hull(scene, side, wood, trim)


def _flip(spots: list[tuple[float, float]], side: float) -> list[tuple[float, float]]:
    return [(x * side, y) for x, y in spots]


def _cradle(scene: Scene, wood: Colour) -> None:
    canvas = scene.canvas
    for x in (350, 650):
        leg = points([(x - 26, 690), (x + 26, 690), (x + 44, 800), (x - 44, 800)])
        canvas.fill(leg, Linear((wood, deeper(wood, 0.3))), RAISED)
    canvas.fill(box(290, 786, 710, 814, 8), paler(wood, 0.12), RAISED)


def _hull(scene: Scene, side: float, wood: Colour, trim: Colour) -> None:
    canvas = scene.canvas
    rail = [(-378, -112), (-330, -78), (-230, -54), (-60, -40), (140, -44), (270, -68), (352, -112), (404, -176)]
    keel = [(404, -176), (372, -50), (270, 84), (120, 132), (-120, 138), (-262, 116), (-340, 20), (-378, -112)]
    shape = np.concatenate([curve(_flip([(float(x), float(y)) for x, y in part], side)) for part in (rail, keel)])
    canvas.shadow(shape, Cast(8, 16, 14, 0.35))
    canvas.fill(shape, Linear((paler(wood, 0.18), wood, deeper(wood, 0.45)), 90), Relief(0.6, 0.08, 0.5))
    with canvas.inside(shape):
        for k in range(7):
            drop = 20 + k * 25
            plank = [
                (-390, -112 + drop),
                (-230, -54 + drop * 1.05),
                (0, -40 + drop * 1.08),
                (250, -62 + drop),
                (420, -190 + drop * 1.5),
            ]
            canvas.stroke(curve(_flip([(float(x), y) for x, y in plank], side)), 3.5, deeper(wood, 0.55), alpha=0.6)
            canvas.stroke(
                moved(curve(_flip([(float(x), y) for x, y in plank], side)), 0, 4), 2, paler(wood, 0.3), alpha=0.4
            )
        band = curve(_flip([(-390, -90), (-230, -34), (0, -18), (250, -40), (420, -160)], side))
        canvas.stroke(band, 17, trim, RAISED)
        nails = along(moved(band, 0, 22), 34)
        canvas.fills([disc(x, y, 3.4) for x, y, _ in nails], deeper(wood, 0.6), alpha=0.7)
        canvas.fill(
            moved(points([(-420, 98), (420, 98), (420, 160), (-420, 160)]), 0, 0), deeper(trim, 0.2), alpha=0.75
        )
    edge = curve(_flip([(float(x), float(y)) for x, y in rail], side))
    canvas.stroke(edge, 15, paler(mix(wood, (233, 196, 110), 0.5), 0.1), ROUND)
    bow = curve(_flip([(404, -176), (424, -206), (446, -222)], side))
    canvas.taper(bow, (16, 12, 8), deeper(wood, 0.2), ROUND)


def _cabin(scene: Scene, side: float, wood: Colour, trim: Colour) -> None:
    canvas = scene.canvas
    left, right = (-300.0, -150.0) if side > 0 else (150.0, 300.0)
    wall = box(left, -168, right, -40, 4)
    canvas.fill(wall, Linear((paler(wood, 0.15), deeper(wood, 0.1))), RAISED)
    slats = [points([(x, -160), (x, -50)]) for x in np.arange(left + 12, right, 15)]
    canvas.strokes(slats, 2.5, deeper(wood, 0.5), alpha=0.5)
    for k in range(3):
        pane = box(left + 14 + k * 46, -142, left + 44 + k * 46, -102, 8)
        canvas.fill(pane, Linear(tones("d9efe9 7fb8b4")), RAISED)
    roof = box(left - 16, -184, right + 16, -162, 9)
    canvas.fill(roof, trim, ROUND)
    posts = [points([(x, -182), (x, -226)]) for x in np.linspace(left, right, 5)]
    canvas.strokes(posts, 6, deeper(wood, 0.2))
    canvas.stroke(points([(left - 6, -228), (right + 6, -228)]), 8, wood, ROUND)


def _rig(scene: Scene, sail: Colour, colours: tuple[Colour, Colour], side: float) -> None:
    canvas, (wood, trim) = scene.canvas, colours
    dark = deeper(wood, 0.35)
    canvas.taper(curve(_flip([(10, -20), (18, -440)], side)), (18, 12), dark, ROUND)
    tip, heel = (232.0, -500.0 + scene.some(-14, 14)), (-150.0, -150.0)
    leech = curve(_flip([tip, (286, -320), (262, -120)], side))
    foot = curve(_flip([(262, -120), (100, -86), heel], side))
    luff = curve(_flip([heel, (40, -344), tip], side))
    shape = np.concatenate([leech, foot, luff])
    canvas.shadow(shape, Cast(14, 20, 18, 0.3))
    canvas.fill(shape, Linear((sail, paler(sail, 0.3), deeper(sail, 0.14)), 10), SOFT)
    with canvas.inside(shape):
        for k in range(1, 6):
            share = k / 6
            seam = [
                (-150 + 380 * share * 0.9, -150 - 350 * share),
                (120 + 120 * share, -90 - 300 * share * 0.7),
                (290, -130 - 300 * share),
            ]
            canvas.stroke(curve(_flip(seam, side)), 3, deeper(sail, 0.3), alpha=0.5)
        canvas.stroke(moved(foot, 0, -12), 13, trim, alpha=0.85)
    canvas.taper(luff, (10, 14, 8), dark, ROUND)
    stays = [((18, -436), (-350, -84)), ((18, -436), (396, -170)), ((16, -400), (-60, -44)), ((16, -400), (90, -44))]
    canvas.strokes(
        [curve(_flip([(float(a), float(b)) for a, b in stay], side)) for stay in stays],
        2.6,
        deeper(wood, 0.5),
        alpha=0.8,
    )
    flag = curve(_flip([(18, -470), (70, -482), (118, -462), (70, -456), (18, -440)], side), closed=True)
    canvas.stroke(curve(_flip([(18, -430), (18, -476)], side)), 5, dark)
    canvas.fill(flag, trim, SOFT)


def fishing_net(scene: Scene) -> None:
    """A hand-knotted net hung over a pole, floats above and weights below."""
    canvas = scene.canvas
    thread = scene.cycle(tones("2f7f78 e6dcc4 2f5f8f 7a5a34 4f8f5a"))
    thread = paler(thread, 0.45) if scene.ground.dark else deeper(thread, 0.2)
    swags, fall = scene.pick((2, 3)), scene.some(500, 560)
    top = scene.some(195, 225)
    pole = curve([(60, top + 6), (500, top - 6), (940, top + 4)])
    canvas.shadow(ribbon(pole, (22, 22)), Cast(14, 24, 12, 0.4))
    canvas.taper(pole, (24, 28, 22), scene.pick(TIMBER), ROUND)
    hang = _Hang(swags, fall, top)
    _mesh(scene, hang, scene.pick((25, 28, 31)), thread)
    upper = curve([hang.knot(k / 40, 0.0) for k in range(41)])
    lower = curve([hang.knot(k / 40, 1.0) for k in range(41)])
    canvas.shadow(ribbon(upper, (12, 12)), NEAR)
    rope(canvas, upper, 14, mix(thread, (200, 170, 120), 0.4))
    rope(canvas, lower, 11, mix(thread, (200, 170, 120), 0.4))
    _floats(scene, upper)
    for x, y, _ in along(lower, 17)[1:-1]:
        canvas.shadow(disc(x, y + 8, 12), NEAR)
        canvas.fill(ellipse(x, y + 8, 11, 15), (112, 116, 116), Relief(0.8, 0.5, 0.9))


@dataclass(frozen=True)
class _Hang:
    """How a net hangs: in how many swags, how deep, from what height."""

    swags: int
    fall: float
    top: float

    def knot(self, u: float, v: float) -> tuple[float, float]:
        """Where the knot is that lies at u across the net and v down it."""
        wave = abs(math.sin(u * self.swags * math.pi))
        sway = math.sin(u * math.tau * self.swags + v * 2)
        return 110 + 780 * u + sway * 24 * v, self.top + 22 * wave + v * self.fall * (0.72 + 0.28 * wave)


def _mesh(scene: Scene, hang: _Hang, count: int, thread: Colour) -> None:
    """Lozenge meshes, so many to the width, a knot at each crossing."""
    canvas, rows = scene.canvas, round(count * hang.fall / 780)
    lines = []
    for k in range(-rows, count + 1):
        for lean in (1, -1):
            run = [(k + (j if lean > 0 else rows - j), j) for j in range(rows + 1)]
            spots = [hang.knot(i / count, j / rows) for i, j in run if 0 <= i <= count]
            if len(spots) > 1:
                lines.append(points(spots))
    canvas.strokes([moved(line, 8, 16) for line in lines], 4, (60, 40, 24), alpha=0.16)
    canvas.strokes(lines, 4, thread)
    knots = [disc(float(x), float(y), 4.5) for line in lines[::2] for x, y in line]
    canvas.fills(knots, paler(thread, 0.3))


def _floats(scene: Scene, line: Outline) -> None:
    canvas = scene.canvas
    shade = scene.cycle(tones("d9772e e9c46e b3402a f3ead6"))
    for x, y, turn in along(line, scene.pick((8, 9, 10)))[1:-1]:
        cork = moved(ellipse(0, 0, 40, 26), x, y, turn)
        canvas.shadow(cork, Cast(6, 14, 9, 0.5))
        canvas.fill(cork, shade, Relief(0.8, 0.35, 0.9))
        canvas.stroke(moved(points([(0, -25), (0, 25)]), x, y, turn), 5, deeper(shade, 0.4), alpha=0.6)
