"""Money back to the buyer, part by part: from escrow before a parcel is released, from whoever has it after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import catalogue, ledger, payments, shipping
from app.ledger import JournalKind, Posting, chart
from app.orders import rules
from app.orders.errors import RefundKeyUsed, RefundOutOfRange
from app.orders.events import LineRefunded
from app.orders.models import CALLED_OFF, UNSENT, Line, Order, Parcel, ParcelState, RefundPart
from app.orders.queries import holder, lock
from app.orders.sharing import take_back
from app.payments import Refund
from app.shared import audit, clock
from app.shared.database import session
from app.shared.money import Rial, total
from app.shared.outbox import announce
from app.shipping import Carrier


@dataclass(frozen=True)
class Part:
    """So many pieces (0: the buyer keeps them) and rials of a line; without a line, rials of the parcel's delivery."""

    line_id: int | None
    quantity: int
    amount: Rial


@dataclass(frozen=True)
class Back:
    """What is given back of a line: pieces (0: the buyer keeps them), rials, and why. `form_key` makes it once."""

    quantity: int
    amount: Rial
    form_key: str
    why: str


def give_back(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int | None) -> Refund:
    """Give back several parts of one parcel at once; the same key once, then what was given then.

    Raises RefundOutOfRange for more than what is left of any of them, and RefundKeyUsed for a known key with
    another sum.
    """
    lock(parcel)
    known = payments.refunds_by_key(key)
    if known:
        amount = total(back.amount_rial for back in known)
        if amount != total(part.amount for part in parts):
            raise RefundKeyUsed(amount)
        return known[0]
    check(parcel, parts)
    if parcel.state in UNSENT:
        back = {_line(part).variant_id: part.quantity for part in parts if part.line_id}
        catalogue.restock(back, by, unmade_for=holder(parcel.order_id))
    refund = pay_back(parcel, parts, key=key, why=why, by=by)
    for part in parts:
        if part.line_id is not None:
            audit.note("line_refunded", "line", part.line_id, by, amount=int(part.amount), quantity=part.quantity)
            announce(LineRefunded(part.line_id, refund.id))
    return refund


def check(parcel: Parcel, parts: Sequence[Part]) -> None:
    """Raises RefundOutOfRange for more than what is left of any part, NothingPaid where nothing came."""
    if parcel.state in CALLED_OFF:
        raise RefundOutOfRange(0, 0)
    if not payments.paid(parcel.order_id):
        raise payments.NothingPaid
    for part in parts:
        _check(parcel, part)


def _line(part: Part) -> Line:
    return session().get_one(Line, part.line_id, populate_existing=True)


def _check(parcel: Parcel, part: Part) -> None:
    if part.line_id is None:
        left, amount_left = 0, parcel.delivery_left
    else:
        line = _line(part)
        left, amount_left = line.quantity - line.refunded_quantity, line.left_rial
        if line.parcel_id != parcel.id:
            raise RefundOutOfRange(0, 0)
    if not 0 < part.amount <= amount_left or not 0 <= part.quantity <= left:
        raise RefundOutOfRange(left, amount_left)


def refund_by_key(key: str) -> Refund | None:
    return session().scalar(select(Refund).where(Refund.idem_key == key))


def refund_of_call_off(parcel_id: int) -> Refund | None:
    """What went back when the parcel was called off, the first of two; None where nothing was left to go."""
    return refund_by_key(f"off:{parcel_id}")


def latest_refund_of(parcel_id: int) -> Refund | None:
    """The newest money back of any part of a parcel."""
    query = select(RefundPart.refund_id).where(RefundPart.parcel_id == parcel_id).order_by(RefundPart.id.desc())
    found = session().scalar(query.limit(1))
    return None if found is None else payments.refund_by_id(found)


def all_parts(parcel: Parcel, lines: Sequence[Line]) -> list[Part]:
    """All that is left of what the buyer paid: for its goods (these lines), and for its delivery."""
    parts = [Part(line.id, line.quantity - line.refunded_quantity, line.left_rial) for line in lines if line.left_rial]
    delivery = parcel.delivery_left
    return [*parts, Part(None, 0, delivery)] if delivery else parts


def pay_back(parcel: Parcel, parts: Sequence[Part], *, key: str, why: str, by: int | None) -> Refund:
    """Move the amounts to what is owed to the buyer, and have it sent; the first refund where it is two.

    What funds had paid of them returns to the funds in proportion. The caller has locked and looked.
    """
    legs, from_maker = _legs(parcel, parts)
    if parcel.state is ParcelState.COMPLETED:
        legs.update(_added(legs, take_back(parcel, from_maker)))
    amount = total(part.amount for part in parts)
    kind = JournalKind.CLAWBACK if parcel.state is ParcelState.COMPLETED else JournalKind.REFUND
    ledger.post(
        Posting(
            key=f"refund:{key}",
            kind=kind,
            about=("parcel", parcel.id),
            legs=_added(legs, {chart.REFUND_PENDING: -amount}),
            by=by,
        )
    )
    backs = payments.refund(parcel.order_id, amount, key=key, why=why, by=by)
    for part in parts:
        _count(parcel, part)
    _write_parts(parcel, parts, backs)
    return backs[0]


def _added(legs: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {code: legs.get(code, 0) + more.get(code, 0) for code in {**legs, **more}}


def _legs(parcel: Parcel, parts: Sequence[Part]) -> tuple[dict[str, int], int]:
    """Where a refund comes from, and what of it the maker gives who was paid already.

    It comes from escrow; after the release from the maker, and the commission that was taken of it.
    """
    legs: dict[str, int] = {}
    from_maker = 0
    for part in parts:
        if part.line_id is None:
            legs = _added(legs, _delivery_legs(parcel, part.amount))
            continue
        line = session().get_one(Line, part.line_id)
        back = _fund_back(line, part.amount)
        if back:
            legs = _added(legs, {chart.discount(_coupon_of(parcel)): -back})
        if parcel.state is ParcelState.COMPLETED:
            left = line.quantity - line.refunded_quantity - part.quantity
            fee = line.fee_now - line.fee.of(line.net_rial - part.amount - back, left)
            legs = _added(legs, {chart.COMMISSION: int(fee)})
            from_maker += part.amount + back - fee
        else:
            legs = _added(legs, {chart.escrow(parcel.id): part.amount + back})
    return legs, from_maker


def _coupon_of(parcel: Parcel) -> int:
    return session().get_one(Order, parcel.order_id).coupon_id or 0


def _fund_back(line: Line, amount: int) -> Rial:
    before = line.refunded_rial
    return rules.fund_back(line.funded_rial, line.paid_rial, before, before + amount)


def _delivery_legs(parcel: Parcel, amount: int) -> dict[str, int]:
    """The courier keeps his pay for what he has carried: then the shop bears what is given back of the delivery."""
    if _was_carried(parcel):
        return {chart.DELIVERY_BORNE: amount}
    back = _subsidy_back(parcel, amount)
    source = carrier_account(parcel) if parcel.state is ParcelState.COMPLETED else chart.SHIPPING
    legs: dict[str, int] = {source: amount + int(back)}
    return _added(legs, {chart.subsidy(parcel.subsidy_id or 0): -int(back)}) if back else legs


def _was_carried(parcel: Parcel) -> bool:
    sent = parcel.state in {ParcelState.SENT, ParcelState.DELIVERED, ParcelState.COMPLETED}
    return sent and shipping.service(parcel.service_code).carrier is Carrier.PROGRAMME


def _subsidy_back(parcel: Parcel, amount: int) -> Rial:
    before = parcel.refunded_delivery_rial - parcel.borne_rial
    paid = parcel.delivery_rial - parcel.subsidy_rial
    return rules.fund_back(parcel.subsidy_rial, paid, before, before + amount)


def _count(parcel: Parcel, part: Part) -> None:
    """Write on line or parcel how much of it is given back now."""
    if part.line_id is not None:
        line = session().get_one(Line, part.line_id)
        line.funded_back_rial = line.funded_back_rial + _fund_back(line, part.amount)
        line.refunded_quantity += part.quantity
        line.refunded_rial = line.refunded_rial + part.amount
        return
    if _was_carried(parcel):
        parcel.borne_rial = parcel.borne_rial + part.amount
    else:
        parcel.subsidy_back_rial = parcel.subsidy_back_rial + _subsidy_back(parcel, part.amount)
    parcel.refunded_delivery_rial = parcel.refunded_delivery_rial + part.amount


def _write_parts(parcel: Parcel, parts: Sequence[Part], backs: Sequence[Refund]) -> None:
    """Which part went back with which refund; one that two share stands with both, its pieces with the first."""
    rooms = [[back.id, int(back.amount_rial)] for back in backs]
    for part in parts:
        amount, quantity = int(part.amount), part.quantity
        while amount:
            room = next(one for one in rooms if one[1])
            share = min(amount, room[1])
            session().add(
                RefundPart(
                    refund_id=room[0],
                    parcel_id=parcel.id,
                    line_id=part.line_id,
                    quantity=quantity,
                    amount_rial=Rial(share),
                    at=clock.now(),
                )
            )
            amount, quantity, room[1] = amount - share, 0, room[1] - share


def give_back_to_funds(parcel: Parcel, by: int | None) -> None:
    """Of a parcel that is called off, what funds had paid of its delivery returns to them."""
    fund, borne = parcel.subsidy_rial - parcel.subsidy_back_rial, parcel.borne_rial
    if not fund and not borne:
        return
    legs = {chart.SHIPPING: fund + borne, chart.DELIVERY_BORNE: -borne}
    legs |= {chart.subsidy(parcel.subsidy_id or 0): -fund} if fund else {}
    ledger.post(
        Posting(key=f"funds:{parcel.id}", kind=JournalKind.REFUND, about=("parcel", parcel.id), legs=legs, by=by)
    )
    parcel.subsidy_back_rial, parcel.borne_rial = parcel.subsidy_rial, Rial(0)


def carrier_account(parcel: Parcel) -> str:
    """The account of whoever carries the parcel, and so is paid for it."""
    service = shipping.service(parcel.service_code)
    return chart.maker(parcel.maker_id) if service.carrier is Carrier.MAKER else chart.carrier(service.code)
