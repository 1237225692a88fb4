"""What trainees are told apart by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.programme import Sex, Trainee


class Cut(StrEnum):
    """What a table is cut by."""

    COUNTY = "county"
    TRADE = "trade"
    COHORT = "cohort"
    PLACE = "place"
    SEX = "sex"
    HEAD = "head"


# Cuts whose groups are the same everywhere, in the order in which they are told.
GROUPS_OF = {
    Cut.PLACE: ("town", "village"),
    Cut.SEX: ("female", "male", ""),
    Cut.HEAD: ("head", "member"),
}


def groups_of(trainee: Trainee) -> Mapping[Cut, str]:
    """Which group of each cut she is in, but for cohorts: of those she may be in several."""
    return groups(trainee.county_code, trainee.trade_code, trainee.rural, trainee.sex, trainee.heads_household)


def groups(county: str, trade: str | None, village: bool, sex: Sex | None, head: bool) -> Mapping[Cut, str]:
    """The groups of somebody with these facts."""
    return {
        Cut.COUNTY: county,
        Cut.TRADE: trade or "",
        Cut.PLACE: "village" if village else "town",
        Cut.SEX: sex.value if sex else "",
        Cut.HEAD: "head" if head else "member",
    }
