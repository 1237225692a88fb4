"""Sweets: stuffed dates, halva, masghati, ranginak, cookies and puddings."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.heaps import powder, speckle
from app.demo.drawing.light import GLOSSY, RAISED, ROUND, SOFT, Linear, Radial, Relief
from app.demo.drawing.packets import open_box
from app.demo.drawing.pieces import almond_sliver, cardamom, date, pistachio_sliver, walnut
from app.demo.drawing.scene import Painter, Scene
from app.demo.drawing.serving import ring_of, scattered, spoon
from app.demo.drawing.shapes import Spot, arc, box, curve, diamond, disc, ellipse, moved, petal, points, uneven
from app.demo.drawing.thread import closed
from app.demo.drawing.vessels import VESSELS, napkin, plate

Morsel = Painter


def boxed(morsel: Morsel, size: Spot, slant: float = 0.0) -> Painter:
    """A painter of morsels in rows: in a box, or on a plate."""

    def paint(scene: Scene) -> None:
        canvas = scene.canvas
        tilt = scene.some(-7, 7)
        with canvas.at(500, 500, tilt):
            if scene.turn % 3:
                half = open_box(scene, (0, 0), scene.pick(((390.0, 300.0), (345.0, 345.0), (400.0, 330.0))))
                _rows(scene, morsel, half, size, slant)
            else:
                well = scene.cycle(VESSELS)(scene, (0, 0), 375)
                ring_of(scene, (0, 0), well * 0.86, max(size) * 1.12, morsel)

    return paint


def _rows(scene: Scene, morsel: Morsel, half: Spot, size: Spot, slant: float) -> None:
    columns, rows = max(2, int(2 * half[0] / size[0])), max(2, int(2 * half[1] / size[1]))
    for row in range(rows):
        for column in range(columns):
            x = -half[0] + 2 * half[0] * (column + 0.5) / columns + scene.some(-4, 4)
            y = -half[1] + 2 * half[1] * (row + 0.5) / rows + scene.some(-4, 4)
            with scene.canvas.at(x, y, slant + scene.some(-6, 6), min(size) / 100 * scene.some(0.95, 1.04)):
                morsel(scene)


def stuffed_date(scene: Scene) -> None:
    """A date slit open, half a walnut in it and sesame on top; upright, about 150 by 90."""
    canvas = scene.canvas
    with canvas.at(0, 0, 90, 1.32):
        date("kabkab")(scene)
        slit = petal(84, 34) - np.array([42, 0])
        canvas.fill(slit, tone("2c0f05"))
        with canvas.at(0, 0, 0, 0.78):
            walnut(scene)
    grain = [ellipse(scene.some(-26, 26), scene.some(-58, 58), 4, 2.5, scene.some(0, 180)) for _ in range(9)]
    canvas.fills(grain, tone("f6e6c0"))


def masghati_piece(colours: str) -> Morsel:
    """A clear, trembling lozenge with an almond on it."""
    shades = tones(colours)

    def morsel(scene: Scene) -> None:
        canvas, shade = scene.canvas, scene.cycle(shades)
        body = uneven(diamond(0, 0, 68, 55), 2, scene.rng)
        canvas.shadow(body, Cast(5, 11, 9, 0.4), deeper(shade, 0.4))
        canvas.fill(moved(body, 0, 7), deeper(shade, 0.3))
        canvas.fill(body, Linear((paler(shade, 0.5), shade, paler(shade, 0.2)), 60), Relief(0.5, 0.8, 0.25))
        canvas.fill(moved(diamond(0, 0, 40, 30), -3, -3), paler(shade, 0.5), alpha=0.25)
        with canvas.at(-8, 0, scene.some(-50, 50), 0.5):
            almond_sliver(scene)
        with canvas.at(14, 8, scene.some(0, 180), 0.36):
            pistachio_sliver(scene)

    return morsel


def cookie(scene: Scene) -> None:
    """A round cookie pressed with a carved stamp, its filling showing in the middle."""
    canvas = scene.canvas
    crust = scene.pick(tones("dfae62 d39a4c e6bb74 c98d42"))
    body = uneven(disc(0, 0, 50), 2, scene.rng)
    canvas.shadow(body, Cast(5, 10, 9, 0.45))
    canvas.fill(body, Radial((paler(crust, 0.3), crust, deeper(crust, 0.22)), 0.45, 0.4, 0.65), Relief(0.6, 0.12, 0.5))
    kind = scene.cycle(("sun", "rings", "leaves"))
    dark = deeper(crust, 0.4)
    if kind == "sun":
        canvas.strokes(
            [moved(points([(17, 0), (40, 0)]), 0, 0, turn) for turn in range(0, 360, 24)], 3.4, dark, alpha=0.6
        )
    elif kind == "rings":
        canvas.strokes([closed(disc(0, 0, radius)) for radius in (22, 31, 40)], 3.2, dark, alpha=0.5)
    else:
        leaves = [moved(petal(24, 13, 0.6), *_at(17, turn), turn) for turn in range(0, 360, 45)]
        canvas.strokes([closed(leaf) for leaf in leaves], 3, dark, alpha=0.6)
    canvas.fill(disc(0, 0, 12), tone("5a2a12"), ROUND)
    grain = [ellipse(scene.some(-30, 30), scene.some(-30, 30), 3, 1.8, scene.some(0, 180)) for _ in range(6)]
    canvas.fills(grain, tone("f6e6c0"))


def _at(reach: float, turn: float) -> Spot:
    return reach * math.cos(math.radians(turn)), reach * math.sin(math.radians(turn))


def ranginak(scene: Scene) -> None:
    """Dates in rings under a roast-flour glaze, with cinnamon and pistachio."""
    canvas, centre = scene.canvas, (500.0, 495.0)
    if scene.chance(0.5):
        napkin(scene, (500, 520), 410)
    well = plate(scene, centre, scene.some(360, 380))
    glaze = scene.pick(tones("c99a5c b9864a d3aa70"))
    with canvas.at(*centre):
        canvas.fill(disc(0, 0, well), Radial((paler(glaze, 0.3), glaze, deeper(glaze, 0.2))), Relief(0.5, 0.35, 0.3))
        fruit = date("rotab")
        rings = ((0.8, 20), (0.56, 13), (0.32, 7)) if scene.turn % 2 else ((0.78, 16), (0.5, 10), (0.22, 5))
        for share, count in rings:
            for k in range(count):
                turn = 360 * k / count + share * 40
                with canvas.at(*_at(well * share, turn), turn, well / 300 * 0.86):
                    fruit(scene)
                    with canvas.at(4, 0, 0, 0.36):
                        walnut(scene)
        _dusting(scene, well)
        with canvas.at(0, 0, 0, 0.8):
            walnut(scene)


def _dusting(scene: Scene, well: float) -> None:
    """Stripes or stars of cinnamon and ground pistachio."""
    canvas, arms = scene.canvas, scene.pick((6, 8))
    for k in range(arms):
        colour = (tone("7f9a40"), tone("7a3f18"))[k % 2]
        wedge = moved(petal(well * 0.92, well * 0.2, 0.6), 0, 0, 360 * k / arms + 11)
        speckle(canvas, scene, wedge, (colour, deeper(colour, 0.25)), 150)
    spots = [_at(well * 0.66, 360 * k / 18) for k in range(18)]
    scattered(scene, spots, 26, pistachio_sliver)


def finger_halva(scene: Scene) -> None:
    """White stretching halva swirled in a bowl, a peak where a finger has wound it."""
    canvas = scene.canvas
    well = scene.cycle(VESSELS, 1)(scene, (500, 500), scene.some(340, 365))
    pale = scene.pick(tones("fbf4e4 f7ecd2 fdf8ee"))
    with canvas.at(500, 500, scene.some(0, 360)):
        cream = uneven(disc(0, 0, well * 0.97), 6, scene.rng)
        canvas.fill(cream, Radial((paler(pale, 0.5), pale, deeper(pale, 0.12))), Relief(0.45, 0.4, 0.6))
        turns = scene.pick((2.6, 3.2, 3.8))
        way = np.linspace(0.05, 1, 90)
        spiral = (
            np.stack([np.cos(way * turns * math.tau) * way, np.sin(way * turns * math.tau) * way], axis=1) * well * 0.84
        )
        canvas.stroke(moved(spiral, 5, 9), well * 0.13, deeper(pale, 0.32), alpha=0.3)
        canvas.taper(spiral, (14, well * 0.15, well * 0.15, well * 0.10), pale, Relief(0.6, 0.6, 0.9))
    peak = curve([(452, 512), (470, 430), (512, 372), (560, 352), (536, 400), (546, 470), (566, 520), (510, 548)], True)
    canvas.shadow(peak, Cast(10, 20, 14, 0.3))
    canvas.fill(peak, pale, Relief(0.7, 0.6, 0.8))
    ring = [(500 + a, 500 + b) for a, b in (_at(well * 0.84, 360 * k / 16 + 9) for k in range(16))]
    scattered(scene, ring[::2], 34, pistachio_sliver)
    scattered(scene, ring[1::2], 38, cardamom)


def pressed_halva(codes: str, garnish: str = "almond") -> Painter:
    """A painter of soft halva on a plate, pressed in scallops with the back of a spoon."""
    shades = tones(codes)

    def paint(scene: Scene) -> None:
        canvas, shade = scene.canvas, scene.pick(shades)
        well = plate(scene, (500, 497), scene.some(362, 382))
        with canvas.at(500, 497, scene.some(0, 60)):
            body = uneven(disc(0, 0, well * 1.02), 5, scene.rng)
            canvas.shadow(body, NEAR)
            canvas.fill(body, Radial((paler(shade, 0.2), shade, deeper(shade, 0.25))), Relief(0.6, 0.35, 0.25))
            for share, count in ((0.84, 20), (0.6, 14), (0.36, 8)):
                for k in range(count):
                    turn = 360 * k / count + share * 90
                    with canvas.at(*_at(well * share, turn), turn):
                        dent = ellipse(0, 0, well * 0.085, well * 0.1)
                        canvas.fill(dent, deeper(shade, 0.12), Relief(-0.8, 0.4, 0.8))
            _toppings(scene, well, garnish)

    return paint


def _toppings(scene: Scene, well: float, garnish: str) -> None:
    spots = [_at(well * 0.72, 360 * k / 14) for k in range(14)]
    if garnish == "almond":
        scattered(scene, spots, 56, almond_sliver)
        scattered(scene, [(x * 0.66, y * 0.66) for x, y in spots[::2]], 44, pistachio_sliver)
        for turn in range(0, 360, 45):
            leaf = moved(petal(well * 0.24, well * 0.1, 0.6), 0, 0, turn)
            scene.canvas.fill(leaf, tone("fbeed2"), ROUND)
        scene.canvas.fill(disc(0, 0, well * 0.05), tone("7a9640"), ROUND)
    else:
        scattered(scene, spots[::2], 60, almond_sliver)
        with scene.canvas.at(0, 0, 0, 0.9):
            walnut(scene)


def samanu(scene: Scene) -> None:
    """A bowl of wheat pudding with almonds, a spoon, ears of wheat."""
    canvas, brown = scene.canvas, scene.pick(tones("8a4a1e 75391a 9a5a28"))
    for k in range(3):
        wheat_ear(scene, (600 + 20 * k, 740 - 10 * k), 44 - k * 15)
    well = scene.cycle(VESSELS, 2)(scene, (490, 480), scene.some(335, 355))
    with canvas.at(490, 480, scene.some(0, 90)):
        canvas.fill(
            disc(0, 0, well * 0.96), Radial((paler(brown, 0.22), brown, deeper(brown, 0.3))), Relief(0.6, 0.6, 0.5)
        )
        for share in (0.75, 0.5, 0.25):
            sweep = arc((0, 0), (well * share, well * share), 20 + share * 200, 290 + share * 200)
            canvas.taper(sweep, (4, well * 0.1, 4), mix(brown, paler(brown, 0.3), 0.4), GLOSSY)
        ring = [_at(well * 0.8, 360 * k / 12) for k in range(12)]
        for x, y in ring[: scene.pick((6, 8, 12))]:
            nut = ellipse(x, y, 24, 14, math.degrees(math.atan2(y, x)))
            canvas.shadow(nut, NEAR)
            canvas.fill(nut, tone("a8662e"), ROUND)
        scattered(scene, [(0.0, 0.0), (26, 18), (-24, 14), (4, -28)], 46, pistachio_sliver)
    if scene.chance(0.7):
        spoon(scene, (560, 540), 34, (brown, paler(brown, 0.2)))


def wheat_ear(scene: Scene, spot: Spot, turn: float) -> None:
    """An ear of wheat lying with its tip away from the spot."""
    canvas, gold = scene.canvas, tone("d9b058")
    with canvas.at(spot[0], spot[1], turn):
        canvas.stroke(curve([(0, 0), (150, 8), (300, 0)]), 5, deeper(gold, 0.2))
        for k in range(8):
            for side in (-1, 1):
                corn = moved(petal(36, 16), 180 + k * 17, 2, side * 32)
                canvas.fill(corn, scene.near(gold, 0.12), SOFT)
        hairs = [curve([(200 + k * 14, side * 8), (260 + k * 15, side * 22)]) for k in range(8) for side in (-1, 1)]
        canvas.strokes(hairs, 2, gold)


def slab_halva(scene: Scene) -> None:
    """A block of sesame halva with its threads, some slices cut from it."""
    canvas, shade = scene.canvas, scene.cycle(tones("e3cfa4 d9bf8e ead9b4 cfae78"))
    scene.under(500, 800, 330, 34)
    canvas.fill(ellipse(500, 796, 420, 72), deeper(tone("a8743f"), 0.25), RAISED)
    canvas.fill(ellipse(500, 780, 420, 72), tone("b98450"), RAISED)
    flip = scene.pick((-1, 1))
    high = scene.some(250, 300)
    _block(scene, (500 - 62 * flip, 772), (240, high, 110), shade)
    for k in range(scene.pick((2, 3))):
        _block(scene, (500 + (222 + 66 * k) * flip, 788 + 6 * k), (28, high * 0.92, 84), scene.near(shade, 0.06))
    crumbs = [(500 + scene.some(-330, 330), 806 + scene.some(-14, 22)) for _ in range(16)]
    for x, y in crumbs:
        bit = uneven(disc(x, y, scene.some(5, 12)), 2, scene.rng)
        canvas.fill(bit, shade, ROUND)


def _block(scene: Scene, foot: Spot, size: tuple[float, float, float], shade: Colour) -> None:
    """A cuboid of halva: half width, height, and how far its top runs back."""
    canvas, (x, y), (half, high, deep) = scene.canvas, foot, size
    front = uneven(box(x - half, y - high, x + half, y, 9), 3, scene.rng, 8)
    top = points([(x - half, y - high + 3), (x - half + deep * 0.4, y - high - deep * 0.5)])
    top = np.concatenate([top, points([(x + half + deep * 0.4, y - high - deep * 0.5), (x + half, y - high + 3)])])
    side = points([(x + half - 2, y - high), (x + half + deep * 0.4, y - high - deep * 0.5)])
    side = np.concatenate([side, points([(x + half + deep * 0.4, y - deep * 0.5), (x + half - 2, y - 2)])])
    canvas.shadow(front, Cast(18, 10, 14, 0.35))
    canvas.fill(side, Linear((deeper(shade, 0.25), deeper(shade, 0.38)), 0))
    canvas.fill(top, powder(scene, (paler(shade, 0.1), paler(shade, 0.55)), 0.6))
    canvas.fill(front, Linear((shade, deeper(shade, 0.12))), RAISED)
    with canvas.inside(front):
        for _ in range(int(half * 0.5)):
            sx, sy = x + scene.some(-half, half), y - scene.some(0, high)
            thread = curve([(sx, sy), (sx + scene.some(10, 34), sy + scene.some(-7, 7)), (sx + scene.some(40, 80), sy)])
            canvas.stroke(thread, scene.some(2, 5), scene.pick((paler(shade, 0.5), deeper(shade, 0.22))), alpha=0.45)
        for _ in range(int(half * 0.14)):
            nut = ellipse(x + scene.some(-half, half), y - scene.some(10, high), 13, 9, scene.some(0, 180))
            canvas.fill(nut, scene.pick(tones("8fa84a 7a9640")), ROUND)
    with canvas.inside(top):
        for _ in range(int(half * 0.1) + 2):
            nut = ellipse(x + scene.some(-half, half), y - high - scene.some(4, deep * 0.5), 13, 6, scene.some(-30, 30))
            canvas.fill(nut, scene.pick(tones("8fa84a 7a9640")), ROUND)
