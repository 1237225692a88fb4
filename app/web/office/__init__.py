"""The officials' room: figures that can be defended."""

from app.web.office import (
    complaints,
    fund,
    goals,
    indicators,
    livelihood,
    meetings,
    obstacles,
    outreach,
    outside,
    publications,
    refusals,
    women,
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
    "outreach",
    "outside",
    "publications",
    "refusals",
    "women",
]
