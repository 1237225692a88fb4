"""Reading lines, permissions and who may ask for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from app import places, programme
from app.lending.models import (
    OPEN,
    CreditCounty,
    CreditLine,
    CreditPaper,
    CreditTerms,
    CreditTrade,
    LineKind,
    LoanFile,
    LoanPaper,
    LoanState,
    PaperKind,
    PlanPermission,
)
from app.lending.rules import LAPSE_DAYS, Applicant, Asks, Condition, in_force, judge
from app.programme import Trainee
from app.shared import clock, rulebook
from app.shared.calendar import local_date, today
from app.shared.database import session
from app.shared.errors import NotFound

# ---- permissions ----------------------------------------------------------------------------------------------


def permissions() -> list[PlanPermission]:
    """Those that ended too, the newest first."""
    query = select(PlanPermission).order_by(PlanPermission.first_day.desc(), PlanPermission.id.desc())
    return list(session().scalars(query))


def permission(permission_id: int) -> PlanPermission:
    """Raises NotFound."""
    found = session().get(PlanPermission, permission_id)
    if found is None:
        raise NotFound
    return found


def permissions_of(province_code: str) -> list[PlanPermission]:
    """One province's, the newest first."""
    query = select(PlanPermission).where(PlanPermission.province_code == province_code)
    return list(session().scalars(query.order_by(PlanPermission.first_day.desc(), PlanPermission.id.desc())))


def permitted(province_code: str, day: date) -> frozenset[LineKind]:
    """For which kinds of lines a province may take plans on a day."""
    held = [one.kind for one in permissions_of(province_code) if one.holds_on(day)]
    return frozenset(LineKind if None in held else (kind for kind in held if kind is not None))


def permitted_until(trainee: Trainee, kind: LineKind) -> date | None:
    """The last day before today on which her province might take such plans; None where it never might."""
    told = [one for one in permissions_of(_province(trainee)) if one.kind in {None, kind}]
    return max((one.last_day for one in told if one.last_day and one.last_day < today()), default=None)


def _province(trainee: Trainee) -> str:
    return places.county(trainee.county_code).province_code


# ---- lines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line under some terms: what it asks, and the papers that it wants in the order of their list."""

    row: CreditLine
    terms: CreditTerms
    asks: Asks
    papers: tuple[PaperKind, ...]


def lines() -> list[Line]:
    """All lines under the terms of now, the newest first."""
    return _with_terms(list(session().scalars(select(CreditLine).order_by(CreditLine.id.desc()))))


def line(line_id: int) -> Line:
    """Under the terms of now. Raises NotFound."""
    found = session().get(CreditLine, line_id)
    if found is None:
        raise NotFound
    return _with_terms([found])[0]


def open_lines() -> list[Line]:
    """Those whose window is open today."""
    return [one for one in lines() if in_force(one.asks.first_day, one.asks.last_day, today())]


def lines_of(files: Sequence[LoanFile]) -> dict[int, Line]:
    """By number of file: its line under the terms that the file was opened under."""
    rows = session().scalars(select(CreditLine).where(CreditLine.id.in_({one.line_id for one in files})))
    terms = session().scalars(select(CreditTerms).where(CreditTerms.id.in_({one.terms_id for one in files})))
    told = {one.terms.id: one for one in _joined({one.id: one for one in rows}, list(terms))}
    return {one.id: told[one.terms_id] for one in files}


def terms_of(line_ids: Iterable[int]) -> dict[int, CreditTerms]:
    """The terms of now, by line."""
    newest = select(func.max(CreditTerms.id)).where(CreditTerms.line_id.in_(set(line_ids)))
    rows = session().scalars(select(CreditTerms).where(CreditTerms.id.in_(newest.group_by(CreditTerms.line_id))))
    return {one.line_id: one for one in rows}


def versions_of(line_id: int) -> list[CreditTerms]:
    """All terms that a line ever had, the newest first."""
    query = select(CreditTerms).where(CreditTerms.line_id == line_id)
    return list(session().scalars(query.order_by(CreditTerms.version.desc())))


def _with_terms(rows: Sequence[CreditLine]) -> list[Line]:
    terms = terms_of(one.id for one in rows)
    return _joined({one.id: one for one in rows}, [terms[one.id] for one in rows])


def _joined(rows: dict[int, CreditLine], terms: Sequence[CreditTerms]) -> list[Line]:
    ids = {one.id for one in terms}
    trades = _codes(select(CreditTrade.terms_id, CreditTrade.trade_code).where(CreditTrade.terms_id.in_(ids)))
    counties = _codes(select(CreditCounty.terms_id, CreditCounty.county_code).where(CreditCounty.terms_id.in_(ids)))
    papers: dict[int, set[PaperKind]] = {}
    for terms_id, paper in session().execute(
        select(CreditPaper.terms_id, CreditPaper.paper).where(CreditPaper.terms_id.in_(ids))
    ):
        papers.setdefault(terms_id, set()).add(paper)
    return [
        Line(
            rows[one.line_id],
            one,
            Asks(
                trades.get(one.id, frozenset()),
                counties.get(one.id, frozenset()),
                one.village_only,
                one.first_day,
                one.last_day,
            ),
            tuple(paper for paper in PaperKind if paper in papers.get(one.id, ())),
        )
        for one in terms
    ]


def _codes(query: Select[int, str]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for terms_id, code in session().execute(query):
        found.setdefault(terms_id, set()).add(code)
    return {terms_id: frozenset(codes) for terms_id, codes in found.items()}


def conditions(trainee: Trainee, of: Sequence[Line]) -> dict[int, list[tuple[Condition, bool]]]:
    """By line: each condition and whether it holds for her today."""
    day = today()
    has = set(
        session().scalars(select(LoanFile.line_id).where(LoanFile.trainee_id == trainee.id, LoanFile.state.in_(OPEN)))
    )
    accepted = bool(programme.cohorts_of([trainee.id]).get(trainee.id))
    allowed = permitted(_province(trainee), day)
    told = {}
    for one in of:
        who = Applicant(
            trainee.trade_code, trainee.county_code, trainee.rural, accepted, one.row.kind in allowed, one.row.id in has
        )
        told[one.row.id] = judge(one.asks, who, one.row.left, day)
    return told


# ---- papers ---------------------------------------------------------------------------------------------------


def papers_asked(file: LoanFile) -> set[PaperKind]:
    """Papers that the terms of a file ask for."""
    return set(session().scalars(select(CreditPaper.paper).where(CreditPaper.terms_id == file.terms_id)))


def papers_seen(file: LoanFile) -> dict[PaperKind, LoanPaper]:
    """Those that were seen."""
    rows = session().scalars(select(LoanPaper).where(LoanPaper.file_id == file.id))
    return {one.paper: one for one in rows}


def forgotten() -> list[int]:
    """Files that are not at a bank and that nobody has touched as long as the rule says, paused days not counted."""
    days = timedelta(days=rulebook.number(LAPSE_DAYS))
    query = select(LoanFile.id, LoanFile.trainee_id, LoanFile.touched_at).where(
        LoanFile.state.in_((LoanState.DRAFT, LoanState.COMPLETE)), LoanFile.touched_at < clock.now() - days
    )
    terms = {
        row[0]: programme.Term(row[1], local_date(row[2]), local_date(row[2]) + days)
        for row in session().execute(query.order_by(LoanFile.id))
    }
    moved = programme.moved_days(terms)
    return [number for number in terms if number not in moved or moved[number] < today()][:200]
