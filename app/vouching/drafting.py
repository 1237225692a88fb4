"""A draft beside what a mentor has looked at."""

from __future__ import annotations

from app import catalogue
from app.catalogue import Version
from app.vouching.actions import copy_disclosure
from app.vouching.appealing import drop_appeal


def open_draft(newest: Version, by: int | None) -> Version:
    """The product's open draft, begun as `newest` stands if there is none; an appeal about that is over then.

    Raises NotADraft while a version lies with a mentor.
    """
    draft = catalogue.draft_after(newest, by)
    if draft.id != newest.id:
        drop_appeal(newest.id)
        copy_disclosure(newest, draft)
    return draft
