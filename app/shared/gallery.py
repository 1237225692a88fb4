"""Uploaded pictures, and what becomes of them.

Owns `picture`. An upload is looked at (header only) and kept privately; an errand of the worker makes the sizes that
may be served and throws the upload away. A picture is `waiting`, then `ready` or `failed`. A form that is sent again
because its answer was lost on the way brings the same picture once: by who sent it, the form's key and its content.
A paper that is nobody else's business is made into a picture on the private shelf: no address leads there, its door
reads it with `private`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import CheckConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import clock, pictures, running, storage
from app.shared.database import Model, UtcDateTime, after_commit, key, one_of, outside, session
from app.shared.outbox import Event, Record, announce, errand


class PictureState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class Picture(Model):
    """`stem` is the served files' name without width and ending, such as `pictures/ab/cdef…`; `sent_key`: a `Sent`."""

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint("state <> 'ready' OR (width > 0 AND height > 0)", name="ready_has_size"),
        Index("uq_picture_sent", "uploaded_by", "sent_key", unique=True),
    )

    id: Mapped[int] = key()
    stem: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[PictureState] = mapped_column(one_of(PictureState, "state"))
    upload_key: Mapped[str | None] = mapped_column(String(60))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(String(30))
    uploaded_by: Mapped[int | None]
    sent_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


PRIVATE = "papers"


@dataclass(frozen=True)
class PictureUploaded(Event):
    picture_id: int


def keep(content: bytes) -> str:
    """Look at an upload's header and keep it privately; its storage key. To be called before the transaction.

    Raises BadPicture.
    """
    pictures.inspect(content)
    upload_key = storage.new_key("uploads", "bin")
    storage.put(upload_key, content)
    return upload_key


def keep_all(contents: Sequence[bytes]) -> list[str]:
    """Look at all uploads before any of them is kept; their keys. Raises BadPicture."""
    for content in contents:
        pictures.inspect(content)
    return [keep(content) for content in contents]


@dataclass(frozen=True)
class Sent:
    """An upload that is kept, and how it is known when it comes again."""

    upload_key: str
    sent_key: str | None


def receive(contents: Sequence[bytes], form_key: str) -> list[Sent]:
    """`keep_all` for a form that may come more than once; without a key nothing is known again. Raises BadPicture."""
    keys = keep_all(contents)
    return [Sent(key, _sent_key(form_key, content)) for key, content in zip(keys, contents, strict=True)]


def _sent_key(form_key: str, content: bytes) -> str | None:
    """Another photo in the same form, after a step back, is another photo."""
    return hashlib.sha256(form_key.encode() + b"\n" + content).hexdigest() if form_key else None


def add_once(sent: Sent, by: int | None, shelf: str = storage.PUBLIC) -> Picture | None:
    """A new picture; None when the same person has sent it before. Callers take turns, by a lock on what it goes to."""
    known = select(Picture.id).where(Picture.uploaded_by == by, Picture.sent_key == sent.sent_key)
    if sent.sent_key is not None and by is not None and session().scalar(known) is not None:
        return None
    picture = add(sent.upload_key, by, shelf)
    picture.sent_key = sent.sent_key
    session().flush()
    return picture


def add(upload_key: str, by: int | None, shelf: str = storage.PUBLIC) -> Picture:
    """A new picture out of a kept upload; the worker renders it."""
    picture = Picture(
        stem=storage.new_key(shelf, "x").removesuffix(".x"),
        state=PictureState.WAITING,
        upload_key=upload_key,
        uploaded_by=by,
        created_at=clock.now(),
    )
    session().add(picture)
    session().flush()
    announce(PictureUploaded(picture.id))
    return picture


def private(picture: Picture, *, large: bool) -> bytes:
    """A private picture as JPEG: to be read (`large`), or to be recognised. Raises FileNotFoundError."""
    return storage.get(_master(picture.stem) if large else file_key(picture.stem, pictures.JPEG_WIDTH, "jpg"))


def _master(stem: str) -> str:
    return f"masters/{stem.partition('/')[2]}.jpg"


def file_key(stem: str, width: int, suffix: str) -> str:
    return f"{stem}-{width}.{suffix}"


@errand(PictureUploaded, "gallery.render")
def _render(event: PictureUploaded, _key: str) -> Record | None:
    picture = session().get(Picture, event.picture_id)
    if picture is None or picture.state is not PictureState.WAITING or picture.upload_key is None:
        return None
    upload_key, stem = picture.upload_key, picture.stem
    with outside():
        try:
            rendered = pictures.render_apart(storage.get(upload_key), running.settings().picture_speed)
        except pictures.BadPicture as refusal:
            fault = refusal.reason
            return lambda: _failed(event.picture_id, fault)
        except FileNotFoundError:
            return lambda: _failed(event.picture_id, "empty")
        for (suffix, width), content in rendered.files.items():
            storage.put(file_key(stem, width, suffix), content)
        storage.put(_master(stem), rendered.master)
    return lambda: _ready(event.picture_id, rendered.width, rendered.height)


def _ready(picture_id: int, width: int, height: int) -> None:
    picture = session().get_one(Picture, picture_id)
    picture.state, picture.width, picture.height = PictureState.READY, width, height
    _drop_upload(picture)


def _failed(picture_id: int, fault: str) -> None:
    picture = session().get_one(Picture, picture_id)
    picture.state, picture.fault = PictureState.FAILED, fault
    _drop_upload(picture)


def _drop_upload(picture: Picture) -> None:
    """The upload may hold where it was taken; it goes as soon as it is certain that it is not needed."""
    if picture.upload_key is not None:
        after_commit(partial(storage.delete, picture.upload_key))
        picture.upload_key = None


def by_ids(ids: Iterable[int]) -> dict[int, Picture]:
    wanted = set(ids)
    if not wanted:
        return {}
    return {row.id: row for row in session().scalars(select(Picture).where(Picture.id.in_(wanted)))}


ORPHANED_AFTER = timedelta(hours=6)


def _orphans() -> list[str]:
    """Uploads that no picture names, hours after they came: what is left of a form that was never taken."""
    before = (clock.now() - ORPHANED_AFTER).timestamp()
    old = storage.older_than("uploads", before)
    known = set(session().scalars(select(Picture.upload_key).where(Picture.upload_key.is_not(None))))
    return [key for key in old if key not in known]


def stale_uploads() -> list[int]:
    """[0] when there are orphaned uploads, else nothing: what the sweep asks."""
    return [0] if _orphans() else []


def forget_uploads(_: int = 0) -> None:
    """Throw orphaned uploads away, and with them whatever a camera wrote into them."""
    for orphan in _orphans():
        storage.delete(orphan)
