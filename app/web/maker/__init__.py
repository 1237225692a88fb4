"""The trainee's workshop: what to do today, products, orders to send, money, her own page."""

from app.web.maker import (
    checklist,
    claims,
    coupons,
    home,
    leaves,
    money,
    offline,
    offshop,
    opinions,
    orders,
    permits,
    prepared,
    products,
    profile,
    questions,
    sheet,
    wizard,
)
from app.web.maker.door import blueprint

__all__ = [
    "blueprint",
    "checklist",
    "claims",
    "coupons",
    "home",
    "leaves",
    "money",
    "offline",
    "offshop",
    "opinions",
    "orders",
    "permits",
    "prepared",
    "products",
    "profile",
    "questions",
    "sheet",
    "wizard",
]
