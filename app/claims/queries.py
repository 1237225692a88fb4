"""Reading claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from app import orders, places, programme, shipping
from app.claims import rules
from app.claims.models import OPEN, Claim, ClaimLine, ClaimPicture, ClaimState, Reason
from app.orders import Line, Order, Parcel, ParcelShare, ParcelState, Part
from app.shared import clock, gallery, rulebook, states
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, count_of, session
from app.shared.errors import NotFound
from app.shared.gallery import Picture
from app.shared.money import Rial, split_remaining, total
from app.shared.states import Move
from app.shipping import Carrier

PAGE = 30


@dataclass(frozen=True)
class ClaimView:
    """A claim with its parcel, order, claimed lines and pictures."""

    claim: Claim
    parcel: Parcel
    order: Order
    lines: tuple[tuple[Line, int], ...]
    others_left: int
    pictures: tuple[Picture, ...]

    @property
    def overdue(self) -> bool:
        return self.claim.state in OPEN and self.claim.due_at < clock.now()

    def all_parts(self) -> list[Part]:
        """Everything that is claimed of the goods, as far as staff have not given it back meanwhile."""
        return [
            Part(line.id, n, rules.claimed_amount(line.left_rial, line.quantity - line.refunded_quantity, n))
            for line, n in self.lines
            if line.left_rial
        ]

    def share(self, amount: int) -> list[Part]:
        """So many rials spread over the claimed lines; the buyer keeps the pieces."""
        whole = self.all_parts()
        shares = split_remaining(min(amount, total(part.amount for part in whole)), [part.amount for part in whole])
        return [Part(part.line_id, 0, share) for part, share in zip(whole, shares, strict=True) if share]

    @property
    def amount(self) -> Rial:
        """What the claimed pieces are worth, in rials, as far as it was not given back before."""
        return total(part.amount for part in self.all_parts())

    @property
    def delivery_left(self) -> Rial:
        return self.parcel.delivery_left

    @property
    def delivery_due(self) -> Rial:
        """What of the delivery goes back with all that is claimed."""
        claimed_all = all(n == line.quantity - line.refunded_quantity for line, n in self.lines)
        whole = claimed_all and self.others_left == 0
        return rules.delivery_due(self.claim.reason, whole=whole, left=self.delivery_left)


def _views(claims: Iterable[Claim]) -> list[ClaimView]:
    """A handful of queries, whatever the number."""
    found = list(claims)
    parcels = {one.parcel.id: one for one in orders.parcel_views(claim.parcel_id for claim in found)}
    ids = [claim.id for claim in found]
    asked: dict[int, dict[int, int]] = {}
    for row in session().scalars(select(ClaimLine).where(ClaimLine.claim_id.in_(ids))):
        asked.setdefault(row.claim_id, {})[row.line_id] = row.quantity
    shown: dict[int, list[int]] = {}
    pictured = select(ClaimPicture).where(ClaimPicture.claim_id.in_(ids)).order_by(ClaimPicture.position)
    for one in session().scalars(pictured):
        shown.setdefault(one.claim_id, []).append(one.picture_id)
    pictures = gallery.by_ids(number for numbers in shown.values() for number in numbers)
    return [
        ClaimView(
            claim=claim,
            parcel=parcels[claim.parcel_id].parcel,
            order=parcels[claim.parcel_id].order,
            lines=tuple(
                (line, min(asked[claim.id][line.id], line.quantity - line.refunded_quantity))
                for line in parcels[claim.parcel_id].lines
                if line.id in asked.get(claim.id, {})
            ),
            others_left=sum(
                line.quantity - line.refunded_quantity
                for line in parcels[claim.parcel_id].lines
                if line.id not in asked.get(claim.id, {})
            ),
            pictures=tuple(pictures[number] for number in shown.get(claim.id, []) if number in pictures),
        )
        for claim in found
    ]


def view(claim: Claim) -> ClaimView:
    return _views([claim])[0]


def claim(claim_id: int) -> Claim:
    return session().get_one(Claim, claim_id)


def locked(claim_id: int) -> Claim:
    """A claim about which nobody else decides until the transaction ends; its order is locked before it."""
    orders.lock(orders.parcel_by_id(claim(claim_id).parcel_id))
    return session().get_one(Claim, claim_id, with_for_update=LOCK, populate_existing=True)


def open_about(parcel_id: int) -> Claim | None:
    return session().scalar(select(Claim).where(Claim.parcel_id == parcel_id, Claim.state.in_(OPEN)))


def by_parcel(parcel_ids: Iterable[int]) -> dict[int, list[ClaimView]]:
    """Claims of these parcels, newest first."""
    query = select(Claim).where(Claim.parcel_id.in_(set(parcel_ids))).order_by(Claim.id.desc())
    found: dict[int, list[ClaimView]] = {}
    for one in _views(session().scalars(query)):
        found.setdefault(one.claim.parcel_id, []).append(one)
    return found


def _one(query: Select[Claim]) -> ClaimView:
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return view(found)


def in_order(order_id: int, claim_id: int) -> ClaimView:
    """A claim of this very order. Raises NotFound."""
    query = select(Claim).join(Parcel, Parcel.id == Claim.parcel_id)
    return _one(query.where(Claim.id == claim_id, Parcel.order_id == order_id))


def own_claim(maker_id: int, claim_id: int) -> ClaimView:
    """A claim about a parcel of this maker. Raises NotFound."""
    query = select(Claim).join(Parcel, Parcel.id == Claim.parcel_id)
    return _one(query.where(Claim.id == claim_id, Parcel.maker_id == maker_id))


def within(claim_id: int, counties: frozenset[str] | None) -> ClaimView:
    """A claim about a maker of these counties (None: of any). Raises NotFound."""
    query = select(Claim).join(Parcel, Parcel.id == Claim.parcel_id)
    return _one(query.where(Claim.id == claim_id, programme.in_counties(Parcel.maker_id, counties)))


def of_maker(maker_id: int) -> list[ClaimView]:
    """Claims about a maker's parcels: open ones first, then newest first."""
    query = (
        select(Claim)
        .join(Parcel, Parcel.id == Claim.parcel_id)
        .where(Parcel.maker_id == maker_id)
        .order_by(Claim.closed_at.is_not(None), Claim.id.desc())
        .limit(100)
    )
    return _views(session().scalars(query))


def for_staff(counties: frozenset[str] | None, state: ClaimState | None, page: int) -> tuple[int, list[ClaimView]]:
    """How many there are, and a page of 30: those that wait for staff first, the most overdue before the others."""
    query = (
        select(Claim).join(Parcel, Parcel.id == Claim.parcel_id).where(programme.in_counties(Parcel.maker_id, counties))
    )
    if state is not None:
        query = query.where(Claim.state == state)
    whole = count_of(query)
    order = (Claim.state != ClaimState.DISPUTED, Claim.closed_at.is_not(None), Claim.due_at, Claim.id)
    rows = session().scalars(query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return whole, _views(rows)


_DECIDED = frozenset({ClaimState.REFUSED, ClaimState.APPROVING, ClaimState.GRANTED})


def judges(claim: Claim) -> set[int]:
    """Who decided before what counts against this claim: another person hears it again."""
    before = heard([claim.parcel_id]).get(claim.parcel_id, [])
    numbers = {number for line, n in view(claim).lines for number in against(line, n, claim.reason, before)}
    steps = states.histories("claim", numbers)
    return {
        step.by_id for moves in steps.values() for step in moves if step.became in _DECIDED and step.by_id is not None
    }


def count_for_staff(counties: frozenset[str] | None) -> int:
    """How many claims wait for staff's word."""
    query = select(func.count()).select_from(Claim).join(Parcel, Parcel.id == Claim.parcel_id)
    return (
        session().scalar(
            query.where(Claim.state == ClaimState.DISPUTED, programme.in_counties(Parcel.maker_id, counties))
        )
        or 0
    )


def last_day(parcel: Parcel, reason: Reason) -> date | None:
    """The last day on which this is taken; None while the parcel is on its way."""
    return _last_day(parcel, reason, places.closed_days(programme.trainee(parcel.maker_id).county_code))


def _last_day(parcel: Parcel, reason: Reason, closed: frozenset[date]) -> date | None:
    if parcel.delivered_at is None:
        return None
    rule = rules.WITHDRAWAL_DAYS if reason is Reason.WITHDRAWAL else rules.CLAIM_DAYS
    return rules.last_day(reason, local_date(parcel.delivered_at), rulebook.number(rule, parcel.delivered_at), closed)


@dataclass(frozen=True)
class Heard:
    """A line of a claim that staff refused, or that was granted, whole or in part; with what the buyer had said."""

    claim_id: int
    reason: Reason
    line_id: int
    quantity: int
    words: str
    granted: bool


def heard(parcel_ids: Iterable[int]) -> dict[int, list[Heard]]:
    """What was claimed of these parcels and is settled, line by line, by parcel."""
    query = (
        select(Claim, ClaimLine)
        .join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .where(Claim.parcel_id.in_(set(parcel_ids)), Claim.state.in_([ClaimState.REFUSED, ClaimState.GRANTED]))
        .order_by(Claim.id, ClaimLine.line_id)
    )
    found: dict[int, list[Heard]] = {}
    for one, row in session().execute(query):
        granted = one.state is ClaimState.GRANTED
        found.setdefault(one.parcel_id, []).append(
            Heard(one.id, one.reason, row.line_id, row.quantity, one.words, granted)
        )
    return found


def against(line: Line, pieces: int, reason: Reason, before: Iterable[Heard]) -> dict[int, str]:
    """What counts against claiming so many pieces of a line again: what the buyer had said, by claim.

    What staff refused counts for the whole line. What was granted counts for as many pieces as it was about, also by
    an offer that she took: as many others as are left can be claimed as if nothing had been said. All reasons of what
    is wrong with goods count together.
    """
    same = [one for one in before if one.line_id == line.id and one.reason in rules.alike(reason)]
    settled = sum(one.quantity for one in same if one.granted)
    others = rules.of_others(pieces, line.quantity, line.refunded_quantity, settled)
    return {one.claim_id: one.words for one in same if not (one.granted and others)}


def heard_again(parcel: Parcel, lines: Sequence[Line]) -> bool:
    """Whether something counts against claiming all that is left of a parcel."""
    before = heard([parcel.id]).get(parcel.id, [])
    left = [(line, line.quantity - line.refunded_quantity) for line in _kept(lines)]
    return any(against(line, n, reason, before) for line, n in left for reason in Reason)


def _kept(lines: Iterable[Line]) -> list[Line]:
    """Lines of which the buyer has pieces that she paid."""
    return [line for line in lines if line.left_rial > 0 and line.refunded_quantity < line.quantity]


def possible(parcel: Parcel, lines: Iterable[Line]) -> dict[Reason, date | None]:
    """What a buyer can say of a parcel now, each with its last day (None: not known yet)."""
    return possible_of([parcel], {parcel.id: list(lines)})[parcel.id]


def possible_of(parcels: Iterable[Parcel], lines: Mapping[int, Sequence[Line]]) -> dict[int, dict[Reason, date | None]]:
    """What a buyer can say of each of these parcels, with its lines by parcel; no more queries for more parcels."""
    found = list(parcels)
    makers = programme.trainees(parcel.maker_id for parcel in found)
    closed = places.closed_days_of(maker.county_code for maker in makers.values())
    before = heard(parcel.id for parcel in found)
    return {
        parcel.id: {
            reason: last
            for reason, last in _possible(
                parcel, lines.get(parcel.id, ()), closed[makers[parcel.maker_id].county_code]
            ).items()
            if not _heard_enough(reason, lines.get(parcel.id, ()), before.get(parcel.id, []))
        }
        for parcel in found
    }


def _heard_enough(reason: Reason, lines: Sequence[Line], before: Sequence[Heard]) -> bool:
    """Whether nothing of what is left is heard once more for this reason."""
    whole = reason is Reason.NOT_ARRIVED
    least = [(line, line.quantity - line.refunded_quantity if whole else 1) for line in _kept(lines)]
    often = [len(against(line, n, reason, before)) >= rules.MOST_HEARINGS for line, n in least]
    return any(often) if whole else all(often)


def _possible(parcel: Parcel, lines: Sequence[Line], closed: frozenset[date]) -> dict[Reason, date | None]:
    kept = _kept(lines)
    if not kept or parcel.state not in {ParcelState.SENT, ParcelState.DELIVERED, ParcelState.COMPLETED}:
        return {}
    if parcel.frozen:
        return {}
    found: dict[Reason, date | None] = {}
    for reason in Reason:
        if reason is Reason.NOT_ARRIVED:
            if parcel.state is ParcelState.SENT and today() > parcel.promised_on:
                found[reason] = None
            continue
        if reason is Reason.WITHDRAWAL and all(line.exempt for line in kept):
            continue
        last = _last_day(parcel, reason, closed)
        if last is None or today() <= last:
            found[reason] = last
    return found


def upheld_on(maker_id: int, since: datetime) -> int:
    """Claims on a maker's goods that were found to be right since a moment."""
    query = (
        select(func.count())
        .select_from(Claim)
        .join(Parcel, Parcel.id == Claim.parcel_id)
        .where(Parcel.maker_id == maker_id, Claim.upheld, Claim.closed_at >= since)
    )
    return session().scalar(query) or 0


@dataclass(frozen=True)
class Decided:
    """The last word on a claim: whether the buyer was right, and when it fell."""

    maker_id: int
    claim_id: int
    upheld: bool
    at: datetime


def decided(start: datetime, end: datetime) -> list[Decided]:
    """Each claim whose last word fell from `start` until before `end`; once for each time that it was said."""
    rows = session().execute(
        select(Parcel.maker_id, Claim.id, Claim.state, Move.at)
        .join(Claim, Claim.parcel_id == Parcel.id)
        .join(Move, (Move.thing == Claim.__tablename__) & (Move.thing_id == Claim.id) & (Move.became == Claim.state))
        .where(Claim.state.in_([ClaimState.GRANTED, ClaimState.REFUSED]), Move.at >= start, Move.at < end)
    )
    return [Decided(maker_id, claim_id, state is ClaimState.GRANTED, at) for maker_id, claim_id, state, at in rows]


def under_claim(maker_ids: Iterable[int] | None = None) -> dict[int, Rial]:
    """Rials that were released to makers and are claimed back: not to be paid out until that is over."""
    query = (
        select(Claim)
        .join(Parcel, Parcel.id == Claim.parcel_id)
        .where(Claim.state.in_(OPEN), Parcel.state == ParcelState.COMPLETED)
    )
    if maker_ids is not None:
        hers = set(maker_ids)
        shared = select(ParcelShare.parcel_id).where(ParcelShare.trainee_id.in_(hers))
        query = query.where(Parcel.maker_id.in_(hers) | Parcel.id.in_(shared))
    held: dict[int, Rial] = {}
    services = shipping.services()
    found = _views(session().scalars(query))
    shares = orders.shares_of(one.parcel.id for one in found)
    for one in found:
        maker_id = one.parcel.maker_id
        for member_id, claimed in _over_members(one, shares.get(one.parcel.id, [])).items():
            held[member_id] = held.get(member_id, Rial(0)) + claimed
        # The delivery comes back from whoever was paid for it: from her, where she carried it herself.
        if services[one.parcel.service_code].carrier is Carrier.MAKER:
            held[maker_id] = held.get(maker_id, Rial(0)) + one.delivery_due
    return held


def _over_members(one: ClaimView, shares: Sequence[ParcelShare]) -> dict[int, Rial]:
    """What is claimed of the goods, from whom it would be taken back: members who share a sale, else its maker."""
    if not shares:
        return {one.parcel.maker_id: one.amount}
    kept = [max(Rial(0), share.kept) for share in shares]
    spread = split_remaining(min(one.amount, total(kept)), kept)
    return {share.trainee_id: rials for share, rials in zip(shares, spread, strict=True)}


def due() -> list[int]:
    """Claims whose turn was let pass."""
    waiting = (ClaimState.OPEN, ClaimState.OFFERED, ClaimState.RETURNING)
    query = select(Claim.id).where(Claim.state.in_(waiting), Claim.due_at <= clock.now())
    return list(session().scalars(query.order_by(Claim.due_at).limit(200)))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of claims, by name, with how many."""
    open_ones = select(Claim.parcel_id).where(Claim.state.in_(OPEN))
    thawed = select(func.count()).where(Parcel.frozen.is_(False), Parcel.id.in_(open_ones))
    frozen = select(func.count()).where(Parcel.frozen.is_(True), Parcel.id.not_in(open_ones))
    unpaid = select(func.count()).where(Claim.state == ClaimState.GRANTED, Claim.refund_id.is_(None))
    return [
        ("C1 claims.open_but_not_frozen", session().scalar(thawed) or 0),
        ("C1 claims.frozen_without_claim", session().scalar(frozen) or 0),
        ("C2 claims.granted_without_refund", session().scalar(unpaid) or 0),
    ]
