"""The officials' room: figures that can be defended."""

from app.web.office import (
    complaints,
    fund,
    goals,
    indicators,
    livelihood,
    meetings,
    needs,
    network,
    obstacles,
    outside,
    publications,
    scorecard,
)
from app.web.office.dashboard import blueprint

__all__ = [
    "blueprint",
    "complaints",
    "fund",
    "goals",
    "indicators",
    "livelihood",
    "meetings",
    "needs",
    "network",
    "obstacles",
    "outside",
    "publications",
    "scorecard",
]
