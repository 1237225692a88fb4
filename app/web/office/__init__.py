"""The officials' room: figures that can be defended."""

from app.web.office import (
    complaints,
    credit,
    fund,
    goals,
    indicators,
    livelihood,
    meetings,
    obstacles,
    outside,
    publications,
)
from app.web.office.dashboard import blueprint

__all__ = [
    "blueprint",
    "complaints",
    "credit",
    "fund",
    "goals",
    "indicators",
    "livelihood",
    "meetings",
    "obstacles",
    "outside",
    "publications",
]
