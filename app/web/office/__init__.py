"""The officials' room: figures that can be defended."""

from app.web.office import goals, indicators, livelihood, outside
from app.web.office.dashboard import blueprint

__all__ = ["blueprint", "goals", "indicators", "livelihood", "outside"]
