"""What a piece costs its maker, in her own words: never seen by anybody else, append-only, so that months stay true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.models import Product
from app.shared import clock
from app.shared.database import LOCK, Model, RialColumn, UtcDateTime, key, session
from app.shared.money import Rial


class Cost(Model):
    """What one piece of a product cost its maker from a moment on, until she says another."""

    __tablename__ = "product_cost"
    __table_args__ = (
        CheckConstraint("material_rial >= 0 AND packing_rial >= 0 AND other_rial >= 0", name="not_negative"),
    )

    id: Mapped[int] = key()
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    material_rial: Mapped[Rial] = mapped_column(RialColumn)
    packing_rial: Mapped[Rial] = mapped_column(RialColumn)
    other_rial: Mapped[Rial] = mapped_column(RialColumn)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def total(self) -> Rial:
        return self.material_rial + self.packing_rial + self.other_rial


@dataclass(frozen=True)
class NewCost:
    """What a piece costs, in rials."""

    material: Rial
    packing: Rial
    other: Rial

    @property
    def total(self) -> Rial:
        return self.material + self.packing + self.other


def state_cost(product_id: int, wanted: NewCost, by: int | None) -> None:
    """Say what a piece costs from now on; what was ordered before keeps its cost. The same again changes nothing."""
    session().get_one(Product, product_id, with_for_update=LOCK)
    known = cost_of(product_id)
    if known and (known.material_rial, known.packing_rial, known.other_rial) == (
        wanted.material,
        wanted.packing,
        wanted.other,
    ):
        return
    session().add(
        Cost(
            product_id=product_id,
            material_rial=wanted.material,
            packing_rial=wanted.packing,
            other_rial=wanted.other,
            set_by=by,
            set_at=clock.now(),
        )
    )
    session().flush()


def costs_of(product_ids: Iterable[int]) -> dict[int, list[Cost]]:
    """All that was ever said, by product, oldest first."""
    found: dict[int, list[Cost]] = {}
    for cost in session().scalars(select(Cost).where(Cost.product_id.in_(set(product_ids))).order_by(Cost.id)):
        found.setdefault(cost.product_id, []).append(cost)
    return found


def cost_of(product_id: int) -> Cost | None:
    """What a piece costs now; None where she has not said."""
    return session().scalar(select(Cost).where(Cost.product_id == product_id).order_by(Cost.id.desc()).limit(1))


def cost_at(costs: Sequence[Cost], moment: datetime) -> Cost | None:
    """The one that held at a moment; None before she said any."""
    return next((one for one in reversed(costs) if one.set_at <= moment), None)
