"""A file's way: opened by a trainee, its papers seen, referred to the bank, and answered.

A file's row is held while it is judged; what a line has left changes by one conditional UPDATE.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import accounts
from app.accounts import CodeAnswer, CodeFor
from app.lending import queries, rules
from app.lending.errors import (
    AboveTheCap,
    AnswerDayWrong,
    FileOpen,
    GrantOutOfRange,
    LineSpent,
    NotEntitled,
    NotPermitted,
    NotToBeOpened,
    PapersMissing,
    ReasonNeeded,
    TermsChanged,
)
from app.lending.events import LoanFileMoved
from app.lending.models import Agreed, CreditLine, LoanFile, LoanPaper, LoanState, PaperKind, WhyRefused
from app.lending.queries import Line
from app.programme import Trainee
from app.shared import audit, clock, states, text
from app.shared.calendar import local_date, today
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce
from app.shared.states import MoveRefused

_HERE = (LoanState.DRAFT, LoanState.COMPLETE)


@dataclass(frozen=True)
class NewFile:
    """What somebody asks of a line, under the terms that she has seen. `form_key` makes it one file."""

    line_id: int
    terms_id: int
    asked: Rial
    months: int
    purpose: str
    form_key: str


def open_file(new: NewFile, trainee: Trainee, by: int, agreed: Agreed = Agreed.HERSELF) -> LoanFile:
    """A draft; the same form key is the same file. Where staff open it, `agreed` says how she asked for it.

    Raises NotToBeOpened, NotPermitted, NotEntitled, FileOpen, AboveTheCap, LineSpent, TermsChanged.
    """
    known = opened(new.form_key, trainee.id)
    if known is not None:
        return known
    if agreed is not Agreed.HERSELF:
        may_open_for(trainee, by)
    line = _asks_rightly(new, trainee)
    now = clock.now()
    file = LoanFile(
        form_key=new.form_key,
        line_id=line.row.id,
        terms_id=line.terms.id,
        trainee_id=trainee.id,
        state=LoanState.DRAFT,
        asked_rial=new.asked,
        months=new.months,
        purpose=text.clean(new.purpose)[:400],
        agreed=agreed,
        opened_by=by,
        opened_at=now,
        touched_at=now,
    )
    try:
        with session().begin_nested():
            states.begin(file, by)
    except IntegrityError as taken:
        raise FileOpen from taken
    audit.note("loan_file_opened", "loan_file", file.id, by, line=line.row.id, agreed=agreed.value)
    _completed(file, by)
    return file


def _asks_rightly(new: NewFile, trainee: Trainee) -> Line:
    """The line, when it may lend her so much today. Raises what `open_file` raises of it."""
    line = queries.line(new.line_id)
    if line.terms.id != new.terms_id:
        raise TermsChanged
    _entitled(line, trainee)
    if not 0 < new.asked <= line.terms.cap_rial or not 0 < new.months <= line.terms.months:
        raise AboveTheCap(line.terms.cap_rial, line.terms.months)
    if new.asked > line.row.left:
        raise LineSpent(line.row.left)
    return line


def opened(form_key: str, trainee_id: int) -> LoanFile | None:
    """What this form has opened already."""
    return session().scalar(select(LoanFile).where(LoanFile.form_key == form_key, LoanFile.trainee_id == trainee_id))


def may_open_for(trainee: Trainee, by: int) -> None:
    """Not for oneself, and not on one telephone: the code is her own word. Raises NotToBeOpened."""
    if trainee.person_id == by:
        raise NotToBeOpened("own")
    if accounts.person(by).mobile == accounts.person(trainee.person_id).mobile:
        raise NotToBeOpened("same_phone")


@dataclass(frozen=True)
class Telephone:
    """From which browser and address staff ask for her word, and in which language she is told."""

    browser: str
    address: str
    language: str


def ask_agreement(new: NewFile, trainee: Trainee, at: Telephone, by: int) -> int:
    """Send her a code to her own telephone, with the sum and the line; seconds to wait if too soon (0: it is sent).

    Nobody is asked for her word to what could not be opened. Raises what `open_file` raises, and NotFound.
    """
    may_open_for(trainee, by)
    line = _asks_rightly(new, trainee)
    mobile = accounts.person(trainee.person_id).mobile
    what = CodeFor("loan", int(new.asked), line.terms.name)
    return accounts.request_code(mobile, _for_this(new, trainee, at.browser), at.address, at.language, what)


def check_agreement(new: NewFile, trainee: Trainee, browser: str, typed: str) -> CodeAnswer:
    """Whether it is the code that she was sent for just this line, amount and time."""
    mobile = accounts.person(trainee.person_id).mobile
    return accounts.check_code(mobile, _for_this(new, trainee, browser), typed)


def _for_this(new: NewFile, trainee: Trainee, browser: str) -> str:
    return f"{browser}|loan|{trainee.id}|{new.terms_id}|{int(new.asked)}|{new.months}"


def _entitled(line: Line, trainee: Trainee) -> None:
    for condition, holds in queries.conditions(trainee, [line])[line.row.id]:
        if holds:
            continue
        if condition is rules.Condition.PERMISSION:
            raise NotPermitted(queries.permitted_until(trainee, line.row.kind))
        if condition is rules.Condition.NO_FILE:
            raise FileOpen
        raise NotEntitled(condition)


def see_paper(file: LoanFile, paper: PaperKind, by: int) -> None:
    """Staff have a paper before them; with the last one the file is complete. Raises MoveRefused."""
    _lock(file, *_HERE)
    if paper not in queries.papers_asked(file) or paper in queries.papers_seen(file):
        return
    session().add(LoanPaper(file_id=file.id, paper=paper, seen_by=by, seen_at=clock.now()))
    session().flush()
    _touch(file)
    audit.note("loan_paper_seen", "loan_file", file.id, by, paper=paper.value)
    _completed(file, by)


def unsee_paper(file: LoanFile, paper: PaperKind, by: int) -> None:
    """It was marked by mistake; the file waits for it again. Raises MoveRefused."""
    _lock(file, *_HERE)
    seen = session().get(LoanPaper, (file.id, paper))
    if seen is None:
        return
    session().delete(seen)
    session().flush()
    _touch(file)
    audit.note("loan_paper_unseen", "loan_file", file.id, by, paper=paper.value)
    if file.state is LoanState.COMPLETE:
        file.move_to(LoanState.DRAFT, by)


def _completed(file: LoanFile, by: int) -> None:
    if file.state is LoanState.DRAFT and not queries.papers_asked(file) - queries.papers_seen(file).keys():
        file.move_to(LoanState.COMPLETE, by)


def refer(file: LoanFile, letter_no: str, by: int) -> None:
    """Send it to the bank: the line is bound by what was asked. Pressed twice it is sent once.

    Raises MoveRefused, PapersMissing, LineSpent.
    """
    session().refresh(file, with_for_update=LOCK)
    if file.state is LoanState.REFERRED and file.referred_by == by:
        return
    if file.state is LoanState.DRAFT:
        raise PapersMissing
    if file.state is not LoanState.COMPLETE:
        raise MoveRefused("loan_file", str(file.state), str(LoanState.REFERRED))
    number = text.reference(letter_no, 40)
    if not number:
        raise ReasonNeeded
    _bind(file.line_id, int(file.asked_rial))
    file.move_to(LoanState.REFERRED, by, letter_no=number, referred_by=by, referred_at=clock.now())
    _told(file, "loan_referred", "referred", by)


def grant(file: LoanFile, amount: Rial, answered_on: date, by: int) -> None:
    """The bank lends so much. Pressed twice it is lent once. Raises MoveRefused, GrantOutOfRange, AnswerDayWrong."""
    session().refresh(file, with_for_update=LOCK)
    if file.state is LoanState.GRANTED and (file.granted_rial, file.answered_on) == (amount, answered_on):
        return
    _lock(file, LoanState.REFERRED)
    if not 0 < amount <= file.asked_rial:
        raise GrantOutOfRange(file.asked_rial)
    _answered(file, answered_on)
    file.move_to(LoanState.GRANTED, by, granted_rial=amount, answered_on=answered_on, answered_by=by)
    _bind(file.line_id, -int(file.asked_rial), int(amount))
    _told(file, "loan_granted", "granted", by)


def bank_refuses(file: LoanFile, kind: WhyRefused, why: str, answered_on: date, by: int) -> None:
    """The bank does not lend; the line is free of it. Raises MoveRefused, ReasonNeeded, AnswerDayWrong."""
    _lock(file, LoanState.REFERRED)
    _answered(file, answered_on)
    facts = {"answered_on": answered_on, "answered_by": by, "why_refused": kind, "ended_why": _why(why)}
    file.move_to(LoanState.BANK_REFUSED, by, str(facts["ended_why"]), **facts)
    _bind(file.line_id, -int(file.asked_rial))
    _told(file, "loan_refused_by_bank", "refused", by)


def refuse(file: LoanFile, kind: WhyRefused, why: str, by: int) -> None:
    """It is not sent to a bank. Raises MoveRefused, ReasonNeeded."""
    _lock(file, *_HERE)
    words = _why(why)
    file.move_to(LoanState.REFUSED, by, words, why_refused=kind, ended_why=words)
    _told(file, "loan_refused", "refused", by)


def withdraw(file: LoanFile, why: str, by: int) -> None:
    """She wants it no more. Raises MoveRefused, ReasonNeeded."""
    _end(file, LoanState.WITHDRAWN, why, by)


def lapse(file: LoanFile, why: str, by: int | None) -> None:
    """Nothing came of it for too long. Raises MoveRefused, ReasonNeeded."""
    _end(file, LoanState.LAPSED, why, by)


def _end(file: LoanFile, state: LoanState, why: str, by: int | None) -> None:
    _lock(file, *_HERE, LoanState.REFERRED)
    words, at_bank = _why(why), file.state is LoanState.REFERRED
    file.move_to(state, by, words, ended_why=words)
    if at_bank:
        _bind(file.line_id, -int(file.asked_rial))
    _touch(file)
    audit.note(f"loan_{state.value}", "loan_file", file.id, by)


def _bind(line_id: int, asked: int, granted: int = 0) -> None:
    """One conditional UPDATE, so that two who refer at the same moment never go over. Raises LineSpent."""
    committed, lent = CreditLine.committed_rial + asked, CreditLine.granted_rial + granted
    bound = session().execute(
        update(CreditLine)
        .where(CreditLine.id == line_id, committed + lent <= CreditLine.budget_rial)
        .values(committed_rial=committed, granted_rial=lent),
        execution_options={"synchronize_session": False},
    )
    line = session().get_one(CreditLine, line_id, populate_existing=True)
    if getattr(bound, "rowcount", 0) != 1:
        raise LineSpent(line.left)


def _answered(file: LoanFile, day: date) -> None:
    if file.referred_at is None or not local_date(file.referred_at) <= day <= today():
        raise AnswerDayWrong


def _told(file: LoanFile, act: str, became: str, by: int) -> None:
    _touch(file)
    audit.note(act, "loan_file", file.id, by)
    announce(LoanFileMoved(file.id, became))


def _touch(file: LoanFile) -> None:
    file.touched_at = clock.now()
    session().flush()


def _lock(file: LoanFile, *wanted: LoanState) -> None:
    """Take turns over a file. Raises MoveRefused when it is not where it has to be."""
    session().refresh(file, with_for_update=LOCK)
    if file.state not in wanted:
        raise MoveRefused("loan_file", str(file.state), str(wanted[0]))


def _why(why: str) -> str:
    words = text.clean(why)[:400]
    if not words:
        raise ReasonNeeded
    return words
