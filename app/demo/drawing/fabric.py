"""Cloth: printed and woven patterns, and the folds in which it falls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.demo.drawing.canvas import Canvas, Cast, placing
from app.demo.drawing.colour import GLOW, Colour, deeper, paler
from app.demo.drawing.light import Field, Shader
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, box, curve, diamond, disc, moved, petal, ribbon

Stamp = Callable[[Canvas, Sequence[Colour]], None]


@dataclass(frozen=True)
class Print:
    """A repeating pattern: its tile, and how many of the tile's dots make one unit of the plane."""

    tile: Field
    density: float

    def at(self, x: Field, y: Field) -> Field:
        """The colours at places of the plane."""
        side = self.tile.shape[0]
        across, down = np.broadcast_arrays(x * self.density, y * self.density)
        found: Field = self.tile[down.astype(np.int64) % side, across.astype(np.int64) % side]
        return found


def printed(scene: Scene, stamp: Stamp, repeat: float, colours: Sequence[Colour]) -> Print:
    """The pattern a stamp leaves, repeated at so many units; the stamp works on a plane of 100 by 100."""
    density = scene.canvas.zoom / 2
    dots = max(8, round(repeat * density))
    sheet = Canvas(dots, placing(0, 0, 0, 10))
    sheet.fill(box(-20, -20, 120, 120), colours[0])
    stamp(sheet, colours)
    return Print(np.asarray(sheet.finished(), dtype=np.float32), dots / repeat)


def blossom(canvas: Canvas, place: tuple[float, float, float], petals: int, colours: Sequence[Colour]) -> None:
    """A flower at (x, y) of a radius: petals in the first colour, heart in the second."""
    x, y, radius = place
    leaves = [moved(petal(radius, radius * 0.62, 0.62), x, y, 360 * k / petals) for k in range(petals)]
    canvas.fills(leaves, colours[0])
    inner = [moved(petal(radius * 0.62, radius * 0.2, 0.6), x, y, 360 * k / petals) for k in range(petals)]
    canvas.fills(inner, paler(colours[0], 0.4), alpha=0.7)
    canvas.fill(disc(x, y, radius * 0.26), colours[1])


def posy_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """Small flowers with leaves, strewn."""
    for x, y, radius, turn in ((26, 28, 17, 0), (76, 76, 15, 40), (78, 24, 9, 80), (24, 78, 9, 10)):
        leaves = [moved(petal(radius * 1.5, radius * 0.6), x, y, turn + a) for a in (30, 150, 270)]
        canvas.fills(leaves, colours[2])
        blossom(canvas, (x, y, radius), 5, (colours[1], colours[3]))
    for x, y in ((50, 50), (50, 4), (50, 96), (4, 52), (97, 50)):
        canvas.fill(disc(x, y, 2.6), colours[3])


def boteh_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """The bent leaf of old shawls, two to a tile."""
    drop = np.array(curve([(0, 26), (-17, 12), (-14, -10), (4, -26), (16, -24), (6, -12), (15, 4), (13, 20)], True))
    for x, y, flip in ((27, 50, 1), (77, 100, -1), (77, 0, -1)):
        shape = drop * np.array([flip, 1.0])
        canvas.fill(moved(shape, x, y), colours[1])
        canvas.fill(moved(shape, x, y + 2, 0, 0.66), colours[2])
        canvas.fill(moved(shape, x, y + 4, 0, 0.36), colours[3])
    for x, y in ((77, 50), (27, 0), (27, 100)):
        blossom(canvas, (x, y, 9), 6, (colours[3], colours[1]))


def stripe_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """Upright stripes of several widths."""
    for left, width, which in ((0, 18, 1), (22, 3, 2), (50, 8, 3), (62, 3, 2), (70, 3, 1)):
        canvas.fill(box(left, -5, left + width, 105), colours[which])


def check_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """A check of crossing bands."""
    for colour, start, width in ((colours[1], 0, 40), (colours[2], 62, 10)):
        canvas.fill(box(start, -5, start + width, 105), colour, alpha=0.5)
        canvas.fill(box(-5, start, 105, start + width), colour, alpha=0.5)


def star_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """Small eight-leaved stars in offset rows."""
    for x, y in ((25, 25), (75, 75)):
        blossom(canvas, (x, y, 17), 8, (colours[1], colours[2]))
    for x, y in ((75, 25), (25, 75)):
        canvas.fill(diamond(x, y, 5, 7), colours[3])


def dot_stamp(canvas: Canvas, colours: Sequence[Colour]) -> None:
    """Round dots in offset rows."""
    for x, y in ((25, 25), (75, 75)):
        canvas.fill(disc(x, y, 12), colours[1])
        canvas.fill(disc(x, y, 5), colours[2])


STAMPS = (posy_stamp, boteh_stamp, stripe_stamp, star_stamp, check_stamp, dot_stamp)


def plain_cloth(colour: Colour) -> Shader:
    """A cloth of one colour with the faint grid of its threads."""
    base = np.array(colour, dtype=np.float32)

    def shader(x: Field, y: Field) -> Field:
        thread = 1 + 0.02 * np.sin(x * 1.1) + 0.02 * np.sin(y * 1.1)
        woven: Field = base * thread[..., None]
        return woven

    return shader


def falling(cloth: Shader, folds: float, depth: float, fan: float = 0.0) -> Shader:
    """The cloth in upright folds, so many to the width of the picture; fan opens them downwards from y = 0."""

    def shader(x: Field, y: Field) -> Field:
        spread = x / (1 + fan * np.maximum(y, 0))
        phase = spread * folds * 0.00628 + 0.4 * np.sin(y * 0.006)
        light = 1 + depth * np.sin(phase) + depth * 0.4 * np.sin(phase * 2.3 + 1)
        moved_x, moved_y = np.broadcast_arrays(x + 7 * np.sin(phase + 1), y + 0 * x)
        fallen: Field = cloth(moved_x, moved_y) * light[..., None]
        return fallen

    return shader


def crease(canvas: Canvas, path: Sequence[Spot], width: float = 26, dark: float = 0.3) -> None:
    """A soft fold along a path: a shade on its far side and a light on its near side."""
    line = curve(path)
    bend: Outline = ribbon(line, (2, width, 2))
    canvas.shadow(bend, Cast(width * 0.25, 0, width * 0.42, dark), deeper((90, 50, 30), 0.5))
    canvas.shadow(ribbon(line, (1, width * 0.6, 1)), Cast(-width * 0.45, 0, width * 0.35, dark * 0.6), GLOW)
