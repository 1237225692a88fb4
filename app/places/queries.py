"""Reading places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from app.places.models import County, Holiday, Locality, Province
from app.shared import text
from app.shared.database import session
from app.shared.errors import NotFound

BUSHEHR = "18"
_KINDS = ("شهر", "روستای", "روستا", "بندر")


def provinces() -> list[Province]:
    """All provinces in the order of the Persian alphabet."""
    return list(session().scalars(select(Province).order_by(Province.sort_key)))


def counties(province_code: str) -> list[County]:
    """Counties of a province in the order of the Persian alphabet."""
    return list(
        session().scalars(select(County).where(County.province_code == province_code).order_by(County.sort_key))
    )


def home_counties() -> list[County]:
    """The counties of Bushehr in the order of their codes, north-west last: the programme's own ten."""
    return list(session().scalars(select(County).where(County.province_code == BUSHEHR).order_by(County.code)))


def county(code: str) -> County:
    """Raises NotFound."""
    found = session().get(County, code)
    if found is None:
        raise NotFound
    return found


def county_names(language: str) -> dict[str, str]:
    """Names of the programme's counties by code."""
    return {one.code: one.called(language) for one in home_counties()}


def localities_of(county_code: str) -> list[Locality]:
    """Cities first, then villages, each in the order of the Persian alphabet."""
    return list(
        session().scalars(
            select(Locality).where(Locality.county_code == county_code).order_by(Locality.kind, Locality.sort_key)
        )
    )


def locality(code: str) -> Locality | None:
    return session().get(Locality, code)


def localities_by_code(codes: Iterable[str]) -> dict[str, Locality]:
    """Places by their official codes."""
    return {one.code: one for one in session().scalars(select(Locality).where(Locality.code.in_(set(codes))))}


def find_locality(county_code: str, name: str) -> list[Locality]:
    """Places of a county with this name, however it is spelled; several when villages share a name.

    The word for its kind may stand before it: «شهر بوشهر», «روستای عیسوند».
    """
    written = text.match_key(name)
    for key in dict.fromkeys([written, *(written.removeprefix(text.match_key(kind)) for kind in _KINDS)]):
        query = select(Locality).where(Locality.county_code == county_code, Locality.match_key == key)
        found = list(session().scalars(query.order_by(Locality.kind, Locality.code)))
        if found:
            return found
    return []


def closed_days(county_code: str | None = None) -> frozenset[date]:
    """Days without work besides Fridays: holidays, and closures of all counties or of this one."""
    here = or_(Holiday.county_code.is_(None), Holiday.county_code == county_code)
    return frozenset(session().scalars(select(Holiday.day).where(here)))


def closed_days_of(county_codes: Iterable[str]) -> dict[str, frozenset[date]]:
    """The days without work besides Fridays of each of these counties, in one query."""
    wanted = set(county_codes)
    here = or_(Holiday.county_code.is_(None), Holiday.county_code.in_(wanted))
    rows = session().execute(select(Holiday.day, Holiday.county_code).where(here)).all()
    return {code: frozenset(day for day, of in rows if of in {None, code}) for code in wanted}


def closures(since: date) -> list[Holiday]:
    """Closures that people declared, from `since` on."""
    query = select(Holiday).where(Holiday.official.is_(False), Holiday.day >= since)
    return list(session().scalars(query.order_by(Holiday.day)))
