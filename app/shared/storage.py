"""Files on disk under DATA_DIR: written whole or not at all, under names that nobody can guess or steer.

A *shelf* is a folder with one rule of access: `pictures` may be served to anybody, everything else is private.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from app.shared import running

PUBLIC = "pictures"
_KEY = re.compile(r"[a-z]{2,20}/[0-9a-f]{2}/[0-9a-f]{30}(-[0-9]{1,4})?\.[a-z0-9]{1,5}")


def root() -> Path:
    return running.settings().data_dir / "files"


def new_key(shelf: str, suffix: str) -> str:
    """A fresh, unguessable key such as `pictures/ab/cdef….jpg`."""
    name = secrets.token_hex(16)
    return f"{shelf}/{name[:2]}/{name[2:]}.{suffix}"


def put(key: str, content: bytes) -> None:
    """Keep `content` under `key`; after this returns it survives a power cut."""
    target = path(key)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def get(key: str) -> bytes:
    """What is kept under `key`. Raises FileNotFoundError."""
    return path(key).read_bytes()


def delete(key: str) -> None:
    """Remove `key`; nothing happens if it is gone already."""
    path(key).unlink(missing_ok=True)


def path(key: str) -> Path:
    """The file of `key`. Raises ValueError for anything that is not a key made here."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a storage key: {key!r}")
    return root() / key


def works() -> bool:
    """Whether a file can be written, read and removed right now."""
    key = new_key("probe", "txt")
    try:
        put(key, b"ok")
        kept = get(key)
        delete(key)
    except OSError:
        return False
    return kept == b"ok"


def older_than(shelf: str, moment: float) -> list[str]:
    """Keys of a shelf that were written before a moment (seconds since 1970)."""
    base = root()
    found = (file for file in (base / shelf).glob("*/*") if file.is_file() and file.stat().st_mtime < moment)
    return [key for key in (str(file.relative_to(base)) for file in found) if _KEY.fullmatch(key)]
