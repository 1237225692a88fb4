"""Goods of palm leaf that hold or cover something: baskets, bread baskets, hats, bags."""

from __future__ import annotations

import math

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, mix, paler, tones
from app.demo.drawing.light import RAISED, ROUND, SOFT, Field, Linear, Relief
from app.demo.drawing.palm import coil_disc
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import (
    Outline,
    arc,
    box,
    curve,
    disc,
    ellipse,
    mirrored,
    moved,
    points,
    shrunk,
    squashed,
)
from app.demo.drawing.thread import braid, closed, rope, stitches, tassel
from app.demo.drawing.turned import Skin, Turned
from app.demo.drawing.weave import MOTIFS, Coil, Strands, coiled, crossed, plaited, strands, striped

HIDES = tones("7a4a28 5a3519 9a5b2e 3f2a1c 8c3b22")


def dye(work: Strands, which: int) -> Colour:
    """One of the colours of these strips."""
    red, green, blue = (int(c) for c in work.colours[which])
    return red, green, blue


def _plaited_skin(scene: Scene, work: Strands, width: float) -> Skin:
    cell, slant = scene.some(17, 23), scene.chance(0.5)
    pattern = striped((1, 1, 2, 0), scene.pick((10, 14))) if slant else crossed(scene.pick((1, 2)), 6, 0.5)

    def skin(angle: Field, height: Field) -> Field:
        u, v = angle * width + 9000, height + 9000
        if slant:
            return plaited((u + v) * 0.7071, (u - v) * 0.7071, cell, work, pattern)
        return plaited(u, v, cell * 1.25, work, pattern)

    return skin


def _coiled_skin(coil: Coil, work: Strands, start: float) -> Skin:
    def skin(angle: Field, height: Field) -> Field:
        return coiled(height - start, angle + math.pi, coil, work)

    return skin


def basket(scene: Scene) -> None:
    """A deep market basket with two rope handles."""
    canvas, work = scene.canvas, strands(scene)
    top, wide, narrow = scene.some(350, 410), scene.some(255, 300), scene.some(195, 245)
    body = Turned.smooth(500, [(top, wide), (top + 170, wide * 0.97), (730, narrow * 1.04), (785, narrow * 0.92)], 0.2)
    lift, straw = scene.some(210, 270), dye(work, 0)
    scene.under(500, 785, narrow * 0.92, narrow * 0.19)
    span = wide * 0.55
    back = _handle(span, top - 20, lift)
    rope(canvas, back, 26, deeper(straw, 0.16))
    canvas.fill(body.rim(), deeper(tones("6b4a22")[0], 0.25), Relief(-0.5, 0, 0.5))
    canvas.fill(body.outline(), body.wrapped(_plaited_skin(scene, work, wide)))
    for y in (top + 66, 730) if scene.chance(0.6) else (700,):
        braid(canvas, body.hoop(y), 22, (dye(work, 1), dye(work, 2)))
    canvas.fill(body.rim(26), deeper(tones("6b4a22")[0], 0.3))
    canvas.fill(ellipse(500, top + 14, wide * 0.86, wide * 0.13), deeper(tones("6b4a22")[0], 0.62), alpha=0.6)
    braid(canvas, closed(body.rim()), 30, (straw, dye(work, 1) if scene.chance(0.5) else paler(straw, 0.3)))
    front = _handle(span * 1.06, top + wide * 0.2 + 50, lift * 0.94)
    rope(canvas, front, 28, straw)


def _handle(span: float, foot: float, lift: float) -> Outline:
    half = [(500 - span, foot), (500 - span * 0.92, foot - lift * 0.55), (500 - span * 0.5, foot - lift * 0.94)]
    return curve([*half, (500, foot - lift), *[(1000 - x, y) for x, y in half[::-1]]])


def bread_basket(scene: Scene) -> None:
    """A coiled bread basket with its domed lid, bright wool sewn into it."""
    canvas, work = scene.canvas, strands(scene)
    radius = scene.some(270, 310)
    seam = scene.some(500, 540)
    depth = scene.some(200, 240)
    motif = scene.cycle(MOTIFS)
    bowl = Turned.smooth(
        500, [(seam, radius), (seam + depth * 0.4, radius * 0.96), (seam + depth * 0.8, radius * 0.72)], 0.2
    )
    coil = Coil(scene.some(21, 25), scene.some(12, 15), 20, motif, 10)
    scene.under(500, seam + depth * 0.8, radius * 0.72, radius * 0.15)
    if scene.turn % 3 == 1:
        _leaning_lid(scene, radius, work, coil)
    canvas.fill(bowl.outline(), bowl.wrapped(_coiled_skin(coil, work, seam - 240)))
    if scene.turn % 3 == 1:
        _bread(scene, bowl, work)
    else:
        _lid(scene, bowl, work, coil)


def _lid(scene: Scene, bowl: Turned, work: Strands, coil: Coil) -> None:
    canvas, (seam, radius) = scene.canvas, bowl.top
    rise = scene.some(210, 260)
    dome = [(seam - rise, 14), (seam - rise * 0.9, radius * 0.42), (seam - rise * 0.5, radius * 0.86)]
    lid = Turned.smooth(500, [*dome, (seam, radius + 16)], 0.2)
    canvas.fill(lid.band(seam - 6, seam + 14), deeper(tones("6b4a22")[0], 0.5), alpha=0.6)
    canvas.fill(lid.outline(), lid.wrapped(_coiled_skin(coil, work, seam - rise)))
    braid(canvas, lid.hoop(seam - 6), 26, (dye(work, 1), dye(work, 0), dye(work, 2)))
    knob = ellipse(500, seam - rise - 14, 40, 30)
    canvas.shadow(knob, NEAR)
    canvas.fill(knob, dye(work, 2), ROUND)
    canvas.strokes([ellipse(500, seam - rise - 14, 40 - 12 * k, 30 - 9 * k) for k in range(3)], 3, dye(work, 0))


def _leaning_lid(scene: Scene, radius: float, work: Strands, coil: Coil) -> None:
    canvas = scene.canvas
    scene.under(700, 690, radius * 0.6, 20)
    with canvas.at(660, 430, 14, 0.98, 0.97):
        lid = disc(0, 0, radius)
        canvas.shadow(lid, Cast(16, 26, 20, 0.4))
        canvas.fill(lid, coil_disc(coil, work), Relief(0.5, 0.05, 0.5))
        canvas.fill(disc(0, 0, 34), dye(work, 2), ROUND)


def _bread(scene: Scene, bowl: Turned, work: Strands) -> None:
    canvas, (seam, radius) = scene.canvas, bowl.top
    canvas.fill(bowl.rim(), deeper(tones("6b4a22")[0], 0.3))
    for k in range(4):
        with canvas.at(500 + scene.some(-30, 30), seam - 4 - 26 * k, scene.some(-5, 5)):
            loaf = ellipse(0, 0, radius * 0.78, radius * 0.16)
            canvas.shadow(loaf, NEAR)
            canvas.fill(loaf, tones("d9a860 e6bd78 dfb26c ecc98a")[k], SOFT)
            marks = [arc((0, 8), (radius * s, radius * 0.17 * s), 195, 345) for s in (0.2, 0.4, 0.6)]
            canvas.strokes(marks, 6, tones("a8703a")[0], alpha=0.4)
    with canvas.inside(bowl.outline()):
        canvas.fill(bowl.band(seam, seam + 10), bowl.wrapped(_coiled_skin(Coil(22, 13, 20, "rings"), work, 0)))
    braid(canvas, bowl.hoop(seam), 26, (dye(work, 1), dye(work, 0), dye(work, 2)))


def sun_hat(scene: Scene) -> None:
    """A wide straw hat with a band."""
    canvas, work = scene.canvas, strands(scene)
    brim, crown = scene.some(415, 450), scene.some(190, 214)
    squash = scene.some(0.36, 0.46)
    base = 600.0
    rise = scene.some(225, 270)
    coil = Coil(scene.some(15, 19), 12, round(brim / 17), scene.pick(("rings", "zigzag", "blocks")), 14)
    with canvas.at(500, base, scene.some(-9, 9)):
        canvas.shadow(ellipse(0, 0, brim, brim * squash), Cast(20, 40, 24, 0.55))
        rim = curve(
            [
                (brim * math.cos(k * 0.7854), brim * squash * math.sin(k * 0.7854) + scene.some(-12, 12))
                for k in range(8)
            ],
            closed=True,
        )
        with canvas.at(0, 0, 0, 1, squash):
            flat = squashed(rim, 1 / squash)
            canvas.fill(flat, coil_disc(coil, work), Relief(0.5, 0.0, 0.5))
        canvas.fill(ellipse(46, 40, crown * 1.35, crown * squash * 1.35), (52, 30, 10), alpha=0.22)
        canvas.fill(ellipse(18, 18, crown * 1.16, crown * squash * 1.2), (52, 30, 10), alpha=0.28)
        body = Turned.smooth(0, [(-rise, crown * 0.78), (-rise * 0.75, crown * 0.92), (0, crown)], squash * 0.8)
        canvas.fill(body.outline(), body.wrapped(_coiled_skin(coil, work, -rise - 100)))
        with canvas.at(0, -rise, 0, 1, squash * 0.8):
            canvas.fill(disc(0, 0, crown * 0.8), coil_disc(coil, work), Relief(0.7, 0.1, 0.9))
        _hat_band(scene, body, rise, dye(work, 1))


def _hat_band(scene: Scene, body: Turned, rise: float, colour: Colour) -> None:
    canvas = scene.canvas
    band = body.band(-rise * 0.34, -4)
    canvas.fill(band, Linear((deeper(colour, 0.1), paler(colour, 0.22), deeper(colour, 0.4)), 0))
    trim = scene.cycle(("shells", "plain", "bow"))
    if trim == "shells":
        line = body.hoop(-rise * 0.17)
        for x, y in line[4:-4:3]:
            canvas.fill(ellipse(x, y, 12, 9), (250, 238, 220), ROUND)
    elif trim == "bow":
        x, y = body.hoop(-rise * 0.17)[-9]
        for turn in (-28, 200, 75, 110):
            with canvas.at(x, y, turn):
                loop = curve([(0, 0), (50, -30), (92, -8), (80, 22), (40, 14)], closed=True)
                canvas.shadow(loop, NEAR)
                canvas.fill(loop, colour, SOFT)
        canvas.fill(disc(x, y, 17), paler(colour, 0.15), ROUND)
    else:
        canvas.strokes([body.hoop(-rise * s) for s in (0.05, 0.29)], 5, paler(colour, 0.6), alpha=0.8)


def shoulder_bag(scene: Scene) -> None:
    """A plaited bag with leather flap and straps."""
    canvas, work, hide = scene.canvas, strands(scene), scene.cycle(HIDES)
    half, top, bottom = scene.some(250, 300), scene.some(400, 440), 800.0
    left = [(500.0, top - 8), (500 - half * 0.9, top), (500 - half, bottom - 140), (500 - half * 0.82, bottom - 8)]
    shape = curve([*left, (500, bottom + 8), *mirrored(left, 500)[4:-1]], closed=True)
    lift = scene.some(250, 320)
    strap = _handle(half * 0.74, top + 40, lift + 40)
    scene.under(500, bottom - 6, half * 0.9, 26)
    canvas.stroke(moved(strap, 16, -22), 26, deeper(hide, 0.4), RAISED)
    skin = _plaited_skin(scene, work, 1.0)
    canvas.fill(shape, skin, Relief(0.6, 0.0, 0.5))
    with canvas.inside(shape):
        canvas.fill(box(0, bottom - 92, 1000, 1000), Linear((hide, deeper(hide, 0.35))))
        stitches(canvas, points([(150, bottom - 76), (850, bottom - 76)]), tones("e6cf94")[0], 20)
    canvas.stroke(strap, 28, hide, RAISED)
    stitches(canvas, strap, tones("e6cf94")[0], 20, 3)
    _flap(scene, half, top, hide)


def _flap(scene: Scene, half: float, top: float, hide: Colour) -> None:
    canvas = scene.canvas
    drop = scene.some(170, 235)
    point = scene.cycle((0.55, 0.92, 0.2))
    left = [(500.0, top - 14), (500 - half * 0.9, top - 6), (500 - half * 0.86, top + drop * 0.5)]
    left.append((500 - half * point, top + drop * 0.86))
    flap = curve([*left, (500, top + drop), *mirrored(left, 500)[4:-1]], closed=True)
    canvas.shadow(flap, Cast(6, 16, 12, 0.55))
    canvas.fill(flap, Linear((paler(hide, 0.16), hide, deeper(hide, 0.2)), 70), RAISED)
    stitches(canvas, closed(shrunk(flap, 0.93)), tones("e6cf94")[0], 18, 3)
    canvas.fill(disc(500, top + drop - 46, 24), mix(tones("d9a441")[0], hide, 0.1), Relief(0.8, 0.8, 0.8))
    canvas.fill(disc(500, top + drop - 46, 9), deeper(hide, 0.3), ROUND)
    if scene.chance(0.6):
        tassel(scene, (500 + half * 0.7, top + 44), deeper(hide, 0.1), 1.5)
