"""What was sold without the shop, and what stands behind the word."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial
from app.shared.states import Stateful


class SaleKind(StrEnum):
    FAIR = "fair"
    NEIGHBOUR = "neighbour"
    WHOLESALE = "wholesale"


class Evidence(StrEnum):
    """What stands behind it: her word alone, a paper or photo, somebody of the programme who was there."""

    SAID = "said"
    PAPER = "paper"
    WITNESSED = "witnessed"


class SaleState(StrEnum):
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    VOID = "void"


class OffshopSale(Stateful, Model):
    """One sale for cash. The fee is frozen as it was on the day of recording."""

    __tablename__ = "offshop_sale"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("fee_rial >= 0 AND fee_rial <= amount_rial", name="fee"),
        Index("ix_offshop_sale_maker_day", "maker_id", "happened_on"),
    )
    MOVES: ClassVar = {
        SaleState.RECORDED: frozenset({SaleState.CONFIRMED, SaleState.VOID}),
        SaleState.CONFIRMED: frozenset({SaleState.VOID}),
    }

    id: Mapped[int] = key()
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[SaleKind] = mapped_column(one_of(SaleKind, "kind"))
    title: Mapped[str] = mapped_column(String(120))
    happened_on: Mapped[date]
    quantity: Mapped[int]
    amount_rial: Mapped[Rial] = mapped_column(RialColumn)
    fee_rial: Mapped[Rial] = mapped_column(RialColumn)
    evidence: Mapped[Evidence] = mapped_column(one_of(Evidence, "evidence"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SaleState] = mapped_column(one_of(SaleState, "state"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
