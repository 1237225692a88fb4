"""Somebody found by her name or number, a few at a time: for a field that would else list everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, select, true

from app.accounts import Person
from app.programme.models import Case, Mentor, Trainee
from app.programme.queries import accepted, in_counties
from app.shared import text
from app.shared.database import session

FEW = 20
Found = TypeVar("Found", Trainee, Mentor)


@dataclass(frozen=True)
class Few(Generic[Found]):
    """Those who were found first, and whether there are more."""

    people: Sequence[Found] = ()
    more: bool = False


def few_trainees(words: str, query: Select[Trainee]) -> Few[Trainee]:
    """Of these trainees those who have this number, or these words in their names; with no words the first. By name."""
    ordered = query.where(_called(words, Trainee.id, Trainee.sort_key)).order_by(Trainee.sort_key, Trainee.id)
    return _few(session().scalars(ordered.limit(FEW + 1)).all())


def few_registered(words: str, counties: frozenset[str] | None) -> Few[Trainee]:
    """Of everybody who is registered in these counties (None: in all)."""
    return few_trainees(words, select(Trainee).where(in_counties(Trainee.id, counties)))


def few_in_reach(words: str, mentor: Mentor, counties: frozenset[str] | None) -> Few[Trainee]:
    """Of those with a place in a cohort, of these counties, and not the mentor herself: those in her care first."""
    hers = select(Case.trainee_id).where(Case.mentor_id == mentor.id, Case.ended_at.is_(None))
    reach = in_counties(Trainee.id, counties)
    query = select(Trainee).where(accepted(), reach, Trainee.person_id != mentor.person_id)
    return few_trainees(words, query.order_by(case((Trainee.id.in_(hers), 0), else_=1)))


def few_mentors(words: str, counties: frozenset[str] | None) -> Few[Mentor]:
    """Of the mentors of these counties (None: of all) who have not gone: the same."""
    query = select(Mentor).join(Person, Person.id == Mentor.person_id).where(Mentor.left_at.is_(None))
    if counties is not None:
        query = query.where(Mentor.county_code.in_(counties))
    ordered = query.where(_called(words, Mentor.id, Person.sort_key)).order_by(Person.sort_key, Mentor.id)
    return _few(session().scalars(ordered.limit(FEW + 1)).all())


def _few(found: Sequence[Found]) -> Few[Found]:
    return Few(found[:FEW], len(found) > FEW)


def _called(words: str, number: Any, sort_key: Any) -> ColumnElement[bool]:
    typed = text.clean(words)
    if typed and text.ascii_digits(typed).isdecimal():
        wanted: ColumnElement[bool] = number == int(text.only_digits(typed)[:9])
        return wanted
    keys = [text.sort_key(word) for word in typed.split()]
    return and_(true(), *(sort_key.contains(key, autoescape=True) for key in keys))
