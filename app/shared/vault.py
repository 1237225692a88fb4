"""Encryption of personal fields, and blind indexes to find them by.

AES-256-GCM; the place (`table:column:row`) is authenticated, so a ciphertext copied into another row does not open.
The sealed text starts with the id of its key: the first key of FIELD_KEYS seals, all of them open, so keys can be
rotated. A blind index is an HMAC-SHA-256 under its own key; a plain hash of a ten-digit code is found within an hour.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.shared import running

_NONCE = 12


class WontOpen(Exception):
    """The sealed text is not of this place, was changed, or its key is gone."""


def seal_text(clear: str, place: str) -> str:
    """`clear`, encrypted for `place`."""
    key_id, key = running.settings().field_keys[0]
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, clear.encode(), place.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_text(sealed: str, place: str) -> str:
    """What was sealed for `place`. Raises WontOpen."""
    key_id, _, body = sealed.partition(".")
    key = dict(running.settings().field_keys).get(key_id)
    if key is None:
        raise WontOpen(f"no key named {key_id}")
    try:
        raw = base64.urlsafe_b64decode(body)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as fault:
        raise WontOpen(place) from fault


def blind_index(clear: str, purpose: str) -> str:
    """The same short text for the same `clear` and `purpose`; says nothing without the key."""
    return hmac.new(running.settings().index_key, f"{purpose}|{clear}".encode(), hashlib.sha256).hexdigest()[:40]


def fingerprint(secret: str, purpose: str) -> str:
    """A keyed hash of a token or code, so that the database alone does not let anybody in."""
    return hmac.new(
        running.settings().index_key, f"fingerprint|{purpose}|{secret}".encode(), hashlib.sha256
    ).hexdigest()
