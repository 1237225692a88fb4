"""Heaps: pieces laid over one another, grains strewn thick, mounds of powder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.demo.drawing.canvas import Canvas
from app.demo.drawing.colour import Colour, deeper, paler
from app.demo.drawing.light import ROUND, Field, Shader, ramped, smooth_noise
from app.demo.drawing.pieces import Piece
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, Spot, blob, disc, ellipse, moved


def disc_spots(scene: Scene, radius: float, spacing: float) -> list[Spot]:
    """Spots over a disc, evenly but not regularly, from its edge inwards."""
    count = max(3, round((radius / spacing) ** 2 * 5.4))
    spin, spots = scene.some(0, 6.28), []
    for k in range(count - 1, -1, -1):
        reach = radius * math.sqrt((k + 0.5) / count)
        angle = spin + k * 2.39996
        jitter = spacing * 0.16
        spots.append(
            (
                reach * math.cos(angle) + scene.some(-jitter, jitter),
                reach * math.sin(angle) + scene.some(-jitter, jitter),
            )
        )
    return spots


@dataclass(frozen=True)
class Lot:
    """A kind of piece, its size, how closely the pieces lie, and the colour seen in the gaps between slim ones."""

    piece: Piece
    size: float
    dense: float = 1.0
    bed: Colour | None = None


def heap(scene: Scene, centre: Spot, radius: float, lot: Lot) -> None:
    """Pieces heaped in a round, a smaller layer on a larger."""
    size = lot.size
    if lot.bed is not None:
        scene.canvas.fill(blob(centre[0], centre[1], radius - size * 0.42, scene.rng, 0.06), lot.bed, ROUND)
    for share in (1.0, 0.66):
        for x, y in disc_spots(scene, (radius - size * 0.4) * share, size / lot.dense**0.5):
            with scene.canvas.at(centre[0] + x, centre[1] + y, scene.some(0, 360), size / 100 * scene.some(0.88, 1.1)):
                lot.piece(scene)


def hill(scene: Scene, base: Spot, reach: Spot, lot: Lot) -> None:
    """Pieces heaped up behind a rim whose middle is the base; reach is (half width, height) of the hill."""
    size = lot.size / lot.dense**0.5
    rows = max(2, round(reach[1] / (size * 0.42)))
    for row in range(rows + 1):
        share = row / rows
        half = reach[0] * math.sqrt(max(0.05, 1 - (1 - share) ** 2)) * 0.98
        count = max(1, round(2 * half / (size * 0.62)))
        for k in range(count):
            x = base[0] - half + 2 * half * (k + 0.5) / count + scene.some(-0.16, 0.16) * size
            y = base[1] - reach[1] * (1 - share) + scene.some(-0.1, 0.1) * size
            with scene.canvas.at(x, y, scene.some(0, 360), lot.size / 100 * scene.some(0.9, 1.08)):
                lot.piece(scene)


def grains(scene: Scene, area: Outline, size: float, colours: Sequence[Colour], count: int) -> None:
    """Very many small grains strewn over an area, some on top of others."""
    canvas = scene.canvas
    dice = scene.field()
    low, high = area.min(axis=0), area.max(axis=0)
    grain = ellipse(0, 0, size / 2, size * 0.4)[::6]
    with canvas.inside(area):
        for k in range(len(colours) * 2):
            colour = colours[k % len(colours)]
            spots = low + dice.random((count // (2 * len(colours)), 2)) * (high - low)
            turns = dice.random(len(spots)) * 360
            lot = [moved(grain, x, y, turn) for (x, y), turn in zip(spots, turns, strict=True)]
            canvas.fills([moved(g, size * 0.12, size * 0.22) for g in lot], deeper(colour, 0.55), alpha=0.5)
            canvas.fills(lot, colour)
            lights = [
                moved(grain * 0.45, x - size * 0.1, y - size * 0.14, t) for (x, y), t in zip(spots, turns, strict=True)
            ]
            canvas.fills(lights, paler(colour, 0.5), alpha=0.6)


def powder(scene: Scene, ramp: Sequence[Colour], fine: float = 1.0) -> Shader:
    """Loose powder: soft hills lit from the upper left, a fine grain over them."""
    side = 256
    hills = smooth_noise((side, side), 7, scene.field()) + 0.45 * smooth_noise((side, side), 17, scene.field())
    slope = np.roll(hills, 1, 0) + np.roll(hills, 1, 1) - np.roll(hills, -1, 0) - np.roll(hills, -1, 1)
    dust = smooth_noise((side, side), 100, scene.field())
    light = np.clip(0.5 - slope * 3.4, 0, 1) + (dust - 0.5) * 0.3 * fine

    def shader(x: Field, y: Field) -> Field:
        across, down = np.broadcast_arrays((x + 2000) * 0.6, (y + 2000) * 0.6)
        share = light[down.astype(np.int64) % side, across.astype(np.int64) % side]
        return ramped(share, tuple(ramp))

    return shader


def speckle(canvas: Canvas, scene: Scene, area: Outline, colours: Sequence[Colour], count: int) -> None:
    """Tiny specks over an area."""
    dice = scene.field()
    low, high = area.min(axis=0), area.max(axis=0)
    with canvas.inside(area):
        for colour in colours:
            spots = low + dice.random((count // len(colours), 2)) * (high - low)
            dots = [
                disc(float(x), float(y), float(r))[::9]
                for (x, y), r in zip(spots, 1.4 + 2.4 * dice.random(len(spots)), strict=True)
            ]
            canvas.fills(dots, colour, alpha=0.6)
