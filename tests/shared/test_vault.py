"""Personal fields at rest, and finding by them."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.shared import vault
from app.shared.vault import WontOpen
from tests.conftest import secret
from tests.shared.bare import bare

PLACE = "person:national_code:abc"
quick = settings(deadline=None, max_examples=100)


def keyed(**keys: str) -> Flask:
    return bare(Path("data"), **keys)


OLD = keyed(FIELD_KEYS=f"t1:{secret('f')}")
ROTATED = keyed(FIELD_KEYS=f"t2:{secret('g')},t1:{secret('f')}")
NEW = keyed(FIELD_KEYS=f"t2:{secret('g')}")


@quick
@given(st.text(max_size=200), st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_was_sealed_for_a_place_opens_there(clear: str, place: str):
    clear = clear.encode(errors="replace").decode()

    with OLD.app_context():
        assert vault.open_text(vault.seal_text(clear, place), place) == clear


def test_a_sealed_text_copied_to_another_row_does_not_open():
    with OLD.app_context():
        sealed = vault.seal_text("3500123450", PLACE)

        with pytest.raises(WontOpen):
            vault.open_text(sealed, "person:national_code:xyz")


def test_sealing_twice_never_gives_the_same_text():
    with OLD.app_context():
        sealed = {vault.seal_text("3500123450", PLACE) for _ in range(50)}

    assert len(sealed) == 50
    assert not any("3500123450" in one for one in sealed)


@quick
@given(st.integers(0, 37), st.integers(1, 255))
def test_a_changed_or_shortened_text_does_not_open(where: int, change: int):
    with OLD.app_context():
        name, _, body = vault.seal_text("3500123450", PLACE).partition(".")
        raw = base64.urlsafe_b64decode(body)
        changed = raw[:where] + bytes([raw[where] ^ change]) + raw[where + 1 :]

        for wrong in (changed, raw[:where], raw + b"x"):
            with pytest.raises(WontOpen):
                vault.open_text(f"{name}.{base64.urlsafe_b64encode(wrong).decode()}", PLACE)


@pytest.mark.parametrize("wrong", ["", ".", "t1", "t1.", "t1.AAAA", "t1.###", "t1.A", "نا", "t1.سلام", "t9.AAAA"])
def test_rubbish_does_not_open(wrong):
    with OLD.app_context(), pytest.raises(WontOpen):
        vault.open_text(wrong, PLACE)


def test_another_key_of_the_same_name_does_not_open():
    with OLD.app_context():
        sealed = vault.seal_text("3500123450", PLACE)

    with keyed(FIELD_KEYS=f"t1:{secret('z')}").app_context(), pytest.raises(WontOpen):
        vault.open_text(sealed, PLACE)


def test_keys_are_rotated_the_new_one_seals_and_both_open():
    with OLD.app_context():
        before = vault.seal_text("پیش", PLACE)
    with ROTATED.app_context():
        after = vault.seal_text("پس", PLACE)
        assert vault.open_text(before, PLACE) == "پیش"

    with NEW.app_context():
        assert vault.open_text(after, PLACE) == "پس"
        with pytest.raises(WontOpen, match="no key named t1"):
            vault.open_text(before, PLACE)


def test_a_blind_index_finds_the_same_and_tells_nothing():
    with OLD.app_context():
        index = vault.blind_index("3500123450", "national_code")

        assert index == vault.blind_index("3500123450", "national_code")
        assert index != vault.blind_index("3500123451", "national_code")
        assert index != vault.blind_index("3500123450", "mobile")
    guesses = ("3500123450", "national_code|3500123450")
    assert index not in {hashlib.sha256(guess.encode()).hexdigest()[:40] for guess in guesses}
    with keyed(INDEX_KEY=secret("j")).app_context():
        assert index != vault.blind_index("3500123450", "national_code")


def test_a_fingerprint_is_of_its_purpose_and_no_blind_index():
    with OLD.app_context():
        found = vault.fingerprint("123456", "login_code")

        assert found == vault.fingerprint("123456", "login_code")
        assert found != vault.fingerprint("123456", "session")
        assert not found.startswith(vault.blind_index("123456", "login_code"))


def test_index_and_fields_have_keys_of_their_own():
    same = secret("f")

    with keyed(FIELD_KEYS=f"t1:{same}", INDEX_KEY=secret("i")).app_context():
        found = vault.blind_index("3500123450", "national_code")

    of_the_field_key = hmac.new(b"f" * 32, b"national_code|3500123450", hashlib.sha256).hexdigest()
    assert not of_the_field_key.startswith(found)
