"""Reading what became of messages."""

from __future__ import annotations

import json

from sqlalchemy import select

from app.shared.database import session
from app.shared.outbox import OutboxRow


def recall_letters_dead(recall_id: int) -> int:
    """To how many orders' buyers no word of a recall could be sent, however often it was tried."""
    query = select(OutboxRow.payload).where(
        OutboxRow.dead_at.is_not(None),
        OutboxRow.reaction == "notifications.send",
        OutboxRow.payload.like('%"recalled"%'),
    )
    letters = [json.loads(payload) for payload in session().scalars(query) if payload]
    return len({one["order_id"] for one in letters if json.loads(one["facts"]).get("recall_id") == recall_id})
