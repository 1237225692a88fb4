"""Charts, worked out on the server and drawn as SVG by a template; the page gives the same numbers in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from app.impact import CountyFigures
from app.shared.calendar import JalaliMonth
from app.shared.tongue import language
from app.words import formats

_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 52, 30, 34
# Where each county's tile stands: column and row, north-west to south-east. The map stays geographic in any language.
_TILES = {
    "1808": (0, 0), "1807": (1, 1), "1801": (1, 2), "1803": (2, 2), "1802": (2, 3), "1804": (3, 3), "1805": (3, 4),
    "1806": (4, 4), "1809": (4, 3), "1810": (5, 5),
}  # fmt: skip
TILE_WIDTH, TILE_HEIGHT = 92, 64


@dataclass(frozen=True)
class Line:
    """A line over time; `finding` is the sentence that the picture says."""

    title: str
    finding: str
    labels: Sequence[str]
    values: Sequence[float]


def _step(highest: float) -> float:
    """A round distance of grid lines, so that there are at most five."""
    rounds = (float(factor) * 10.0**power for power in range(12) for factor in (1, 2, 5))
    return next((one for one in rounds if highest <= one * 4), highest / 4)


@dataclass(frozen=True)
class Mark:
    """A point of a line with its label, or a line of the grid with its value, in the picture's own units."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class LineChart:
    """A line, ready to be drawn by `components/charts.html`."""

    title: str
    finding: str
    points: list[Mark]
    grid: list[Mark]
    last: str

    @property
    def path(self) -> str:
        return " ".join(f"{point.x:.1f} {point.y:.1f}" for point in self.points)

    @property
    def floor(self) -> float:
        return _HEIGHT - _BOTTOM

    @property
    def area(self) -> str:
        return f"M{self.points[0].x:.1f} {self.floor} L{self.path} L{self.points[-1].x:.1f} {self.floor}Z"


def line_chart(line: Line) -> LineChart:
    """Time runs as the language is read; the axis of values stands where it begins."""
    step = _step(max([*line.values, 1]))
    top = step * (int(max([*line.values, 1]) / step) + 1)
    tall = _HEIGHT - _TOP - _BOTTOM
    apart = (_WIDTH - _LEFT - _RIGHT) / max(1, len(line.values) - 1)
    left_to_right = language() == "en"

    def across(way: float) -> float:
        return _LEFT + way if left_to_right else _WIDTH - _RIGHT - way

    points = [
        Mark(across(place * apart), _HEIGHT - _BOTTOM - value * tall / top, label)
        for place, (value, label) in enumerate(zip(line.values, line.labels, strict=True))
    ]
    grid = [
        Mark(_LEFT, _HEIGHT - _BOTTOM - step * number * tall / top, formats.num(round(step * number)))
        for number in range(int(top / step) + 1)
    ]
    return LineChart(line.title, line.finding, points, grid, formats.num(round(line.values[-1])))


@dataclass(frozen=True)
class Tile:
    """A county on the map."""

    x: int
    y: int
    shade: int
    name: str
    value: str
    address: str


def tile_map(figures: Sequence[CountyFigures], names: Mapping[str, str], month: JalaliMonth) -> list[Tile]:
    """The ten counties as tiles, each with its number of selling makers and a link to its page."""
    highest = max([one.selling for one in figures] or [0])
    tiles = []
    for one in figures:
        column, row = _TILES.get(one.county_code, (0, 5))
        shade = 0 if not highest else min(4, one.selling * 5 // (highest + 1))
        address = url_for("office.county", code=one.county_code, month=str(month))
        tiles.append(
            Tile(
                column * TILE_WIDTH, row * TILE_HEIGHT, shade, names[one.county_code], formats.num(one.selling), address
            )
        )
    return tiles


def spark(values: Sequence[float], width: int = 120, height: int = 32) -> str:
    """The path of a small line without axes, newest at the left; the words beside it say what it shows."""
    lowest, highest = min(values), max(values)
    apart, spread = width / max(1, len(values) - 1), (highest - lowest) or 1
    points = [
        (width - place * apart, height - 3 - (value - lowest) * (height - 6) / spread)
        for place, value in enumerate(values)
    ]
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
