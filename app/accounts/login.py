"""Logging in: a code by SMS, then perhaps a PIN, then a row per browser that can be ended.

Nothing here tells whether a number has an account. Counts of tries are kept even when the try is refused, so these
functions answer with outcomes instead of raising.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import BoundedSemaphore

from argon2.exceptions import VerificationError
from sqlalchemy import select, update

from app.accounts import rules
from app.accounts.actions import hasher
from app.accounts.events import CodeRequested
from app.accounts.models import Body, LoginCode, LoginLink, LoginSession, Person, Role, RoleGrant
from app.shared import audit, clock, rulebook, throttle, vault
from app.shared.database import LOCK, is_postgres, session
from app.shared.outbox import announce
from app.shared.text import only_digits
from app.shared.throttle import Limit

SMS_PER_DAY = rulebook.define("login.codes_per_day", 2000, "messages", "the operator's SMS budget", least=100)
_hashing = BoundedSemaphore(2)


class CodeAnswer(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Visit:
    """Who is logged in on this browser, as what, and whether the log-in is fresh enough for a delicate change."""

    session_id: int
    person: Person
    roles: frozenset[Role]
    grants: tuple[RoleGrant, ...]
    seen_at: datetime
    fresh: bool

    def counties(self, role: Role) -> frozenset[str] | None:
        """Counties that the role is limited to; None where it is not limited."""
        mine = [grant.county_code for grant in self.grants if grant.role is role]
        return None if None in mine else frozenset(code for code in mine if code is not None)

    def speaks_for(self, body: Body) -> bool:
        """Whether she is an officer of a body for the whole province."""
        return any(
            grant.role is Role.OFFICER and grant.body == body and grant.county_code is None for grant in self.grants
        )


@dataclass(frozen=True)
class CodeFor:
    """What a code is for: login, listing (to confirm what somebody prepared), or loan.

    Of a loan the amount in rials, and what its credit line is called: she reads what she agrees to.
    """

    purpose: str = "login"
    amount: int = 0
    line: str = ""


LOG_IN = CodeFor()


def request_code(mobile: str, browser: str, address: str, language: str, what: CodeFor = LOG_IN) -> int:
    """Send a code to `mobile`, for this browser alone; the seconds to wait when it is too soon (0: it is sent).

    The SMS says what the code is for.
    """
    last = session().scalar(
        select(LoginCode.created_at).where(LoginCode.mobile == mobile).order_by(LoginCode.id.desc())
    )
    now = clock.now()
    if last is not None and now < last + timedelta(seconds=rules.RESEND_SECONDS):
        return int((last + timedelta(seconds=rules.RESEND_SECONDS) - now).total_seconds()) + 1
    wait = _limited(mobile, address)
    if wait:
        return wait
    session().execute(
        update(LoginCode).where(LoginCode.mobile == mobile, LoginCode.ended_at.is_(None)).values(ended_at=now)
    )
    code = f"{secrets.randbelow(1_000_000):06d}"
    session().add(
        LoginCode(
            mobile=mobile,
            browser=vault.fingerprint(browser, "browser"),
            code_hash=_code_hash(mobile, code),
            created_at=now,
            expires_at=now + timedelta(seconds=rules.CODE_SECONDS),
        )
    )
    announce(CodeRequested(mobile, code, language, what.purpose, what.amount, what.line))
    return 0


def _limited(mobile: str, address: str) -> int:
    """Seconds to wait. What one limit refuses, the next does not count: nobody uses up another's, or everybody's."""
    limits = (
        ("code_ip", address, rules.SENDS_PER_ADDRESS),
        ("code", mobile, rules.SENDS_PER_NUMBER),
        ("code_all", "everybody", (Limit(rulebook.number(SMS_PER_DAY), 86400),)),
    )
    return next((wait for what, who, most in limits if (wait := throttle.hit(what, who, *most))), 0)


def _code_hash(mobile: str, code: str) -> str:
    return vault.fingerprint(f"{mobile}|{code}", "login_code")


def check_code(mobile: str, browser: str, typed: str) -> CodeAnswer:
    """Whether `typed` is the number's living code, asked for from this browser. A right code is used up.

    Tries of a browser that never asked count for nothing: nobody can use up another's.
    """
    query = (
        select(LoginCode).where(LoginCode.mobile == mobile, LoginCode.ended_at.is_(None)).order_by(LoginCode.id.desc())
    )
    code = session().scalars(query.with_for_update(**LOCK) if is_postgres() else query).first()
    if code is None or clock.now() >= code.expires_at or code.tries >= rules.CODE_TRIES:
        return CodeAnswer.EXPIRED
    same_browser = hmac.compare_digest(code.browser, vault.fingerprint(browser, "browser"))
    if not same_browser:
        return CodeAnswer.WRONG
    if throttle.hit("code_try", mobile, *rules.TRIES_PER_NUMBER):
        return CodeAnswer.TOO_OFTEN
    code.tries += 1
    if not hmac.compare_digest(code.code_hash, _code_hash(mobile, only_digits(typed))):
        return CodeAnswer.WRONG
    code.ended_at = clock.now()
    return CodeAnswer.RIGHT


def check_pin(person: Person, typed: str) -> CodeAnswer:
    """Whether `typed` is the person's PIN; RIGHT where the account has none."""
    if person.pin_hash is None:
        return CodeAnswer.RIGHT
    if throttle.hit("pin", str(person.id), *rules.PIN_TRIES):
        return CodeAnswer.TOO_OFTEN
    with _hashing:
        try:
            hasher.verify(person.pin_hash, only_digits(typed))
        except VerificationError:
            return CodeAnswer.WRONG
    return CodeAnswer.RIGHT


def begin_session(person: Person) -> str:
    """Log `person` in; the token for the browser's cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    session().add(
        LoginSession(
            token_hash=vault.fingerprint(token, "session"),
            person_id=person.id,
            created_at=now,
            seen_at=now,
            fresh_until=now + timedelta(minutes=rules.FRESH_MINUTES),
        )
    )
    audit.note("logged_in", "person", person.id, person.id)
    return token


def visit_of(token: str) -> Visit | None:
    """Who the token stands for; None once it was ended, idled out, or the account was closed."""
    found = (
        session()
        .execute(
            select(LoginSession, Person)
            .join(Person, Person.id == LoginSession.person_id)
            .where(LoginSession.token_hash == vault.fingerprint(token, "session"), LoginSession.ended_at.is_(None))
        )
        .one_or_none()
    )
    if found is None or not found[1].active:
        return None
    row, person = found
    grants = tuple(
        session().scalars(select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.ended_at.is_(None)))
    )
    roles = frozenset(grant.role for grant in grants) | {Role.BUYER}
    now = clock.now()
    if now >= row.seen_at + _idle(roles):
        return None
    return Visit(row.id, person, roles, grants, row.seen_at, now < row.fresh_until)


def _idle(roles: frozenset[Role]) -> timedelta:
    if roles & {Role.STAFF, Role.FINANCE, Role.OFFICER}:
        return timedelta(minutes=rules.STAFF_IDLE_MINUTES)
    return timedelta(days=rules.IDLE_DAYS)


def see(visit: Visit) -> None:
    """Note that the visitor is still here."""
    session().execute(update(LoginSession).where(LoginSession.id == visit.session_id).values(seen_at=clock.now()))


def freshen(visit: Visit) -> None:
    """The visitor has just proved again who she is."""
    fresh_until = clock.now() + timedelta(minutes=rules.FRESH_MINUTES)
    session().execute(update(LoginSession).where(LoginSession.id == visit.session_id).values(fresh_until=fresh_until))


def end_session(session_id: int) -> None:
    session().execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_other_sessions(visit: Visit) -> None:
    """Log the person out everywhere but here."""
    session().execute(
        update(LoginSession)
        .where(
            LoginSession.person_id == visit.person.id,
            LoginSession.id != visit.session_id,
            LoginSession.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
    )


def make_login_link(person: Person) -> str:
    """A token that logs `person` in once, within ten minutes. For development machines."""
    token = secrets.token_urlsafe(24)
    session().add(
        LoginLink(
            token_hash=vault.fingerprint(token, "link"),
            person_id=person.id,
            expires_at=clock.now() + timedelta(minutes=10),
        )
    )
    return token


def use_login_link(token: str) -> Person | None:
    """Whose link it is, once; None for a used, old or unknown one."""
    query = select(LoginLink).where(LoginLink.token_hash == vault.fingerprint(token, "link"))
    link = session().scalar(query.with_for_update(**LOCK))
    if link is None or link.used_at is not None or clock.now() >= link.expires_at:
        return None
    link.used_at = clock.now()
    return session().get_one(Person, link.person_id)
