"""The officials' room: figures that can be defended."""

from app.web.office import complaints, goals, indicators, livelihood, meetings, obstacles, outside, publications
from app.web.office.dashboard import blueprint

__all__ = [
    "blueprint",
    "complaints",
    "goals",
    "indicators",
    "livelihood",
    "meetings",
    "obstacles",
    "outside",
    "publications",
]
