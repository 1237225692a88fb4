"""Studies, partners and years for tests, by the package's own actions."""

from __future__ import annotations

import itertools

from app import planning
from app.accounts import Role
from app.planning import Answer, NewPartner, PartnerKind, Question
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world

_numbers = itertools.count(1)


def year() -> int:
    return JalaliMonth.current().year


def study(county: str = "1801", *, marks: int | None = None, of: int | None = None, by: int | None = None) -> int:
    """A county's study, with every question answered by the same mark where one is given; its number."""
    who = by or world.official(Role.STAFF)
    with transaction():
        found = planning.begin_study(county, of or year(), who)
        if marks is not None:
            planning.answer(found, dict.fromkeys(Question, Answer(marks, "نمونه")), who)
        return found.id


def final(county: str = "1801", *, marks: int = 3, of: int | None = None) -> int:
    number, by = study(county, marks=marks, of=of), world.official(Role.STAFF)
    with transaction():
        planning.finish(planning.study(number), by)
    return number


def partner(kind: PartnerKind = PartnerKind.SHOP, county: str = "1801", trades: frozenset[str] = frozenset()) -> int:
    by = world.official(Role.STAFF)
    new = NewPartner(kind, "سوغاتیِ ساحل", county, f"told-{next(_numbers)}", trades, "خانمِ ساحلی، ۰۷۷۰۰۰۰۰۰۰۱")
    with transaction():
        return planning.add_partner(new, by).id
