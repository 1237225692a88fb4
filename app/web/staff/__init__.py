"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import goods, importing, machine, orders, partners, people
from app.web.staff.door import blueprint

__all__ = ["blueprint", "goods", "importing", "machine", "orders", "partners", "people"]
