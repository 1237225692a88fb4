"""How often somebody may try something. Counted in the database, so that all workers share the count.

Owns `throttle`: hits per bucket and window; two neighbouring windows make a sliding one. With REDIS_URL set the counts
live there; when Redis does not answer, the database counts on, so a limit never falls open.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String, bindparam, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock, running, vault
from app.shared.database import Model, UtcDateTime, session
from app.shared.errors import Refusal
from config import Settings

if TYPE_CHECKING:
    import redis

log = logging.getLogger(__name__)


@dataclass(eq=False)
class TooOften(Refusal):
    """Wait so many seconds before the next try."""

    wait_seconds: int


@dataclass(frozen=True)
class Limit:
    """At most `hits` in any `seconds`."""

    hits: int
    seconds: int


class ThrottleRow(Model):
    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    hits: Mapped[int]


def hit(what: str, who: str, *limits: Limit) -> int:
    """Count one try of `what` by `who`; the seconds to wait before the next, 0 when this one may go on.

    Nothing is raised here, because the count has to be kept: the door commits first and refuses afterwards.
    """
    return max((_wait(what, who, limit) for limit in limits), default=0)


def _wait(what: str, who: str, limit: Limit) -> int:
    """0, or the seconds after which one more try passes: later in this window, or in the next as this one fades."""
    epoch = int(clock.now().timestamp())
    start = epoch - epoch % limit.seconds
    bucket = f"{what}:{limit.seconds}:{vault.blind_index(who, 'throttle')[:24]}"
    counted = _in_redis(bucket, start, limit.seconds)
    before, now = counted if counted is not None else _in_database(bucket, start, limit.seconds)
    left = start + limit.seconds - epoch
    if now + round(before * left / limit.seconds) <= limit.hits:
        return 0
    if now < limit.hits:
        return left - limit.seconds * (limit.hits - now - 1) // before
    return left + limit.seconds - limit.seconds * (limit.hits - 1) // now


def _in_redis(bucket: str, start: int, seconds: int) -> tuple[int, int] | None:
    """Hits in the window before and in this one; None when Redis is not there."""
    store: redis.Redis | None = running.once("redis", lambda: None)
    if store is None:
        return None
    import redis

    try:
        with store.pipeline() as pipe:
            pipe.get(f"{bucket}:{start - seconds}")
            pipe.incr(f"{bucket}:{start}")
            pipe.expire(f"{bucket}:{start}", 2 * seconds)
            before, now, _ = pipe.execute()
    except redis.RedisError:
        log.warning("Redis does not answer; the database counts")
        return None
    return int(before or 0), int(now)


_COUNT = text(
    "INSERT INTO throttle (bucket, started_at, hits) VALUES (:bucket, :started_at, 1) "
    "ON CONFLICT (bucket, started_at) DO UPDATE SET hits = throttle.hits + 1 RETURNING hits"
).bindparams(bindparam("started_at", type_=UtcDateTime))


def _in_database(bucket: str, start: int, seconds: int) -> tuple[int, int]:
    now = session().execute(_COUNT, {"bucket": bucket, "started_at": datetime.fromtimestamp(start, UTC)}).scalar_one()
    before = session().scalar(
        select(ThrottleRow.hits).where(
            ThrottleRow.bucket == bucket, ThrottleRow.started_at == datetime.fromtimestamp(start - seconds, UTC)
        )
    )
    return before or 0, int(now)


def _stale_before() -> datetime:
    return clock.now() - timedelta(days=2)


def stale() -> list[int]:
    """[0] when there are counts to forget, else nothing: what the sweep asks."""
    found = session().scalar(select(ThrottleRow.hits).where(ThrottleRow.started_at < _stale_before()).limit(1))
    return [] if found is None else [0]


def forget(_: int = 0) -> None:
    """Drop counts that no limit looks at any more."""
    session().execute(delete(ThrottleRow).where(ThrottleRow.started_at < _stale_before()))


def connect(settings: Settings) -> redis.Redis | None:
    """A client for REDIS_URL with short time-outs, or nothing."""
    if settings.redis_url is None:
        return None
    import redis

    return redis.Redis.from_url(settings.redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)
