"""For skin and home: soap, ground leaves, henna, candles."""

from __future__ import annotations

import math

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.clay import clay_bowl
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.heaps import powder, speckle
from app.demo.drawing.light import GLOSSY, RAISED, ROUND, SOFT, Linear, Radial, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.serving import dusted, sprig_of_leaves
from app.demo.drawing.shapes import Outline, Spot, box, curve, disc, ellipse, moved, petal, points, shrunk, star, uneven
from app.demo.drawing.shells import SHELLS, scallop, snail, starfish
from app.demo.drawing.thread import closed, rope
from app.demo.drawing.turned import Turned, plain
from app.demo.drawing.vessels import board, napkin

SIDR = tones("5f7a36 7f9a4a a5b86a")
HENNA = tones("4f4a1c 76702e a39a4c")


def soap(scene: Scene) -> None:
    """Bars of green soap, one with a leaf pressed into it, tied with twine."""
    green = scene.cycle(tones("9aa86a 7f9458 b3b884 6f8450 a89a68"))
    board(scene, (500, 520), (405, 310))
    three = ((500.0, 360.0), (320.0, 650.0), (690.0, 650.0))
    spots = scene.cycle((((350.0, 400.0), (650.0, 640.0)), three, ((330.0, 520.0), (665.0, 520.0))))
    for k, (x, y) in enumerate(spots):
        turn = scene.some(-24, 24)
        with scene.canvas.at(x, y, turn, 1.16 if len(spots) == 2 else 0.95):
            _bar(scene, scene.near(green, 0.12), k)
    sprig_of_leaves(scene, (90, 900), -30, tone("5f8f3a"))
    if scene.chance(0.6):
        sprig_of_leaves(scene, (760, 130), 24, tone("6f8f42"))


def _bar(scene: Scene, green: Colour, which: int) -> None:
    canvas = scene.canvas
    shape = uneven(box(-165, -112, 165, 112, 34), 4, scene.rng, 8)
    canvas.shadow(shape, Cast(10, 22, 14, 0.5))
    canvas.fill(moved(shape, 0, 16), deeper(green, 0.3), ROUND)
    canvas.fill(shape, powder(scene, (deeper(green, 0.1), green, paler(green, 0.25)), 0.5), Relief(0.5, 0.25, 0.25))
    speckle(canvas, scene, shape, (deeper(green, 0.45), paler(green, 0.5)), 150)
    groove = Relief(-0.7, 0.1, 0.7)
    if which % 3 == 0:
        canvas.strokes([closed(box(-135, -84, 135, 84, 22))], 6, deeper(green, 0.2), groove)
        leaves = [moved(petal(92, 42, 0.5), 0, 30, turn) for turn in (-150, -110, -70, -30)]
        canvas.fills(leaves, deeper(green, 0.2), groove)
        canvas.stroke(curve([(0, 70), (0, 30)]), 7, deeper(green, 0.2), groove)
    elif which % 3 == 1:
        for y in (-6, 12):
            rope(canvas, points([(-170, y), (170, y + 4)]), 10, tone("b8935c"))
        rope(canvas, points([(6, -118), (0, 122)]), 10, tone("b8935c"))
        leaf = moved(petal(110, 48, 0.5), -50, 14, -24)
        canvas.shadow(leaf, NEAR)
        canvas.fill(leaf, tone("5f8f3a"), RAISED)
    else:
        canvas.fill(moved(star(74, 34, 8), 0, 0), deeper(green, 0.2), groove)
        canvas.strokes([closed(ellipse(0, 0, 128, 84))], 6, deeper(green, 0.2), groove)


def sidr(scene: Scene) -> None:
    """Ground green leaves in a bowl, a twig beside."""
    dusted(SIDR, tones("4a6228 c9d69a"), _twigs)(scene)


def _twigs(scene: Scene) -> None:
    sprig_of_leaves(scene, (70, 880), -14, tone("5f8f3a"))
    sprig_of_leaves(scene, (720, 930), -24, tone("6f8f42"))


# Where the bowl may stand beside the hand, and its radius.
_HENNA_BOWLS = ((215.0, 330.0, 215.0), (255.0, 640.0, 190.0), (240.0, 290.0, 180.0))


def henna(scene: Scene) -> None:
    """Henna powder in a bowl and a hand painted with it."""
    canvas = scene.canvas
    flip, (x, y, radius) = scene.cycle((-1.0, 1.0)), scene.pick(_HENNA_BOWLS)
    centre = (500 - x * flip, y)
    if scene.chance(0.4):
        napkin(scene, centre, radius * 1.15)
    clay_bowl(scene, centre, radius, scene.cycle(tones("caa274 12868a 7a2f1a f0e4cc b8734a")))
    area = disc(*centre, radius * 0.85)
    canvas.fill(area, powder(scene, HENNA), Relief(0.8, 0.0, 0.9))
    speckle(canvas, scene, area, tones("3a3614 c9c07a"), 200)
    with canvas.at(500 + 80 * flip, 885, scene.some(-3, 17) * flip, scene.some(0.98, 1.1)):
        _hand(scene, flip)
    leaf = (500 - 400 * flip, 840 if y < 500 else 200)
    sprig_of_leaves(scene, leaf, -20 if flip > 0 else -150, tone("6f8f42"))


def _hand(scene: Scene, flip: float) -> None:
    """A palm held upwards, its sleeve below, covered with painted flowers."""
    canvas = scene.canvas
    skin, ink = scene.pick(tones("d9a878 c98f62 e3b88c")), tone("7a2f12")
    fingers = ((-128, -372, -9, 240), (-44, -420, -3, 268), (44, -404, 3, 256), (122, -340, 10, 206))
    thumb = curve([(96 * flip, -70), (178 * flip, -168), (232 * flip, -236), (252 * flip, -312)])
    parts = [
        moved(box(-38, -length, 38, 60, 38), x * flip, y + length * 0.62, turn * flip) for x, y, turn, length in fingers
    ]
    edge = [(-170, -250), (-60, -290), (70, -285), (165, -235), (170, -90), (110, 40), (-110, 40), (-165, -80)]
    palm = curve(edge, closed=True)
    canvas.shadow(palm, Cast(14, 24, 22, 0.4))
    for part in parts:
        canvas.shadow(part, Cast(10, 18, 14, 0.35))
    canvas.taper(thumb, (120, 96, 76, 54), skin, ROUND)
    canvas.fill(disc(float(thumb[-1, 0]), float(thumb[-1, 1]), 27), skin, ROUND)
    for part in parts:
        canvas.fill(part, skin, ROUND)
    canvas.fill(box(-112, -20, 112, 160), skin, ROUND)
    canvas.fill(palm, skin, Relief(0.3, 0.05, 0.5))
    sleeve = scene.cycle(tones("0b6e72 8c2335 5b2c6f 1f5c43"))
    canvas.fill(curve([(-150, 40), (0, 22), (150, 40), (190, 260), (-190, 260)], True), sleeve, SOFT)
    canvas.stroke(curve([(-150, 44), (0, 26), (150, 44)]), 22, tone("e2b768"), RAISED)
    _painted_hand(scene, parts, ink)


def _painted_hand(scene: Scene, fingers: list[Outline], ink: Colour) -> None:
    canvas, arms = scene.canvas, scene.pick((8, 10, 12))
    with canvas.at(0, -122):
        leaves = [moved(petal(56, 26, 0.6), 0, 0, 360 * k / arms) for k in range(arms)]
        canvas.strokes([closed(leaf) for leaf in leaves], 5, ink)
        outer = [moved(petal(30, 22, 0.6), *_polar(64, 360 * k / arms), 360 * k / arms) for k in range(arms)]
        canvas.fills(outer, ink)
        canvas.strokes([closed(disc(0, 0, 20)), closed(disc(0, 0, 106))], 5, ink)
        canvas.fills([disc(*_polar(120, 360 * k / 24), 5) for k in range(24)], ink)
    for finger in fingers:
        x, top = float(finger[:, 0].mean()), float(finger[:, 1].min())
        canvas.fill(ellipse(x, top + 30, 27, 30), ink, alpha=0.85)
        for k in range(3):
            y = top + 84 + k * 40
            canvas.stroke(curve([(x - 28, y), (x, y + 13), (x + 28, y)]), 5, ink)
            canvas.fill(disc(x, y + 28, 6), ink)


def _polar(reach: float, turn: float) -> Spot:
    return reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn))


# Where each candle stands, its radius and height.
_CANDLES: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((390, 118, 380), (620, 100, 250)),
    ((500, 135, 400),),
    ((300, 92, 250), (500, 104, 400), (700, 92, 300)),
)


def candles(scene: Scene) -> None:
    """Candles with their flames, shells at their feet."""
    canvas = scene.canvas
    layout = scene.cycle(_CANDLES)
    for k, (x, radius, high) in enumerate(layout):
        wax = scene.cycle(tones("f3e3c3 e9b8a0 9fc9c0 f0cf7a d9c6e0 c9856a"), k)
        _candle(scene, (x, 800.0), (radius, high), wax)
    for _ in range(scene.rng.randrange(2, 5)):
        with canvas.at(scene.some(160, 840), scene.some(850, 900), scene.some(0, 360)):
            scene.pick((scallop, snail, starfish))(canvas, scene.some(34, 48), scene.pick(SHELLS))


def _candle(scene: Scene, foot: Spot, size: Spot, wax: Colour) -> None:
    canvas, (x, y), (radius, high) = scene.canvas, foot, size
    body = Turned(x, ((y - high, radius), (y, radius * 1.03)), 0.2)
    flame_y = y - high - 44
    canvas.glow(x, flame_y, 300, (255, 214, 130), 0.5)
    scene.under(x, y, radius, radius * 0.2)
    canvas.fill(body.outline(), body.wrapped(plain(wax)), Relief(0.2, 0.1, 0.3))
    with canvas.inside(body.outline()):
        _decoration(scene, body, wax)
        canvas.fill(body.band(y - high, y - high * 0.7), (255, 226, 160), alpha=0.28)
        for _ in range(4):
            dx, length = scene.some(-0.8, 0.8) * radius, scene.some(30, 110)
            start = y - high + radius * 0.16
            canvas.taper(curve([(x + dx, start), (x + dx, start + length)]), (20, 15, 22), paler(wax, 0.25), ROUND)
    canvas.fill(body.rim(), Radial((paler(wax, 0.75), paler(wax, 0.3), wax), 0.5, 0.5, 0.6), Relief(-0.3, 0.1, 0.3))
    canvas.fill(ellipse(x, y - high, radius * 0.5, radius * 0.1), paler(wax, 0.65), GLOSSY)
    canvas.stroke(curve([(x, y - high), (x + 2, y - high - 26)]), 6, tone("3a2412"))
    edge = [(0, -74), (-24, -14), (-20, 18), (0, 28), (20, 18), (24, -14)]
    flame = moved(curve(edge, closed=True), x, flame_y)
    canvas.fill(flame, Linear(tones("fff6cf ffd76a f09a2c")))
    canvas.fill(moved(shrunk(flame, 0.48), 0, 14), (255, 252, 232), alpha=0.85)
    canvas.glow(x, flame_y, 110, (255, 240, 180), 0.6)


def _decoration(scene: Scene, body: Turned, wax: Colour) -> None:
    """What the maker has pressed into the wax: flowers, bands of colour, shells."""
    canvas, kind = scene.canvas, scene.cycle(("flowers", "bands", "shells", "plain"))
    y, radius, axis = body.foot[0], body.foot[1], body.axis
    if kind == "bands":
        for k in range(3):
            shade = mix(wax, scene.pick(tones("a6452a 0b6e72 8c2335 c9762f")), 0.55)
            canvas.fill(body.band(y - 46 - k * 74, y - 10 - k * 74), shade, alpha=0.8)
    elif kind == "flowers":
        for k in range(7):
            spot = (axis + scene.some(-0.7, 0.7) * radius, y - 24 - k * 30)
            leaves = [moved(petal(28, 18, 0.6), *spot, turn + k * 20) for turn in range(0, 360, 60)]
            canvas.fills(leaves, scene.pick(tones("b3415b 7d5ba6 c9762f 5f7a36")), SOFT)
            canvas.fill(disc(spot[0], spot[1], 7), tone("e2b768"))
    elif kind == "shells":
        for k in range(5):
            with canvas.at(axis - radius * 0.8 + k * radius * 0.4, y + radius * 0.1 - 20 * (k % 2), 180):
                scallop(canvas, radius * 0.24, scene.pick(SHELLS))
