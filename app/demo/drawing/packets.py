"""Paper pouches and boxes in which food is sold."""

from __future__ import annotations

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tone, tones
from app.demo.drawing.light import RAISED, SOFT, Linear, Relief
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, arch, box, curve, diamond, ellipse, mirrored, moved, points
from app.demo.drawing.thread import closed, rope, stitches, tassel

KRAFT = tones("c9a06a b98f5a d9bd8f e3d3b0 a87c4a")


def pouch(scene: Scene, spot: Spot, half: float) -> Outline:
    """A standing paper pouch with a window; the window's outline is given back, still empty."""
    canvas, (x, y) = scene.canvas, spot
    paper = scene.cycle(KRAFT)
    ink = scene.cycle(tones("7a2f1a 0b5a5e 5a3519 4f6a2a 8c2335"), 1)
    high = half * scene.some(2.35, 2.6)
    scene.under(x, y, half * 1.02, 24)
    left = [(x - half * 0.9, y - high * 0.86), (x - half * 0.96, y - high * 0.4), (x - half * 1.04, y - 12)]
    body = curve([*left, (x, y + 10), *mirrored(left, x)[3:]], closed=True, steps=9)
    body = points([(float(a), min(float(b), y + 12)) for a, b in body])
    canvas.shadow(body, Cast(12, 12, 16, 0.35))
    canvas.fill(
        body, Linear((deeper(paper, 0.16), paler(paper, 0.18), paper, deeper(paper, 0.26)), 4), Relief(0.55, 0.04, 0.35)
    )
    for side in (-1, 1):
        fold = points(
            [
                (x + side * half * 0.98, y - high * 0.5),
                (x + side * half * 0.7, y - 20),
                (x + side * half * 1.02, y - 10),
            ]
        )
        canvas.fill(fold, deeper(paper, 0.3), alpha=0.25)
    _closing(scene, (x, y - high * 0.86), half * 0.93, paper, ink)
    shapes = (
        ellipse(x, y - high * 0.40, half * 0.64, half * 0.76),
        box(x - half * 0.64, y - high * 0.68, x + half * 0.64, y - high * 0.12, 26),
        arch(x - half * 0.60, y - high * 0.74, x + half * 0.60, y - high * 0.10),
        diamond(x, y - high * 0.40, half * 0.76, half * 0.86),
    )
    window = scene.pick(shapes)
    canvas.fill(window, deeper(paper, 0.5))
    return window


def _closing(scene: Scene, middle: Spot, half: float, paper: Colour, ink: Colour) -> None:
    """The folded top, with a strip and a tie."""
    canvas, (x, y) = scene.canvas, middle
    flap = points([(x - half, y + 6), (x - half * 0.99, y - 64), (x + half * 0.99, y - 64), (x + half, y + 6)])
    canvas.shadow(flap, Cast(2, 9, 8, 0.4))
    canvas.fill(flap, Linear((paler(paper, 0.25), paper)), RAISED)
    for k in range(9):
        mark = diamond(x - half * 0.84 + k * half * 0.21, y - 28, half * 0.075, 17)
        canvas.fill(mark, ink if k % 2 else mix(ink, tone("e2b768"), 0.6), alpha=0.85)
    stitches(canvas, points([(x - half * 0.94, y - 2), (x + half * 0.94, y - 2)]), ink, 15, 3)
    if scene.chance(0.5):
        rope(canvas, points([(x - half * 0.97, y - 52), (x + half * 0.97, y - 52)]), 9, tone("d9bd8a"))
        tassel(scene, (x + half * 0.5, y - 48), ink, 0.9)


def pouch_finish(scene: Scene, window: Outline) -> None:
    """The shine and rim of a pouch's window."""
    canvas = scene.canvas
    (left, top), (right, bottom) = window.min(axis=0), window.max(axis=0)
    with canvas.inside(window):
        canvas.stroke(closed(moved(window, 4, 6)), 20, (40, 24, 12), alpha=0.35)
        gleam = points([(left, top), (left + (right - left) * 0.35, top), (left, bottom)])
        canvas.fill(gleam, (255, 255, 255), alpha=0.14)
    canvas.stroke(closed(window), 7, tone("f4e6cc"), RAISED)


def open_box(scene: Scene, centre: Spot, half: Spot) -> Spot:
    """An open flat box from above, lined with paper; half the size of its inside is given back."""
    canvas, (x, y) = scene.canvas, centre
    card = scene.cycle(tones("b98f5a 0b5a5e f0e2c6 8c2335 7a4a28 d9bd8f"))
    ink = paler(card, 0.6) if sum(card) < 420 else tone("7a2f1a")
    outer = box(x - half[0], y - half[1], x + half[0], y + half[1], 12)
    canvas.shadow(outer, Cast(16, 30, 22, 0.5))
    canvas.fill(outer, Linear((paler(card, 0.2), card, deeper(card, 0.2)), 60), RAISED)
    rim = 34.0
    marks = []
    for k in range(int(half[0] / 22)):
        place = -half[0] + 22 + k * 44
        marks += [diamond(x + place, y - half[1] + 17, 12, 8), diamond(x + place, y + half[1] - 17, 12, 8)]
    for k in range(int(half[1] / 22)):
        place = -half[1] + 22 + k * 44
        marks += [diamond(x - half[0] + 17, y + place, 8, 12), diamond(x + half[0] - 17, y + place, 8, 12)]
    canvas.fills(marks, ink, alpha=0.8)
    inner = box(x - half[0] + rim, y - half[1] + rim, x + half[0] - rim, y + half[1] - rim, 8)
    canvas.fill(inner, deeper(card, 0.45), Relief(-0.6, 0, 0.12))
    lining = scene.cycle(tones("fbf3e2 e9f0ea f6e4d6"))
    lace = []
    for k in range(int((half[0] - rim) / 17)):
        place = x - half[0] + rim + 17 + k * 34
        lace += [ellipse(place, y - half[1] + rim + 10, 18, 18), ellipse(place, y + half[1] - rim - 10, 18, 18)]
    canvas.fills(lace, lining)
    canvas.fill(
        box(x - half[0] + rim + 8, y - half[1] + rim + 12, x + half[0] - rim - 8, y + half[1] - rim - 12, 6),
        lining,
        SOFT,
    )
    return half[0] - rim - 16, half[1] - rim - 24
