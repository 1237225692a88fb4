"""Publishing a month's figures: staff prepare, the head of the ACECR signs, a later edition corrects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import defer

from app import accounts
from app.accounts import Role
from app.impact.errors import (
    AlreadyPrepared,
    CorrectionNeedsReason,
    MonthNotOver,
    NotTheSigner,
    OwnFigures,
)
from app.impact.publications import PUBLIC, Publication, PublicationState
from app.impact.snapshot import Before, Figures, snapshot
from app.shared import audit, clock, states, text
from app.shared.calendar import JalaliMonth
from app.shared.database import LOCK, count_of, session, take_turns
from app.shared.errors import NotFound
from app.shared.states import MoveRefused

MONTHS_BACK = 24


@dataclass(frozen=True)
class Drawn:
    """A month's figures as they were read at a moment, beside those editions of it that were public then."""

    month: JalaliMonth
    as_of: datetime
    figures: Figures
    beside: tuple[int, ...]


def draw(month: JalaliMonth) -> Drawn:
    """Read a month's figures, before anything is written: it takes a while. Raises MonthNotOver, FiguresUnsafe."""
    now = clock.now()
    if month.ends > now:
        raise MonthNotOver(str(month))
    before = _of(month, *PUBLIC)
    told = snapshot(month, now, [Before(figures_of(one), one.as_of) for one in before])
    return Drawn(month, now, told, tuple(one.id for one in before))


def prepare(month: JalaliMonth, form_key: str, by: int, reason: str = "", drawn: Drawn | None = None) -> Publication:
    """Freeze the figures of a month that is over; the same form key is the same publication. Nobody outside sees it.

    `drawn`: its figures, read just before; they are read anew where another edition has become public since.
    Raises MonthNotOver, AlreadyPrepared, CorrectionNeedsReason, FiguresUnsafe.
    """
    take_turns(f"publication {month}")
    known = session().scalar(select(Publication).where(Publication.form_key == form_key))
    if known is not None:
        return known
    if month.ends > clock.now():
        raise MonthNotOver(str(month))
    waiting = _of(month, PublicationState.PREPARED)
    if waiting:
        raise AlreadyPrepared(waiting[0].id)
    before = _of(month, *PUBLIC)
    why = text.clean(reason)[:1000] if before else ""
    if before and not why:
        raise CorrectionNeedsReason
    if drawn is None or (drawn.month, drawn.beside) != (month, tuple(one.id for one in before)):
        drawn = draw(month)
    found = Publication(
        month=str(month),
        state=PublicationState.PREPARED,
        figures=json.dumps(drawn.figures, ensure_ascii=False, sort_keys=True),
        as_of=drawn.as_of,
        reason=why,
        form_key=form_key,
        prepared_by=by,
        prepared_at=clock.now(),
    )
    states.begin(found, by)
    audit.note("figures_prepared", "publication", found.id, by, month=str(month))
    return found


def sign(publication_id: int, by: int) -> Publication:
    """Make it public, and what it corrects superseded. Who has signed it already has signed it once.

    Raises NotFound, NotTheSigner, OwnFigures, MoveRefused.
    """
    found = _locked(publication_id)
    if not may_sign(by):
        raise NotTheSigner
    if found.prepared_by == by:
        raise OwnFigures
    if found.public and found.signed_by == by:
        return found
    if not found.waits:
        raise MoveRefused("publication", str(found.state), str(PublicationState.SIGNED))
    before = _of(found.of_month, *PUBLIC)
    for one in before:
        if one.state is PublicationState.SIGNED:
            one.move_to(PublicationState.SUPERSEDED, by, found.reason)
    now = clock.now()
    edition = 1 + max((one.edition or 0 for one in before), default=0)
    found.move_to(PublicationState.SIGNED, by, None, edition=edition, signed_by=by, signed_at=now)
    audit.note("figures_signed", "publication", found.id, by, month=found.month, edition=edition)
    return found


def discard(publication_id: int, by: int) -> Publication:
    """Lay aside what was prepared; what is public stays. Raises NotFound, MoveRefused."""
    found = _locked(publication_id)
    if found.state is not PublicationState.DISCARDED:
        found.move_to(PublicationState.DISCARDED, by)
        audit.note("figures_discarded", "publication", found.id, by, month=found.month)
    return found


def may_sign(person_id: int) -> bool:
    """Whether somebody speaks for the ACECR of the whole province."""
    return any(
        one.role is Role.OFFICER and one.may_publish and one.county_code is None
        for one in accounts.grants_of(person_id)
    )


def _locked(publication_id: int) -> Publication:
    month = session().scalar(select(Publication.month).where(Publication.id == publication_id))
    if month is None:
        raise NotFound
    take_turns(f"publication {month}")
    return session().get_one(Publication, publication_id, with_for_update=LOCK, populate_existing=True)


def _of(month: JalaliMonth, *wanted: PublicationState) -> list[Publication]:
    """Publications of a month in these states, the first edition first."""
    query = select(Publication).where(Publication.month == str(month), Publication.state.in_(wanted))
    return list(session().scalars(query.order_by(Publication.edition, Publication.id)))


# ---- reading --------------------------------------------------------------------------------------------------


def figures_of(one: Publication) -> Figures:
    found: Figures = json.loads(one.figures)
    return found


def publication(publication_id: int) -> Publication:
    """Whatever its state, for those who prepare and sign. Raises NotFound."""
    found = session().get(Publication, publication_id)
    if found is None:
        raise NotFound
    return found


def _newest_first(*wanted: PublicationState) -> Select[Publication]:
    """Publications in these states (in any, if none is given), without their figures."""
    query = select(Publication).options(defer(Publication.figures))
    query = query.where(Publication.state.in_(wanted)) if wanted else query
    return query.order_by(Publication.month.desc(), Publication.edition.desc(), Publication.id.desc())


def publications(limit: int, offset: int = 0) -> list[Publication]:
    """Whatever its state, for those who prepare and sign; the newest month and edition first."""
    return list(session().scalars(_newest_first().limit(limit).offset(offset)))


def editions(limit: int, offset: int = 0) -> list[Publication]:
    """What is public, the newest month and edition first."""
    return list(session().scalars(_newest_first(*PUBLIC).limit(limit).offset(offset)))


def editions_of(month: JalaliMonth) -> list[Publication]:
    """What is public of a month, the newest edition first."""
    return list(session().scalars(_newest_first(*PUBLIC).where(Publication.month == str(month))))


def publications_counted(*, public: bool) -> int:
    """How many there are: public ones, or all."""
    return count_of(select(Publication.id).where(Publication.state.in_(PUBLIC)) if public else select(Publication.id))


def latest() -> Publication | None:
    """The edition in force of the newest month that is public."""
    return session().scalar(_newest_first(PublicationState.SIGNED).limit(1))


def edition(month: JalaliMonth, number: int) -> Publication:
    """A public edition of a month. Raises NotFound."""
    query = select(Publication).where(
        Publication.month == str(month), Publication.edition == number, Publication.state.in_(PUBLIC)
    )
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def months_to_publish() -> list[JalaliMonth]:
    """Months that are over, the last first."""
    over = JalaliMonth.current().plus(-1)
    return [over.plus(-step) for step in range(MONTHS_BACK)]
