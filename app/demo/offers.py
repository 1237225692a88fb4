"""What the demo's market does for buyers: coupons, a fund for deliveries, a group that shares, goodwill."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from app import orders, payments, promotions
from app.demo import telling
from app.demo.diary import Diary
from app.orders import Codes
from app.promotions import NewCoupon, NewSubsidy, Terms, Worth
from app.shared import clock
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.money import Rial

COUPON, HERS = "BUSHEHR", "YARAN"


@dataclass
class Offers:
    """What finance and makers set as the months go by, and what buyers make of it."""

    dice: random.Random
    diary: Diary
    finance: int
    makers: Sequence[int]
    person_of_first: int
    notes: list[str] = field(default_factory=list)

    def plan(self) -> None:
        """Write into the diary when each of them begins."""
        for days, act in ((20, self._fund), (45, self._coupons), (60, self._share)):
            self.diary.write(clock.now() + timedelta(days=days), act)

    def _terms(self, budget: int | None) -> Terms:
        return Terms(clock.now(), None, Rial(0), None if budget is None else Rial(budget), telling.DECISION)

    def _fund(self) -> None:
        new = NewSubsidy(telling.FUND, 5_000, Rial(300_000), None, self._terms(60_000_000))
        with transaction():
            promotions.add_subsidy(new, self.finance)

    def _coupons(self) -> None:
        shops = NewCoupon(COUPON, telling.SHOPS_COUPON, Worth(1_000, Rial(0), Rial(1_000_000)), self._terms(40_000_000))
        hers = NewCoupon(HERS, telling.HER_COUPON, Worth(500, Rial(0), None), self._terms(None), self.makers[0])
        with transaction():
            promotions.add_coupon(shops, self.finance)
            promotions.add_coupon(hers, self.person_of_first)

    def _share(self) -> None:
        first, second, third = self.makers[1:4]
        parts = [(first, 5_000), (second, 3_000), (third, 2_000)]
        with transaction():
            orders.set_shares(first, parts, clock.now(), telling.AGREEMENT, self.finance)

    def codes(self, view: orders.View, mobile: str) -> Codes:
        """What a buyer types: nothing most of the time, else what holds for this basket."""
        wanted = Codes()
        if self.dice.random() < 0.2:
            wanted = Codes(coupon=self.dice.choice((COUPON, COUPON, HERS)))
        elif self.notes and self.dice.random() < 0.1:
            wanted = Codes(credit=self.notes.pop())
        try:
            orders.bill(view, {}, wanted, mobile)
        except Refusal:
            return Codes()
        return wanted

    def make_up(self, order_id: int) -> None:
        """A buyer who waited long gets some credit."""
        with transaction():
            note = payments.give_goodwill(order_id, Rial(500_000), telling.LATE, "demo", self.finance)
            self.notes.append(payments.shown_code(note))
