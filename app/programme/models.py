"""The programme's people and groups, and where each trainee stands."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful
from app.shared.text import in_arabic


class Trade(Model):
    """A field of home work (رسته). `set_by`: staff wrote it; closed, it stays with those who have it."""

    __tablename__ = "trade"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_fa: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    name_ar: Mapped[str] = mapped_column(String(60))
    synonyms: Mapped[str] = mapped_column(Text, default="")
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def called(self, language: str) -> str:
        return {"en": self.name_en, "ar": self.name_ar}.get(language, self.name_fa)


class CohortState(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Cohort(Stateful, Model):
    """Trainees who go through the programme together; `mentor_id`: who holds the course, where it is known."""

    __tablename__ = "cohort"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="runs_forward"),)
    MOVES: ClassVar = {
        CohortState.PLANNED: frozenset({CohortState.ACTIVE, CohortState.COMPLETED, CohortState.CANCELLED}),
        CohortState.ACTIVE: frozenset({CohortState.COMPLETED, CohortState.CANCELLED}),
    }

    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(100))
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    capacity: Mapped[int]
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("mentor.id"))
    state: Mapped[CohortState] = mapped_column(one_of(CohortState, "state"))


class Cooperative(Model):
    __tablename__ = "cooperative"

    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(120))
    registration_no: Mapped[str] = mapped_column(String(20), unique=True)
    national_id: Mapped[str] = mapped_column(String(11), unique=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


VILLAGE_DIGITS = 16


class Trainee(Model):
    """A person of the programme; in the shop she is the maker. Her address is never shown, only her county."""

    __tablename__ = "trainee"

    id: Mapped[int] = key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    display_name: Mapped[str] = mapped_column(String(140))
    sort_key: Mapped[str] = mapped_column(String(160))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    locality_code: Mapped[str | None] = mapped_column(ForeignKey("locality.code"))
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    cooperative_id: Mapped[int | None] = mapped_column(ForeignKey("cooperative.id"))
    sex: Mapped[Sex | None] = mapped_column(one_of(Sex, "sex"))
    heads_household: Mapped[bool] = mapped_column(default=False)
    story: Mapped[str] = mapped_column(Text, default="")
    portrait_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def rural(self) -> bool:
        """Lives in a village: the statistical centre's codes of villages are that long."""
        return self.locality_code is not None and len(self.locality_code) == VILLAGE_DIGITS


class Mentor(Model):
    """A mentor (پیشران): teaches, advises, or links to the market, in any mixture. `left_at`: she has gone."""

    __tablename__ = "mentor"
    __table_args__ = (CheckConstraint("teaches OR advises OR sells", name="can_something"),)

    id: Mapped[int] = key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    display_name: Mapped[str] = mapped_column(String(140))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    about: Mapped[str] = mapped_column(Text, default="")
    capacity: Mapped[int] = mapped_column(default=30)
    teaches: Mapped[bool] = mapped_column(default=True)
    advises: Mapped[bool] = mapped_column(default=True)
    sells: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Stage(StrEnum):
    """Where an engagement stands; the terms of programme management."""

    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    DENIED = "denied"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What became of her at the end of the course, as whoever held it says."""

    PASSED = "passed"
    FAILED = "failed"


class Engagement(Stateful, Model):
    """A trainee's time in a cohort. She can be in two cohorts."""

    __tablename__ = "engagement"
    __table_args__ = (UniqueConstraint("trainee_id", "cohort_id"),)
    MOVES: ClassVar = {
        Stage.APPLIED: frozenset({Stage.ENROLLED, Stage.WAITLISTED, Stage.DENIED, Stage.WITHDRAWN}),
        Stage.WAITLISTED: frozenset({Stage.ENROLLED, Stage.DENIED, Stage.WITHDRAWN}),
        Stage.ENROLLED: frozenset({Stage.COMPLETED, Stage.WITHDRAWN}),
        Stage.WITHDRAWN: frozenset({Stage.ENROLLED}),
    }

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    state: Mapped[Stage] = mapped_column(one_of(Stage, "state"))
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))


class Phase(StrEnum):
    """The programme's phases, in order."""

    CONSULTATION = "consultation"
    TRAINING = "training"
    EMPOWERMENT = "empowerment"
    MARKET = "market"


class PhaseEntry(Model):
    """A stay in a phase. A trainee may go back; every stay is kept, one is open.

    `lacking`: the tests that she had not passed when staff let her in all the same, for the reason in `note`.
    """

    __tablename__ = "phase_entry"
    __table_args__ = (
        CheckConstraint("lacking IS NULL OR (note IS NOT NULL AND note <> '')", name="let_in_with_a_reason"),
        Index(
            "uq_phase_entry_open",
            "engagement_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
            sqlite_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    phase: Mapped[Phase] = mapped_column(one_of(Phase, "phase"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str | None] = mapped_column(Text)
    lacking: Mapped[str | None] = mapped_column(String(120))


class ListKind(StrEnum):
    """What a list tells: who registers, who came to sessions and how it ended, or which courses there will be."""

    TRAINEES = "trainees"
    SESSIONS = "sessions"
    COURSES = "courses"


class ImportRun(Model):
    """A list that was looked at. The file is kept encrypted until it is applied or a day has passed.

    `paper_signed`: staff have said that everybody in it signed the paper on the use of her income.
    """

    __tablename__ = "import_run"

    id: Mapped[int] = key()
    file_name: Mapped[str] = mapped_column(String(120))
    file_key: Mapped[str | None] = mapped_column(String(60))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    paper_signed: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[ListKind] = mapped_column(
        one_of(ListKind, "kind"), default=ListKind.TRAINEES, server_default="trainees"
    )


class ItemKind(StrEnum):
    """How an item of the checklist is known: the program sees it, the maker says it, or staff have seen a paper."""

    COMPUTED = "computed"
    ATTESTED = "attested"
    VERIFIED = "verified"


class ChecklistItem(Model):
    """Something asked of makers before they sell, as staff set it; an edited item is a new row with the same code."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        CheckConstraint("words_fa <> ''", name="has_words"),
        CheckConstraint("active_to IS NULL OR active_to >= active_from", name="runs_forward"),
        Index(
            "uq_checklist_item_open",
            "code",
            unique=True,
            postgresql_where=text("active_to IS NULL"),
            sqlite_where=text("active_to IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ItemKind] = mapped_column(one_of(ItemKind, "kind"))
    words_fa: Mapped[str] = mapped_column(String(200))
    words_en: Mapped[str] = mapped_column(String(200), default="")
    words_ar: Mapped[str] = mapped_column(String(200), default="")
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    active_from: Mapped[datetime] = mapped_column(UtcDateTime)
    active_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def called(self, language: str) -> str:
        """Its words in a language, in Persian where there are no other."""
        return {"en": self.words_en, "ar": in_arabic(self.words_ar)}.get(language) or self.words_fa


class MarkKind(StrEnum):
    ATTESTED = "attested"
    VERIFIED = "verified"
    WAIVED = "waived"


class ChecklistMark(Model):
    """A maker said it herself, staff saw a paper, or let her off it, and why. Taken back, never deleted."""

    __tablename__ = "checklist_mark"
    __table_args__ = (
        CheckConstraint("kind <> 'waived' OR why <> ''", name="waived_with_a_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_checklist_mark_open",
            "trainee_id",
            "code",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[MarkKind] = mapped_column(one_of(MarkKind, "kind"))
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Case(Model):
    """A trainee is in a mentor's care, from when to when, and who put her there. She has one mentor at a time."""

    __tablename__ = "mentoring_case"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="runs_forward"),
        Index(
            "uq_mentoring_case_open",
            "trainee_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Place(StrEnum):
    """Where a mentor and a trainee spoke."""

    HOME = "home"
    WORKSHOP = "workshop"
    ONLINE = "online"
    PHONE = "phone"


class Visit(Model):
    """A mentor was with a trainee: what she saw, and the next step with its day. `form_key` writes it once."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("seen <> ''", name="seen"),
        CheckConstraint("(next_step = '') = (next_by IS NULL)", name="step_has_a_day"),
        CheckConstraint("step_done_at IS NULL OR next_by IS NOT NULL", name="step_done"),
    )

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    visited_on: Mapped[date]
    place: Mapped[Place] = mapped_column(one_of(Place, "place"))
    seen: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(String(300), default="")
    next_by: Mapped[date | None]
    step_done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LessonKind(StrEnum):
    """What a session is: advice, a lesson of the course, hands at work."""

    CONSULTATION = "consultation"
    LESSON = "lesson"
    WORKSHOP = "workshop"


class Lesson(Model):
    """A session of a cohort, to which its trainees were to come."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("cohort_id", "held_on", "title"),)

    id: Mapped[int] = key()
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[LessonKind] = mapped_column(one_of(LessonKind, "kind"), server_default="lesson")
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mark(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class Attendance(Model):
    """Whether a trainee came to a session."""

    __tablename__ = "attendance"

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), primary_key=True, index=True)
    mark: Mapped[Mark] = mapped_column(one_of(Mark, "mark"))
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
