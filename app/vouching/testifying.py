"""What a mentor puts her name to, and whether it carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from app import catalogue
from app.programme import Mentor
from app.shared import audit, gallery, rulebook, text
from app.shared.calendar import today
from app.shared.database import session
from app.shared.gallery import Picture
from app.vouching import rubric, rules, sealing
from app.vouching.errors import DisclosureMissing, EvidenceNeeded
from app.vouching.grades import rung
from app.vouching.models import Basis, Disclosure, Review
from app.vouching.queries import deviations_of, draft_of
from app.vouching.scrutiny import Evidence, Mark

MOST_EVIDENCE = 4
# A vouch holds for the whole time of the rule, half of it or a quarter.
PARTS = (1, 2, 4)


def last_day(part: int) -> date:
    """Until when a vouch of today holds that is given for this part of the whole time."""
    return today() + timedelta(days=max(1, rulebook.number(rules.VOUCH_DAYS) // part))


@dataclass(frozen=True)
class Testimony:
    """What a mentor puts her name to: basis and day, what she found by the rubric, photos that she took herself."""

    basis: Basis
    seen_on: date
    checked: str
    unchecked: str = ""
    words: str = ""
    marks: Mapping[int, Mark] = field(default_factory=dict)
    pictures: Sequence[int] = ()
    part: int = 1

    @property
    def valid_until(self) -> date:
        """The last day of it: the whole time that the rule gives, or half or a quarter of it."""
        part = self.part if self.part in PARTS else 1
        return last_day(part)

    def told(self) -> dict[str, Any]:
        """What is written down of it in its own row, cleaned and cut."""
        return {
            "basis": self.basis,
            "seen_on": self.seen_on,
            "checked": text.clean(self.checked)[:600],
            "unchecked": text.clean(self.unchecked)[:600],
            "words": text.clean(self.words, lines=True)[:1000],
        }


def check_testimony(review: Review, testimony: Testimony, mentor: Mentor) -> None:
    """Whether a version can be answered for on this.

    Raises DisclosureMissing, BasisTooWeak, RubricOpen, RubricNotMet, and EvidenceNeeded: who has seen it can show it.
    """
    disclosure = session().get_one(Disclosure, review.version_id)
    rules.check_disclosure(disclosure, deviations_of(review.version_id), rung(disclosure.grade, review.submitted_at))
    version = catalogue.version(review.version_id)
    # A size may have been made dearer since it was sent; from here on none is.
    catalogue.hold(version.product_id)
    if not rules.low_enough(draft_of(version, review.submitted_at)):
        raise DisclosureMissing("too_dear")
    rules.check_basis(testimony.basis, disclosure.grade)
    rubric.check_rubric(rubric.rubric_for(version.category_code), testimony.marks)
    least = rulebook.number(rules.EVIDENCE_LEAST)
    shown = len(testimony.pictures) + _kept(review.id, mentor.id)
    if testimony.basis is not Basis.PHOTOS and shown < least:
        raise EvidenceNeeded(least)


def _kept(review_id: int, mentor_id: int) -> int:
    """How many photos she has added to this review before."""
    query = select(func.count()).where(Evidence.review_id == review_id, Evidence.mentor_id == mentor_id)
    return session().scalar(query) or 0


def keep_look(review: Review, mentor: Mentor, testimony: Testimony) -> None:
    """Write down her marks and photos."""
    category = catalogue.version(review.version_id).category_code
    rubric.keep_marks(review.id, mentor.id, rubric.rubric_for(category), testimony.marks)
    _add(review, mentor, testimony.pictures)


def add_evidence(review: Review, mentor: Mentor, pictures: Sequence[int]) -> None:
    """Photos of her own, kept before she decides, so that a slip costs none; MOST_EVIDENCE of them count."""
    _add(review, mentor, pictures)
    kept = sealing.seal_of_look(review.id, mentor.id)
    audit.note("evidence_added", "product_version", review.version_id, mentor.person_id, **kept)


def _add(review: Review, mentor: Mentor, pictures: Sequence[int]) -> None:
    first = _kept(review.id, mentor.id)
    for position, picture_id in enumerate(pictures, start=first):
        if position < MOST_EVIDENCE:
            session().add(Evidence(review_id=review.id, mentor_id=mentor.id, position=position, picture_id=picture_id))
    session().flush()


def own_evidence(review_id: int, mentor_id: int) -> list[Picture]:
    """Photos that she has added to this review."""
    query = (
        select(Picture)
        .join(Evidence, Evidence.picture_id == Picture.id)
        .where(Evidence.review_id == review_id, Evidence.mentor_id == mentor_id)
    )
    return list(session().scalars(query.order_by(Evidence.position)))


def evidence_of(version_ids: Iterable[int]) -> dict[int, list[Picture]]:
    """Photos that mentors took, by version."""
    rows = (
        session()
        .execute(
            select(Review.version_id, Evidence.picture_id)
            .join(Evidence, Evidence.review_id == Review.id)
            .where(Review.version_id.in_(set(version_ids)))
            .order_by(Review.version_id, Evidence.mentor_id, Evidence.position)
        )
        .all()
    )
    pictures = gallery.by_ids(picture_id for _, picture_id in rows)
    found: dict[int, list[Picture]] = {}
    for version_id, picture_id in rows:
        if picture_id in pictures:
            found.setdefault(version_id, []).append(pictures[picture_id])
    return found
