"""The officials' room: figures that can be defended."""

from app.web.office import (
    brief,
    complaints,
    county,
    fund,
    goals,
    indicators,
    livelihood,
    meetings,
    obstacles,
    outside,
    publications,
    spaces,
    villages,
)
from app.web.office.dashboard import blueprint

__all__ = [
    "blueprint",
    "brief",
    "complaints",
    "county",
    "fund",
    "goals",
    "indicators",
    "livelihood",
    "meetings",
    "obstacles",
    "outside",
    "publications",
    "spaces",
    "villages",
]
