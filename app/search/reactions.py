"""What search learns from below."""

from __future__ import annotations

from app import catalogue, programme, vouching
from app.search.engine import backend, document
from app.search.events import ShelfTermsChanged
from app.search.models import ShelfRow
from app.search.rows import refresh
from app.shared.database import outside, session
from app.shared.outbox import Record, errand, reaction


@reaction(catalogue.ProductChanged, "search.refresh")
def _changed(event: catalogue.ProductChanged) -> None:
    refresh(event.product_id)


@reaction(vouching.VouchWithdrawn, "search.vouch_withdrawn")
def _unvouched(event: vouching.VouchWithdrawn) -> None:
    refresh(catalogue.version(event.version_id).product_id)


@reaction(programme.TraineeProfileChanged, "search.profile")
def _renamed(event: programme.TraineeProfileChanged) -> None:
    for line in catalogue.of_maker(event.trainee_id):
        refresh(line.product.id)


@errand(ShelfTermsChanged, "search.index")
def _index(event: ShelfTermsChanged, _key: str) -> Record | None:
    row = session().get(ShelfRow, event.product_id)
    documents = [document(row)] if row is not None and row.listed else []
    with outside():
        backend().update([event.product_id], documents)
    return None
