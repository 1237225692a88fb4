"""Files under DATA_DIR."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.shared import storage
from tests.shared.bare import bare

NAME = "ab/" + "0" * 30


@pytest.fixture(autouse=True)
def _shelves(tmp_path: Path) -> Iterator[None]:
    with bare(tmp_path).app_context():
        yield


def test_a_file_is_kept_read_and_deleted():
    key = storage.new_key("uploads", "bin")

    storage.put(key, b"one")
    storage.put(key, b"two")

    assert storage.get(key) == b"two"
    assert [file.name for file in storage.path(key).parent.iterdir()] == [storage.path(key).name]
    storage.delete(key)
    storage.delete(key)
    with pytest.raises(FileNotFoundError):
        storage.get(key)


def test_a_write_that_the_disk_cuts_short_leaves_the_old_file_and_nothing_else():
    key = storage.new_key("uploads", "bin")
    storage.put(key, b"whole")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            storage.put(key, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert storage.get(key) == b"whole"
    assert len(list(storage.path(key).parent.iterdir())) == 1


def test_keys_are_never_the_same_and_can_not_be_guessed():
    keys = {storage.new_key("pictures", "avif") for _ in range(500)}

    assert len(keys) == 500
    assert len({key[:14] for key in keys}) > 490


@pytest.mark.parametrize(
    "key",
    [
        "../config.py",
        "pictures/../../config.py",
        f"pictures/{NAME}/../../../x.py",
        f"/etc/{NAME}.txt",
        f"//pictures/{NAME}.jpg",
        f"pictures\\{NAME}.jpg",
        f"pictures/{NAME}.jpg\x00.txt",
        f"pictures/{NAME}.jpg\n",
        f"pictures/{NAME.upper()}.jpg",
        f"pictures/{NAME}",
        f"pictures/{NAME}.tar.gz",
        f"pictures/{NAME}-12345.jpg",
        f"pictures/{NAME}-۱۲.jpg",
        f"Pictures/{NAME}.jpg",
        f"./pictures/{NAME}.jpg",
        f"pictures/%2e%2e/{NAME}.jpg",
        "",
    ],
)
def test_a_key_that_was_not_made_here_is_refused(key):
    for act in (storage.path, storage.get, storage.delete, lambda wrong: storage.put(wrong, b"x")):
        with pytest.raises(ValueError, match="not a storage key"):
            act(key)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("abpictures01/.-\\\n\x00~%"), max_size=60))
@example(f"pictures/{NAME}.jpg")
def test_no_key_leads_out_of_the_folder(key: str):
    try:
        found = storage.path(key)
    except ValueError:
        return

    assert found.resolve().is_relative_to(storage.root().resolve())


def test_the_probe_leaves_nothing_behind():
    assert storage.works()
    assert not [file for file in storage.root().rglob("*") if file.is_file()]


def test_a_disk_that_takes_nothing_is_noticed():
    storage.root().write_text("a file stands where the folder should be")

    assert not storage.works()
