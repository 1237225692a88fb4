"""Exchange quotes for gateways that know no rial: whole numbers, locked to an attempt, also for its refunds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.payments.models import Attempt, Quote
from app.payments.rules import settle_minor
from app.shared import audit, clock
from app.shared.database import session

FOREIGN = frozenset({"stripe"})


@dataclass(frozen=True)
class NewQuote:
    """So many rials for one of the currency's smallest unit (a cent), a spread in basis points, good for so long."""

    currency: str
    rial_per_minor: int
    spread_bps: int
    hours: int
    source: str


def set_quote(wanted: NewQuote, by: int) -> Quote:
    """From now on attempts settle at this rate, for as long as it is good."""
    now = clock.now()
    quote = Quote(
        currency=wanted.currency,
        rial_per_minor=wanted.rial_per_minor,
        spread_bps=wanted.spread_bps,
        source=wanted.source,
        created_by=by,
        valid_from=now,
        valid_until=now + timedelta(hours=wanted.hours),
    )
    session().add(quote)
    session().flush()
    audit.note("quote_set", "fx_quote", quote.id, by, rate=quote.rial_per_minor, spread=quote.spread_bps)
    return quote


def current_quote() -> Quote | None:
    """The newest quote that is still good; None: nothing can be paid in a foreign currency now."""
    now = clock.now()
    query = select(Quote).where(Quote.valid_from <= now, Quote.valid_until > now).order_by(Quote.id.desc())
    return session().scalar(query.limit(1))


def lock(attempt: Attempt, quote: Quote) -> None:
    """Settle this attempt at this quote, whatever the rate does until then."""
    attempt.quote_id, attempt.settle_currency = quote.id, quote.currency
    attempt.settle_minor = settle_minor(int(attempt.amount_rial), quote.rial_per_minor, quote.spread_bps)
