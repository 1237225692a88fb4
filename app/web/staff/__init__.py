"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import (
    assist,
    checklist,
    claims,
    goods,
    importing,
    machine,
    mentors,
    messages,
    offshop,
    opinions,
    orders,
    partners,
    people,
    permits,
    questions,
    recalls,
)
from app.web.staff.door import blueprint

__all__ = [
    "assist",
    "blueprint",
    "checklist",
    "claims",
    "goods",
    "importing",
    "machine",
    "mentors",
    "messages",
    "offshop",
    "opinions",
    "orders",
    "partners",
    "people",
    "permits",
    "questions",
    "recalls",
]
