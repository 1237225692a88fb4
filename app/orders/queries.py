"""Reading orders, parcels and lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select

from app import catalogue, ledger, programme
from app.catalogue import Variant
from app.ledger import chart
from app.orders.models import CALLED_OFF, LIVE, Line, Order, OrderState, Parcel, ParcelShare, ParcelState, RefundPart
from app.orders.rules import Fee
from app.orders.sharing import WHOLE, share_of, shares_of
from app.programme import Trainee
from app.shared import clock
from app.shared.database import LOCK, count_of, session
from app.shared.errors import NotFound
from app.shared.money import Rial, total
from app.shipping import USUAL_WEIGHT_G

PAGE = 30
_WITH_MAKER = (ParcelState.NEW, ParcelState.ACCEPTED, ParcelState.SENT, ParcelState.DELIVERED)


def order(order_id: int) -> Order:
    return session().get_one(Order, order_id)


def locked(order_id: int) -> Order:
    """An order about which nobody else decides until the transaction ends.

    It is locked before its parcels and its payment attempts, so that no two people wait for each other.
    """
    return session().get_one(Order, order_id, with_for_update=LOCK, populate_existing=True)


def holder(order_id: int) -> str:
    """The name under which the catalogue holds an order's goods."""
    return f"order:{order_id}"


def lock(parcel: Parcel) -> None:
    """Let nobody else decide about a parcel, or its order, until the transaction ends; what is known of it is fresh."""
    locked(parcel.order_id)
    session().refresh(parcel, with_for_update=LOCK)


def parcel_by_id(parcel_id: int) -> Parcel:
    return session().get_one(Parcel, parcel_id)


def of_token(token: str) -> Order:
    """The order whose page this token opens. Raises NotFound."""
    found = session().scalar(select(Order).where(Order.token == token))
    if found is None:
        raise NotFound
    return found


def find(code: str, mobile: str) -> Order | None:
    """The order with this number and this mobile; None alike for a wrong number and a wrong mobile."""
    return session().scalar(select(Order).where(Order.code == code, Order.mobile == mobile))


def codes(order_ids: Iterable[int]) -> dict[int, str]:
    """Public numbers of orders, by id."""
    return {
        row[0]: row[1] for row in session().execute(select(Order.id, Order.code).where(Order.id.in_(set(order_ids))))
    }


def by_checkout_key(checkout_key: str) -> Order | None:
    """The order that this checkout has become already."""
    return session().scalar(select(Order).where(Order.checkout_key == checkout_key))


def orders_of(person_id: int) -> list[Order]:
    """A person's orders, newest first."""
    return list(
        session().scalars(select(Order).where(Order.person_id == person_id).order_by(Order.id.desc()).limit(100))
    )


def parcels_of(order_ids: Iterable[int]) -> dict[int, list[Parcel]]:
    found: dict[int, list[Parcel]] = {}
    for one in session().scalars(select(Parcel).where(Parcel.order_id.in_(set(order_ids))).order_by(Parcel.id)):
        found.setdefault(one.order_id, []).append(one)
    return found


def lines_of(parcel_ids: Iterable[int]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in session().scalars(select(Line).where(Line.parcel_id.in_(set(parcel_ids))).order_by(Line.id)):
        found.setdefault(line.parcel_id, []).append(line)
    return found


def parcel_in(order_id: int, parcel_id: int, counties: frozenset[str] | None = None) -> Parcel:
    """A parcel of this very order, of a maker of these counties (None: of any). Raises NotFound."""
    query = select(Parcel).where(Parcel.id == parcel_id, Parcel.order_id == order_id)
    found = session().scalar(query.where(programme.in_counties(Parcel.maker_id, counties)))
    if found is None:
        raise NotFound
    return found


def line_in(order_id: int, line_id: int, counties: frozenset[str] | None = None) -> Line:
    """A line of this very order, of a maker of these counties (None: of any). Raises NotFound."""
    query = select(Line).join(Parcel, Parcel.id == Line.parcel_id)
    found = session().scalar(
        query.where(Line.id == line_id, Parcel.order_id == order_id, programme.in_counties(Parcel.maker_id, counties))
    )
    if found is None:
        raise NotFound
    return found


def own_parcel(maker_id: int, parcel_id: int) -> Parcel:
    """A parcel of this maker of which she was told; another's, or one of an order that nobody paid, is NotFound."""
    found = session().scalar(
        select(Parcel).where(Parcel.id == parcel_id, Parcel.maker_id == maker_id, Parcel.accept_by.is_not(None))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class ParcelView:
    """A parcel with its order and lines."""

    parcel: Parcel
    order: Order
    lines: tuple[Line, ...]

    @property
    def net(self) -> Rial:
        """What of its goods was not given back, in rials."""
        return total(line.net_rial for line in self.lines)

    @property
    def overdue(self) -> bool:
        """The maker's answer is late."""
        due = self.parcel.accept_by
        return self.parcel.state is ParcelState.NEW and due is not None and due < clock.now()


def _views(rows: Iterable[tuple[Parcel, Order]]) -> list[ParcelView]:
    pairs = list(rows)
    lines = lines_of(parcel.id for parcel, _ in pairs)
    return [ParcelView(parcel, order, tuple(lines.get(parcel.id, ()))) for parcel, order in pairs]


def to_send(maker_id: int) -> list[ParcelView]:
    """What a maker has to answer or to send, the oldest first."""
    query = (
        select(Parcel, Order)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Parcel.maker_id == maker_id,
            Order.state.in_(LIVE),
            Parcel.state.in_([ParcelState.NEW, ParcelState.ACCEPTED]),
        )
        .order_by(Parcel.accept_by, Parcel.id)
    )
    return _views((parcel, order) for parcel, order in session().execute(query))


def makers_parcels(maker_id: int, page: int) -> list[ParcelView]:
    """All parcels that a maker was to make, newest first, 30 a page."""
    query = (
        select(Parcel, Order)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.maker_id == maker_id, Parcel.accept_by.is_not(None))
        .order_by(Parcel.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return _views((parcel, order) for parcel, order in session().execute(query))


def makers_parcel(maker_id: int, parcel_id: int) -> ParcelView:
    """A paid parcel of this maker. Raises NotFound."""
    parcel = own_parcel(maker_id, parcel_id)
    return _views([(parcel, order(parcel.order_id))])[0]


def parcel_views(parcel_ids: Iterable[int]) -> list[ParcelView]:
    """Parcels with orders and lines, newest first; for those who may see all."""
    query = (
        select(Parcel, Order)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.id.in_(set(parcel_ids)))
        .order_by(Parcel.id.desc())
    )
    return _views((parcel, order) for parcel, order in session().execute(query))


@dataclass(frozen=True)
class OrderList:
    total: int
    page: int
    orders: list[Order]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def all_orders(state: OrderState | None, counties: frozenset[str] | None, code: str, page: int) -> OrderList:
    """Orders, newest first; with `counties`, those with a parcel from there."""
    query = select(Order)
    if state is not None:
        query = query.where(Order.state == state)
    if code:
        query = query.where(Order.code.contains(code.upper(), autoescape=True))
    if counties is not None:
        local = (
            select(Parcel.order_id)
            .join(Trainee, Trainee.id == Parcel.maker_id)
            .where(Trainee.county_code.in_(counties))
        )
        query = query.where(Order.id.in_(local))
    whole = count_of(query)
    rows = session().scalars(query.order_by(Order.id.desc()).limit(PAGE).offset((page - 1) * PAGE))
    return OrderList(whole, page, list(rows))


def order_for_staff(code: str, counties: frozenset[str] | None) -> Order:
    """An order by its number, within reach of these counties. Raises NotFound."""
    query = select(Order).where(Order.code == code)
    if counties is not None:
        local = (
            select(Parcel.order_id)
            .join(Trainee, Trainee.id == Parcel.maker_id)
            .where(Trainee.county_code.in_(counties))
        )
        query = query.where(Order.id.in_(local))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def refund_parts(order_id: int) -> list[RefundPart]:
    query = (
        select(RefundPart)
        .join(Parcel, Parcel.id == RefundPart.parcel_id)
        .where(Parcel.order_id == order_id)
        .order_by(RefundPart.id)
    )
    return list(session().scalars(query))


@dataclass(frozen=True)
class ReleasedPieces:
    """Pieces of a product whose money was released; those given back before that are not among them."""

    maker_id: int
    product_id: int
    ordered_at: datetime
    released_at: datetime
    pieces: int


def released_pieces(
    maker_ids: Iterable[int] | None, start: datetime | None = None, end: datetime | None = None
) -> list[ReleasedPieces]:
    """What the parcels of these makers (None: all) held whose money was released from `start` until before `end`."""
    wanted: list[ColumnElement[bool]] = [Parcel.completed_at.is_not(None)]
    if maker_ids is not None:
        wanted.append(Parcel.maker_id.in_(set(maker_ids)))
    if start is not None:
        wanted.append(Parcel.completed_at >= start)
    if end is not None:
        wanted.append(Parcel.completed_at < end)
    back = (
        select(func.coalesce(func.sum(RefundPart.quantity), 0))
        .where(RefundPart.line_id == Line.id, RefundPart.at <= Parcel.completed_at)
        .correlate(Line, Parcel)
        .scalar_subquery()
    )
    rows = session().execute(
        select(
            Parcel.maker_id, catalogue.Variant.product_id, Order.placed_at, Parcel.completed_at, Line.quantity - back
        )
        .select_from(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .join(catalogue.Variant, catalogue.Variant.id == Line.variant_id)
        .where(*wanted)
        .order_by(Line.id)
    )
    return [
        ReleasedPieces(maker_id, product_id, ordered_at, released_at, int(pieces))
        for maker_id, product_id, ordered_at, released_at, pieces in rows
        if released_at is not None and pieces > 0
    ]


def silent_parcels() -> list[int]:
    """Parcels whose makers have not answered in time."""
    query = (
        select(Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.state == ParcelState.NEW, Order.state.in_(LIVE), Parcel.accept_by <= clock.now())
    )
    return list(session().scalars(query.limit(200)))


def releasable() -> list[int]:
    """Parcels whose money is due to their makers."""
    query = (
        select(Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            Parcel.state.in_([ParcelState.SENT, ParcelState.DELIVERED]),
            Parcel.release_due_at <= clock.now(),
            Parcel.frozen.is_(False),
            Order.state == OrderState.PAID,
        )
    )
    return list(session().scalars(query.limit(200)))


def sold_count(maker_id: int) -> int:
    """Pieces of a maker that buyers have received."""
    query = (
        select(func.sum(Line.quantity - Line.refunded_quantity))
        .join(Parcel, Parcel.id == Line.parcel_id)
        .where(Line.maker_id == maker_id, Parcel.state == ParcelState.COMPLETED)
    )
    return int(session().scalar(query) or 0)


def last_sales(maker_ids: Iterable[int] | None = None) -> dict[int, datetime]:
    """When something of each of these makers (None: of all) was last bought and not called off."""
    bought = (OrderState.PAID, OrderState.CASH_DUE)
    query = (
        select(Parcel.maker_id, func.max(Order.placed_at))
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state.in_(bought), Parcel.state.not_in(CALLED_OFF))
        .group_by(Parcel.maker_id)
    )
    if maker_ids is not None:
        query = query.where(Parcel.maker_id.in_(set(maker_ids)))
    return {row[0]: row[1] for row in session().execute(query)}


def pieces_sold(product_id: int, since: datetime) -> int:
    """Pieces of a product that were paid for since a moment, less those that came back."""
    query = (
        select(func.sum(Line.quantity - Line.refunded_quantity))
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .join(Variant, Variant.id == Line.variant_id)
        .where(Variant.product_id == product_id, Order.state == OrderState.PAID, Order.placed_at >= since)
    )
    return int(session().scalar(query) or 0)


def held_for(maker_id: int) -> int:
    """Rials that are paid for this maker's goods and not released yet, before fees; of shared ones her share."""
    return sum(int(held.hers) for held in held_parcels(maker_id))


@dataclass(frozen=True)
class Held:
    """A parcel whose money is paid and not released, and what of it is hers, before fees."""

    view: ParcelView
    hers: Rial


def held_parcels(maker_id: int) -> list[Held]:
    """Parcels whose money is paid and not released yet, the oldest first: what the maker waits for."""
    shared = select(ParcelShare.parcel_id).where(ParcelShare.trainee_id == maker_id)
    query = (
        select(Parcel, Order)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            (Parcel.maker_id == maker_id) | Parcel.id.in_(shared),
            Order.state == OrderState.PAID,
            Parcel.state.in_(_WITH_MAKER),
        )
        .order_by(Parcel.id)
    )
    views = [view for view in _views((parcel, order) for parcel, order in session().execute(query)) if view.net]
    shares = shares_of(view.parcel.id for view in views)
    found = [
        Held(view, share_of(view.net, shares[view.parcel.id], maker_id) if view.parcel.id in shares else view.net)
        for view in views
    ]
    return [held for held in found if held.hers]


def oldest_held() -> datetime | None:
    """When the oldest order was paid whose money is still held for some maker."""
    query = (
        select(func.min(Order.paid_at))
        .select_from(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Parcel.state.in_(_WITH_MAKER))
    )
    return session().scalar(query)


def weight_of(lines: Iterable[Line]) -> int:
    """Grams of what is sent: what is not known counts as usual."""
    sold = list(lines)
    weights = {one.id: one.weight_g for one in catalogue.versions(line.version_id for line in sold).values()}
    return sum((weights.get(line.version_id) or USUAL_WEIGHT_G) * line.quantity for line in sold)


def counts(since: datetime) -> dict[ParcelState, int]:
    """Paid parcels since a moment, by state."""
    rows = session().execute(
        select(Parcel.state, func.count())
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Order.paid_at >= since)
        .group_by(Parcel.state)
    )
    return {row[0]: row[1] for row in rows}


_NET = Line.goods_rial - Line.discount_rial - Line.refunded_rial + Line.funded_rial - Line.funded_back_rial
_CARRIAGE = Parcel.delivery_rial - Parcel.subsidy_back_rial - Parcel.refunded_delivery_rial + Parcel.borne_rial


def invariants() -> list[tuple[str, int]]:
    """Broken promises of orders, by name, with how many parcels or rials."""
    rows = session().execute(
        select(Parcel.id, Parcel.state, Order.state, func.sum(_NET))
        .join(Order, Order.id == Parcel.order_id)
        .join(Line, Line.parcel_id == Parcel.id)
        .group_by(Parcel.id, Parcel.state, Order.state)
    )
    escrow = {code: -int(amount) for code, amount in ledger.balances(chart.ESCROW).items()}
    expected = {
        chart.escrow(parcel_id): int(net)
        for parcel_id, state, order_state, net in rows
        if order_state is OrderState.PAID and state in _WITH_MAKER
    }
    wrong = sum(escrow.get(code, 0) != expected.get(code, 0) for code in {*escrow, *expected})
    delivery = (
        select(func.coalesce(func.sum(_CARRIAGE), 0)).select_from(Parcel).join(Order, Order.id == Parcel.order_id)
    )
    owed = session().scalar(delivery.where(Order.state == OrderState.PAID, Parcel.state.in_(_WITH_MAKER)))
    overdrawn = select(func.count()).where(
        (Line.refunded_rial > Line.goods_rial - Line.discount_rial) | (Line.refunded_quantity > Line.quantity)
    )
    called_off = (
        select(func.count())
        .select_from(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.state == OrderState.PAID, Parcel.state.in_(CALLED_OFF), _NET != 0)
    )
    released = session().execute(
        select(
            _NET,
            Line.quantity - Line.refunded_quantity,
            Line.commission_bps,
            Line.commission_fixed_rial,
        )
        .join(Parcel, Parcel.id == Line.parcel_id)
        .where(Parcel.state == ParcelState.COMPLETED)
    )
    earned = sum(Fee(bps, fixed).of(int(net), pieces) for net, pieces, bps, fixed in released)
    sold = Line.goods_rial - Line.discount_rial + Line.funded_rial
    share = (sold * Line.commission_bps + 5000) // 10000 + Line.commission_fixed_rial * Line.quantity
    due = case((share < sold, share), else_=sold)
    fees = session().scalar(select(func.count()).where(Line.commission_rial != due))
    return [
        ("R2 escrow.differs", wrong),
        ("I4 shipping.differs", abs(int(ledger.balance(chart.SHIPPING)) + int(owed or 0))),
        ("I5 lines.refunded_above_price", session().scalar(overdrawn) or 0),
        ("I5 called_off.not_refunded", session().scalar(called_off) or 0),
        ("I10 lines.commission_differs", fees or 0),
        ("R10 commission.differs", abs(int(ledger.balance(chart.COMMISSION)) + earned)),
        ("I4 promotions.differ", _promotions_differ()),
        ("I4 orders.sum_differs", session().scalar(_sums_that_differ()) or 0),
        ("R10 shares.differ", _shares_that_differ()),
    ]


def _promotions_differ() -> int:
    """How far what the shop's funds have paid, by the books, is from what stands on lines and parcels."""
    paid = Order.state == OrderState.PAID
    lines = (
        select(func.coalesce(func.sum(Line.funded_rial - Line.funded_back_rial), 0))
        .select_from(Line)
        .join(Parcel, Parcel.id == Line.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
    )
    parcels = (
        select(
            func.coalesce(func.sum(Parcel.subsidy_rial - Parcel.subsidy_back_rial), 0),
            func.coalesce(func.sum(Parcel.borne_rial), 0),
        )
        .select_from(Parcel)
        .join(Order, Order.id == Parcel.order_id)
    )
    subsidy, borne = session().execute(parcels.where(paid)).one()
    expected = {
        chart.DISCOUNT: int(session().scalar(lines.where(paid)) or 0),
        chart.SUBSIDY: int(subsidy),
        chart.DELIVERY_BORNE: int(borne),
    }
    return sum(abs(int(sum(ledger.balances(code).values())) - rials) for code, rials in expected.items())


def _sums_that_differ() -> Select[int]:
    """Orders whose own sums are not those of their lines and parcels."""
    lines = (
        select(Parcel.order_id, func.sum(Line.goods_rial).label("goods"), func.sum(Line.discount_rial).label("off"))
        .join(Parcel, Parcel.id == Line.parcel_id)
        .group_by(Parcel.order_id)
        .subquery()
    )
    parcels = (
        select(
            Parcel.order_id,
            func.sum(Parcel.delivery_rial).label("delivery"),
            func.sum(Parcel.subsidy_rial).label("subsidy"),
        )
        .group_by(Parcel.order_id)
        .subquery()
    )
    return (
        select(func.count())
        .select_from(Order)
        .join(lines, lines.c.order_id == Order.id)
        .join(parcels, parcels.c.order_id == Order.id)
        .where(
            (lines.c.goods != Order.goods_rial)
            | (lines.c.off != Order.discount_rial)
            | (parcels.c.delivery != Order.delivery_rial)
            | (parcels.c.subsidy != Order.subsidy_rial)
        )
    )


def _shares_that_differ() -> int:
    """Shared parcels whose parts do not make a whole, or whose members did not get what was released."""
    query = select(ParcelShare, Parcel.state).join(Parcel, Parcel.id == ParcelShare.parcel_id)
    shares: dict[int, list[ParcelShare]] = {}
    completed = set()
    for share, state in session().execute(query):
        shares.setdefault(share.parcel_id, []).append(share)
        if state is ParcelState.COMPLETED:
            completed.add(share.parcel_id)
    lines = lines_of(completed)
    earned = {one: sum(int(line.net_rial - line.fee_now) for line in lines.get(one, [])) for one in completed}
    return sum(
        sum(share.bps for share in found) != WHOLE or sum(int(share.kept) for share in found) != earned.get(one, 0)
        for one, found in shares.items()
    )
