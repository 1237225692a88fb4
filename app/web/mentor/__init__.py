"""The mentor's desk: what waits, a look at each product, appeals, what she answers for, and orders that she brought."""

from app.web.mentor import (
    appeals,
    assist,
    calls,
    coaching,
    figures,
    following,
    ideas,
    interests,
    obstacles,
    questions,
    reviewing,
    spaces,
    stories,
    support,
    vouches,
    wholesale,
)
from app.web.mentor.desk import blueprint

__all__ = [
    "appeals",
    "assist",
    "blueprint",
    "calls",
    "coaching",
    "figures",
    "following",
    "ideas",
    "interests",
    "obstacles",
    "questions",
    "reviewing",
    "spaces",
    "stories",
    "support",
    "vouches",
    "wholesale",
]
