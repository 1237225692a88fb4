"""What staff do with contracts and levels of service, and what the clock opens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.agreements import queries, rules
from app.agreements.errors import DayWrong, NotByTrigger, TermIncomplete, TermTooEarly, WordsMissing
from app.agreements.models import Contract, DueState, LevelDue, LevelTerm, ServiceLevel, Timing
from app.shared import audit, clock, states, text
from app.shared.calendar import today
from app.shared.database import LOCK, session, take_turns

LONGEST = 2000
FARTHEST_DAYS = 3650


@dataclass(frozen=True)
class NewContract:
    """Both days included; the same form key is the same contract. `document_id`: its paper on the shelf."""

    title: str
    parties: str
    number: str
    signed_on: date
    valid_from: date
    valid_to: date | None
    form_key: str
    document_id: int | None = None


@dataclass(frozen=True)
class NewTerm:
    """From a day on. Of `days` with `cause`, `month_day` and `on_day` the one that goes with the timing."""

    valid_from: date
    timing: Timing
    owed_by: str = ""
    owed_to: str = ""
    days: int | None = None
    cause: str = ""
    month_day: int | None = None
    on_day: date | None = None
    evidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class NewLevel:
    what: str
    province_code: str
    form_key: str


@dataclass(frozen=True)
class Trigger:
    """Something happened on a day, from which days are counted; the same form key is the same."""

    caused_on: date
    about: str
    form_key: str


def write_contract(new: NewContract, by: int) -> Contract:
    """Raises TermIncomplete, DayWrong for a signature that is still to come."""
    take_turns(f"contract:{new.form_key}")
    known = session().scalar(select(Contract).where(Contract.form_key == new.form_key))
    if known is not None:
        return known
    title, parties = text.clean(new.title)[:200], text.clean(new.parties)[:300]
    if not title or not parties:
        raise TermIncomplete("owed")
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise TermIncomplete("days")
    first = today() - timedelta(days=FARTHEST_DAYS)
    if not first <= new.signed_on <= today():
        raise DayWrong(first, today())
    made = Contract(
        form_key=new.form_key,
        title=title,
        parties=parties,
        number=text.clean(new.number)[:80],
        signed_on=new.signed_on,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        document_id=new.document_id,
        written_by=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    audit.note("contract_written", "contract", made.id, by)
    return made


def add_level(contract: Contract, new: NewLevel, first: NewTerm, by: int) -> ServiceLevel:
    """One more line of a sheet, with its first term. Raises TermIncomplete."""
    session().refresh(contract, with_for_update=LOCK)
    known = session().scalar(select(ServiceLevel).where(ServiceLevel.form_key == new.form_key))
    if known is not None:
        return known
    what = text.clean(new.what)[:300]
    if not what:
        raise TermIncomplete("owed")
    made = ServiceLevel(
        form_key=new.form_key,
        contract_id=contract.id,
        province_code=new.province_code,
        what=what,
        written_by=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    _begin_term(made, first, by)
    return made


def change(level: ServiceLevel, new: NewTerm, by: int) -> LevelTerm:
    """From a day on other terms hold; those before stay for their own days. Raises TermIncomplete, TermTooEarly."""
    session().refresh(level, with_for_update=LOCK)
    terms = queries.terms_of(level.id)
    if terms and new.valid_from <= terms[0].valid_from:
        raise TermTooEarly(terms[0].valid_from)
    made = _begin_term(level, new, by)
    _close_ahead(level, made, by)
    return made


def _close_ahead(level: ServiceLevel, term: LevelTerm, by: int) -> None:
    """What was opened by the clock for days that have other terms now is owed no more; what these owe too stays."""
    query = select(LevelDue).where(
        LevelDue.level_id == level.id,
        LevelDue.state == DueState.OPEN,
        LevelDue.opened_by.is_(None),
        LevelDue.due_on >= term.valid_from,
    )
    ahead = session().scalars(query.order_by(LevelDue.id)).all()
    last = max((one.due_on for one in ahead), default=term.valid_from)
    still = {one.period for one in rules.occurrences(queries.terms_of(level.id), term.valid_from, last)}
    for one in ahead:
        if one.period in still:
            continue
        _end(one, DueState.WAIVED, term.source or term.timing.value, today(), by)


def _begin_term(level: ServiceLevel, new: NewTerm, by: int) -> LevelTerm:
    timing = new.timing
    owed_by, owed_to = text.clean(new.owed_by)[:120], text.clean(new.owed_to)[:120]
    cause = text.clean(new.cause)[:200]
    _complete(new, bool(owed_by and owed_to), cause)
    made = LevelTerm(
        level_id=level.id,
        valid_from=new.valid_from,
        timing=timing,
        owed_by=owed_by,
        owed_to=owed_to,
        days=new.days if timing is Timing.AFTER else None,
        cause=cause if timing is Timing.AFTER else "",
        month_day=new.month_day if timing is Timing.MONTHLY else None,
        on_day=new.on_day if timing is Timing.FIXED else None,
        evidence=text.clean(new.evidence)[:300],
        source=text.clean(new.source)[:300],
        written_by=by,
        written_at=clock.now(),
    )
    session().add(made)
    session().flush()
    audit.note("level_term_written", "service_level", level.id, by, timing=timing.value)
    return made


def _complete(new: NewTerm, owed: bool, cause: str) -> None:
    """Raises TermIncomplete for what a timing needs and has not."""
    if new.timing is not Timing.UNDEFINED and not owed:
        raise TermIncomplete("owed")
    if new.timing is Timing.AFTER and (new.days is None or not cause):
        raise TermIncomplete("after")
    if new.timing is Timing.MONTHLY and new.month_day is None:
        raise TermIncomplete("monthly")
    if new.timing is Timing.FIXED and (new.on_day is None or new.on_day < new.valid_from):
        raise TermIncomplete("fixed")


def open_due(level: ServiceLevel, told: Trigger, by: int) -> LevelDue:
    """What the days are counted from has happened: it is owed by a day. Raises DayWrong, NotByTrigger."""
    session().refresh(level, with_for_update=LOCK)
    period = f"form {told.form_key}"
    query = select(LevelDue).where(LevelDue.level_id == level.id, LevelDue.period == period)
    known = session().scalar(query)
    if known is not None:
        return known
    first = queries.contract(level.contract_id).valid_from
    if not first <= told.caused_on <= today():
        raise DayWrong(first, today())
    term = rules.in_force(queries.terms_of(level.id), told.caused_on)
    if term is None or term.days is None:
        raise NotByTrigger
    made = LevelDue(
        level_id=level.id,
        term_id=term.id,
        period=period,
        about=text.clean(told.about)[:200],
        caused_on=told.caused_on,
        due_on=told.caused_on + timedelta(days=term.days),
        state=DueState.OPEN,
        opened_by=by,
        opened_at=clock.now(),
    )
    states.begin(made, by)
    return made


def open_periodic(level: ServiceLevel) -> int:
    """Open what falls due by itself and is not open yet; how many. Done twice it is done once."""
    session().refresh(level, with_for_update=LOCK)
    missing = queries.missing(level)
    for one in missing:
        made = LevelDue(
            level_id=level.id,
            term_id=one.term.id,
            period=one.period,
            due_on=one.due_on,
            state=DueState.OPEN,
            opened_at=clock.now(),
        )
        states.begin(made, None)
    return len(missing)


def finish(found: LevelDue, words: str, done_on: date, by: int) -> None:
    """It was done on a day, and by what that is shown. Raises WordsMissing, DayWrong, MoveRefused."""
    evidence = text.clean(words)[:500]
    if not evidence:
        raise WordsMissing
    first = found.caused_on or found.due_on - timedelta(days=366)
    if not first <= done_on <= today():
        raise DayWrong(first, today())
    _end(found, DueState.DONE, evidence, done_on, by)


def waive(found: LevelDue, why: str, by: int) -> None:
    """It is owed no more, for a written reason. Raises WordsMissing, MoveRefused."""
    words = text.clean(why)[:500]
    if not words:
        raise WordsMissing
    _end(found, DueState.WAIVED, words, today(), by)


def _end(found: LevelDue, became: DueState, words: str, day: date, by: int) -> None:
    session().refresh(found, with_for_update=LOCK)
    found.move_to(became, by, words, ended_words=words, ended_on=day)
