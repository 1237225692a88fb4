"""Sales outside the shop: at a fair, to a neighbour, a wholesale order; told by the maker, with what stands behind it.

Owns `offshop_sale`. Calls orders (for the fee, and for the last sale in the shop), ledger, programme, accounts. The
money was handed over without us: what the market asks of it is a debt that the next payout nets. A mentor may tell an
order that she brought a trainee; it counts once the trainee agrees. Announces WholesaleTold, WholesaleAnswered.
"""

from app.offshop.actions import Buyer, NewSale, agree, confirm, deny, propose, record, take_back, void
from app.offshop.errors import BuyerMissing, DenialNeedsWords, OwnOrder, SaleOutOfRange
from app.offshop.events import WholesaleAnswered, WholesaleTold
from app.offshop.models import COUNTS, Evidence, OffshopSale, SaleKind, SaleState
from app.offshop.queries import (
    Counted,
    by_ids,
    by_mentor,
    counted,
    for_staff,
    invariants,
    last_sold,
    mentors_order,
    of_maker,
    own_sale,
    sold_for,
    waiting_for,
    within,
)
from app.offshop.rules import STRONGEST_FIRST

__all__ = [
    "COUNTS",
    "STRONGEST_FIRST",
    "Buyer",
    "BuyerMissing",
    "Counted",
    "DenialNeedsWords",
    "Evidence",
    "NewSale",
    "OffshopSale",
    "OwnOrder",
    "SaleKind",
    "SaleOutOfRange",
    "SaleState",
    "WholesaleAnswered",
    "WholesaleTold",
    "agree",
    "by_ids",
    "by_mentor",
    "confirm",
    "counted",
    "deny",
    "for_staff",
    "invariants",
    "last_sold",
    "mentors_order",
    "of_maker",
    "own_sale",
    "propose",
    "record",
    "sold_for",
    "take_back",
    "void",
    "waiting_for",
    "within",
]
