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
    everybody, left_out = _Alike(of), {one for one in hidden if one in of}
    before = set(left_out)
    short = {group for one in left_out for group in of[one]}
    while short:
        group = min(short, key=lambda one: (everybody.size(one), repr(one)))
        if sum(group in of[one] for one in left_out) >= min(fewest, everybody.size(group)):
            short.discard(group)
            continue
        chosen = min(everybody.best(group, left_out, short), key=place)
        left_out.add(chosen)
        short |= set(of[chosen])
    return left_out - before


class _Alike:
    """Everybody by her groups: many are in the very same ones, and are looked at together."""

    def __init__(self, of: Groups) -> None:
        self._alike: dict[frozenset[Hashable], set[int]] = {}
        self._within: dict[Hashable, list[frozenset[Hashable]]] = {}
        for one, hers in of.items():
            self._alike.setdefault(frozenset(hers), set()).add(one)
        for kind in self._alike:
            for group in kind:
                self._within.setdefault(group, []).append(kind)

    def size(self, group: Hashable) -> int:
        return sum(len(self._alike[kind]) for kind in self._within[group])

    def best(self, group: Hashable, without: Collection[int], short: Collection[Hashable]) -> set[int]:
        """Of a group, those who help most groups that are short, and bring fewest new ones into it."""
        left = {kind: self._alike[kind].difference(without) for kind in self._within[group]}
        news = {kind: sum(one not in short for one in kind) for kind, people in left.items() if people}
        fewest = min(news.values())
        return {one for kind, new in news.items() if new == fewest for one in left[kind]}
