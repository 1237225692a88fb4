"""Charts, worked out on the server and drawn as SVG by a template; the page gives the same numbers in a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from app.impact import CountyFigures
from app.shared.calendar import JalaliMonth
from app.shared.tongue import language
from app.words import formats

_WIDTH, _HEIGHT = 640, 260
_AXIS, _EDGE, _INSET, _TOP, _BOTTOM = 52, 8, 32, 30, 34
_BAR = 30
# Where each county's tile stands: column and row, north-west to south-east. The map stays geographic in any language.
_TILES = {
    "1808": (0, 0), "1807": (1, 1), "1801": (1, 2), "1803": (2, 2), "1802": (2, 3), "1804": (3, 3), "1805": (3, 4),
    "1806": (4, 4), "1809": (4, 3), "1810": (5, 5),
}  # fmt: skip
TILE_WIDTH, TILE_HEIGHT = 92, 64


@dataclass(frozen=True)
class Line:
    """A line over time before columns of the same months; `finding` is the sentence that the picture says.

    `goal` has what each month should reach, or nothing where there is no goal.
    """

    title: str
    finding: str
    labels: Sequence[str]
    values: Sequence[float]
    columns: Sequence[float]
    goal: Sequence[float | None]


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
class Bar:
    """A column, in the picture's own units."""

    x: float
    y: float
    height: float
    width: int = _BAR


@dataclass(frozen=True)
class LineChart:
    """A line over columns, ready to be drawn by `components/charts.html`."""

    title: str
    finding: str
    points: list[Mark]
    bars: list[Bar]
    grid: list[Mark]
    goal: list[Mark]
    axis_x: float
    axis_anchor: str
    grid_from: float
    grid_to: float
    last: str

    @property
    def path(self) -> str:
        return _path(self.points)

    @property
    def goal_path(self) -> str:
        return _path(self.goal)


def _path(marks: Sequence[Mark]) -> str:
    return " ".join(f"{one.x:.1f} {one.y:.1f}" for one in marks)


def line_chart(line: Line) -> LineChart:
    """Time runs as the language is read; the axis of values stands where it begins."""
    highest = max([*line.values, *line.columns, *(one for one in line.goal if one is not None), 1])
    step = _step(highest)
    top = step * (int(highest / step) + 1)
    tall, floor = _HEIGHT - _TOP - _BOTTOM, _HEIGHT - _BOTTOM
    apart = (_WIDTH - _AXIS - _EDGE - 2 * _INSET) / max(1, len(line.values) - 1)
    left_to_right = language() == "en"

    def across(place: float) -> float:
        way = _AXIS + _INSET + place * apart
        return way if left_to_right else _WIDTH - way

    def up(value: float) -> float:
        return floor - value * tall / top

    return LineChart(
        title=line.title,
        finding=line.finding,
        points=[Mark(across(place), up(value), line.labels[place]) for place, value in enumerate(line.values)],
        bars=[Bar(across(place) - _BAR / 2, up(value), floor - up(value)) for place, value in enumerate(line.columns)],
        grid=[Mark(0, up(step * number), formats.num(round(step * number))) for number in range(int(top / step) + 1)],
        goal=_goal(line.goal, across, up),
        axis_x=_AXIS - 8 if left_to_right else _WIDTH - _AXIS + 8,
        # Whatever the page's direction, the figures are written from left to right.
        axis_anchor="end" if left_to_right else "start",
        grid_from=_AXIS if left_to_right else _EDGE,
        grid_to=_WIDTH - _EDGE if left_to_right else _WIDTH - _AXIS,
        last=formats.num(round(line.values[-1])),
    )


def _goal(wanted: Sequence[float | None], across: Callable[[float], float], up: Callable[[float], float]) -> list[Mark]:
    """The goal's line through the months that it covers; nothing for a goal of none of them."""
    return [
        Mark(across(place + side), up(value), formats.num(round(value)))
        for place, value in enumerate(wanted)
        if value is not None
        for side in (-0.4, 0.4)
    ]


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


_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_FLOOR = 160, 48, 46


@dataclass(frozen=True)
class Spark:
    """A county's months as small columns, all counties on one scale; `first` and `last` in millions of toman."""

    name: str
    address: str
    bars: list[Bar]
    first: str
    last: str


def sparks(
    by_month: Mapping[JalaliMonth, Sequence[CountyFigures]], names: Mapping[str, str], month: JalaliMonth
) -> list[Spark]:
    """What reached makers month by month, a small picture for each county."""
    months = list(by_month)
    rows = {code: [int(by_month[one][place].income) for one in months] for place, code in enumerate(names)}
    highest = max([1, *(amount for row in rows.values() for amount in row)])
    apart = _SPARK_WIDTH / max(1, len(months))
    left_to_right = language() == "en"

    def bar(place: int, amount: int) -> Bar:
        tall = max(0, amount) * _SPARK_FLOOR / highest
        nth = place if left_to_right else len(months) - 1 - place
        return Bar(nth * apart + 2, _SPARK_HEIGHT - tall, tall, int(apart) - 4)

    return [
        Spark(
            names[code],
            url_for("office.county", code=code, month=str(month)),
            [bar(place, amount) for place, amount in enumerate(row)],
            formats.million_toman(row[0]),
            formats.million_toman(row[-1]),
        )
        for code, row in rows.items()
    ]
