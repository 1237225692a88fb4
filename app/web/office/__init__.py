"""The officials' room: figures that can be defended."""

from app.web.office import goals, livelihood, outside, publications
from app.web.office.dashboard import blueprint

__all__ = ["blueprint", "goals", "livelihood", "outside", "publications"]
