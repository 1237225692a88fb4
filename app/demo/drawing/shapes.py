"""Outlines and paths as arrays of points, in a plane where the whole picture is 1000 by 1000."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

Outline = NDArray[np.float64]
Spot = tuple[float, float]

_TURN = np.linspace(0, 2 * math.pi, 72, endpoint=False)
_ROUND = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)


def points(spots: Sequence[Spot]) -> Outline:
    """The straight outline through the given spots."""
    return np.asarray(spots, dtype=np.float64)


def ellipse(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Outline:
    """An ellipse, turned by the given degrees."""
    return moved(_ROUND * (rx, ry), x, y, turn)


def disc(x: float, y: float, radius: float) -> Outline:
    """A circle."""
    return ellipse(x, y, radius, radius)


def arc(centre: Spot, radii: Spot, start: float, end: float) -> Outline:
    """Part of an ellipse between two angles in degrees (0 is right, 90 is down)."""
    angle = np.radians(np.linspace(start, end, max(6, int(abs(end - start) / 5) + 2)))
    return np.stack([centre[0] + np.cos(angle) * radii[0], centre[1] + np.sin(angle) * radii[1]], axis=1)


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Outline:
    """A rectangle, with round corners when a radius is given."""
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    if radius <= 0:
        return points([(left, top), (right, top), (right, bottom), (left, bottom)])
    round_ = (radius, radius)
    return np.concatenate(
        [
            arc((right - radius, top + radius), round_, -90, 0),
            arc((right - radius, bottom - radius), round_, 0, 90),
            arc((left + radius, bottom - radius), round_, 90, 180),
            arc((left + radius, top + radius), round_, 180, 270),
        ]
    )


def curve(spots: Sequence[Spot] | Outline, closed: bool = False, steps: int = 10) -> Outline:
    """A smooth line through all the spots; closed, it is a smooth outline."""
    knots = np.asarray(spots, dtype=np.float64)
    if closed:
        knots = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        knots = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    share = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (knots[i : len(knots) - 3 + i, None, :] for i in range(4))
    body = 0.5 * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * share**2 + (3 * b - a - 3 * c + d) * share**3)
    line: Outline = body.reshape(-1, 2)
    return line if closed else np.concatenate([line, knots[-2:-1]])


def moved(outline: Outline, x: float, y: float, turn: float = 0.0, scale: float = 1.0) -> Outline:
    """The outline turned by degrees about its origin, scaled, and put at a spot."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    spun = outline @ np.array([[cos, sin], [-sin, cos]])
    placed: Outline = spun + np.array([x, y])
    return placed


def uneven(outline: Outline, amount: float, rng: Random, waves: int = 4) -> Outline:
    """The outline swollen and pinched a little along its way, as a hand leaves it."""
    centre = outline.mean(axis=0)
    way = np.linspace(0, 2 * math.pi, len(outline), endpoint=False)
    push = np.zeros(len(outline))
    for wave in range(1, waves + 1):
        push += np.sin(way * wave + rng.uniform(0, 6.28)) * rng.uniform(0.3, 1.0) / wave
    arms = outline - centre
    reach = np.maximum(np.hypot(arms[:, 0], arms[:, 1]), 1e-6)[:, None]
    pushed: Outline = outline + arms / reach * (push * amount)[:, None]
    return pushed


def blob(x: float, y: float, radius: float, rng: Random, rough: float = 0.16) -> Outline:
    """A round lump of no exact shape."""
    count = rng.randint(7, 10)
    spin = rng.uniform(0, 6.28)
    spots = [
        (
            x + radius * rng.uniform(1 - rough, 1 + rough) * math.cos(spin + 6.2832 * k / count),
            y + radius * rng.uniform(1 - rough, 1 + rough) * math.sin(spin + 6.2832 * k / count),
        )
        for k in range(count)
    ]
    return curve(spots, closed=True, steps=6)


def petal(length: float, width: float, belly: float = 0.5) -> Outline:
    """A leaf or petal lying along the x axis from the origin, widest at the belly's share of its length."""
    return curve(
        [
            (0, 0),
            (length * belly * 0.5, -width * 0.36),
            (length * belly, -width * 0.5),
            (length * (1 + belly) * 0.5, -width * 0.34),
            (length, 0),
            (length * (1 + belly) * 0.5, width * 0.34),
            (length * belly, width * 0.5),
            (length * belly * 0.5, width * 0.36),
        ],
        closed=True,
        steps=5,
    )


def star(radius: float, inner: float, arms: int) -> Outline:
    """A star about the origin."""
    angle = np.arange(arms * 2) * math.pi / arms - math.pi / 2
    reach = np.where(np.arange(arms * 2) % 2 == 0, radius, inner)
    return np.stack([np.cos(angle) * reach, np.sin(angle) * reach], axis=1)


def diamond(x: float, y: float, rx: float, ry: float) -> Outline:
    """A lozenge."""
    return points([(x, y - ry), (x + rx, y), (x, y + ry), (x - rx, y)])


def arch(left: float, top: float, right: float, bottom: float) -> Outline:
    """A pointed arch as in the houses of the old port."""
    middle, spring = (left + right) / 2, top + (right - left) * 0.48
    half = curve([(left, spring), (left + (middle - left) * 0.18, top + (spring - top) * 0.42), (middle, top)])
    mirrored = half[::-1].copy()
    mirrored[:, 0] = 2 * middle - mirrored[:, 0]
    return np.concatenate([points([(left, bottom)]), half, mirrored, points([(right, bottom)])])


def ribbon(path: Outline, widths: Sequence[float]) -> Outline:
    """The band that follows a path; its width runs evenly through the given widths."""
    ahead = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-6)[:, None]
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / length
    place = np.linspace(0, len(widths) - 1, len(path))
    half = np.interp(place, np.arange(len(widths)), np.asarray(widths, dtype=np.float64))[:, None] / 2
    return np.concatenate([path + across * half, (path - across * half)[::-1]])


def along(path: Outline, count: int) -> Outline:
    """So many spots evenly spaced on a path, with the heading in degrees as third column."""
    step = np.hypot(*np.diff(path, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(step)])
    at = np.linspace(0, way[-1], count)
    x, y = np.interp(at, way, path[:, 0]), np.interp(at, way, path[:, 1])
    ahead = np.minimum(at + way[-1] * 0.01, way[-1])
    behind = np.maximum(at - way[-1] * 0.01, 0)
    dx = np.interp(ahead, way, path[:, 0]) - np.interp(behind, way, path[:, 0])
    dy = np.interp(ahead, way, path[:, 1]) - np.interp(behind, way, path[:, 1])
    return np.stack([x, y, np.degrees(np.arctan2(dy, dx))], axis=1)


def shrunk(outline: Outline, share: float) -> Outline:
    """The outline drawn in towards its middle to the given share of its size."""
    middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
    drawn: Outline = (outline - middle) * share + middle
    return drawn


def squashed(outline: Outline, down: float) -> Outline:
    """The outline made lower about the x axis."""
    low: Outline = outline * np.array([1.0, down])
    return low


def mirrored(half: Sequence[Spot], axis: float) -> list[Spot]:
    """The spots and, backwards, their mirror images on the other side of an upright axis."""
    return [*half, *[(2 * axis - x, y) for x, y in reversed(half)]]
