"""Baskets, orders, parcels and lines. The maker stands on every line."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import Exempt
from app.orders.rules import Fee
from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.dated import Dated
from app.shared.money import Rial
from app.shared.states import Stateful
from app.vouching import Grade


class Basket(Model):
    """What somebody means to buy; a browser knows it by a token, of which only the hash is here."""

    __tablename__ = "basket"

    id: Mapped[int] = key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    mobile: Mapped[str] = mapped_column(String(11), default="")
    province_code: Mapped[str | None] = mapped_column(ForeignKey("province.code"))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    city: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    email: Mapped[str] = mapped_column(String(254), default="")


class BasketLine(Model):
    __tablename__ = "basket_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    basket_id: Mapped[int] = mapped_column(ForeignKey("basket.id"), primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), primary_key=True)
    quantity: Mapped[int]
    seen_price_rial: Mapped[Rial] = mapped_column(RialColumn)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrderState(StrEnum):
    """`cash_due`: the makers have it, and the buyer pays when it is handed over."""

    AWAITING_PAYMENT = "awaiting_payment"
    CASH_DUE = "cash_due"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = frozenset({OrderState.PAID, OrderState.CASH_DUE})


class Order(Stateful, Model):
    """A buyer's promise to pay, and the makers' to send. `token` opens its page without a log-in.

    `total_rial` is what the buyer owes: goods and delivery, less what a coupon took off and what a fund pays of the
    delivery. `credit_rial` of it is paid with store credit, the rest by one of the ways to pay.
    """

    __tablename__ = "order"
    __table_args__ = (
        CheckConstraint(
            "total_rial = goods_rial + delivery_rial - discount_rial - subsidy_rial AND total_rial > 0", name="total"
        ),
        CheckConstraint("credit_rial >= 0 AND credit_rial <= total_rial", name="credit"),
        CheckConstraint("state <> 'paid' OR paid_at IS NOT NULL", name="paid_at"),
        Index("ix_order_state_pay_until", "state", "pay_until"),
    )
    MOVES: ClassVar = {
        OrderState.AWAITING_PAYMENT: frozenset(
            {OrderState.PAID, OrderState.CASH_DUE, OrderState.EXPIRED, OrderState.CANCELLED}
        ),
        OrderState.CASH_DUE: frozenset({OrderState.PAID, OrderState.CANCELLED}),
        OrderState.EXPIRED: frozenset({OrderState.AWAITING_PAYMENT}),
    }

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(String(16), unique=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    checkout_key: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    mobile: Mapped[str] = mapped_column(String(11))
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    city: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[OrderState] = mapped_column(one_of(OrderState, "state"))
    goods_rial: Mapped[Rial] = mapped_column(RialColumn)
    delivery_rial: Mapped[Rial] = mapped_column(RialColumn)
    discount_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    subsidy_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    total_rial: Mapped[Rial] = mapped_column(RialColumn)
    credit_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupon.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    pay_until: Mapped[datetime] = mapped_column(UtcDateTime)
    extended: Mapped[bool] = mapped_column(default=False)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def due_rial(self) -> Rial:
        """What is to be paid besides store credit."""
        return self.total_rial - self.credit_rial

    @property
    def live(self) -> bool:
        """Its makers have it: it is paid, or will be when it is handed over."""
        return self.state in LIVE


class ParcelState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LOST = "lost"


UNSENT = frozenset({ParcelState.NEW, ParcelState.ACCEPTED})
CALLED_OFF = frozenset({ParcelState.REJECTED, ParcelState.EXPIRED, ParcelState.CANCELLED, ParcelState.LOST})


class Parcel(Stateful, Model):
    """One maker's part of an order, with its own way of sending and promised day.

    `frozen`: the buyer claims, and its money is not released while that lasts. Of the delivery's price a fund may pay
    `subsidy_rial`, of which `subsidy_back_rial` went back to it. `borne_rial` was given back to the buyer at the shop's
    cost, because its courier had carried the parcel.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("order_id", "maker_id"),
        CheckConstraint(
            "refunded_delivery_rial >= 0 AND refunded_delivery_rial <= delivery_rial - subsidy_rial", name="delivery"
        ),
        CheckConstraint("subsidy_rial >= 0 AND subsidy_rial <= delivery_rial", name="subsidy"),
        CheckConstraint("subsidy_back_rial >= 0 AND subsidy_back_rial <= subsidy_rial", name="subsidy_back"),
        CheckConstraint("borne_rial >= 0 AND borne_rial <= refunded_delivery_rial", name="borne"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_at"),
        Index("ix_parcel_release_due", "state", "release_due_at"),
    )
    MOVES: ClassVar = {
        ParcelState.NEW: frozenset(
            {ParcelState.ACCEPTED, ParcelState.REJECTED, ParcelState.EXPIRED, ParcelState.CANCELLED}
        ),
        ParcelState.ACCEPTED: frozenset({ParcelState.SENT, ParcelState.CANCELLED}),
        ParcelState.SENT: frozenset({ParcelState.DELIVERED, ParcelState.LOST}),
        ParcelState.DELIVERED: frozenset({ParcelState.COMPLETED}),
    }

    id: Mapped[int] = key()
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    state: Mapped[ParcelState] = mapped_column(one_of(ParcelState, "state"), index=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("shipping_service.code"))
    delivery_rial: Mapped[Rial] = mapped_column(RialColumn)
    refunded_delivery_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    subsidy_id: Mapped[int | None] = mapped_column(ForeignKey("subsidy.id"))
    subsidy_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    subsidy_back_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    borne_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    promised_on: Mapped[date]
    accept_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tracking_no: Mapped[str] = mapped_column(String(40), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    release_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen: Mapped[bool] = mapped_column(default=False)

    @property
    def delivery_left(self) -> Rial:
        """What of the delivery the buyer has paid and not got back."""
        return self.delivery_rial - self.subsidy_rial - self.refunded_delivery_rial

    @property
    def carriage(self) -> Rial:
        """What is there for whoever carries it."""
        return self.delivery_rial - self.subsidy_back_rial - self.refunded_delivery_rial + self.borne_rial


class ParcelShare(Model):
    """A member's share of what a parcel earns, where a group makes together; frozen at the sale.

    `released_rial` is what she got of it, `taken_back_rial` what of that went back to the buyer.
    """

    __tablename__ = "parcel_share"
    __table_args__ = (
        CheckConstraint("bps > 0 AND bps <= 10000", name="bps"),
        CheckConstraint("taken_back_rial >= 0 AND taken_back_rial <= released_rial", name="taken_back"),
    )

    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), primary_key=True, index=True)
    position: Mapped[int]
    bps: Mapped[int]
    released_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    taken_back_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))

    @property
    def kept(self) -> Rial:
        """What she has of it now."""
        return self.released_rial - self.taken_back_rial


class ShareRule(Dated, Model):
    """How a group shares what one of them sells for all, from when to when."""

    __tablename__ = "share_rule"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="runs_forward"),)

    id: Mapped[int] = key()
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ShareOf(Model):
    """One member's part of a group's rule, in basis points; a rule's parts make 10,000."""

    __tablename__ = "share_of"
    __table_args__ = (CheckConstraint("bps > 0 AND bps <= 10000", name="bps"),)

    rule_id: Mapped[int] = mapped_column(ForeignKey("share_rule.id"), primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), primary_key=True)
    position: Mapped[int]
    bps: Mapped[int]


class Line(Model):
    """One variant in a parcel. Price, version, vouch, disclosure and commission are frozen at sale.

    A coupon took `discount_rial` off; `funded_rial` of that the shop pays to the maker in the buyer's place, of which
    `funded_back_rial` went back to the shop with refunds. The maker bears the rest of the discount.
    """

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("parcel_id", "variant_id"),
        CheckConstraint("quantity > 0 AND goods_rial = unit_price_rial * quantity", name="goods"),
        CheckConstraint("refunded_quantity >= 0 AND refunded_quantity <= quantity", name="refunded_quantity"),
        CheckConstraint("discount_rial >= 0 AND discount_rial < goods_rial", name="discount"),
        CheckConstraint("funded_rial >= 0 AND funded_rial <= discount_rial", name="funded"),
        CheckConstraint("refunded_rial >= 0 AND refunded_rial <= goods_rial - discount_rial", name="refunded"),
        CheckConstraint("funded_back_rial >= 0 AND funded_back_rial <= funded_rial", name="funded_back"),
        CheckConstraint("grade = 'conforms' OR acknowledged <> ''", name="acknowledged"),
    )

    id: Mapped[int] = key()
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"))
    vouch_id: Mapped[int | None] = mapped_column(ForeignKey("vouch.id"))
    sku: Mapped[str] = mapped_column(String(44))
    title: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int]
    unit_price_rial: Mapped[Rial] = mapped_column(RialColumn)
    goods_rial: Mapped[Rial] = mapped_column(RialColumn)
    discount_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    funded_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    commission_rule_id: Mapped[int | None] = mapped_column(ForeignKey("commission_rule.id"))
    commission_bps: Mapped[int]
    commission_fixed_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    commission_rial: Mapped[Rial] = mapped_column(RialColumn)
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    # What the grade was called that day, by language, where it was not the shop's own words.
    grade_names: Mapped[str] = mapped_column(Text, default="")
    differences: Mapped[str] = mapped_column(Text, default="")
    acknowledged: Mapped[str] = mapped_column(Text, default="")
    exempt: Mapped[Exempt | None] = mapped_column(one_of(Exempt, "exempt"))
    refunded_quantity: Mapped[int] = mapped_column(default=0)
    refunded_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))
    funded_back_rial: Mapped[Rial] = mapped_column(RialColumn, default=Rial(0))

    @property
    def paid_rial(self) -> Rial:
        """What the buyer pays for it."""
        return self.goods_rial - self.discount_rial

    @property
    def left_rial(self) -> Rial:
        """What the buyer paid for it and has not got back."""
        return self.paid_rial - self.refunded_rial

    @property
    def net_rial(self) -> Rial:
        """What its maker sold it for, less refunds, before the commission: from the buyer and from the shop's fund."""
        return self.left_rial + self.funded_rial - self.funded_back_rial

    @property
    def fee(self) -> Fee:
        """The shop's part, as it was at the sale."""
        return Fee(self.commission_bps, self.commission_fixed_rial)

    @property
    def fee_now(self) -> Rial:
        """The commission on what was not refunded, in rials."""
        return self.fee.of(self.net_rial, self.quantity - self.refunded_quantity)


class CommissionRule(Dated, Model):
    """The shop's share of sales, for whom it names, from when to when. What holds at a sale is frozen on its line."""

    __tablename__ = "commission_rule"
    __table_args__ = (
        CheckConstraint("bps >= 0 AND bps <= 10000", name="bps"),
        CheckConstraint("fixed_rial >= 0", name="fixed"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="runs_forward"),
    )

    id: Mapped[int] = key()
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    bps: Mapped[int]
    fixed_rial: Mapped[Rial] = mapped_column(RialColumn)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RefundPart(Model):
    """What a refund consists of: so much of a line, or (no line) of a parcel's delivery. Append-only in spirit."""

    __tablename__ = "refund_part"
    __table_args__ = (CheckConstraint("amount_rial > 0", name="amount"),)

    id: Mapped[int] = key()
    refund_id: Mapped[int] = mapped_column(ForeignKey("refund.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"))
    quantity: Mapped[int] = mapped_column(default=0)
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProposalState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


class Proposal(Stateful, Model):
    """A large refund that waits for a second person. Whoever agrees is not who proposed it: the database sees to it."""

    __tablename__ = "refund_proposal"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_persons"),
        CheckConstraint("state <> 'agreed' OR decided_by IS NOT NULL", name="agreed"),
        Index(
            "uq_refund_proposal_waiting",
            "key",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )
    MOVES: ClassVar = {ProposalState.WAITING: frozenset({ProposalState.AGREED, ProposalState.DECLINED})}

    id: Mapped[int] = key()
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    why: Mapped[str] = mapped_column(String(200))
    state: Mapped[ProposalState] = mapped_column(one_of(ProposalState, "state"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProposalPart(Model):
    """What a proposal consists of, as `RefundPart` will."""

    __tablename__ = "refund_proposal_part"
    __table_args__ = (CheckConstraint("amount_rial > 0", name="amount"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("refund_proposal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"))
    quantity: Mapped[int]
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)


class RecalledLine(Model):
    """A sold line that a recall is about. `stopped`: its parcel was called off in time; `told_at`: the buyer knows."""

    __tablename__ = "recalled_line"

    recall_id: Mapped[int] = mapped_column(ForeignKey("recall.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), primary_key=True, index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    stopped: Mapped[bool]
    struck_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
