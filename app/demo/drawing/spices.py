"""Spices, herbs and dry pantry goods that are not simply heaped."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.clay import clay_bowl
from app.demo.drawing.colour import Colour, deeper, paler, tone, tones
from app.demo.drawing.heaps import Lot, grains, heap, powder, speckle
from app.demo.drawing.light import GLOSSY, RAISED, ROUND, SOFT, Linear, Relief
from app.demo.drawing.pieces import UNDER, Piece, cardamom, chilli
from app.demo.drawing.scene import Painter, Scene
from app.demo.drawing.serving import mound_outline, scattered, sprig_of_leaves
from app.demo.drawing.shapes import Spot, along, arc, curve, disc, ellipse, moved, petal, uneven
from app.demo.drawing.thread import closed, rope
from app.demo.drawing.vessels import VESSELS, board, bowl, bowl_front, plate

Powders = Sequence[tuple[str, str]]

SEA_SPICES: Powders = (
    ("b8481a d9662a f0893c", "3a1606 fff2d0"),
    ("c98f14 e0b02a f4cf5c", "a86a10 fff2d0"),
    ("7d2c14 a8451f c9622f", "3a1606 f0b080"),
    ("6b6a2a 8f8f42 b3b060", "4a4a1c e6e2a8"),
)
WARM_SPICES: Powders = (
    ("5a3018 7a4826 9a6438", "2c1408 d9a86a"),
    ("8a5a2a b07d42 cf9f60", "4a2a10 f0d9a8"),
    ("3f2a1c 5f4430 7f6248", "1c100a b8935c"),
)


def cinnamon(scene: Scene) -> None:
    """A quill of cinnamon."""
    canvas, bark = scene.canvas, scene.pick(tones("9a5a2c 84481f a8683a"))
    for y in (-12, 12):
        roll = curve([(-110, y), (0, y + scene.some(-3, 3)), (110, y)])
        canvas.shadow(ellipse(0, y, 110, 13), UNDER)
        canvas.stroke(roll, 26, bark, Relief(0.85, 0.2, 0.9))
        canvas.fill(ellipse(112, y, 8, 12), deeper(bark, 0.5))
        canvas.stroke(moved(roll, 0, 4), 3, deeper(bark, 0.45), alpha=0.5)


def clove(scene: Scene) -> None:
    """A clove."""
    canvas, brown = scene.canvas, tone("4a2814")
    canvas.taper(curve([(-46, 0), (0, 2), (28, 0)]), (8, 12, 16), brown, Relief(0.7, 0.2, 0.8))
    canvas.fills([moved(petal(26, 13), 24, 0, turn) for turn in (-70, -24, 24, 70)], deeper(brown, 0.15))
    canvas.fill(disc(34, 0, 12), paler(brown, 0.2), ROUND)


def star_anise(scene: Scene) -> None:
    """A star of anise."""
    canvas, brown = scene.canvas, scene.pick(tones("6b3a1c 7a4624"))
    leaves = [moved(petal(62, 24, 0.5), 0, 0, turn) for turn in range(0, 360, 45)]
    for leaf in leaves:
        canvas.fill(leaf, brown, Relief(0.8, 0.2, 0.6))
    seeds = [moved(ellipse(34, 0, 8, 4), 0, 0, turn) for turn in range(0, 360, 45)]
    canvas.fills(seeds, tone("c98a4a"), GLOSSY)


def spice_bowls(powders: Powders, whole: Sequence[tuple[Piece, float]]) -> Painter:
    """A painter of bowls of ground spice, whole spices between them."""

    def paint(scene: Scene) -> None:
        layout = scene.cycle(_LAYOUTS)
        shift = scene.turn
        for k, (x, y, radius) in enumerate(layout):
            spot = (x + scene.some(-12, 12), y + scene.some(-12, 12))
            clay_bowl(scene, spot, radius, scene.cycle(tones("caa274 12868a b8734a f0e4cc 7a2f1a"), k % 2))
            codes, specks = powders[(k + shift) % len(powders)]
            area = disc(spot[0], spot[1], radius * 0.84)
            scene.canvas.fill(area, powder(scene, tones(codes)), Relief(0.75, 0.0, 0.9))
            speckle(scene.canvas, scene, area, tones(specks), round(radius * 1.2))
        spots = [(130.0, 860.0), (880, 840), (500, 925), (890, 120), (110, 120)]
        scene.rng.shuffle(spots)
        for k, (x, y) in enumerate(spots[:5]):
            piece, size = whole[(k + shift) % len(whole)]
            for j in range(scene.rng.randrange(1, 4)):
                spot = (x + scene.some(-52, 52), y + (j - 1) * 34 + scene.some(-12, 12))
                scattered(scene, [spot], size, piece)

    return paint


_LAYOUTS = (
    ((315.0, 330.0, 215.0), (680, 300, 160), (660, 650, 205), (270, 705, 155)),
    ((500.0, 480.0, 255.0), (215, 240, 120), (800, 250, 120), (790, 760, 125), (215, 760, 120)),
    ((330.0, 530.0, 240.0), (715, 310, 190), (705, 705, 185)),
    ((285.0, 300.0, 180.0), (715, 300, 180), (285, 720, 180), (715, 720, 180)),
)


def mixed_spices(scene: Scene) -> None:
    """Whole warm spices on a plate around the ground mixture."""
    well = scene.cycle((plate, VESSELS[2], VESSELS[3]))(scene, (500, 500), scene.some(372, 392))
    canvas = scene.canvas
    area = uneven(disc(500, 500, well * 0.54), 9, scene.rng)
    canvas.shadow(area, NEAR)
    codes, specks = WARM_SPICES[scene.turn % 3]
    canvas.fill(area, powder(scene, tones(codes)), Relief(0.85, 0.0, 0.95))
    speckle(canvas, scene, area, tones(specks), 200)
    kinds: list[tuple[Piece, float]] = [(cinnamon, 82), (cardamom, 76), (clove, 78), (star_anise, 112), (cardamom, 72)]
    count = 20
    for k in range(count):
        piece, size = kinds[(k + scene.turn) % len(kinds)]
        angle = math.tau * k / count
        for j in range(2 if piece in (cardamom, clove) else 1):
            reach = well * (0.76 + 0.12 * j)
            x, y = 500 + math.cos(angle + j * 0.1) * reach, 500 + math.sin(angle + j * 0.1) * reach
            with canvas.at(x, y, math.degrees(angle) + 90, size / 100):
                piece(scene)


def strung(piece: Piece, size: float) -> Painter:
    """A painter of pieces strung on a thread and hung up."""

    def paint(scene: Scene) -> None:
        canvas = scene.canvas
        rows = scene.pick((1, 2, 3))
        for row in range(rows):
            drop = 330 - row * 105
            loop = curve([(130 + row * 60, 120), (270 + row * 30, 120 + drop * 1.3), (500, 250 + drop * 1.5)])
            half = [(float(x), float(y)) for x, y in loop]
            path = curve([*half[::4], (500, 250 + drop * 1.5), *[(1000 - x, y) for x, y in half[::-4]]])
            canvas.stroke(moved(path, 10, 22), 5, (60, 40, 20), alpha=0.25)
            canvas.stroke(path, 5, tone("b8935c"))
            count = round(float(np.hypot(*np.diff(path, axis=0).T).sum()) / (size * 0.42))
            for x, y, _ in along(path, count):
                with canvas.at(x, y + size * 0.3, 90 + scene.some(-24, 24), size / 100):
                    piece(scene)
        for x in (130, 870):
            canvas.fill(disc(x, 118, 17), tone("7a4a28"), ROUND)

    return paint


def dried_herbs(scene: Scene) -> None:
    """Crumbled green herbs in a bowl, fresh sprigs beside."""
    greens = scene.pick((tones("5f6f30 74853c 4a5a24 8a9a50"), tones("6b7038 828a48 545a2a 9aa060")))
    canvas = scene.canvas
    if scene.standing:
        standing = bowl(scene, (500, 815), scene.some(315, 340))
        y, radius = standing.body.top
        area = mound_outline(500, y, radius * 0.9, radius * scene.some(0.45, 0.6))
        canvas.fill(area, deeper(greens[0], 0.3), Relief(0.7, 0, 0.9))
        _flakes(scene, (500, y - radius * 0.18), (radius * 0.9, radius * 0.46), greens)
        bowl_front(scene, standing)
        sprig_of_leaves(scene, (90, 880), -12, tone("5f8f3a"))
        return
    well = scene.cycle(VESSELS)(scene, (490, 480), scene.some(340, 365))
    area = disc(490, 480, well * 0.93)
    canvas.fill(area, deeper(greens[0], 0.35), Relief(0.6, 0, 0.8))
    with canvas.inside(area):
        _flakes(scene, (490, 480), (well * 0.95, well * 0.95), greens)
    sprig_of_leaves(scene, (640, 880), -38, tone("5f8f3a"))
    sprig_of_leaves(scene, (110, 800), 30, tone("4f7a32"))


def _flakes(scene: Scene, centre: Spot, reach: Spot, greens: Sequence[Colour]) -> None:
    """Crumbs of leaf, the upper ones lighter, and thin stalks among them."""
    canvas, dice = scene.canvas, scene.field()
    for layer in range(8):
        colour = paler(greens[layer % len(greens)], 0.04 * layer)
        lot = []
        for _ in range(90):
            angle, share = dice.random() * math.tau, math.sqrt(dice.random())
            x, y = centre[0] + math.cos(angle) * share * reach[0], centre[1] + math.sin(angle) * share * reach[1]
            leaf = petal(14 + 18 * dice.random(), 8 + 8 * dice.random(), 0.5)[::2]
            lot.append(moved(leaf, x, y, dice.random() * 360))
        canvas.fills([moved(leaf, 3, 5) for leaf in lot], deeper(colour, 0.6), alpha=0.45)
        canvas.fills(lot, colour)
    stalks = []
    for _ in range(26):
        x, y = centre[0] + scene.some(-0.7, 0.7) * reach[0], centre[1] + scene.some(-0.7, 0.7) * reach[1]
        stalks.append(moved(curve([(-18, 0), (0, 3), (18, 0)]), x, y, scene.some(0, 180)))
    canvas.strokes(stalks, 3, tone("a89a5a"))


def tamarind(scene: Scene) -> None:
    """Dark tamarind paste, its pods beside."""
    canvas = scene.canvas
    well = scene.cycle(VESSELS, 1)(scene, (470, 470), scene.some(315, 340))
    paste = uneven(disc(470, 470, well * 0.86), 16, scene.rng, 7)
    canvas.shadow(paste, Cast(6, 14, 12, 0.5))
    canvas.fill(paste, powder(scene, tones("2c1208 4a2010 6e3418"), 0.4), Relief(0.9, 0.7, 0.9))
    for _ in range(26):
        angle, reach = scene.some(0, math.tau), well * 0.72 * math.sqrt(scene.rng.random())
        with canvas.at(470 + math.cos(angle) * reach, 470 + math.sin(angle) * reach, scene.some(0, 360)):
            fibre = curve([(-40, 0), (0, scene.some(-12, 12)), (40, scene.some(-6, 6))])
            canvas.stroke(fibre, 4, scene.pick(tones("7a4422 1e0c06 8f5a30")), alpha=0.6)
            if scene.chance(0.4):
                canvas.fill(ellipse(0, 8, 20, 15), tone("3a1a0c"), GLOSSY)
    for x, y, turn in ((735, 800, -32), (820, 640, -62), (300, 885, 1)):
        with canvas.at(x, y, turn + scene.some(-12, 12), scene.some(0.9, 1.1)):
            _pod(scene)


def _pod(scene: Scene) -> None:
    canvas, shell = scene.canvas, scene.pick(tones("a8743f 96652f b88650"))
    path = curve([(-150, 20), (-60, -18), (50, -18), (150, 26)])
    bumps = along(path, 6)
    canvas.shadow(ellipse(0, 6, 150, 30), Cast(6, 12, 10, 0.45))
    canvas.stroke(path, 44, shell, Relief(0.8, 0.12, 0.9))
    for x, y, turn in bumps:
        canvas.fill(moved(ellipse(0, 0, 30, 27), x, y, turn), shell, Relief(0.7, 0.12, 0.9))
    canvas.taper(curve([(160, 30), (186, 44), (206, 40)]), (12, 7, 6), deeper(shell, 0.3), ROUND)
    canvas.stroke(moved(path, 0, -8), 3, paler(shell, 0.4), alpha=0.35)


def fried_onion(scene: Scene) -> None:
    """One crisp ring or strip of fried onion."""
    canvas, gold = scene.canvas, scene.pick(tones("b8702a a05a1e c98436 8a4a18 d99a48"))
    if scene.chance(0.4):
        ring = arc((0, 0), (scene.some(30, 46), scene.some(20, 36)), 0, scene.some(240, 350))
    else:
        ring = curve([(-50, scene.some(-14, 14)), (-16, scene.some(-26, 26)), (18, scene.some(-26, 26)), (50, 0)])
    canvas.stroke(moved(ring, 4, 9), 13, (50, 24, 8), alpha=0.3)
    canvas.stroke(ring, 13, gold, Relief(0.8, 0.45, 0.8))
    canvas.stroke(moved(ring, -1, -2), 3, paler(gold, 0.5), alpha=0.5)


def palm_heart(scene: Scene) -> None:
    """The white heart of a palm, whole and in slices, on a board."""
    canvas = scene.canvas
    flip = scene.pick((-1, 1))
    board(scene, (500, 520), (410, 300))
    with canvas.at(500 - 60 * flip, 440, -12 * flip, 1.0):
        log = curve(
            [(-300, -86), (0, -96), (270, -84), (290, 0), (270, 88), (0, 98), (-300, 88), (-316, 0)], closed=True
        )
        canvas.shadow(log, Cast(10, 22, 16, 0.5))
        canvas.fill(log, Linear(tones("fffaf0 f6ead0 dcc499")), Relief(0.6, 0.12, 0.6))
        for k, x in enumerate((-170, -40, 90, 190)):
            husk = curve([(x, -96), (x + 26, -40), (x + 12 * (k % 2), 30), (x + 20, 96)])
            canvas.stroke(husk, 6, tone("cdb583"), alpha=0.55)
            canvas.stroke(moved(husk, 6, 0), 4, (255, 255, 255), alpha=0.6)
        leaf = curve(
            [(-300, -88), (-390, -120), (-410, -40), (-340, 0), (-400, 60), (-370, 120), (-290, 90)], closed=True
        )
        canvas.fill(leaf, Linear(tones("a8ad6a 7f8f4a")), SOFT)
        _rounds(scene, (280, 2), 88)
    spots = [(500 + x * flip, y) for x, y in ((-220, 660), (-60, 690), (100, 665), (250, 690))]
    for x, y in spots[: scene.pick((2, 3, 4))]:
        canvas.shadow(disc(x, y, 80), Cast(8, 16, 12, 0.5))
        _rounds(scene, (x, y), scene.some(70, 82))


def _rounds(scene: Scene, spot: Spot, radius: float) -> None:
    """The cut face: pale rings one in another."""
    canvas, (x, y) = scene.canvas, spot
    canvas.fill(disc(x, y, radius), tone("f0e0bd"), RAISED)
    for k, share in enumerate((0.88, 0.68, 0.48, 0.28)):
        ring = uneven(disc(x, y, radius * share), 2, scene.rng)
        canvas.fill(ring, tones("fdf6e4 f4e6c6")[k % 2])
        canvas.strokes([closed(ring)], 3, tone("d9c294"), alpha=0.6)


def chilli_string(scene: Scene) -> None:
    """Dried chillies tied in a hanging plait."""
    canvas = scene.canvas
    x = 500 + scene.some(-20, 20)
    canvas.fill(disc(x, 92, 16), tone("7a4a28"), ROUND)
    rope(canvas, curve([(x, 92), (x - 4, 200), (x, 840)]), 14, tone("c9a56a"))
    rows = scene.pick((13, 15))
    for k in range(rows):
        y = 170 + k * 590 / rows
        spread = 0.8 + 0.4 * math.sin(k / rows * math.pi)
        for side in (-1, 1):
            for turn in (28, 62):
                with canvas.at(x, y, 90 - side * (turn + scene.some(-12, 12)), 1.36 * spread), canvas.at(78, 0):
                    chilli(scene)
    heap(scene, (x, 800), 90, Lot(chilli, 120, 1.4))


def alternately(first: Painter, second: Painter) -> Painter:
    """A painter that is now the one, now the other; what stands is always the first's."""

    def paint(scene: Scene) -> None:
        (first if scene.standing or scene.turn % 2 else second)(scene)

    return paint


def salt_beside(scene: Scene) -> None:
    """A scatter of coarse salt at the foot of a vessel."""
    grains(scene, ellipse(500, 880, 300, 36), 12, tones("fffdf8 e9edee f3e6e2"), 70)
