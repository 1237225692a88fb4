"""Seals: a digest of what a mentor decided stands in the audit, whose rows are chained; a later change is found.

A row that was decided before there were seals must at least have its audit row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.shared import audit
from app.shared.database import Model, session
from app.vouching.models import Appeal, Decision, Remark, Review, Vouch
from app.vouching.scrutiny import Assent, Evidence, RubricMark

_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Vouch: (
        "id", "version_id", "mentor_id", "mentor_person_id", "maker_person_id", "basis", "seen_on", "checked",
        "unchecked", "words", "valid_until", "given_at",
    ),
    Assent: (
        "id", "review_id", "mentor_id", "basis", "seen_on", "checked", "unchecked", "words", "because", "given_at",
    ),
    Review: ("id", "version_id", "maker_id", "decision", "decided_at", "mentor_id", "words"),
    Remark: ("id", "part", "reason", "words"),
    RubricMark: ("mentor_id", "item_id", "mark"),
    Evidence: ("mentor_id", "position", "picture_id"),
    Appeal: ("id", "review_id", "first_mentor_id", "plea", "opened_at", "due_at", "mentor_id", "outcome", "words",
             "decided_at"),
}  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _content(row: Model) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in _COLUMNS[type(row)]}


def _digest(content: object) -> str:
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def seals(*rows: Vouch | Assent | Review | Appeal) -> dict[str, str]:
    """Facts for an audit row: the digest of each row as it is now, by its name. A review's remarks belong to it."""
    session().flush()
    found: dict[str, str] = {}
    for row in rows:
        content = _contents([row])
        found.update({f"{_MARK}{name}": _digest(told) for name, told in content.items()})
    return found


def seal_of_look(review_id: int, mentor_id: int) -> dict[str, str]:
    """The same for a mentor's marks and photos of one review."""
    name = f"look:{review_id}:{mentor_id}"
    return {f"{_MARK}{name}": _digest(_looks(review_id).get(name, []))}


_MARK = "seal:"


def _contents(rows: Iterable[Model]) -> dict[str, object]:
    """Content by name; of reviews with their remarks, read at once."""
    listed = list(rows)
    reviews = [one.id for one in listed if isinstance(one, Review)]
    remarks: dict[int, list[dict[str, object]]] = {}
    if reviews:
        query = select(Remark).where(Remark.review_id.in_(reviews)) if len(reviews) == 1 else select(Remark)
        for remark in session().scalars(query.order_by(Remark.id)):
            remarks.setdefault(remark.review_id, []).append(_content(remark))
    found: dict[str, object] = {}
    for row in listed:
        told = _content(row)
        if isinstance(row, Review):
            told["remarks"] = remarks.get(row.id, [])
        found[f"{row.__tablename__}:{told['id']}"] = told
    return found


def _looks(review_id: int | None = None) -> dict[str, object]:
    """Marks and photos by review and mentor."""
    found: dict[str, list[dict[str, object]]] = {}
    for kind, order in ((RubricMark, RubricMark.item_id), (Evidence, Evidence.position)):
        query: Any = select(kind).order_by(kind.review_id, kind.mentor_id, order)
        if review_id is not None:
            query = query.where(kind.review_id == review_id)
        for row in session().scalars(query):
            found.setdefault(f"look:{row.review_id}:{row.mentor_id}", []).append(_content(row))
    return dict(found)


def broken_seals() -> list[str]:
    """Names of what is not as it was when it was sealed, is gone, or was never told to the audit."""
    told, known, ended = _sealed()
    now: dict[str, object] = _looks()
    for kind in (Vouch, Assent, Appeal):
        now.update(_contents(session().scalars(select(kind))))
    now.update(_contents(session().scalars(select(Review).where(Review.decision.is_not(None)))))
    changed = [name for name, digest in told.items() if name not in now or _digest(now[name]) != digest]
    untold = [name for name in now if name not in told and name not in known]
    over = set(session().scalars(select(Vouch.id).where(Vouch.withdrawn_at.is_not(None))))
    return sorted({*changed, *untold, *(f"end of vouch:{one}" for one in over ^ ended)})


def _sealed() -> tuple[dict[str, str], set[str], set[int]]:
    """The last seal of each, names of rows that the audit knows from before there were seals, vouches that ended."""
    told: dict[str, str] = {}
    acts: set[tuple[str, int, int | None]] = set()
    ended: set[int] = set()
    for row in audit.about("product_version", "vouch"):
        facts = json.loads(row.facts)
        told.update({name.removeprefix(_MARK): str(value) for name, value in facts.items() if name.startswith(_MARK)})
        acts.add((row.act, row.subject_id, row.by_id))
        if row.act == "vouch_withdrawn":
            ended.add(row.subject_id)
        elif row.act == "followed":
            ended.add(facts["before"])
    return told, _known(acts), ended


def _known(acts: set[tuple[str, int, int | None]]) -> set[str]:
    known = {
        f"vouch:{one.id}"
        for one in session().scalars(select(Vouch))
        if ("vouched", one.version_id, one.mentor_person_id) in acts
        or ("appeal_granted", one.version_id, one.mentor_person_id) in acts
    }
    decided = {(act, version) for act, version, _ in acts if act in {*Decision}}
    reviews = session().scalars(select(Review).where(Review.decision.is_not(None)))
    versions: dict[int, int] = {}
    for review in reviews:
        versions[review.id] = review.version_id
        if (review.decision, review.version_id) in decided:
            known.add(f"review:{review.id}")
    appealed = {version for act, version, _ in acts if act == "appealed"}
    known.update(
        f"appeal:{one.id}" for one in session().scalars(select(Appeal)) if versions.get(one.review_id) in appealed
    )
    return known
