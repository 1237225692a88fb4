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
    """What stands behind it, the weakest first.

    - SAID: her word alone (or hers and that of the buyer, who has an interest of her own).
    - AGREED: a mentor who does not buy told it, and the maker agreed.
    - PAPER: a paper or photo lies here.
    - WITNESSED: somebody of the programme was there, or has seen the paper.
    """

    SAID = "said"
    AGREED = "agreed"
    PAPER = "paper"
    WITNESSED = "witnessed"


class SaleState(StrEnum):
    """PROPOSED: a mentor told it and the maker has not answered; it counts for nothing until she has agreed."""

    PROPOSED = "proposed"
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    VOID = "void"


COUNTS = (SaleState.RECORDED, SaleState.CONFIRMED)


class OffshopSale(Stateful, Model):
    """One sale for cash. The fee is frozen as it was on the day of recording.

    Told by a mentor it has her in `mentor_id` and `recorded_by`, and the maker in `answered_by` once she has answered.
    `mentor_buys`: the mentor herself is the buyer. `note`: the last word about it, of whoever denied, saw or voided it.
    """

    __tablename__ = "offshop_sale"
    __table_args__ = (
        CheckConstraint("amount_rial > 0", name="amount"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("fee_rial >= 0 AND fee_rial <= amount_rial", name="fee"),
        CheckConstraint("mentor_id IS NOT NULL OR state NOT IN ('proposed', 'denied')", name="told_by_mentor"),
        CheckConstraint(
            "mentor_id IS NULL OR answered_by IS NOT NULL OR state IN ('proposed', 'void')", name="answered"
        ),
        CheckConstraint("answered_by IS NULL OR answered_by <> recorded_by", name="two_persons"),
        Index("ix_offshop_sale_maker_day", "maker_id", "happened_on"),
    )
    MOVES: ClassVar = {
        SaleState.PROPOSED: frozenset({SaleState.RECORDED, SaleState.DENIED, SaleState.VOID}),
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
    buyer: Mapped[str] = mapped_column(String(120), default="")
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("mentor.id"))
    mentor_buys: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def waits(self) -> bool:
        """Nobody but the maker can say now whether it was so."""
        return self.state is SaleState.PROPOSED

    @property
    def open(self) -> bool:
        """It waits or it counts: it can still be taken out."""
        return self.state in self.MOVES
