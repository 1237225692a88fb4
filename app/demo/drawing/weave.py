"""Palm-leaf textures: strips plaited over and under, and coils stitched round and round."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.demo.drawing.colour import Colour, deeper, paler, tones
from app.demo.drawing.light import Field
from app.demo.drawing.scene import Scene

Pattern = Callable[[Field, Field], NDArray[np.int64]]

STRAWS = (
    tones("e9cf97 dcb973 d0a75c"),
    tones("e3cf9d cdb67c b89b5e"),
    tones("dfc690 d2a968 bf8f4c"),
    tones("e8d9ae d9c48c c7ab6c"),
)
DYES = (
    tones("0b6e72 a6452a"),
    tones("8c2335 5f7a36"),
    tones("25365e c9762f"),
    tones("5a3519 0b6e72"),
    tones("b0304a e09a2d"),
    tones("6b2f5c 2a7f62"),
)


@dataclass(frozen=True)
class Strands:
    """The leaf strips of one piece of work: their own colours first, then the dyes, and their unlikeness."""

    colours: NDArray[np.float32]
    luck: NDArray[np.float32]


def strands(scene: Scene) -> Strands:
    """Natural and dyed strips as this maker has them."""
    straw, dye = scene.pick(STRAWS), scene.cycle(DYES)
    shades: list[Colour] = [straw[1], *dye, paler(straw[0], 0.25), deeper(straw[2], 0.3)]
    luck = scene.field().normal(0, 1, 211).astype(np.float32)
    return Strands(np.array(shades, dtype=np.float32), luck)


def plaited(u: Field, v: Field, cell: float, work: Strands, pattern: Pattern) -> Field:
    """Two families of strips crossing at right angles; the pattern tells which dye a strip carries."""
    a, b = u / cell, v / cell
    i, j = np.floor(a), np.floor(b)
    over = ((i - j) % 4) < 2
    across = np.where(over, b - j, a - i)
    lengthwise = np.where(over, a - i, b - j)
    strip = np.where(over, j * 7 + 3, i * 5).astype(np.int64)
    dye = pattern(np.where(over, j, i), over.astype(np.float32))
    edge_of_float = np.where(over, ((i - j) % 4) == 0, ((i - j) % 4) == 2)
    body = 0.62 + 0.42 * np.sin(math.pi * across) ** 0.7
    dip = 1 - 0.20 * edge_of_float * (1 - lengthwise) ** 2
    light = body * dip * (1 + 0.055 * work.luck[strip % 211])
    woven: Field = work.colours[dye] * light[..., None].astype(np.float32)
    return woven


def striped(dyes: tuple[int, ...], period: int) -> Pattern:
    """Every so many strips, a few dyed ones in a row."""
    table = np.zeros(period, dtype=np.int64)
    table[: len(dyes)] = dyes

    def pattern(strip: Field, _over: Field) -> NDArray[np.int64]:
        return table[strip.astype(np.int64) % period]

    return pattern


def crossed(dye: int, period: int, share: float) -> Pattern:
    """Only the strips of one family are dyed, so that the colour shows as broken blocks."""

    def pattern(strip: Field, over: Field) -> NDArray[np.int64]:
        dyed = ((strip % period) < period * share) & (over > 0.5)
        return np.where(dyed, dye, 0)

    return pattern


@dataclass(frozen=True)
class Coil:
    """A stitched coil: thickness of a round, width of a stitch, how many rounds, how the dyes run."""

    step: float
    stitch: float
    rounds: int
    motif: str
    arms: int = 8


def coiled(place: Field, angle: Field, coil: Coil, work: Strands) -> Field:
    """The coil at a distance from its start (in the plane's units) and an angle."""
    ring = np.floor(place / coil.step)
    inner = place / coil.step - ring
    count = np.maximum(np.round(2 * math.pi * (ring + 0.5) * coil.step / coil.stitch), 5)
    way = angle / (2 * math.pi) * count + inner * 0.55 + (ring % 2) * 0.5
    stitch = np.floor(way)
    inside = way - stitch
    dye = _dyes(coil, ring, (stitch + 0.5) / count)
    round_body = 0.58 + 0.46 * np.sin(math.pi * inner) ** 0.6
    seam = 1 - 0.26 * np.exp(-((np.minimum(inside, 1 - inside) / 0.13) ** 2))
    luck = work.luck[(stitch.astype(np.int64) * 13 + ring.astype(np.int64) * 31) % 211]
    natural = np.where((dye == 0) & (ring % 4 == 2), 3, dye)
    light = round_body * seam * (1 + 0.06 * luck)
    sewn: Field = work.colours[natural] * light[..., None].astype(np.float32)
    return sewn


def _dyes(coil: Coil, ring: Field, turn: Field) -> NDArray[np.int64]:
    share = ring / max(1, coil.rounds)
    ray = np.abs((turn * coil.arms) % 1.0 - 0.5) * 2
    chosen = _MOTIFS[coil.motif](share, ray, ring, turn * coil.arms)
    edge = ring >= coil.rounds - 1
    return np.where(edge & (np.floor(turn * coil.arms * 4) % 2 == 0), 2, chosen)


Motif = Callable[[Field, Field, Field, Field], NDArray[np.int64]]


def _star(share: Field, ray: Field, _ring: Field, _turn: Field) -> NDArray[np.int64]:
    reach = 0.42 + 0.42 * ray
    star = np.where((share < reach) & (share > reach - 0.16), 1, 0)
    return np.where(share < 0.16 + 0.14 * (1 - ray), 2, star)


def _blocks(_share: Field, _ray: Field, ring: Field, turn: Field) -> NDArray[np.int64]:
    which = ring % 7
    first = (which >= 3) & (which <= 4) & ((turn * 2 + which * 0.5) % 2 < 0.8)
    second = (which == 6) & ((turn * 3) % 2 < 0.8)
    return np.where(first, 1, np.where(second, 2, 0))


def _spiral(_share: Field, _ray: Field, ring: Field, turn: Field) -> NDArray[np.int64]:
    twist = (turn + ring * 0.16) % 2
    return np.where(twist < 0.36, 1, np.where((twist > 1.0) & (twist < 1.3), 2, 0))


def _zigzag(_share: Field, ray: Field, ring: Field, _turn: Field) -> NDArray[np.int64]:
    height = ring % 8
    line = np.abs(height - 1.5 - ray * 3.4)
    return np.where(line < 0.8, 1, np.where((height >= 7) & (ray > 0.5), 2, 0))


def _petals(share: Field, ray: Field, _ring: Field, _turn: Field) -> NDArray[np.int64]:
    leaf = np.sin(np.clip((share - 0.2) / 0.62, 0, 1) * math.pi)
    outer = (1 - ray) < leaf * 0.75
    heart = (1 - ray) < leaf * 0.36
    return np.where(heart, 2, np.where(outer, 1, 0))


def _rings(_share: Field, _ray: Field, ring: Field, turn: Field) -> NDArray[np.int64]:
    which = ring % 6
    return np.where(which == 2, 1, np.where((which == 4) & ((turn * 4) % 2 < 1), 2, 0))


_MOTIFS: dict[str, Motif] = {
    "star": _star,
    "blocks": _blocks,
    "spiral": _spiral,
    "zigzag": _zigzag,
    "petals": _petals,
    "rings": _rings,
}
MOTIFS = tuple(_MOTIFS)
