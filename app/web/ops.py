"""Signs of life for whoever watches over the machine."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, jsonify, send_from_directory
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.shared import clock, migrating, schedule, storage
from app.shared.database import session
from app.web.access import ANYONE, allow
from app.web.files import STATIC

log = logging.getLogger(__name__)

blueprint = Blueprint("ops", __name__)

WORKER_SILENT_AFTER = timedelta(seconds=60)


@blueprint.get("/healthz")
@allow(ANYONE)
def healthz() -> Response:
    """The process answers; nothing else is touched."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(ANYONE)
def readyz() -> tuple[Response, int]:
    """Database, migrations, storage and the worker's heartbeat; 503 when one of them is not there."""
    checks = {name: _checked(check) for name, check in _CHECKS.items()}
    ready = all(checks.values())
    return jsonify(status="ready" if ready else "not ready", checks=checks), 200 if ready else 503


def _checked(check: Callable[[], bool]) -> bool:
    """A check that breaks has failed; the reason is in the log."""
    try:
        return check()
    except Exception:
        log.exception("readiness check failed")
        return False


def _database() -> bool:
    return session().execute(text("SELECT 1")).scalar() == 1


def _migrations() -> bool:
    return migrating.current() == migrating.newest()


def _worker() -> bool:
    beat = schedule.last_beat()
    return beat is not None and clock.now() - beat < WORKER_SILENT_AFTER


_CHECKS = {"database": _database, "migrations": _migrations, "storage": storage.works, "worker": _worker}


@blueprint.get("/robots.txt")
@allow(ANYONE)
def robots() -> Response:
    return send_from_directory(STATIC, "robots.txt")
