"""Numbered documents. Numbers have no gaps: the counter moves in the transaction that issues the document."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, select, text

from app.finance.models import Counter, Document, Series
from app.shared import clock, rulebook
from app.shared.calendar import jalali, local_date
from app.shared.database import session

SELLER_NAME = rulebook.define("invoice.seller_name", "", "name", "who stands on invoices as the market's keeper")
SELLER_ID = rulebook.define("invoice.seller_id", "", "national id", "the keeper's national or economic number")
SELLER_ADDRESS = rulebook.define("invoice.seller_address", "", "address and telephone", "the keeper's own")

_NEXT = (
    text("UPDATE document_counter SET last = last + 1 WHERE series = :series AND year = :year RETURNING last")
    .columns(last=Integer)
    .bindparams(bindparam("series"), bindparam("year"))
)

# The counter's row is ours until the transaction ends, whether it was there before or not.
_HOLD = text(
    "INSERT INTO document_counter (series, year, last) VALUES (:series, :year, 0) "
    "ON CONFLICT (series, year) DO UPDATE SET last = document_counter.last"
)


def issue(series: Series, ref_id: int) -> Document:
    """The document of this kind about a thing; issued now where there is none yet, under the next number."""
    known = document(series, ref_id)
    if known is not None:
        return known
    now = clock.now()
    year = jalali(local_date(now))[0]
    session().execute(_HOLD, {"series": series.value, "year": year})
    known = document(series, ref_id)  # who had the counter before us may have issued this very document
    if known is not None:
        return known
    number = session().execute(_NEXT, {"series": series.value, "year": year}).scalar_one()
    issued = Document(series=series, year=year, number=number, ref_id=ref_id, issued_at=now)
    session().add(issued)
    session().flush()
    return issued


def document(series: Series, ref_id: int) -> Document | None:
    """The document of this kind about a thing; None before it was issued."""
    return session().scalar(select(Document).where(Document.series == series, Document.ref_id == ref_id))


def gaps() -> int:
    """How many numbers are missing or were given beyond their counter; none, in healthy books."""
    counters = {(row.series, row.year): row.last for row in session().scalars(select(Counter))}
    given: dict[tuple[Series, int], set[int]] = {}
    for series, year, number in session().execute(select(Document.series, Document.year, Document.number)):
        given.setdefault((series, year), set()).add(number)
    return sum(len(set(range(1, counters.get(kind, 0) + 1)) ^ given.get(kind, set())) for kind in {*counters, *given})
