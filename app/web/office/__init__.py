"""The officials' room: figures that can be defended."""

from app.web.office import fund, goals, livelihood, outside
from app.web.office.dashboard import blueprint

__all__ = ["blueprint", "fund", "goals", "livelihood", "outside"]
