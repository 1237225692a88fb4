"""What stands in somebody's way, what the working group's meetings decide of it, and who owes what by when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.calendar import today
from app.shared.database import Model, UtcDateTime, key, one_of
from app.shared.states import Stateful


class Matter(StrEnum):
    """What was reported: something in the way, two who are at odds, or somebody who did wrong."""

    OBSTACLE = "obstacle"
    CONFLICT = "conflict"
    COMPLAINT = "complaint"


class Topic(StrEnum):
    """What it is about."""

    TRAINING = "training"
    PROCESS = "process"
    MARKET = "market"
    MATERIAL = "material"
    LICENCE = "licence"
    LOAN = "loan"
    OTHER = "other"


class Level(StrEnum):
    """Whose turn it is. Complaints know the executor and the officers alone, all else never reaches the officers'."""

    MENTOR = "mentor"
    EXECUTOR = "executor"
    GROUP = "group"
    OFFICERS = "officers"


class ObstacleState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    SOLVED = "solved"
    DECLINED = "declined"


class Obstacle(Stateful, Model):
    """Something that somebody reported. Who entered it is another than the reporter when it came by telephone.

    `due_on` is the day by which whoever's turn it is answers; once it is taken, the day that its owner named. Of a
    complaint `accused_id` is the person meant; None while nobody has said who that is, unless it is somebody
    outside the programme.
    """

    __tablename__ = "obstacle"
    __table_args__ = (
        CheckConstraint("words <> ''", name="words"),
        CheckConstraint("(state IN ('solved', 'declined')) = (answer <> '')", name="answered_in_words"),
        CheckConstraint("(state = 'open') = (owner_id IS NULL)", name="has_an_owner"),
        CheckConstraint("(matter = 'complaint') = (accused_words <> '')", name="somebody_accused"),
        CheckConstraint("matter = 'complaint' OR (accused_id IS NULL AND NOT accused_outside)", name="accused"),
        CheckConstraint("accused_id IS NULL OR NOT accused_outside", name="accused_is_one"),
        CheckConstraint("accused_id IS NULL OR accused_id <> reporter_id", name="not_oneself"),
        CheckConstraint("(matter = 'conflict') = (one_party <> '' AND other_party <> '')", name="two_parties"),
        CheckConstraint("NOT name_hidden OR matter = 'complaint'", name="name_hidden"),
        CheckConstraint(
            "(matter = 'complaint' AND level IN ('executor', 'officers'))"
            " OR (matter <> 'complaint' AND level <> 'officers')",
            name="level_of_matter",
        ),
        Index("ix_obstacle_state_due", "state", "due_on"),
    )
    MOVES: ClassVar = {
        ObstacleState.OPEN: frozenset({ObstacleState.TAKEN, ObstacleState.SOLVED, ObstacleState.DECLINED}),
        ObstacleState.TAKEN: frozenset({ObstacleState.OPEN, ObstacleState.SOLVED, ObstacleState.DECLINED}),
        ObstacleState.SOLVED: frozenset({ObstacleState.OPEN}),
        ObstacleState.DECLINED: frozenset({ObstacleState.OPEN}),
    }

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    matter: Mapped[Matter] = mapped_column(one_of(Matter, "matter"))
    topic: Mapped[Topic] = mapped_column(one_of(Topic, "topic"))
    words: Mapped[str] = mapped_column(Text)
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"), index=True)
    trade_code: Mapped[str | None] = mapped_column(ForeignKey("trade.code"))
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    one_party: Mapped[str] = mapped_column(String(120), default="")
    other_party: Mapped[str] = mapped_column(String(120), default="")
    accused_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accused_words: Mapped[str] = mapped_column(String(120), default="")
    accused_key: Mapped[str] = mapped_column(String(160), default="")
    accused_outside: Mapped[bool] = mapped_column(default=False)
    name_hidden: Mapped[bool] = mapped_column(default=False)
    level: Mapped[Level] = mapped_column(one_of(Level, "level"))
    state: Mapped[ObstacleState] = mapped_column(one_of(ObstacleState, "state"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def open(self) -> bool:
        """Nobody has answered it yet."""
        return self.state in {ObstacleState.OPEN, ObstacleState.TAKEN}

    @property
    def late(self) -> bool:
        """Its day has passed without an answer."""
        return self.open and self.due_on < today()

    @property
    def may_be_reopened(self) -> bool:
        """Its reporter may say, once, that it is not solved."""
        return not self.open and self.reopened_at is None

    def names_reporter_to(self, person_id: int | None) -> bool:
        """Whether this reader is told who reported it: where that was to stay hidden, only whoever handles it."""
        return not self.name_hidden or (self.owner_id is not None and self.owner_id == person_id)


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "took_place"
    CANCELLED = "cancelled"


class Meeting(Stateful, Model):
    """A meeting of the working group."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("place <> ''", name="place"),)
    MOVES: ClassVar = {MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED})}

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(160))
    state: Mapped[MeetingState] = mapped_column(one_of(MeetingState, "state"))
    planned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Commitment(Stateful, Model):
    """A decision of a meeting: what, who owes it, by when."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("what <> ''", name="what"),
        CheckConstraint("owed_by <> ''", name="owed_by_somebody"),
        CheckConstraint("state <> 'dropped' OR ended_words <> ''", name="dropped_with_a_reason"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        Index("ix_commitment_state_due", "state", "due_on"),
    )
    MOVES: ClassVar = {CommitmentState.OPEN: frozenset({CommitmentState.DONE, CommitmentState.DROPPED})}

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(48), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    obstacle_id: Mapped[int | None] = mapped_column(ForeignKey("obstacle.id"), index=True)
    what: Mapped[str] = mapped_column(String(500))
    owed_by: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    state: Mapped[CommitmentState] = mapped_column(one_of(CommitmentState, "state"))
    ended_words: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def late(self) -> bool:
        return self.state is CommitmentState.OPEN and self.due_on < today()


class AgendaItem(Model):
    """What a meeting had before it, in this order; written once, when the meeting was held."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("(obstacle_id IS NULL) <> (commitment_id IS NULL)", name="one_thing"),
        UniqueConstraint("meeting_id", "position"),
    )

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    obstacle_id: Mapped[int | None] = mapped_column(ForeignKey("obstacle.id"))
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
