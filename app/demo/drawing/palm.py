"""Goods of palm leaf that lie flat: mats, fans, brooms."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import deeper, mix, paler, tones
from app.demo.drawing.light import RAISED, ROUND, Field, Linear, Relief, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import (
    Outline,
    along,
    arc,
    box,
    curve,
    ellipse,
    moved,
    points,
    ribbon,
    uneven,
)
from app.demo.drawing.thread import tassel
from app.demo.drawing.weave import MOTIFS, Coil, Strands, coiled, plaited, strands, striped

WOODS = tones("8a5a2f 6e4524 a87442 5a3519")


def coil_disc(coil: Coil, work: Strands) -> Shader:
    """A flat coil about the origin."""

    def shader(x: Field, y: Field) -> Field:
        return coiled(np.hypot(x, y), np.arctan2(y, x) + math.pi, coil, work)

    return shader


def diagonal(cell: float, work: Strands, pattern_period: int) -> Shader:
    """A plait whose strips run slantwise, with dyed strips now and then."""
    pattern = striped((1, 1, 0, 2), pattern_period)

    def shader(x: Field, y: Field) -> Field:
        return plaited((x + y) * 0.7071 + 9000, (x - y) * 0.7071 + 9000, cell, work, pattern)

    return shader


def round_mat(scene: Scene) -> None:
    """A round mat for the table, coiled and stitched."""
    canvas, work = scene.canvas, strands(scene)
    radius = scene.some(330, 372)
    rounds = scene.pick((11, 13, 15))
    step = radius / rounds
    coil = Coil(step, scene.some(11, 15), rounds, scene.cycle(MOTIFS), scene.pick((6, 8, 10, 12)))
    edge = uneven(ellipse(0, 0, radius, radius * scene.some(0.975, 1.0)), 4, scene.rng)
    with canvas.at(500 + scene.some(-12, 12), 490, scene.some(0, 360)):
        canvas.shadow(edge, Cast(0, 0, 30, 0.35))
    with canvas.at(500, 492):
        canvas.shadow(edge, Cast(14, 26, 18, 0.45))
        if scene.chance(0.5):
            _loops(scene, radius, work)
        canvas.fill(edge, coil_disc(coil, work), Relief(0.35, 0.05, 0.12))


def _loops(scene: Scene, radius: float, work: Strands) -> None:
    straw = tuple(int(c) for c in work.colours[0])
    shade = deeper((straw[0], straw[1], straw[2]), 0.25)
    count = scene.pick((28, 36))
    for k in range(count):
        angle = 360 * k / count
        spot = moved(points([(radius + 5, 0)]), 0, 0, angle)[0]
        scene.canvas.stroke(ellipse(spot[0], spot[1], 21, 15, angle), 7, shade, RAISED)


def floor_mat(scene: Scene) -> None:
    """A floor mat, one end still rolled."""
    canvas, work = scene.canvas, strands(scene)
    half, top, bottom = scene.some(285, 330), -330.0, scene.some(330, 370)
    cell = scene.some(15, 20)
    weave = diagonal(cell, work, scene.pick((14, 18, 24)))
    side = [(half + scene.some(-7, 7), top + (bottom - top) * k / 6) for k in range(7)]
    other = [(-half + scene.some(-7, 7), bottom - (bottom - top) * k / 6) for k in range(7)]
    sheet = np.concatenate([curve(side, steps=6), curve(other, steps=6)])
    with canvas.at(500, 520, scene.some(-14, 14), 0.98):
        canvas.shadow(sheet, Cast(10, 18, 16, 0.45))
        _raw_ends(scene, half, bottom)
        canvas.fill(sheet, weave, Relief(0.25, 0.0, 0.06))
        for x in (-half + 26, half - 26):
            canvas.strokes([points([(x, top), (x, bottom)])], 4, deeper(tones("b9924e")[0], 0.3), alpha=0.5)
        _roll(scene, half, top, weave)


def _raw_ends(scene: Scene, half: float, bottom: float) -> None:
    blades = []
    for k in range(46):
        x = -half + 8 + k * (2 * half - 16) / 45
        blades.append(curve([(x, bottom - 8), (x + scene.some(-5, 5), bottom + 14), (x, bottom + scene.some(22, 38))]))
    scene.canvas.strokes(blades, 9, tones("cfa862")[0])


def _roll(scene: Scene, half: float, top: float, weave: Shader) -> None:
    canvas = scene.canvas
    thick = scene.some(58, 74)
    roll = box(-half - 12, top - thick, half + 12, top + thick, 10)
    canvas.shadow(roll, Cast(4, 34, 22, 0.55))
    canvas.fill(roll, weave)
    canvas.fill(roll, Linear(tones("3a2109 3a2109"), 90), alpha=0.10)
    canvas.fill(box(-half - 12, top - thick, half + 12, top - thick * 0.5), (255, 244, 220), alpha=0.18)
    canvas.fill(box(-half - 12, top + thick * 0.25, half + 12, top + thick), (40, 22, 8), alpha=0.30)
    canvas.fill(box(-half - 12, top + thick * 0.62, half + 12, top + thick), (40, 22, 8), alpha=0.28)
    for side in (-1, 1):
        end = ellipse(side * (half + 12), top, 20, thick)
        canvas.fill(end, tones("c69d57")[0], RAISED)
        for k in range(1, 4):
            share = k / 4
            canvas.stroke(ellipse(side * (half + 12), top, 20 * share, thick * share), 4, tones("7b5522")[0], alpha=0.7)


def hand_fan(scene: Scene) -> None:
    """A plaited fan on a wooden handle."""
    canvas, work = scene.canvas, strands(scene)
    shape = scene.cycle(("shield", "heart", "flag", "round"))
    blade = _blade(shape, scene)
    trim = tuple(int(c) for c in work.colours[1])
    trim_colour = (trim[0], trim[1], trim[2])
    with canvas.at(
        345 if shape == "flag" else 500, 455, scene.some(-20, 20) if shape == "flag" else scene.some(-26, 26), 1.06
    ):
        handle = points([(0, -250 if shape == "flag" else 60), (0, 430)])
        canvas.shadow(ribbon(handle, (26, 30)), Cast(12, 22, 14, 0.4))
        canvas.shadow(blade, Cast(12, 24, 18, 0.45))
        canvas.taper(handle, (22, 24, 30), scene.pick(WOODS), ROUND)
        canvas.fill(blade, diagonal(scene.some(15, 21), work, scene.pick((8, 10, 12))), Relief(0.3, 0.05, 0.1))
        canvas.strokes([np.concatenate([blade, blade[:1]])], 22, trim_colour, RAISED)
        spots = along(np.concatenate([blade, blade[:1]]), 80)
        nicks = [moved(points([(-2, -10), (3, 10)]), x, y, turn) for x, y, turn in spots]
        canvas.strokes(nicks, 5, paler(trim_colour, 0.55), alpha=0.8)
        for k in range(7):
            y = 300 + k * 9 if shape != "flag" else 262 + k * 9
            canvas.stroke(points([(-15, y), (15, y + 3)]), 7, (trim_colour, paler(trim_colour, 0.6))[k % 2])
        if scene.chance(0.6):
            tassel(scene, (0, 430), trim_colour)


def _blade(shape: str, scene: Scene) -> Outline:
    if shape == "flag":
        return uneven(box(-6, -255, 370, 190, 26), 4, scene.rng)
    if shape == "heart":
        return curve(
            [(0, 235), (-215, 60), (-245, -120), (-120, -232), (0, -170), (120, -232), (245, -120), (215, 60)],
            closed=True,
        )
    if shape == "shield":
        return curve(
            [(0, 245), (-150, 170), (-228, 0), (-190, -190), (0, -240), (190, -190), (228, 0), (150, 170)],
            closed=True,
        )
    return uneven(ellipse(0, -10, 235, 250), 5, scene.rng)


def broom(scene: Scene) -> None:
    """A hand broom: a sheaf of split fronds bound to a handle with coloured cord."""
    canvas = scene.canvas
    straws = tones("d9b870 c79f55 e6cf94 b98d46 cdb070 a98a4c")
    cord = scene.cycle(tones("8c2335 0b6e72 25365e a6452a 5f7a36"))
    spread, reach = scene.some(150, 230), scene.some(480, 540)
    turn = scene.some(-38, -14) if scene.chance(0.5) else scene.some(12, 36)
    sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    with canvas.at(500 + 125 * sine, 500 - 125 * cosine, turn, 1.06):
        shape = curve([(-40, -20), (-spread, reach * 0.86), (0, reach), (spread, reach * 0.86), (40, -20)])
        canvas.shadow(shape, Cast(14, 22, 20, 0.5))
        canvas.shadow(box(-34, -240, 34, 20, 20), Cast(10, 18, 12, 0.45))
        canvas.fill(shape, straws[3], Relief(0.4, 0.0, 0.5))
        _bristles(scene, spread, reach, straws)
        canvas.taper(curve([(0, -250), (4, -120), (0, 30)]), (58, 66, 84), mix(straws[1], straws[2], 0.4), ROUND)
        ribs = [curve([(x * 0.7, -246), (x, -100), (x * 1.2, 24)]) for x in (-24, -12, 0, 13, 25)]
        canvas.strokes(ribs, 3, deeper(straws[3], 0.35), alpha=0.55)
        for start, rows, shade in ((-215, 4, cord), (-110, 3, paler(cord, 0.45)), (4, 8, cord)):
            width = 38 + (start + 215) * 0.055
            for k in range(rows):
                y = start + k * 11
                canvas.stroke(curve([(-width, y), (0, y + 9), (width, y)]), 11, scene.near(shade, 0.12), RAISED)
        canvas.stroke(arc((0, -272), (26, 34), 60, 480), 9, cord, RAISED)


def _bristles(scene: Scene, spread: float, reach: float, straws: tuple[tuple[int, int, int], ...]) -> None:
    for shade in (*straws, straws[0], straws[2]):
        blades = []
        for _ in range(26):
            aim = scene.some(-1, 1)
            length = reach * (1 - 0.10 * aim * aim) * scene.some(0.9, 1.04)
            bend = scene.some(-16, 16)
            blades.append(
                curve([(aim * 34, 10), (aim * spread * 0.55 + bend, length * 0.5), (aim * spread * 1.05, length)])
            )
        scene.canvas.strokes(blades, 6, scene.near(shade, 0.1))
