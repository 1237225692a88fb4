"""A recording is known by its content, heard at its place, and gone when it is taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.shared import audit, clock, recordings, storage
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.recordings import BadRecording, Recording, Sound
from tests import world
from tests.shared import sounds


def keep(place: str, language: str, content: bytes) -> Recording:
    heard = recordings.receive(place, language, content)
    with transaction():
        kept = recordings.keep(heard, None)
    world.fresh()
    return kept


@pytest.mark.parametrize(
    ("content", "sound"),
    [
        (sounds.MP3, Sound.MP3),
        (sounds.TAGGED_MP3, Sound.MP3),
        (sounds.OGG, Sound.OGG),
        (sounds.OGG.replace(b"OpusHead", b"\x01vorbis\x00"), Sound.OGG),
        (sounds.M4A, Sound.M4A),
    ],
)
def test_a_sound_is_known_by_its_content(content, sound):
    assert recordings.sound_of(content) is sound


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"<script>" * 20,
        b"ID3",
        b"OggS",
        b"\xff\xfb",
        b"\xff\xff\xff\xff" * 10,
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        world.jpeg(),
        sounds.FILM,
        sounds.OGG_FILM,
        sounds.AAC,
    ],
)
def test_what_is_no_sound_is_refused_whatever_it_is_called(content):
    with pytest.raises(BadRecording, match="not_sound"):
        recordings.sound_of(content)


def test_nothing_and_too_much_are_refused():
    with pytest.raises(BadRecording, match="empty"):
        recordings.sound_of(b"")
    with pytest.raises(BadRecording, match="too_heavy"):
        recordings.sound_of(sounds.MP3.ljust(recordings.MOST_BYTES + 1, b"\0"))
    assert recordings.sound_of(sounds.MP3.ljust(recordings.MOST_BYTES, b"\0")) is Sound.MP3


@pytest.mark.usefixtures("app")
def test_a_place_is_heard_in_the_readers_language_else_in_persian():
    persian = keep("price", "fa", sounds.MP3).file_key
    arabic = keep("price", "ar", sounds.OGG).file_key

    def heard(place: str, language: str) -> str | None:
        found = recordings.spoken(place, language)
        return None if found is None else found.file_key

    assert heard("price", "ar") == arabic
    assert heard("price", "en") == heard("price", "fa") == persian
    assert heard("name", "fa") is None


@pytest.mark.usefixtures("app")
def test_the_same_sound_at_two_places_is_two_files():
    assert keep("price", "fa", sounds.MP3).file_key != keep("name", "fa", sounds.MP3).file_key


@pytest.mark.usefixtures("app")
def test_a_new_one_takes_the_place_of_the_old_and_what_nothing_names_is_thrown_away_later():
    old = keep("price", "fa", sounds.MP3).file_key
    new = keep("price", "fa", sounds.OGG)

    assert len(recordings.every()) == 1
    assert recordings.named(old) is None
    assert recordings.stale() == []
    with clock.at(clock.now() + timedelta(hours=7)):
        assert recordings.stale() == [0]
        recordings.forget()
        assert recordings.stale() == []
    assert storage.get(new.file_key) == sounds.OGG
    with pytest.raises(FileNotFoundError):
        storage.get(old)


@pytest.mark.usefixtures("app")
def test_who_kept_and_who_removed_a_recording_stays_written():
    kept = keep("price", "fa", sounds.MP3).id
    with transaction():
        recordings.remove(kept, None)

    assert [row.act for row in audit.of("recording", kept)] == ["voice_kept", "voice_removed"]
    with pytest.raises(NotFound), transaction():
        recordings.remove(kept, None)
