"""What buyers' claims say of the mentor who answered for what they bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.claims.models import Claim, ClaimLine, ClaimState, Reason
from app.orders import Line, Parcel
from app.shared import rulebook
from app.shared.database import session
from app.vouching import Vouch

FEWEST_LINES = rulebook.define(
    "mentor.fewest_lines", 20, "lines", "below so many delivered lines, a rate says more of chance than of her", least=5
)


@dataclass(frozen=True)
class Kept:
    """Of `delivered` lines sold on a mentor's word, so many were not as disclosed. No rate below `least` lines."""

    delivered: int
    upheld: int
    least: int

    @property
    def enough(self) -> bool:
        return self.delivered >= self.least


def kept_word(mentor_id: int) -> Kept:
    """How often what this mentor answered for was not as disclosed.

    A claim counts once it was granted and upheld as «not as described», against the mentor whose vouch stood on the
    version that was sold (frozen on the line), whoever vouches for the product today. A line counts once.
    """
    hers = select(Vouch.id).where(Vouch.mentor_id == mentor_id)
    delivered = (
        select(func.count())
        .select_from(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .where(Line.vouch_id.in_(hers), Parcel.delivered_at.is_not(None))
    )
    upheld = (
        select(func.count(func.distinct(Line.id)))
        .select_from(Line)
        .join(ClaimLine, ClaimLine.line_id == Line.id)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .where(Line.vouch_id.in_(hers), *_UPHELD)
    )
    return Kept(session().scalar(delivered) or 0, session().scalar(upheld) or 0, rulebook.number(FEWEST_LINES))


_UPHELD = (Claim.state == ClaimState.GRANTED, Claim.upheld.is_(True), Claim.reason == Reason.NOT_AS_DESCRIBED)


@dataclass(frozen=True)
class Upheld:
    """A line that was not as disclosed: what, which order, when, and what staff or the maker said."""

    title: str
    version_id: int
    at: datetime
    verdict: str


def upheld_against(mentor_id: int) -> list[Upheld]:
    """The rows behind `kept_word`, newest first; buyers are not named."""
    rows = session().execute(
        select(Line.title, Line.version_id, Claim.closed_at, Claim.verdict)
        .join(ClaimLine, ClaimLine.line_id == Line.id)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(Vouch, Vouch.id == Line.vouch_id)
        .where(Vouch.mentor_id == mentor_id, *_UPHELD)
        .order_by(Claim.closed_at.desc(), Claim.id.desc())
        .limit(100)
    )
    return [Upheld(title, version_id, at, verdict) for title, version_id, at, verdict in rows if at is not None]
