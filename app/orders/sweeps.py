"""What time does to orders."""

from __future__ import annotations

from datetime import timedelta

from app import payments
from app.orders import basket, parcels, queries, settling
from app.shared.schedule import sweep

sweep("orders.expire", timedelta(seconds=30), settling.expired_holds)(settling.expire)
sweep("orders.ask_banks", timedelta(seconds=20), payments.due)(settling.check)
sweep("orders.silent_makers", timedelta(minutes=5), queries.silent_parcels)(parcels.silent_too_long)
sweep("orders.release", timedelta(minutes=5), queries.releasable)(parcels.release_when_due)
sweep("orders.forget_baskets", timedelta(hours=6), basket.stale)(basket.forget)
