"""Rugs, kilims and what is sewn of them, as they lie, hang or are folded."""

from __future__ import annotations

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, paler, tones
from app.demo.drawing.designs import (
    bricks,
    hills,
    kilim_bands,
    kilim_eye,
    kilim_medallions,
    meadow,
    medallion,
    pouch,
    stripes,
    three_lozenges,
)
from app.demo.drawing.knots import WOOLS, Grid, Woven, spread, woven
from app.demo.drawing.light import RAISED, ROUND, Field, Linear, Relief, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, box, curve, disc, ellipse, mirrored, moved, points, ribbon
from app.demo.drawing.thread import braid, closed, fringe, rope, tassel

WARPS = tones("f0e2c6 e2cfa8 d8c6a4")


def wools(scene: Scene) -> tuple[Colour, ...]:
    """The wools of this weaver."""
    return scene.cycle(WOOLS)


def _crooked(scene: Scene, half_width: float, half_height: float) -> Outline:
    """A rectangle as it comes off a ground loom."""
    w, h = half_width, half_height
    corners = [(x + scene.some(-7, 7), y + scene.some(-5, 5)) for x, y in ((-w, -h), (w, -h), (w, h), (-w, h))]
    sides = []
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        bow = ((x0 + x1) / 2 + scene.some(-5, 5), (y0 + y1) / 2 + scene.some(-5, 5))
        sides.append(curve([(x0, y0), bow, (x1, y1)], steps=8))
    return np.concatenate(sides)


def gabbeh(scene: Scene) -> None:
    """A thick rug lying flat."""
    design = scene.cycle((bricks, meadow, three_lozenges, hills))
    grid, shades = design(scene), wools(scene)
    piece = woven(scene, grid, shades)
    half_width = scene.some(268, 300)
    half_height = half_width * grid.shape[0] / grid.shape[1] * 0.94
    scale = min(1.12, 408 / half_height)
    with scene.canvas.at(500, 498, scene.some(-6, 6), scale):
        _lay_rug(scene, piece, (half_width, half_height), shades[3])


def _lay_rug(scene: Scene, piece: Woven, half: tuple[float, float], edge: Colour) -> None:
    canvas, (w, h) = scene.canvas, half
    shape = _crooked(scene, w, h)
    canvas.shadow(shape, Cast(12, 22, 16, 0.5))
    fringe(scene, points([(w - 4, -h + 4), (-w + 4, -h + 4)]), 34, WARPS, 9)
    fringe(scene, points([(-w + 4, h - 4), (w - 4, h - 4)]), 38, WARPS, 9)
    canvas.fill(shape, deeper(edge, 0.2))
    canvas.fill(shape, spread(piece, w, h), Relief(0.35, 0.0, 0.05))
    canvas.stroke(closed(shape), 7, edge, RAISED, 0.8)


def kilim(scene: Scene) -> None:
    """A flat-woven kilim hanging from a pole."""
    canvas = scene.canvas
    design = scene.cycle((kilim_bands, kilim_medallions, kilim_eye))
    piece = woven(scene, design(scene), wools(scene), pile=False)
    w, h = scene.some(262, 292), scene.some(325, 350)
    with canvas.at(500, 500, scene.some(-1.5, 1.5)):
        sway = scene.some(8, 16)
        foot = curve([(w + 4, h), (w * 0.4, h + sway), (-w * 0.3, h - 4), (-w - 4, h + sway * 0.4)])
        shape = np.concatenate([points([(-w, -h), (w, -h)]), foot])
        canvas.shadow(shape, Cast(22, 20, 22, 0.42))
        fringe(scene, foot[::-1], 66, WARPS, 11)
        canvas.fill(shape, _draped(spread(piece, w, h + sway), 0.055), Relief(0.25, 0.0, 0.05))
        for k in range(7):
            x = -w + 26 + k * (2 * w - 52) / 6
            canvas.fill(box(x - 17, -h - 44, x + 17, -h + 8, 6), wools(scene)[3], RAISED)
        pole = points([(-w - 70, -h - 28), (w + 70, -h - 28)])
        canvas.shadow(ribbon(pole, (18, 18)), Cast(12, 20, 10, 0.4))
        canvas.taper(pole, (20, 22, 20), tones("7a4a28")[0], ROUND)
        for k in range(7):
            x = -w + 26 + k * (2 * w - 52) / 6
            canvas.fill(box(x - 17, -h - 44, x + 17, -h - 8, 10), wools(scene)[3], ROUND)
        for side in (-1, 1):
            canvas.fill(disc(side * (w + 74), -h - 28, 19), tones("c99a4b")[0], ROUND)


def _draped(flat: Shader, depth: float) -> Shader:
    """A cloth that hangs in slow folds."""

    def shader(x: Field, y: Field) -> Field:
        fold = 1 + depth * np.sin(x * 0.021 + y * 0.0012) + depth * 0.5 * np.sin(x * 0.047)
        hung: Field = flat(x, y) * fold[..., None]
        return hung

    return shader


def jajim(scene: Scene) -> None:
    """A striped blanket folded on a table, one end hanging."""
    canvas, shades = scene.canvas, wools(scene)
    piece = woven(scene, stripes(scene), shades, pile=False)
    layers, w = scene.pick((3, 4, 5)), scene.some(300, 335)
    thick = scene.some(64, 78)
    base = 800.0
    top = base - layers * thick
    scene.under(500, base - 6, w, 30)
    for k in range(layers):
        y = base - (k + 1) * thick
        shift = scene.some(-10, 10)
        fold = box(500 - w + shift, y, 500 + w + shift, y + thick + 4, thick * 0.46)
        canvas.fill(fold, _edge_on(piece, w, shift), Relief(0.75, 0.05, 0.8))
        canvas.fill(box(500 - w + shift, y + thick - 6, 500 + w + shift, y + thick + 4), (30, 14, 6), alpha=0.35)
    lid = points([(500 - w, top + 16), (500 - w * 0.86, top - 150), (500 + w * 0.86, top - 150), (500 + w, top + 16)])
    canvas.fill(lid, _receding(piece, (top - 150, top + 16), (w * 0.86, w)), Relief(0.3, 0.0, 0.1))
    _hanging_end(scene, piece, (w, top, thick))
    if scene.chance(0.6):
        for x in (500 - w * 0.45, 500 + w * 0.45):
            rope(canvas, curve([(x - 4, top - 146), (x, top + 6), (x, base - 4)]), 14, shades[4])


def _edge_on(piece: Woven, w: float, shift: float) -> Shader:
    def shader(x: Field, y: Field) -> Field:
        u, v = np.broadcast_arrays((x - 500 - shift) / (2 * w) + 0.5, (y % 120) / 300)
        return piece.colours(u, v)

    return shader


def _receding(piece: Woven, span: tuple[float, float], halves: tuple[float, float]) -> Shader:
    """The piece lying on a level plane, smaller where it is farther."""

    def shader(x: Field, y: Field) -> Field:
        share = np.clip((y - span[0]) / (span[1] - span[0]), 0, 1)
        half = halves[0] + (halves[1] - halves[0]) * share
        depth = share * halves[0] / (halves[1] + share * (halves[0] - halves[1]))
        u, v = np.broadcast_arrays((x - 500) / (2 * half) + 0.5, depth)
        return piece.colours(u, v)

    return shader


def _hanging_end(scene: Scene, piece: Woven, frame: tuple[float, float, float]) -> None:
    """The last length, thrown over the front of the pile."""
    canvas, (w, top, thick) = scene.canvas, frame
    left = 500 + scene.some(-w * 0.75, -w * 0.2)
    right = left + w * 0.78
    foot = top + thick * 1.9
    edge = curve([(right + 6, foot), ((left + right) / 2, foot + 14), (left - 4, foot - 2)])
    flap = np.concatenate([curve([(left + 10, top - 20), (right - 6, top - 20), (right, top + 10)]), edge])
    canvas.shadow(flap, Cast(6, 12, 10, 0.5))
    fringe(scene, edge[::-1], 46, WARPS, 10)
    canvas.fill(flap, _edge_on(piece, w, 0), Relief(0.4, 0.03, 0.25))


def village_rug(scene: Scene) -> None:
    """A medallion rug lying on a floor."""
    canvas, shades = scene.canvas, wools(scene)
    piece = woven(scene, medallion(scene), shades)
    near, far = scene.some(400, 425), scene.some(272, 305)
    y0, y1 = scene.some(330, 370), scene.some(895, 915)
    lean = scene.some(-26, 26)
    shape = points([(500 - far + lean, y0), (500 + far + lean, y0), (500 + near, y1), (500 - near, y1)])
    canvas.shadow(shape, Cast(12, 20, 14, 0.5))
    fringe(scene, points([(500 + far + lean, y0 + 2), (500 - far + lean, y0 + 2)]), 16, WARPS, 8)
    fringe(scene, points([(500 - near, y1 - 2), (500 + near, y1 - 2)]), 40, WARPS, 10)

    def shader(x: Field, y: Field) -> Field:
        upright = x - lean * (y1 - y) / (y1 - y0)
        return _receding(piece, (y0, y1), (far, near))(upright, y)

    canvas.fill(moved(shape, 0, 9), deeper(shades[3], 0.2))
    canvas.fill(shape, shader, Relief(0.25, 0.0, 0.04))


def saddlebag(scene: Scene) -> None:
    """A pair of woven pouches joined by a band, with tassels."""
    canvas, shades = scene.canvas, wools(scene)
    face = woven(scene, pouch(scene), shades)
    w = scene.some(172, 188)
    with canvas.at(500, 480, scene.some(-7, 7)):
        middle = box(-70, -150, 70, 190)
        canvas.shadow(middle, Cast(10, 20, 14, 0.45))
        canvas.fill(middle, spread(woven(scene, stripes(scene), shades, False), 130, 200), Relief(0.4, 0.0, 0.2))
        for side in (-1, 1):
            with canvas.at(side * (w + 58), scene.some(-10, 14), side * scene.some(0, 4), scene.some(0.96, 1.04)):
                _pouch(scene, face, w, shades)


def _pouch(scene: Scene, face: Woven, w: float, shades: tuple[Colour, ...]) -> None:
    canvas = scene.canvas
    shape = curve(
        [(-w, -w * 1.1), (0, -w * 1.08), (w, -w * 1.1), (w * 1.04, w), (0, w * 1.1), (-w * 1.04, w)], True, 14
    )
    canvas.shadow(shape, Cast(12, 26, 18, 0.5))
    for k in range(6):
        tassel(scene, (-w * 0.9 + k * w * 0.36, w * 1.02), shades[(4, 5, 6, 0)[k % 4]], 1.15)
    canvas.fill(shape, spread(face, w * 1.06, w * 1.12), Relief(0.6, 0.0, 0.3))
    braid(canvas, closed(shape), 17, (shades[3], shades[4]))
    for k in range(7):
        x = -w * 0.84 + k * w * 0.28
        canvas.stroke(ellipse(x, -w * 1.0, 13, 24), 7, shades[2], RAISED)
    canvas.stroke(points([(-w * 0.95, -w * 1.0), (w * 0.95, -w * 1.0)]), 9, shades[3], ROUND)


def cushion(scene: Scene) -> None:
    """A plump cushion faced with kilim."""
    canvas, shades = scene.canvas, wools(scene)
    design = scene.cycle((kilim_eye, pouch, kilim_medallions, kilim_bands))
    grid: Grid = design(scene)
    piece = woven(scene, grid[:72, :72], shades, pile=False)
    half = scene.some(285, 315)
    bulge = half * 0.93
    quarter = [(0.0, -bulge), (-half * 0.55, -bulge * 0.98), (-half, -half), (-bulge * 0.98, -half * 0.55)]
    lower = [(-bulge, 0.0), (-bulge * 0.98, half * 0.55), (-half, half), (-half * 0.55, bulge * 0.98), (0, bulge)]
    shape = curve(mirrored([*quarter, *lower], 0)[:-1], closed=True, steps=9)
    scene.under(500, 800, half * 0.94, 36)
    with canvas.at(500, 510, scene.some(-9, 9)):
        for x, y in ((-half, -half), (half, -half), (-half, half), (half, half)):
            tassel(scene, (x * 0.99, y * 0.97), shades[4], 1.3)
        canvas.shadow(shape, Cast(14, 24, 24, 0.4))
        canvas.fill(shape, spread(piece, half, half), Relief(0.85, 0.08, 0.75))
        rope(canvas, closed(shape), 14, paler(shades[3], 0.1))
        canvas.shadow(disc(0, 0, 8), NEAR)
        if scene.chance(0.5):
            canvas.fill(disc(0, 0, 20), Linear((shades[4], deeper(shades[4], 0.4))), ROUND)
