"""The trainee's workshop: what to do today, products, orders to send, money, her own page."""

from app.web.maker import claims, coupons, home, money, offshop, opinions, orders, products, profile, questions, wizard
from app.web.maker.door import blueprint

__all__ = [
    "blueprint",
    "claims",
    "coupons",
    "home",
    "money",
    "offshop",
    "opinions",
    "orders",
    "products",
    "profile",
    "questions",
    "wizard",
]
