"""The officials' room: figures that can be defended."""

from app.web.office import (
    agreements,
    ambiguities,
    complaints,
    fund,
    goals,
    indicators,
    levels,
    livelihood,
    meetings,
    obstacles,
    outside,
    publications,
)
from app.web.office.dashboard import blueprint

__all__ = [
    "agreements",
    "ambiguities",
    "blueprint",
    "complaints",
    "fund",
    "goals",
    "indicators",
    "levels",
    "livelihood",
    "meetings",
    "obstacles",
    "outside",
    "publications",
]
