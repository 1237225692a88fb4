"""Contracts, the levels of service that they owe a province, each time that something falls due, and open questions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import today
from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class Contract(Model):
    """A contract or understanding, as it was signed. It is frozen; both days included, without a last one for good."""

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("title <> '' AND parties <> ''", name="said"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    parties: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(80), default="")
    signed_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("library_document.id"))
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def holds(self) -> bool:
        return self.valid_from <= today() and (self.valid_to is None or today() <= self.valid_to)


class Timing(StrEnum):
    """By when something is owed: nobody said; so many days after something; each month on a day; on one day."""

    UNDEFINED = "undefined"
    AFTER = "after"
    MONTHLY = "monthly"
    FIXED = "fixed"


class ServiceLevel(Model):
    """One thing that a contract owes a province, or should say that it owes. Its terms are dated rows of their own."""

    __tablename__ = "service_level"
    __table_args__ = (CheckConstraint("what <> ''", name="what"),)

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    what: Mapped[str] = mapped_column(String(300))
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LevelTerm(Model):
    """Who owes it to whom, by when and shown by what, from a day on until the next term begins. It is frozen.

    `undefined` is a term too: it says that nobody has said. `days` go with `after`, `month_day` with `monthly`,
    `on_day` with `fixed`; `cause` is what the days are counted from.
    """

    __tablename__ = "level_term"
    __table_args__ = (
        UniqueConstraint("level_id", "valid_from"),
        CheckConstraint("(timing = 'after') = (days IS NOT NULL AND cause <> '')", name="days_after"),
        CheckConstraint("(timing = 'monthly') = (month_day IS NOT NULL)", name="day_of_month"),
        CheckConstraint("(timing = 'fixed') = (on_day IS NOT NULL)", name="one_day"),
        CheckConstraint("days IS NULL OR days >= 0", name="not_before"),
        CheckConstraint("month_day IS NULL OR (month_day >= 1 AND month_day <= 31)", name="month_day"),
        CheckConstraint("timing = 'undefined' OR (owed_by <> '' AND owed_to <> '')", name="owed"),
    )

    id: Mapped[int] = key()
    level_id: Mapped[int] = mapped_column(ForeignKey("service_level.id"))
    valid_from: Mapped[date]
    timing: Mapped[Timing] = mapped_column(one_of(Timing, "timing"))
    owed_by: Mapped[str] = mapped_column(String(120), default="")
    owed_to: Mapped[str] = mapped_column(String(120), default="")
    days: Mapped[int | None]
    cause: Mapped[str] = mapped_column(String(200), default="")
    month_day: Mapped[int | None]
    on_day: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DueState(StrEnum):
    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"


class LevelDue(Stateful, Model):
    """One time that something falls due, by the term of its day. That it is overdue, the clock alone says.

    `period` makes it one: the month or the day of what recurs, the form of what somebody opened.
    """

    __tablename__ = "level_due"
    __table_args__ = (
        UniqueConstraint("level_id", "period"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended"),
        CheckConstraint("state = 'open' OR ended_words <> ''", name="ended_in_words"),
        CheckConstraint("(opened_by IS NULL) = (caused_on IS NULL)", name="opened"),
        CheckConstraint("caused_on IS NULL OR caused_on <= due_on", name="due_after_cause"),
        Index("ix_level_due_state_due", "state", "due_on"),
    )
    MOVES: ClassVar = {DueState.OPEN: frozenset({DueState.DONE, DueState.WAIVED})}

    id: Mapped[int] = key()
    level_id: Mapped[int] = mapped_column(ForeignKey("service_level.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("level_term.id"))
    period: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200), default="")
    caused_on: Mapped[date | None]
    due_on: Mapped[date]
    state: Mapped[DueState] = mapped_column(one_of(DueState, "state"))
    ended_on: Mapped[date | None]
    ended_words: Mapped[str] = mapped_column(String(500), default="")
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def days_late(self) -> int:
        """Whole days past its day, until it was done or until today; never for what was waived."""
        until = today() if self.state is DueState.OPEN else self.ended_on
        return 0 if until is None or self.state is DueState.WAIVED else max(0, (until - self.due_on).days)

    @property
    def late(self) -> bool:
        """Still owed though its day has passed."""
        return self.state is DueState.OPEN and self.days_late > 0


class AmbiguityState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class Ambiguity(Stateful, Model):
    """What nobody is sure of: a question, of whom it was asked, and what came back.

    An answer may name what it changed: a level of service, or one of the programme's rules.
    """

    __tablename__ = "ambiguity"
    __table_args__ = (
        CheckConstraint("question <> ''", name="question"),
        CheckConstraint("state <> 'asked' OR asked_on IS NOT NULL", name="asked"),
        CheckConstraint("(asked_of <> '') = (asked_on IS NOT NULL)", name="asked_of"),
        CheckConstraint("(state = 'answered') = (source <> '')", name="answered_with_source"),
        CheckConstraint("(state IN ('answered', 'unanswered')) = (ended_on IS NOT NULL)", name="ended"),
        CheckConstraint("(ended_on IS NOT NULL) = (ended_words <> '')", name="ended_in_words"),
        CheckConstraint("state = 'answered' OR (changed_level_id IS NULL AND changed_rule = '')", name="changed"),
        Index("ix_ambiguity_state_raised", "state", "raised_on"),
    )
    MOVES: ClassVar = {
        AmbiguityState.OPEN: frozenset({AmbiguityState.ASKED, AmbiguityState.UNANSWERED}),
        AmbiguityState.ASKED: frozenset({AmbiguityState.ANSWERED, AmbiguityState.UNANSWERED}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    question: Mapped[str] = mapped_column(Text)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    level_id: Mapped[int | None] = mapped_column(ForeignKey("service_level.id"))
    raised_on: Mapped[date]
    raised_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AmbiguityState] = mapped_column(one_of(AmbiguityState, "state"))
    asked_of: Mapped[str] = mapped_column(String(120), default="")
    letter: Mapped[str] = mapped_column(String(80), default="")
    asked_on: Mapped[date | None]
    ended_words: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    changed_level_id: Mapped[int | None] = mapped_column(ForeignKey("service_level.id"))
    changed_rule: Mapped[str] = mapped_column(String(60), default="")

    @property
    def open(self) -> bool:
        """Nobody has answered or closed it."""
        return self.state in {AmbiguityState.OPEN, AmbiguityState.ASKED}
