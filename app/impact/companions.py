"""Who else stands in no list by name, so that whoever asked not to be named is not found by taking names from a count.

Officials read how many of a group stand where, and lists of those who agreed to be named. With one name missing, the
count less the list would tell where she stands. So others are left out beside her: of each group that counts are told
of, nobody or at least `publication.fewest` people have no name in a list (of a smaller group: all).

Not promised: anything where all of those left out stand alike. And whoever opens the cases of those others one by one,
each look on record, knows them too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app import consent
from app.consent import Purpose
from app.shared.database import BigKey, Model, UtcDateTime, session

Groups = Mapping[int, Collection[Hashable]]


class Companion(Model):
    """Somebody who is left out of lists beside those who asked for it; kept, as who comes and goes would tell more."""

    __tablename__ = "companion"

    trainee_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


def hidden_names() -> frozenset[int]:
    """Makers who stand in no list of names beside incomes or standings."""
    return frozenset(consent.refused(Purpose.NAMED)) | set(session().scalars(select(Companion.trainee_id)))


def without_name(column: Any) -> ColumnElement[bool]:
    """The same of a query's trainees."""
    return or_(column.in_(consent.without(Purpose.NAMED)), column.in_(select(Companion.trainee_id)))


def companions_for(of: Groups, hidden: Collection[int], fewest: int, place: Callable[[int], Any]) -> set[int]:
    """Whom to leave out besides, so that of each group nobody or at least `fewest` are hidden (of a smaller one: all).

    `of` has the groups of each; of two who would do equally well the one with the lower `place` is taken. Pure.
    """
    members: dict[Hashable, set[int]] = {}
    for one, hers in of.items():
        for group in hers:
            members.setdefault(group, set()).add(one)
    left_out = {one for one in hidden if one in of}
    before = set(left_out)
    short = {group for one in left_out for group in of[one]}
    while short:
        group = min(short, key=lambda one: (len(members[one]), repr(one)))
        hers = members[group]
        if len(hers & left_out) >= min(fewest, len(hers)):
            short.discard(group)
            continue
        chosen = _best(hers - left_out, of, short, place)
        left_out.add(chosen)
        short |= set(of[chosen])
    return left_out - before


def _best(candidates: Collection[int], of: Groups, short: Collection[Hashable], place: Callable[[int], Any]) -> int:
    """Who helps most groups that are short, and brings fewest new ones into it."""
    return min(candidates, key=lambda one: (sum(group not in short for group in of[one]), place(one)))
