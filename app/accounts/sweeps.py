"""What time does to log-ins: used codes and ended sessions are forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select

from app.accounts.models import LoginCode, LoginSession
from app.shared import clock
from app.shared.database import session
from app.shared.schedule import sweep

CODES_KEPT = timedelta(days=2)
SESSIONS_KEPT = timedelta(days=90)


def _stale() -> list[int]:
    now = clock.now()
    code = session().scalar(select(LoginCode.id).where(LoginCode.created_at < now - CODES_KEPT).limit(1))
    visit = session().scalar(select(LoginSession.id).where(LoginSession.seen_at < now - SESSIONS_KEPT).limit(1))
    return [] if code is None and visit is None else [0]


def _forget(_: int) -> None:
    now = clock.now()
    session().execute(delete(LoginCode).where(LoginCode.created_at < now - CODES_KEPT))
    session().execute(
        delete(LoginSession).where(
            or_(LoginSession.seen_at < now - SESSIONS_KEPT, LoginSession.ended_at < now - SESSIONS_KEPT)
        )
    )


sweep("accounts.forget_log_ins", timedelta(hours=6), _stale)(_forget)
