"""Bodies with a round plan, seen a little from above: baskets, pots, drums, jars, bowls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.demo.drawing.light import Field, Shader
from app.demo.drawing.shapes import Outline, Spot, arc, curve, ellipse, points

Skin = Callable[[Field, Field], Field]


@dataclass(frozen=True)
class Turned:
    """A turned body: its axis, its radii from the top down, and how far its rounds open to the eye."""

    axis: float
    levels: tuple[Spot, ...]
    tilt: float = 0.16

    @classmethod
    def smooth(cls, axis: float, levels: list[Spot], tilt: float = 0.16) -> Turned:
        """A body whose side runs smoothly through the given (height, radius) levels."""
        side = curve(levels, steps=8)
        return cls(axis, tuple((float(y), float(r)) for y, r in side), tilt)

    @property
    def top(self) -> Spot:
        """Height and radius of the upper round."""
        return self.levels[0]

    @property
    def foot(self) -> Spot:
        """Height and radius of the lower round."""
        return self.levels[-1]

    def radius(self, y: float) -> float:
        """The radius at a height."""
        return float(np.interp(y, [level[0] for level in self.levels], [level[1] for level in self.levels]))

    def rim(self, inset: float = 0.0) -> Outline:
        """The upper round."""
        y, radius = self.top
        return ellipse(self.axis, y, radius - inset, (radius - inset) * self.tilt)

    def round(self, y: float, inset: float = 0.0) -> Outline:
        """The whole round at a height."""
        radius = self.radius(y) - inset
        return ellipse(self.axis, y, radius, radius * self.tilt)

    def hoop(self, y: float, grow: float = 0.0) -> Outline:
        """The front half of the round at a height, as a path from left to right."""
        radius = self.radius(y) + grow
        return arc((self.axis, y), (radius, radius * self.tilt), 178, 2)

    def outline(self) -> Outline:
        """The body's silhouette."""
        y, radius = self.foot
        right = points([(self.axis + r, y) for y, r in self.levels])
        left = points([(self.axis - r, y) for y, r in self.levels])[::-1]
        top = arc((self.axis, self.top[0]), (self.top[1], self.top[1] * self.tilt), 180, 360)
        return np.concatenate([top, right, arc((self.axis, y), (radius, radius * self.tilt), 0, 180), left])

    def band(self, top: float, bottom: float) -> Outline:
        """The part of the body between two heights, following its roundness."""
        inner = [(y, r) for y, r in self.levels if top < y < bottom]
        levels = [(top, self.radius(top)), *inner, (bottom, self.radius(bottom))]
        right = points([(self.axis + r, y) for y, r in levels])
        left = points([(self.axis - r, y) for y, r in levels])[::-1]
        return np.concatenate([self.hoop(top), right, self.hoop(bottom)[::-1], left])

    def wrapped(self, skin: Skin, depth: float = 0.55) -> Shader:
        """A pattern of (angle, height) laid around the body, darkening as it turns from the light."""
        heights = np.array([level[0] for level in self.levels])
        radii = np.array([level[1] for level in self.levels])

        def shader(x: Field, y: Field) -> Field:
            away = np.broadcast_to(x - self.axis, np.broadcast_shapes(x.shape, y.shape))
            level = np.broadcast_to(y, away.shape)
            for _ in range(2):
                radius = np.interp(level, heights, radii).astype(np.float32)
                side = np.clip(away / np.maximum(radius, 1), -0.999, 0.999)
                level = y - self.tilt * radius * np.sqrt(1 - side * side)
            angle = np.arcsin(side)
            lit = np.cos(angle + 0.55)
            glow = np.clip(lit - 0.55, 0, 1)[..., None] * depth * 60
            shade = 1 - depth * np.clip(0.92 - lit, 0, 1.5)[..., None] * np.array([0.62, 0.72, 0.78])
            lit_skin: Field = (skin(angle, level) * shade + glow).astype(np.float32)
            return lit_skin

        return shader


def plain(colour: tuple[int, int, int]) -> Skin:
    """A skin of one colour."""
    flat = np.array(colour, dtype=np.float32)

    def skin(angle: Field, height: Field) -> Field:
        return np.broadcast_to(flat, (*np.broadcast_shapes(angle.shape, height.shape), 3))

    return skin
