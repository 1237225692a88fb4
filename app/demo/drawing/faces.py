"""Faces, hair and head scarves of makers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.embroidery import golden_band, scallops
from app.demo.drawing.fabric import crease, falling, plain_cloth, posy_stamp, printed
from app.demo.drawing.light import ROUND, SOFT, Linear, Relief, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, curve, disc, ellipse, mirrored, moved, points

SKINS = tones("c98d63 d9a378 b87a50 e0b08a a86c46")
HAIR = tones("2a1c14 3a2618 1e1612 8a837a")
SCARVES = tones("23393c 1d1a22 6b1f2b 2f4f6f 5f3a5a 3f5a3a e9dfcc c98a4a 8fae9b a8485a")


@dataclass(frozen=True)
class Maker:
    """What one maker looks like."""

    skin: Colour
    hair: Colour
    dress: Colour
    scarf: Colour
    gold: Colour
    old: bool


Layer = Callable[[Scene, Maker], None]


def _face_outline() -> Outline:
    half = [(500.0, 208.0), (408, 240), (382, 345), (402, 440), (452, 502)]
    return curve([*half, (500, 520), *mirrored(half, 500)[5:-1]], closed=True)


def face(scene: Scene, maker: Maker) -> None:
    """Skin, lowered or open eyes, a small smile."""
    canvas, skin = scene.canvas, maker.skin
    canvas.fill(_face_outline(), Linear((paler(skin, 0.14), skin, deeper(skin, 0.14)), 70), Relief(0.35, 0.04, 0.8))
    for side in (-1, 1):
        canvas.shadow(disc(500 + side * 62, 424, 26), Cast(0, 0, 14, 0.34), tone("d0604a"))
    line = deeper(skin, 0.62)
    down = scene.turn % 3 != 2
    for side in (-1, 1):
        x = 500 + side * 54
        brow = curve([(x - side * 30, 330), (x + side * 2, 316), (x + side * 38, 330)])
        canvas.taper(brow, (5, 10, 4), mix(maker.hair, line, 0.3))
        (_lowered if down else _open)(scene, x, side, line)
    nose = curve([(496, 356), (488, 404), (484, 424), (500, 432)])
    canvas.taper(nose, (2, 5, 7, 4), deeper(skin, 0.28))
    canvas.stroke(curve([(506, 432), (516, 428), (518, 420)]), 4, deeper(skin, 0.25), alpha=0.7)
    _mouth(scene, maker)
    if maker.old:
        for side in (-1, 1):
            folds = [curve([(500 + side * 96, 364 + k * 11), (500 + side * 112, 360 + k * 15)]) for k in range(3)]
            folds.append(curve([(500 + side * 34, 430), (500 + side * 56, 452), (500 + side * 58, 474)]))
            canvas.strokes(folds, 3.5, deeper(skin, 0.35), alpha=0.5)


def _lowered(scene: Scene, x: float, side: int, line: Colour) -> None:
    lid = curve([(x - side * 28, 362), (x, 376), (x + side * 32, 362)])
    scene.canvas.taper(lid, (4, 8, 5), line)
    lashes = [moved(points([(side * d, 0), (side * (d + 5), 11)]), x, 372 - abs(d - 6) * 0.2) for d in (6, 17, 27)]
    scene.canvas.strokes(lashes, 3, line)
    scene.canvas.stroke(curve([(x - side * 24, 350), (x, 346), (x + side * 30, 354)]), 3, line, alpha=0.35)


def _open(scene: Scene, x: float, side: int, line: Colour) -> None:
    canvas = scene.canvas
    edge = ((-28, 364), (-6, 350), (16, 352), (31, 364), (0, 374))
    eye = curve([(x + side * a, b) for a, b in edge], closed=True)
    canvas.fill(eye, tone("fbf4e8"))
    with canvas.inside(eye):
        canvas.fill(disc(x, 362, 12), tone("4a2a14"))
        canvas.fill(disc(x, 362, 6), tone("1a0e08"))
        canvas.fill(disc(x - 4, 357, 3.2), (255, 255, 255))
    canvas.taper(curve([(x - side * 29, 364), (x, 348), (x + side * 34, 362)]), (3, 8, 5), line)


def _mouth(scene: Scene, maker: Maker) -> None:
    canvas = scene.canvas
    lip = mix(maker.skin, tone("a03a34"), 0.6)
    upper = curve([(464, 462), (484, 455), (500, 459), (516, 455), (536, 462), (500, 470)], closed=True)
    lower = curve([(468, 464), (500, 472), (532, 464), (500, 484)], closed=True)
    canvas.fill(lower, paler(lip, 0.12), SOFT)
    canvas.fill(upper, lip)
    canvas.taper(curve([(456, 458), (480, 467), (500, 469), (520, 467), (544, 458)]), (3, 4, 4, 3), deeper(lip, 0.45))


def _scarf_cloth(scene: Scene, maker: Maker) -> Shader:
    if maker.scarf[0] > 130 or scene.turn % 4 == 0:
        ink = deeper(maker.scarf, 0.45) if maker.scarf[0] > 130 else paler(maker.scarf, 0.4)
        shades = (maker.scarf, ink, mix(maker.scarf, tone("5f8f5a"), 0.5), maker.gold)
        return falling(printed(scene, posy_stamp, 92, shades).at, 7, 0.07)
    return falling(plain_cloth(maker.scarf), 7, 0.08)


def scarf_back(scene: Scene, maker: Maker) -> None:
    canvas = scene.canvas
    half = [(500.0, 140.0), (376, 172), (316, 300), (318, 430), (290, 560), (226, 690), (300, 760), (420, 730)]
    shape = curve([*half, (500, 690), *mirrored(half, 500)[8:-1]], closed=True)
    canvas.shadow(shape, Cast(14, 22, 24, 0.4))
    canvas.fill(shape, _scarf_cloth(scene, maker), Relief(0.65, 0.05, 0.5))
    with canvas.inside(shape):
        for side in (-1, 1):
            crease(canvas, [(500 + side * 130, 230), (500 + side * 150, 420), (500 + side * 210, 680)], 38, 0.45)
            crease(canvas, [(500 + side * 90, 190), (500 + side * 138, 330), (500 + side * 140, 520)], 26, 0.4)


def under_scarf(scene: Scene, maker: Maker) -> None:
    """The band of hair or cap that shows at the brow."""
    canvas = scene.canvas
    canvas.fill(ellipse(500, 362, 130, 172), deeper(maker.scarf, 0.5))
    brow = curve([(382, 350), (400, 232), (500, 186), (600, 232), (618, 350), (560, 262), (500, 246), (440, 262)], True)
    canvas.fill(brow, maker.hair, SOFT)


def scarf_front(scene: Scene, maker: Maker) -> None:
    """The scarf's edge over the brow, its wrap under the chin, and the trimming."""
    canvas = scene.canvas
    cloth = _scarf_cloth(scene, maker)
    hood = [(440.0, 508.0), (392, 430), (388, 330), (418, 240), (466, 218)]
    outer = [(390.0, 590.0), (332, 450), (322, 300), (378, 172), (456, 143)]
    ring = np.concatenate([curve(mirrored(outer, 500)), curve(mirrored(hood, 500))[::-1]])
    canvas.fill(ring, cloth, Relief(0.7, 0.05, 0.6))
    under_chin = curve([(396, 440), (440, 520), (500, 550), (560, 520), (604, 440), (500, 500)], closed=True)
    canvas.shadow(under_chin, Cast(0, 0, 12, 0.28))
    rim = [(388, 470), (440, 516), (500, 532), (560, 516), (612, 470), (640, 560), (560, 650), (420, 668), (352, 570)]
    wrap = curve(rim, closed=True)
    canvas.shadow(wrap, Cast(4, 12, 12, 0.4))
    canvas.fill(wrap, cloth, Relief(0.75, 0.05, 0.5))
    with canvas.inside(wrap):
        crease(canvas, [(390, 500), (480, 590), (620, 560)], 26, 0.45)
        crease(canvas, [(372, 540), (470, 636), (590, 610)], 22, 0.4)
    _trim(scene, maker, curve(mirrored(hood, 500))[4:-4])


def _trim(scene: Scene, maker: Maker, edge: Outline) -> None:
    kind = scene.cycle(("beads", "band", "plain", "scallops"), 1)
    if kind == "beads":
        for x, y in edge[::3]:
            scene.canvas.fill(disc(x, y, 6), maker.gold, ROUND)
    elif kind == "band":
        golden_band(scene, moved(edge, 0, -6), 22, (maker.gold, deeper(maker.scarf, 0.4), paler(maker.dress, 0.3)))
    elif kind == "scallops":
        scallops(scene.canvas, moved(edge, 0, -2), 16, (maker.gold, paler(maker.dress, 0.3)))


def mans_hair(scene: Scene, maker: Maker) -> None:
    """Short hair and beard, with or without a cap."""
    canvas, hair = scene.canvas, maker.hair
    back = curve([(500, 166), (392, 196), (366, 320), (384, 380), (616, 380), (634, 320), (608, 196)], closed=True)
    canvas.fill(back, hair, SOFT)
    for side in (-1, 1):
        canvas.fill(ellipse(500 + side * 122, 372, 22, 36), deeper(maker.skin, 0.06), ROUND)


def beard_and_cap(scene: Scene, maker: Maker) -> None:
    """What lies over a man's face: beard, moustache, and the cap's brim or the hairline."""
    canvas, hair = scene.canvas, maker.hair
    style = scene.pick(("beard", "moustache", "beard"))
    if style == "beard":
        chin = curve([(386, 400), (396, 460), (440, 520), (500, 540), (560, 520), (604, 460), (614, 400)])
        inner = curve([(592, 410), (568, 450), (540, 442), (500, 446), (460, 442), (432, 450), (408, 410)])
        canvas.fill(np.concatenate([chin, inner]), hair, SOFT, 0.92)
        _mouth(scene, maker)
    whiskers = curve(
        [(446, 456), (470, 440), (500, 444), (530, 440), (554, 456), (520, 456), (500, 452), (480, 456)], True
    )
    canvas.fill(whiskers, hair, SOFT)
    cap = scene.turn // 5 % 3
    if cap == 2:
        half = [(384.0, 300.0), (380, 220), (440, 160), (494, 148)]
        canvas.fill(curve([*mirrored(half, 500), (570, 236), (430, 236)], closed=True), hair, SOFT)
        return
    crown = curve(
        [(376, 262), (384, 176), (440, 128), (500, 118), (560, 128), (616, 176), (624, 262), (500, 232)], True
    )
    linen = scene.pick(tones("f4ecdc 7a2f1a 23393c e3d2b4"))
    canvas.shadow(crown, NEAR)
    canvas.fill(crown, linen, Relief(0.65, 0.05, 0.6))
    edge = curve([(376, 258), (430, 234), (500, 226), (570, 234), (624, 258)])
    golden_band(scene, moved(edge, 0, -16), 24, (maker.gold, deeper(linen, 0.25), tone("0b6e72")))
