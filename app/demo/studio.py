"""Drawing and rendering many pictures at once, in processes of their own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from PIL import Image

from app.shared import outbox, pictures
from config import ROOT, Settings

_SIZE = 960


def _jpeg(kind: str, what: str, seed: int) -> bytes:
    from app.demo import drawing

    if kind == "portrait":
        picture: Image.Image = drawing.portrait(seed, 720, of_a_man=what == "male")
    elif kind == "detail":
        picture = drawing.detail(what, seed, 560)
    else:
        picture = drawing.draw(what, seed, _SIZE)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


class Studio:
    """Takes orders for pictures early and hands them out late."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._begun: dict[tuple[str, str, int], Future[bytes]] = {}

    def begin(self, kind: str, good: str, seed: int) -> None:
        self._begun[kind, good, seed] = self._pool.submit(_jpeg, kind, good, seed)

    def take(self, kind: str, good: str, seed: int) -> bytes:
        """The picture; waits for it if need be."""
        return self._begun[kind, good, seed].result()


@contextmanager
def studio() -> Iterator[Studio]:
    with ProcessPoolExecutor(max_workers=_hands(), mp_context=get_context("fork")) as pool:
        yield Studio(pool)


def _hands() -> int:
    """As many as the machine has processors, but not more than eight."""
    return min(8, os.cpu_count() or 1)


def render_all(settings: Settings) -> None:
    """Render everything that waits, in one worker for each processor, quickly rather than small."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--once"]
    environment = _environment(settings) | {"PICTURE_SPEED": str(pictures.QUICK)}
    crew = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(_hands())]
    for worker in crew:
        worker.wait(timeout=900)
    while outbox.drain():
        pass


def _environment(settings: Settings) -> dict[str, str]:
    """What a process beside needs to be the same shop."""
    keys = ",".join(f"{name}:{_base64(key)}" for name, key in settings.field_keys)
    return os.environ | {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "FIELD_KEYS": keys,
        "INDEX_KEY": _base64(settings.index_key),
        "SECRET_KEY": settings.secret_key,
        "SANDBOX_BASE_URL": settings.sandbox_base_url,
    }


def _base64(key: bytes) -> str:
    return b64encode(key).decode()
