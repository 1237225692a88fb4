"""The sandbox bank: a pretend gateway with pages of its own, on an origin of its own, for development and demos.

Owns a file of its own under DATA_DIR, as a bank has books of its own. Calls nobody of the shop: the shop speaks to it
by HTTP through `app/payments/sandbox.py`, as it would to a real one.
"""

from app.sandbox.bank import create_bank

__all__ = ["create_bank"]
