"""The finance room: the desk, ways of paying, payouts, the books."""

from app.web.finance import books, commissions, desk, fund, gateways, losses, payouts, promotions, reports
from app.web.finance.door import blueprint

__all__ = [
    "blueprint",
    "books",
    "commissions",
    "desk",
    "fund",
    "gateways",
    "losses",
    "payouts",
    "promotions",
    "reports",
]
