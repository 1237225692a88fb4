"""Reading disclosures, the queue, and vouches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app import catalogue
from app.catalogue import Product, Version
from app.programme import Mentor, Trainee
from app.shared import clock, gallery, rulebook
from app.shared.calendar import today
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.gallery import PictureState
from app.vouching import rules
from app.vouching.models import Deviation, Disclosure, Grade, Remark, Review, Vouch


def disclosure_of(version_id: int) -> Disclosure | None:
    return session().get(Disclosure, version_id)


def deviations_of(version_id: int) -> list[Deviation]:
    query = select(Deviation).where(Deviation.version_id == version_id)
    return list(session().scalars(query.order_by(Deviation.position)))


def draft_of(version: Version) -> rules.Draft:
    """A version with all that belongs to it, to see what is missing."""
    pictures = catalogue.pictures_of([version.id]).get(version.id, [])
    variants = catalogue.variants_of([version.product_id]).get(version.product_id, [])
    stocked = any(variant.on_hand > 0 or variant.mode is catalogue.StockMode.MADE_TO_ORDER for variant in variants)
    sound = [one for one in pictures if one.picture.state is not PictureState.FAILED]
    paper = None if version.permit_id is None else catalogue.permit(version.permit_id)
    refused = paper is not None and paper.state is catalogue.PermitState.REFUSED
    return rules.Draft(version, len(sound), disclosure_of(version.id), deviations_of(version.id), stocked, refused)


def pictures_ready(version: Version) -> bool:
    """Whether all of its pictures, those of deviations too, were rendered."""
    shown = [one.picture for one in catalogue.pictures_of([version.id]).get(version.id, [])]
    told = gallery.by_ids(one.picture_id for one in deviations_of(version.id) if one.picture_id)
    return all(picture.state is PictureState.READY for picture in [*shown, *told.values()])


@dataclass(frozen=True)
class Statement:
    """All that a buyer is told of a version: disclosure, deviations, and who vouches for it on what."""

    disclosure: Disclosure
    deviations: tuple[Deviation, ...]
    vouch: Vouch | None
    mentor: Mentor | None

    @property
    def nonstandard(self) -> bool:
        return self.disclosure.grade is not Grade.CONFORMS

    @property
    def differences(self) -> str:
        """Everything that differs, in one line."""
        told = [f"{one.words} ({one.amount})" if one.amount else one.words for one in self.deviations]
        return rules.acknowledgement(told, self.disclosure.missing_mark)


def statements(version_ids: Iterable[int]) -> dict[int, Statement]:
    """What buyers are told, by version; three queries whatever the number."""
    wanted = set(version_ids)
    disclosures = {
        one.version_id: one for one in session().scalars(select(Disclosure).where(Disclosure.version_id.in_(wanted)))
    }
    told: dict[int, list[Deviation]] = {}
    for one in session().scalars(
        select(Deviation).where(Deviation.version_id.in_(wanted)).order_by(Deviation.version_id, Deviation.position)
    ):
        told.setdefault(one.version_id, []).append(one)
    vouches: dict[int, tuple[Vouch, Mentor]] = {}
    rows = session().execute(
        select(Vouch, Mentor)
        .join(Mentor, Mentor.id == Vouch.mentor_id)
        .where(Vouch.version_id.in_(wanted))
        .order_by(Vouch.id)
    )
    for given, mentor in rows:
        vouches[given.version_id] = (given, mentor)
    return {
        version_id: Statement(disclosure, tuple(told.get(version_id, ())), *vouches.get(version_id, (None, None)))
        for version_id, disclosure in disclosures.items()
    }


@dataclass(frozen=True)
class QueueItem:
    """A version that waits, with what a mentor needs to see first."""

    review: Review
    version: Version
    product: Product
    maker: Trainee
    head_start_hours: int
    due_at: datetime

    @property
    def overdue(self) -> bool:
        return clock.now() > self.due_at


def queue(mentor: Mentor, counties: frozenset[str] | None, page: int = 1) -> tuple[int, list[QueueItem]]:
    """What waits for this mentor: all of it in number, and a page of ten, oldest first, villages some hours ahead.

    `counties` limits it (None: all); what she may not judge because it is her own is left out.
    """
    head_start = rulebook.number(rules.RURAL_HEAD_START)
    hours = rulebook.number(rules.REVIEW_HOURS)
    query = (
        select(Review.id, Review.submitted_at, Review.rural)
        .join(Trainee, Trainee.id == Review.maker_id)
        .where(Review.decided_at.is_(None), Trainee.person_id != mentor.person_id)
    )
    if counties is not None:
        query = query.where(Review.county_code.in_(counties))
    waiting = sorted(
        session().execute(query).all(), key=lambda row: (rules.queue_place(row[1], row[2], head_start), row[0])
    )
    ids = [row[0] for row in waiting[(page - 1) * 10 : page * 10]]
    rows = session().execute(
        select(Review, Version, Product, Trainee)
        .join(Version, Version.id == Review.version_id)
        .join(Product, Product.id == Version.product_id)
        .join(Trainee, Trainee.id == Review.maker_id)
        .where(Review.id.in_(ids))
    )
    found = {
        review.id: QueueItem(
            review,
            version,
            product,
            maker,
            head_start if review.rural else 0,
            review.submitted_at + timedelta(hours=hours),
        )
        for review, version, product, maker in rows
    }
    return len(waiting), [found[review_id] for review_id in ids if review_id in found]


def open_review(review_id: int, mentor: Mentor, counties: frozenset[str] | None) -> Review:
    """A review in this mentor's reach, decided or not; any other is NotFound."""
    query = (
        select(Review)
        .join(Trainee, Trainee.id == Review.maker_id)
        .where(Review.id == review_id, Trainee.person_id != mentor.person_id)
    )
    if counties is not None:
        query = query.where(Review.county_code.in_(counties))
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def last_reviews(product_ids: Iterable[int]) -> dict[int, Review]:
    """The newest review by product."""
    rows = session().execute(
        select(Version.product_id, Review)
        .join(Version, Version.id == Review.version_id)
        .where(Version.product_id.in_(set(product_ids)))
        .order_by(Review.id)
    )
    return {row[0]: row[1] for row in rows}


def remarks_of(review_ids: Iterable[int]) -> dict[int, list[Remark]]:
    found: dict[int, list[Remark]] = {}
    for remark in session().scalars(select(Remark).where(Remark.review_id.in_(set(review_ids))).order_by(Remark.id)):
        found.setdefault(remark.review_id, []).append(remark)
    return found


def vouches_by(mentor_id: int) -> list[tuple[Vouch, Version, Product]]:
    """A mentor's standing vouches, newest first."""
    rows = session().execute(
        select(Vouch, Version, Product)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.id == Version.product_id)
        .where(Vouch.mentor_id == mentor_id, Vouch.withdrawn_at.is_(None))
        .order_by(Vouch.id.desc())
        .limit(200)
    )
    return [(given, version, product) for given, version, product in rows]


def mentors_of_maker(maker_id: int) -> list[Mentor]:
    """Mentors who stand for something of this maker now."""
    query = (
        select(Mentor)
        .join(Vouch, Vouch.mentor_id == Mentor.id)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.live_version_id == Version.id)
        .where(Product.maker_id == maker_id, Vouch.withdrawn_at.is_(None))
        .distinct()
        .order_by(Mentor.id)
    )
    return list(session().scalars(query))


def mentor_of_version(version_id: int) -> Mentor | None:
    """Who answered for a version last, whether she still does or not."""
    query = select(Mentor).join(Vouch, Vouch.mentor_id == Mentor.id).where(Vouch.version_id == version_id)
    return session().scalar(query.order_by(Vouch.id.desc()).limit(1))


def own_vouch(mentor_id: int, vouch_id: int) -> Vouch:
    """A mentor's own vouch; another's is NotFound."""
    found = session().scalar(select(Vouch).where(Vouch.id == vouch_id, Vouch.mentor_id == mentor_id))
    if found is None:
        raise NotFound
    return found


def vouch_by_id(vouch_id: int) -> Vouch:
    return session().get_one(Vouch, vouch_id)


def run_out() -> list[int]:
    """Vouches whose date has passed."""
    query = select(Vouch.id).where(Vouch.withdrawn_at.is_(None), Vouch.valid_until < today())
    return list(session().scalars(query))


def invariants() -> list[tuple[str, int]]:
    """Broken promises of vouching, by name, with how many."""
    vouched = select(Vouch.version_id).where(Vouch.withdrawn_at.is_(None))
    unvouched = (
        select(func.count())
        .select_from(Product)
        .where(Product.state == catalogue.Shelf.ON_SALE, Product.live_version_id.not_in(vouched))
    )
    undisclosed = (
        select(func.count())
        .select_from(Product)
        .where(
            Product.state == catalogue.Shelf.ON_SALE,
            Product.live_version_id.not_in(select(Disclosure.version_id)),
        )
    )
    return [
        ("L2 on_sale.unvouched", session().scalar(unvouched) or 0),
        ("L3 on_sale.undisclosed", session().scalar(undisclosed) or 0),
    ]
