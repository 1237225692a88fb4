"""Reading files: one, a page of them, and the sums that officials see without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app import programme
from app.lending.models import OPEN, REFUSALS, CreditLine, CreditTerms, LoanFile, LoanState, WhyRefused
from app.lending.queries import terms_of
from app.programme import Trainee
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.shared.money import Rial

PAGE = 30


def file(file_id: int, counties: frozenset[str] | None) -> LoanFile:
    """A file of somebody of these counties (None: of any). Raises NotFound."""
    query = select(LoanFile).where(LoanFile.id == file_id, _within(counties))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def file_of(file_id: int, trainee_id: int) -> LoanFile:
    """Her own. Raises NotFound."""
    found = session().scalar(select(LoanFile).where(LoanFile.id == file_id, LoanFile.trainee_id == trainee_id))
    if found is None:
        raise NotFound
    return found


def files_of(trainee_id: int) -> list[LoanFile]:
    """Hers, the newest first."""
    query = select(LoanFile).where(LoanFile.trainee_id == trainee_id)
    return list(session().scalars(query.order_by(LoanFile.id.desc())))


def named_files_of(trainee_id: int) -> list[tuple[LoanFile, str]]:
    """Hers, the newest first, each with the name of its line when it was opened; one query."""
    query = select(LoanFile, CreditTerms.name).join(CreditTerms, CreditTerms.id == LoanFile.terms_id)
    rows = session().execute(query.where(LoanFile.trainee_id == trainee_id).order_by(LoanFile.id.desc()))
    return [(row[0], row[1]) for row in rows]


def file_about(file_id: int) -> LoanFile:
    """For who was told of it by an event."""
    return session().get_one(LoanFile, file_id)


def files(
    counties: frozenset[str] | None, states: Iterable[LoanState], page: int, line_id: int | None = None
) -> tuple[int, list[LoanFile]]:
    """How many there are in these states, and a page of 30: who waits longest comes first."""
    query = select(LoanFile).where(_within(counties), LoanFile.state.in_(set(states)))
    if line_id is not None:
        query = query.where(LoanFile.line_id == line_id)
    oldest = query.order_by(LoanFile.touched_at, LoanFile.id)
    return count_of(query), list(session().scalars(oldest.limit(PAGE).offset((page - 1) * PAGE)))


def count_open(counties: frozenset[str] | None) -> int:
    """Files under way."""
    return count_of(select(LoanFile.id).where(_within(counties), LoanFile.state.in_(OPEN)))


def _within(counties: frozenset[str] | None) -> ColumnElement[bool]:
    return programme.in_counties(LoanFile.trainee_id, counties)


# ---- sums -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Files of a line and a county in a state: how many, of villagers how many, asked and lent."""

    line_id: int
    county_code: str
    state: LoanState
    files: int
    rural: int
    asked: Rial
    granted: Rial


def figures(counties: frozenset[str] | None) -> list[Figures]:
    """By line, county and state, without a name."""
    rows = session().execute(
        select(
            LoanFile.line_id,
            Trainee.county_code,
            LoanFile.state,
            func.count(),
            func.count().filter(programme.lives_in_village()),
            func.sum(LoanFile.asked_rial),
            func.coalesce(func.sum(LoanFile.granted_rial), 0),
        )
        .join(Trainee, Trainee.id == LoanFile.trainee_id)
        .where(_within(counties))
        .group_by(LoanFile.line_id, Trainee.county_code, LoanFile.state)
        .order_by(LoanFile.line_id, Trainee.county_code, LoanFile.state)
    )
    return [
        Figures(line_id, county, state, files, rural, Rial(int(asked or 0)), Rial(int(granted or 0)))
        for line_id, county, state, files, rural, asked, granted in rows
    ]


@dataclass(frozen=True)
class Refused:
    """How many files of a line and a county were refused for a reason, and by whom: staff or bank."""

    line_id: int
    county_code: str
    by: LoanState
    why: WhyRefused
    files: int


def refusals(counties: frozenset[str] | None) -> list[Refused]:
    """By reason, line and county; the commonest first."""
    rows = session().execute(
        select(LoanFile.line_id, Trainee.county_code, LoanFile.state, LoanFile.why_refused, func.count())
        .join(Trainee, Trainee.id == LoanFile.trainee_id)
        .where(_within(counties), LoanFile.state.in_(REFUSALS))
        .group_by(LoanFile.line_id, Trainee.county_code, LoanFile.state, LoanFile.why_refused)
        .order_by(func.count().desc(), LoanFile.line_id, Trainee.county_code, LoanFile.why_refused)
    )
    return [
        Refused(line_id, county, state, why, number) for line_id, county, state, why, number in rows if why is not None
    ]


# ---- promises -------------------------------------------------------------------------------------------------


def invariants() -> list[tuple[str, int | None]]:
    """Broken promises of the credit lines."""
    asked, lent = Counter[int](), Counter[int]()
    rows = session().execute(select(LoanFile.line_id, LoanFile.state, LoanFile.asked_rial, LoanFile.granted_rial))
    for line_id, state, wanted, granted in rows:
        if state is LoanState.REFERRED:
            asked[line_id] += int(wanted)
        if state is LoanState.GRANTED:
            lent[line_id] += int(granted or 0)
    lines = list(session().scalars(select(CreditLine)))
    terms = terms_of(one.id for one in lines)
    return [
        ("N1 lending.overdrawn", sum(one.left < 0 for one in lines)),
        (
            "N1 lending.lines_differ",
            sum((one.committed_rial, one.granted_rial) != (asked[one.id], lent[one.id]) for one in lines),
        ),
        ("N2 lending.budget_differs", sum(_budget(terms.get(one.id)) != one.budget_rial for one in lines)),
    ]


def _budget(terms: CreditTerms | None) -> int:
    return 0 if terms is None else int(terms.budget_rial)
