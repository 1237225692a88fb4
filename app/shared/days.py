"""Days in Tehran, for queries that group by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, func, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.shared.calendar import TEHRAN
from app.shared.database import is_postgres

_SINCE_1401 = "+210 minutes"


def day_of(moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]) -> ColumnElement[date]:
    """The day in Tehran of a column of moments, empty where it is.

    SQLite knows no zones: there it is right for every moment since Iran gave up its summer time, in Mehr 1401.
    """
    if is_postgres():
        return cast(func.timezone(TEHRAN.key, moment), Date)
    day: ColumnElement[Any] = func.date(moment, _SINCE_1401)
    return type_coerce(day, Date)
