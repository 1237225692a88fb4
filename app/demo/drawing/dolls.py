"""The cloth doll in southern dress, and the batoola mask."""

from __future__ import annotations

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.embroidery import chain, golden_band, satin_flower, scallops
from app.demo.drawing.fabric import STAMPS, crease, falling, printed
from app.demo.drawing.garments import GOLDS, SILKS
from app.demo.drawing.light import RAISED, ROUND, SOFT, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, arc, box, curve, disc, ellipse, mirrored, moved, points
from app.demo.drawing.thread import closed, rope, stitches

LIMBS = tones("e8c49c d9a878 c98f62 efd2b0")


def doll(scene: Scene) -> None:
    """A cloth doll in a printed dress and head scarf."""
    canvas, skin = scene.canvas, scene.cycle(LIMBS)
    dress, scarf = scene.cycle(SILKS), scene.cycle(SILKS, 3)
    gold, wool = scene.pick(GOLDS), scene.pick(tones("2b1c14 4a2c18 1f1a1c"))
    scene.under(500, 822, 190, 26)
    with canvas.at(500, 0, scene.some(-1.5, 1.5), 1):
        for side in (-1, 1):
            leg = box(side * 62 - 34, 700, side * 62 + 34, 812, 30)
            canvas.fill(leg, skin, ROUND)
            shoe = ellipse(side * 74, 812, 58, 30)
            canvas.fill(shoe, deeper(scarf, 0.2), ROUND)
            arm = curve([(side * 110, 430), (side * 200, 520), (side * 246, 610)])
            canvas.stroke(moved(arm, 8, 14), 60, (60, 36, 18), alpha=0.2)
            canvas.stroke(arm, 50, skin, ROUND)
            canvas.fill(disc(side * 252, 618, 34), skin, ROUND)
        _doll_dress(scene, dress, gold, scarf)
        _doll_head(scene, skin, (scarf, gold, wool))


def _doll_dress(scene: Scene, dress: Colour, gold: Colour, accent: Colour) -> None:
    canvas, wide = scene.canvas, scene.some(225, 265)
    print_ = printed(scene, scene.cycle(STAMPS), scene.some(48, 66), (dress, gold, paler(dress, 0.3), accent))
    for side in (-1, 1):
        sleeve = curve(
            [(side * x, y) for x, y in ((70, 396), (130, 400), (232, 520), (214, 580), (146, 560), (80, 480))],
            closed=True,
        )
        canvas.fill(sleeve, print_.at, Relief(0.6, 0.04, 0.6))
        canvas.stroke(curve([(side * 240, 520), (side * 214, 584), (side * 150, 566)]), 15, gold, RAISED)
    half = [(-4.0, 372.0), (-96, 386), (-104, 480), (-wide * 0.7, 640), (-wide, 750), (-wide * 0.5, 768), (-4, 760)]
    skirt = curve(mirrored(half, 0), closed=True)
    canvas.shadow(skirt, Cast(12, 18, 16, 0.4))
    canvas.fill(skirt, falling(print_.at, 14, 0.08), Relief(0.55, 0.04, 0.45))
    with canvas.inside(skirt):
        for x in (-0.6, -0.2, 0.25, 0.65):
            crease(canvas, [(x * 90, 480), (x * wide * 0.8, 640), (x * wide, 770)], 24, 0.3)
        hem = curve([(-wide - 8, 722), (-wide * 0.5, 740), (0, 732), (wide * 0.5, 740), (wide + 8, 722)])
        golden_band(scene, hem, 30, (gold, deeper(dress, 0.35), accent))
        for k in range(3):
            satin_flower(canvas, (0, 424 + k * 44, 17), 6, (gold, accent))
        canvas.stroke(curve([(-104, 486), (0, 504), (104, 486)]), 18, accent, RAISED)


def _doll_head(scene: Scene, skin: Colour, colours: tuple[Colour, Colour, Colour]) -> None:
    canvas, (scarf, gold, wool) = scene.canvas, colours
    left = [(-4.0, 98.0), (-120, 140), (-156, 260), (-140, 360), (-184, 470), (-96, 490), (-50, 420)]
    cloth = curve(mirrored(left, 0), closed=True)
    canvas.shadow(cloth, Cast(10, 16, 14, 0.4))
    canvas.fill(cloth, Linear((paler(scarf, 0.16), scarf, deeper(scarf, 0.25)), 60), Relief(0.6, 0.06, 0.5))
    for side in (-1, 1):
        crease(canvas, [(side * 130, 250), (side * 128, 360), (side * 150, 470)], 22, 0.4)
    face = ellipse(0, 268, 112, 128)
    hair = ellipse(0, 246, 118, 126)
    canvas.fill(hair, wool, SOFT)
    canvas.fill(face, Linear((paler(skin, 0.2), skin, deeper(skin, 0.12))), Relief(0.4, 0.03, 0.7))
    fringe_ = curve([(-112, 268), (-104, 188), (0, 152), (104, 188), (112, 268), (76, 204), (0, 186), (-76, 204)], True)
    canvas.fill(fringe_, wool, SOFT)
    for side in (-1, 1):
        canvas.fill(ellipse(side * 40, 270, 11, 15), tone("2b1c14"), ROUND)
        canvas.fill(disc(side * 40 - 4, 264, 4), (255, 255, 255))
        canvas.stroke(arc((side * 40, 256), (22, 14), 205, 335), 5, wool)
        canvas.shadow(disc(side * 62, 306, 20), Cast(0, 0, 9, 0.5), tone("d9604a"))
        rope(canvas, curve([(side * 96, 360), (side * 116, 440), (side * 100, 520)]), 24, wool)
        canvas.fill(disc(side * 100, 522, 13), gold, ROUND)
    canvas.stroke(arc((0, 300), (32, 26), 30, 150), 6, tone("a8382c"))
    canvas.stroke(arc((0, 284), (7, 6), 20, 160), 4, deeper(skin, 0.35))
    band = curve([(-126, 226), (-80, 138), (0, 112), (80, 138), (126, 226)])
    golden_band(scene, band, 26, (gold, deeper(scarf, 0.3), paler(scarf, 0.5)))
    for k in range(3):
        canvas.fill(disc(-22 + k * 22, 410 + (6 if k == 1 else 0), 8), gold, Relief(0.9, 0.7, 0.8))


def mask(scene: Scene) -> None:
    """A batoola: the stiff, shining half mask of the southern coast, with its ribbons."""
    canvas = scene.canvas
    cloth = scene.cycle(tones("232c5c 6a4a18 2b2a3c 1d2448 5a2030"))
    sheen = scene.cycle(tones("7f8fd0 e0b85c b89a52 c9a552 d08a70"))
    gold = scene.pick(GOLDS)
    drop = scene.some(150, 215)
    with canvas.at(500, 480, scene.some(-7, 7), 1.08):
        for side in (-1, 1):
            tie = curve([(side * 292, -90), (side * 360, -60), (side * 372, 60), (side * 330, 180), (side * 366, 320)])
            canvas.stroke(moved(tie, 8, 16), 17, (60, 36, 18), alpha=0.25)
            rope(canvas, tie, 15, gold)
        shape = _stiff_cloth(scene, drop, (cloth, sheen))
        canvas.stroke(closed(shape), 6, deeper(cloth, 0.3), RAISED)
        left_eye = curve([(-40, -20), (-90, -84), (-180, -98), (-250, -66), (-190, -16), (-110, 4)], closed=True)
        for eye in (left_eye, left_eye * [-1, 1]):
            canvas.fill(eye, scene.ground.dim, Relief(-0.8, 0, 0.5))
            canvas.stroke(closed(eye), 13, deeper(cloth, 0.3), RAISED)
            chain(canvas, closed(eye), 12, gold)
        spine = box(-15, -186, 15, drop + 12, 14)
        canvas.shadow(spine, NEAR)
        canvas.fill(spine, Linear((paler(sheen, 0.3), cloth, deeper(cloth, 0.4)), 0), ROUND)
        brow = curve([(-296, -128), (-150, -158), (0, -150), (150, -158), (296, -128)])
        golden_band(scene, brow, 32, (gold, deeper(cloth, 0.4), sheen))
        foot = curve([(-262, 14), (-182, 50), (-112, drop * 0.76), (-30, drop - 10)])
        for edge in (foot, foot * [-1, 1]):
            stitches(canvas, edge, gold, 16, 4)
        if scene.chance(0.6):
            scallops(canvas, moved(brow, 0, 44), 22, (gold, sheen))


def _stiff_cloth(scene: Scene, drop: float, colours: tuple[Colour, Colour]) -> Outline:
    """The body of the mask, polished with indigo until it shines; its outline is given back."""
    canvas, (cloth, sheen) = scene.canvas, colours
    half = [(0.0, -176.0), (-150, -188), (-300, -150), (-318, -60), (-270, 20), (-190, 64), (-120, drop * 0.8)]
    half.append((-40, drop))
    shape = curve([*half, (0, drop + 26), *mirrored(half, 0)[8:-1]], closed=True)
    sheens = Linear((paler(cloth, 0.1), mix(cloth, sheen, 0.6), cloth, sheen, deeper(cloth, 0.3)), 35)
    canvas.shadow(shape, Cast(16, 28, 20, 0.5))
    canvas.fill(shape, sheens, Relief(0.6, 0.45, 0.4))
    with canvas.inside(shape):
        ribs = [points([(x, -200), (x + 6, 260)]) for x in range(-320, 330, 9)]
        canvas.strokes(ribs, 2, deeper(cloth, 0.4), alpha=0.18)
    return shape
