"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import claims, coaching, goods, importing, machine, messages, offshop, orders, partners, people
from app.web.staff.door import blueprint

__all__ = [
    "blueprint",
    "claims",
    "coaching",
    "goods",
    "importing",
    "machine",
    "messages",
    "offshop",
    "orders",
    "partners",
    "people",
]
