"""Clothes on a hanger: southern dress, trousers, manteau, cloak, prayer chador."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, paler, tone, tones
from app.demo.drawing.embroidery import boteh, chain, golden_band, satin_flower, scallops
from app.demo.drawing.fabric import STAMPS, crease, falling, plain_cloth, posy_stamp, printed, stripe_stamp
from app.demo.drawing.light import RAISED, ROUND, Relief, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, box, curve, disc, ellipse, points
from app.demo.drawing.thread import closed, rope, stitches, tassel

CLOTH = Relief(0.45, 0.04, 0.35)
SILKS = tones("8c2335 0b6e72 5b2c6f 1f5c43 25365e b3412b a8336b 2b2b33")
GOLDS = tones("e2b768 f0cf7a d9a441")
COTTONS = tones("e9dcc3 b9cfc9 d8a48a 8fae9b c9b37e 7f9fb3 e6c9b5 a7573f")


def hanger(scene: Scene, y: float, half: float) -> None:
    """A wooden hanger whose bar is at a height, and its hook."""
    canvas, wood = scene.canvas, scene.pick(tones("8a5a2f a87442 6e4524"))
    canvas.stroke(
        curve([(500, y - 26), (503, y - 62), (526, y - 80), (516, y - 108), (488, y - 98)]), 9, (150, 140, 128)
    )
    bar = curve(
        [
            (500 - half, y + 40),
            (500 - half * 0.5, y + 2),
            (500, y - 24),
            (500 + half * 0.5, y + 2),
            (500 + half, y + 40),
        ]
    )
    canvas.stroke(bar, 24, wood, ROUND)


def _lay(scene: Scene, shape: Outline, cloth: Shader, relief: Relief = CLOTH) -> None:
    scene.canvas.shadow(shape, Cast(20, 26, 22, 0.38))
    scene.canvas.fill(shape, cloth, relief)


def _tunic(shoulder: float, sleeve: Spot, hem: Spot, neck: float) -> Outline:
    """The front of a long shirt: shoulders, sleeve (reach, height of the cuff), hem (half width, height)."""
    reach, cuff = sleeve
    half = [
        (500 - neck, 176.0),
        (500 - shoulder * 0.7, 196),
        (500 - shoulder, 224),
        (500 - reach, cuff - 46),
        (500 - reach + 34, cuff + 34),
        (500 - shoulder * 0.84, 372),
        (500 - shoulder * 0.86, 520),
        (500 - hem[0], hem[1]),
    ]
    left = points(half)
    right = left[::-1] * np.array([-1, 1]) + np.array([1000, 0])
    foot = curve([(500 - hem[0], hem[1]), (500, hem[1] + 22), (500 + hem[0], hem[1])], steps=8)
    throat = curve([(500 + neck, 176), (500, 176 + neck * 0.75), (500 - neck, 176)], steps=8)
    return np.concatenate([left, foot, right, throat])


def southern_dress(scene: Scene) -> None:
    """A wide dress with gold-thread work at the neck, cuffs and hem."""
    canvas, silk, gold = scene.canvas, scene.cycle(SILKS), scene.pick(GOLDS)
    accent = scene.cycle(tones("0b6e72 8c2335 f3e4c4 b3412b"), 1)
    sleeve, hem = (scene.some(345, 385), scene.some(520, 560)), (scene.some(250, 320), 862.0)
    shape = _tunic(190, sleeve, hem, 62)
    stamp = scene.cycle(STAMPS)
    print_ = printed(scene, stamp, scene.some(60, 90), (silk, paler(silk, 0.16), deeper(silk, 0.2), gold))
    hanger(scene, 176, 165)
    _lay(scene, shape, falling(print_.at if scene.chance(0.7) else plain_cloth(silk), 9, 0.10, 0.0012))
    with canvas.inside(shape):
        for x in (-0.62, -0.2, 0.24, 0.66):
            crease(canvas, [(500 + x * 120, 420), (500 + x * 190, 640), (500 + x * hem[0] * 0.95, 880)], 30)
        for side in (-1, 1):
            crease(canvas, [(500 + side * 150, 300), (500 + side * 162, 430), (500 + side * 160, 520)], 30, 0.45)
            cuff = points(
                [(500 + side * (sleeve[0] + 8), sleeve[1] - 58), (500 + side * (sleeve[0] - 46), sleeve[1] + 46)]
            )
            golden_band(scene, _shifted(cuff, -side * 22), 34, (gold, deeper(silk, 0.35), accent))
        hem_line = curve([(500 - hem[0] - 10, hem[1] - 36), (500, hem[1] - 14), (500 + hem[0] + 10, hem[1] - 36)])
        golden_band(scene, hem_line, 40, (gold, deeper(silk, 0.35), accent))
        scallops(canvas, _shifted(hem_line, 0, -32), 26, (gold, accent))
        _yoke(scene, silk, gold, accent)


def _shifted(path: Outline, right: float, down: float = 0.0) -> Outline:
    away: Outline = path + np.array([right, down])
    return away


def _yoke(scene: Scene, silk: Colour, gold: Colour, accent: Colour) -> None:
    canvas, drop = scene.canvas, scene.some(190, 250)
    half = [(500.0, 176 + drop), (430, 176 + drop - 30), (404, 260), (416, 180)]
    bib = curve([*half, *[(1000 - x, y) for x, y in half[:0:-1]]], closed=True)
    canvas.fill(bib, deeper(silk, 0.35), RAISED)
    with canvas.inside(bib):
        for row in range(4):
            for k in range(-1, 2):
                x, y = 500 + k * 56, 212 + row * 56
                satin_flower(canvas, (x + (row % 2) * 28, y, 19), 6, (gold, accent))
    chain(canvas, closed(bib), 13, gold)
    throat = curve([(438, 172), (500, 224), (562, 172)])
    chain(canvas, throat, 15, paler(gold, 0.2))
    for k in range(3):
        canvas.fill(disc(500, 244 + k * 40, 8), accent, ROUND)
    for side in (-1, 1):
        boteh(canvas, (500 + side * 130, 330, 78), side > 0, (gold, accent, deeper(silk, 0.3)))


def trousers(scene: Scene) -> None:
    """Wide bandari trousers, their cuffs covered with silver or gold ribbon work."""
    canvas, silk = scene.canvas, scene.cycle(SILKS, 3)
    metal = scene.cycle(tones("d9dde0 e8c670 cfd6da"))
    accent = scene.pick(tones("8c2335 0b6e72 f3e4c4 e0b253"))
    wide, narrow, spread = scene.some(205, 235), scene.some(66, 80), scene.some(30, 95)
    left = [(-wide * 0.72, 150.0), (-wide, 300), (-wide * 0.92 - spread * 0.5, 560), (-narrow * 2 - spread, 880)]
    inner = [(-spread, 880.0), (-26, 560), (0, 460)]
    half = np.concatenate([curve(left), points([(-spread - narrow * 0.2, 886)]), curve(inner)])
    shape = np.concatenate([half, (half * np.array([-1, 1]))[::-1]])
    with canvas.at(500, 0, scene.some(-4, 4)):
        print_ = printed(scene, scene.cycle(STAMPS, 2), 70, (silk, paler(silk, 0.14), deeper(silk, 0.2), metal))
        _lay(scene, shape, falling(print_.at if scene.chance(0.5) else plain_cloth(silk), 10, 0.10))
        with canvas.inside(shape):
            for side in (-1, 1):
                for share in (0.3, 0.62, 0.9):
                    foot = side * (spread + narrow * (0.4 + share))
                    crease(canvas, [(side * wide * share * 0.8, 190), (side * wide * share, 420), (foot, 760)], 28)
                _khoos(scene, side * (spread + narrow), narrow, (metal, silk, accent))
            crease(canvas, [(0, 200), (2, 330), (0, 470)], 24, 0.45)
        waist = box(-wide * 0.74, 132, wide * 0.74, 182, 12)
        canvas.fill(waist, deeper(silk, 0.15), Relief(0.7, 0.1, 0.6))
        ticks = [points([(x, 136), (x + scene.some(-3, 3), 178)]) for x in np.linspace(-wide * 0.7, wide * 0.7, 34)]
        canvas.strokes(ticks, 4, deeper(silk, 0.45), alpha=0.5)
        for side in (-1, 1):
            canvas.stroke(curve([(side * 4, 156), (side * 26, 210), (side * 16, 270)]), 7, metal)
            tassel(scene, (side * 16, 266), metal, 0.7)


def _khoos(scene: Scene, x: float, narrow: float, colours: Sequence[Colour]) -> None:
    """The stiff, shining bands at the ankle."""
    canvas, (metal, silk, accent) = scene.canvas, colours
    canvas.fill(box(x - narrow * 1.5, 690, x + narrow * 1.5, 900), deeper(silk, 0.45))
    y = 700.0
    for k in range(4):
        line = curve([(x - narrow * 1.5, y + 16), (x, y + 24), (x + narrow * 1.5, y + 16)])
        if k % 2 == 0:
            golden_band(scene, line, 34, (metal, deeper(silk, 0.3), accent))
        else:
            scallops(canvas, _shifted(line, 0, 12), 26, (metal, accent))
        y += 46


def manteau(scene: Scene) -> None:
    """A light cotton coat with buttons and pockets."""
    canvas, cotton = scene.canvas, scene.cycle(COTTONS)
    trim = scene.pick((deeper(cotton, 0.35), paler(cotton, 0.5), tone("7a2f1a"), tone("0b6e72")))
    sleeve, hem = (scene.some(282, 300), scene.some(600, 640)), (scene.some(225, 265), scene.some(800, 860))
    shape = _tunic(180, sleeve, hem, 52)
    stamp = scene.cycle((stripe_stamp, *STAMPS[3:], posy_stamp), 1)
    print_ = printed(scene, stamp, scene.some(54, 80), (cotton, paler(cotton, 0.25), deeper(cotton, 0.14), trim))
    hanger(scene, 176, 160)
    _lay(scene, shape, falling(print_.at if scene.turn % 3 else plain_cloth(cotton), 8, 0.07))
    with canvas.inside(shape):
        for side in (-1, 1):
            crease(canvas, [(500 + side * 152, 300), (500 + side * 158, 460), (500 + side * 165, 560)], 32, 0.5)
            crease(canvas, [(500 + side * 80, 470), (500 + side * 110, 660), (500 + side * 140, 880)], 26, 0.25)
            x, y = 500 + side * sleeve[0], sleeve[1]
            band = points([(x + side * 10, y - 74), (x - side * 46, y + 20)])
            canvas.stroke(_shifted(band, 0, 10), 30, trim, RAISED, 0.9)
        placket = curve([(500, 210), (502, 520), (500, 900)])
        canvas.stroke(placket, 42, paler(cotton, 0.1), RAISED)
        for edge in (-16, 16):
            stitches(canvas, _shifted(placket, edge), trim, 15, 3)
        for k in range(6):
            canvas.fill(disc(500, 268 + k * 72, 11), trim, Relief(0.9, 0.5, 0.7))
    _collar(scene, trim if scene.chance(0.5) else paler(cotton, 0.12))
    _pockets(scene, cotton, trim)


def _collar(scene: Scene, colour: Colour) -> None:
    for side in (-1, 1):
        lapel = curve(
            [
                (500 + side * 58, 168),
                (500 + side * 84, 196),
                (500 + side * 60, 272),
                (500 + side * 10, 222),
                (500, 208),
            ],
            closed=True,
        )
        scene.canvas.shadow(lapel, Cast(3, 7, 7, 0.4))
        scene.canvas.fill(lapel, colour, RAISED)


def _pockets(scene: Scene, cotton: Colour, trim: Colour) -> None:
    canvas, y = scene.canvas, scene.some(560, 590)
    for side in (-1, 1):
        x = 500 + side * 112
        pocket = curve(
            [(x - 48, y), (x + 48, y), (x + 48, y + 80), (x, y + 104), (x - 48, y + 80)], closed=True, steps=5
        )
        canvas.shadow(pocket, Cast(3, 6, 6, 0.35))
        canvas.fill(pocket, paler(cotton, 0.08), RAISED)
        stitches(canvas, closed(pocket), trim, 13, 3)
        if scene.turn % 2:
            satin_flower(canvas, (x, y + 52, 22), 6, (trim, paler(cotton, 0.4)))


def prayer_chador(scene: Scene) -> None:
    """A flowered prayer chador hanging from a peg, beads beside it."""
    canvas = scene.canvas
    ground_ = scene.cycle(tones("f6efe2 e6eef0 f4e2e2 e9efe0 f3ead0 ece4f0"))
    flower = scene.cycle(tones("b3415b 2a7f7a 7d5ba6 c9762f 3f6fa8"), 1)
    wide = scene.some(270, 320)
    top = [(500.0, 150.0), (446, 160), (410, 220), (404, 330), (360, 520), (500 - wide * 0.82, 730), (500 - wide, 880)]
    foot = [(500 - wide, 880.0), (500 - wide * 0.5, 896), (500, 878), (500 + wide * 0.5, 898), (500 + wide, 880)]
    side = curve(top, steps=8)
    shape = np.concatenate([side, curve(foot), side[::-1] * np.array([-1, 1]) + np.array([1000, 0])])
    print_ = printed(scene, posy_stamp, scene.some(84, 120), (ground_, flower, (116, 150, 106), tone("e6b95c")))
    canvas.fill(disc(500, 146, 22), tones("8a5a2f")[0], ROUND)
    _lay(scene, shape, falling(print_.at, 11, 0.07, 0.001), Relief(0.5, 0.03, 0.3))
    with canvas.inside(shape):
        for x in (-0.8, -0.5, 0.46, 0.78):
            crease(canvas, [(500 + x * 96, 330), (500 + x * 200, 600), (500 + x * wide, 890)], 36, 0.26)
    face = _opening([(500.0, 208.0), (448, 250), (440, 336), (470, 430), (500, 480)])
    canvas.fill(face, deeper(ground_, 0.42), Relief(-0.6, 0, 0.6))
    inside = printed(scene, posy_stamp, 84, (deeper(ground_, 0.3), deeper(flower, 0.3), (86, 110, 80), tone("b0894a")))
    with canvas.inside(face):
        canvas.fill(_opening([(508.0, 226.0), (470, 300), (478, 430), (508, 500)]), inside.at)
        canvas.glow(520, 330, 130, deeper(ground_, 0.75), 0.75)
    chain(canvas, closed(face), 11, flower)
    crease(canvas, [(500, 484), (492, 650), (506, 876)], 30, 0.5)
    prayer_beads(scene, (500 + wide * 0.1, 640), flower)


def _opening(left: list[Spot]) -> Outline:
    """A closed opening from its left side, which starts and ends on the axis."""
    return curve([*left, *[(2 * left[0][0] - x, y) for x, y in left[-2:0:-1]]], closed=True)


def prayer_beads(scene: Scene, spot: Spot, colour: Colour) -> None:
    """A string of beads with a tassel, hung from a spot."""
    canvas, (x, y) = scene.canvas, spot
    loop = ellipse(x, y, 62, 104, scene.some(-8, 8))
    canvas.strokes([closed(loop)], 3, deeper(colour, 0.4))
    for bx, by in loop[::3]:
        canvas.shadow(disc(bx, by, 9), Cast(2, 5, 4, 0.4))
        canvas.fill(disc(bx, by, 10), deeper(colour, 0.1), Relief(0.9, 0.8, 0.9))
    tassel(scene, (x, y + 112), deeper(colour, 0.2), 0.9)


def hanging_cloak(scene: Scene, wool: Colour) -> None:
    """A wide cloak on a hanger, its front edges and shoulders worked in gold."""
    canvas, gold = scene.canvas, scene.pick(GOLDS)
    wide = scene.some(330, 372)
    rough = [(446.0, 180.0), (330, 204), (500 - wide * 0.82, 276), (500 - wide, 560), (500 - wide * 0.98, 850)]
    left = [(float(x), float(y)) for x, y in curve(rough)]
    shape = np.concatenate(
        [
            points(left),
            curve([(500 - wide * 0.98, 850), (500 - wide * 0.4, 872), (492, 860)]),
            points([(488, 260), (512, 260)]),
            curve([(508, 860), (500 + wide * 0.4, 874), (500 + wide * 0.98, 850)]),
            points([(1000 - x, y) for x, y in left[::-1]]),
        ]
    )
    hanger(scene, 182, 190)
    canvas.fill(box(440, 196, 560, 840), deeper(wool, 0.55))
    _lay(scene, shape, falling(plain_cloth(wool), 12, 0.12, 0.0006))
    with canvas.inside(shape):
        for side in (-1, 1):
            for reach in (0.3, 0.58, 0.84):
                start = (500 + side * (40 + wide * reach * 0.6), 250)
                crease(
                    canvas, [start, (500 + side * wide * reach, 560), (500 + side * wide * reach * 1.02, 880)], 34, 0.36
                )
            edge = curve(
                [(500 + side * 54, 178), (500 + side * 30, 330), (500 + side * 26, 600), (500 + side * 24, 880)]
            )
            golden_band(scene, edge, 30, (gold, deeper(wool, 0.4), deeper(gold, 0.4)))
            slit = points([(500 + side * (wide * 0.88), 420), (500 + side * (wide * 0.9), 560)])
            chain(canvas, slit, 10, gold)
    for side in (-1, 1):
        rope(canvas, curve([(500 + side * 26, 330), (500 + side * 12, 390), (500 + side * 16, 450)]), 9, gold)
        tassel(scene, (500 + side * 16, 448), gold, 0.9)
