"""What buyers, makers, staff and time do to claims. Every grant goes through `orders.give_back`, once per claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import catalogue, orders, payments
from app.claims import rules
from app.claims.errors import ClaimNotPossible, OfferOutOfRange, SameJudge, TooLateToClaim, WordsNeeded
from app.claims.events import ClaimMoved, ClaimOpened
from app.claims.models import OPEN, Claim, ClaimLine, ClaimPicture, ClaimState, Reason
from app.claims.queries import ClaimView, against, heard, judges, last_day, locked, open_about, view
from app.orders import Line, Parcel, ParcelState, Part
from app.shared import clock, gallery, rulebook, states, text
from app.shared.calendar import today
from app.shared.database import session
from app.shared.money import Rial, total
from app.shared.outbox import announce
from app.shared.rulebook import Rule

_ARRIVED = frozenset({ParcelState.SENT, ParcelState.DELIVERED, ParcelState.COMPLETED})


@dataclass(frozen=True)
class Complaint:
    """What a buyer sends: the reason, her words, pieces by line, and kept uploads."""

    reason: Reason
    words: str
    quantities: Mapping[int, int]
    upload_keys: Sequence[str] = ()


def open_claim(parcel: Parcel, complaint: Complaint, by: int | None) -> Claim:
    """Say that something is not right with a parcel; its money is not released while this lasts.

    A withdrawal needs no answer: the goods go back at once. What was refused or settled can be said once more with
    something new, and staff look at once. Raises ClaimNotPossible, TooLateToClaim, WordsNeeded.
    """
    if len(complaint.upload_keys) > rules.MOST_PICTURES:
        raise ClaimNotPossible("too_many_pictures")
    orders.lock(parcel)
    words = text.clean(complaint.words, lines=True)[:2000]
    wanted = _wanted(parcel, complaint)
    _check(parcel, complaint.reason, wanted)
    if not words and complaint.reason is not Reason.WITHDRAWAL:
        raise WordsNeeded
    state, due_at = _beginning(complaint.reason, appeal=_appeals(parcel, complaint.reason, wanted, words))
    if parcel.state is ParcelState.SENT and complaint.reason is not Reason.NOT_ARRIVED:
        orders.arrived(parcel, by, "claim")
    orders.freeze(parcel)
    claim = Claim(
        parcel_id=parcel.id,
        reason=complaint.reason,
        state=state,
        words=words,
        opened_by=by,
        opened_at=clock.now(),
        due_at=due_at,
    )
    states.begin(claim, by)
    session().add_all(ClaimLine(claim_id=claim.id, line_id=line.id, quantity=n) for line, n in wanted)
    for position, key in enumerate(complaint.upload_keys):
        picture = gallery.add(key, by)
        session().add(ClaimPicture(claim_id=claim.id, position=position, picture_id=picture.id))
    session().flush()
    announce(ClaimOpened(claim.id))
    return claim


def _wanted(parcel: Parcel, complaint: Complaint) -> list[tuple[Line, int]]:
    """The lines that are claimed with how many pieces; what did not arrive is all of it. Raises ClaimNotPossible."""
    lines = orders.lines_of([parcel.id]).get(parcel.id, [])
    left = {line.id: line.quantity - line.refunded_quantity for line in lines if line.left_rial > 0}
    if complaint.reason is Reason.NOT_ARRIVED:
        asked: Mapping[int, int] = {line_id: n for line_id, n in left.items() if n > 0}
    else:
        asked = {line_id: n for line_id, n in complaint.quantities.items() if n > 0}
    wanted = [(line, asked[line.id]) for line in lines if line.id in asked]
    if not wanted or len(wanted) != len(asked):
        raise ClaimNotPossible("no_pieces")
    if any(n > left.get(line.id, 0) for line, n in wanted):
        raise ClaimNotPossible("too_many_pieces")
    return wanted


def _check(parcel: Parcel, reason: Reason, wanted: Sequence[tuple[Line, int]]) -> None:
    if parcel.state not in _ARRIVED:
        raise ClaimNotPossible("not_sent")
    if open_about(parcel.id) is not None:
        raise ClaimNotPossible("open_already")
    if reason is Reason.NOT_ARRIVED:
        if parcel.state is not ParcelState.SENT:
            raise ClaimNotPossible("arrived")
        if today() <= parcel.promised_on:
            raise ClaimNotPossible("not_due")
        return
    if reason is Reason.WITHDRAWAL and any(line.exempt for line, _ in wanted):
        raise ClaimNotPossible("exempt")
    last = last_day(parcel, reason)
    if last is not None and today() > last:
        raise TooLateToClaim(last)


def _appeals(parcel: Parcel, reason: Reason, wanted: Sequence[tuple[Line, int]], words: str) -> bool:
    """Whether this very thing was heard before (see `against`).

    Raises ClaimNotPossible without anything new, or where a line of it was heard as often as it is heard.
    """
    heard_before = heard([parcel.id]).get(parcel.id, [])
    said: set[str] = set()
    for line, n in wanted:
        counts = against(line, n, reason, heard_before)
        if len(counts) >= rules.MOST_HEARINGS:
            raise ClaimNotPossible("decided")
        said |= set(counts.values())
    if said and words in {"", *said}:
        raise ClaimNotPossible("nothing_new")
    return bool(said)


def _beginning(reason: Reason, *, appeal: bool) -> tuple[ClaimState, datetime]:
    """Whose turn it is first, and until when."""
    if appeal:
        return ClaimState.DISPUTED, _in_hours(rules.DECIDE_HOURS)
    if reason is Reason.WITHDRAWAL:
        return ClaimState.RETURNING, _in_days(rules.RETURN_DAYS)
    return ClaimState.OPEN, _in_hours(rules.ANSWER_HOURS)


def _in_hours(rule: Rule) -> datetime:
    return clock.now() + timedelta(hours=rulebook.number(rule))


def _in_days(rule: Rule) -> datetime:
    return clock.now() + timedelta(days=rulebook.number(rule))


def _move(claim: Claim, became: ClaimState, by: int | None, note: str = "") -> None:
    """Whose turn it is changes; when it is over, the parcel's money is free again."""
    ended: dict[str, object] = {}
    if became not in OPEN:
        ended["closed_at"] = clock.now()
        orders.thaw(orders.parcel_by_id(claim.parcel_id))
    claim.move_to(became, by, note[:300] or None, **ended)
    announce(ClaimMoved(claim.id, became.value))


# ---- the maker ------------------------------------------------------------------------------------------------


def agree(claim: Claim, by: int | None, *, goods_back: bool) -> None:
    """The maker agrees: the money goes back at once, or (`goods_back`) once the goods are hers. Raises MoveRefused."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.OPEN)
    claim.upheld = claim.reason in rules.FAULTS
    if goods_back and claim.reason is not Reason.NOT_ARRIVED:
        claim.due_at = _in_days(rules.RETURN_DAYS)
        _move(claim, ClaimState.RETURNING, by)
    else:
        _grant_all(claim, by)


def offer(claim: Claim, amount: int, words: str, by: int | None) -> None:
    """The buyer may keep the goods and get a part of the price back. Raises OfferOutOfRange, MoveRefused."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.OPEN)
    most = view(claim).amount
    if not 0 < amount <= most:
        raise OfferOutOfRange(most)
    claim.offered_rial, claim.answer = Rial(amount), text.clean(words, lines=True)[:2000]
    claim.due_at = _in_hours(rules.OFFER_HOURS)
    _move(claim, ClaimState.OFFERED, by)


def contest(claim: Claim, words: str, by: int | None) -> None:
    """The maker sees it otherwise, of the claim or of what came back: staff decide. Raises WordsNeeded, MoveRefused."""
    claim = locked(claim.id)
    if claim.state not in {ClaimState.OPEN, ClaimState.RETURNING}:
        raise states.MoveRefused("claim", str(claim.state), str(ClaimState.DISPUTED))
    told = text.clean(words, lines=True)[:2000]
    if not told:
        raise WordsNeeded
    claim.answer = told
    _to_staff(claim, by, "contested")


def goods_came(claim: Claim, by: int | None, *, sellable: bool) -> None:
    """The goods are back: the money goes to the buyer, and `sellable` pieces to the shelf. Raises MoveRefused."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.RETURNING)
    if sellable:
        catalogue.restock({line.variant_id: n for line, n in view(claim).lines}, by)
    _grant_all(claim, by)


# ---- the buyer ------------------------------------------------------------------------------------------------


def accept_offer(claim: Claim, by: int | None) -> None:
    """Raises MoveRefused, also when the offer has lapsed."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.OFFERED)
    claim.upheld = claim.reason in rules.FAULTS
    _grant(claim, _part_of(view(claim), claim.offered_rial or Rial(0)), by)


def decline_offer(claim: Claim, by: int | None) -> None:
    """Staff decide. Raises MoveRefused."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.OFFERED)
    _to_staff(claim, by, "declined")


def sent_back(claim: Claim, tracking_no: str, by: int | None) -> None:
    """The goods are on their way to the maker. Raises MoveRefused, WordsNeeded without a number."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.RETURNING)
    number = text.reference(tracking_no, 40)
    if not number:
        raise WordsNeeded
    if not claim.return_tracking:
        # The deadline moves once: a number written again is a number mended.
        claim.due_at = _in_days(rules.RETURN_DAYS)
        announce(ClaimMoved(claim.id, claim.state.value))
    claim.return_tracking = number


def take_back(claim: Claim, by: int | None) -> None:
    """It is all right after all. Raises MoveRefused."""
    _move(locked(claim.id), ClaimState.TAKEN_BACK, by)


# ---- staff, and time ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What staff decide: rials of the goods and of the delivery (nothing of both: refused), and why in words.

    `goods_back`: all of it, once the goods are with the maker. `upheld`: it was not as it was told.
    """

    amount: Rial
    delivery: Rial
    words: str
    goods_back: bool
    upheld: bool


def decide(claim: Claim, verdict: Verdict, by: int) -> None:
    """Staff's word on a claim that is disputed. Raises SameJudge, WordsNeeded, OfferOutOfRange, MoveRefused."""
    claim = locked(claim.id)
    _must_be(claim, ClaimState.DISPUTED)
    if by in judges(claim):
        raise SameJudge
    words = text.clean(verdict.words, lines=True)[:2000]
    if not words:
        raise WordsNeeded
    seen = view(claim)
    _check_verdict(seen, verdict)
    claim.verdict, claim.upheld = words, verdict.upheld
    if verdict.goods_back:
        claim.return_tracking = ""
        claim.due_at = _in_days(rules.RETURN_DAYS)
        _move(claim, ClaimState.RETURNING, by, words)
    elif verdict.amount or verdict.delivery:
        parts = _part_of(seen, verdict.amount)
        if verdict.delivery:
            parts.append(Part(None, 0, verdict.delivery))
        _grant_or_propose(claim, parts, by)
    else:
        _move(claim, ClaimState.REFUSED, by, words)


def _check_verdict(seen: ClaimView, verdict: Verdict) -> None:
    if not 0 <= verdict.amount <= seen.amount:
        raise OfferOutOfRange(seen.amount)
    if not 0 <= verdict.delivery <= seen.delivery_left:
        raise OfferOutOfRange(seen.delivery_left, delivery=True)
    if verdict.goods_back and seen.claim.reason is Reason.NOT_ARRIVED:
        raise ClaimNotPossible("never_came")


def overdue(claim_id: int) -> None:
    """Whoever's turn it was let the time pass: staff decide."""
    claim = locked(claim_id)
    if claim.state not in {ClaimState.OPEN, ClaimState.OFFERED, ClaimState.RETURNING} or claim.due_at > clock.now():
        return
    _to_staff(claim, None, "silence")


def _to_staff(claim: Claim, by: int | None, note: str) -> None:
    claim.due_at = _in_hours(rules.DECIDE_HOURS)
    _move(claim, ClaimState.DISPUTED, by, note)


def _must_be(claim: Claim, state: ClaimState) -> None:
    if claim.state is not state:
        raise states.MoveRefused("claim", str(claim.state), str(state))


def _part_of(seen: ClaimView, amount: int) -> list[Part]:
    """So many rials, spread over the claimed lines; the pieces go with them only when they are paid in full."""
    if amount == seen.amount:
        return seen.all_parts()
    return seen.share(amount)


def _grant_all(claim: Claim, by: int | None) -> None:
    seen = view(claim)
    parts = seen.all_parts()
    if seen.delivery_due:
        parts.append(Part(None, 0, seen.delivery_due))
    _grant(claim, parts, by)


def _grant(claim: Claim, parts: Sequence[Part], by: int | None) -> None:
    """Give the money back and close the claim. A parcel that never came is lost, and all of it goes back."""
    parcel = orders.parcel_by_id(claim.parcel_id)
    refund: payments.Refund | None
    if not parts:
        # Staff have given all of it back meanwhile: that was the answer.
        refund = orders.latest_refund_of(parcel.id)
    elif claim.reason is Reason.NOT_ARRIVED and parcel.state is ParcelState.SENT and _whole(claim, parts):
        orders.call_off(parcel, ParcelState.LOST, by, "claim")
        refund = orders.refund_of_call_off(parcel.id)
    else:
        refund = orders.give_back(parcel, parts, key=f"claim:{claim.id}", why=claim.reason.value, by=by)
    claim.refund_id = None if refund is None else refund.id
    _move(claim, ClaimState.GRANTED, by)


def _grant_or_propose(claim: Claim, parts: Sequence[Part], by: int) -> None:
    """Staff's grant: a large sum waits for a second person."""
    parcel = orders.parcel_by_id(claim.parcel_id)
    if not orders.needs_two(parcel, parts, by):
        _grant(claim, parts, by)
        return
    orders.propose_refund(parcel, parts, key=f"claim:{claim.id}", why=claim.reason.value, by=by)
    claim.due_at = _in_hours(rules.DECIDE_HOURS)
    _move(claim, ClaimState.APPROVING, by)


def second_person_said(claim_id: int, *, agreed: bool) -> None:
    """A large grant was agreed to and the money is on its way, or it comes back to be decided anew."""
    claim = locked(claim_id)
    if claim.state is not ClaimState.APPROVING:
        return
    if agreed:
        refund = orders.refund_by_key(f"claim:{claim.id}")
        claim.refund_id = None if refund is None else refund.id
        parcel, seen = orders.parcel_by_id(claim.parcel_id), view(claim)
        if claim.reason is Reason.NOT_ARRIVED and parcel.state is ParcelState.SENT and not seen.amount:
            orders.call_off(parcel, ParcelState.LOST, None, "claim")
        _move(claim, ClaimState.GRANTED, None)
    else:
        _to_staff(claim, None, "not_agreed")


def called_off(parcel_id: int) -> None:
    """Staff called the parcel off and all of its money went back: what was claimed of it is granted by that."""
    orders.lock(orders.parcel_by_id(parcel_id))
    found = open_about(parcel_id)
    refund = orders.latest_refund_of(parcel_id)
    if found is None or refund is None or ClaimState.GRANTED not in Claim.MOVES[found.state]:
        return
    found.refund_id, found.upheld = refund.id, found.reason in rules.FAULTS
    _move(found, ClaimState.GRANTED, None, "called_off")


def charged_back(parcel_id: int, refund_id: int) -> None:
    """The gateway took the parcel's money back: where that leaves nothing to claim, the buyer has it and it is over.

    Where a part is left, a grant that waited for a second person is decided anew. Nobody here has found that it was as
    she said, so `upheld` stays as it was.
    """
    orders.lock(orders.parcel_by_id(parcel_id))
    found = open_about(parcel_id)
    if found is None:
        return
    if not view(found).amount:
        found.refund_id = refund_id
        _move(found, ClaimState.GRANTED, None, "charged_back")
    elif found.state is ClaimState.APPROVING:
        _to_staff(found, None, "charged_back")


def _whole(claim: Claim, parts: Sequence[Part]) -> bool:
    return total(part.amount for part in parts if part.line_id) == view(claim).amount
