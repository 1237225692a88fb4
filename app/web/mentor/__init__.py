"""The mentor's desk: what waits, a look at each product, what she answers for, and orders that she brought."""

from app.web.mentor import wholesale
from app.web.mentor.desk import blueprint

__all__ = ["blueprint", "wholesale"]
