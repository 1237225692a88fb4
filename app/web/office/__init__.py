"""The officials' room: figures that can be defended."""

from app.web.office import (
    complaints,
    fund,
    goals,
    indicators,
    livelihood,
    meetings,
    obstacles,
    outside,
    phases,
    publications,
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
    "obstacles",
    "outside",
    "phases",
    "publications",
]
