"""Disclosures, reviews and vouches."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import Part
from app.shared.database import Model, RialColumn, UtcDateTime, key, one_of
from app.shared.money import Rial


class Grade(StrEnum):
    """How far a product is from what a formal standard asks; the ladder, best first."""

    CONFORMS = "conforms"
    SMALL = "small"
    VISIBLE = "visible"
    SECONDS = "seconds"


class DeviationKind(StrEnum):
    SIZE = "size"
    COLOUR = "colour"
    WEIGHT = "weight"
    SHAPE = "shape"
    FINISH = "finish"
    TASTE = "taste"
    PACKING = "packing"
    DURABILITY = "durability"
    OTHER = "other"


class Disclosure(Model):
    """What is said of a version's distance from a standard. Frozen with the version."""

    __tablename__ = "disclosure"

    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), primary_key=True)
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    mark: Mapped[str] = mapped_column(String(120), default="")
    missing_mark: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[str] = mapped_column(Text, default="")
    varies: Mapped[str] = mapped_column(Text, default="")
    # What a sound piece costs at the same maker's, where the grade must be cheaper.
    sound_price_rial: Mapped[Rial | None] = mapped_column(RialColumn)


class Deviation(Model):
    """One difference: what kind, in the maker's words, how much, with a photo."""

    __tablename__ = "deviation"

    id: Mapped[int] = key()
    version_id: Mapped[int] = mapped_column(ForeignKey("disclosure.version_id"), index=True)
    position: Mapped[int]
    kind: Mapped[DeviationKind] = mapped_column(one_of(DeviationKind, "kind"))
    words: Mapped[str] = mapped_column(String(200))
    amount: Mapped[str] = mapped_column(String(60), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))


class Handover(Model):
    """A prepared draft was shown to its maker: the address in her SMS, and until when it is good."""

    __tablename__ = "handover"

    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProductSheet(Model):
    """A sheet of products that a maker brought in: kept from the dry run until it is applied, then only its prints."""

    __tablename__ = "product_sheet"

    id: Mapped[int] = key()
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"), index=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_digest: Mapped[str] = mapped_column(String(64))
    plan_digest: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Decision(StrEnum):
    VOUCHED = "vouched"
    RETURNED = "returned"
    REFUSED = "refused"


class Review(Model):
    """A version in a mentor's queue, until it is decided once.

    `queue_at` orders the queue: when it was sent, less the head start (hours) that its village had on that day.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_once"),
        Index("ix_review_open", "submitted_at", postgresql_where=text("decided_at IS NULL")),
        Index("ix_review_queue", "queue_at", postgresql_where=text("decided_at IS NULL")),
    )

    id: Mapped[int] = key()
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), unique=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("trainee.id"))
    county_code: Mapped[str] = mapped_column(ForeignKey("county.code"))
    rural: Mapped[bool]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    queue_at: Mapped[datetime] = mapped_column(UtcDateTime)
    head_start_hours: Mapped[int] = mapped_column(default=0)
    decision: Mapped[Decision | None] = mapped_column(one_of(Decision, "decision"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("mentor.id"))
    words: Mapped[str] = mapped_column(Text, default="")


class RemarkReason(StrEnum):
    """Why a part of a listing came back, or why all of it was refused."""

    UNCLEAR_PHOTO = "unclear_photo"
    WRONG_KIND = "wrong_kind"
    UNCLEAR_NAME = "unclear_name"
    WRONG_SIZE = "wrong_size"
    HIDDEN_DEVIATION = "hidden_deviation"
    WRONG_PRICE = "wrong_price"
    MISSING_PAPER = "missing_paper"
    UNSAFE = "unsafe"
    NOT_HOME_MADE = "not_home_made"
    OTHER = "other"


class Remark(Model):
    """A mentor's request about one part of a version."""

    __tablename__ = "review_remark"

    id: Mapped[int] = key()
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    part: Mapped[Part] = mapped_column(one_of(Part, "part"))
    reason: Mapped[RemarkReason] = mapped_column(one_of(RemarkReason, "reason"))
    words: Mapped[str] = mapped_column(Text, default="")


class Outcome(StrEnum):
    """How an appeal ended: the product was vouched for after all, the first word stands, or the maker let it be."""

    GRANTED = "granted"
    KEPT = "kept"
    DROPPED = "dropped"


class Appeal(Model):
    """A maker's word against a decision, once for each: another mentor looks at the same version and has the last word.

    Both mentors stand on the row, so that the database itself refuses one who judges her own decision.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_once"),
        CheckConstraint("mentor_id IS NULL OR mentor_id <> first_mentor_id", name="another_mentor"),
        CheckConstraint("outcome IS NULL OR outcome = 'dropped' OR mentor_id IS NOT NULL", name="somebody_decided"),
        CheckConstraint("outcome <> 'kept' OR words <> ''", name="kept_with_a_reason"),
        Index("ix_appeal_open", "due_at", postgresql_where=text("decided_at IS NULL")),
    )

    id: Mapped[int] = key()
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    first_mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"))
    plea: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("mentor.id"))
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    words: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Basis(StrEnum):
    """What a mentor has seen: the thing itself, a sample sent to her, or photos only."""

    IN_PERSON = "in_person"
    SAMPLE = "sample"
    PHOTOS = "photos"


class Overruling(StrEnum):
    """Why staff take a vouch back in its mentor's place."""

    DANGER = "danger"
    UNREACHABLE = "unreachable"


class Vouch(Model):
    """A named mentor answers for a version, on a basis, until a date. Withdrawn, never deleted.

    `leaves_on`: the last day on which she answers because she goes, or has an interest now; another may follow her.

    Both persons stand on the row, so that the database itself refuses a vouch for oneself.
    """

    __tablename__ = "vouch"
    __table_args__ = (
        CheckConstraint("mentor_person_id <> maker_person_id", name="not_for_oneself"),
        CheckConstraint("valid_until > seen_on", name="runs_forward"),
        Index(
            "uq_vouch_open",
            "version_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
            sqlite_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentor.id"), index=True)
    mentor_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    maker_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[Basis] = mapped_column(one_of(Basis, "basis"))
    seen_on: Mapped[date]
    checked: Mapped[str] = mapped_column(Text)
    unchecked: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date]
    leaves_on: Mapped[date | None]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")

    @property
    def overruled(self) -> bool:
        """Whether staff took it back in its mentor's place."""
        return self.withdrawn_by not in {None, self.mentor_person_id}


class Regrading(Model):
    """A vouch was taken back, and a draft at a lower grade waits for the maker in its place. The vouch has the why."""

    __tablename__ = "regrading"

    vouch_id: Mapped[int] = mapped_column(ForeignKey("vouch.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("product_version.id"), index=True)
    grade: Mapped[Grade] = mapped_column(one_of(Grade, "grade"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
