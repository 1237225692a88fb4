"""The officials' room: figures that can be defended."""

from app.web.office import (
    brief,
    complaints,
    county,
    credit,
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
    spaces,
    villages,
)
from app.web.office.dashboard import blueprint

__all__ = [
    "blueprint",
    "brief",
    "complaints",
    "county",
    "credit",
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
    "spaces",
    "villages",
]
