"""Cloth goods that lie or are spread: folded cloak, felt, shawl, tablecloth, net scarf."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.embroidery import boteh, chain, golden_band, satin_flower, scallops, sprig, zigzag_stitch
from app.demo.drawing.fabric import crease, falling, plain_cloth
from app.demo.drawing.garments import GOLDS, SILKS, hanging_cloak
from app.demo.drawing.light import Field, Linear, Relief, Shader, smooth_noise
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, box, curve, disc, ellipse, moved, points, ribbon, shrunk, uneven
from app.demo.drawing.thread import closed, fringe, rope

CAMEL = tones("7b5232 9b6d42 5b3a22 b08655 443023 c7a274")
FELTS = (
    tones("e6d9c0 6b4a30 a6452a"),
    tones("b9a58a 3f2d22 f0e4cd"),
    tones("7a5c44 efe3cc c9762f"),
    tones("d8c7a8 0b6e72 7a2f1a"),
    tones("8a8378 efe6d4 7a2f1a"),
)


def cloak(scene: Scene) -> None:
    """A camel-wool cloak, folded or on its hanger."""
    wool = scene.cycle(CAMEL)
    if not scene.standing:
        hanging_cloak(scene, wool)
    else:
        _folded_cloak(scene, wool)


def _folded_cloak(scene: Scene, wool: Colour) -> None:
    canvas, gold = scene.canvas, scene.pick(GOLDS)
    layers, w = scene.pick((3, 4)), scene.some(315, 345)
    thick = 300 / layers
    base = 800.0
    scene.under(500, base - 4, w, 34)
    for k in range(layers):
        y, shift = base - (k + 1) * thick, scene.some(-12, 12)
        shade = scene.near(wool, 0.14)
        left, right = 500 - w + shift, 500 + w + shift
        half = thick * 0.5
        fold = np.concatenate(
            [
                curve([(left + half, y), (500 + shift, y - 10), (right - half, y)]),
                curve([(right - 10, y + half * 0.4), (right, y + half), (right - 14, y + thick + 2)]),
                curve(
                    [(500, y + thick + 8), (left + 14, y + thick + 2), (left, y + half), (left + 14, y + half * 0.3)]
                ),
            ]
        )
        canvas.fill(fold, falling(plain_cloth(shade), 30, 0.05), Relief(0.8, 0.04, 0.7))
        line = curve([(left + 8, y + thick * 0.6), (500, y + thick * 0.7), (right - 8, y + thick * 0.6)])
        if k % 2 == layers % 2 - 0 or k == layers - 1:
            golden_band(scene, line, 22, (gold, deeper(shade, 0.4), deeper(gold, 0.4)))
    _sash(scene, base - layers * thick, w)


def _sash(scene: Scene, top: float, w: float) -> None:
    canvas, colour = scene.canvas, scene.pick(tones("caa36a 7a2f1a 0b6e72 e9dcc3"))
    x = 500 + scene.some(-0.4, 0.3) * w
    band = np.concatenate(
        [curve([(x - 60, top - 4), (x, top - 16), (x + 66, top - 6)]), points([(x + 84, 752), (x - 14, 758)])]
    )
    canvas.shadow(band, Cast(8, 8, 10, 0.45))
    fringe(scene, points([(x - 12, 756), (x + 82, 750)]), 60, (colour, deeper(colour, 0.2)), 11)
    canvas.fill(band, Linear((paler(colour, 0.1), deeper(colour, 0.15)), 20), Relief(0.4, 0.05, 0.3))
    for k in range(9):
        share = k / 9
        spot = (x + 6 + 22 * share, top + 30 + (720 - top) * share, 15.0)
        satin_flower(canvas, spot, 6, (deeper(colour, 0.45), paler(colour, 0.4)))


def _fleece(colours: np.ndarray[tuple[int, ...], np.dtype[np.float32]], cloud: Field, pattern: Shader) -> Shader:
    """Pressed wool: fibres in all directions and colours that run into each other at their edges."""
    side = cloud.shape[0]

    def shader(x: Field, y: Field) -> Field:
        a, b = np.broadcast_arrays((x + 600) * 0.9, (y + 600) * 0.9)
        fibre = cloud[(b * 1.9).astype(np.int64) % side, (a * 1.3 + b * 0.4).astype(np.int64) % side]
        drift = (fibre - 0.5) * 16
        share = np.clip(pattern(x + drift, y + drift * 0.8), 0, 2)
        low = np.floor(np.minimum(share, 1.999)).astype(np.int64)
        part = (share - low)[..., None]
        wool = colours[low] * (1 - part) + colours[low + 1] * part
        felt: Field = wool * (0.90 + 0.2 * fibre[..., None])
        return felt

    return shader


# Leaves of the figure, how deep they are cut, and its size.
_FELT_FIGURES = {"sun": (8, 0.2, 0.5), "waves": (4, 0.35, 0.52), "stars": (6, 0.28, 0.48), "eye": (2, 0.3, 0.36)}


def _felt_pattern(kind: str, w: float, h: float, oval: bool) -> Shader:
    def sharp(value: Field) -> Field:
        edge: Field = np.clip(value * 0.12 + 0.5, 0, 1)
        return edge

    def shader(x: Field, y: Field) -> Field:
        border = np.maximum(np.abs(x) - (w - 92), np.abs(y) - (h - 92))
        if oval:
            border = (np.hypot(x / w, y / h) - 0.8) * w
        ring = sharp(14 - np.abs(border))
        angle, reach = np.arctan2(y, x), np.hypot(x, y * w / h)
        if kind == "horns":
            bend = np.hypot(np.abs(x) - w * 0.26, np.abs(y) - h * 0.26)
            inner, heart = sharp(18 - np.abs(bend - w * 0.17)), sharp(w * 0.16 - np.abs(x) - np.abs(y))
        else:
            petals, bite, size = _FELT_FIGURES[kind]
            edge = 1 + bite * np.cos(angle * petals)
            inner = sharp(w * size * edge - reach)
            heart = np.where(reach < w * size * 0.62 * edge, sharp(w * size * 0.42 * edge - reach), 0)
            inner = inner * sharp(np.abs(reach - w * size * 0.66 * edge) - 9)
        return np.maximum(np.maximum(ring, inner), heart * 2)

    return shader


def felt(scene: Scene) -> None:
    """A hand-felted rug with a sun, horns or waves in it."""
    canvas, shades = scene.canvas, scene.cycle(FELTS)
    w, h = scene.some(285, 315), scene.some(370, 400)
    if scene.chance(0.35):
        w, h = h, w
    oval = scene.turn % 3 == 2
    shape = ellipse(0, 0, w, h) if oval else box(-w, -h, w, h, 54)
    shape = uneven(shape, 8, scene.rng)
    colours = np.array(shades, dtype=np.float32)
    cloud = smooth_noise((512, 512), 90, scene.field()) * 0.6 + smooth_noise((512, 512), 26, scene.field()) * 0.4
    pattern = _felt_pattern(scene.cycle(("sun", "waves", "horns", "stars", "eye")), w, h, oval)
    with canvas.at(500, 500, scene.some(-9, 9), 0.98):
        canvas.shadow(shape, Cast(12, 24, 18, 0.5))
        canvas.fill(moved(shape, 2, 12), deeper(shades[0], 0.35), Relief(0.3, 0, 0.1))
        canvas.fill(shape, _fleece(colours, cloud, pattern), Relief(0.5, 0.02, 0.12))


def shawl(scene: Scene) -> None:
    """A needle-worked shawl spread out, fringed below."""
    canvas, silk, gold = scene.canvas, scene.cycle(SILKS), scene.pick(GOLDS)
    accent = scene.cycle(tones("bfe3de f3e4c4 e8907a 8fc1a0"), 1)
    wave = [scene.some(-26, 26) for _ in range(4)]
    top = curve([(-370, -340 + wave[0]), (-120, -372 + wave[1]), (130, -340), (372, -352 + wave[2])])
    foot = curve([(352, 300 + wave[3]), (120, 330), (-130, 306 + wave[1]), (-352, 326)])
    shape = np.concatenate([top, foot])
    with canvas.at(500, 490, scene.some(-7, 7), 1.02):
        canvas.shadow(shape, Cast(14, 26, 20, 0.5))
        fringe(scene, foot[::-1], 74, (silk, deeper(silk, 0.2), gold), 11)
        canvas.fill(shape, falling(plain_cloth(silk), 9, 0.12), Relief(0.4, 0.08, 0.12))
        with canvas.inside(shape):
            for x in (-250, -90, 70, 235):
                crease(canvas, [(x + scene.some(-30, 30), -360), (x, 0), (x + scene.some(-40, 40), 330)], 44, 0.28)
            _shawl_work(scene, (gold, accent, silk))
            golden_band(scene, moved(foot[::-1], 0, -34), 42, (gold, deeper(silk, 0.4), accent))
            scallops(canvas, moved(foot[::-1], 0, -70), 30, (gold, accent))


def _shawl_work(scene: Scene, colours: tuple[Colour, Colour, Colour]) -> None:
    canvas, (gold, accent, silk) = scene.canvas, colours
    kind = scene.cycle(("stars", "botehs", "garland"))
    if kind == "garland":
        _shawl_garland(scene, colours)
        return
    for row in range(5):
        for column in range(5):
            x, y = -300 + column * 150 + (row % 2) * 74, -290 + row * 118
            if kind == "stars":
                satin_flower(canvas, (x, y, 40), 8, (gold, accent))
            elif (row + column) % 2:
                satin_flower(canvas, (x, y, 24), 6, (accent, gold))
            else:
                boteh(canvas, (x, y, 92), row % 2 == 1, (gold, accent, deeper(silk, 0.1)))


def _shawl_garland(scene: Scene, colours: tuple[Colour, Colour, Colour]) -> None:
    canvas, (gold, accent, silk) = scene.canvas, colours
    for side in (-1, 1):
        for k in range(6):
            sprig(canvas, (side * 300, 190 - k * 98, 96), -90 + side * (24 if k % 2 else -24), (accent, gold))
    for radius, petals, shade in ((118, 12, gold), (66, 8, accent), (34, 6, gold)):
        satin_flower(canvas, (0, -60, radius), petals, (shade, deeper(silk, 0.2)))
    for k in range(10):
        angle = k * math.tau / 10
        sprig(canvas, (150 * math.cos(angle), -60 + 150 * math.sin(angle), 74), math.degrees(angle), (accent, gold))


def tablecloth(scene: Scene) -> None:
    """An embroidered cloth on a round table."""
    canvas = scene.canvas
    linen = scene.cycle(tones("f7f0e2 efe4cf e3ecea f2e3da d9e2cf"))
    threads = ("a6452a 5f7a36 e0b253", "0b6e72 c9762f 7fae9b", "8c2335 5f7a36 d98fa0", "25365e 0b6e72 e2b768")
    colours = tones(scene.cycle(threads))
    rx, ry, y = scene.some(345, 375), scene.some(112, 130), scene.some(330, 370)
    drop, folds = scene.some(370, 420), scene.pick((9, 11, 13))
    angle = np.radians(np.linspace(180, 0, 121))
    swing = np.cos(angle * folds)
    hem = np.stack(
        [500 + np.cos(angle) * (rx * 1.13 + 12 * swing), y + drop + np.sin(angle) * ry * 0.9 + 16 * swing], axis=1
    )
    skirt = np.concatenate([points([(500 - rx, y)]), hem, points([(500 + rx, y)])])
    canvas.fill(box(470, y, 530, 930), tones("5a3519")[0])
    scene.under(500, 905, rx * 0.72, 40)
    canvas.fill(skirt, plain_cloth(deeper(linen, 0.06)), Relief(0.35, 0, 0.4))
    with canvas.inside(skirt):
        for k in range(folds):
            share = math.pi * (k + 0.5) / folds * 1.0
            x0, x1 = 500 + math.cos(share) * rx, 500 + math.cos(share) * rx * 1.12
            low = y + drop + math.sin(share) * ry
            crease(canvas, [(x0, y + math.sin(share) * ry), ((x0 + x1) / 2, y + drop * 0.5), (x1, low)], 30, 0.34)
        border = hem - np.array([0.0, 62.0])
        chain(canvas, border, 11, colours[0])
        _garland(scene, border - np.array([0.0, 44.0]), colours)
        scallops(canvas, hem - np.array([0, 12.0]), 26, (colours[1], colours[0]))
    _table_top(scene, (rx, ry, y), linen, colours)


def _table_top(scene: Scene, size: tuple[float, float, float], linen: Colour, colours: tuple[Colour, ...]) -> None:
    """The round of the cloth that lies level: half width, half depth, height in the picture."""
    canvas, (rx, ry, y) = scene.canvas, size
    canvas.fill(ellipse(500, y, rx, ry), Linear((paler(linen, 0.3), linen), 30), Relief(0.15, 0.0, 0.1))
    canvas.stroke(closed(ellipse(500, y, rx, ry)), 4, deeper(linen, 0.2), alpha=0.35)
    with canvas.at(500, y, 0, 1, ry / rx):
        zigzag_stitch(canvas, closed(disc(0, 0, rx * 0.86)), 20, colours[0])
        for k in range(12):
            spot = moved(points([(rx * 0.62, 0)]), 0, 0, k * 30)[0]
            satin_flower(canvas, (float(spot[0]), float(spot[1]), 42), 6, (colours[k % 2 * 2], colours[1]))
        satin_flower(canvas, (0, 0, 100), 10, (colours[0], colours[2]))


def _garland(scene: Scene, path: Outline, colours: tuple[Colour, ...]) -> None:
    steps = len(path) // 12
    for k in range(12):
        x, y = path[k * steps + 5]
        satin_flower(scene.canvas, (float(x), float(y), 26), 6, (colours[0] if k % 2 else colours[2], colours[1]))
        x, y = path[min(len(path) - 1, k * steps + 9)]
        sprig(scene.canvas, (float(x) - 14, float(y) + 12, 40), -60 if k % 2 else -120, (colours[1], colours[0]))


def net_scarf(scene: Scene) -> None:
    """A black net headscarf with beaded edge, shown on a turned wooden stand."""
    canvas = scene.canvas
    wood = scene.pick(tones("c99a63 b07d4a d9b98a"))
    neck = curve([(455, 560), (448, 640), (360, 720), (330, 800), (670, 800), (640, 720), (552, 640), (545, 560)], True)
    head = curve([(500, 190), (392, 240), (372, 380), (416, 520), (500, 590), (584, 520), (628, 380), (608, 240)], True)
    scene.under(500, 800, 180, 30)
    for part in (neck, head):
        canvas.fill(part, Linear((paler(wood, 0.2), wood, deeper(wood, 0.25)), 20), Relief(0.7, 0.15, 0.8))
    spread = scene.some(0, 50)
    left = [(500.0, 158.0), (380, 186), (330, 320), (322, 520), (262 - spread, 690), (210 - spread, 850)]
    foot = [(330, 878), (430, 862), (500, 884), (580, 864), (680, 878)]
    veil = curve([*left, *foot, *[(1000 - x, y) for x, y in left[:0:-1]]], closed=True)
    lap = curve([(452, 560), (520, 640), (556 + spread, 760), (540 + spread, 872)])
    face = curve([(500, 262), (420, 300), (404, 400), (440, 520), (500, 596), (560, 520), (596, 400), (580, 300)], True)
    net = tone(scene.cycle(("1c1a20", "241d2b", "1a2226")))
    bead = scene.cycle((GOLDS[0], tone("e9eef0"), tone("c9516b"), tone("4fb0a8")))
    canvas.shadow(veil, Cast(18, 24, 22, 0.4))
    canvas.fill(veil, net, alpha=0.72)
    with canvas.inside(veil):
        _net(scene, paler(net, 0.35))
        canvas.shadow(ribbon(moved(lap, -14, 6), (10, 30, 30)), Cast(0, 0, 12, 0.55), (10, 8, 12))
        chain(canvas, lap, 10, bead)
        for side in (-1, 1):
            crease(canvas, [(500 + side * 140, 260), (500 + side * 165, 520), (500 + side * 240, 860)], 40, 0.6)
            crease(canvas, [(500 + side * 60, 210), (500 + side * 120, 560), (500 + side * 130, 860)], 30, 0.5)
    canvas.fill(face, Linear((paler(wood, 0.28), wood, deeper(wood, 0.2)), 20), Relief(0.5, 0.12, 0.8))
    chain(canvas, closed(face), 13, bead)
    chain(canvas, closed(shrunk(veil, 0.985)), 11, bead)
    rope(canvas, curve([(440, 590), (500, 636), (560, 590)]), 12, mix(net, bead, 0.3))


def _net(scene: Scene, thread: Colour) -> None:
    step = scene.some(20, 26)
    count = int(1600 / step)
    slant = [points([(-300 + k * step, 100), (-300 + k * step + 460, 900)]) for k in range(count)]
    back = [points([(1300 - k * step, 100), (1300 - k * step - 460, 900)]) for k in range(count)]
    scene.canvas.strokes([*slant, *back], 2, thread, alpha=0.55)
    for k in range(30):
        spot = (220 + (k * 137) % 560, 180 + (k * 211) % 680)
        scene.canvas.fill(disc(spot[0], spot[1], 6), thread, alpha=0.8)
