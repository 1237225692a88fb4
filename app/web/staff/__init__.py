"""The executor's room: registrations, cohorts, mentors, what the law asks, orders, the machine."""

from app.web.staff import (
    assist,
    checklist,
    claims,
    coaching,
    goods,
    importing,
    machine,
    messages,
    offshop,
    opinions,
    orders,
    partners,
    people,
    permits,
    questions,
    recalls,
    rubric,
)
from app.web.staff.door import blueprint

__all__ = [
    "assist",
    "blueprint",
    "checklist",
    "claims",
    "coaching",
    "goods",
    "importing",
    "machine",
    "messages",
    "offshop",
    "opinions",
    "orders",
    "partners",
    "people",
    "permits",
    "questions",
    "recalls",
    "rubric",
]
