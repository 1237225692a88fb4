"""Which gateways a buyer may choose from: what the operator has set up, as staff have ordered and switched it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.payments.actions import ON_DELIVERY
from app.payments.asking import gateways
from app.payments.errors import UnknownGateway
from app.payments.exchange import FOREIGN, current_quote
from app.payments.models import GatewayChoice
from app.payments.rules import settle_minor
from app.shared import audit, rulebook, text
from app.shared.database import session

CARD_NUMBER = rulebook.define("pay.card_number", "", "card number", "the programme's own card, for card to card")
CARD_HOLDER = rulebook.define("pay.card_holder", "", "name", "in whose name that card is")
COUNTER = rulebook.define("pay.counter", "", "address and hours", "where buyers may pay by hand")
COD_MOST = rulebook.define(
    "pay.cod_most_rial", 0, "rial", "cash on delivery up to so much, inside the maker's county; 0: not at all"
)
HAND_HOURS = rulebook.define("pay.hand_hours", 24, "hours", "goods are held so long for a payment by hand", least=2)

# A way by hand can be offered only once it is told where to pay.
_TOLD = {"card": CARD_NUMBER, "counter": COUNTER}


@dataclass(frozen=True)
class Choice:
    """A gateway as staff see it. `title` is empty where it goes by its usual name; `told`: buyers can be told how.

    `abroad`: what it would take now of what is to be paid, where it knows no rial: the smallest unit, and its currency.
    """

    name: str
    title: str
    enabled: bool
    told: bool
    abroad: tuple[int, str] | None = None


def choices() -> list[Choice]:
    """All gateways that are set up, in staff's order; new ones come last, switched on unless in another currency."""
    known = {row.name: row for row in session().scalars(select(GatewayChoice))}
    names = list(gateways())
    ordered = sorted(names, key=lambda name: (known[name].position if name in known else 10**6, names.index(name)))
    return [
        Choice(
            name,
            known[name].title if name in known else "",
            known[name].enabled if name in known else name not in FOREIGN,
            _told(name),
        )
        for name in ordered
    ]


def _told(name: str) -> bool:
    if name in FOREIGN:
        return current_quote() is not None
    if name == ON_DELIVERY:
        return rulebook.number(COD_MOST) > 0
    return name not in _TOLD or bool(rulebook.words(_TOLD[name]))


def offered(amount: int) -> list[Choice]:
    """What a buyer may choose from for so many rials, the first one being the shop's own choice."""
    switched_on = gateways()
    return [
        replace(one, abroad=_abroad(amount)) if one.name in FOREIGN else one
        for one in choices()
        if one.enabled and one.told and switched_on[one.name].least <= amount <= switched_on[one.name].most
    ]


def _abroad(amount: int) -> tuple[int, str] | None:
    quote = current_quote()
    if quote is None:
        return None
    return settle_minor(amount, quote.rial_per_minor, quote.spread_bps), quote.currency.upper()


def set_choices(ordered: Sequence[tuple[str, str, bool]], by: int) -> None:
    """Order, name and switch gateways: (name, title, on) in the order wanted. Raises UnknownGateway."""
    for position, (name, title, enabled) in enumerate(ordered):
        if name not in gateways():
            raise UnknownGateway(name)
        session().merge(GatewayChoice(name=name, title=text.clean(title)[:60], position=position, enabled=enabled))
    audit.note("gateways_set", "gateway", 0, by, on=",".join(name for name, _, on in ordered if on))
