"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import (
    claims,
    goods,
    importing,
    machine,
    messages,
    offshop,
    opinions,
    orders,
    partners,
    people,
    questions,
)
from app.web.staff.door import blueprint

__all__ = [
    "blueprint",
    "claims",
    "goods",
    "importing",
    "machine",
    "messages",
    "offshop",
    "opinions",
    "orders",
    "partners",
    "people",
    "questions",
]
