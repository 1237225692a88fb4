"""Uploaded pictures, and what the worker makes of them."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.shared import clock, gallery, outbox, storage
from app.shared.database import db, session, transaction
from app.shared.gallery import Picture, PictureState
from app.shared.pictures import BadPicture
from tests import world
from tests.shared import photos
from tests.shared.photos import half_and_half, opened, saved

pytestmark = pytest.mark.usefixtures("app")


def uploaded(content: bytes) -> int:
    """A picture that waits for the worker; its number."""
    key = gallery.keep(content)
    with transaction():
        return gallery.add(key, None).id


def picture(picture_id: int) -> Picture:
    world.fresh()
    return gallery.by_ids([picture_id])[picture_id]


def files() -> list[str]:
    return sorted(str(file.relative_to(storage.root())) for file in storage.root().rglob("*") if file.is_file())


def work_later() -> None:
    world.fresh()
    with clock.at(clock.now() + timedelta(hours=1)):
        outbox.drain()


def test_the_worker_makes_every_size_and_throws_the_upload_away():
    picture_id = uploaded(photos.from_a_phone())
    assert picture(picture_id).state is PictureState.WAITING
    assert [name.split("/")[0] for name in files()] == ["uploads"]

    world.work()

    made = picture(picture_id)
    assert (made.state, made.width, made.height, made.upload_key) == (PictureState.READY, 400, 600, None)
    wanted = [gallery.file_key(made.stem, width, "avif") for width in (160, 320, 480, 720, 960)]
    wanted += [gallery.file_key(made.stem, 480, "jpg"), f"masters/{made.stem.removeprefix('pictures/')}.jpg"]
    assert files() == sorted(wanted)
    assert opened(storage.get(wanted[1])).format == "AVIF"
    assert opened(storage.get(wanted[1])).size == (320, 480)
    assert opened(storage.get(wanted[5])).format == "JPEG"
    assert not [key for key in wanted if b"Zahedan" in storage.get(key) or b"Exif" in storage.get(key)]


def test_the_served_name_does_not_lead_to_the_upload():
    made = picture(uploaded(photos.from_a_phone()))

    assert made.upload_key is not None
    assert made.stem.split("/")[-1] not in made.upload_key


def test_what_is_no_picture_is_refused_before_anything_is_kept():
    for content in (b"", b"%PDF-1.7", photos.four_hundred_megapixels(), photos.animated("GIF")):
        with pytest.raises(BadPicture):
            gallery.keep(content)

    assert files() == []


def test_a_damaged_picture_fails_with_its_reason_and_leaves_no_file():
    picture_id = uploaded(saved(half_and_half(), "JPEG", quality=95)[:4000])

    world.work()

    found = picture(picture_id)
    assert (found.state, found.fault, found.upload_key) == (PictureState.FAILED, "damaged", None)
    assert files() == []
    assert outbox.dead_letters() == []


def test_an_upload_that_has_vanished_fails_instead_of_being_tried_for_ever():
    picture_id = uploaded(photos.from_a_phone())
    storage.delete(str(picture(picture_id).upload_key))

    world.work()

    assert (picture(picture_id).state, picture(picture_id).fault) == (PictureState.FAILED, "empty")
    assert outbox.waiting() == 0


def test_a_commit_that_fails_does_not_lose_the_photo():
    picture_id = uploaded(photos.from_a_phone())

    def fail(current: Session) -> None:
        if any(isinstance(one, Picture) for one in current.dirty):
            event.remove(db.session(), "before_commit", fail)
            raise OSError("the disk is full")

    event.listen(db.session(), "before_commit", fail)
    outbox.drain()
    assert picture(picture_id).state is PictureState.WAITING

    work_later()

    assert picture(picture_id).state is PictureState.READY
    assert not [name for name in files() if name.startswith("uploads")]


def test_rendering_again_after_a_crash_gives_one_set_of_files():
    picture_id = uploaded(photos.from_a_phone())
    world.work()
    first = files()
    with transaction():
        session().execute(text("UPDATE outbox SET delivered_at = NULL, lease_until = NULL"))

    world.work()

    assert files() == first
    assert picture(picture_id).state is PictureState.READY


def test_uploads_of_forms_that_were_never_taken_are_thrown_away_and_others_stay():
    orphan, waiting = gallery.keep(photos.from_a_phone()), uploaded(photos.from_a_phone())
    cut_off = storage.path(orphan).with_name(f".{storage.path(orphan).name}.1234")
    cut_off.write_bytes(b"half a photo")
    later = clock.now() + gallery.ORPHANED_AFTER + timedelta(minutes=1)
    assert gallery.stale_uploads() == []

    with clock.at(later), transaction():
        assert gallery.stale_uploads() == [0]
        gallery.forget_uploads()
        assert gallery.stale_uploads() == []

    with pytest.raises(FileNotFoundError):
        storage.get(orphan)
    assert storage.get(str(picture(waiting).upload_key))


def test_of_several_uploads_none_is_kept_when_one_is_refused():
    with pytest.raises(BadPicture):
        gallery.keep_all([photos.from_a_phone(), b"%PDF-1.7"])

    assert files() == []


def test_the_database_refuses_a_ready_picture_without_a_size():
    uploaded(photos.from_a_phone())

    with pytest.raises(Exception, match="ready_has_size"), transaction():
        session().execute(text("UPDATE picture SET state = 'ready'"))


def test_no_pictures_are_looked_up_for_nobody():
    assert gallery.by_ids([]) == {}
    assert gallery.by_ids([10**9]) == {}
