"""Which version of a document holds on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.library.models import DocumentVersion, VersionStanding


class Validity(StrEnum):
    """How a version stands on a day."""

    VALID = "valid"
    COMING = "coming"
    REPLACED = "replaced"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def current(versions: Sequence[DocumentVersion], day: date) -> DocumentVersion | None:
    """The newest of those that stand and hold on this day; None where none does."""
    held = [one for one in versions if _alone(one, day) is Validity.VALID]
    return max(held, key=lambda one: one.number, default=None)


def validity_of(one: DocumentVersion, versions: Sequence[DocumentVersion], day: date) -> Validity:
    """How one of a document's `versions` stands: a newer one that holds takes an older one's place."""
    alone = _alone(one, day)
    return Validity.REPLACED if alone is Validity.VALID and current(versions, day) is not one else alone


def _alone(one: DocumentVersion, day: date) -> Validity:
    if one.state is VersionStanding.WITHDRAWN:
        return Validity.WITHDRAWN
    if one.valid_from > day:
        return Validity.COMING
    return Validity.OVER if one.valid_to is not None and one.valid_to < day else Validity.VALID
