"""The sums alone, without a database: a parcel's money from the bill to the last refund, in every order of steps.

PURE_SEQUENCES says how many; `make drill` plays a hundred thousand.
"""

import os
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.orders.rules import Fee, fund_back
from app.promotions.rules import paid_for, spread, taken_off
from app.shared.money import Rial, allocate, split_remaining

RUNS = int(os.environ.get("PURE_SEQUENCES", "300"))


@dataclass
class Piece:
    """A line: its price, what a coupon took off, what of that a fund pays, and what went back of each."""

    price: int
    quantity: int
    off: int
    funded: int
    refunded: int = 0
    back: int = 0
    pieces_back: int = 0

    @property
    def paid(self) -> int:
        return self.price - self.off

    @property
    def net(self) -> int:
        return self.paid - self.refunded + self.funded - self.back

    @property
    def left(self) -> int:
        return self.paid - self.refunded


@dataclass
class Parcel:
    """A parcel's accounts: what is owed to whom. Debits are positive; all sum to nothing at every moment."""

    lines: list[Piece]
    fee: Fee
    shares: list[int]
    books: dict[str, int] = field(default_factory=dict)
    got: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    released: bool = False

    def post(self, **legs: int) -> None:
        assert sum(legs.values()) == 0, legs
        for name, amount in legs.items():
            self.books[name] = self.books.get(name, 0) + amount

    def pay(self, delivery: int, subsidy: int) -> None:
        funded, paid = sum(one.funded for one in self.lines), sum(one.paid for one in self.lines)
        self.post(
            bank=paid + delivery - subsidy, fund=funded, subsidy=subsidy, shipping=-delivery, escrow=-(paid + funded)
        )

    def release(self) -> None:
        net = sum(one.net for one in self.lines)
        fee = sum(self.fee.of(one.net, one.quantity - one.pieces_back) for one in self.lines)
        self.got = [int(share) for share in allocate(net - fee, self.shares)]
        self.taken = [0] * len(self.shares)
        self.post(escrow=net, maker=-(net - fee), commission=-fee)
        self.released = True

    def refund(self, place: int, amount: int, pieces: int) -> None:
        line = self.lines[place % len(self.lines)]
        amount, pieces = min(amount, line.left), min(pieces, line.quantity - line.pieces_back)
        if not amount:
            return
        back = fund_back(line.funded, line.paid, line.refunded, line.refunded + amount)
        assert 0 <= back <= line.funded - line.back
        before = self.fee.of(line.net, line.quantity - line.pieces_back)
        line.refunded, line.back, line.pieces_back = line.refunded + amount, line.back + back, line.pieces_back + pieces
        if not self.released:
            self.post(escrow=amount + back, fund=-back, buyer=-amount)
            return
        less = before - self.fee.of(line.net, line.quantity - line.pieces_back)
        from_makers = amount + back - less
        if from_makers >= 0:
            parts = split_remaining(from_makers, [got - gone for got, gone in zip(self.got, self.taken, strict=True)])
            self.taken = [gone + int(part) for gone, part in zip(self.taken, parts, strict=True)]
        else:
            parts = allocate(-from_makers, self.shares)
            self.got = [got + int(part) for got, part in zip(self.got, parts, strict=True)]
        self.post(maker=from_makers, commission=less, fund=-back, buyer=-amount)

    def check(self) -> None:
        assert sum(self.books.values()) == 0
        assert self.books["escrow"] == (0 if self.released else -sum(one.net for one in self.lines))
        assert -self.books.get("buyer", 0) == sum(one.refunded for one in self.lines)
        assert all(one.left >= 0 and one.net >= 0 for one in self.lines)
        assert self.books["fund"] == sum(one.funded - one.back for one in self.lines)
        if self.released:
            now = sum(self.fee.of(one.net, one.quantity - one.pieces_back) for one in self.lines)
            assert -self.books["commission"] == now
            assert all(0 <= gone <= got for got, gone in zip(self.got, self.taken, strict=True))
            assert -self.books["maker"] == sum(self.got) - sum(self.taken)


PRICES = st.lists(st.tuples(st.integers(1_000, 10**8), st.integers(1, 5)), min_size=1, max_size=4)
STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 10**8), st.integers(0, 2)), max_size=8)
SHARES = st.lists(st.integers(1, 9_999), min_size=1, max_size=5)


@given(
    prices=PRICES,
    worth=st.tuples(st.integers(0, 9_000), st.integers(1, 10**8), st.booleans()),
    fee=st.tuples(st.integers(0, 10_000), st.integers(0, 50_000)),
    shares=SHARES,
    sending=st.tuples(st.integers(0, 10**6), st.integers(1, 10_000), st.integers(1, 10**6)),
    early=STEPS,
    late=STEPS,
)
@settings(max_examples=RUNS, deadline=None)
def test_every_rial_of_a_parcel_is_somewhere_at_every_moment(*, prices, worth, fee, shares, sending, early, late):
    bps, amount, by_shop = worth
    goods = [unit * quantity for unit, quantity in prices]
    off = spread(taken_off(sum(goods), bps=bps, amount=0 if bps else amount, most=None), goods)
    lines = [
        Piece(price, quantity, int(less), int(less) if by_shop else 0)
        for price, (_, quantity), less in zip(goods, prices, off, strict=True)
    ]
    delivery, share, most = sending
    parcel = Parcel(lines, Fee(fee[0], Rial(fee[1])), shares)
    parcel.pay(delivery, paid_for(delivery, bps=share, most=most))
    parcel.check()

    for step in early:
        parcel.refund(*step)
        parcel.check()
    parcel.release()
    for step in late:
        parcel.refund(*step)
        parcel.check()
    for place, line in enumerate(parcel.lines):
        parcel.refund(place, line.left, line.quantity)

    parcel.check()
    assert {name: parcel.books.get(name, 0) for name in ("escrow", "maker", "commission", "fund")} == {
        "escrow": 0, "maker": 0, "commission": 0, "fund": 0,
    }  # fmt: skip
