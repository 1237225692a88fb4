"""Money at a gateway that knows no rial: what stands there, and its way to our bank account.

The same money stands twice in the books: in the gateway's currency, and on `fx:irr` as the rials that buyers' orders
cost. When it leaves the gateway both are cleared. What the bank gave for it differs from those rials by the gateway's
fee and by the rate of that day; the latter is `income:exchange`, a debit where we lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from app import ledger
from app.ledger import JournalKind, Posting, chart
from app.payments.errors import MoreThanAbroad
from app.payments.exchange import FOREIGN
from app.payments.rules import settled_share


@dataclass(frozen=True)
class Abroad:
    """So much stands at a gateway in its currency's smallest unit, and it came in for so many rials."""

    gateway: str
    currency: str
    minor: int
    rials: int


@dataclass(frozen=True)
class Transfer:
    """So much left a gateway (smallest unit, its fee included), and so many rials came to our bank account for it."""

    gateway: str
    currency: str
    left: int
    fee: int
    rials: int

    @property
    def told(self) -> str:
        return f"{self.left} {self.currency}, fee {self.fee}: {self.rials}"


def abroad() -> list[Abroad]:
    """What stands at foreign gateways now."""
    sums = {code: int(amount) for code, amount in ledger.trial_balance()}
    return [
        Abroad(name, chart.currency_of(code), minor, sums.get(chart.FX_RIAL, 0))
        for name in sorted(FOREIGN)
        for code, minor in sums.items()
        if code.startswith(f"{chart.gateway(name)}:") and minor > 0
    ]


def settled_abroad(what: Transfer, *, key: str, by: int | None) -> None:
    """A foreign gateway paid out to our bank account; the same transfer under the same key once.

    Raises MoreThanAbroad, and AlreadyPosted for another transfer under the same key.
    """
    account = chart.foreign_gateway(what.gateway, what.currency)
    ledger.hold(account)
    known = ledger.journal_by_key(f"settled_fx:{what.gateway}:{key}")
    if known is not None:
        if known.memo != what.told:
            raise ledger.AlreadyPosted(key)
        return
    there = [one for one in abroad() if (one.gateway, one.currency) == (what.gateway, what.currency.upper())]
    if not there or what.left > there[0].minor:
        raise MoreThanAbroad(there[0].minor if there else 0, what.currency.upper())
    _post(what, settled_share(what.left, what.fee, there[0].minor, there[0].rials), key, by)


def _post(what: Transfer, share: tuple[int, int], key: str, by: int | None) -> None:
    """`share`: the rials for which what left had come in, and those of the fee among them."""
    rials, fee = share
    ledger.post(
        Posting(
            key=f"settled_fx:{what.gateway}:{key}",
            kind=JournalKind.FX,
            about=("gateway", 0),
            legs={
                chart.foreign_gateway(what.gateway, what.currency): -what.left,
                chart.fx(what.currency): what.left,
            },
            by=by,
            memo=what.told,
        )
    )
    ledger.post(
        Posting(
            key=f"settlement:{what.gateway}:{key}",
            kind=JournalKind.SETTLEMENT,
            about=("gateway", 0),
            legs={
                chart.BANK: what.rials,
                chart.GATEWAY_FEE: fee,
                chart.EXCHANGE: rials - fee - what.rials,
                chart.FX_RIAL: -rials,
            },
            by=by,
            memo=key,
        )
    )
