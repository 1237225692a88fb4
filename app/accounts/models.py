"""People, their roles, their bank details, their log-in codes and sessions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.database import Model, UtcDateTime, key, one_of


class Role(StrEnum):
    BUYER = "buyer"
    TRAINEE = "trainee"
    MENTOR = "mentor"
    STAFF = "staff"
    FINANCE = "finance"
    OFFICER = "officer"


class Body(StrEnum):
    """The body that an officer speaks for."""

    LABOUR = "labour"
    WOMEN = "women"
    ACECR = "acecr"


class Sight(StrEnum):
    """What of other people somebody may see beyond what her role shows.

    - INCOMES: figures of the programme that nobody has signed yet, and what a trainee lives from, with her name.
    - IDENTITY: a full national code.
    """

    INCOMES = "incomes"
    IDENTITY = "identity"


class Person(Model):
    """An account. Several may share one mobile number; each may have a PIN of its own."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_national_code",
            "national_code_index",
            unique=True,
            postgresql_where=text("national_code_index IS NOT NULL"),
            sqlite_where=text("national_code_index IS NOT NULL"),
        ),
        CheckConstraint("length(mobile) = 11", name="mobile"),
    )

    id: Mapped[int] = key()
    uid: Mapped[str] = mapped_column(String(16), unique=True)
    given_name: Mapped[str] = mapped_column(String(60), default="")
    family_name: Mapped[str] = mapped_column(String(80), default="")
    sort_key: Mapped[str] = mapped_column(String(160), default="")
    mobile: Mapped[str] = mapped_column(String(11), index=True)
    national_code_sealed: Mapped[str | None] = mapped_column(Text)
    national_code_index: Mapped[str | None] = mapped_column(String(40))
    national_code_last4: Mapped[str | None] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(2), default="fa")
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class RoleGrant(Model):
    """A role of a person, in one county or (None) in all; ended, never deleted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("(role = 'officer') = (body IS NOT NULL)", name="officer_has_body"),
        Index("ix_role_grant_open", "person_id", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    body: Mapped[Body | None] = mapped_column(one_of(Body, "body"))
    may_publish: Mapped[bool] = mapped_column(default=False)
    county_code: Mapped[str | None] = mapped_column(ForeignKey("county.code"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SightGrant(Model):
    """Leave to see something of other people, by name and for a reason; ended, never deleted.

    It reaches as far as the roles do that its holder has, and no longer than `last_day` (Jalali day of Tehran; None:
    until it is ended).
    """

    __tablename__ = "sight_grant"
    __table_args__ = (
        Index(
            "uq_sight_grant_open",
            "person_id",
            "sight",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("given_by IS NULL OR given_by <> person_id", name="not_by_herself"),
    )

    id: Mapped[int] = key()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sight: Mapped[Sight] = mapped_column(one_of(Sight, "sight"))
    reason: Mapped[str] = mapped_column(String(300))
    last_day: Mapped[date | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BankDetail(Model):
    """Where a person is paid. A change makes a new row; the old one stays, replaced."""

    __tablename__ = "bank_detail"
    __table_args__ = (
        Index(
            "uq_bank_detail_current",
            "person_id",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
            sqlite_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = key()
    uid: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sheba_sealed: Mapped[str] = mapped_column(Text)
    last4: Mapped[str] = mapped_column(String(4))
    bank: Mapped[str | None] = mapped_column(String(40))
    holder: Mapped[str] = mapped_column(String(140))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginCode(Model):
    """A one-time code: keyed hash only, bound to the browser that asked, dead after use, five tries or two minutes."""

    __tablename__ = "login_code"

    id: Mapped[int] = key()
    mobile: Mapped[str] = mapped_column(String(11), index=True)
    browser: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginSession(Model):
    """Somebody is logged in on one browser. Its token is in a signed cookie; only the hash is here."""

    __tablename__ = "login_session"

    id: Mapped[int] = key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fresh_until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginLink(Model):
    """A one-time address that logs a person in; made by the operator's command on a development machine only."""

    __tablename__ = "login_link"

    id: Mapped[int] = key()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
