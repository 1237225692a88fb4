"""Taking a registration list: looked at first, then applied, as often as one likes with the same result."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from sqlalchemy import select

from app import accounts, places
from app.programme import rules
from app.programme.actions import Background, new_trainee
from app.programme.models import Cohort, Engagement, ImportRun, Stage, Trade, Trainee
from app.programme.rules import Checked, Column, Fault, FaultCode, Gazetteer, Registration
from app.shared import audit, clock, sheets, states, storage, text, vault
from app.shared.database import session
from app.shared.sheets import UnreadableList

Line = TypeVar("Line")


@dataclass
class ListReport(Generic[Line]):
    """What a list holds: rows that say something new, how many say what stands already, and rows with faults."""

    rows: int = 0
    new: list[Line] = field(default_factory=list)
    known: int = 0
    bad: list[Line] = field(default_factory=list)


@dataclass
class Report:
    """What a list holds: rows to add, rows already known, and rows with faults."""

    rows: int = 0
    restored: int = 0
    new: list[Registration] = field(default_factory=list)
    known: int = 0
    bad: list[Checked] = field(default_factory=list)


def examine(content: bytes) -> Report:
    """Look at a list without changing anything. Raises UnreadableList."""
    cells = rows_of(content, rules.COLUMN_OF, rules.missing_columns)
    gazetteer = _gazetteer()
    return _report([rules.check_row(row, said, gazetteer) for row, said in cells])


def rows_of(
    content: bytes, names: Mapping[str, Column], missing_columns: Callable[[Mapping[Column, int]], list[Column]]
) -> list[tuple[int, dict[Column, str]]]:
    """What each row below the heading says, by column, with its number; empty rows are none. Raises UnreadableList."""
    lines = sheets.read(content)
    found: dict[Column, int] = {}
    heading_row = 0
    for heading_row, line in enumerate(lines, start=1):
        found = rules.columns_of(line, names)
        if len(found) >= 3 or heading_row >= 10:
            break
    missing = missing_columns(found)
    if missing:
        raise UnreadableList("columns" if found else "no_heading", tuple(column.value for column in missing))
    cells = []
    for row, line in enumerate(lines, start=heading_row + 1):
        said = {column: line[place] for column, place in found.items() if place < len(line)}
        if any(value.strip() for value in said.values()):
            cells.append((row, said))
    return cells


def _gazetteer() -> Gazetteer:
    counties = {text.match_key(county.name): county.code for county in places.home_counties()}
    by_name: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for code in counties.values():
        for place in places.localities_of(code):
            by_name[code, place.match_key].append((place.code, place.rural_district or "", place.district))
    return Gazetteer(counties, by_name, names_of_trades())


def names_of_trades() -> dict[str, str]:
    """Open trades by all that they are called."""
    trades = {}
    for trade in session().scalars(select(Trade).where(Trade.closed_at.is_(None))):
        for name in (trade.code, trade.name_fa, trade.name_en, *trade.synonyms.split("؛")):
            trades[text.match_key(name)] = trade.code
    return trades


def _report(checked: list[Checked]) -> Report:
    first_row: dict[str, int] = {}
    for one in checked:
        if one.registration is None:
            continue
        earlier = first_row.setdefault(one.registration.national_code, one.row)
        if earlier != one.row:
            one.registration = None
            one.faults.append(Fault(FaultCode.REPEATED, Column.NATIONAL_CODE, row=earlier))
    good = [one.registration for one in checked if one.registration is not None]
    known = accounts.known_national_codes(registration.national_code for registration in good)
    enrolled = _trainees_among(known)
    return Report(
        rows=len(checked),
        restored=sum(one.restored for one in checked),
        new=[registration for registration in good if registration.national_code not in enrolled],
        known=sum(registration.national_code in enrolled for registration in good),
        bad=[one for one in checked if one.faults],
    )


def _trainees_among(known: dict[str, int]) -> set[str]:
    ids = set(session().scalars(select(Trainee.person_id)))
    return {code for code, person_id in known.items() if person_id in ids}


def keep_list(
    content: bytes, file_name: str, cohort_id: int | None, by: int | None, *, paper_signed: bool = False
) -> ImportRun:
    """Keep a list, encrypted, until it is applied."""
    key = storage.new_key("imports", "bin")
    storage.put(key, vault.seal_text(base64.b64encode(content).decode(), f"import:{key}").encode())
    run = ImportRun(
        file_name=text.clean(file_name)[:120],
        file_key=key,
        cohort_id=cohort_id,
        uploaded_by=by,
        uploaded_at=clock.now(),
        paper_signed=paper_signed,
    )
    session().add(run)
    session().flush()
    return run


def kept_list(run: ImportRun) -> bytes | None:
    """The list of a run; None once it was applied or forgotten."""
    if run.file_key is None:
        return None
    return base64.b64decode(vault.open_text(storage.get(run.file_key).decode(), f"import:{run.file_key}"))


def apply_list(report: Report, cohort: Cohort | None, by: int | None) -> int:
    """Register everybody new of a report, as applicants of `cohort` if one is given; how many were added."""
    known = accounts.known_national_codes(one.national_code for one in report.new)
    added = []
    for one in report.new:
        person_id = known.get(one.national_code)
        person = accounts.person(person_id) if person_id else accounts.add_person(one.mobile)
        if person_id is None:
            accounts.change_names(person, one.given_name, one.family_name)
            accounts.set_national_code(person, one.national_code)
        added.append(
            new_trainee(
                person,
                one.county_code,
                Background(one.locality_code, one.trade_code, one.sex, one.heads_household),
            )
        )
    session().flush()
    if cohort is not None:
        _put_down(added, cohort, by)
    return len(added)


def trainees_of(report: Report) -> list[int]:
    """The numbers of those who were new in a report, once it has been applied."""
    people = accounts.known_national_codes(one.national_code for one in report.new).values()
    return list(session().scalars(select(Trainee.id).where(Trainee.person_id.in_(people))))


def _put_down(trainees: list[Trainee], cohort: Cohort, by: int | None) -> None:
    now = clock.now()
    engagements = [
        Engagement(trainee_id=trainee.id, cohort_id=cohort.id, state=Stage.APPLIED, applied_at=now)
        for trainee in trainees
    ]
    session().add_all(engagements)
    session().flush()
    for engagement in engagements:
        states.record(engagement, None, Stage.APPLIED, by)


class Looked(Protocol):
    """What a look at a list of either kind found: how many rows stand already, and the bad ones."""

    @property
    def known(self) -> int: ...

    @property
    def bad(self) -> Sized: ...


def finish(run: ImportRun, report: Looked, added: int, by: int | None) -> None:
    """Note what became of a list, and forget its file."""
    run.applied_at, run.added, run.known, run.refused = clock.now(), added, report.known, len(report.bad)
    forget_file(run)
    audit.note("list_imported", "import_run", run.id, by, added=added, known=report.known, refused=len(report.bad))


def forget_file(run: ImportRun) -> None:
    if run.file_key is not None:
        storage.delete(run.file_key)
        run.file_key = None
