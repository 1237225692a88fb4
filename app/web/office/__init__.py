"""The officials' room: figures that can be defended."""

from app.web.office import goals, outside
from app.web.office.dashboard import blueprint

__all__ = ["blueprint", "goals", "outside"]
