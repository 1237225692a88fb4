"""The sheet on which a picture is painted: shapes, strokes and shadows at twice the wanted sharpness."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.demo.drawing.colour import Colour
from app.demo.drawing.light import Field, Gradient, Linear, Radial, Relief, Shader, gradient_image, modelled, to_image
from app.demo.drawing.shapes import Outline, ribbon

PLANE = 1000.0
SHARPNESS = 2
SHADOW = (62, 38, 18)

# Beyond so many dots the colours of a shape are worked out at the picture's own sharpness, half the sheet's.
_LARGE = 500_000

Paint = Colour | Gradient | Shader
Matrix = NDArray[np.float64]


def placing(x: float, y: float, turn: float = 0.0, scale: float = 1.0, stretch: float = 1.0) -> Matrix:
    """The matrix that turns, scales (and stretches downwards) about the origin and puts it at a spot."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return np.array([[cos, -sin * stretch, x], [sin, cos * stretch, y], [0.0, 0.0, 1.0]])


@dataclass(frozen=True)
class _Patch:
    """The part of the sheet that a shape covers."""

    left: int
    top: int
    mask: Image.Image


@dataclass(frozen=True)
class Cast:
    """A shadow: how far it falls to the right and down, how soft and how dark it is."""

    right: float = 14.0
    down: float = 26.0
    soft: float = 22.0
    dark: float = 0.45


NEAR = Cast(4, 8, 7, 0.5)


class Canvas:
    """A square sheet; every call speaks in the plane of 1000 by 1000, seen through the current placing."""

    def __init__(self, size: int, view: Matrix | None = None) -> None:
        self.size = size
        self.pixels = size * SHARPNESS
        zoom = self.pixels / PLANE
        self._matrix: Matrix = np.diag([zoom, zoom, 1.0])
        if view is not None:
            self._matrix = self._matrix @ view
        self._clip: Image.Image | None = None
        self.image = Image.new("RGB", (self.pixels, self.pixels), (246, 234, 213))

    @property
    def zoom(self) -> float:
        """How many pixels of the sheet one unit is long now."""
        return math.sqrt(abs(float(np.linalg.det(self._matrix[:2, :2]))))

    @contextmanager
    def at(self, x: float, y: float, turn: float = 0.0, scale: float = 1.0, stretch: float = 1.0) -> Iterator[None]:
        """Within the block the origin is the given spot, turned by degrees and scaled."""
        before = self._matrix
        self._matrix = before @ placing(x, y, turn, scale, stretch)
        yield
        self._matrix = before

    @contextmanager
    def inside(self, outline: Outline) -> Iterator[None]:
        """Within the block nothing is painted outside the outline."""
        before = self._clip
        sheet = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(sheet).polygon(self._spots(outline), fill=255)
        self._clip = sheet if before is None else ImageChops.multiply(sheet, before)
        yield
        self._clip = before

    def fill(self, outline: Outline, paint: Paint, relief: Relief | None = None, alpha: float = 1.0) -> None:
        """Paint the inside of an outline; with relief it is modelled as a round body."""
        patch = self._patch([outline], alpha)
        if patch is not None:
            self._lay(patch, paint, relief)

    def fills(self, outlines: Sequence[Outline], paint: Paint, relief: Relief | None = None, alpha: float = 1) -> None:
        """Paint several outlines as one shape."""
        patch = self._patch(outlines, alpha)
        if patch is not None:
            self._lay(patch, paint, relief)

    def stroke(self, path: Outline, width: float, paint: Paint, relief: Relief | None = None, alpha: float = 1) -> None:
        """Draw a line with round ends."""
        self.strokes([path], width, paint, relief, alpha)

    def strokes(
        self, paths: Sequence[Outline], width: float, paint: Paint, relief: Relief | None = None, alpha: float = 1
    ) -> None:
        """Draw several lines of one width and paint."""
        patch = self._stroke_patch(paths, width, alpha)
        if patch is not None:
            self._lay(patch, paint, relief)

    def taper(self, path: Outline, widths: Sequence[float], paint: Paint, relief: Relief | None = None) -> None:
        """Draw a line whose width changes along its way."""
        self.fill(ribbon(path, widths), paint, relief)

    def shadow(self, outline: Outline, cast: Cast | None = None, colour: Colour = SHADOW) -> None:
        """Lay the soft shadow that a thing of this outline throws; the thing itself is painted afterwards."""
        cast = cast or Cast()
        coarse = max(1.0, min(8.0, cast.soft * self.zoom / 3.0))
        away = np.array([cast.right, cast.down]) * self.pixels / PLANE * (self.zoom * PLANE / self.pixels) ** 0.5
        spots = (self._place(outline) + away) / coarse
        blur = max(0.5, cast.soft * self.zoom / coarse * 0.8)
        margin = blur * 2.6
        low = np.maximum(np.floor(spots.min(axis=0) - margin), -margin)
        high = np.minimum(np.ceil(spots.max(axis=0) + margin), self.pixels / coarse + margin)
        if (high - low < 2).any():
            return
        small = Image.new("L", (int(high[0] - low[0]), int(high[1] - low[1])), 0)
        ImageDraw.Draw(small).polygon((spots - low).ravel().tolist(), fill=round(255 * cast.dark))
        small = small.filter(ImageFilter.GaussianBlur(blur))
        wide = small.resize((round(small.width * coarse), round(small.height * coarse)), Image.Resampling.BILINEAR)
        self._paste_mask(round(low[0] * coarse), round(low[1] * coarse), wide, colour)

    def glow(self, x: float, y: float, radius: float, colour: Colour, alpha: float) -> None:
        """Lay a soft round light (or darkness) that fades out to its edge."""
        grid = np.linspace(-1, 1, 64, dtype=np.float32)
        fade = np.clip(1 - np.hypot(*np.meshgrid(grid, grid)), 0, 1) ** 1.6 * alpha * 255
        side = max(2, round(2 * radius * self.zoom))
        spot = self._place(np.array([[x, y]]))[0]
        mask = Image.fromarray(fade.astype(np.uint8), "L").resize((side, side), Image.Resampling.BILINEAR)
        self._paste_mask(round(spot[0] - side / 2), round(spot[1] - side / 2), mask, colour)

    def finished(self) -> Image.Image:
        """The picture at its wanted size."""
        return self.image.reduce(SHARPNESS)

    def _paste_mask(self, left: int, top: int, mask: Image.Image, colour: Colour) -> None:
        area = (max(0, left), max(0, top), min(self.pixels, left + mask.width), min(self.pixels, top + mask.height))
        if area[2] <= area[0] or area[3] <= area[1]:
            return
        cut = mask.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        if self._clip is not None:
            cut = ImageChops.multiply(cut, self._clip.crop(area))
        self.image.paste(colour, area, cut)

    def _place(self, outline: Outline) -> Outline:
        placed: Outline = outline @ self._matrix[:2, :2].T + self._matrix[:2, 2]
        return placed

    def _spots(self, outline: Outline, left: float = 0.0, top: float = 0.0) -> list[float]:
        """The outline in pixels as x, y, x, y and so on."""
        flat: list[float] = (self._place(outline) - (left, top)).ravel().tolist()
        return flat

    def _area(self, outlines: Sequence[Outline], margin: float = 0.0) -> tuple[int, int, int, int] | None:
        placed = self._place(np.concatenate(list(outlines)))
        low, high = placed.min(axis=0) - margin, placed.max(axis=0) + margin
        left, top = max(0, math.floor(low[0])), max(0, math.floor(low[1]))
        right, bottom = min(self.pixels, math.ceil(high[0]) + 1), min(self.pixels, math.ceil(high[1]) + 1)
        return None if right - left < 1 or bottom - top < 1 else (left, top, right, bottom)

    def _patch(self, outlines: Sequence[Outline], alpha: float) -> _Patch | None:
        area = self._area(outlines)
        if area is None:
            return None
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]), 0)
        pen = ImageDraw.Draw(mask)
        for outline in outlines:
            pen.polygon(self._spots(outline, area[0], area[1]), fill=round(255 * alpha))
        return self._clipped(area, mask)

    def _stroke_patch(self, paths: Sequence[Outline], width: float, alpha: float) -> _Patch | None:
        thick = max(1, round(width * self.zoom))
        area = self._area(paths, thick)
        if area is None:
            return None
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]), 0)
        pen, level, half = ImageDraw.Draw(mask), round(255 * alpha), thick / 2
        for path in paths:
            spots = self._spots(path, area[0], area[1])
            pen.line(spots, fill=level, width=thick, joint="curve" if thick > 3 else None)
            if thick > 4:
                for x, y in (spots[:2], spots[-2:]):
                    pen.ellipse((x - half, y - half, x + half, y + half), fill=level)
        return self._clipped(area, mask)

    def _clipped(self, area: tuple[int, int, int, int], mask: Image.Image) -> _Patch:
        if self._clip is not None:
            mask = ImageChops.multiply(mask, self._clip.crop(area))
        return _Patch(area[0], area[1], mask)

    def _lay(self, patch: _Patch, paint: Paint, relief: Relief | None) -> None:
        corner = (patch.left, patch.top)
        if isinstance(paint, tuple) and relief is None:
            box = (*corner, patch.left + patch.mask.width, patch.top + patch.mask.height)
            self.image.paste(paint, box, patch.mask)
            return
        mask = patch.mask
        coarse = callable(paint) or mask.width * mask.height > _LARGE
        if coarse:
            half = (max(1, mask.width // SHARPNESS), max(1, mask.height // SHARPNESS))
            mask = mask.resize(half, Image.Resampling.BOX)
        colours = self._coloured(patch, mask.size, paint)
        if relief is not None:
            colours = modelled(colours, mask, relief)
        if coarse:
            # What falls on one dot of the finished picture has one colour; only the mask is as sharp as the sheet.
            colours = colours.resize(patch.mask.size, Image.Resampling.NEAREST)
        self.image.paste(colours, corner, patch.mask)

    def _coloured(self, patch: _Patch, size: tuple[int, int], paint: Paint) -> Image.Image:
        """The paint over a patch, worked out in so many dots."""
        if isinstance(paint, tuple):
            return Image.new("RGB", size, paint)
        if isinstance(paint, (Linear, Radial)):
            return gradient_image(paint, size)
        back = np.linalg.inv(self._matrix).astype(np.float32)
        across = patch.left + (np.arange(size[0], dtype=np.float32) + 0.5) * (patch.mask.width / size[0])
        down = patch.top + (np.arange(size[1], dtype=np.float32) + 0.5) * (patch.mask.height / size[1])
        x, y = across[None, :], down[:, None]
        plane_x: Field = back[0, 0] * x + back[0, 1] * y + back[0, 2]
        plane_y: Field = back[1, 0] * x + back[1, 1] * y + back[1, 2]
        return to_image(paint(plane_x, plane_y))
