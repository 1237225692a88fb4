"""Grounds: walls, tables and flat cloths in warm light from the upper left, and the last touch of grain."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from app.demo.drawing.colour import GLOW, Colour, deeper, mix, paler, tone
from app.demo.drawing.light import Field, Linear, Radial, smooth_noise, to_image
from app.demo.drawing.scene import TABLE, Ground, Scene
from app.demo.drawing.shapes import Outline, arc, arch, box, curve, disc, moved, petal, points


def _ground(lit: str, dim: str, table: str) -> Ground:
    return Ground(tone(lit), tone(dim), tone(table))


GROUNDS: dict[str, Ground] = {
    "sand": _ground("f6ead5", "dcc39a", "c49a66"),
    "cream": _ground("fdf7ec", "e8d6b8", "c8a276"),
    "clay": _ground("f0d4ba", "c98f64", "9c5f38"),
    "rose": _ground("f6dfd0", "cf9c84", "a8674f"),
    "mist": _ground("dcefea", "93c3bd", "5a9490"),
    "turquoise": _ground("9fd3cf", "2f8a8b", "1d686c"),
    "gulf": _ground("437a7e", "123f46", "0c343b"),
    "terracotta": _ground("d98f66", "98482a", "6e2f1a"),
    "wheat": _ground("f3dcae", "d3a763", "9f7238"),
    "stone": _ground("ece6da", "bfb29c", "8f7f68"),
    "sage": _ground("e4e6cf", "a9b087", "767d54"),
    "dusk": _ground("fbe0bd", "e0a271", "a5663c"),
    "plum": _ground("8a4a4a", "451c25", "33131b"),
}

PALE = ("sand", "mist", "cream", "rose", "stone", "sage", "wheat")
STRONG = ("turquoise", "clay", "gulf", "terracotta", "dusk", "plum")
ANY = ("sand", "turquoise", "cream", "clay", "mist", "rose", "gulf", "wheat", "stone", "terracotta", "sage")
COOL = ("mist", "turquoise", "stone", "gulf", "sage", "cream")
WARM = ("sand", "clay", "cream", "rose", "wheat", "dusk", "terracotta")
FULL = box(-700, -700, 1700, 1700)


def lay_flat(scene: Scene) -> None:
    """A surface seen from above, for things that lie on it."""
    ground = scene.ground
    scene.canvas.fill(FULL, mix(ground.lit, ground.dim, 0.45))
    scene.canvas.fill(box(0, 0, 1000, 1000), Radial((ground.lit, mix(ground.lit, ground.dim, 0.42), ground.dim)))
    finish = scene.cycle(("plain", "linen", "boards", "plain", "stripe", "palm"), 1)
    if finish == "linen":
        _linen(scene)
    elif finish == "boards":
        _boards(scene, -10, 1010)
    elif finish == "stripe":
        _stripe(scene)
    elif finish == "palm":
        palm_shadow(scene)


FLOOR = 290.0


def on_floor(scene: Scene) -> None:
    """A wall and a floor, for things too large for a table."""
    stand(scene, FLOOR)


def stand(scene: Scene, horizon: float = TABLE) -> None:
    """A wall and a table, for things that stand."""
    ground, canvas = scene.ground, scene.canvas
    canvas.fill(FULL, mix(ground.lit, ground.dim, 0.3))
    canvas.fill(box(0, 0, 1000, horizon + 20), Radial((ground.lit, mix(ground.lit, ground.dim, 0.35), ground.dim)))
    wall = scene.cycle(("plain", "niche", "palm", "plain", "window", "disc"), 2)
    if wall == "niche" and horizon == TABLE:
        _niche(scene)
    elif wall == "window" and horizon == TABLE:
        _window_light(scene)
    elif wall == "disc":
        canvas.fill(disc(scene.some(420, 580), 430, 350), paler(ground.lit, 0.4), alpha=0.32)
    elif wall == "palm":
        palm_shadow(scene)
    _table(scene, horizon)


def _table(scene: Scene, horizon: float) -> None:
    ground, canvas = scene.ground, scene.canvas
    top = mix(ground.table, ground.dim, 0.45)
    canvas.fill(box(-700, horizon, 1700, 1700), top)
    canvas.fill(box(0, horizon, 1000, 1000), Linear((paler(top, 0.12), top, deeper(top, 0.18)), 75))
    kind = scene.cycle(("plain", "boards", "runner", "plain", "tiles"))
    if kind == "boards":
        _boards(scene, horizon, 1010)
    elif kind == "runner" and horizon == TABLE:
        _runner(scene)
    elif kind == "tiles":
        _tiles(scene, horizon)
    canvas.fill(box(-700, horizon - 3, 1700, horizon + 3), paler(top, 0.35), alpha=0.55)
    canvas.fill(box(-700, horizon - 26, 1700, horizon - 2), deeper(ground.dim, 0.35), alpha=0.10)


def _linen(scene: Scene) -> None:
    tint = deeper(scene.ground.dim, 0.25)
    wobble = [scene.some(-2, 2) for _ in range(64)]
    rows = [points([(0, 16 * k + wobble[k]), (1000, 16 * k - wobble[k])]) for k in range(64)]
    columns = [points([(16 * k - wobble[k], 0), (16 * k + wobble[k], 1000)]) for k in range(64)]
    scene.canvas.strokes(rows, 3, tint, alpha=0.05)
    scene.canvas.strokes(columns, 3, paler(scene.ground.lit, 0.5), alpha=0.07)


def _boards(scene: Scene, top: float, bottom: float) -> None:
    canvas, tint = scene.canvas, deeper(scene.ground.dim, 0.4)
    step = (bottom - top) / (3 if bottom - top < 600 else 5)
    y = top + step * scene.some(0.35, 0.8)
    while y < bottom:
        canvas.stroke(points([(-50, y), (1050, y)]), 5, tint, alpha=0.22)
        canvas.stroke(points([(-50, y + 4), (1050, y + 4)]), 3, paler(scene.ground.lit, 0.4), alpha=0.22)
        for _ in range(3):
            level = y - step * scene.some(0.15, 0.85)
            sway = scene.some(-14, 14)
            start, reach = scene.some(-100, 700), scene.some(200, 500)
            grain = curve([(start, level), (start + reach * 0.5, level + sway), (start + reach, level)])
            if level > top + 6:
                canvas.stroke(grain, 3, tint, alpha=0.09)
        y += step


def _stripe(scene: Scene) -> None:
    """A cloth with woven stripes laid along one side."""
    canvas, tint = scene.canvas, scene.pick((GLOW, deeper(scene.ground.dim, 0.35)))
    left = scene.pick((-80.0, 640.0))
    with canvas.at(500, 500, scene.some(-9, 9)):
        for offset, width in ((0, 210), (226, 10), (250, 10), (280, 26)):
            canvas.fill(box(left + offset - 500, -900, left + offset + width - 500, 900), tint, alpha=0.13)


def _runner(scene: Scene) -> None:
    canvas = scene.canvas
    cloth = mix(scene.ground.lit, scene.pick((tone("7a2f1a"), tone("0b6e72"), tone("e2b768"), tone("f7efe0"))), 0.55)
    lean = scene.some(-30, 30)
    sheet = points([(210 + lean, TABLE), (800 + lean, TABLE), (910 + lean, 1010), (90 + lean, 1010)])
    canvas.fill(sheet, Linear((cloth, deeper(cloth, 0.22))), alpha=0.75)
    for edge in (0.06, 0.10):
        for x, foot in ((210 + 590 * edge, 90 + 820 * edge), (800 - 590 * edge, 910 - 820 * edge)):
            line = points([(x + lean, TABLE), (foot + lean, 1010)])
            canvas.stroke(line, 6, paler(cloth, 0.55), alpha=0.5)


def _tiles(scene: Scene, horizon: float) -> None:
    canvas, seam = scene.canvas, deeper(scene.ground.table, 0.3)
    for share in (0.2, 0.52, 0.96):
        y = horizon + (1000 - horizon) * share
        canvas.stroke(points([(-10, y), (1010, y)]), 4, seam, alpha=0.28)
    for k in range(-4, 15):
        x = 500 + (k - 5) * 130
        canvas.stroke(points([(x, horizon), (500 + (x - 500) * 1.9, 1010)]), 4, seam, alpha=0.22)


def _niche(scene: Scene) -> None:
    canvas, ground = scene.canvas, scene.ground
    half = scene.some(300, 350)
    opening = arch(500 - half, 70, 500 + half, TABLE + 4)
    rim = arch(500 - half - 22, 42, 500 + half + 22, TABLE + 4)
    canvas.fill(rim, paler(ground.lit, 0.35), alpha=0.55)
    canvas.fill(opening, Linear((deeper(ground.dim, 0.16), mix(ground.lit, ground.dim, 0.5)), 40), alpha=0.75)


def _window_light(scene: Scene) -> None:
    canvas, lit = scene.canvas, paler(scene.ground.lit, 0.65)
    shift = scene.some(-80, 60)
    for row in range(2):
        for column in range(3):
            x, y = 90 + shift + column * 150 + row * 46, 60 + row * 205
            pane = points([(x, y), (x + 128, y + 26), (x + 172, y + 212), (x + 44, y + 186)])
            canvas.fill(pane, lit, alpha=0.26)


def frond(length: float, leaves: int, spread: float) -> list[Outline]:
    """The leaflets of a palm frond lying along the x axis."""
    blades = []
    for k in range(leaves):
        share = k / leaves
        size = length * 0.36 * (1 - 0.55 * abs(share - 0.35))
        for side in (-1, 1):
            blade = petal(size, size * 0.11, 0.4)
            y = -length * 0.16 * (share**2)
            blades.append(moved(blade, length * (0.12 + 0.86 * share), y, side * (spread - 22 * share)))
    return blades


def palm_shadow(scene: Scene) -> None:
    """The shadow of a palm frond outside the picture, as noon throws it on a wall."""
    canvas = scene.canvas
    tint = deeper(scene.ground.dim, 0.45)
    x, turn = scene.pick(((-40.0, 24.0), (1040.0, 150.0), (-30.0, 62.0)))
    for k in range(2):
        with canvas.at(x, -60 + 170 * k, turn + 13 * k, 1.0):
            canvas.fills(frond(760, 15, 58), tint, alpha=0.085)
            canvas.stroke(arc((380, 420), (420, 480), -150, -80), 7, tint, alpha=0.07)


def developed(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The painted sheet with warm light on it, a little darkness in the far corner and a breath of grain."""
    side = image.width
    grid = np.linspace(0, 1, 48, dtype=np.float32)
    x, y = np.meshgrid(grid, grid)
    glare: Field = np.clip(1 - np.hypot(x - 0.22, y - 0.14) / 0.9, 0, 1) ** 1.5
    fade: Field = np.clip((np.hypot(x - 0.42, y - 0.4) - 0.42) / 0.75, 0, 1)
    warm = _veil(glare * 0.13, (255, 240, 208), side, dark=False)
    brown = _veil(fade * 0.34, (150, 172, 186), side, dark=True)
    lit = ImageChops.multiply(ImageChops.screen(image, warm), brown)
    grain = Image.fromarray((smooth_noise((side, side), max(8, side // 3), rng) * 5.0 + 125.5).astype(np.uint8), "L")
    return ImageChops.add(lit, grain.convert("RGB"), offset=-128)


def _veil(strength: Field, tint: Colour, side: int, dark: bool) -> Image.Image:
    tinted = strength[:, :, None] * np.array(tint, dtype=np.float32)
    return to_image(255 - tinted if dark else tinted).resize((side, side), Image.Resampling.BICUBIC)
