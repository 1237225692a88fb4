"""Suppliers and outlets, who looked at them, and with whom they work since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from app import places
from app.planning.errors import PartnerIncomplete, TieRefused
from app.planning.models import Partner, PartnerKind, PartnerTie, PartnerTrade
from app.programme import Mentor, Trainee
from app.shared import audit, clock, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound

Counties = Collection[str] | None


@dataclass(frozen=True)
class NewPartner:
    """`contact`: whom to ask for there, and how; staff alone read it."""

    kind: PartnerKind
    name: str
    county_code: str
    form_key: str
    trades: frozenset[str] = field(default_factory=frozenset)
    contact: str = ""


def add_partner(new: NewPartner, by: int) -> Partner:
    """Enter a supplier or an outlet; the same form key is the same one. Raises PartnerIncomplete."""
    take_turns(f"partner:{new.form_key}")
    known = session().scalar(select(Partner).where(Partner.form_key == new.form_key))
    if known is not None:
        return known
    name = text.clean(new.name)[:120]
    if not name or new.county_code not in {one.code for one in places.home_counties()}:
        raise PartnerIncomplete
    made = Partner(
        form_key=new.form_key,
        kind=new.kind,
        name=name,
        county_code=new.county_code,
        contact=text.clean(new.contact)[:200],
        written_by=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    session().add_all(PartnerTrade(partner_id=made.id, trade_code=code) for code in sorted(new.trades))
    session().flush()
    audit.note("partner_added", "partner", made.id, by, kind=new.kind.value)
    return made


def check_partner(found: Partner, by: int) -> None:
    """Somebody has looked today: it is there and works as it is written."""
    found.checked_by, found.checked_on = by, today()
    session().flush()


def end_partner(found: Partner, by: int) -> None:
    """It is no partner any more, nor anybody's; the second time does nothing."""
    session().refresh(found, with_for_update=LOCK)
    if found.ended_at is not None:
        return
    found.ended_by, found.ended_at = by, clock.now()
    for tie in session().scalars(select(PartnerTie).where(PartnerTie.partner_id == found.id, _open())):
        end_tie(tie)
    audit.note("partner_ended", "partner", found.id, by)


def tie_mentor(found: Partner, mentor: Mentor, since: date, by: int) -> PartnerTie:
    """A mentor works with it; said twice, it is one tie. Raises TieRefused."""
    return _tie(found, PartnerTie(partner_id=found.id, mentor_id=mentor.id, since=since, written_by=by))


def tie_trainee(found: Partner, trainee: Trainee, since: date, by: int) -> PartnerTie:
    """An outlet sells what a trainee makes; said twice, it is one tie. Raises TieRefused for a supplier."""
    if found.supplies:
        raise TieRefused("supplier")
    return _tie(found, PartnerTie(partner_id=found.id, trainee_id=trainee.id, since=since, written_by=by))


def _tie(found: Partner, new: PartnerTie) -> PartnerTie:
    session().refresh(found, with_for_update=LOCK)
    if found.ended_at is not None:
        raise TieRefused("ended")
    same = PartnerTie.mentor_id == new.mentor_id if new.mentor_id else PartnerTie.trainee_id == new.trainee_id
    known = session().scalar(select(PartnerTie).where(PartnerTie.partner_id == found.id, same, _open()))
    if known is not None:
        return known
    session().add(new)
    session().flush()
    return new


def end_tie(tie: PartnerTie) -> None:
    """They work together no more; the second time does nothing."""
    if tie.until is None:
        tie.until = max(today(), tie.since)
        session().flush()


def _open() -> ColumnElement[bool]:
    return PartnerTie.until.is_(None)


def partner(number: int, counties: Counties) -> Partner:
    """A partner of these counties (None: of any). Raises NotFound."""
    found = session().get(Partner, number)
    if found is None or (counties is not None and found.county_code not in counties):
        raise NotFound
    return found


def tie_of(partner_id: int, number: int) -> PartnerTie:
    """A tie of this very partner. Raises NotFound."""
    found = session().get(PartnerTie, number)
    if found is None or found.partner_id != partner_id:
        raise NotFound
    return found


def partners(counties: Counties) -> list[Partner]:
    """Those of these counties that are partners now, suppliers first."""
    query = select(Partner).where(Partner.ended_at.is_(None))
    if counties is not None:
        query = query.where(Partner.county_code.in_(counties))
    order = list(PartnerKind)
    return sorted(session().scalars(query), key=lambda one: (order.index(one.kind), text.sort_key(one.name)))


def trades_of(partner_ids: Collection[int]) -> dict[int, list[str]]:
    """Codes of the trades of each of these partners."""
    found: dict[int, list[str]] = {}
    query = select(PartnerTrade).where(PartnerTrade.partner_id.in_(partner_ids)).order_by(PartnerTrade.trade_code)
    for row in session().scalars(query):
        found.setdefault(row.partner_id, []).append(row.trade_code)
    return found


def ties_of(partner_id: int) -> list[tuple[PartnerTie, str]]:
    """Everybody who works or worked with it, and her name: open ones first, the newest first."""
    rows = session().execute(
        select(PartnerTie, Mentor.display_name, Trainee.display_name)
        .outerjoin(Mentor, Mentor.id == PartnerTie.mentor_id)
        .outerjoin(Trainee, Trainee.id == PartnerTie.trainee_id)
        .where(PartnerTie.partner_id == partner_id)
        .order_by(PartnerTie.until.is_not(None), PartnerTie.since.desc(), PartnerTie.id.desc())
    )
    return [(tie, mentor or trainee or "") for tie, mentor, trainee in rows]
