"""What the programme sets: which province may take plans, and the credit lines with their terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from app.lending import queries
from app.lending.errors import BoundAlready, EndDayWrong, ReasonNeeded, TermsChanged
from app.lending.models import (
    CreditCounty,
    CreditLine,
    CreditPaper,
    CreditTerms,
    CreditTrade,
    LineKind,
    PaperKind,
    PlanPermission,
)
from app.shared import audit, clock, text
from app.shared.database import LOCK, session, take_turns
from app.shared.money import Rial


@dataclass(frozen=True)
class NewPermission:
    """A province may take plans from a day on, to a day or until it is ended. `form_key` makes it one."""

    province_code: str
    first_day: date
    last_day: date | None
    source: str
    form_key: str
    kind: LineKind | None = None


@dataclass(frozen=True)
class NewTerms:
    """What a line is for, and what it gives. No trades or counties: all. `form_key` makes it one version."""

    name: str
    bank: str
    trades: frozenset[str]
    counties: frozenset[str]
    village_only: bool
    first_day: date
    last_day: date | None
    budget: Rial
    cap: Rial
    fee_bps: int
    months: int
    papers: frozenset[PaperKind]
    source: str
    form_key: str


def permit(new: NewPermission, by: int) -> PlanPermission:
    """The same form key is the same permission."""
    take_turns("lending:permission")
    known = session().scalar(select(PlanPermission).where(PlanPermission.form_key == new.form_key))
    if known is not None:
        return known
    permission = PlanPermission(
        form_key=new.form_key,
        province_code=new.province_code,
        kind=new.kind,
        first_day=new.first_day,
        last_day=new.last_day,
        source=text.clean(new.source)[:300],
        set_by=by,
        set_at=clock.now(),
    )
    session().add(permission)
    session().flush()
    audit.note("plan_permitted", "plan_permission", permission.id, by, province=new.province_code)
    return permission


def end_permission(permission: PlanPermission, last_day: date, why: str, by: int) -> None:
    """It holds until this day. Ended once it stays so. Raises EndDayWrong, ReasonNeeded."""
    session().refresh(permission, with_for_update=LOCK)
    if permission.ended_at is not None and permission.last_day == last_day:
        return
    over = permission.last_day is not None and last_day > permission.last_day
    if permission.ended_at is not None or over or last_day < permission.first_day:
        raise EndDayWrong
    words = text.clean(why)[:300]
    if not words:
        raise ReasonNeeded
    permission.last_day, permission.ended_why = last_day, words
    permission.ended_by, permission.ended_at = by, clock.now()
    audit.note("plan_permission_ended", "plan_permission", permission.id, by, day=last_day.isoformat())


def open_line(kind: LineKind, new: NewTerms, by: int) -> CreditLine:
    """A line with its first terms; the same form key is the same line."""
    take_turns("lending:line")
    known = session().scalar(select(CreditLine).where(CreditLine.form_key == new.form_key))
    if known is not None:
        return known
    line = CreditLine(form_key=new.form_key, kind=kind, budget_rial=new.budget, opened_by=by, opened_at=clock.now())
    session().add(line)
    session().flush()
    _write_terms(line, new, 1, by)
    audit.note("credit_line_opened", "credit_line", line.id, by, budget=int(new.budget))
    return line


def change_terms(line: CreditLine, new: NewTerms, seen_version: int, by: int) -> None:
    """From now on these terms hold for new files. Raises BoundAlready, TermsChanged."""
    session().refresh(line, with_for_update=LOCK)
    if session().scalar(select(CreditTerms.id).where(CreditTerms.form_key == new.form_key)) is not None:
        return
    now = queries.terms_of([line.id])[line.id]
    if now.version != seen_version:
        raise TermsChanged
    changed = session().execute(
        update(CreditLine)
        .where(CreditLine.id == line.id, CreditLine.committed_rial + CreditLine.granted_rial <= new.budget)
        .values(budget_rial=new.budget),
        execution_options={"synchronize_session": False},
    )
    if getattr(changed, "rowcount", 0) != 1:
        raise BoundAlready(line.committed_rial + line.granted_rial)
    session().refresh(line)
    _write_terms(line, new, now.version + 1, by)
    audit.note("credit_terms_changed", "credit_line", line.id, by, version=now.version + 1, budget=int(new.budget))


def _write_terms(line: CreditLine, new: NewTerms, version: int, by: int) -> None:
    terms = CreditTerms(
        line_id=line.id,
        version=version,
        form_key=new.form_key,
        name=text.clean(new.name)[:120],
        bank=text.clean(new.bank)[:80],
        village_only=new.village_only,
        first_day=new.first_day,
        last_day=new.last_day,
        budget_rial=new.budget,
        cap_rial=new.cap,
        fee_bps=new.fee_bps,
        months=new.months,
        source=text.clean(new.source)[:300],
        set_by=by,
        set_at=clock.now(),
    )
    session().add(terms)
    session().flush()
    session().add_all(CreditTrade(terms_id=terms.id, trade_code=code) for code in sorted(new.trades))
    session().add_all(CreditCounty(terms_id=terms.id, county_code=code) for code in sorted(new.counties))
    session().add_all(CreditPaper(terms_id=terms.id, paper=one) for one in sorted(new.papers))
    session().flush()
