"""What comes after a sale in the demo: claims in all their ways, and what makers sold outside the shop."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import claims, offshop, orders, programme
from app.claims import ClaimState, Complaint, Reason, Verdict
from app.demo import telling
from app.demo.diary import Diary
from app.offshop import Buyer, NewSale, SaleKind
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.money import Rial


@dataclass
class Aftercare:
    """Buyers who say that something is not right, makers who answer, staff who decide; and the fairs."""

    dice: random.Random
    diary: Diary
    staff: int

    # ---- claims -----------------------------------------------------------------------------------------------

    def complain(self, parcel_id: int) -> None:
        """A buyer was not content with the first line of her parcel."""
        reason = self.dice.choices((Reason.NOT_AS_DESCRIBED, Reason.DAMAGED, Reason.WITHDRAWAL), (5, 3, 2))[0]
        words = "" if reason is Reason.WITHDRAWAL else telling.complaint(reason.value, self.dice)
        try:
            with transaction():
                parcel = orders.parcel_by_id(parcel_id)
                line = orders.lines_of([parcel_id])[parcel_id][0]
                claim = claims.open_claim(parcel, Complaint(reason, words, {line.id: 1}), None)
                claim_id, maker_id = claim.id, parcel.maker_id
        except Refusal:
            return
        if reason is Reason.WITHDRAWAL:
            self._later(6 * 24, lambda: self._goods_came(claim_id, maker_id))
            return
        answer = self.dice.choices((self._agree, self._offer, self._contest, None), (40, 34, 16, 10))[0]
        if answer is not None:
            self._later(50, lambda: answer(claim_id, maker_id))
        self._later(24 * 6, lambda: self._decide(claim_id), least=24 * 5)

    def showcase(self, parcel_ids: Sequence[int]) -> None:
        """Claims of today, one in each of the ways that people have to act on: parcels that arrived of late."""
        turns = [None, self._offer_now, self._contest_now, self._agree_now]
        for parcel_id in parcel_ids:
            if not turns:
                return
            if claims.by_parcel([parcel_id]):
                continue
            try:
                with transaction():
                    parcel = orders.parcel_by_id(parcel_id)
                    line = orders.lines_of([parcel_id])[parcel_id][0]
                    words = telling.complaint(Reason.DAMAGED.value, self.dice)
                    claim = claims.open_claim(parcel, Complaint(Reason.DAMAGED, words, {line.id: 1}), None)
                    answer = turns.pop(0)
                    if answer is not None:
                        answer(claim, _person(parcel.maker_id))
            except Refusal:
                continue

    def _offer_now(self, claim: claims.Claim, by: int) -> None:
        claims.offer(claim, claims.view(claim).amount // 40_000 * 10_000 or 10_000, telling.offer(self.dice), by)

    def _contest_now(self, claim: claims.Claim, by: int) -> None:
        claims.contest(claim, telling.contest(self.dice), by)

    def _agree_now(self, claim: claims.Claim, by: int) -> None:
        claims.agree(claim, by, goods_back=True)

    def _later(self, most: float, act: Callable[[], None], least: float = 3) -> None:
        at: datetime = clock.now() + timedelta(hours=least + (most - least) * self.dice.random())
        self.diary.write(at, act)

    def _agree(self, claim_id: int, maker_id: int) -> None:
        back = self.dice.random() < 0.4
        self._try(claim_id, ClaimState.OPEN, lambda: claims.agree(_one(claim_id), _person(maker_id), goods_back=back))
        if back:
            self._later(7 * 24, lambda: self._goods_came(claim_id, maker_id), least=48)

    def _offer(self, claim_id: int, maker_id: int) -> None:
        def act() -> None:
            amount = claims.view(_one(claim_id)).amount // 4 // 10_000 * 10_000 or 10_000
            claims.offer(_one(claim_id), amount, telling.offer(self.dice), _person(maker_id))

        self._try(claim_id, ClaimState.OPEN, act)
        self._later(60, lambda: self._answer_offer(claim_id))

    def _answer_offer(self, claim_id: int) -> None:
        answer = claims.accept_offer if self.dice.random() < 0.7 else claims.decline_offer
        self._try(claim_id, ClaimState.OFFERED, lambda: answer(_one(claim_id), None))

    def _contest(self, claim_id: int, maker_id: int) -> None:
        words = telling.contest(self.dice)
        self._try(claim_id, ClaimState.OPEN, lambda: claims.contest(_one(claim_id), words, _person(maker_id)))

    def _goods_came(self, claim_id: int, maker_id: int) -> None:
        def act() -> None:
            claims.goods_came(_one(claim_id), _person(maker_id), sellable=self.dice.random() < 0.6)

        self._try(claim_id, ClaimState.RETURNING, act)

    def _decide(self, claim_id: int) -> None:
        def act() -> None:
            claim = _one(claim_id)
            half = Rial(claims.view(claim).amount // 2 if self.dice.random() < 0.6 else 0)
            verdict = Verdict(half, Rial(0), telling.verdict(half > 0), goods_back=False, upheld=half > 0)
            claims.decide(claim, verdict, self.staff)

        self._try(claim_id, ClaimState.DISPUTED, act)

    def _try(self, claim_id: int, state: ClaimState, act: Callable[[], None]) -> None:
        """Do it if it is still that turn, unless time or the rest of the story has overtaken it."""
        try:
            with transaction():
                if _one(claim_id).state is state:
                    act()
        except Refusal:
            return

    # ---- outside the shop -------------------------------------------------------------------------------------

    def fair(self, maker_id: int) -> None:
        """A maker writes down what she sold at a fair or to a neighbour; staff have seen some of it."""
        kind = self.dice.choice((SaleKind.FAIR, SaleKind.FAIR, SaleKind.NEIGHBOUR, SaleKind.WHOLESALE))
        pieces = self.dice.randrange(2, 9)
        amount = Rial(pieces * self.dice.randrange(60, 240) * 10_000)
        with transaction():
            key = f"demo-{maker_id}-{clock.now():%Y%m%d}"
            what = NewSale(kind, telling.sold(kind.value), today(), pieces, amount, key)
            sale = offshop.record(maker_id, what, _person(maker_id))
            sale_id = sale.id
        if self.dice.random() < 0.5:
            self._later(70, lambda: self._confirm(sale_id))

    def wholesale(self, mentor_id: int, maker_id: int, number: int) -> None:
        """A mentor writes down an order that she brought; the maker agrees, denies it, or has not looked yet."""
        pieces = self.dice.randrange(20, 80)
        amount = Rial(pieces * self.dice.randrange(50, 200) * 10_000)
        told = NewSale(SaleKind.WHOLESALE, telling.sold("wholesale"), today(), pieces, amount, f"demo-order-{number}")
        buyer = Buyer("", mentor_herself=True) if number % 4 == 2 else Buyer(telling.SHOP)
        with transaction():
            order = offshop.propose(programme.mentor(mentor_id), programme.trainee(maker_id), told, buyer)
            sale_id = order.id
        if number % 5 != 4:
            self._later(60, lambda: self._answer(sale_id, maker_id, so=number % 5 != 3))

    def _answer(self, sale_id: int, maker_id: int, *, so: bool) -> None:
        with transaction():
            sale = offshop.own_sale(maker_id, sale_id)
            if so:
                offshop.agree(sale, _person(maker_id))
            else:
                offshop.deny(sale, telling.NO_SUCH_ORDER, _person(maker_id))

    def _confirm(self, sale_id: int) -> None:
        with transaction():
            offshop.confirm(offshop.within(sale_id, None), telling.SEEN_AT_THE_FAIR, self.staff)


def _one(claim_id: int) -> claims.Claim:
    return claims.claim(claim_id)


def _person(maker_id: int) -> int:
    return programme.trainee(maker_id).person_id
