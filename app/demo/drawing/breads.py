"""Breads: the thin griddle bread and the dry sheets that keep for months."""

from __future__ import annotations

import math

import numpy as np

from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.colour import Colour, deeper, paler, tones
from app.demo.drawing.light import Field, Relief, Shader, ramped, smooth_noise
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import Outline, disc, ellipse, moved, points, uneven
from app.demo.drawing.thread import closed
from app.demo.drawing.vessels import VESSELS, napkin

DOUGHS = tones("e0b46a d9a658 e6c080 cf9a4c")


def crust(scene: Scene, dough: Colour, toast: Colour, spots: float) -> Shader:
    """Baked dough: pale hollows, brown blisters."""
    side = 256
    wide = smooth_noise((side, side), 9, scene.field())
    fine = smooth_noise((side, side), 38, scene.field())
    burn = np.clip((wide * 0.55 + fine * 0.6 - (0.74 - spots)) * 3.2, 0, 1)
    ramp = (paler(dough, 0.25), dough, toast, deeper(toast, 0.35))

    def shader(x: Field, y: Field) -> Field:
        across, down = np.broadcast_arrays((x + 3000) * 0.5, (y + 3000) * 0.5)
        row, column = down.astype(np.int64) % side, across.astype(np.int64) % side
        return ramped(burn[row, column] * 0.85 + (wide[row, column] - 0.5) * 0.2 + 0.12, ramp)

    return shader


def folded_bread(scene: Scene) -> None:
    """Thin griddle breads folded in quarters and laid over each other."""
    canvas, dough = scene.canvas, scene.pick(DOUGHS)
    toast = scene.pick(tones("9a5520 834518 a8642a"))
    if scene.chance(0.5):
        napkin(scene, (500, 520), 420)
    well = scene.cycle(VESSELS)(scene, (500, 500), scene.some(385, 405))
    count = scene.pick((3, 4, 5))
    start = scene.some(0, 360)
    for k in range(count):
        turn = start + 360 * k / count + scene.some(-9, 9)
        with canvas.at(500, 500, turn, well / 262):
            for layer in range(3):
                shift = layer * 8.0
                quarter = _quarter(scene, 286 - shift * 1.6)
                with canvas.at(-60 + shift, -46 + shift * 1.1, layer * 1.5):
                    canvas.shadow(quarter, Cast(4, 9, 9, 0.4))
                    canvas.fill(quarter, crust(scene, dough, toast, scene.some(0.14, 0.26)), Relief(0.4, 0.06, 0.12))
                    edge = quarter[6:-3]
                    canvas.stroke(edge, 4, deeper(toast, 0.1), alpha=0.45)


def _quarter(scene: Scene, radius: float) -> Outline:
    angle = np.radians(np.linspace(-4, 94, 40))
    wave = 1 + 0.025 * np.sin(np.linspace(0, scene.some(14, 22), 40) + scene.some(0, 6))
    rim = np.stack([np.cos(angle) * radius * wave, np.sin(angle) * radius * wave], axis=1)
    return np.concatenate([points([(-8, 10), (-2, -6), (12, -8)]), rim])


def dry_bread(scene: Scene) -> None:
    """Crisp sheets of bread in a tray, most of them broken into shards."""
    canvas, dough = scene.canvas, scene.pick(tones("ecd3a0 e3c48a f2dfb6"))
    toast = scene.pick(tones("b5793a a8682c c08a4a"))
    if scene.chance(0.6):
        napkin(scene, (500, 560), 430)
    well = scene.cycle(VESSELS, 2)(scene, (500, 515), 400)
    for k in range(scene.pick((1, 2))):
        with canvas.at(500 + 20 * k, 500 - 14 * k, scene.some(0, 360)):
            sheet = uneven(ellipse(0, 0, well * 1.04, well * scene.some(0.92, 1.0)), 12, scene.rng, 7)
            canvas.shadow(sheet, Cast(6, 12, 10, 0.45))
            canvas.fill(sheet, crust(scene, dough, toast, scene.some(0.06, 0.16)), Relief(0.35, 0.04, 0.05))
            _blisters(scene, well, toast)
    count = scene.pick((8, 10, 12))
    for k in range(count):
        angle, reach = k * 2.4 + scene.some(-0.3, 0.3), well * 0.66 * math.sqrt((count - k - 0.5) / count)
        with canvas.at(500 + math.cos(angle) * reach, 505 + math.sin(angle) * reach, scene.some(0, 360)):
            _shard(scene, (dough, toast), scene.some(0.72, 1.05))


def _shard(scene: Scene, colours: tuple[Colour, Colour], scale: float) -> None:
    """A broken piece, straight-edged where it cracked."""
    canvas, (dough, toast) = scene.canvas, colours
    count = scene.pick((4, 5, 6))
    spots = []
    for k in range(count):
        reach = scene.some(96, 172) * scale
        angle = math.tau * (k + scene.some(-0.22, 0.22)) / count
        spots.append((reach * math.cos(angle), reach * math.sin(angle) * 0.82))
    shard = points(spots)
    canvas.shadow(shard, Cast(9, 17, 10, 0.5))
    canvas.fill(moved(shard, 2, 5), deeper(toast, 0.2))
    canvas.fill(shard, crust(scene, scene.near(dough, 0.08), toast, scene.some(0.05, 0.2)), Relief(0.45, 0.05, 0.1))
    canvas.strokes([closed(shard)], 4, paler(dough, 0.55), alpha=0.7)
    for _ in range(4):
        bubble = ellipse(scene.some(-60, 60), scene.some(-50, 50), scene.some(9, 22), scene.some(7, 15))
        canvas.fill(bubble, paler(toast, 0.5), Relief(0.8, 0.1, 0.9), 0.5)


def _blisters(scene: Scene, reach: float, toast: Colour) -> None:
    canvas = scene.canvas
    for _ in range(14):
        x, y = scene.some(-0.7, 0.7) * reach, scene.some(-0.7, 0.7) * reach
        bubble = ellipse(x, y, scene.some(14, 34), scene.some(10, 24), scene.some(0, 180))
        canvas.fill(bubble, paler(toast, 0.55), Relief(0.8, 0.1, 0.9), 0.55)
    holes = [disc(-reach * 0.8 + k % 9 * reach * 0.2, -reach * 0.8 + k // 9 * reach * 0.2, 3.4) for k in range(81)]
    inside = [hole for hole in holes if np.hypot(*hole.mean(axis=0)) < reach * 0.82]
    canvas.fills(inside, deeper(toast, 0.3), alpha=0.4)
    canvas.shadow(disc(0, 0, 4), NEAR)
