"""Money: whole rials, and splits that never lose one.

Toman (10 rials) exists only on pages and in forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self


class Rial(int):
    """A whole number of Iranian rials. Adds, subtracts and multiplies by counts; refuses fractions."""

    def __new__(cls, amount: int = 0) -> Self:
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError(f"rials are whole numbers, not {amount!r}")
        return super().__new__(cls, amount)

    def __add__(self, other: int) -> Rial:
        return Rial(int.__add__(self, _whole(other)))

    __radd__ = __add__

    def __sub__(self, other: int) -> Rial:
        return Rial(int.__sub__(self, _whole(other)))

    def __rsub__(self, other: int) -> Rial:
        return Rial(int.__sub__(_whole(other), self))

    def __mul__(self, count: int) -> Rial:
        return Rial(int.__mul__(self, _whole(count)))

    __rmul__ = __mul__

    def __neg__(self) -> Rial:
        return Rial(int.__neg__(self))

    def __truediv__(self, other: object) -> float:
        raise TypeError("rials are not divided; share them out with allocate()")

    def __repr__(self) -> str:
        return f"Rial({int(self)})"


def _whole(number: int) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"rials mix with whole numbers only, not {number!r}")
    return number


def total(amounts: Iterable[int]) -> Rial:
    """The sum, as rials; zero for nothing."""
    return Rial(sum(amounts))


def allocate(amount: int, weights: Sequence[int]) -> list[Rial]:
    """Share `amount` out in proportion to `weights` by largest remainder; the shares sum to it exactly.

    Ties go to the earlier position; weights that are all zero share equally. Raises ValueError without weights.
    """
    if not weights:
        raise ValueError("nobody to share with")
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    shares, remainders = [], []
    for position, weight in enumerate(weights):
        share, remainder = divmod(amount * weight, whole)
        shares.append(share)
        remainders.append((-remainder, position))
    for _, position in sorted(remainders)[: amount - sum(shares)]:
        shares[position] += 1
    return [Rial(share) for share in shares]


def split_remaining(amount: int, remaining: Sequence[int]) -> list[Rial]:
    """Spread a refund over what is still refundable: never negative, never above the rest of a line.

    Shares of successive refunds are taken from what remains, not as differences of two allocations,
    which can turn negative (the Alabama paradox). Raises ValueError when `amount` exceeds the rest.
    """
    if not 0 <= amount <= sum(remaining):
        raise ValueError("more than what remains")
    if amount == 0:
        return [Rial(0) for _ in remaining]
    return allocate(amount, remaining)
