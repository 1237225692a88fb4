"""Yes or no to each use of her income, as forms of three doors send it."""

from __future__ import annotations

from flask import request

from app.consent import Purpose


def answers_sent() -> dict[Purpose, bool]:
    """What was chosen; a purpose without a choice is left out."""
    sent = {one: request.form.get(f"consent_{one.value}") for one in Purpose}
    return {one: choice == "yes" for one, choice in sent.items() if choice in {"yes", "no"}}
