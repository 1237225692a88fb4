"""Setting up services and tariffs."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from sqlalchemy import func, or_, select, update

from app.shared import audit
from app.shared.database import session
from app.shared.money import Rial
from app.shipping.models import Carrier, Service, Tariff, Zone

_DATA = Path(__file__).parent / "data"


def load_services() -> None:
    """Bring the list of services to what the file says; may be run again."""
    with (_DATA / "services.csv").open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines)):
            session().merge(
                Service(
                    code=row["code"],
                    name_fa=row["name_fa"],
                    name_en=row["name_en"],
                    name_ar=row["name_ar"],
                    carrier=Carrier(row["carrier"]),
                    min_days=int(row["min_days"]),
                    max_days=int(row["max_days"]),
                    tracked=row["tracked"] == "1",
                    position=position,
                )
            )


def load_tariffs(lines: str, valid_from: date, source: str, by: int | None) -> int:
    """Tariffs that hold from a day on, in place of those before, until the next that are loaded already; how many rows.

    `lines` is CSV with the columns service, zone, max_gram, price_rial. Raises KeyError and ValueError for a bad row,
    and for none at all.
    """
    known = set(session().scalars(select(Service.code)))
    following = session().scalar(select(func.min(Tariff.valid_from)).where(Tariff.valid_from > valid_from))
    rows = [
        Tariff(
            service_code=_known(row["service"], known),
            zone=Zone(row["zone"]),
            max_gram=int(row["max_gram"]),
            price_rial=Rial(int(row["price_rial"])),
            valid_from=valid_from,
            valid_to=following,
            source=source,
        )
        for row in csv.DictReader(io.StringIO(lines), restval="")
    ]
    if not rows:
        raise ValueError("no tariffs: nothing could be sent any more")
    held = or_(Tariff.valid_to.is_(None), Tariff.valid_to > valid_from)
    session().execute(update(Tariff).where(Tariff.valid_from <= valid_from, held).values(valid_to=valid_from))
    session().add_all(rows)
    audit.note("tariffs_loaded", "tariff", 0, by, rows=len(rows), source=source)
    return len(rows)


def _known(service_code: str, known: set[str]) -> str:
    if service_code not in known:
        raise ValueError(f"{service_code!r} is no service; known: {', '.join(sorted(known))}")
    return service_code
