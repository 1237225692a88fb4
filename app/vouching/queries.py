"""Reading disclosures, the queue, and vouches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Exists, and_, distinct, exists, func, or_, select, text, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app import catalogue
from app.catalogue import Product, Shelf, Version
from app.programme import Mentor, Trainee
from app.shared import clock, gallery, rulebook
from app.shared.calendar import today
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.gallery import PictureState
from app.shared.money import Rial
from app.vouching import grades, rules
from app.vouching.errors import DisclosureMissing
from app.vouching.models import Appeal, Decision, Deviation, DeviationKind, Disclosure, Grade, Remark, Review, Vouch
from app.vouching.scrutiny import Assent, Interest

PAGE = 10


def disclosure_of(version_id: int) -> Disclosure | None:
    return session().get(Disclosure, version_id)


def deviations_of(version_id: int) -> list[Deviation]:
    query = select(Deviation).where(Deviation.version_id == version_id)
    return list(session().scalars(query.order_by(Deviation.position)))


def draft_of(version: Version, at: datetime | None = None) -> rules.Draft:
    """A version with all that belongs to it, to see what is missing by the ladder of a moment (now, if none)."""
    pictures = catalogue.pictures_of([version.id]).get(version.id, [])
    variants = catalogue.variants_of([version.product_id]).get(version.product_id, [])
    stocked = any(variant.on_hand > 0 or variant.mode is catalogue.StockMode.MADE_TO_ORDER for variant in variants)
    sound = [one for one in pictures if one.picture.state is not PictureState.FAILED]
    paper = None if version.permit_id is None else catalogue.permit(version.permit_id)
    refused = paper is not None and paper.state is catalogue.PermitState.REFUSED
    told = disclosure_of(version.id)
    return rules.Draft(
        version,
        len(sound),
        told,
        deviations_of(version.id),
        stocked,
        refused,
        grades.Rung() if told is None else grades.rung(told.grade, at),
        # The first one's price is the version's own.
        max((int(one.price_rial) for one in variants[1:]), default=0),
    )


def untold(version_id: int) -> str:
    """What its grade asks and was not told, as DisclosureMissing calls it; empty when all is."""
    told = disclosure_of(version_id)
    if told is None:
        return "told"
    try:
        rules.check_disclosure(told, deviations_of(version_id), grades.rung(told.grade))
    except DisclosureMissing as refusal:
        return refusal.lacking
    return ""


def highest_price_of(version_id: int) -> Rial | None:
    """What a draft may cost at most, for its grade and what a sound piece costs; None: anything."""
    told = disclosure_of(version_id)
    return None if told is None else rules.highest_price(told, grades.rung(told.grade))


def caps_on_sale(version_ids: Iterable[int]) -> dict[int, Rial]:
    """The highest price of those of these versions that have one, by what was asked when they were sent; one query."""
    rows = session().execute(
        select(Disclosure, Review.submitted_at)
        .join(Review, Review.version_id == Disclosure.version_id)
        .where(Disclosure.version_id.in_(set(version_ids)), Disclosure.sound_price_rial.is_not(None))
    )
    caps = {one.version_id: rules.highest_price(one, grades.rung(one.grade, at)) for one, at in rows}
    return {version_id: most for version_id, most in caps.items() if most is not None}


def differing_on_sale() -> dict[DeviationKind, int]:
    """How many products on sale differ in what, the most frequent first."""
    query = (
        select(Deviation.kind, func.count(distinct(Deviation.version_id)).label("products"))
        .join(Product, Product.live_version_id == Deviation.version_id)
        .where(Product.state == Shelf.ON_SALE)
        .group_by(Deviation.kind)
        .order_by(text("products DESC"), Deviation.kind)
    )
    return {kind: int(products) for kind, products in session().execute(query)}


def pictures_ready(version: Version) -> bool:
    """Whether all of its pictures, those of deviations too, were rendered."""
    shown = [one.picture for one in catalogue.pictures_of([version.id]).get(version.id, [])]
    told = gallery.by_ids(one.picture_id for one in deviations_of(version.id) if one.picture_id)
    return all(picture.state is PictureState.READY for picture in [*shown, *told.values()])


@dataclass(frozen=True)
class Statement:
    """All that a buyer is told of a version: disclosure, deviations, and who vouches for it on what.

    `first`: the other mentor, where two had to agree.
    """

    disclosure: Disclosure
    deviations: tuple[Deviation, ...]
    vouch: Vouch | None
    mentor: Mentor | None
    first: Mentor | None = None

    @property
    def nonstandard(self) -> bool:
        return self.disclosure.grade is not Grade.CONFORMS

    @property
    def differences(self) -> str:
        """Everything that differs, in one line."""
        told = [f"{one.words} ({one.amount})" if one.amount else one.words for one in self.deviations]
        return rules.acknowledgement(told, self.disclosure.missing_mark)


def statements(version_ids: Iterable[int]) -> dict[int, Statement]:
    """What buyers are told, by version; four queries whatever the number."""
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
    firsts = _first_mentors(wanted)
    return {
        version_id: Statement(
            disclosure,
            tuple(told.get(version_id, ())),
            vouch=vouches[version_id][0] if version_id in vouches else None,
            mentor=vouches[version_id][1] if version_id in vouches else None,
            first=firsts.get(version_id),
        )
        for version_id, disclosure in disclosures.items()
    }


def _first_mentors(version_ids: set[int]) -> dict[int, Mentor]:
    """By version, who said yes first where two had to agree."""
    rows = session().execute(
        select(Review.version_id, Mentor)
        .join(Assent, Assent.review_id == Review.id)
        .join(Mentor, Mentor.id == Assent.mentor_id)
        .where(Review.version_id.in_(version_ids))
    )
    return {row[0]: row[1] for row in rows}


def prepared_by_her(person_id: int, version_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether she wrote a version, or an earlier one of the same product, for its maker; for a query's `where`."""
    this, hers = aliased(Version), aliased(Version)
    return exists().where(this.id == version_id, hers.product_id == this.product_id, hers.prepared_by == person_id)


@dataclass(frozen=True)
class QueueItem:
    """A version that waits, with what a mentor needs to see first; `assent`: of the first of two mentors."""

    review: Review
    version: Version
    product: Product
    maker: Trainee
    due_at: datetime
    assent: Assent | None

    @property
    def overdue(self) -> bool:
        return clock.now() > self.due_at


def queue(mentor: Mentor, counties: frozenset[str] | None, page: int = 1) -> tuple[int, list[QueueItem]]:
    """What waits for this mentor: all of it in number, and a page of ten, oldest first, villages some hours ahead.

    `counties` limits it (None: all); what she may not judge because it is her own, or because of a declared tie, what
    she wrote for its maker, and what she said yes to as the first of two, is left out.
    """
    rows = session().execute(
        select(Review, Version, Product, Trainee, Assent)
        .join(Version, Version.id == Review.version_id)
        .join(Product, Product.id == Version.product_id)
        .join(Trainee, Trainee.id == Review.maker_id)
        .outerjoin(Assent, Assent.review_id == Review.id)
        .where(_waits(mentor, counties))
        .order_by(Review.queue_at, Review.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    hours = rulebook.number(rules.REVIEW_HOURS)
    return waiting(mentor, counties), [
        QueueItem(review, version, product, maker, review.submitted_at + timedelta(hours=hours), assent)
        for review, version, product, maker, assent in rows
    ]


def waiting(mentor: Mentor, counties: frozenset[str] | None) -> int:
    """How many products wait for this mentor."""
    query = select(func.count(Review.id)).join(Trainee, Trainee.id == Review.maker_id)
    return session().scalar(query.where(_waits(mentor, counties))) or 0


def next_review(mentor: Mentor, counties: frozenset[str] | None, after: Review | None = None) -> int | None:
    """The number of the review that this mentor looks at next, in the queue's order; after the last the first again.

    None when nothing (but `after`) waits.
    """
    query = select(Review.id).join(Trainee, Trainee.id == Review.maker_id).where(_waits(mentor, counties))
    query = query.order_by(Review.queue_at, Review.id).limit(1)
    if after is None:
        return session().scalar(query)
    behind = or_(Review.queue_at > after.queue_at, and_(Review.queue_at == after.queue_at, Review.id > after.id))
    return session().scalar(query.where(behind)) or session().scalar(query.where(Review.id != after.id))


def _waits(mentor: Mentor, counties: frozenset[str] | None) -> ColumnElement[bool]:
    return and_(Review.decided_at.is_(None), _hers(mentor, counties))


def said_yes(mentor_id: int | InstrumentedAttribute[int]) -> Exists:
    """Whether a mentor was the first of two yeses to a review; for a query's `where`."""
    return exists().where(Assent.review_id == Review.id, Assent.mentor_id == mentor_id)


def tied(mentor_id: int | InstrumentedAttribute[int], maker_id: InstrumentedAttribute[int]) -> Exists:
    """Whether a declared tie stands between a mentor and a maker; for a query's `where`."""
    return exists().where(Interest.mentor_id == mentor_id, Interest.maker_id == maker_id, Interest.ended_at.is_(None))


def _hers(mentor: Mentor, counties: frozenset[str] | None) -> ColumnElement[bool]:
    """Reviews in a mentor's reach that nothing forbids her, and those that she decided.

    Her counties' first; another's too where nobody there may judge it, or its time is over.
    """
    said = said_yes(mentor.id).correlate(Review)
    late = Review.submitted_at <= clock.now() - timedelta(hours=rulebook.number(rules.REVIEW_HOURS))
    near = near_or_nobodys(counties, or_(late, Review.mentor_id == mentor.id))
    hers = or_(Trainee.person_id == mentor.person_id, prepared_by_her(mentor.person_id, Review.version_id))
    return and_(~hers, ~tied(mentor.id, Review.maker_id), or_(Review.decided_at.is_not(None), ~said), near)


def near_or_nobodys(counties: frozenset[str] | None, also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Reviews of these counties (None: all), or of one in which no mentor may judge them, or where `also` holds."""
    if counties is None:
        return true()
    other = aliased(Mentor)
    decided = exists().where(Appeal.review_id == Review.id, Appeal.first_mentor_id == other.id)
    free = exists().where(
        other.county_code == Review.county_code,
        other.left_at.is_(None),
        other.person_id != Trainee.person_id,
        ~said_yes(other.id).correlate(Review, other),
        ~decided.correlate(Review, other),
        ~tied(other.id, Review.maker_id).correlate(Review, other),
    )
    return or_(Review.county_code.in_(counties), ~free.correlate(Review, Trainee), also)


def open_review(review_id: int, mentor: Mentor, counties: frozenset[str] | None) -> Review:
    """A review in this mentor's reach, decided or not; any other is NotFound."""
    query = (
        select(Review)
        .join(Trainee, Trainee.id == Review.maker_id)
        .where(Review.id == review_id, _hers(mentor, counties))
    )
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


def looked_at_before(version: Version) -> Version | None:
    """What a mentor has seen of a product before this version: the one on sale, else the last that was decided."""
    product = catalogue.product(version.product_id)
    if product.live_version_id not in {None, version.id}:
        return catalogue.version(product.live_version_id or 0)
    query = (
        select(Version)
        .join(Review, Review.version_id == Version.id)
        .where(Version.product_id == product.id, Version.id < version.id, Review.decided_at.is_not(None))
    )
    return session().scalar(query.order_by(Version.id.desc()).limit(1))


def hours_of_reviews(start: datetime, end: datetime) -> list[tuple[str, int, datetime]]:
    """County, whole hours from being sent to being decided, and when that was, from `start` until before `end`."""
    rows = session().execute(
        select(Review.county_code, Review.submitted_at, Review.decided_at).where(
            Review.decided_at >= start, Review.decided_at < end
        )
    )
    return [
        (county, int((decided - sent).total_seconds()) // 3600, decided) for county, sent, decided in rows if decided
    ]


def returned_before(version: Version) -> tuple[Version, Review] | None:
    """The version before this one, and its review, where a mentor had sent it back."""
    query = (
        select(Version, Review)
        .join(Review, Review.version_id == Version.id)
        .where(Version.product_id == version.product_id, Version.number < version.number)
        .where(Review.decided_at.is_not(None))
        .order_by(Version.number.desc())
    )
    row = session().execute(query.limit(1)).first()
    return (row[0], row[1]) if row and row[1].decision is Decision.RETURNED else None


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


def vouchers(vouch_ids: Iterable[int]) -> dict[int, tuple[Vouch, Mentor]]:
    """Vouches and who gave them, by the vouch's number; one query."""
    rows = session().execute(
        select(Vouch, Mentor).join(Mentor, Mentor.id == Vouch.mentor_id).where(Vouch.id.in_(set(vouch_ids)))
    )
    return {given.id: (given, mentor) for given, mentor in rows}


def run_out() -> list[int]:
    """Vouches whose date has passed, and those of who went and whom nobody followed in time."""
    over = or_(Vouch.valid_until < today(), Vouch.leaves_on < today())
    query = select(Vouch.id).where(Vouch.withdrawn_at.is_(None), over)
    return list(session().scalars(query))


def concerned_with(version_id: int) -> set[int]:
    """Persons who have a stake in a version: who vouched or agreed, who wrote it for its maker, who is tied to her."""
    maker = select(Product.maker_id).join(Version, Version.product_id == Product.id).where(Version.id == version_id)
    tied_ones = select(Mentor.person_id).join(Interest, Interest.mentor_id == Mentor.id)
    agreed = select(Mentor.person_id).join(Assent, Assent.mentor_id == Mentor.id)
    queries = (
        select(Vouch.mentor_person_id).where(Vouch.version_id == version_id),
        agreed.join(Review, Review.id == Assent.review_id).where(Review.version_id == version_id),
        select(Version.prepared_by).where(Version.id == version_id, Version.prepared_by.is_not(None)),
        tied_ones.where(Interest.maker_id == maker.scalar_subquery(), Interest.ended_at.is_(None)),
    )
    return {number for query in queries for number in session().scalars(query) if number is not None}
