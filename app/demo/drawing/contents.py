"""What fills the jars: cut pickles in vinegar and oil, combs, pastes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import deeper, mix, paler, tone, tones
from app.demo.drawing.heaps import grains, powder
from app.demo.drawing.jars import Inside
from app.demo.drawing.light import GLOSSY, ROUND, SOFT, Linear, Relief
from app.demo.drawing.pieces import UNDER, Piece, date
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import arc, blob, box, curve, disc, ellipse, moved, petal, points, uneven
from app.demo.drawing.thread import closed
from app.demo.drawing.turned import Turned

_CLOSE = Cast(3, 7, 7, 0.5)


def stuffed(pieces: Sequence[Piece], size: float, upright: bool = False) -> Inside:
    """A filling of pieces pressed against the glass."""

    def inside(scene: Scene, body: Turned) -> None:
        y0, y1 = body.top[0] + 40, body.foot[0] + 20
        half = max(radius for _, radius in body.levels)
        rows, columns = math.ceil((y1 - y0) / (size * 0.5)), math.ceil(2 * half / (size * 0.52))
        for row in range(rows + 1):
            for column in range(columns + 1):
                x = 500 - half + 2 * half * column / columns + scene.some(-0.3, 0.3) * size
                y = y0 + (y1 - y0) * row / rows + scene.some(-0.22, 0.22) * size
                turn = scene.some(70, 110) if upright else scene.some(0, 360)
                with scene.canvas.at(x, y, turn, size / 100 * scene.some(0.85, 1.12)):
                    scene.pick(pieces)(scene)

    return inside


def mango_cube(scene: Scene) -> None:
    """A cube of pickled mango in yellow oil."""
    canvas, gold = scene.canvas, scene.pick(tones("f2a922 e88e12 f6c24a d9831a c9a02c"))
    body = uneven(box(-46, -32, 46, 32, 14), 5, scene.rng)
    canvas.shadow(body, _CLOSE)
    canvas.fill(body, gold, Relief(0.6, 0.5, 0.4))
    canvas.stroke(curve([(-40, 26), (0, 31), (40, 25)]), 7, tone("6f8a36"), alpha=0.7)


def red_flake(scene: Scene) -> None:
    """A flake of red pepper."""
    flake = moved(petal(70, 22) - np.array([35, 0]), 0, 0)
    scene.canvas.fill(flake, scene.pick(tones("b3321c c9421f 8f2414")), Relief(0.6, 0.5, 0.6))


def okra_pod(scene: Scene) -> None:
    """A small pickled okra pod."""
    canvas, green = scene.canvas, scene.pick(tones("7f9240 6f8236 94a552 5f722e"))
    body = petal(104, 34, 0.34) - np.array([52, 0])
    canvas.shadow(body, _CLOSE)
    canvas.fill(body, green, Relief(0.7, 0.45, 0.8))
    canvas.strokes(
        [curve([(-44, s * 3), (-10, s * 10), (48, 0)]) for s in (-1, 0, 1)], 2.6, deeper(green, 0.4), alpha=0.6
    )
    canvas.fill(ellipse(-48, 0, 9, 14), paler(green, 0.2), ROUND)


def garlic(scene: Scene) -> None:
    """A clove of garlic."""
    clove = petal(74, 38, 0.6) - np.array([37, 0])
    scene.canvas.shadow(clove, _CLOSE)
    scene.canvas.fill(clove, tone("f4e8cc"), Relief(0.6, 0.3, 0.8))


def lime_half(scene: Scene) -> None:
    """A cut lime, its segments towards the eye, or a whole one."""
    canvas, skin = scene.canvas, scene.pick(tones("c9b338 b5a02c d9c552 a89a30"))
    rim = ellipse(0, 0, 50, scene.some(40, 48))
    canvas.shadow(rim, _CLOSE)
    canvas.fill(rim, skin, GLOSSY)
    if scene.chance(0.6):
        canvas.fill(moved(rim, 0, 0, 0, 0.86), tone("f0e6b0"))
        canvas.fill(moved(rim, 0, 0, 0, 0.76), mix(skin, tone("e6d98a"), 0.5), Relief(0.4, 0.5, 0.4))
        canvas.strokes(
            [moved(points([(0, 0), (36, 0)]), 0, 0, turn) for turn in range(0, 360, 45)], 3.5, tone("f4ecc4")
        )


def chopped(codes: str) -> Piece:
    """A bit of chopped vegetable in one of these colours."""
    shades = tones(codes)

    def piece(scene: Scene) -> None:
        colour = scene.pick(shades)
        bit = blob(0, 0, 44, scene.rng, 0.34) * np.array([1.0, scene.some(0.5, 0.9)])
        scene.canvas.shadow(bit, _CLOSE)
        scene.canvas.fill(bit, colour, Relief(0.65, 0.5, 0.6))

    return piece


def dates_in_paste(scene: Scene, body: Turned) -> None:
    """Dark dates sunk in pale sesame paste, a line of oil above."""
    dark = date("kabkab")
    y0, y1 = body.top[0] + 150, body.foot[0] - 30
    half = body.radius((y0 + y1) / 2)
    for row in range(5):
        for column in range(4):
            x = 500 - half * 0.75 + half * 0.5 * column + scene.some(-16, 16) + (row % 2) * 20
            y = y0 + (y1 - y0) * (row + 0.2) / 4.6 + scene.some(-10, 10)
            with scene.canvas.at(x, y, scene.some(0, 360), 0.92):
                dark(scene)
            veil = arc((x, y + 12), (62, 34), 0, 180)
            scene.canvas.fill(veil, tone("d9b98a"), alpha=0.5)
    oil_line(scene, body)


def oil_line(scene: Scene, body: Turned) -> None:
    """Clear oil that has risen over a paste."""
    y = body.top[0]
    high = body.foot[0] - y
    low, top = y + high * scene.some(0.36, 0.42), y + high * 0.2
    scene.canvas.fill(body.band(top, low), tone("c98a2c"), alpha=0.7)
    scene.canvas.stroke(body.hoop(low), 6, tone("a86a1c"), alpha=0.4)


def thick(codes: str) -> Inside:
    """A paste with the traces of the spoon."""
    shades = tones(codes)

    def inside(scene: Scene, body: Turned) -> None:
        canvas, half = scene.canvas, max(radius for _, radius in body.levels)
        canvas.fill(body.outline(), powder(scene, shades, 0.5), Relief(0.3, 0.2, 0.5))
        for k in range(9):
            y = body.top[0] + 120 + k * 44
            sweep = curve([(500 - half, y + scene.some(-14, 14)), (500, y + 26), (500 + half, y + scene.some(-14, 14))])
            canvas.stroke(
                sweep, scene.some(7, 15), scene.pick((deeper(shades[0], 0.2), paler(shades[-1], 0.25))), alpha=0.3
            )
        across = Linear((deeper(shades[0], 0.5), shades[1], shades[0], deeper(shades[0], 0.6)), 0)
        canvas.fill(body.outline(), across, alpha=0.4)

    return inside


def comb(scene: Scene, body: Turned) -> None:
    """A piece of comb standing in honey, a little froth above."""
    canvas = scene.canvas
    y0, y1 = body.top[0] + 110, body.foot[0] - 30
    left, right = 500 - body.radius(y1 - 80) * 0.55, 500 + body.radius(y1 - 80) * 0.5
    wax = uneven(box(left, y0 + 20, right, y1, 18), 8, scene.rng)
    canvas.shadow(wax, Cast(8, 14, 14, 0.5))
    canvas.fill(wax, Linear(tones("f7d06a e3a02c c97f16")), Relief(0.5, 0.3, 0.3))
    size = scene.some(19, 23)
    hexagon = np.array([(math.cos(math.radians(60 * k + 30)), math.sin(math.radians(60 * k + 30))) for k in range(6)])
    with canvas.inside(wax):
        for row in range(int((y1 - y0) / (size * 1.5)) + 2):
            for column in range(int((right - left) / (size * 1.73)) + 2):
                x = left + (column + 0.5 * (row % 2)) * size * 1.73
                cell = moved(hexagon * size * 0.86, x, y0 + row * size * 1.5)
                canvas.fill(cell, scene.pick(tones("c9801a b86f12 d9952c")), Relief(-0.8, 0.5, 0.6))
    canvas.fill(body.outline(), tone("d9891c"), alpha=0.28)
    foam = [disc(500 + scene.some(-130, 130), y0 - 30 + scene.some(-8, 16), scene.some(3, 8)) for _ in range(26)]
    canvas.strokes([closed(bubble) for bubble in foam], 2, tone("fff0c8"), alpha=0.6)


def butter(scene: Scene, body: Turned) -> None:
    """Clarified butter: clear gold above, grainy cream below."""
    canvas, (y, _) = scene.canvas, body.top
    high = body.foot[0] - y
    seam = y + high * scene.some(0.42, 0.6)
    lower = body.band(seam, body.foot[0])
    canvas.fill(lower, Linear(tones("f6e2a4 f0d488 e6c470")), SOFT)
    grains(scene, lower, 13, tones("fbefc4 f3dc98 e9c878"), 700)
    canvas.stroke(body.hoop(seam), 8, tone("f9eab8"), alpha=0.7)
    canvas.fill(body.outline(), Linear(tones("8a5a14 f0c860 e0b048 7a4a10"), 0), alpha=0.22)


def dust(codes: str) -> Inside:
    """A fine powder behind glass."""
    shades = tones(codes)

    def inside(scene: Scene, body: Turned) -> None:
        scene.canvas.fill(body.outline(), powder(scene, shades), Relief(0.2, 0.0, 0.5))
        across = Linear((deeper(shades[0], 0.5), shades[1], shades[0], deeper(shades[0], 0.6)), 0)
        scene.canvas.fill(body.outline(), across, alpha=0.35)

    return inside


def dregs(codes: str) -> Inside:
    """Spices and settled matter at the bottom of a sauce."""
    shades = tones(codes)

    def inside(scene: Scene, body: Turned) -> None:
        y0, y1 = body.top[0], body.foot[0]
        low = body.band(y0 + (y1 - y0) * scene.some(0.72, 0.8), y1)
        scene.canvas.fill(low, deeper(shades[0], 0.2), alpha=0.7)
        grains(scene, low, 9, shades, 260)
        drift = body.band(y0 + (y1 - y0) * 0.3, y1)
        grains(scene, drift, 6, shades, 90)

    return inside


def flecks(codes: str) -> Inside:
    """Seeds and flecks floating all through a sauce."""
    shades = tones(codes)

    def inside(scene: Scene, body: Turned) -> None:
        grains(scene, body.outline(), 10, shades, 420)

    return inside


def spathe(scene: Scene) -> None:
    """The sheath of a palm flower, split open, lying on its side."""
    canvas = scene.canvas
    husk = curve([(-62, 4), (-30, -20), (20, -24), (64, -6), (70, 2), (24, 24), (-28, 20)], closed=True)
    canvas.shadow(husk, _CLOSE)
    canvas.fill(husk, Linear(tones("b8955a 8a6a34")), ROUND)
    canvas.fill(petal(112, 24) - np.array([52, -2]), tone("5a3d1c"))
    strands_ = [curve([(-44, 2), (0, 2 + s * 1.4), (48 + abs(s), 2 + s * 0.8)]) for s in (-6, -3, 0, 3, 6)]
    canvas.strokes(strands_, 4, tone("f6ecd0"), SOFT)


def sesame(scene: Scene) -> None:
    """A small pile of sesame seed."""
    pile = curve([(-60, 14), (-28, -16), (0, -28), (30, -16), (60, 14), (0, 22)], closed=True)
    scene.canvas.shadow(pile, _CLOSE)
    scene.canvas.fill(pile, tone("d3b073"), ROUND)
    grains(scene, pile, 7, tones("f3e2bd e6cf9c d9bd84"), 300)


def aubergine(scene: Scene) -> None:
    """A small aubergine."""
    canvas, skin = scene.canvas, scene.pick(tones("4a2348 3a1c3f 56284f"))
    body = curve([(-52, 0), (-34, -18), (14, -28), (50, -20), (58, 2), (46, 22), (10, 28), (-34, 18)], closed=True)
    canvas.shadow(body, UNDER)
    canvas.fill(body, skin, GLOSSY)
    canvas.fill(
        curve([(-60, 0), (-46, -18), (-26, -14), (-34, 0), (-26, 14), (-46, 18)], closed=True), tone("5f7a36"), SOFT
    )
    canvas.taper(curve([(-52, 0), (-70, -6), (-80, -4)]), (12, 8, 7), tone("4f6a2c"), ROUND)


def mango(scene: Scene) -> None:
    """An unripe mango."""
    canvas = scene.canvas
    body = curve([(-56, 6), (-40, -26), (4, -36), (46, -22), (56, 8), (32, 34), (-18, 34)], closed=True)
    canvas.shadow(body, UNDER)
    canvas.fill(body, Linear(tones("d9b03a 9aa83f 6f8f3a"), scene.some(-30, 60)), Relief(0.75, 0.45, 0.9))
    canvas.taper(curve([(-54, 0), (-68, -8)]), (9, 6), tone("6b4526"), ROUND)
