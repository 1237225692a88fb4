"""What counts of a trainee's months beside the ledger: other income by its grade, and months of insurance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app import livings
from app.shared.calendar import JalaliMonth


@dataclass(frozen=True)
class Sides:
    """Of one trainee, by month (as it is written): rials that are counted with her income, and insured months."""

    rials: Mapping[str, int] = field(default_factory=dict)
    insured: frozenset[str] = frozenset()

    def of(self, month: JalaliMonth) -> int:
        return self.rials.get(str(month), 0) if self.rials else 0

    def insures(self, month: JalaliMonth) -> bool:
        return bool(self.insured) and str(month) in self.insured


_NOTHING = Sides()


class Sidelines:
    """All that was told of these trainees (None: of all), read once."""

    def __init__(self, trainee_ids: Collection[int] | None = None) -> None:
        self._incomes = livings.beside_rows(trainee_ids)
        self._insured = livings.insured_rows(trainee_ids)

    @property
    def with_income(self) -> set[int]:
        """Whoever told any income of hers beside the shop."""
        return set(self._incomes)

    def known(self, trainee_id: int, moment: datetime) -> Sides:
        """As it was known at a moment; each month by the rules of its end, or of that moment while it runs."""
        incomes, insured = self._incomes.get(trainee_id), self._insured.get(trainee_id)
        if incomes is None and insured is None:
            return _NOTHING
        rials: dict[str, int] = {}
        for (month, _), one in livings.held_at(incomes or (), moment).items():
            end = min(JalaliMonth.parse(month).ends - timedelta(microseconds=1), moment)
            rials[month] = rials.get(month, 0) + livings.counts(one, end, moment)
        held = livings.held_at(insured or (), moment)
        return Sides(rials, frozenset(month for (month, _), counts in held.items() if counts))
