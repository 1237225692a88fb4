"""The demo: a living shop of invented people, made through the packages' own actions with a fixed seed.

Owns no table. Calls everybody below. Never runs in production; every page of its shop says that it is a demo.
"""

from app.demo.looking import buyers, is_empty, liveliest, shortcomings
from app.demo.seeding import seed

__all__ = ["buyers", "is_empty", "liveliest", "seed", "shortcomings"]
