"""The network on a page: a drawing of its layers by county, what it lacks, how full mentors are, and a file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from werkzeug.wrappers import Response

from app import planning
from app.accounts import Role
from app.impact import Cut
from app.planning import Layer, Network
from app.shared.sheets import Cell
from app.shared.tongue import language
from app.web.access import OFFICIALS, allow, me
from app.web.office.dashboard import blueprint, reach
from app.web.office.groups import names_of_groups
from app.web.pages import Page, csv_answer
from app.web.shop import county_names
from app.words import formats, name_of

_WIDTH, _NAMES, _TOP, _ROW, _LARGEST = 440, 92, 34, 46, 15
_LAYERS = tuple(Layer)


@dataclass(frozen=True)
class Node:
    """A county's part of a layer, in the picture's own units."""

    x: float
    y: float
    radius: float
    kind: str
    value: str


@dataclass(frozen=True)
class Tie:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True)
class Word:
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """Layers as columns, counties as rows, ready to be drawn by `components/network_graph.html`."""

    height: int
    nodes: list[Node]
    ties: list[Tie]
    heads: list[Word]
    names: list[Word]
    anchor: str


def drawing(found: Network, names: Mapping[str, str]) -> Drawing:
    """From the material to the market in the direction in which the language is read."""
    left_to_right = language() == "en"
    step = (_WIDTH - _NAMES) / len(_LAYERS)
    rows = {hub.county_code: _TOP + _ROW * (place + 0.5) for place, hub in enumerate(found.hubs)}

    def across(way: float) -> float:
        return way if left_to_right else _WIDTH - way

    columns = {layer: across(_NAMES + step * (place + 0.5)) for place, layer in enumerate(_LAYERS)}
    highest = {layer: max((hub.people[layer] for hub in found.hubs), default=0) or 1 for layer in _LAYERS}
    busiest = max(found.between.values(), default=1)
    return Drawing(
        height=_TOP + _ROW * len(found.hubs) + 6,
        nodes=[
            Node(
                columns[layer],
                rows[hub.county_code],
                9 + (_LARGEST - 9) * hub.people[layer] / highest[layer],
                layer.value if hub.people[layer] else "nobody",
                formats.num(hub.people[layer]),
            )
            for hub in found.hubs
            for layer in _LAYERS
        ],
        ties=[
            Tie(columns[one], rows[here], columns[other], rows[there], 1 + 4 * number / busiest)
            for ((one, here), (other, there)), number in found.between.items()
        ],
        heads=[Word(columns[layer], 18, name_of(layer)) for layer in _LAYERS],
        names=[Word(across(4), rows[hub.county_code] + 4, names[hub.county_code]) for hub in found.hubs],
        # Names of counties stand at the edge where reading begins.
        anchor="start",
    )


@blueprint.get("/network")
@allow(OFFICIALS)
def network() -> Page:
    found, names = planning.network(reach()), county_names()
    return render_template(
        "office/network.html",
        found=found,
        drawing=drawing(found, names),
        names=names,
        trades=names_of_groups(Cut.TRADE),
        layers=_LAYERS,
        keeps=Role.STAFF in me().roles,
    )


@blueprint.get("/network.csv")
@allow(OFFICIALS)
def network_csv() -> Response:
    """Counties with their layers, what they lack, and how many ties lead where."""
    found, names = planning.network(reach()), county_names()
    lacks = ["room", "alone", "unmentored", "unreached", "uncared"]
    headings = ["county", "name", *(layer.value for layer in _LAYERS), *lacks]
    rows: list[tuple[Cell, ...]] = [
        (
            *(hub.county_code, names[hub.county_code]),
            *(hub.people[layer] for layer in _LAYERS),
            *(hub.room, hub.alone, " ".join(hub.unmentored), len(hub.unreached), len(hub.uncared)),
        )
        for hub in found.hubs
    ]
    return csv_answer("network", headings, rows)
