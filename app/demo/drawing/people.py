"""Portraits of makers at their work: kind faces, head scarves, hands that are busy."""

from __future__ import annotations

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import deeper, mix, paler, tones
from app.demo.drawing.crafts import MEN_CRAFTS, WOMEN_CRAFTS, hands
from app.demo.drawing.embroidery import golden_band, satin_flower
from app.demo.drawing.fabric import STAMPS, crease, falling, plain_cloth, printed
from app.demo.drawing.faces import (
    HAIR,
    SCARVES,
    SKINS,
    Layer,
    Maker,
    beard_and_cap,
    face,
    mans_hair,
    scarf_back,
    scarf_front,
    under_scarf,
)
from app.demo.drawing.garments import GOLDS, SILKS
from app.demo.drawing.ground import FULL, palm_shadow
from app.demo.drawing.light import RAISED, SOFT, Linear, Radial, Relief, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import arc, arch, curve, disc, points
from app.demo.drawing.thread import closed


def backdrop(scene: Scene) -> None:
    """The wall behind a maker, with an arch or a round of light."""
    canvas, ground = scene.canvas, scene.ground
    canvas.fill(FULL, Radial((paler(ground.lit, 0.2), ground.lit, ground.dim), 0.38, 0.25, 0.9))
    kind = scene.cycle(("disc", "arch", "window", "arch"))
    glow = scene.cycle(tones("0d7074 e2b768 7a2f1a 7fae9b fdf3dc"), 1)
    if kind == "disc":
        canvas.fill(disc(500, 450, 420), mix(ground.dim, glow, 0.5), alpha=0.30)
        canvas.stroke(closed(disc(500, 450, 440)), 5, glow, alpha=0.3)
    elif kind == "arch":
        canvas.fill(arch(92, 30, 908, 1100), paler(ground.lit, 0.4), alpha=0.75)
        canvas.fill(arch(124, 66, 876, 1100), Linear((mix(ground.dim, glow, 0.30), mix(ground.lit, glow, 0.12)), 60))
    else:
        for k, shade in enumerate(tones("c0392f e0a02d 1f7a5c 1d5fa0 0f8a8c")):
            bow = arc((500, 470), (430, 430), 181 + 36 * k, 215 + 36 * k)
            rays = np.concatenate([bow, points([(500, 470)])])
            canvas.fill(rays, mix(ground.lit, shade, 0.35), alpha=0.6)
        canvas.fill(disc(500, 470, 215), mix(ground.lit, ground.dim, 0.4))
    if scene.chance(0.4):
        palm_shadow(scene)


def _look(scene: Scene) -> Maker:
    old = scene.chance(0.3)
    return Maker(
        skin=scene.cycle(SKINS, scene.rng.randrange(2)),
        hair=HAIR[3] if old else scene.pick(HAIR[:3]),
        dress=scene.cycle(SILKS, 2),
        scarf=scene.cycle(SCARVES),
        gold=scene.pick(GOLDS),
        old=old,
    )


def woman(scene: Scene) -> None:
    """A woman in a head scarf at her craft."""
    maker = _look(scene)
    backdrop(scene)
    with scene.canvas.at(scene.some(-14, 14), 0):
        cloth = _dress_cloth(scene, maker)
        _shoulders(scene, cloth)
        _head(scene, maker, 0.0, (scarf_back, under_scarf, face, scarf_front))
        _sleeves(scene, maker, cloth)
        scene.cycle(WOMEN_CRAFTS)(scene)
        hands(scene, maker.skin)


def man(scene: Scene) -> None:
    """A man with cap or bare head at his craft."""
    maker = _look(scene)
    linen = scene.pick(tones("f1ead9 cfd9dc e3d2b4 7f9aa6 b8a58a"))
    maker = Maker(maker.skin, maker.hair, linen, maker.scarf, maker.gold, maker.old)
    backdrop(scene)
    cloth = falling(plain_cloth(linen), 8, 0.06)
    _shoulders(scene, cloth)
    canvas = scene.canvas
    neck = curve([(440, 470), (432, 610), (500, 660), (568, 610), (560, 470)], closed=True)
    canvas.fill(neck, deeper(maker.skin, 0.14), SOFT)
    for side in (-1, 1):
        edge = ((96, 592), (116, 640), (30, 716), (0, 664))
        collar = curve([(500 + side * x, y) for x, y in edge], closed=True)
        canvas.shadow(collar, NEAR)
        canvas.fill(collar, paler(linen, 0.2), RAISED)
    canvas.strokes([points([(500, 690), (500, 900)])], 4, deeper(linen, 0.3), alpha=0.6)
    _head(scene, maker, 44.0, (mans_hair, face, beard_and_cap))
    _sleeves(scene, maker, cloth)
    MEN_CRAFTS[scene.turn // 5 % len(MEN_CRAFTS)](scene)
    hands(scene, maker.skin)


def _dress_cloth(scene: Scene, maker: Maker) -> Shader:
    stamp = scene.cycle(STAMPS, 1)
    shades = (maker.dress, paler(maker.dress, 0.18), deeper(maker.dress, 0.2), maker.gold)
    return falling(printed(scene, stamp, scene.some(70, 100), shades).at, 8, 0.08)


def _shoulders(scene: Scene, cloth: Shader) -> None:
    canvas = scene.canvas
    half = [(430.0, 600.0), (300, 642), (190, 724), (142, 890), (130, 1080)]
    body = np.concatenate([curve(half), np.array([[1000, 0]]) + curve(half)[::-1] * np.array([-1, 1])])
    canvas.shadow(body, Cast(18, 10, 30, 0.35))
    canvas.fill(body, cloth, Relief(0.6, 0.04, 0.5))
    with canvas.inside(body):
        for x in (330, 430, 580, 680):
            crease(canvas, [(x, 700), (x + (x - 500) * 0.1, 860), (x + (x - 500) * 0.2, 1010)], 34, 0.3)


def _head(scene: Scene, maker: Maker, down: float, layers: tuple[Layer, ...]) -> None:
    """Whatever belongs to the head, tilted a little about the chin and set so far down."""
    with scene.canvas.at(500, 520 + down, scene.some(-4, 4), 1.0 + down / 800), scene.canvas.at(-500, -520):
        for layer in layers:
            layer(scene, maker)


def _sleeves(scene: Scene, maker: Maker, cloth: Shader) -> None:
    canvas = scene.canvas
    for side in (-1, 1):
        bend = ((336, 842), (332, 920), (276, 944), (196, 884))
        arm = curve([(500 + side * x, y) for x, y in bend])
        canvas.shadow(arm, Cast(0, -6, 18, 0.3))
        canvas.taper(arm, (6, 112, 124, 96), cloth, Relief(0.75, 0.05, 0.8))
        cuff = points([(500 + side * 222, 848), (500 + side * 168, 922)])
        golden_band(scene, cuff, 26, (maker.gold, deeper(maker.dress, 0.4), paler(maker.dress, 0.5)))
    if maker.dress in SILKS:
        for k in range(3):
            satin_flower(canvas, (500, 716 + k * 40, 15), 6, (maker.gold, paler(maker.dress, 0.4)))
