"""Pure sums of payments."""

from __future__ import annotations


def settle_minor(rials: int, rial_per_minor: int, spread_bps: int) -> int:
    """An amount in a foreign currency's smallest unit, rounded up, so that no rial is lost."""
    return -(-rials * (10_000 + spread_bps) // (rial_per_minor * 10_000))


def settled_share(left: int, fee: int, there: int, rials: int) -> tuple[int, int]:
    """Of `rials` for which all that is `there` came in, those of what `left`, and those of the fee within it.

    Taken of what stands there each time, so that nothing stays when the last of it has left.
    """
    share = rials * left // there
    return share, share * fee // left


def refund_minor(before: int, amount: int, paid: int, settled: int) -> int:
    """What of a settled payment goes back for `amount` rials, after `before` rials went back already.

    Cumulative, so that refunds of all of it add up to all that was settled, whatever their sizes.
    """
    return settled * (before + amount) // paid - settled * before // paid
