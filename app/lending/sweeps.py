"""What time does to files: those that nobody touches lapse."""

from __future__ import annotations

from datetime import timedelta

from app.lending import filing, queries
from app.lending.models import LoanFile, LoanState
from app.shared.database import LOCK, session
from app.shared.schedule import sweep

FORGOTTEN = "forgotten"  # why a file lapsed that nobody touched; pages have the sentence


@sweep("lending.lapse", timedelta(hours=6), queries.forgotten)
def _lapse(file_id: int) -> None:
    file = session().get_one(LoanFile, file_id, with_for_update=LOCK, populate_existing=True)
    if file.id in queries.forgotten() and file.state is not LoanState.REFERRED:
        filing.lapse(file, FORGOTTEN, None)
