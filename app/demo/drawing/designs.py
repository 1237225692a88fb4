"""What the weavers of the province knot and weave: fields, bands, medallions and borders."""

from __future__ import annotations

import numpy as np

from app.demo.drawing.knots import FIELD_MOTIFS, Grid, blank, frame, lozenges, stamp, teeth, zigzag
from app.demo.drawing.scene import Scene


def bricks(scene: Scene) -> Grid:
    """A gabbeh in compartments, one motif in each."""
    across, down = scene.pick(((4, 5), (5, 6), (4, 6)))
    grid = blank(down * 15 + 16, across * 15 + 16, 1)
    teeth(grid, 3, (4, 2, 6), 3)
    frame(grid, 0, 2, 3)
    shift = scene.rng.randrange(8)
    fields = (0, 5, 3, 6, 1, 7, 4)
    for r in range(down):
        for c in range(across):
            top, left = 8 + r * 15, 8 + c * 15
            colour = fields[(r * 3 + c * 2 + shift) % len(fields)]
            grid[top : top + 14, left : left + 14] = colour
            motif = FIELD_MOTIFS[(r * 2 + c * 3 + shift) % len(FIELD_MOTIFS)]
            stamp(grid, motif, (top + 7, left + 7), 3 if colour in (4, 2, 7) else 2, (r + c) % 2 == 1)
    return grid


def meadow(scene: Scene) -> Grid:
    """A gabbeh with an open field, animals and trees strewn over it."""
    grid = blank(104, 74)
    frame(grid, 0, 2, 3)
    frame(grid, 2, 5, 1)
    teeth(grid, 3, (4, 2), 3)
    frame(grid, 7, 1, 2)
    middle = scene.pick((0, 1))
    if middle:
        lozenges(grid, (52, 37), (26, 20), (3, 4, 5, 2, 1))
    for row in range(16, 96, 14):
        for column in range(17, 64, 13):
            inside = abs(row - 52) / 30 + abs(column - 37) / 24 < 1 if middle else False
            if not inside and scene.chance(0.72):
                spot = (row + scene.rng.randint(-2, 2), column + scene.rng.randint(-2, 2))
                stamp(grid, scene.pick(FIELD_MOTIFS), spot, scene.pick((2, 4, 5, 6, 3)), scene.chance(0.5))
    return grid


def three_lozenges(scene: Scene) -> Grid:
    """A gabbeh with great lozenges down its middle."""
    grid = blank(104, 72)
    frame(grid, 0, 3, 3)
    frame(grid, 3, 5, 1)
    teeth(grid, 4, (2, 4, 6), 3)
    count = scene.pick((2, 3))
    reach = 44 // count
    for k in range(count):
        row = 10 + round(84 * (k + 0.5) / count)
        rings = ((2, 1, 4, 5, 0), (4, 3, 2, 6, 1))[k % 2]
        lozenges(grid, (row, 36), (reach, 25), rings)
        stamp(grid, scene.pick(("star", "flower", "hook")), (row, 36), 2)
    for row in range(18, 96, 12):
        for column in (14, 57):
            stamp(grid, scene.pick(("bird", "goat", "tree")), (row, column), scene.pick((2, 4)), column > 36)
    return grid


def hills(scene: Scene) -> Grid:
    """A gabbeh like a country of coloured hills."""
    grid = blank(104, 74)
    row, order = 0, [0, 6, 5, 4, 1, 7, 0, 5, 6]
    scene.rng.shuffle(order)
    columns = np.arange(74)
    for colour in order:
        edge = row + np.round(3 * np.sin(columns / scene.some(6, 12) + scene.some(0, 6)))
        grid[np.arange(104)[:, None] >= edge[None, :]] = colour
        row += scene.rng.randint(9, 14)
    for k in range(14):
        spot = (scene.rng.randint(11, 15) + k * 6, 12 + k * 29 % 56)
        stamp(grid, scene.pick(("goat", "tree", "palm", "woman", "bird", "camel")), spot, scene.pick((2, 3)))
    frame(grid, 0, 3, 3)
    return grid


def kilim_bands(scene: Scene) -> Grid:
    """A kilim in bands of zigzags and combs."""
    grid = blank(96, 72)
    row = 0
    while row < 96:
        kind, height = scene.rng.randrange(4), scene.pick((6, 9, 12))
        end = min(96, row + height)
        if kind == 0:
            zigzag(grid, (row, end), scene.pick((8, 12)), (0, 4, 1, 2))
        elif kind == 1:
            grid[row:end] = scene.pick((1, 5, 3))
            for column in range(8, 70, 14):
                stamp(grid, "comb", ((row + end) // 2, column), scene.pick((2, 4)))
        elif kind == 2:
            grid[row:end] = 0
            for column in range(6, 72, 12):
                lozenges(grid, ((row + end) // 2, column), (height // 2 + 1, 6), (2, 5, 4))
        else:
            zigzag(grid, (row, end), 6, (3, 6, 5))
        row = end
        grid[row : row + 2] = scene.pick((2, 3, 4))
        row += 2
    return grid


def kilim_medallions(scene: Scene) -> Grid:
    """A kilim with rows of hooked medallions."""
    grid = blank(96, 72)
    pairs = ((2, 1, 4, 5), (4, 3, 2, 0), (2, 5, 6, 1), (6, 3, 4, 2))
    shift = scene.rng.randrange(4)
    for r in range(4):
        for c in range(3):
            lozenges(grid, (12 + r * 24, 12 + c * 24), (12, 12), pairs[(r * 2 + c + shift) % 4])
            stamp(grid, "hook", (12 + r * 24, 12 + c * 24), pairs[(r * 2 + c + shift) % 4][0])
    frame(grid, 0, 6, 1)
    teeth(grid, 1, (2, 4, 0), 4)
    return grid


def kilim_eye(scene: Scene) -> Grid:
    """A kilim of nested lozenges as wide as the loom."""
    grid = blank(96, 72, 3)
    rows, columns = np.indices(grid.shape)
    period = scene.pick((32, 48))
    phase = np.abs((rows + period // 2) % period - period // 2) / (period / 2) + np.abs(columns - 35.5) / 36
    order = np.array(scene.pick(((0, 2, 1, 4, 5), (4, 0, 3, 2, 6), (5, 2, 0, 4, 1))))
    grid[:] = order[(phase * 5).astype(np.int64) % 5]
    frame(grid, 0, 5, 1)
    teeth(grid, 1, (2, 4), 3)
    return grid


def stripes(scene: Scene) -> Grid:
    """A jajim: narrow stripes, some with small figures, in two lengths joined by a seam."""
    half = np.zeros((90, 44), dtype=np.int64)
    column = 0
    while column < 44:
        width, colour = scene.pick((2, 3, 5)), scene.pick((0, 1, 4, 5, 6, 7, 3))
        half[:, column : column + width] = colour
        if width == 5 and column < 39:
            half[scene.rng.randrange(3) :: 4, column + 2] = 2
            half[1::4, column + 1 : column + 4 : 2] = 2
        half[:, min(43, column + width)] = scene.pick((2, 3))
        column += width + 1
    return np.concatenate([half, np.full((90, 1), 3), half[:, ::-1]], axis=1)


def medallion(scene: Scene) -> Grid:
    """A village rug with a medallion, corners and three borders."""
    grid = blank(120, 84)
    rows, columns = np.indices(grid.shape)
    away = np.maximum(np.abs(rows - 59.5) / 44, np.abs(columns - 41.5) / 28)
    slant = np.abs(rows - 59.5) / 44 + np.abs(columns - 41.5) / 28
    grid[slant > 1.15] = 5
    grid[(slant > 1.1) & (slant < 1.18)] = 2
    lozenges(grid, (60, 42), (34, 24), (2, 1, 1, 4, 0, 0, 2, 5))
    for row, column in ((30, 42), (90, 42), (60, 22), (60, 61), (60, 42)):
        stamp(grid, "flower", (row, column), 2 if (row, column) != (60, 42) else 4)
    for row in (22, 32, 87, 97):
        for column in (20, 63):
            stamp(grid, scene.pick(("star", "bird")), (row, column), scene.pick((4, 2)), column > 40)
    grid[away > 1.05] = 1
    frame(grid, 0, 2, 3)
    frame(grid, 2, 11, 1)
    frame(grid, 2, 1, 4)
    frame(grid, 12, 1, 2)
    for row in range(8, 116, 10):
        for column in (7, 76):
            stamp(grid, "lozenge", (row, column), scene.cycle((4, 2, 6)))
    for column in range(17, 70, 10):
        for row in (7, 112):
            stamp(grid, "lozenge", (row, column), scene.cycle((4, 2, 6)))
    return grid


def pouch(scene: Scene) -> Grid:
    """The square face of a saddle bag."""
    grid = blank(60, 60)
    choice = scene.cycle((0, 1, 2))
    if choice == 0:
        lozenges(grid, (30, 30), (24, 24), (2, 1, 4, 5, 0))
        stamp(grid, "star", (30, 30), 2)
    elif choice == 1:
        for k in range(9):
            lozenges(grid, (12 + k // 3 * 18, 12 + k % 3 * 18), (9, 9), ((2, 1, 4), (4, 3, 2), (5, 2, 0))[k % 3])
    else:
        for row in range(6, 54, 12):
            zigzag(grid, (row, row + 12), 12, (0, 4, 1, 2))
    frame(grid, 0, 7, 1)
    teeth(grid, 2, (2, 4, 6), 3)
    frame(grid, 0, 1, 3)
    return grid
