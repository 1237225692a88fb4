"""The officials' room: figures that can be defended."""

from app.web.office import complaints, goals, livelihood, meetings, obstacles, outside
from app.web.office.dashboard import blueprint

__all__ = ["blueprint", "complaints", "goals", "livelihood", "meetings", "obstacles", "outside"]
