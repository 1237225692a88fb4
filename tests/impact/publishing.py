"""People to publish about, and those who prepare and sign."""

from __future__ import annotations

import secrets
from datetime import timedelta

from app import impact
from app.accounts import Body, Role
from app.impact import Publication, stating
from app.shared import clock
from app.shared.calendar import JalaliMonth, local_date
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


def stated(month: JalaliMonth | None = None) -> int:
    """A statement of a month as it was known at its end, made."""
    wanted, who = month or over(), staff()
    for batch in impact.stale_batches():
        with transaction():
            impact.recount(impact.trainees_of_batch(batch))
    with transaction():
        one = impact.ask(wanted, local_date(wanted.ends - timedelta(microseconds=1)), who).id
    keep = stating.make(one)
    with transaction():
        keep()
    world.fresh()
    return one
