"""Loading the official lists, and declaring a day closed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.places.models import County, District, Holiday, Locality, LocalityKind, Province, RuralDistrict
from app.shared import audit, text
from app.shared.database import session

_DATA = Path(__file__).parent / "data"
_ARABIC = {
    "1801": "بوشهر", "1802": "تنغستان", "1803": "دشتستان", "1804": "دشتي", "1805": "دير",
    "1806": "كنغان", "1807": "غناوة", "1808": "ديلم", "1809": "جم", "1810": "عسلوية",
}  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load() -> None:
    """Bring the tables to what the official lists say. May be run again; changes nothing then."""
    english = {row["code"]: row["name_en"] for row in _rows("bushehr_counties.csv")}
    provinces = {row["name_fa"]: row["code"] for row in _rows("iran_provinces.csv")}
    for row in _rows("iran_provinces.csv"):
        session().merge(
            Province(
                code=row["code"],
                name=row["name_fa"],
                name_en=row["name_en"],
                name_ar=row["name_ar"],
                sort_key=text.sort_key(row["name_fa"]),
            )
        )
    session().flush()
    for row in _rows("iran_counties.csv"):
        session().merge(
            County(
                code=row["code"],
                province_code=provinces[row["province_fa"]],
                name=row["name_fa"],
                name_en=english.get(row["code"]),
                name_ar=_ARABIC.get(row["code"]),
                sort_key=text.sort_key(row["name_fa"]),
            )
        )
    session().flush()
    for row in _rows("bushehr_districts.csv"):
        session().merge(District(code=row["code"], county_code=row["county_code"], name=row["name_fa"]))
    _load_localities()
    _load_holidays()


def _load_localities() -> None:
    for row in _rows("bushehr_rural_districts.csv"):
        session().merge(
            RuralDistrict(
                code=row["code"], county_code=row["county_code"], district=row["district_fa"], name=row["name_fa"]
            )
        )
    for row in _rows("bushehr_cities.csv"):
        if row["is_municipal_zone"] == "0":
            session().merge(_locality(row, LocalityKind.CITY))
    for row in _rows("bushehr_villages.csv"):
        session().merge(_locality(row, LocalityKind.VILLAGE))


def _locality(row: dict[str, str], kind: LocalityKind) -> Locality:
    return Locality(
        code=row["code"],
        kind=kind,
        county_code=row["county_code"],
        district=row["district_fa"],
        rural_district=row.get("rural_district_fa"),
        name=row["name_fa"],
        match_key=text.match_key(row["name_fa"]),
        sort_key=text.sort_key(row["name_fa"]),
    )


def _load_holidays() -> None:
    known = set(session().scalars(select(Holiday.day).where(Holiday.official)))
    for row in _rows("iran_holidays_2021_2028.csv"):
        day = date.fromisoformat(row["gregorian"])
        if day not in known:
            known.add(day)
            session().add(Holiday(day=day, name=row["name_fa"], estimated=row["estimated"] == "1"))


def declare_closed(day: date, name: str, county_code: str | None, by: int | None) -> Holiday:
    """Make `day` a day without work, in one county or (None) in all."""
    closure = Holiday(day=day, name=name, county_code=county_code, official=False)
    session().add(closure)
    session().flush()
    audit.note("closed_day_declared", "holiday", closure.id, by, day=day.isoformat(), county=county_code)
    return closure
