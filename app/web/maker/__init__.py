"""The trainee's workshop: what to do today, products, orders to send, money, her own page."""

from app.web.maker import home, money, orders, products, profile, wizard
from app.web.maker.door import blueprint

__all__ = ["blueprint", "home", "money", "orders", "products", "profile", "wizard"]
