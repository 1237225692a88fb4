"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import assist, claims, goods, importing, machine, messages, offshop, orders, partners, people
from app.web.staff.door import blueprint

__all__ = [
    "assist",
    "blueprint",
    "claims",
    "goods",
    "importing",
    "machine",
    "messages",
    "offshop",
    "orders",
    "partners",
    "people",
]
