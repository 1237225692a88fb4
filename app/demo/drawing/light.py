"""Light from the upper left: gradients, the modelling of a shape's roundness, and soft noise."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from app.demo.drawing.colour import Colour

Field = NDArray[np.floating]
Shader = Callable[[Field, Field], Field]

_LIGHT = np.array([-0.52, -0.66, 0.54])
_HALFWAY = np.array([-0.30, -0.38, 0.876])
_SHADE_TINT = (0.70, 0.82, 0.90)
_LIGHT_TINT = (1.0, 0.94, 0.80)
_STUDY = 110


@dataclass(frozen=True)
class Linear:
    """Colours along a line; 0 degrees runs to the right, 90 down."""

    stops: tuple[Colour, ...]
    angle: float = 90.0


@dataclass(frozen=True)
class Radial:
    """Colours outwards from a spot, given as shares of the shape's width and height."""

    stops: tuple[Colour, ...]
    x: float = 0.36
    y: float = 0.28
    reach: float = 0.95


Gradient = Linear | Radial


@dataclass(frozen=True)
class Relief:
    """How a shape stands out: depth of its modelling, shine, and how far in from the edge it curves."""

    depth: float = 0.6
    shine: float = 0.2
    swell: float = 0.6


SOFT = Relief(0.45, 0.08, 0.5)
ROUND = Relief(0.75, 0.25, 0.9)
GLOSSY = Relief(0.8, 0.75, 0.85)
RAISED = Relief(0.55, 0.15, 0.22)


def gradient_image(gradient: Gradient, size: tuple[int, int]) -> Image.Image:
    """The gradient filling a rectangle."""
    grid = np.linspace(0, 1, 40, dtype=np.float32)
    x, y = np.meshgrid(grid, grid)
    if isinstance(gradient, Linear):
        cos, sin = math.cos(math.radians(gradient.angle)), math.sin(math.radians(gradient.angle))
        place = (x - 0.5) * cos + (y - 0.5) * sin
        place = place / (abs(cos) + abs(sin)) + 0.5
    else:
        place = np.hypot(x - gradient.x, y - gradient.y) / gradient.reach
    ramp = ramped(place.astype(np.float32), gradient.stops)
    return to_image(ramp).resize(size, Image.Resampling.BILINEAR)


def ramped(place: Field, stops: tuple[Colour, ...]) -> Field:
    """The colours of a ramp at places between 0 and 1."""
    marks = np.linspace(0, 1, len(stops))
    channels = [np.interp(place, marks, [stop[c] for stop in stops]) for c in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def to_image(colours: Field) -> Image.Image:
    """An RGB image of an array of colours 0..255."""
    return Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8), "RGB")


def smooth_noise(shape: tuple[int, int], cells: int, rng: np.random.Generator) -> Field:
    """Soft clouds between 0 and 1 that repeat without a seam, with so many hills to a side."""
    hills = np.tile(rng.random((cells, cells), dtype=np.float32), (3, 3))
    middle = (cells, cells, 2 * cells, 2 * cells)
    soft = Image.fromarray(hills, "F").resize((shape[1], shape[0]), Image.Resampling.BICUBIC, box=middle)
    field: Field = np.clip(np.asarray(soft), 0, 1)
    return field


def modelled(colours: Image.Image, mask: Image.Image, relief: Relief) -> Image.Image:
    """The flat colours of a shape, lit as a body that bulges towards the eye."""
    shade, light = _study(mask, relief)
    shaded = ImageChops.multiply(colours, _tinted(shade, _SHADE_TINT, dark=True))
    return ImageChops.screen(shaded, _tinted(light, _LIGHT_TINT, dark=False))


def _tinted(strength: Image.Image, tint: tuple[float, float, float], dark: bool) -> Image.Image:
    strength.putpalette(_curve(tint, dark))
    return strength.convert("RGB")


@cache
def _curve(tint: tuple[float, float, float], dark: bool) -> bytes:
    """What each strength of light (or of shade) does to the three colours, as a palette."""
    shares = [[255 - v * share if dark else v * share for share in tint] for v in range(256)]
    return bytes(round(value) for colour in shares for value in colour)


def _study(mask: Image.Image, relief: Relief) -> tuple[Image.Image, Image.Image]:
    """Shade and light of the shape, worked out on a small copy of it."""
    scale = min(1.0, _STUDY / max(mask.size))
    small = (max(2, round(mask.width * scale)), max(2, round(mask.height * scale)))
    reach = max(1.0, relief.swell * min(small) * 0.30)
    margin = round(reach * 2) + 2
    padded = Image.new("L", (small[0] + 2 * margin, small[1] + 2 * margin), 0)
    padded.paste(mask.resize(small, Image.Resampling.BOX, reducing_gap=2.0), (margin, margin))
    near = np.asarray(padded.filter(ImageFilter.GaussianBlur(reach * 0.45)), dtype=np.float32)
    far = np.asarray(padded.filter(ImageFilter.GaussianBlur(reach)), dtype=np.float32)
    down, right = np.gradient((near * 0.45 + far) / 255.0 * reach * 1.9)
    length = np.sqrt(right * right + down * down + 1.0)
    facing = (-right * _LIGHT[0] - down * _LIGHT[1] + _LIGHT[2]) / length - _LIGHT[2]
    mirror = (-right * _HALFWAY[0] - down * _HALFWAY[1] + _HALFWAY[2]) / length
    spark = np.clip(mirror - 0.9, 0, 1) ** 2 * 100.0 * relief.shine
    light = np.clip(facing, 0, 1) * relief.depth * 0.75 + np.clip(spark, 0, 1) * 0.9
    shade = np.clip(-facing, 0, 1.2) * relief.depth * 0.95
    return _grown(shade, margin, mask.size), _grown(light, margin, mask.size)


def _grown(strength: NDArray[np.float32], margin: int, size: tuple[int, int]) -> Image.Image:
    inner = np.clip(strength[margin:-margin, margin:-margin] * 255.0, 0, 255).astype(np.uint8)
    return Image.fromarray(inner, "L").resize(size, Image.Resampling.BICUBIC)
