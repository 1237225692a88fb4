"""Bazaars of the counties, as somebody last saw them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.shared import audit, clock, rulebook, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound
from app.spaces import rules
from app.spaces.errors import SpaceIncomplete
from app.spaces.models import Bazaar


@dataclass(frozen=True)
class NewBazaar:
    """Where, on which days of the week (0 is Saturday), what is sold there and how to find it."""

    name: str
    county_code: str
    weekdays: frozenset[int]
    hours: str
    sold: str
    directions: str
    form_key: str


def add_bazaar(new: NewBazaar, by: int) -> Bazaar:
    """Seen today by who writes it; the same form key is the same one. Raises SpaceIncomplete."""
    take_turns(f"bazaar:{new.form_key}")
    known = session().scalar(select(Bazaar).where(Bazaar.form_key == new.form_key))
    if known is not None:
        return known
    name, directions, sold = text.clean(new.name)[:120], text.clean(new.directions)[:500], text.clean(new.sold)[:200]
    for what, there in (("name", name), ("weekdays", new.weekdays), ("sold", sold), ("directions", directions)):
        if not there:
            raise SpaceIncomplete(what)
    found = Bazaar(
        form_key=new.form_key,
        name=name,
        county_code=new.county_code,
        weekdays="".join(str(one) for one in sorted(new.weekdays)),
        hours=text.clean(new.hours)[:80],
        sold=sold,
        directions=directions,
        checked_on=today(),
        checked_by=by,
    )
    session().add(found)
    session().flush()
    audit.note("bazaar_added", "bazaar", found.id, by)
    return found


def look_again(found: Bazaar, by: int) -> None:
    """Somebody went there or asked, and all is as it is written."""
    session().refresh(found, with_for_update=LOCK)
    found.checked_on, found.checked_by = today(), by
    audit.note("bazaar_checked", "bazaar", found.id, by)


def close_bazaar(found: Bazaar, by: int) -> None:
    """It is no more; done twice it is done once."""
    session().refresh(found, with_for_update=LOCK)
    if found.closed_at is None:
        found.closed_at, found.closed_by = clock.now(), by
        audit.note("bazaar_closed", "bazaar", found.id, by)


def bazaar(bazaar_id: int, counties: frozenset[str] | None) -> Bazaar:
    """One of these counties (None: of any) that has not closed. Raises NotFound."""
    found = session().scalar(select(Bazaar).where(Bazaar.id == bazaar_id, Bazaar.closed_at.is_(None)))
    if found is None or (counties is not None and found.county_code not in counties):
        raise NotFound
    return found


def bazaars(counties: frozenset[str] | None = None) -> list[Bazaar]:
    """Those of these counties (None: of all) that are still held, by county and name."""
    query = select(Bazaar).where(Bazaar.closed_at.is_(None))
    if counties is not None:
        query = query.where(Bazaar.county_code.in_(counties))
    return sorted(session().scalars(query), key=lambda one: (one.county_code, text.sort_key(one.name)))


def to_look_again(found: list[Bazaar]) -> set[int]:
    """Numbers of those that nobody has looked at for as long as the rule says."""
    months = rulebook.number(rules.CHECK_MONTHS)
    return {one.id for one in found if rules.stale(one.checked_on, months, today())}
