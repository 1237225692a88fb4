"""Makers' papers: sent with a photo, looked at by staff, warned of before they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select

from app.catalogue import rules
from app.catalogue.errors import OwnPaper, PaperKnown, PermitChanged, PermitExpired, PhotoNeeded
from app.catalogue.events import PermitChecked, PermitEnding
from app.catalogue.models import HealthRoute, Permit, PermitState, Product, Shelf, Version
from app.catalogue.withdrawing import withdraw
from app.programme import Trainee
from app.shared import audit, clock, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound
from app.shared.outbox import announce

_SOLD = (Shelf.ON_SALE, Shelf.PAUSED)


@dataclass(frozen=True)
class Paper:
    """What stands on a permit, and its photo where there is one."""

    route: HealthRoute
    number: str
    issued_on: date
    expires_on: date
    picture_id: int | None = None


def send_permit(maker_id: int, paper: Paper, by: int | None) -> Permit:
    """A maker shows her paper: it waits for staff, and one that they accepted already serves as it is.

    Raises PhotoNeeded when there is no photo to look at, or none but the one that was refused.
    """
    known = _known(maker_id, paper)
    if known is not None and known.state is PermitState.ACCEPTED:
        return known
    if known is None:
        return _begin(maker_id, paper, PermitState.WAITING, by)
    if paper.picture_id is None and known.state is PermitState.REFUSED:
        raise PhotoNeeded
    if paper.picture_id is not None:
        if known.state is PermitState.REFUSED:
            known.move_to(PermitState.WAITING, by, checked_by=None, checked_at=None, picture_id=paper.picture_id)
        known.picture_id, known.issued_on = paper.picture_id, paper.issued_on
        known.recorded_by, known.recorded_at = by, clock.now()
        session().flush()
    return known


def record_permit(maker_id: int, paper: Paper, by: int | None) -> Permit:
    """Staff write a paper down that they hold in their hands: it counts as looked at by them, and its maker is told.

    One that was accepted already serves as it is; the photo of one that waits or was refused gives way to theirs.
    Raises OwnPaper.
    """
    known = _in_hand(maker_id, paper, by)
    if known is not None and known.state is PermitState.ACCEPTED:
        return known
    return _record(maker_id, paper, known, by)


def record_new_permit(maker_id: int, paper: Paper, by: int | None) -> Permit:
    """The same for a paper that nobody has accepted before. Raises OwnPaper, PaperKnown, PermitExpired."""
    known = _in_hand(maker_id, paper, by)
    if known is not None and known.state is PermitState.ACCEPTED:
        raise PaperKnown(known.id)
    if paper.expires_on < today():
        raise PermitExpired(text.reference(paper.number, 40), paper.expires_on)
    return _record(maker_id, paper, known, by)


def _in_hand(maker_id: int, paper: Paper, by: int | None) -> Permit | None:
    """What is known of a paper that staff hold; whoever else writes down one of hers waits. Raises OwnPaper."""
    take_turns(f"permits:{maker_id}")
    if by is not None and _person_of(maker_id) == by:
        raise OwnPaper
    return _known(maker_id, paper)


def _record(maker_id: int, paper: Paper, known: Permit | None, by: int | None) -> Permit:
    if known is None:
        known = _begin(maker_id, paper, PermitState.ACCEPTED, by)
    else:
        known.issued_on, known.picture_id = paper.issued_on, paper.picture_id or known.picture_id
        known.recorded_by, known.recorded_at = by, clock.now()
        known.move_to(PermitState.ACCEPTED, by, checked_by=by, checked_at=clock.now())
        audit.note("permit_recorded", "permit", known.id, by, route=known.route.value)
    announce(PermitChecked(known.id, known.state.value))
    return known


def _person_of(maker_id: int) -> int | None:
    return session().scalar(select(Trainee.person_id).where(Trainee.id == maker_id))


def _known(maker_id: int, paper: Paper) -> Permit | None:
    query = select(Permit).where(
        Permit.maker_id == maker_id,
        Permit.route == paper.route,
        Permit.number == text.reference(paper.number, 40),
        Permit.expires_on == paper.expires_on,
    )
    return session().scalar(query.with_for_update(**LOCK))


def _begin(maker_id: int, paper: Paper, state: PermitState, by: int | None) -> Permit:
    if state is PermitState.WAITING and paper.picture_id is None:
        raise PhotoNeeded
    checked = state is PermitState.ACCEPTED
    permit = Permit(
        maker_id=maker_id,
        route=paper.route,
        number=text.reference(paper.number, 40),
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        recorded_by=by,
        recorded_at=clock.now(),
        state=state,
        picture_id=paper.picture_id,
        checked_by=by if checked else None,
        checked_at=clock.now() if checked else None,
    )
    states.begin(permit, by)
    audit.note("permit_recorded", "permit", permit.id, by, route=paper.route.value, until=paper.expires_on.isoformat())
    return permit


def accept_permit(permit: Permit, by: int, seen: int | None = None) -> None:
    """It is what it says: what waits under it may be vouched for.

    `seen`: the picture that was looked at, where a page showed one. Raises MoveRefused, OwnPaper, PermitExpired, and
    PermitChanged when its maker has sent another since.
    """
    _check_person(permit, by)
    session().refresh(permit, with_for_update=LOCK)
    if seen is not None and seen != (permit.picture_id or 0):
        raise PermitChanged
    if permit.expires_on < today():
        raise PermitExpired(permit.number, permit.expires_on)
    permit.move_to(PermitState.ACCEPTED, by, checked_by=by, checked_at=clock.now())
    _told(permit, by)


def refuse_permit(permit: Permit, why: str, by: int) -> None:
    """It is not: whatever is sold under it goes off sale at once. Raises MoveRefused, OwnPaper."""
    _check_person(permit, by)
    for product in _sold_under(permit.id):
        withdraw(product, "permit_refused", by)
    words = text.clean(why)[:300]
    permit.move_to(PermitState.REFUSED, by, words, checked_by=by, checked_at=clock.now(), refused_why=words)
    _told(permit, by)


def _check_person(permit: Permit, by: int) -> None:
    """Nobody else looks at it meanwhile, and nobody at her own."""
    session().refresh(permit, with_for_update=LOCK)
    if _person_of(permit.maker_id) == by:
        raise OwnPaper


def _told(permit: Permit, by: int) -> None:
    audit.note(f"permit_{permit.state.value}", "permit", permit.id, by, number=permit.number)
    announce(PermitChecked(permit.id, permit.state.value))


def _sold_under(permit_id: int) -> list[Product]:
    query = (
        select(Product)
        .join(Version, Version.id == Product.live_version_id)
        .where(Version.permit_id == permit_id, Product.state.in_(_SOLD))
    )
    return list(session().scalars(query))


# ---- reading --------------------------------------------------------------------------------------------------


def permit(permit_id: int) -> Permit:
    """Raises NotFound."""
    return _found(select(Permit).where(Permit.id == permit_id))


def own_permit(maker_id: int, permit_id: int) -> Permit:
    """A maker's own paper; another's is NotFound."""
    return _found(select(Permit).where(Permit.id == permit_id, Permit.maker_id == maker_id))


def permit_in(permit_id: int, counties: frozenset[str] | None) -> Permit:
    """A paper of a maker of these counties (None: all); any other is NotFound."""
    return _found(_in_reach(select(Permit).where(Permit.id == permit_id), counties))


def _found(query: Select[Permit]) -> Permit:
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def _in_reach(query: Select[Permit], counties: frozenset[str] | None) -> Select[Permit]:
    query = query.join(Trainee, Trainee.id == Permit.maker_id)
    return query if counties is None else query.where(Trainee.county_code.in_(counties))


def permits_of(maker_id: int, route: HealthRoute | None = None) -> list[Permit]:
    """A maker's papers, the longest-lived first."""
    query = select(Permit).where(Permit.maker_id == maker_id).order_by(Permit.expires_on.desc(), Permit.id.desc())
    return list(session().scalars(query if route is None else query.where(Permit.route == route)))


def waiting_permits(counties: frozenset[str] | None) -> list[Permit]:
    """Papers that staff have to look at, oldest first."""
    query = _in_reach(select(Permit).where(Permit.state == PermitState.WAITING), counties)
    return list(session().scalars(query.order_by(Permit.recorded_at, Permit.id).limit(100)))


def count_waiting_permits(counties: frozenset[str] | None) -> int:
    query = _in_reach(select(Permit).where(Permit.state == PermitState.WAITING), counties)
    return count_of(query)


def ending_permits(counties: frozenset[str] | None) -> list[Permit]:
    """Papers that something is sold under and that end within the days of warning, the next one first."""
    until = today() + timedelta(days=rulebook.number(rules.WARN_DAYS))
    query = _in_reach(select(Permit).where(Permit.id.in_(_relied_on()), Permit.expires_on <= until), counties)
    return list(session().scalars(query.order_by(Permit.expires_on, Permit.id).limit(200)))


def _relied_on() -> Select[int | None]:
    return (
        select(Version.permit_id)
        .join(Product, Product.live_version_id == Version.id)
        .where(Product.state.in_(_SOLD), Version.permit_id.is_not(None))
    )


def permits_to_warn_of() -> list[int]:
    """Papers that end soon and whose makers have not been told, or not a second time shortly before the end."""
    first = today() + timedelta(days=rulebook.number(rules.WARN_DAYS))
    again = today() + timedelta(days=rulebook.number(rules.WARN_AGAIN_DAYS))
    due = ((Permit.warned == 0) & (Permit.expires_on <= first)) | ((Permit.warned < 2) & (Permit.expires_on <= again))
    query = select(Permit.id).where(Permit.id.in_(_relied_on()), Permit.expires_on >= today(), due)
    return list(session().scalars(query.order_by(Permit.id)))


def warn_of(permit_id: int) -> None:
    """Tell a maker that her paper will end; each of the two times once."""
    found = session().get_one(Permit, permit_id, with_for_update=LOCK, populate_existing=True)
    left = (found.expires_on - today()).days
    step = 2 if left <= rulebook.number(rules.WARN_AGAIN_DAYS) else 1
    if found.warned < step:
        found.warned = step
        announce(PermitEnding(found.id, left))


def holders_on(day: date) -> set[int]:
    """Makers with a paper that staff accept and that was valid on a day."""
    valid = Permit.issued_on <= day, Permit.expires_on >= day
    return set(session().scalars(select(Permit.maker_id).where(Permit.state == PermitState.ACCEPTED, *valid)))
