"""Whom somebody ought to call, out of what the system knows; nobody types these lists.

Each person is there once, with all her signs. Whoever was called is left alone until the day that was named or her
rest is over, and whoever is another's to call is on that other's list. About a dozen queries, whatever the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from app import offshop, programme
from app.catalogue import Permit, PermitState, Product, Shelf, Version
from app.outreach import rules
from app.outreach.models import OutreachCall, OutreachTask, TaskState
from app.programme import Case, Engagement, PhaseEntry, Stage, Trainee, Visit
from app.shared import rulebook
from app.shared.calendar import local_date, today
from app.shared.database import session

_PLACED = frozenset({Stage.ENROLLED, Stage.COMPLETED})


class Sign(StrEnum):
    """Why somebody is to be called."""

    SILENT = "silent"
    NO_SALE = "no_sale"
    NO_PRODUCT = "no_product"
    WAITING = "waiting"
    UNPLACED = "unplaced"
    PERMIT = "permit"


@dataclass(frozen=True)
class Seen:
    """A sign, since when; of a paper that ends, `until` when it holds."""

    sign: Sign
    since: date
    until: date | None = None

    @property
    def days(self) -> int:
        return (today() - self.since).days


@dataclass(frozen=True)
class Line:
    """Somebody to call."""

    trainee_id: int
    county_code: str
    rural: bool
    sort_key: str
    seen: tuple[Seen, ...]

    @property
    def days(self) -> int:
        """How long her oldest sign has lasted."""
        return max(one.days for one in self.seen)


@dataclass(frozen=True)
class Which:
    """Which part of the list; `counties` are those of the reader (None: all), `county` one that she chose.

    With a `trainee_id` nobody else is read.
    """

    counties: frozenset[str] | None
    county: str | None = None
    cohort_id: int | None = None
    sign: Sign | None = None
    trainee_id: int | None = None


@dataclass(frozen=True)
class ToCall:
    """The list, the longest first, of equals villages first; how many bear each sign; how many are another's to call
    or at rest."""

    lines: list[Line]
    counts: dict[Sign, int]
    asked: int
    resting: int


def to_call(which: Which) -> ToCall:
    """Whom nobody has been asked to call yet."""
    people = signs_of(which)
    asked = set(session().scalars(select(OutreachTask.trainee_id).where(OutreachTask.state == TaskState.OPEN)))
    resting = set(session().scalars(select(OutreachTask.trainee_id).where(OutreachTask.quiet_until > today())))
    free = [one for one in people.values() if one.trainee_id not in asked and one.trainee_id not in resting]
    counts = {sign: sum(any(seen.sign is sign for seen in one.seen) for one in free) for sign in Sign}
    shown = [one for one in free if which.sign is None or any(seen.sign is which.sign for seen in one.seen)]
    shown.sort(key=lambda one: (-one.days, not one.rural, one.sort_key, one.trainee_id))
    return ToCall(shown, counts, len(asked & people.keys()), len((resting - asked) & people.keys()))


def signs_of(which: Which) -> dict[int, Line]:
    """Everybody of these counties who bears a sign, whoever is asked to call her, by number."""
    people = {row[0]: row for row in session().execute(_people(which))}
    found: dict[int, list[Seen]] = {}
    for trainee_id, seen in _all_signs({row[0]: local_date(row[4]) for row in people.values()}, which.trainee_id):
        found.setdefault(trainee_id, []).append(seen)
    found = _without_standstill(found, which, {row[0]: row[1] for row in people.values()})
    return {
        number: Line(number, people[number][1], people[number][2], people[number][3], tuple(seen))
        for number, seen in found.items()
    }


# A sign, and the rule that says after how many days it is one. A paper ends on its day, whoever stands still.
_DAYS = {
    Sign.SILENT: programme.CONTACT_DAYS,
    Sign.NO_SALE: programme.NO_SALE_DAYS,
    Sign.NO_PRODUCT: rules.NO_PRODUCT_DAYS,
    Sign.WAITING: rules.WAITING_DAYS,
    Sign.UNPLACED: rules.UNPLACED_DAYS,
}


def _without_standstill(
    found: dict[int, list[Seen]], which: Which, counties: Mapping[int, str]
) -> dict[int, list[Seen]]:
    """Days on which she, her cohort or her county stands still are no days without a sale or a word."""
    if not programme.anything_paused():
        return found
    still = programme.StandingStill(_people(which).with_only_columns(Trainee.id))
    days_of, least = cache(programme.days_between), {sign: rulebook.number(rule) for sign, rule in _DAYS.items()}

    def holds(number: int, one: Seen) -> bool:
        spans = still.spans(number, counties[number])
        return one.sign not in least or days_of(one.since, today(), spans) >= least[one.sign]

    kept = {number: [one for one in seen if holds(number, one)] for number, seen in found.items()}
    return {number: seen for number, seen in kept.items() if seen}


def _people(which: Which) -> Select[int, str, bool, str, datetime]:
    query = select(
        Trainee.id, Trainee.county_code, programme.lives_in_village(), Trainee.sort_key, Trainee.registered_at
    ).where(programme.in_counties(Trainee.id, which.counties))
    if which.trainee_id is not None:
        query = query.where(Trainee.id == which.trainee_id)
    if which.county is not None:
        query = query.where(Trainee.county_code == which.county)
    if which.cohort_id is not None:
        query = query.where(
            Trainee.id.in_(select(Engagement.trainee_id).where(Engagement.cohort_id == which.cohort_id))
        )
    return query


def _all_signs(registered: dict[int, date], only: int | None) -> Iterable[tuple[int, Seen]]:
    """Of those who are registered; `only` one of them, or everybody."""
    stages: dict[int, list[tuple[Stage, date]]] = {}
    for trainee_id, stage, applied_at in session().execute(
        select(Engagement.trainee_id, Engagement.state, Engagement.applied_at).where(_is(Engagement.trainee_id, only))
    ):
        stages.setdefault(trainee_id, []).append((stage, local_date(applied_at)))
    placed = {number for number, known in stages.items() if any(stage in _PLACED for stage, _ in known)}
    found = [
        *_silent(only),
        *_unsold(placed, only),
        *_unlisted(placed, only),
        *_waiting(stages, registered),
        *_ending(only),
    ]
    return [(number, seen) for number, seen in found if number in registered]


def _is(column: Any, only: int | None) -> ColumnElement[bool]:
    """Whether a column names the one who is asked about, or anybody."""
    return true() if only is None else column == only


def _latest(column: Any, day: Any, *where: Any) -> dict[int, Any]:
    """The last of something, by trainee."""
    return {row[0]: row[1] for row in session().execute(select(column, func.max(day)).where(*where).group_by(column))}


def _silent(only: int | None) -> Iterable[tuple[int, Seen]]:
    """In a mentor's care, and neither visited nor reached by a call for so long."""
    days = rulebook.number(programme.CONTACT_DAYS)
    visits = _latest(Visit.trainee_id, Visit.visited_on, _is(Visit.trainee_id, only))
    calls = _latest(
        OutreachCall.trainee_id, OutreachCall.called_on, OutreachCall.reached, _is(OutreachCall.trainee_id, only)
    )
    cared = select(Case.trainee_id, Case.began_at).where(Case.ended_at.is_(None), _is(Case.trainee_id, only))
    for number, began_at in session().execute(cared):
        since = max(filter(None, (local_date(began_at), visits.get(number), calls.get(number))))
        if (today() - since).days >= days:
            yield number, Seen(Sign.SILENT, since)


def _unsold(placed: set[int], only: int | None) -> Iterable[tuple[int, Seen]]:
    """Has a place and something on sale, and has sold nothing for so long, here or elsewhere."""
    on_sale = select(Product.maker_id, func.min(Product.published_at)).where(
        Product.state == Shelf.ON_SALE, Product.published_at.is_not(None), _is(Product.maker_id, only)
    )
    sold = offshop.last_sold(None if only is None else [only])
    days = rulebook.number(programme.NO_SALE_DAYS)
    for number, published_at in session().execute(on_sale.group_by(Product.maker_id)):
        listed = None if published_at is None else local_date(published_at)
        since = max(filter(None, (listed, sold.get(number))))
        if number in placed and (today() - since).days >= days:
            yield number, Seen(Sign.NO_SALE, since)


def _unlisted(placed: set[int], only: int | None) -> Iterable[tuple[int, Seen]]:
    """Has had a place for so long and never put anything on sale."""
    published = select(Product.maker_id).where(Product.published_at.is_not(None), _is(Product.maker_id, only))
    listed = set(session().scalars(published.distinct()))
    began = session().execute(
        select(Engagement.trainee_id, func.min(PhaseEntry.entered_at))
        .join(Engagement, Engagement.id == PhaseEntry.engagement_id)
        .where(Engagement.state.in_(_PLACED), _is(Engagement.trainee_id, only))
        .group_by(Engagement.trainee_id)
    )
    days = rulebook.number(rules.NO_PRODUCT_DAYS)
    for number, entered_at in began:
        since = local_date(entered_at)
        if number in placed and number not in listed and (today() - since).days >= days:
            yield number, Seen(Sign.NO_PRODUCT, since)


def _waiting(stages: dict[int, list[tuple[Stage, date]]], registered: dict[int, date]) -> Iterable[tuple[int, Seen]]:
    """Has applied and nobody has answered; or is registered and has never applied."""
    waiting, unplaced = rulebook.number(rules.WAITING_DAYS), rulebook.number(rules.UNPLACED_DAYS)
    for number, day in registered.items():
        known = stages.get(number, [])
        applied = [since for stage, since in known if stage in {Stage.APPLIED, Stage.WAITLISTED}]
        if applied and (today() - min(applied)).days >= waiting:
            yield number, Seen(Sign.WAITING, min(applied))
        elif not known and (today() - day).days >= unplaced:
            yield number, Seen(Sign.UNPLACED, day)


def _ending(only: int | None) -> Iterable[tuple[int, Seen]]:
    """Sells under a paper that ends within so many days, and has no other of its kind that holds longer."""
    window = timedelta(days=rulebook.number(rules.PERMIT_DAYS))
    relied_on = (
        select(Version.permit_id)
        .join(Product, Product.live_version_id == Version.id)
        .where(Product.state == Shelf.ON_SALE, Version.permit_id.is_not(None))
    )
    until = {
        (number, route): last
        for number, route, last in session().execute(
            select(Permit.maker_id, Permit.route, func.max(Permit.expires_on))
            .where(Permit.state == PermitState.ACCEPTED, _is(Permit.maker_id, only))
            .group_by(Permit.maker_id, Permit.route)
        )
    }
    rows = session().execute(
        select(Permit.maker_id, Permit.route, func.min(Permit.expires_on))
        .where(Permit.id.in_(relied_on), Permit.expires_on <= today() + window, _is(Permit.maker_id, only))
        .group_by(Permit.maker_id, Permit.route)
        .order_by(Permit.maker_id, Permit.route)
    )
    ends: dict[int, date] = {}
    for number, route, last in rows:
        if until.get((number, route), last) <= today() + window:
            ends[number] = min(ends.get(number, last), last)
    return [(number, Seen(Sign.PERMIT, last - window, last)) for number, last in ends.items()]
