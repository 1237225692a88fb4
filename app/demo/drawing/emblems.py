"""The little signs on labels: a palm, a fish, a bee, a fruit; each about the origin, within a hundred units."""

from __future__ import annotations

from collections.abc import Callable

from app.demo.drawing.canvas import Canvas
from app.demo.drawing.colour import Colour, deeper, paler, tone
from app.demo.drawing.light import RAISED, ROUND, SOFT, Linear
from app.demo.drawing.shapes import curve, disc, ellipse, moved, petal, points

Sign = Callable[[Canvas], None]

INK = tone("0b6e72")


def palm(canvas: Canvas) -> None:
    """A date palm with its fruit."""
    canvas.taper(curve([(4, 74), (-8, 30), (0, -14)]), (14, 9, 9), tone("7a4a28"))
    leaves = [moved(petal(66, 20, 0.4), 0, -16, turn) for turn in (-172, -140, -105, -75, -40, -8, 22, 158)]
    canvas.fills(leaves, tone("3f7a4a"), SOFT)
    for x, y in ((-9, 4), (0, 9), (9, 3)):
        canvas.fill(ellipse(x, y, 6, 9), tone("a6452a"), ROUND)


def fish(canvas: Canvas) -> None:
    """A fish over two waves."""
    body = curve([(-58, -8), (-20, -34), (26, -22), (44, -8), (26, 8), (-20, 18)], closed=True)
    canvas.fill(points([(34, -8), (68, -32), (62, -8), (68, 16)]), tone("0b5a5e"))
    canvas.fill(body, INK, RAISED)
    canvas.fill(disc(-36, -12, 4), (255, 255, 255))
    waves = [curve([(-60 + k * 24, y + (6 if k % 2 else -6)) for k in range(6)]) for y in (40, 58)]
    canvas.strokes(waves, 5, paler(INK, 0.3))


def bee(canvas: Canvas) -> None:
    """A bee."""
    for side in (-1, 1):
        canvas.fill(moved(petal(52, 30, 0.6), 0, -10, -90 + side * 52), tone("cfe6e2"), SOFT)
    canvas.fill(ellipse(0, 18, 24, 38), tone("e0a02d"), ROUND)
    canvas.strokes([points([(-22, y), (22, y)]) for y in (4, 20, 36)], 7, tone("3a2412"))
    canvas.fill(disc(0, -24, 16), tone("3a2412"), ROUND)
    canvas.strokes([curve([(0, -36), (side * 8, -52), (side * 20, -58)]) for side in (-1, 1)], 3, tone("3a2412"))


def fruit(colour: Colour, leaf: Colour = (79, 122, 54)) -> Sign:
    """A round fruit with a leaf."""

    def sign(canvas: Canvas) -> None:
        canvas.fill(ellipse(0, 14, 46, 44), colour, ROUND)
        canvas.stroke(curve([(0, -28), (4, -44), (14, -56)]), 6, tone("6b4526"))
        canvas.fill(moved(petal(46, 24), 8, -44, 14), leaf, SOFT)

    return sign


def mango(canvas: Canvas) -> None:
    """A mango."""
    body = curve([(-58, 40), (-52, -2), (-14, -34), (34, -44), (60, -22), (46, 18), (6, 52), (-40, 58)], closed=True)
    canvas.fill(body, Linear((tone("f0b030"), tone("e8962a"), tone("7f9a3a")), -40), ROUND)
    canvas.stroke(curve([(44, -42), (52, -58)]), 6, tone("6b4526"))
    canvas.fill(moved(petal(56, 22), 48, -54, 150), tone("3d7a3a"), SOFT)


def pepper(canvas: Canvas) -> None:
    """A hot pepper."""
    canvas.taper(curve([(-26, -34), (-14, 10), (16, 40), (52, 48)]), (30, 32, 22, 3), tone("c02a1c"), ROUND)
    canvas.taper(curve([(-26, -34), (-34, -52), (-28, -64)]), (12, 7, 6), tone("4f7a36"), ROUND)


def okra(canvas: Canvas) -> None:
    """Two okra pods, crossed."""
    for turn in (-58, -122):
        pod = moved(petal(120, 32, 0.35), 0, 54, turn)
        canvas.fill(pod, tone("6f8f3a"), ROUND)
        spine = moved(points([(8, 0), (108, 0)]), 0, 54, turn)
        canvas.stroke(spine, 3, deeper(tone("6f8f3a"), 0.4))


def herb(canvas: Canvas) -> None:
    """A sprig of leaves."""
    canvas.stroke(curve([(0, 70), (4, 10), (0, -50)]), 5, tone("4f6a2a"))
    leaves = [moved(petal(44, 22), 0, 50 - 22 * k, -90 + (52 if k % 2 else -52)) for k in range(5)]
    canvas.fills([*leaves, moved(petal(44, 24), 0, -36, -90)], tone("5f8f3a"), SOFT)


def sesame(canvas: Canvas) -> None:
    """A sesame flower of seeds."""
    seeds = [moved(petal(40, 20, 0.62), 0, 0, turn) for turn in range(0, 360, 45)]
    canvas.fills(seeds, tone("d9b36a"), ROUND)
    canvas.fills([moved(seed, 0, 0, 22, 1.5) for seed in seeds], tone("efdcb0"), ROUND)
    canvas.fills(seeds, tone("d9b36a"), ROUND)
    canvas.fill(disc(0, 0, 11), tone("8a5a2f"), ROUND)


def blossom(canvas: Canvas) -> None:
    """A flower with five petals."""
    leaves = [moved(petal(56, 40, 0.62), 0, 0, turn) for turn in range(-90, 270, 72)]
    canvas.fills(leaves, tone("c9516b"), SOFT)
    canvas.fill(disc(0, 0, 15), tone("e2b768"), ROUND)


def cow(canvas: Canvas) -> None:
    """A cow's head."""
    for side in (-1, 1):
        canvas.fill(moved(petal(46, 24), side * 26, -16, 90 - side * 74), tone("8a5a2f"), SOFT)
        canvas.stroke(curve([(side * 18, -34), (side * 36, -48), (side * 34, -66)]), 8, tone("e9dcc3"), ROUND)
    head = curve([(-30, -30), (0, -42), (30, -30), (26, 20), (18, 50), (-18, 50), (-26, 20)], closed=True)
    canvas.fill(head, tone("a8703f"), ROUND)
    canvas.fill(ellipse(0, 44, 26, 18), tone("f0d4ba"), SOFT)
    canvas.fills([disc(-14, 0, 5), disc(14, 0, 5), disc(-9, 44, 4), disc(9, 44, 4)], tone("3a2412"))


def spathe(canvas: Canvas) -> None:
    """The sheath of the palm flower, open, with its white strands."""
    canvas.fill(curve([(0, 70), (-40, 10), (-30, -50), (0, -72), (30, -50), (40, 10)], True), tone("9a7a3f"), SOFT)
    canvas.fill(curve([(0, 60), (-24, 8), (-16, -46), (0, -60), (16, -46), (24, 8)], True), tone("6b4a22"))
    canvas.strokes([curve([(0, 56), (x, 0), (x * 0.7, -44)]) for x in (-14, -7, 0, 7, 14)], 6, tone("f6ecd0"))
