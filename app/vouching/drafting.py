"""A draft beside what a mentor has looked at."""

from __future__ import annotations

from sqlalchemy import delete, select

from app import catalogue
from app.catalogue import Version, VersionState
from app.shared.database import session
from app.vouching.actions import copy_disclosure
from app.vouching.appealing import drop_appeal
from app.vouching.models import Deviation, Disclosure, Handover, Regrading


def may_drop(version: Version) -> bool:
    """Whether an edit can be laid aside: one that its maker began by herself, beside something that stands."""
    edit = version.state is VersionState.DRAFT and version.number > 1 and not version.inert
    return edit and not _told_otherwise(version) and not catalogue.size_waits(catalogue.product(version.product_id))


def drop_draft(version: Version, by: int | None) -> None:
    """Lay an edit aside; what was there before stands. Raises NotADraft where `may_drop` says no, or it was sent."""
    if not may_drop(version):
        raise catalogue.NotADraft
    session().execute(delete(Deviation).where(Deviation.version_id == version.id))
    session().execute(delete(Disclosure).where(Disclosure.version_id == version.id))
    catalogue.drop_draft(version, by)


def _told_otherwise(version: Version) -> bool:
    """Whether it was made for her: in place of a vouch that was taken back, or shown to her by whoever prepared it."""
    made_for_her = (
        select(Regrading.vouch_id).where(Regrading.version_id == version.id),
        select(Handover.version_id).where(Handover.version_id == version.id),
    )
    return any(session().scalar(one.limit(1)) is not None for one in made_for_her)


def open_draft(newest: Version, by: int | None) -> Version:
    """The product's open draft, begun as `newest` stands if there is none; an appeal about that is over then.

    Raises NotADraft while a version lies with a mentor.
    """
    draft = catalogue.draft_after(newest, by)
    if draft.id != newest.id:
        drop_appeal(newest.id)
        copy_disclosure(newest, draft)
    return draft
