"""People to publish about, and those who prepare and sign."""

from __future__ import annotations

import secrets
from datetime import timedelta

from app import impact
from app.accounts import Body, Role
from app.impact import Publication
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.impact.scene import earn

ENOUGH = 40_000_000


def over(back: int = 0) -> JalaliMonth:
    """The last month that is over, or so many before it."""
    return JalaliMonth.current().plus(-1 - back)


def makers(number: int, county: str, months: int = 0) -> list[int]:
    """So many makers of a county with so many income months, the last of them the last month that is over."""
    with clock.at(over(20).starts):
        found = [world.maker(county) for _ in range(number)]
    for one in found:
        for back in range(months):
            earn(one, ENOUGH, over(back).starts + timedelta(days=2))
    return found


def province() -> dict[str, list[int]]:
    """Thirty-one people: 1805 has three who are sustained among others, so that something must be hidden."""
    return {
        "1801": makers(7, "1801", 6) + makers(8, "1801"),
        "1803": makers(5, "1803", 6) + makers(5, "1803"),
        "1805": makers(1, "1805", 6) + makers(5, "1805"),
    }


def staff() -> int:
    return world.official(Role.STAFF)


def head() -> int:
    """The head of the ACECR."""
    return world.official(Role.OFFICER, body=Body.ACECR)


def prepared(month: JalaliMonth | None = None, by: int | None = None, reason: str = "") -> Publication:
    world.fresh()
    who = by or staff()
    with transaction():
        return impact.prepare(month or over(), secrets.token_hex(8), who, reason)


def signed(month: JalaliMonth | None = None, reason: str = "") -> Publication:
    found = prepared(month, reason=reason).id
    who = head()
    with transaction():
        return impact.sign(found, who)
