"""Seals: a digest of what a buyer said stands in the audit, whose rows are chained; a later change is found.

Opinions from before there were seals have none, and nothing to be held against.
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import select

from app.opinions.models import Opinion
from app.shared import audit
from app.shared.database import session


def seal(opinion: Opinion, act: str, by: int | None) -> None:
    """Keep in the audit what it says now."""
    session().flush()
    audit.note(act, "opinion", opinion.id, by, seal=_digest(opinion))


def _digest(told: Opinion) -> str:
    content = [
        *(told.line_id, told.product_id, told.maker_id, told.stars, told.as_told.value, told.words),
        *(told.name, told.town, told.written_at.timestamp()),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def invariants() -> list[tuple[str, int]]:
    """Broken promises of opinions, by name, with how many: they say something else than when they were sealed."""
    told: dict[int, str] = {}
    for row in audit.about("opinion"):
        seal = json.loads(row.facts).get("seal")
        if seal is not None:
            told[row.subject_id] = seal
    oldest, kept = min(told, default=0), 0
    unsealed = changed = 0
    for one in session().scalars(select(Opinion).execution_options(yield_per=1000)):
        if one.id in told:
            kept += 1
            changed += told[one.id] != _digest(one)
        else:
            unsealed += bool(told) and one.id > oldest
    return [("L8 opinions.rewritten", changed + unsealed + len(told) - kept)]
