"""Coffee of the coast: the dallah with its cups, roasted seeds and the ground drink."""

from __future__ import annotations

import math

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, paler, tone, tones
from app.demo.drawing.heaps import Lot, heap, powder
from app.demo.drawing.light import GLOSSY, RAISED, ROUND, Linear, Relief
from app.demo.drawing.packets import pouch, pouch_finish
from app.demo.drawing.pieces import cardamom, coffee_bean, date_seed
from app.demo.drawing.scene import Scene
from app.demo.drawing.serving import scattered
from app.demo.drawing.shapes import Spot, along, arc, curve, disc, ellipse, mirrored, moved, petal
from app.demo.drawing.thread import closed
from app.demo.drawing.turned import Turned, plain

BRASSES = tones("d0a04a c98a4a b9b6ae d9b25c")


def arabic_coffee(scene: Scene) -> None:
    """A dallah, two small cups, beans and cardamom."""
    brass = scene.cycle(BRASSES)
    flip = scene.pick((-1.0, 1.0))
    dallah(scene, (500 - 95 * flip, 805), flip, brass)
    small_cup(scene, (500 + 215 * flip, 812), 78)
    small_cup(scene, (500 + 345 * flip, 852), 70)
    beans = [(500 + 90 * flip + 40 * math.cos(k), 868 + 26 * math.sin(k * 1.7)) for k in range(9)]
    scattered(scene, beans, 40, coffee_bean)
    pods = [(500 - 290 * flip + 34 * math.cos(k * 2), 866 + 22 * math.sin(k * 1.3)) for k in range(5)]
    scattered(scene, pods, 44, cardamom)


def dallah(scene: Scene, foot: Spot, flip: float, brass: Colour) -> None:
    """The coffee pot with its beak, its handle and its tall lid; the beak points towards the flip."""
    canvas, (x, y) = scene.canvas, foot
    high = scene.some(520, 560)
    scene.under(x, y, 130, 26)
    levels = [(y - high, 62.0), (y - high * 0.86, 84), (y - high * 0.56, 74), (y - high * 0.26, 150), (y, 118)]
    body = Turned.smooth(x, levels, 0.16)
    handle = [(x - flip * 70, y - high * 0.82), (x - flip * 190, y - high * 0.86), (x - flip * 232, y - high * 0.52)]
    grip = curve([*handle, (x - flip * 190, y - high * 0.24), (x - flip * 130, y - high * 0.24)])
    canvas.stroke(moved(grip, 8, 10), 30, (60, 36, 16), alpha=0.3)
    canvas.stroke(grip, 29, deeper(brass, 0.15), GLOSSY)
    beak = [(x + flip * 60, y - high * 0.66), (x + flip * 150, y - high * 0.86), (x + flip * 262, y - high * 1.0)]
    beak += [(x + flip * 236, y - high * 0.86), (x + flip * 190, y - high * 0.7), (x + flip * 70, y - high * 0.52)]
    spout = curve(beak, closed=True)
    canvas.fill(spout, Linear((paler(brass, 0.4), brass, deeper(brass, 0.4)), 60), GLOSSY)
    canvas.fill(body.outline(), body.wrapped(plain(brass), 0.75), Relief(0.3, 0.6, 0.4))
    _chasing(scene, body, (y, high), brass)
    lid = curve([*mirrored([(x - 74, y - high + 4), (x - 50, y - high - 58), (x - 14, y - high - 92)], x)], closed=True)
    canvas.fill(lid, Linear((paler(brass, 0.4), brass, deeper(brass, 0.4)), 10), GLOSSY)
    canvas.taper(curve([(x, y - high - 88), (x, y - high - 140)]), (20, 12, 5), brass, GLOSSY)
    canvas.fill(disc(x, y - high - 108, 16), brass, GLOSSY)
    canvas.stroke(body.hoop(y - high + 4), 13, paler(brass, 0.2), GLOSSY)


def _chasing(scene: Scene, body: Turned, size: tuple[float, float], brass: Colour) -> None:
    """Hammered and engraved ornament on the metal."""
    canvas, (y, high) = scene.canvas, size
    dark = deeper(brass, 0.5)
    canvas.strokes([body.hoop(y - high * s) for s in (0.52, 0.60, 0.84)], 6, dark, alpha=0.55)
    for x, level, turn in along(body.hoop(y - high * 0.28), 11)[1:-1]:
        leaf = moved(petal(46, 26, 0.5), x, level - 22, turn + 90)
        canvas.strokes([closed(leaf)], 4, dark, alpha=0.5)
    for x, level, _ in along(body.hoop(y - high * 0.56), 12)[1:-1]:
        canvas.fill(disc(x, level, 6), dark, alpha=0.55)
    gleam = [(body.axis - body.radius(y - high * s) * 0.5, y - high * s) for s in (0.8, 0.6, 0.42, 0.26, 0.1)]
    canvas.stroke(curve(gleam), 14, (255, 250, 230), alpha=0.4)


def small_cup(scene: Scene, foot: Spot, half: float) -> None:
    """A cup without a handle, coffee in it."""
    canvas, (x, y) = scene.canvas, foot
    glaze = scene.cycle(tones("f7f0e2 0f7a7e f3e0c4 8c2335"))
    body = Turned.smooth(x, [(y - half * 1.35, half), (y - half * 0.6, half * 0.9), (y, half * 0.5)], 0.24)
    scene.under(x, y, half * 0.5, half * 0.12)
    canvas.fill(body.outline(), body.wrapped(plain(glaze)), Relief(0.2, 0.4, 0.3))
    ink = tone("0b6e72") if sum(glaze) > 560 else tone("e2b768")
    for px, py, _ in along(body.hoop(y - half * 0.95), 9)[1:-1]:
        canvas.fill(ellipse(px, py, 6, 11), ink, alpha=0.8)
    canvas.stroke(body.hoop(y - half * 0.6), 4, ink, alpha=0.7)
    canvas.fill(body.rim(), paler(glaze, 0.2), RAISED)
    canvas.fill(body.rim(9), tone("4a2812"), Relief(0.3, 0.4, 0.4))
    canvas.stroke(arc((x, y - half * 1.34), (half * 0.7, half * 0.15), 190, 300), 4, tone("a8703a"), alpha=0.7)
    steam = [
        curve([(x + s, y - half * 1.5), (x + s - 16, y - half * 2.1), (x + s + 14, y - half * 2.7)]) for s in (-14, 16)
    ]
    for path in steam:
        canvas.shadow(closed(path), Cast(0, 0, 9, 0.35), (255, 252, 244))


def seed_coffee(scene: Scene) -> None:
    """Roasted date stones, their grounds, and a cup of the drink; or a pouch of it."""
    if scene.standing:
        window = pouch(scene, (430, 800), scene.some(215, 235))
        scene.canvas.fill(window, powder(scene, tones("3f2412 5f3a20 7f5430")), Relief(0.4, 0, 0.5))
        pouch_finish(scene, window)
        small_cup(scene, (760, 822), 98)
        scattered(scene, [(590 + 34 * k, 880 + 16 * (k % 2)) for k in range(4)], 52, date_seed)
        return
    canvas = scene.canvas
    flip = scene.pick((-1, 1))
    x = 500 - 150 * flip
    _cup_above(scene, (x, 430), scene.some(215, 235))
    grounds = disc(500 + 240 * flip, 660, 165)
    canvas.shadow(disc(500 + 240 * flip, 660, 200), Cast(12, 22, 16, 0.5))
    canvas.fill(disc(500 + 240 * flip, 660, 200), tone("caa274"), RAISED)
    canvas.fill(grounds, powder(scene, tones("3f2412 5f3a20 8a5a34")), Relief(0.8, 0, 0.9))
    heap(scene, (500 - 210 * flip, 800), 130, Lot(date_seed, 72, 1.5))
    heap(scene, (500 + 300 * flip, 300), 80, Lot(date_seed, 72, 1.2))


def _cup_above(scene: Scene, centre: Spot, radius: float) -> None:
    canvas, (x, y) = scene.canvas, centre
    glaze = scene.cycle(tones("f7f0e2 12868a e9dcc3 a8482a"))
    ink = tone("0b6e72") if sum(glaze) > 560 else paler(glaze, 0.7)
    canvas.shadow(disc(x, y, radius * 1.3), Cast(14, 24, 18, 0.45))
    canvas.fill(disc(x, y, radius * 1.3), glaze, Relief(0.5, 0.3, 0.12))
    canvas.fills(
        [moved(petal(34, 18), *_around(centre, radius * 1.15, k * 18), k * 18) for k in range(20)], ink, None, 0.75
    )
    canvas.stroke(
        curve([(x + radius * 0.9, y - 20), (x + radius * 1.5, y + 10), (x + radius * 0.9, y + 60)]), 30, glaze, GLOSSY
    )
    canvas.shadow(disc(x, y, radius), NEAR)
    canvas.fill(disc(x, y, radius), paler(glaze, 0.1), Relief(0.5, 0.4, 0.12))
    canvas.fill(disc(x, y, radius * 0.86), Linear(tones("5a3218 3a1e0c")), Relief(-0.3, 0.2, 0.2))
    foam = [
        disc(*_around(centre, radius * scene.some(0.6, 0.8), scene.some(0, 360)), scene.some(3, 9)) for _ in range(40)
    ]
    canvas.fills(foam, tone("b07a44"), ROUND, 0.6)
    canvas.stroke(arc(centre, (radius * 0.74, radius * 0.74), 200, 290), 6, tone("9a6434"), alpha=0.6)


def _around(centre: Spot, reach: float, turn: float) -> Spot:
    return centre[0] + reach * math.cos(math.radians(turn)), centre[1] + reach * math.sin(math.radians(turn))
