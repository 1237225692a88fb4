"""A permission, a credit line, and a file at any of its turns."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from app import lending, places, programme
from app.accounts import Role
from app.lending import (
    CreditLine,
    LineKind,
    LoanFile,
    LoanState,
    NewFile,
    NewPermission,
    NewTerms,
    PaperKind,
    WhyRefused,
)
from app.places import LocalityKind
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world

PAPERS = frozenset({PaperKind.NATIONAL_CARD, PaperKind.GUARANTOR})
LOAN = Rial(500_000_000)
DAY = timedelta(days=1)
_numbers = itertools.count(1)


def permission(
    first: date | None = None,
    last: date | None = None,
    province: str = places.BUSHEHR,
    kind: LineKind | None = None,
) -> int:
    key, begins = f"permit-{next(_numbers)}", first or today() - timedelta(days=90)
    new = NewPermission(province, begins, last, "نامهٔ ۱۲۰", key, kind)
    by = world.official(Role.STAFF)
    with transaction():
        return lending.permit(new, by).id


def end(permission_id: int, last: date) -> None:
    by = world.official(Role.STAFF)
    with transaction():
        lending.end_permission(lending.permission(permission_id), last, "نامهٔ پایان", by)


def terms(**changed: Any) -> NewTerms:
    told: dict[str, Any] = {
        "name": "وامِ مشاغلِ خانگی",
        "bank": "بانک توسعه تعاون",
        "trades": frozenset(),
        "counties": frozenset(),
        "village_only": False,
        "first_day": today() - timedelta(days=30),
        "last_day": None,
        "budget": Rial(10_000_000_000),
        "cap": Rial(2_000_000_000),
        "fee_bps": 400,
        "months": 60,
        "papers": PAPERS,
        "source": "بخشنامهٔ ۴۴، ۱۴۰۴",
        "form_key": f"terms-{next(_numbers)}",
    }
    return NewTerms(**(told | changed))


def line(kind: LineKind = LineKind.HOME, **changed: Any) -> int:
    by = world.official(Role.STAFF)
    with transaction():
        return lending.open_line(kind, terms(**changed), by).id


def change(line_id: int, **changed: Any) -> None:
    seen, by = lending.line(line_id).terms.version, world.official(Role.STAFF)
    with transaction():
        lending.change_terms(row(line_id), terms(**changed), seen, by)


def row(line_id: int) -> CreditLine:
    return session().get_one(CreditLine, line_id, populate_existing=True)


def villager(county: str = "1801") -> int:
    """A trainee who lives in a village."""
    maker_id = world.maker(county)
    with transaction():
        village = next(one for one in places.localities_of(county) if one.kind is LocalityKind.VILLAGE)
        programme.trainee(maker_id).locality_code = village.code
    return maker_id


def of_trade(trade_code: str) -> int:
    maker_id = world.maker()
    with transaction():
        programme.trainee(maker_id).trade_code = trade_code
    return maker_id


def ask(line_id: int, trainee_id: int, rials: int = LOAN, *, months: int = 36, form_key: str = "") -> int:
    """Open a file under the terms of now."""
    new = NewFile(
        line_id, lending.line(line_id).terms.id, Rial(rials), months, "چرخِ خیاطی", form_key or f"file-{next(_numbers)}"
    )
    with transaction():
        trainee = programme.trainee(trainee_id)
        return lending.open_file(new, trainee, trainee.person_id).id


def found(file_id: int) -> LoanFile:
    return lending.file(file_id, None)


def state_of(file_id: int) -> LoanState:
    world.fresh()
    return found(file_id).state


def step(file_id: int, act: Callable[..., object], *how: object, by: int | None = None) -> None:
    by = by or world.official(Role.STAFF)
    with transaction():
        act(found(file_id), *how, by)


def complete(line_id: int | None = None, trainee_id: int | None = None, rials: int = LOAN) -> int:
    """A file whose papers were all seen, of a permitted province."""
    if not lending.permitted(places.BUSHEHR, today()):
        permission()
    file_id = ask(line_id or line(), trainee_id or world.maker(), rials)
    for paper in sorted(PAPERS):
        step(file_id, lending.see_paper, paper)
    return file_id


def referred(line_id: int | None = None, trainee_id: int | None = None, rials: int = LOAN) -> int:
    file_id = complete(line_id, trainee_id, rials)
    step(file_id, lending.refer, "ب/۱۲")
    return file_id


def granted(line_id: int | None = None, trainee_id: int | None = None, rials: int = LOAN) -> int:
    file_id = referred(line_id, trainee_id, rials)
    step(file_id, lending.grant, Rial(rials), today())
    return file_id


def bank_refused(line_id: int | None = None, trainee_id: int | None = None) -> int:
    file_id = referred(line_id, trainee_id)
    step(file_id, lending.bank_refuses, WhyRefused.BANK_RECORD, "چکِ برگشتی دارد", today())
    return file_id


def refused(line_id: int | None = None, trainee_id: int | None = None) -> int:
    file_id = complete(line_id, trainee_id)
    step(file_id, lending.refuse, WhyRefused.PLAN, "طرح درآمدی ندارد")
    return file_id
