"""The mentor's desk: what waits, a look at each product, and what she answers for."""

from app.web.mentor.desk import blueprint

__all__ = ["blueprint"]
