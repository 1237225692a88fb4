"""Leather goods: water bag and bucket, wallet; and the woven shoe on its leather sole."""

from __future__ import annotations

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.light import RAISED, ROUND, Field, Linear, Relief, Shader, smooth_noise
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import box, curve, disc, ellipse, mirrored, moved, petal, points, shrunk, uneven
from app.demo.drawing.thread import closed, rope, stitches, tassel
from app.demo.drawing.turned import Turned, plain

HIDES = tones("8a5530 5f3a20 a8703f 6e2f1c 3f2a1c b9824e")
WAXED = tones("ecd9b0 e2c48a f3e6cc")


def hide(scene: Scene, colour: Colour) -> Shader:
    """Leather with its clouds and pores."""
    cloud = smooth_noise((256, 256), 9, scene.field()) * 0.7 + smooth_noise((256, 256), 60, scene.field()) * 0.3
    base = np.array(colour, dtype=np.float32)

    def shader(x: Field, y: Field) -> Field:
        across, down = np.broadcast_arrays(x * 0.5 + 999, y * 0.5 + 999)
        tint = cloud[down.astype(np.int64) % 256, across.astype(np.int64) % 256]
        tanned: Field = base * (0.84 + 0.32 * tint[..., None])
        return tanned

    return shader


def water_bag(scene: Scene) -> None:
    """A goatskin water bag and a small leather bucket."""
    canvas, skin = scene.canvas, scene.cycle(HIDES)
    flip = scene.pick((-1.0, 1.0))
    scene.under(500 - 120 * flip, 800, 240, 30)
    scene.under(500 + 265 * flip, 800, 110, 22)
    half = [(-36.0, -330.0), (-62, -236), (-190, -120), (-250, 60), (-210, 220), (-90, 268)]
    with canvas.at(500 - 120 * flip, 540, -4 * flip):
        body = uneven(curve(mirrored(half, 0), closed=True), 8, scene.rng)
        strap = curve([(-190, -120), (-250, -330), (-20, -420), (210, -330), (186, -120)])
        canvas.stroke(moved(strap, 8, 10), 20, (50, 28, 12), alpha=0.25)
        rope(canvas, strap, 17, mix(skin, (214, 180, 120), 0.5))
        for x, turn in ((-212, 205), (212, -25)):
            with canvas.at(x, 214, turn):
                paw = curve([(-20, -34), (60, -26), (96, 0), (60, 26), (-20, 34)], closed=True)
                canvas.fill(paw, deeper(skin, 0.15), ROUND)
                rope(canvas, points([(58, -24), (60, 24)]), 9, scene.pick(WAXED))
        canvas.shadow(body, Cast(14, 20, 20, 0.35))
        canvas.fill(body, hide(scene, skin), Relief(0.9, 0.25, 0.95))
        seam = curve([(4, -230), (16, -60), (6, 120), (0, 262)])
        canvas.stroke(seam, 6, deeper(skin, 0.4), alpha=0.7)
        stitches(canvas, moved(seam, 8, 0), scene.pick(WAXED), 16, 4)
        for k in range(5):
            bend = curve([(-54 + k * 2, -262 + k * 11), (0, -250 + k * 11), (54 - k * 2, -262 + k * 11)])
            canvas.stroke(bend, 11, scene.near(tone("d9b98a"), 0.15), RAISED)
        canvas.fill(box(-26, -372, 26, -318, 12), tone("7a4a28"), ROUND)
        canvas.fill(ellipse(0, -374, 32, 12), tone("a8703f"), RAISED)
        tassel(scene, (192, -128), scene.cycle(tones("8c2335 0b6e72 c9762f")), 1.4)
    _bucket(scene, 500 + 265 * flip, deeper(skin, 0.05))


def _bucket(scene: Scene, x: float, skin: Colour) -> None:
    canvas = scene.canvas
    body = Turned.smooth(x, [(590, 128), (680, 118), (790, 92)], 0.22)
    loop = curve([(x - 122, 596), (x - 80, 470), (x, 430), (x + 80, 470), (x + 122, 596)])
    canvas.fill(body.outline(), body.wrapped(plain(skin)))
    with canvas.inside(body.outline()):
        for y in (628, 752):
            stitches(canvas, body.hoop(y), scene.pick(WAXED), 17, 5)
        seam = points([(x - 40, 600), (x - 32, 840)])
        stitches(canvas, seam, scene.pick(WAXED), 17, 4)
    canvas.fill(body.rim(), deeper(skin, 0.6))
    canvas.fill(ellipse(x, 598, 112, 20), (96, 140, 142), alpha=0.75)
    canvas.stroke(closed(body.rim()), 15, deeper(skin, 0.15), ROUND)
    rope(canvas, loop, 14, tone("c9a56a"))


def wallet(scene: Scene) -> None:
    """A hand-stitched wallet, open or closed."""
    canvas, skin = scene.canvas, scene.cycle((*HIDES, tone("0b5a5e"), tone("7a2f1a")))
    thread = scene.pick(WAXED)
    with canvas.at(500, 500, scene.some(-16, 16), 1.04):
        if scene.turn % 2:
            _open_wallet(scene, skin, thread)
        else:
            _closed_wallet(scene, skin, thread)


def _closed_wallet(scene: Scene, skin: Colour, thread: Colour) -> None:
    canvas = scene.canvas
    w, h = scene.some(300, 330), scene.some(200, 230)
    body = box(-w, -h, w, h, 40)
    canvas.shadow(body, Cast(14, 28, 20, 0.5))
    for k in range(3):
        canvas.fill(moved(body, 6 - k * 3, 16 - k * 7), deeper(skin, 0.35 - k * 0.08))
    canvas.fill(body, hide(scene, skin), RAISED)
    stitches(canvas, closed(shrunk(body, 0.92)), thread, 22, 5)
    strap = box(w - 150, -46, w + 14, 46, 34)
    canvas.shadow(strap, NEAR)
    canvas.fill(strap, hide(scene, deeper(skin, 0.15)), RAISED)
    stitches(canvas, closed(shrunk(strap, 0.82)), thread, 17, 4)
    canvas.fill(disc(w - 110, 0, 24), tone("d9a441"), Relief(0.9, 0.8, 0.8))
    _stamped(scene, skin)


def _stamped(scene: Scene, skin: Colour) -> None:
    """A figure pressed into the leather."""
    canvas, dark = scene.canvas, deeper(skin, 0.4)
    kind = scene.cycle(("palm", "sun", "waves"), 1)
    with canvas.at(-90, 0):
        if kind == "palm":
            canvas.taper(curve([(6, 110), (-6, 20), (0, -30)]), (18, 12), dark, Relief(-0.5, 0, 0.6))
            leaves = [moved(petal(110, 26), 0, -30, turn) for turn in (-165, -130, -90, -50, -15, 20, 160)]
            canvas.fills(leaves, dark, Relief(-0.5, 0, 0.6))
        elif kind == "sun":
            leaves = [moved(petal(104, 40, 0.6), 0, 0, turn) for turn in range(0, 360, 30)]
            canvas.fills(leaves, dark, Relief(-0.5, 0, 0.6))
            canvas.fill(disc(0, 0, 30), skin, RAISED)
        else:
            for k in range(3):
                wave = curve([(-130 + j * 44, -46 + k * 46 + (18 if j % 2 else -18)) for j in range(7)])
                canvas.stroke(wave, 10, dark, Relief(-0.5, 0, 0.6))


def _open_wallet(scene: Scene, skin: Colour, thread: Colour) -> None:
    canvas = scene.canvas
    w, h = 385.0, scene.some(215, 240)
    body = box(-w, -h, w, h, 34)
    canvas.shadow(body, Cast(14, 28, 20, 0.5))
    canvas.fill(body, hide(scene, deeper(skin, 0.1)), RAISED)
    inner = paler(skin, 0.16)
    for side in (-1, 1):
        for k in range(3):
            y = -h * 0.55 + k * h * 0.34
            pocket = box(24, y, w - 24, h - 24, 16)
            shape = pocket if side > 0 else moved(pocket, -w, 0)
            canvas.shadow(shape, Cast(0, -4, 6, 0.5))
            canvas.fill(shape, hide(scene, paler(inner, 0.05 * k)), RAISED)
        stitches(canvas, closed(shrunk(shape, 0.9)), thread, 18, 4)
    canvas.stroke(points([(0, -h), (0, h)]), 26, deeper(skin, 0.35), Relief(-0.6, 0, 0.9))
    stitches(canvas, closed(shrunk(body, 0.965)), thread, 22, 5)


def giveh(scene: Scene) -> None:
    """A pair of shoes with knitted uppers."""
    canvas = scene.canvas
    cotton = scene.cycle(tones("f4ecdc efe2c8 f7f2e8"))
    trim = scene.cycle(tones("0b6e72 8c2335 25365e c9762f 5f7a36"))
    sole = scene.pick(tones("7a4a28 5a3519 a8703f"))
    rows = scene.cycle(((4, 5, 9), (6, 7), (3, 8, 9), (), (5, 9, 13)))
    scene.under(500, 800, 330, 34)
    for x, y, scale in ((540, 600, 0.94), (470, 760, 1.06)):
        with canvas.at(x, y, scene.some(-2, 2), scale * scene.some(0.98, 1.02)):
            _shoe(scene, (cotton, trim, sole), rows)


def _shoe(scene: Scene, colours: tuple[Colour, Colour, Colour], rows: tuple[int, ...]) -> None:
    """One shoe from its side, the toe to the left."""
    canvas, (cotton, trim, sole) = scene.canvas, colours
    vamp = [(-336, -10), (-352, -60), (-330, -84), (-250, -84), (-120, -140), (-20, -212), (30, -226), (150, -176)]
    upper = curve([*vamp, (250, -214), (292, -206), (312, -120), (318, 0)])
    shape = np.concatenate([upper, points([(318, 14), (-320, 14)])])
    tread = [
        (-366, -48),
        (-344, 4),
        (-280, 22),
        (0, 16),
        (200, 22),
        (330, 14),
        (330, 44),
        (0, 50),
        (-300, 52),
        (-362, 8),
    ]
    base = curve(tread, closed=True)
    canvas.shadow(base, Cast(10, 16, 14, 0.5))
    mouth = curve([(26, -224), (90, -244), (200, -236), (292, -206), (240, -170), (150, -160)], closed=True)
    canvas.fill(mouth, deeper(cotton, 0.6))
    canvas.fill(shape, _knit(rows, cotton, trim), Relief(0.7, 0.03, 0.7))
    canvas.fill(base, Linear((paler(sole, 0.2), deeper(sole, 0.3))), Relief(0.5, 0.15, 0.6))
    stitches(canvas, curve([(-340, 22), (-260, 36), (0, 32), (200, 36), (322, 30)]), WAXED[0], 20, 5)
    collar = curve([(-24, -208), (30, -226), (150, -176), (250, -214), (290, -206)])
    canvas.stroke(collar, 15, trim, ROUND)
    canvas.stroke(curve([(286, -196), (306, -110), (312, 0)]), 15, trim, ROUND)
    canvas.stroke(curve([(296, -200), (318, -246), (300, -262), (286, -220)]), 9, trim, ROUND)


def _knit(rows: tuple[int, ...], cotton: Colour, trim: Colour) -> Shader:
    """Rows of knitted stitches, some in the second colour."""
    pale, dyed = np.array(cotton, dtype=np.float32), np.array(trim, dtype=np.float32)

    def shader(x: Field, y: Field) -> Field:
        a, b = np.broadcast_arrays(x / 15.0, (y + x * 0.10) / 13.0)
        inside = np.abs(a - np.floor(a) - 0.5) * 2
        row = np.floor(b + inside * 0.55)
        part = b + inside * 0.55 - row
        light = 0.74 + 0.26 * np.sin(np.pi * part) - 0.12 * (inside < 0.12)
        wool = np.where((np.isin(-row, rows) & (np.floor(a) % 4 < 2))[..., None], dyed, pale)
        knit: Field = wool * light[..., None]
        return knit

    return shader
