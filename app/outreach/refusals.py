"""Every written refusal, by kind and month, with its reason and no name: out of the steps that are kept of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from app.catalogue import Permit, Product, Version
from app.claims import Claim
from app.funding import FundApplication
from app.lending import LoanFile
from app.orders import Parcel
from app.outreach.models import BodyAnswer, Referral
from app.programme import Cooperative, Engagement, Trainee
from app.shared import rulebook
from app.shared.calendar import JalaliMonth
from app.shared.database import session
from app.shared.states import Move
from app.support import Matter, Obstacle

FEWEST = rulebook.define("refusal.fewest", 5, "reasons", "reasons of fewer refusals are not told one by one", least=2)


class RefusalKind(StrEnum):
    """What was refused."""

    PLACE = "place"
    OBSTACLE = "obstacle"
    LISTING = "listing"
    PERMIT = "permit"
    CLAIM = "claim"
    GRANT = "grant"
    LOAN = "loan"
    BANK = "bank"
    REFERRAL = "referral"


@dataclass(frozen=True)
class RefusedThings:
    """Refusals of one kind: how many in each month, and why, the most frequent reason first.

    `unwritten`: how many have no reason. `told`: there are enough of them to tell reasons one by one.
    """

    kind: RefusalKind
    by_month: dict[JalaliMonth, int]
    reasons: list[tuple[str, int]]
    unwritten: int
    told: bool

    @property
    def total(self) -> int:
        return sum(self.by_month.values())


def refusals(counties: frozenset[str] | None, first: JalaliMonth) -> list[RefusedThings]:
    """Every kind, from a month on; one query each."""
    return [_of_kind(kind, query, counties, first) for kind, query in _QUERIES.items()]


def _of_kind(
    kind: RefusalKind, query: Select[Any], counties: frozenset[str] | None, first: JalaliMonth
) -> RefusedThings:
    rows = session().execute(query.where(Move.at >= first.starts).order_by(Move.id)).all()
    mine = [(at, (why or "").strip()) for at, why, county in rows if counties is None or county in counties]
    reasons = Counter(why for _, why in mine if why)
    told = len(mine) >= rulebook.number(FEWEST)
    return RefusedThings(
        kind,
        dict(Counter(JalaliMonth.of(at) for at, _ in mine)),
        sorted(reasons.items(), key=lambda one: (-one[1], one[0])) if told else [],
        sum(not why for _, why in mine),
        told,
    )


def _loans(became: str) -> Select[Any]:
    return (
        _steps("loan_file", became, Trainee.county_code)
        .join(LoanFile, LoanFile.id == Move.thing_id)
        .join(Trainee, Trainee.id == LoanFile.trainee_id)
    )


def _steps(thing: str, became: str, county: Any) -> Select[Any]:
    return select(Move.at, Move.note, county).where(Move.thing == thing, Move.became == became)


_QUERIES: dict[RefusalKind, Select[Any]] = {
    RefusalKind.PLACE: _steps("engagement", "denied", Trainee.county_code)
    .join(Engagement, Engagement.id == Move.thing_id)
    .join(Trainee, Trainee.id == Engagement.trainee_id),
    RefusalKind.OBSTACLE: _steps("obstacle", "declined", Obstacle.county_code)
    .join(Obstacle, Obstacle.id == Move.thing_id)
    .where(Obstacle.matter != Matter.COMPLAINT),
    RefusalKind.LISTING: _steps("product_version", "refused", Trainee.county_code)
    .join(Version, Version.id == Move.thing_id)
    .join(Product, Product.id == Version.product_id)
    .join(Trainee, Trainee.id == Product.maker_id),
    RefusalKind.PERMIT: _steps("permit", "refused", Trainee.county_code)
    .join(Permit, Permit.id == Move.thing_id)
    .join(Trainee, Trainee.id == Permit.maker_id),
    RefusalKind.CLAIM: _steps("claim", "refused", Trainee.county_code)
    .join(Claim, Claim.id == Move.thing_id)
    .join(Parcel, Parcel.id == Claim.parcel_id)
    .join(Trainee, Trainee.id == Parcel.maker_id),
    RefusalKind.GRANT: _steps("fund_application", "refused", Cooperative.county_code)
    .join(FundApplication, FundApplication.id == Move.thing_id)
    .join(Cooperative, Cooperative.id == FundApplication.cooperative_id),
    RefusalKind.LOAN: _loans("refused"),
    RefusalKind.BANK: _loans("bank_refused"),
    RefusalKind.REFERRAL: _steps("referral", "answered", Referral.county_code)
    .join(Referral, Referral.id == Move.thing_id)
    .where(Referral.outcome == BodyAnswer.NO),
}
