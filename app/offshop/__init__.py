"""Sales outside the shop: at a fair, to a neighbour, a wholesale order; told by the maker, with what stands behind it.

Owns `offshop_sale`. Calls orders (for the fee), ledger, programme. The money was handed over without us: what the
market asks of it is a debt that the next payout nets. Announces nothing.
"""

from app.offshop.actions import NewSale, confirm, record, void
from app.offshop.errors import SaleOutOfRange
from app.offshop.models import Evidence, OffshopSale, SaleKind, SaleState
from app.offshop.queries import for_staff, invariants, of_maker, own_sale, within

__all__ = [
    "Evidence",
    "NewSale",
    "OffshopSale",
    "SaleKind",
    "SaleOutOfRange",
    "SaleState",
    "confirm",
    "for_staff",
    "invariants",
    "of_maker",
    "own_sale",
    "record",
    "void",
    "within",
]
