"""Reading what became of messages."""

from __future__ import annotations

import json

from sqlalchemy import select

from app import orders
from app.shared.database import session
from app.shared.outbox import OutboxRow


def recall_letters_dead(recall_id: int) -> int:
    """To how many orders' buyers no word of a recall could be sent, by SMS or mail, however often it was tried."""
    query = select(OutboxRow.payload, OutboxRow.dead_at).where(
        OutboxRow.delivered_at.is_(None),
        OutboxRow.reaction == "notifications.send",
        OutboxRow.payload.like('%"recalled"%'),
    )
    dead: set[int] = set()
    tried: set[int] = set()
    for payload, dead_at in session().execute(query):
        letter = json.loads(payload or "{}")
        if letter and json.loads(letter["facts"]).get("recall_id") == recall_id:
            (tried if dead_at is None else dead).add(letter["order_id"])
    return len(dead - tried - orders.told_of(recall_id))
