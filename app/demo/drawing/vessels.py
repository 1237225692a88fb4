"""Plates, bowls, trays, sacks and cloths on which food is shown."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.demo.drawing.canvas import Cast
from app.demo.drawing.clay import earthen
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.fabric import check_stamp, falling, printed, stripe_stamp
from app.demo.drawing.light import RAISED, SOFT, Linear, Radial, Relief
from app.demo.drawing.palm import coil_disc
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, box, curve, diamond, disc, ellipse, moved, petal, uneven
from app.demo.drawing.thread import closed, rope, stitches
from app.demo.drawing.turned import Turned, plain
from app.demo.drawing.weave import MOTIFS, Coil, strands

GLAZES = tones("12868a f4efe4 a8482a 2f5f8f d9b25c 6f8f5a 7a2f1a e9dcc3")
WOODS = tones("a8743f 8a5a2f c39a63 6e4524")


def napkin(scene: Scene, centre: Spot, half: float) -> None:
    """A folded cloth lying under something."""
    canvas = scene.canvas
    pale = scene.cycle(tones("f4ead6 e6eeea f3dfd0 e9e2cf"), 1)
    ink = scene.cycle(tones("a6452a 0b6e72 8c2335 5f7a36 c9762f"), 2)
    stamp = scene.cycle((check_stamp, stripe_stamp))
    cloth = printed(scene, stamp, scene.some(70, 110), (pale, mix(pale, ink, 0.5), ink, mix(pale, ink, 0.25)))
    with canvas.at(centre[0], centre[1], scene.some(-32, 32)):
        shape = uneven(box(-half, -half * 0.8, half, half * 0.8, 12), 7, scene.rng)
        canvas.shadow(shape, Cast(8, 14, 12, 0.35))
        canvas.fill(shape, falling(cloth.at, 6, 0.05), Relief(0.4, 0.02, 0.08))
        stitches(canvas, closed(shape * 0.955), ink, 14, 3)


def plate(scene: Scene, centre: Spot, radius: float) -> float:
    """A glazed plate with a painted rim; the radius of its well is given back."""
    canvas, (x, y) = scene.canvas, centre
    glaze = scene.cycle(GLAZES)
    ink = tone("0b5a5e") if sum(glaze) > 560 else paler(glaze, 0.75)
    second = scene.cycle(tones("c9703d f4e3bf e0b253 7a2f1a"), 1)
    canvas.shadow(disc(x, y, radius), Cast(16, 30, 24, 0.5))
    canvas.fill(disc(x, y, radius), Radial((paler(glaze, 0.25), glaze, deeper(glaze, 0.22))), Relief(0.4, 0.3, 0.12))
    canvas.stroke(closed(disc(x, y, radius * 0.985)), 7, paler(glaze, 0.6), alpha=0.6)
    kind, count = scene.cycle(("diamonds", "leaves", "dots", "waves")), scene.pick((28, 36, 44))
    marks = _rim_marks(kind, radius * 2.6 / count)
    for k in range(count):
        with canvas.at(x, y, 360 * k / count):
            canvas.fill(moved(marks[k % 2], radius * 0.875, 0), (ink, second)[k % 2], alpha=0.9)
    canvas.fill(disc(x, y, radius * 0.76), deeper(glaze, 0.14), Relief(-0.5, 0.1, 0.16))
    canvas.stroke(closed(disc(x, y, radius * 0.76)), 4, ink, alpha=0.5)
    return radius * 0.74


def _rim_marks(kind: str, size: float) -> tuple[Outline, Outline]:
    """The two marks that take turns on a painted rim."""
    if kind == "diamonds":
        return diamond(0, 0, size, size * 0.62), diamond(0, 0, size * 0.7, size * 0.44)
    if kind == "leaves":
        leaf = moved(petal(size * 2, size), -size * 0.5, -size * 0.8, 60)
        return leaf, leaf
    if kind == "dots":
        return disc(0, 0, size * 0.36), disc(0, 0, size * 0.6)
    return ellipse(0, 0, size * 0.35, size, -35), ellipse(0, 0, size * 0.35, size, 35)


def wooden_bowl(scene: Scene, centre: Spot, radius: float) -> float:
    """A turned wooden bowl from above; the radius of its well is given back."""
    canvas, (x, y), wood = scene.canvas, centre, scene.cycle(WOODS)
    canvas.shadow(disc(x, y, radius), Cast(16, 30, 24, 0.5))
    canvas.fill(disc(x, y, radius), Radial((paler(wood, 0.3), wood, deeper(wood, 0.3))), Relief(0.6, 0.2, 0.16))
    rings = [closed(ellipse(x + 3, y + 2, radius * s, radius * s * 0.99)) for s in (0.955, 0.925, 0.90)]
    canvas.strokes(rings, 3, deeper(wood, 0.35), alpha=0.4)
    canvas.fill(disc(x, y, radius * 0.87), deeper(wood, 0.35), Relief(-0.8, 0.1, 0.3))
    return radius * 0.85


def woven_tray(scene: Scene, centre: Spot, radius: float) -> float:
    """A coiled palm tray from above; the radius of its well is given back."""
    canvas, work = scene.canvas, strands(scene)
    coil = Coil(radius / 13, 12, 13, scene.cycle(MOTIFS, 1), 10)
    with canvas.at(centre[0], centre[1]):
        canvas.shadow(disc(0, 0, radius), Cast(16, 30, 24, 0.5))
        canvas.fill(disc(0, 0, radius), coil_disc(coil, work), Relief(0.5, 0.05, 0.14))
        canvas.glow(0, 0, radius * 0.98, (60, 34, 12), 0.5)
    return radius * 0.80


def copper_tray(scene: Scene, centre: Spot, radius: float) -> float:
    """A tinned copper tray with a hammered rim; the radius of its well is given back."""
    canvas, (x, y) = scene.canvas, centre
    metal = scene.cycle(tones("c98a5a c4c0b8 d0a25c b8b0a2"))
    canvas.shadow(disc(x, y, radius), Cast(16, 30, 24, 0.5))
    sheen = Linear((paler(metal, 0.6), metal, deeper(metal, 0.3), paler(metal, 0.3), deeper(metal, 0.2)), 50)
    canvas.fill(disc(x, y, radius), sheen, Relief(0.5, 0.4, 0.1))
    count = 60
    dents = [moved(ellipse(radius * 0.92, 0, 9, 12), x, y, 360 * k / count) for k in range(count)]
    canvas.fills(dents, deeper(metal, 0.3), alpha=0.35)
    canvas.fills([moved(dent, 2, 3) for dent in dents], paler(metal, 0.6), alpha=0.25)
    canvas.fill(disc(x, y, radius * 0.83), mix(metal, deeper(metal, 0.4), 0.4), Relief(-0.5, 0.2, 0.12))
    return radius * 0.81


Vessel = Callable[[Scene, Spot, float], float]
VESSELS: tuple[Vessel, ...] = (plate, woven_tray, wooden_bowl, copper_tray, plate)


@dataclass(frozen=True)
class Standing:
    """A vessel seen from the side: its body, and the paint of its outside."""

    body: Turned
    paint: Colour


def bowl(scene: Scene, spot: Spot, half: float, kind: str = "") -> Standing:
    """The back of a bowl that stands at a spot; what it holds is painted next, then its front."""
    canvas, (x, y) = scene.canvas, spot
    kind = kind or scene.cycle(("clay", "glaze", "wood", "copper"))
    colour = {
        "clay": tone("b8734a"),
        "glaze": scene.cycle(GLAZES, 2),
        "wood": scene.cycle(WOODS, 1),
        "copper": scene.cycle(tones("c07f4e b9b4aa")),
    }[kind]
    depth = half * scene.some(0.66, 0.8)
    levels = [(y - depth, half), (y - depth * 0.6, half * 0.95), (y - depth * 0.2, half * 0.68), (y, half * 0.42)]
    body = Turned.smooth(x, levels, 0.2)
    scene.under(x, y, half * 0.5, half * 0.12)
    canvas.fill(body.rim(), deeper(colour, 0.55))
    return Standing(body, colour)


def bowl_front(scene: Scene, standing: Standing) -> None:
    """The front of the bowl, over what it holds."""
    canvas, body, colour = scene.canvas, standing.body, standing.paint
    front = body.band(body.top[0], body.foot[0])
    if colour == tone("b8734a"):
        canvas.fill(front, body.wrapped(earthen(scene, paler(colour, 0.15), deeper(colour, 0.15))))
    else:
        canvas.fill(front, body.wrapped(plain(colour)), Relief(0.25, 0.3, 0.3))
    _painted_band(scene, body, paler(colour, 0.7) if sum(colour) < 520 else tone("0b5a5e"))
    canvas.stroke(body.hoop(body.top[0]), 11, paler(colour, 0.3), RAISED)


def _painted_band(scene: Scene, body: Turned, ink: Colour) -> None:
    """The painted band below the rim of a bowl, its marks narrower towards the sides."""
    canvas, (y, radius) = scene.canvas, body.top
    high, kind = body.foot[0] - y, scene.cycle(("diamonds", "dots", "leaves", "lines", "arches"), 1)
    level = y + high * 0.26
    reach, count = body.radius(level), scene.pick((16, 20, 24))
    for k in range(count):
        angle = math.pi * (k + 0.5) / count
        x, spot_y = body.axis - math.cos(angle) * reach, level + math.sin(angle) * reach * body.tilt
        wide = max(1.5, math.sin(angle) * radius * 1.05 / count)
        if kind == "diamonds":
            canvas.fill(diamond(x, spot_y, wide, radius * 0.06), ink, alpha=0.75)
        elif kind == "dots":
            canvas.fill(ellipse(x, spot_y, wide * 0.7, radius * 0.035), ink, alpha=0.75)
        elif kind == "leaves":
            canvas.fill(ellipse(x, spot_y, wide * 0.5, radius * 0.06, 28 if k % 2 else -28), ink, alpha=0.75)
        elif kind == "arches":
            canvas.stroke(
                curve([(x - wide, spot_y + 16), (x, spot_y - 18), (x + wide, spot_y + 16)]), 6, ink, None, 0.7
            )
    edges = (0.12, 0.4) if kind != "lines" else (0.1, 0.2, 0.24, 0.44)
    canvas.strokes([body.hoop(y + high * share) for share in edges], 5, ink, alpha=0.5)


def sack(scene: Scene, spot: Spot, half: float) -> Standing:
    """The back of an open burlap sack that stands at a spot."""
    x, y = spot
    jute = scene.cycle(tones("c9a570 b8935c d9bd8a e3cfa4"))
    high = half * scene.some(1.1, 1.3)
    levels = [(y - high, half * 0.86), (y - high * 0.6, half), (y - high * 0.15, half * 0.98), (y, half * 0.84)]
    body = Turned.smooth(x, levels, 0.24)
    scene.under(x, y, half * 0.9, half * 0.17)
    scene.canvas.fill(body.rim(), deeper(jute, 0.5))
    return Standing(body, jute)


def sack_front(scene: Scene, standing: Standing) -> None:
    """The front of the sack with its rolled edge."""
    canvas, body, jute = scene.canvas, standing.body, standing.paint
    y, radius = body.top
    front = body.band(y, body.foot[0])
    canvas.fill(front, body.wrapped(plain(jute)), Relief(0.5, 0.0, 0.4))
    with canvas.inside(front):
        threads = [body.hoop(level) for level in range(int(y), int(body.foot[0]), 13)]
        canvas.strokes(threads, 2.4, deeper(jute, 0.3), alpha=0.32)
        upright = []
        for k in range(31):
            cos = -math.cos(math.pi * (k + 0.5) / 31)
            upright.append(
                curve([(body.axis + cos * body.radius(v), v + 20) for v in (y, y + 90, y + 200, body.foot[0] + 30)])
            )
        canvas.strokes(upright, 2.4, paler(jute, 0.4), alpha=0.4)
        for away in (-0.5, 0.1, 0.6):
            fold = curve([(body.axis + away * radius, y + 40), (body.axis + away * radius * 0.8, body.foot[0])])
            canvas.shadow(closed(moved(fold, 0, 0)), Cast(0, 0, 12, 0.35))
    roll = body.hoop(y + 6, 8)
    canvas.stroke(moved(roll, 4, 12), 34, (60, 36, 18), alpha=0.25)
    canvas.stroke(roll, 42, paler(jute, 0.1), SOFT)
    stitches(canvas, moved(roll, 0, 6), deeper(jute, 0.35), 17, 4)
    if scene.chance(0.5):
        rope(canvas, body.hoop((y + body.foot[0]) / 2, 2), 13, scene.pick(tones("8c2335 0b6e72 7a4a28")))


def board(scene: Scene, centre: Spot, half: Spot) -> Outline:
    """A wooden board from above; its outline is given back."""
    canvas, wood = scene.canvas, scene.cycle(WOODS)
    with canvas.at(centre[0], centre[1], scene.some(-5, 5)):
        shape = box(-half[0], -half[1], half[0], half[1], 46)
        canvas.shadow(shape, Cast(14, 26, 20, 0.5))
        canvas.fill(moved(shape, 0, 10), deeper(wood, 0.4))
        canvas.fill(shape, Linear((paler(wood, 0.25), wood, deeper(wood, 0.12)), 40), RAISED)
        with canvas.inside(shape):
            for k in range(9):
                level = -half[1] + (k + 0.5) * half[1] / 4.5
                grain = curve(
                    [(-half[0], level), (-40, level + scene.some(-14, 14)), (half[0], level + scene.some(-9, 9))]
                )
                canvas.stroke(grain, 3, deeper(wood, 0.35), alpha=0.22)
        canvas.fill(disc(half[0] - 46, 0, 17), deeper(wood, 0.6), Relief(-0.5, 0, 0.5))
    return shape
