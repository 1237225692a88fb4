"""What staff see of help: offers, needs and thanks of the counties that they work for, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from app.programme.helped import Help, told_in_full
from app.programme.models import Mentor, Trainee
from app.programme.offers import (
    HelpKind,
    HelpState,
    Need,
    Offer,
    Undertaking,
    offered_no_more,
    offered_still,
    unanswered,
)
from app.shared.database import count_of, session
from app.shared.errors import NotFound

HELP_PAGE = 20


class Stand(StrEnum):
    """Where an offer, a need or thanks stand: which of these a list is about."""

    HOLDS = "holds"
    FULL = "full"
    OVER = "over"
    WAITING = "waiting"
    UNDERWAY = "underway"
    MET = "met"
    LET_GO = "let_go"
    SHOWN = "shown"
    HIDDEN = "hidden"


_OFFERS: dict[Stand, Callable[[], ColumnElement[bool]]] = {
    Stand.HOLDS: lambda: offered_still() & (Offer.taken < Offer.places),
    Stand.FULL: lambda: offered_still() & (Offer.taken >= Offer.places),
    Stand.OVER: offered_no_more,
}
_NEEDS: dict[Stand, Callable[[], ColumnElement[bool]]] = {
    Stand.WAITING: unanswered,
    Stand.UNDERWAY: lambda: Undertaking.state == HelpState.OPEN,
    Stand.MET: lambda: Undertaking.state == HelpState.GIVEN,
    Stand.LET_GO: lambda: Need.called_off_at.is_not(None),
}
_THANKS: dict[Stand, Callable[[], ColumnElement[bool]]] = {
    Stand.SHOWN: lambda: Undertaking.hidden_why.is_(None),
    Stand.HIDDEN: lambda: Undertaking.hidden_why.is_not(None),
}
STANDS_OF = {"offers": tuple(_OFFERS), "needs": tuple(_NEEDS), "thanks": tuple(_THANKS)}


@dataclass(frozen=True)
class HelpFilter:
    """Which part of a list; `counties` are those of the reader's roles (None: all), `county` is one that she chose."""

    counties: frozenset[str] | None
    kind: HelpKind | None = None
    county: str | None = None
    stand: Stand | None = None

    def within(self, column: Any) -> ColumnElement[bool]:
        """Whether a column's county is meant, for a query's `where`."""
        inside = true() if self.counties is None else column.in_(self.counties)
        return inside if self.county is None else inside & (column == self.county)


@dataclass(frozen=True)
class OfferSeen:
    offer: Offer
    mentor: Mentor

    @property
    def stand(self) -> Stand:
        if not self.offer.holds:
            return Stand.OVER
        return Stand.HOLDS if self.offer.taken < self.offer.places else Stand.FULL


@dataclass(frozen=True)
class NeedSeen:
    """A need with what stands for it and who undertook that, where somebody has."""

    need: Need
    trainee: Trainee
    undertaking: Undertaking | None
    mentor: Mentor | None

    @property
    def stand(self) -> Stand:
        if self.undertaking is not None:
            return Stand.MET if self.undertaking.state is HelpState.GIVEN else Stand.UNDERWAY
        return Stand.WAITING if self.need.called_off_at is None else Stand.LET_GO


def offers_within(wanted: HelpFilter, page: int) -> tuple[int, list[OfferSeen]]:
    """Offers of these counties' mentors, newest first: how many, and a page of them."""
    query = select(Offer, Mentor).join(Mentor, Mentor.id == Offer.mentor_id).where(wanted.within(Mentor.county_code))
    if wanted.kind is not None:
        query = query.where(Offer.kind == wanted.kind)
    total, rows = _page(_standing(query, _OFFERS, wanted), Offer.id, page)
    return total, [OfferSeen(*row) for row in rows]


def needs_within(wanted: HelpFilter, page: int) -> tuple[int, list[NeedSeen]]:
    """Needs of these counties' trainees, newest first: how many, and a page of them."""
    query = (
        select(Need, Trainee, Undertaking, Mentor)
        .join(Trainee, Trainee.id == Need.trainee_id)
        .outerjoin(Undertaking, (Undertaking.need_id == Need.id) & (Undertaking.state != HelpState.CALLED_OFF))
        .outerjoin(Mentor, Mentor.id == Undertaking.mentor_id)
        .where(wanted.within(Trainee.county_code))
    )
    if wanted.kind is not None:
        query = query.where(Need.kind == wanted.kind)
    total, rows = _page(_standing(query, _NEEDS, wanted), Need.id, page)
    return total, [NeedSeen(*row) for row in rows]


def thanks_within(wanted: HelpFilter, page: int) -> tuple[int, list[Help]]:
    """Thanks of these counties' trainees, newest first: how many, and a page of them."""
    query = _thanks(wanted)
    if wanted.kind is not None:
        query = query.where(Undertaking.kind == wanted.kind)
    total, rows = _page(_standing(query, _THANKS, wanted), Undertaking.id, page)
    return total, [Help(*row) for row in rows]


def thanks_in(number: int, counties: frozenset[str] | None) -> Help:
    """Thanks of a trainee of these counties (None: of any). Raises NotFound."""
    row = session().execute(_thanks(HelpFilter(counties)).where(Undertaking.id == number)).first()
    if row is None:
        raise NotFound
    return Help(*row)


def _thanks(wanted: HelpFilter) -> Select[Undertaking, Mentor, Trainee, str]:
    return told_in_full().where(Undertaking.thanks != "", wanted.within(Trainee.county_code))


def _standing(query: Any, stands: dict[Stand, Callable[[], ColumnElement[bool]]], wanted: HelpFilter) -> Any:
    return query.where(stands[wanted.stand]()) if wanted.stand in stands else query


def _page(query: Any, newest: Any, page: int) -> tuple[int, list[Any]]:
    total = count_of(query.with_only_columns(newest))
    return total, list(session().execute(query.order_by(newest.desc()).limit(HELP_PAGE).offset((page - 1) * HELP_PAGE)))
