"""Glass jars and bottles: what shines through them, their caps of cloth and their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.demo.drawing.canvas import NEAR, Canvas, Cast
from app.demo.drawing.colour import PAPER, Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.fabric import check_stamp, dot_stamp, plain_cloth, posy_stamp, printed, star_stamp, stripe_stamp
from app.demo.drawing.light import RAISED, ROUND, SOFT, Linear, Relief
from app.demo.drawing.pieces import Piece
from app.demo.drawing.scene import Painter, Scene
from app.demo.drawing.shapes import Outline, Spot, box, curve, ellipse, mirrored, moved, points
from app.demo.drawing.thread import closed, rope, stitches, tassel
from app.demo.drawing.turned import Turned

Inside = Callable[[Scene, Turned], None]
Emblem = Callable[[Canvas], None]

GLASS = (236, 244, 238)


@dataclass(frozen=True)
class Filling:
    """What is in a jar: its colour, clear or thick, the pieces in it, and the sign on the label."""

    colour: Colour
    emblem: Emblem
    inside: Inside | None = None
    clear: bool = False
    full: float = 0.1
    aside: Piece | None = None
    aside_size: float = 90.0


# Height (as a share, from the top) and width of the glass for each shape of jar.
_SHAPES: dict[str, tuple[Spot, ...]] = {
    "straight": ((0, 0.8), (0.08, 0.8), (0.17, 1.0), (0.95, 1.0), (1.0, 0.9)),
    "round": ((0, 0.72), (0.1, 0.72), (0.5, 1.14), (1.0, 0.78)),
    "shoulder": ((0, 0.69), (0.12, 0.7), (0.3, 1.08), (1.0, 1.0)),
    "hex": ((0, 0.8), (0.07, 0.8), (0.13, 1.05), (1.0, 1.05)),
}


def _body(scene: Scene, scale: float) -> Turned:
    """One of the shapes of jar."""
    half = scene.some(196, 222) * scale
    top, foot = 815 - scene.some(520, 570) * scale, 815.0
    high = foot - top
    kind = scene.cycle(("straight", "round", "shoulder", "hex"))
    levels = [(top + high * share, half * wide) for share, wide in _SHAPES[kind]]
    return Turned.smooth(500, levels, 0.13)


def jar(filling: Filling, scale: float = 1.0) -> Painter:
    """A painter of a jar of this stuff, closed with cloth, wood or cork."""

    def paint(scene: Scene) -> None:
        body = _body(scene, scale * scene.some(0.96, 1.04))
        scene.under(500, body.foot[0], body.foot[1], body.foot[1] * 0.14)
        _through_light(scene, body, filling.colour)
        _glass_and_content(scene, body, filling)
        lid = scene.cycle(("cloth", "cloth", "wood", "cloth", "metal"), 1)
        if lid == "cloth":
            _cloth_cap(scene, body)
        else:
            _hard_lid(scene, body, lid)
        if filling.inside is None or scene.chance(0.7):
            _label(scene, body, filling.emblem)
        _aside(scene, filling, body.foot[1])

    return paint


def _aside(scene: Scene, filling: Filling, half: float) -> None:
    """A few pieces of what the stuff is made of, at the foot of the glass."""
    if filling.aside is None:
        return
    side, size = scene.pick((-1, 1)), filling.aside_size
    away = half + size * 0.75
    spots = [(away, 30.0), (away + size * 1.05, 12), (away + size * 0.55, 62), (-away - size * 0.1, 52)]
    for x, y in spots[: scene.rng.randrange(2, 5)]:
        jitter = (scene.some(-9, 9), scene.some(-9, 9))
        with scene.canvas.at(500 + side * x + jitter[0], 812 + y + jitter[1], scene.some(-40, 40), size / 100):
            filling.aside(scene)


def _through_light(scene: Scene, body: Turned, colour: Colour) -> None:
    """The warm patch of coloured light beside a glass."""
    foot = body.foot
    scene.canvas.shadow(ellipse(500 + foot[1] * 0.9, foot[0] + 22, foot[1] * 0.8, 20), Cast(30, 8, 18, 0.3), colour)


def _glass_and_content(scene: Scene, body: Turned, filling: Filling) -> None:
    canvas, colour = scene.canvas, filling.colour
    outline = body.outline()
    y, high = body.top[0], body.foot[0] - body.top[0]
    level = y + high * (0.16 + filling.full)
    canvas.fill(outline, mix(GLASS, scene.ground.dim, 0.4), alpha=0.55)
    content = body.band(level, body.foot[0] - 10)
    with canvas.inside(outline):
        if filling.clear:
            canvas.fill(content, colour, alpha=0.5 if filling.inside else 0.36)
        across = Linear((deeper(colour, 0.3), paler(colour, 0.22), colour, deeper(colour, 0.42)), 0)
        canvas.fill(content, across, alpha=0.36 if filling.clear else 0.96)
        if filling.inside is not None:
            with canvas.inside(content):
                filling.inside(scene, body)
        surface = body.round(level, 6)
        canvas.fill(surface, paler(colour, 0.25), alpha=0.75)
        canvas.stroke(closed(surface), 4, paler(colour, 0.55), alpha=0.5)
    _shine(scene, body)


def _shine(scene: Scene, body: Turned) -> None:
    """The roundness of the glass and its lights."""
    canvas, outline = scene.canvas, body.outline()
    y0, y1 = body.top[0], body.foot[0]
    with canvas.inside(outline):
        for side, dark in ((-1, 0.28), (1, 0.42)):
            edge = curve([(500 + side * (body.radius(y) + 2), y) for y in (y0, y0 + 60, (y0 + y1) / 2, y1 - 20, y1)])
            canvas.shadow(closed(moved(edge, 0, 0)), Cast(0, 0, 20, dark), (40, 24, 14))
            canvas.strokes([edge], 26, (40, 24, 14), alpha=dark * 0.5)
        gleam = [(500 - body.radius(y) * 0.76, y) for y in (y0 + (y1 - y0) * s for s in (0.2, 0.4, 0.6, 0.86))]
        canvas.stroke(curve(gleam), 15, (255, 255, 255), alpha=0.42)
        short = [(500 - body.radius(y) * 0.6, y) for y in (y0 + (y1 - y0) * s for s in (0.22, 0.3, 0.38))]
        canvas.stroke(curve(short), 8, (255, 255, 255), alpha=0.4)
        far = [(500 + body.radius(y) * 0.84, y) for y in (y0 + (y1 - y0) * s for s in (0.24, 0.5, 0.8))]
        canvas.stroke(curve(far), 6, (255, 255, 255), alpha=0.28)
        canvas.stroke(moved(body.hoop(y1 - 6), 0, -3), 6, (255, 255, 255), alpha=0.3)


def _cloth_cap(scene: Scene, body: Turned) -> None:
    canvas, (y, r) = scene.canvas, body.top
    pale = scene.cycle(tones("f7ecd4 e9f0ea f6ddcf f3e4b8 e8e2ee"))
    ink = scene.cycle(tones("a6452a 0b6e72 8c2335 5f7a36 25365e c9762f"), 1)
    stamp = scene.cycle((check_stamp, posy_stamp, dot_stamp, stripe_stamp, star_stamp))
    cloth = printed(scene, stamp, scene.some(54, 72), (pale, ink, mix(pale, ink, 0.5), mix(ink, tone("e2b768"), 0.5)))
    paint = cloth.at if scene.chance(0.8) else plain_cloth(mix(pale, tone("c9a570"), 0.5))
    neck = y + 44
    flare = r * scene.some(1.28, 1.42)
    drops = [neck + 74 + (15 if k % 2 else -6) + 22 * (1 - abs(k - 4) / 4) for k in range(9)]
    hem = [(500 - flare + flare * 2 * k / 8, drop) for k, drop in enumerate(drops)]
    skirt = [(500 - r * 1.05, neck), *hem, (500 + r * 1.05, neck)]
    frill = curve(skirt, closed=False)
    canvas.shadow(frill, Cast(4, 14, 12, 0.45))
    canvas.fill(frill, paint, Relief(0.6, 0.03, 0.3))
    steps = [k - 3.5 for k in range(8)]
    folds = [points([(500 + k * r * 0.26, neck + 4), (500 + k * flare * 0.27, neck + 76)]) for k in steps]
    canvas.strokes(folds, 5, deeper(ink, 0.4), alpha=0.22)
    half = [(500 - r * 1.06, neck + 4), (500 - r * 1.08, y - 6), (500 - r * 0.9, y - 34), (500 - r * 0.4, y - 50)]
    dome = curve([*mirrored(half, 500), (500, neck + 16)], closed=True)
    canvas.fill(dome, paint, Relief(0.6, 0.05, 0.55))
    twine = scene.pick(tones("8a5a2f 7a2f1a c9a570 0b5a5e"))
    tie = curve([(500 - r * 1.07, neck), (500, neck + 17), (500 + r * 1.07, neck)])
    rope(canvas, tie, 13, twine)
    rope(canvas, moved(tie, 0, 10), 11, twine)
    _bow(scene, (500 + scene.some(-r * 0.5, r * 0.5), neck + 20), twine)


def _bow(scene: Scene, spot: Spot, twine: Colour) -> None:
    canvas = scene.canvas
    for side in (-1, 1):
        with canvas.at(spot[0], spot[1], side * 12, 1):
            loop = curve([(0, 0), (side * 40, -26), (side * 66, -4), (side * 40, 12), (0, 4)])
            canvas.stroke(moved(loop, 3, 6), 6, (50, 30, 14), alpha=0.3)
            canvas.stroke(loop, 7, twine, ROUND)
            canvas.stroke(curve([(0, 0), (side * 22, 34), (side * 30, 66)]), 7, twine, ROUND)
    canvas.fill(ellipse(spot[0], spot[1], 11, 11), deeper(twine, 0.1), ROUND)


def _hard_lid(scene: Scene, body: Turned, kind: str) -> None:
    canvas, (y, r) = scene.canvas, body.top
    colour = scene.pick(tones("a8743f 8a5a2f c39a63" if kind == "wood" else "c9a24a b9b6ae 7a2f1a 0b5a5e"))
    lid = Turned(500, ((y - 34, r * 1.08), (y + 34, r * 1.1)), 0.13)
    canvas.shadow(lid.outline(), NEAR)
    sides = Linear((deeper(colour, 0.25), paler(colour, 0.35), colour, deeper(colour, 0.4)), 0)
    canvas.fill(lid.outline(), sides)
    if kind == "metal":
        canvas.strokes([lid.hoop(y + s) for s in (-14, 4, 22)], 4, deeper(colour, 0.35), alpha=0.5)
    canvas.fill(lid.rim(), Linear((paler(colour, 0.35), colour), 30), Relief(0.2, 0.2, 0.1))
    canvas.stroke(closed(lid.rim(8)), 3, deeper(colour, 0.3), alpha=0.4)
    if scene.chance(0.6):
        twine = scene.pick(tones("8a5a2f 7a2f1a c9a570"))
        rope(canvas, body.hoop(y + 50, 4), 12, twine)
        tassel(scene, (500 + r * 0.6, y + 58), twine, 0.9)


def _label(scene: Scene, body: Turned, emblem: Emblem) -> None:
    """A small paper label with a sign, no letters."""
    canvas = scene.canvas
    y0, y1 = body.top[0], body.foot[0]
    middle = y0 + (y1 - y0) * scene.some(0.6, 0.68)
    half = body.radius(middle) * scene.some(0.52, 0.62)
    ink = scene.cycle(tones("0b6e72 7a2f1a 5a3519 8c2335 4f6a2a"), 2)
    paper = scene.pick((PAPER, tone("f3e6c8"), tone("e9dcc3")))
    tall = half * scene.some(0.72, 0.86)
    shapes: tuple[Outline, ...] = (
        box(-half, -tall, half, tall, 14),
        ellipse(0, 0, half, tall),
        curve([(-half, -tall * 0.8), (0, -tall * 1.15), (half, -tall * 0.8), (half, tall), (-half, tall)], True, 12),
        box(-half, -tall, half, tall, 2),
    )
    shape = scene.cycle(shapes)
    with canvas.at(500, middle):
        canvas.shadow(shape, Cast(2, 5, 6, 0.35))
        canvas.fill(shape, Linear((deeper(paper, 0.08), paper, paper, deeper(paper, 0.14)), 0))
        stitches(canvas, closed(shape * 0.88), ink, 14, 3)
        with canvas.at(0, 4, 0, tall / 100):
            emblem(canvas)


def bottle(filling: Filling, slender: float = 1.0, dark: Sequence[Colour] = ()) -> Painter:
    """A painter of a corked bottle; dark gives colours of tinted glass."""

    def paint(scene: Scene) -> None:
        half = scene.some(122, 142) * slender
        top = 815 - scene.some(640, 690)
        neck = half * scene.some(0.30, 0.36)
        shoulder = scene.cycle((0.42, 0.5, 0.36))
        foot = 815.0
        high = foot - top
        waist = scene.cycle((1.0, 0.9, 1.05, 1.12), 1)
        levels = [
            (top, neck),
            (top + high * 0.2, neck),
            (top + high * shoulder, half),
            (top + high * 0.7, half * waist),
        ]
        body = Turned.smooth(500, [*levels, (foot - 18, half * 1.0), (foot, half * 0.9)], 0.14)
        scene.under(500, foot, half * 0.9, half * 0.15)
        tint = scene.cycle(tuple(dark)) if dark else filling.colour
        _through_light(scene, body, tint)
        _glass_and_content(scene, body, replace(filling, colour=tint, full=0.04))
        _cork(scene, body)
        _label(scene, body, filling.emblem)
        _aside(scene, filling, half * 0.95)

    return paint


def _cork(scene: Scene, body: Turned) -> None:
    canvas, (y, r) = scene.canvas, body.top
    kind = scene.cycle(("cork", "wax", "cloth"), 1)
    if kind == "cloth":
        colour = scene.cycle(tones("f3e4c4 a6452a 0b6e72 8c2335"), 1)
        half = [(500 - r * 1.9, y + 70), (500 - r * 1.1, y + 26), (500 - r * 1.25, y - 22), (500 - r * 0.5, y - 40)]
        cap = curve([*mirrored(half, 500), (500, y + 84)], closed=True)
        canvas.shadow(cap, NEAR)
        canvas.fill(cap, plain_cloth(colour), Relief(0.6, 0.05, 0.5))
        rope(canvas, body.hoop(y + 26, 6), 10, tone("c9a570"))
        return
    plug = Turned(500, ((y - 46, r * 0.86), (y + 6, r * 0.78)), 0.18)
    colour = tone("c99a63") if kind == "cork" else scene.pick(tones("7a2f1a 8c2335 5a3519"))
    canvas.fill(plug.outline(), Linear((deeper(colour, 0.2), paler(colour, 0.2), deeper(colour, 0.3)), 0))
    canvas.fill(plug.rim(), paler(colour, 0.25), SOFT)
    canvas.stroke(body.hoop(y + 4, 4), 14, mix(GLASS, scene.ground.dim, 0.35), RAISED)
    if kind == "wax":
        canvas.fill(body.band(y - 4, y + 52), colour, Relief(0.6, 0.4, 0.5))
    else:
        rope(canvas, body.hoop(y + 60, 4), 9, tone("c9a570"))
        tassel(scene, (500 + r * 0.7, y + 64), tone("b8935c"), 0.8)
