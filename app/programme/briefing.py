"""Briefings: who was asked to come, by whom and how, and who came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from app.programme.casework import Briefing, Contact, Guest, Invitation
from app.programme.errors import BriefingIncomplete
from app.programme.guests import Asked, GuestCount, guest_counts
from app.programme.models import Trainee
from app.shared import clock, text
from app.shared.database import count_of, session, take_turns
from app.shared.errors import NotFound

BRIEFINGS_A_PAGE = 20


@dataclass(frozen=True)
class NewBriefing:
    """Where and when; the same form key is the same briefing."""

    county_code: str
    held_on: date
    place: str
    form_key: str


def brief(new: NewBriefing, by: int) -> Briefing:
    """Write a briefing down. Raises BriefingIncomplete."""
    take_turns(f"briefing:{new.form_key}")
    known = session().scalar(select(Briefing).where(Briefing.form_key == new.form_key))
    if known is not None:
        return known
    place = text.clean(new.place)[:160]
    if not place:
        raise BriefingIncomplete
    made = Briefing(
        form_key=new.form_key,
        county_code=new.county_code,
        held_on=new.held_on,
        place=place,
        written_by=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    return made


def invite(briefing: Briefing, trainees: Iterable[Trainee], asked: Asked, by: int) -> int:
    """These were asked by somebody; how many of them nobody had asked yet. Raises BriefingIncomplete.

    Whoever comes unasked is written down so too, by nobody.
    """
    name = asked.checked()
    take_turns(f"invitations:{briefing.id}")
    known = set(session().scalars(select(Invitation.trainee_id).where(Invitation.briefing_id == briefing.id)))
    fresh = [one for one in trainees if one.id not in known]
    for one in fresh:
        session().add(
            Invitation(
                briefing_id=briefing.id,
                trainee_id=one.id,
                contact=asked.contact,
                contact_name=name,
                way=asked.way,
                asked_by=by,
                asked_at=clock.now(),
                came=True if asked.contact is Contact.NOBODY else None,
            )
        )
    session().flush()
    return len(fresh)


def note_who_came(briefing: Briefing, came: Mapping[int, bool], by: int) -> None:
    """Who came of those who were asked, by trainee; said again, it replaces what was said before."""
    for one in session().scalars(select(Invitation).where(Invitation.briefing_id == briefing.id)):
        if one.trainee_id in came:
            one.came, one.noted_by = came[one.trainee_id], by
    session().flush()


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return true() if counties is None else Briefing.county_code.in_(counties)


@dataclass(frozen=True)
class BriefingSeen:
    """A briefing, how many were asked to it, registered or not, and how many of them came."""

    briefing: Briefing
    asked: int
    came: int


def briefings(counties: frozenset[str] | None, page: int) -> tuple[int, list[BriefingSeen]]:
    """Those of these counties, newest first: how many, and a page of them."""
    query = (
        select(Briefing, func.count(Invitation.id), func.count(Invitation.id).filter(Invitation.came.is_(True)))
        .outerjoin(Invitation, Invitation.briefing_id == Briefing.id)
        .where(_within(counties))
        .group_by(Briefing.id)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
    )
    total = count_of(select(Briefing.id).where(_within(counties)))
    rows = session().execute(query.limit(BRIEFINGS_A_PAGE).offset((page - 1) * BRIEFINGS_A_PAGE)).all()
    guests = guest_counts(Guest.briefing_id, Guest.briefing_id.in_([row[0].id for row in rows]), counties)
    none = GuestCount()
    return total, [
        BriefingSeen(one, asked + guests.get(one.id, none).asked, came + guests.get(one.id, none).came)
        for one, asked, came in rows
    ]


def briefing_of(number: int, counties: frozenset[str] | None) -> Briefing:
    """One of these counties. Raises NotFound."""
    found = session().scalar(select(Briefing).where(Briefing.id == number, _within(counties)))
    if found is None:
        raise NotFound
    return found


def invited_to(briefing_id: int) -> list[tuple[Invitation, Trainee]]:
    """Who was asked, by name."""
    rows = session().execute(
        select(Invitation, Trainee)
        .join(Trainee, Trainee.id == Invitation.trainee_id)
        .where(Invitation.briefing_id == briefing_id)
        .order_by(Trainee.sort_key, Trainee.id)
    )
    return [(one, trainee) for one, trainee in rows]


def briefings_of(trainee_id: int) -> list[tuple[Invitation, Briefing]]:
    """To which briefings somebody was asked, newest first."""
    rows = session().execute(
        select(Invitation, Briefing)
        .join(Briefing, Briefing.id == Invitation.briefing_id)
        .where(Invitation.trainee_id == trainee_id)
        .order_by(Briefing.held_on.desc(), Briefing.id.desc())
    )
    return [(one, briefing) for one, briefing in rows]


@dataclass(frozen=True)
class Reached:
    """Whom a contact, or somebody in a village, has reached: how many were asked, and how many came; and how many of
    those who were not registered then are now.
    """

    name: str
    asked: int
    came: int
    registered: int = 0


def reached_by(counties: frozenset[str] | None) -> list[Reached]:
    """By contact: who asked the most first."""
    told = _reached(Invitation.contact_name, Invitation.contact != Contact.NOBODY, counties)
    return _with_guests(told, guest_counts(Guest.contact_name, Guest.contact != Contact.NOBODY, counties))


def reached_in(counties: frozenset[str] | None) -> list[Reached]:
    """By town or village, under its code: where the most were asked first."""
    told = _reached(Trainee.locality_code, Trainee.locality_code.is_not(None), counties)
    return _with_guests(told, guest_counts(Guest.locality_code, Guest.locality_code.is_not(None), counties))


def _reached(by: Any, which: ColumnElement[bool], counties: frozenset[str] | None) -> list[Reached]:
    asked = func.count(Invitation.id)
    query = (
        select(by, asked, func.count(Invitation.id).filter(Invitation.came.is_(True)))
        .select_from(Invitation)
        .join(Briefing, Briefing.id == Invitation.briefing_id)
        .join(Trainee, Trainee.id == Invitation.trainee_id)
        .where(_within(counties), which)
        .group_by(by)
    )
    return [Reached(*row) for row in session().execute(query)]


def _with_guests(told: list[Reached], guests: Mapping[str, GuestCount]) -> list[Reached]:
    """Both together, fifty at most, who asked the most first."""
    known = {one.name: one for one in told}
    found = []
    for name in known.keys() | guests.keys():
        one, more = known.get(name, Reached(name, 0, 0)), guests.get(name, GuestCount())
        found.append(Reached(name, one.asked + more.asked, one.came + more.came, more.registered))
    return sorted(found, key=lambda one: (-one.asked, one.name))[:50]
