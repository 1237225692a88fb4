"""Recorded voice: a place in the program may be spoken as well as written, in each language.

Owns `recording`. What may be kept is known by its content, never by a name or by what a browser says of it. A file is
named by its place and content, so it may be kept by browsers for as long as they like; one that nothing names any more
is thrown away hours later by the worker.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.shared import audit, clock, storage
from app.shared.database import Model, UtcDateTime, key, one_of, session, take_turns
from app.shared.errors import NotFound, Refusal
from app.shared.tongue import SOURCE

SHELF = "voices"
MOST_BYTES = 1024 * 1024
ORPHANED_AFTER = timedelta(hours=6)


class Sound(StrEnum):
    """What may be kept, by the ending of its file."""

    MP3 = "mp3"
    OGG = "ogg"
    M4A = "m4a"


class Recording(Model):
    """What is heard at `place` in `language`; one at a time."""

    __tablename__ = "recording"
    __table_args__ = (
        UniqueConstraint("place", "language"),
        CheckConstraint(f"size > 0 AND size <= {MOST_BYTES}", name="light"),
    )

    id: Mapped[int] = key()
    place: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(5))
    sound: Mapped[Sound] = mapped_column(one_of(Sound, "sound"))
    file_key: Mapped[str] = mapped_column(String(60), unique=True)
    size: Mapped[int]
    kept_by: Mapped[int | None]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(eq=False)
class BadRecording(Refusal):
    """`reason`: empty, too_heavy, not_sound."""

    reason: str


def sound_of(content: bytes) -> Sound:
    """What kind of sound this is, by its own bytes. Raises BadRecording."""
    if not content:
        raise BadRecording("empty")
    if len(content) > MOST_BYTES:
        raise BadRecording("too_heavy")
    known = {Sound.MP3: _is_mp3, Sound.OGG: _is_ogg, Sound.M4A: _is_m4a}
    found = next((sound for sound, fits in known.items() if fits(content)), None)
    if found is None:
        raise BadRecording("not_sound")
    return found


def _is_mp3(content: bytes) -> bool:
    """The head of a frame of layer III, right at the beginning or behind a tag that says how long it is."""
    at = 0
    if content[:3] == b"ID3" and len(content) > 10:
        tag = content[6:10]
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(tag, (21, 14, 7, 0), strict=True))
    head = content[at:].lstrip(b"\0")[:4] if at else content[:4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


def _is_ogg(content: bytes) -> bool:
    """A first page that begins Opus or Vorbis; the same wrapping may hold films."""
    if content[:4] != b"OggS" or len(content) < 28:
        return False
    return content[27 + content[26] :].startswith((b"OpusHead", b"\x01vorbis"))


_TRACK = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)


def _is_m4a(content: bytes) -> bool:
    """The wrapping of MPEG-4 with tracks of sound alone."""
    return content[4:8] == b"ftyp" and set(_TRACK.findall(content)) == {b"soun"}


@dataclass(frozen=True)
class Heard:
    """A recording whose file is kept, and that is not yet anybody's."""

    place: str
    language: str
    sound: Sound
    file_key: str
    size: int


def receive(place: str, language: str, content: bytes) -> Heard:
    """Look at a recording and keep its file. To be called before the transaction. Raises BadRecording."""
    sound = sound_of(content)
    name = hashlib.sha256(f"{place}\n{language}\n".encode() + content).hexdigest()
    file_key = f"{SHELF}/{name[:2]}/{name[2:32]}.{sound}"
    storage.put(file_key, content)
    return Heard(place, language, sound, file_key, len(content))


def keep(heard: Heard, by: int | None) -> Recording:
    """From now on this is heard at its place, instead of whatever was."""
    take_turns(f"recording:{heard.place}:{heard.language}")
    found = _at(heard.place, heard.language)
    if found is None:
        found = Recording(place=heard.place, language=heard.language)
        session().add(found)
    found.sound, found.file_key, found.size = heard.sound, heard.file_key, heard.size
    found.kept_by, found.kept_at = by, clock.now()
    session().flush()
    audit.note("voice_kept", "recording", found.id, by, place=heard.place, language=heard.language, file=heard.file_key)
    return found


def remove(recording_id: int, by: int | None) -> None:
    """Nothing is heard there any more. Raises NotFound."""
    found = session().get(Recording, recording_id)
    if found is None:
        raise NotFound
    facts = {"place": found.place, "language": found.language, "file": found.file_key}
    audit.note("voice_removed", "recording", found.id, by, **facts)
    session().delete(found)


def _at(place: str, language: str) -> Recording | None:
    return session().scalar(select(Recording).where(Recording.place == place, Recording.language == language))


def spoken(place: str, language: str) -> Recording | None:
    """What is heard at a place: in this language, else in Persian, else nothing."""
    query = select(Recording).where(Recording.place == place, Recording.language.in_({language, SOURCE}))
    found = {one.language: one for one in session().scalars(query)}
    return found.get(language) or found.get(SOURCE)


def every() -> dict[tuple[str, str], Recording]:
    """All recordings, by place and language."""
    return {(one.place, one.language): one for one in session().scalars(select(Recording))}


def named(file_key: str) -> Recording | None:
    """The recording of a file; None for what was taken away."""
    return session().scalar(select(Recording).where(Recording.file_key == file_key))


def _unnamed() -> list[str]:
    """Files that no recording names, hours after they came."""
    old = storage.older_than(SHELF, (clock.now() - ORPHANED_AFTER).timestamp())
    known = set(session().scalars(select(Recording.file_key)))
    return [one for one in old if one not in known]


def stale() -> list[int]:
    """[0] when there are files that nothing names, else nothing: what the sweep asks."""
    return [0] if _unnamed() else []


def forget(_: int = 0) -> None:
    """Throw away the files that nothing names."""
    for one in _unnamed():
        storage.delete(one)
