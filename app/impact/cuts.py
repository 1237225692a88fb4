"""What trainees are told apart by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.programme import Trainee


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
    return {
        Cut.COUNTY: trainee.county_code,
        Cut.TRADE: trainee.trade_code or "",
        Cut.PLACE: "village" if trainee.rural else "town",
        Cut.SEX: trainee.sex.value if trainee.sex else "",
        Cut.HEAD: "head" if trainee.heads_household else "member",
    }
