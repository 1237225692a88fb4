"""Places: provinces, counties, districts, rural districts, cities and villages, and the days they are closed.

Owns `province`, `county`, `district`, `rural_district`, `locality`, `holiday`. Calls nobody. Announces nothing.
"""

from app.places.actions import declare_closed, load
from app.places.models import County, District, Holiday, Locality, LocalityKind, Province, RuralDistrict
from app.places.queries import (
    BUSHEHR,
    closed_days,
    closed_days_of,
    closures,
    counties,
    county,
    county_names,
    find_locality,
    home_counties,
    localities_by_code,
    localities_of,
    locality,
    provinces,
)

__all__ = [
    "BUSHEHR",
    "County",
    "District",
    "Holiday",
    "Locality",
    "LocalityKind",
    "Province",
    "RuralDistrict",
    "closed_days",
    "closed_days_of",
    "closures",
    "counties",
    "county",
    "county_names",
    "declare_closed",
    "find_locality",
    "home_counties",
    "load",
    "localities_by_code",
    "localities_of",
    "locality",
    "provinces",
]
