"""Whom somebody is to call and what came of it, referrals to bodies, who handed what over, and followed cases."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import today
from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class TaskState(StrEnum):
    """DONE: somebody called and it is settled; ENDED: nothing was left to call her for."""

    OPEN = "open"
    DONE = "done"
    ENDED = "ended"


class OutreachTask(Stateful, Model):
    """Somebody is to call a trainee by a day. `signs`: why, as it was when it was asked.

    `quiet_until`: before that day she is not put on a list again.
    """

    __tablename__ = "outreach_task"
    __table_args__ = (
        CheckConstraint("signs <> ''", name="for_a_reason"),
        Index(
            "uq_outreach_task_open",
            "trainee_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
        Index("ix_outreach_task_owner_state", "owner_id", "state", "due_on"),
    )
    MOVES: ClassVar = {TaskState.OPEN: frozenset({TaskState.DONE, TaskState.ENDED})}

    id: Mapped[int] = key()
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    signs: Mapped[str] = mapped_column(String(120))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    state: Mapped[TaskState] = mapped_column(one_of(TaskState, "state"))
    quiet_until: Mapped[date | None]
    assigned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def late(self) -> bool:
        return self.state is TaskState.OPEN and self.due_on < today()


class Way(StrEnum):
    """How somebody was spoken to."""

    PHONE = "phone"
    VISIT = "visit"
    MESSAGE = "message"


class CallResult(StrEnum):
    WILL_COME = "will_come"
    WANTS_HELP = "wants_help"
    OBSTACLE = "obstacle"
    NO_INTEREST = "no_interest"
    WRONG_NUMBER = "wrong_number"
    CALL_AGAIN = "call_again"


class OutreachCall(Model):
    """A call and what came of it; written once, never changed."""

    __tablename__ = "outreach_call"
    __table_args__ = (
        CheckConstraint("reached OR result IN ('wrong_number', 'call_again')", name="reached"),
        CheckConstraint("NOT reached OR result <> 'wrong_number'", name="wrong_number"),
        CheckConstraint("(result = 'call_again') = (again_on IS NOT NULL)", name="again_on"),
        CheckConstraint("again_on IS NULL OR again_on > called_on", name="runs_forward"),
        CheckConstraint("result NOT IN ('no_interest', 'obstacle', 'wants_help') OR words <> ''", name="words"),
        CheckConstraint("(result = 'obstacle') = (obstacle_id IS NOT NULL)", name="obstacle"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("outreach_task.id"), index=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    called_on: Mapped[date]
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    reached: Mapped[bool]
    result: Mapped[CallResult] = mapped_column(one_of(CallResult, "result"))
    words: Mapped[str] = mapped_column(Text, default="")
    again_on: Mapped[date | None]
    obstacle_id: Mapped[int | None] = mapped_column(ForeignKey("obstacle.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RelatedBody(Model):
    """A body to which trainees are referred, from a day and, once it is no more one, until a day."""

    __tablename__ = "related_body"
    __table_args__ = (
        CheckConstraint("name_fa <> ''", name="named"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="runs_forward"),
    )

    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(String(48), unique=True)
    name_fa: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    name_ar: Mapped[str] = mapped_column(String(120), default="")
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def called(self, language: str) -> str:
        """Its name in a language, in Persian where there is no other."""
        return {"en": self.name_en, "ar": self.name_ar}.get(language) or self.name_fa

    @property
    def open(self) -> bool:
        return self.first_day <= today() and (self.last_day is None or self.last_day >= today())


class ReferralState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class BodyAnswer(StrEnum):
    """What the body said."""

    YES = "yes"
    PART = "part"
    NO = "no"


class Referral(Stateful, Model):
    """A trainee is referred to a body: what is asked, by which letter, by when an answer is due, and the answer."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("asked <> ''", name="asked"),
        CheckConstraint(
            "state NOT IN ('sent', 'answered')"
            " OR (letter_no <> '' AND letter_on IS NOT NULL AND due_on IS NOT NULL AND sent_by IS NOT NULL)",
            name="sent_by_letter",
        ),
        CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL) AND (outcome IS NULL) = (replied_on IS NULL)", name="answered"
        ),
        CheckConstraint("outcome IS NULL OR outcome = 'yes' OR reply_words <> ''", name="refused_with_a_reason"),
        CheckConstraint("replied_on IS NULL OR replied_on >= letter_on", name="runs_forward"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_why <> '')", name="withdrawn_with_a_reason"),
        Index("ix_referral_state_due", "state", "due_on"),
        Index("ix_referral_owner_state", "owner_id", "state"),
    )
    MOVES: ClassVar = {
        ReferralState.DRAFT: frozenset({ReferralState.SENT, ReferralState.WITHDRAWN}),
        ReferralState.SENT: frozenset({ReferralState.ANSWERED, ReferralState.WITHDRAWN}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("related_body.id"), index=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    obstacle_id: Mapped[int | None] = mapped_column(ForeignKey("obstacle.id"))
    permit_id: Mapped[int | None] = mapped_column(ForeignKey("permit.id"))
    asked: Mapped[str] = mapped_column(String(500))
    state: Mapped[ReferralState] = mapped_column(one_of(ReferralState, "state"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    letter_no: Mapped[str] = mapped_column(String(40), default="")
    letter_on: Mapped[date | None]
    due_on: Mapped[date | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[BodyAnswer | None] = mapped_column(one_of(BodyAnswer, "outcome"))
    replied_on: Mapped[date | None]
    reply_no: Mapped[str] = mapped_column(String(40), default="")
    reply_words: Mapped[str] = mapped_column(String(1000), default="")
    withdrawn_why: Mapped[str] = mapped_column(String(300), default="")

    @property
    def late(self) -> bool:
        """The day of its answer has passed."""
        return self.state is ReferralState.SENT and self.due_on is not None and self.due_on < today()


class HandOver(Model):
    """Everything open of somebody who left went to others, in one step; how much, and whether she was let in since."""

    __tablename__ = "hand_over"

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reports: Mapped[int]
    calls: Mapped[int]
    referrals: Mapped[int]
    closed: Mapped[bool]


class FollowedCase(Model):
    """An officer for women's affairs follows the case of a woman, from when to when."""

    __tablename__ = "followed_case"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="runs_forward"),
        Index(
            "uq_followed_case_open",
            "person_id",
            "trainee_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseComment(Model):
    """What an officer for women's affairs says of a case: advice, never a decision."""

    __tablename__ = "case_comment"
    __table_args__ = (CheckConstraint("words <> ''", name="words"),)

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
