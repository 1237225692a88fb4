"""Knots and wefts: small grids of coloured threads from which rugs, kilims and stripes are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.demo.drawing.colour import Colour, tones
from app.demo.drawing.light import Field, Shader
from app.demo.drawing.scene import Scene

Grid = NDArray[np.int64]

# Each palette: ground, border, pale, dark, then the bright wools.
WOOLS = (
    tones("a63d20 1f4a50 f3e4c4 3a1a10 e0b253 0f7478 c9762f 5f7a36"),
    tones("1f4f58 7c2d17 f1e0bd 17252b e5b95a b9472b d98b4a 8fb5a0"),
    tones("d9b36a 7a2f1a f7ecd2 4a2a14 a63d20 256a6a c9762f 5a6d2f"),
    tones("6f1f2b 20304f f0ddb8 24100f d9a441 3f7f7c c2603d e9c9a0"),
    tones("e8d9b8 5a3519 fbf3e0 3b2413 a6452a 0b6e72 c99a4b 7d8a4a"),
    tones("27355c 8c2335 efe0c0 141a30 e2b768 b5532f 4f8f8b d7c3a0"),
    tones("b8622f 33302b f4e2bf 2a1710 f0c060 1d5c5f 8c2335 7f9a6a"),
)

_BITMAPS: dict[str, str] = {
    "goat": "#......... ##........ .#........ .#.....##. .########. .########. .#......#. .#......#. .#......#.",
    "bird": "....#.... ...###... ...##.... .#..##... .######.. ..#####.. ....#.... ....#.... ...##....",
    "tree": "....#.... ...###... ..#.#.#.. .#..#..#. ...###... .##.#.##. #...#...# ....#.... ....#.... ...###...",
    "woman": "...###... ...###... ....#.... ..#####.. .#.###.#. ...###... ..#####.. .#######. ...#.#...",
    "flower": "...###... ..#.#.#.. .#.###.#. ##.#.#.## .#.###.#. ..#.#.#.. ...###... ....#.... ..#.#.#..",
    "star": "....#.... ..#.#.#.. ...###... .#######. ..##.##.. .#######. ...###... ..#.#.#.. ....#....",
    "lozenge": "....#.... ...###... ..##.##.. .##...##. ##..#..## .##...##. ..##.##.. ...###... ....#....",
    "camel": "#.......... ##...#..... .#..###.... .#.######.. ..########. ...##...##. ...#.....#. ...#.....#.",
    "comb": "#########.. ....#...... #########.. #.#.#.#.#.. #.#.#.#.#..",
    "hook": "###....### #.######.# ..#....#.. ..#.##.#.. ..#.##.#.. ..#....#.. #.######.# ###....###",
    "fish": ".....##.... ..######..# .##.######. ##########. .#########. ..######..# .....##....",
    "palm": "..##.##.. .#..#..#. #.#####.# ..##.##.. .#..#..#. ....#.... ....#.... ....#.... ...###...",
}


def _bitmap(text: str) -> NDArray[np.bool_]:
    return np.array([[mark == "#" for mark in row] for row in text.split()])


MOTIFS = {name: _bitmap(text) for name, text in _BITMAPS.items()}
FIELD_MOTIFS = ("goat", "bird", "tree", "woman", "flower", "star", "lozenge", "camel", "hook", "palm")


def blank(rows: int, columns: int, colour: int = 0) -> Grid:
    """A field of one colour."""
    return np.full((rows, columns), colour, dtype=np.int64)


def stamp(grid: Grid, motif: str, spot: tuple[int, int], colour: int, flip: bool = False) -> None:
    """Knot a motif into the grid with its middle at (row, column); what hangs over the edge is left out."""
    bits = MOTIFS[motif][:, ::-1] if flip else MOTIFS[motif]
    row, column = spot[0] - bits.shape[0] // 2, spot[1] - bits.shape[1] // 2
    for r, c in zip(*np.nonzero(bits), strict=True):
        if 0 <= row + r < grid.shape[0] and 0 <= column + c < grid.shape[1]:
            grid[row + r, column + c] = colour


def lozenges(grid: Grid, spot: tuple[int, int], reach: tuple[int, int], colours: tuple[int, ...]) -> None:
    """Stepped lozenges one in another, outermost colour first."""
    rows, columns = np.indices(grid.shape)
    away = np.abs(rows - spot[0]) / reach[0] + np.abs(columns - spot[1]) / reach[1]
    for k, colour in enumerate(colours):
        grid[away < 1 - k / len(colours)] = colour


def teeth(grid: Grid, inset: int, colours: tuple[int, ...], size: int = 3) -> None:
    """A border of small triangles all around, at so many knots from the edge."""
    rows, columns = np.indices(grid.shape)
    far_row, far_column = grid.shape[0] - 1, grid.shape[1] - 1
    depth = np.minimum(np.minimum(rows, far_row - rows), np.minimum(columns, far_column - columns))
    upright = np.minimum(columns, far_column - columns) < np.minimum(rows, far_row - rows)
    way = np.where(upright, rows, columns)
    phase = way % (size * 2)
    height = np.minimum(phase, size * 2 - phase)
    within = (depth >= inset) & (depth < inset + size) & (height >= depth - inset)
    shades = np.array(colours, dtype=np.int64)
    grid[within] = shades[((way // (size * 2)) % len(colours))[within]]


def frame(grid: Grid, inset: int, width: int, colour: int) -> None:
    """A plain border at so many knots from the edge."""
    rows, columns = np.indices(grid.shape)
    depth = np.minimum(np.minimum(rows, grid.shape[0] - 1 - rows), np.minimum(columns, grid.shape[1] - 1 - columns))
    grid[(depth >= inset) & (depth < inset + width)] = colour


def zigzag(grid: Grid, rows: tuple[int, int], period: int, colours: tuple[int, ...]) -> None:
    """A zigzag band across the grid between two rows."""
    place, columns = np.indices((rows[1] - rows[0], grid.shape[1]))
    phase = columns % period
    rise = np.minimum(phase, period - phase)
    step = (place + rise) // max(1, (rows[1] - rows[0]) // len(colours)) % len(colours)
    grid[rows[0] : rows[1]] = np.array(colours, dtype=np.int64)[step]


@dataclass(frozen=True)
class Woven:
    """A finished piece: its grid, its wools, the unevenness of its dye from row to row, pile or flat weave."""

    grid: Grid
    wools: Field
    luck: Field
    pile: bool = True

    def colours(self, u: Field, v: Field) -> Field:
        """The colours at places across (u) and down (v), both 0..1 over the whole piece."""
        rows, columns = self.grid.shape
        across = np.clip(u, 0, 0.9999) * columns
        down = np.clip(v, 0, 0.9999) * rows
        column, row = across.astype(np.int64), down.astype(np.int64)
        x, y = across - column, down - row
        knot = self.wools[self.grid[row, column]]
        if self.pile:
            body = 0.84 + 0.20 * np.sin(np.pi * x) * (0.4 + 0.6 * np.sin(np.pi * y))
        else:
            body = 0.86 + 0.16 * np.sin(np.pi * y) - 0.10 * np.exp(-((x / 0.14) ** 2))
        bands = self._chance(row * 3 // 2) + 0.6 * self._chance(row // 9 + column // 17 * 5)
        single = self._chance(row * 53 + column * 29)
        light = body * (1 + 0.045 * bands + 0.035 * single)
        lit: Field = knot * light[..., None]
        return lit

    def _chance(self, which: Grid) -> Field:
        drawn: Field = self.luck[which % len(self.luck)]
        return drawn


def woven(scene: Scene, grid: Grid, wools: tuple[Colour, ...], pile: bool = True) -> Woven:
    """The grid worked in these wools."""
    return Woven(grid, np.array(wools, dtype=np.float32), scene.field().normal(0, 1, 211).astype(np.float32), pile)


def spread(piece: Woven, half_width: float, half_height: float) -> Shader:
    """The piece laid flat about the origin, its sides running a little crooked."""
    sway = piece.luck[:4]

    def shader(x: Field, y: Field) -> Field:
        bent = x + sway[0] * 3 * np.sin(y * 0.011 + sway[1]) + sway[2] * 2 * np.sin(y * 0.027)
        sagged = y + sway[3] * 3 * np.sin(x * 0.009 + sway[0])
        bent, sagged = np.broadcast_arrays(bent, sagged)
        return piece.colours(bent / (2 * half_width) + 0.5, sagged / (2 * half_height) + 0.5)

    return shader
