"""Tables of case work: times that stand still, who gave up her place and why, who was asked to a briefing by whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.programme.deadlines import Span
from app.programme.models import Outcome, Phase
from app.shared.calendar import local_date
from app.shared.database import Model, UtcDateTime, key, one_of


class Pause(Model):
    """A time that does not count, for everybody whom all that is said here fits; nothing said: the whole province.

    Without a last day it holds until it is ended. What was written stays; ended, it counts up to the day before.
    """

    __tablename__ = "pause"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_a_reason"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="runs_forward"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    phase: Mapped[Phase | None] = mapped_column(one_of(Phase, "phase"))
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    set_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def span(self, as_of: date) -> Span | None:
        """The days that it takes, as known on a day: one without an end holds up to that day."""
        ends = [one for one in (self.last_day, self._day_before_its_end()) if one is not None]
        last = min(ends) if ends else as_of
        return Span(self.first_day, last) if last >= self.first_day else None

    def holds_on(self, day: date) -> bool:
        """Whether it takes a day, past or to come, as far as is known now."""
        ends = [one for one in (self.last_day, self._day_before_its_end()) if one is not None]
        return self.first_day <= day <= min(ends, default=day)

    def _day_before_its_end(self) -> date | None:
        return None if self.ended_at is None else date.fromordinal(local_date(self.ended_at).toordinal() - 1)


class Leaving(StrEnum):
    """Why somebody gives up her place."""

    FAMILY = "family"
    HEALTH = "health"
    MONEY = "money"
    DISTANCE = "distance"
    JOB = "job"
    COURSE = "course"
    MARKET = "market"
    OTHER = "other"


class Departure(Model):
    """Somebody gave up a place, and why. She may come back; it stays written. `ended_on` as of a course's end."""

    __tablename__ = "departure"
    __table_args__ = (CheckConstraint("words <> ''", name="in_words"),)

    id: Mapped[int] = key()
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    kind: Mapped[Leaving] = mapped_column(one_of(Leaving, "kind"))
    words: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]

    @property
    def day(self) -> date:
        """When she left."""
        return self.ended_on or local_date(self.at)


class Failing(StrEnum):
    """Why somebody did not pass a course."""

    ABSENCE = "absence"
    SKILL = "skill"
    TASK = "task"
    OTHER = "other"


class CourseEnd(Model):
    """Somebody passed a course, or did not. `lacking`: tests that she had not passed when she finished all the same.

    Whoever wrote it by hand says why where something lacks or she did not pass; a list may say nothing more.
    `ended_on`: on which day it was so; where none is kept, the day on which it was written.
    """

    __tablename__ = "course_end"
    __table_args__ = (
        CheckConstraint("(outcome = 'failed') = (kind IS NOT NULL)", name="failed_for_a_reason"),
        CheckConstraint("words <> '' OR by_list OR (outcome = 'passed' AND lacking IS NULL)", name="in_words"),
    )

    id: Mapped[int] = key()
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    kind: Mapped[Failing | None] = mapped_column(one_of(Failing, "kind"))
    words: Mapped[str] = mapped_column(String(300), default="")
    lacking: Mapped[str | None] = mapped_column(String(160))
    by_list: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]

    @property
    def day(self) -> date:
        """When the course ended for her."""
        return self.ended_on or local_date(self.at)


class Briefing(Model):
    """An hour at which whoever is registered hears what the programme is; nobody needs a place for it."""

    __tablename__ = "briefing"
    __table_args__ = (CheckConstraint("place <> ''", name="somewhere"),)

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(160))
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Contact(StrEnum):
    """Who asked somebody to come: a mentor, another trainee, somebody of the village; nobody: she came by herself."""

    MENTOR = "mentor"
    TRAINEE = "trainee"
    VILLAGE = "village"
    NOBODY = "nobody"


class Way(StrEnum):
    """How she was asked."""

    PHONE = "phone"
    IN_PERSON = "in_person"


class Invitation(Model):
    """Somebody was asked to a briefing, by whom and how; and whether she came, once that is known.

    `guest_id`: the guest as whom she was asked, before it was known who she is.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("briefing_id", "trainee_id"),
        CheckConstraint("(contact = 'nobody') = (contact_name = '')", name="by_somebody"),
    )

    id: Mapped[int] = key()
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"))
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    contact: Mapped[Contact] = mapped_column(one_of(Contact, "contact"))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    came: Mapped[bool | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guest.id"), index=True)


class Guest(Model):
    """Somebody who was not registered was asked to a briefing.

    Her name and number are sealed, and gone once she is registered (`trainee_id`) or her time is up (`forgotten_at`),
    as is `village`, which is what was written; `locality_code`, the place of that name, and `contact_name` stay.
    `tied_by`: who said that she is this trainee, where it was not her own number. Whoever is untied again has no name
    any more (`untied_at`).
    """

    __tablename__ = "guest"
    __table_args__ = (
        CheckConstraint("(contact = 'nobody') = (contact_name = '')", name="by_somebody"),
        CheckConstraint("trainee_id IS NULL OR forgotten_at IS NULL", name="tied_or_forgotten"),
        CheckConstraint("(trainee_id IS NULL) = (tied_at IS NULL)", name="tied_at_some_time"),
        CheckConstraint("tied_by IS NULL OR trainee_id IS NOT NULL", name="tied_by_hand"),
        CheckConstraint("untied_at IS NULL OR forgotten_at IS NOT NULL", name="untied_without_name"),
        CheckConstraint(
            "(trainee_id IS NULL AND forgotten_at IS NULL) = (name_sealed IS NOT NULL)", name="named_while_waiting"
        ),
        CheckConstraint(
            "(mobile_sealed IS NULL) = (mobile_index IS NULL) AND (mobile_sealed IS NULL OR name_sealed IS NOT NULL)",
            name="number_while_waiting",
        ),
    )

    id: Mapped[int] = key()
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), index=True)
    name_sealed: Mapped[str | None] = mapped_column(Text)
    mobile_sealed: Mapped[str | None] = mapped_column(Text)
    mobile_index: Mapped[str | None] = mapped_column(String(40), index=True)
    village: Mapped[str] = mapped_column(String(80), default="")
    locality_code: Mapped[str | None] = mapped_column(ForeignKey("locality.code"))
    contact: Mapped[Contact] = mapped_column(one_of(Contact, "contact"))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    came: Mapped[bool | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    trainee_id: Mapped[int | None] = mapped_column(ForeignKey("trainee.id"), index=True)
    tied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tied_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    untied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Certificate(Model):
    """Somebody came to enough of a course's sessions. Numbers of a Jalali year have no gap; what was written stands."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        UniqueConstraint("trainee_id", "cohort_id"),
        CheckConstraint("number > 0 AND came > 0 AND came <= called", name="earned"),
    )

    id: Mapped[int] = key()
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    trainee_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    name: Mapped[str] = mapped_column(String(140))
    course: Mapped[str] = mapped_column(String(100))
    came: Mapped[int]
    called: Mapped[int]
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def full_number(self) -> str:
        return f"{self.year}-{self.number}"
