"""How a mentor has answered so far: what she gave, what she took back, how soon she looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from app import catalogue
from app.catalogue import Product, Version
from app.programme import Mentor
from app.shared import rulebook
from app.shared.database import count_of, session
from app.vouching.models import Review, Vouch
from app.vouching.withdrawing import FOLLOWED

FEWEST_REVIEWS = rulebook.define(
    "mentor.fewest_reviews", 10, "reviews", "below so many, a median says more of chance than of the mentor", least=3
)
LATEST_REVIEWS = 200


@dataclass(frozen=True)
class GivenVouches:
    """`withdrawn` by a person's word, `expired` by their date, `followed` by another mentor; the rest stands.

    `overruled`: how many of those withdrawn staff took back in her place. `since`: the first one.
    """

    given: int
    withdrawn: int
    overruled: int
    expired: int
    followed: int
    since: datetime | None

    @property
    def standing(self) -> int:
        return self.given - self.withdrawn - self.expired - self.followed


def record_of(mentor_id: int) -> GivenVouches:
    """All vouches that a mentor ever gave, counted."""
    ended, by_word = Vouch.withdrawn_at.is_not(None), Vouch.withdrawn_by.is_not(None)
    taken_over = Vouch.withdrawn_why == FOLLOWED
    given, withdrawn, overruled, expired, followed, since = (
        session()
        .execute(
            select(
                func.count(),
                func.count().filter(ended, by_word),
                func.count().filter(ended, Vouch.withdrawn_by != Vouch.mentor_person_id),
                func.count().filter(ended, ~by_word, ~taken_over),
                func.count().filter(ended, ~by_word, taken_over),
                func.min(Vouch.given_at),
            ).where(Vouch.mentor_id == mentor_id)
        )
        .one()
    )
    return GivenVouches(given, withdrawn, overruled, expired, followed, since)


@dataclass(frozen=True)
class Pace:
    """How soon a mentor decided, in the middle of `n` reviews: `typical` is None while they are fewer than `least`."""

    n: int
    least: int
    typical: timedelta | None


def pace_of(mentor_id: int) -> Pace:
    """The median of her latest reviews, from sending to decision; none while there are too few."""
    query = (
        select(Review.submitted_at, Review.decided_at)
        .where(Review.mentor_id == mentor_id, Review.decided_at.is_not(None))
        .order_by(Review.decided_at.desc())
        .limit(LATEST_REVIEWS)
    )
    took = [(decided - sent).total_seconds() for sent, decided in session().execute(query) if decided is not None]
    least = rulebook.number(FEWEST_REVIEWS)
    return Pace(len(took), least, timedelta(seconds=median(took)) if len(took) >= least else None)


def latest_reviews(mentor_id: int) -> list[tuple[Review, Version]]:
    """The rows behind `pace_of` and her counts, newest first."""
    rows = session().execute(
        select(Review, Version)
        .join(Version, Version.id == Review.version_id)
        .where(Review.mentor_id == mentor_id, Review.decided_at.is_not(None))
        .order_by(Review.decided_at.desc(), Review.id.desc())
        .limit(LATEST_REVIEWS)
    )
    return [(review, version) for review, version in rows]


def ended_vouches(mentor_id: int) -> list[tuple[Vouch, Version, Product]]:
    """Vouches of hers that stand no longer, newest first; those taken back by a word, and those whose date passed."""
    rows = session().execute(
        select(Vouch, Version, Product)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.id == Version.product_id)
        .where(Vouch.mentor_id == mentor_id, Vouch.withdrawn_at.is_not(None))
        .order_by(Vouch.withdrawn_at.desc(), Vouch.id.desc())
        .limit(100)
    )
    return [(given, version, product) for given, version, product in rows]


def vouched_now(mentor_id: int) -> tuple[int, list[tuple[Vouch, Version, Product]]]:
    """What is on sale on a mentor's word: how many, and the newest fifty."""
    query = (
        select(Vouch, Version, Product)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.live_version_id == Version.id)
        .where(
            Vouch.mentor_id == mentor_id,
            Vouch.withdrawn_at.is_(None),
            Product.state == catalogue.Shelf.ON_SALE,
        )
    )
    whole = count_of(query)
    rows = session().execute(query.order_by(Vouch.id.desc()).limit(50))
    return whole, [(given, version, product) for given, version, product in rows]


def history_of_product(product_id: int) -> list[tuple[Vouch, Mentor, int]]:
    """Every vouch that a product ever had, newest first, each with who gave it and the version's number."""
    rows = session().execute(
        select(Vouch, Mentor, Version.number)
        .join(Mentor, Mentor.id == Vouch.mentor_id)
        .join(Version, Version.id == Vouch.version_id)
        .where(Version.product_id == product_id)
        .order_by(Vouch.id.desc())
        .limit(30)
    )
    return [(given, mentor, number) for given, mentor, number in rows]


def withdrawn_of_maker(maker_id: int) -> list[tuple[Vouch, Mentor, Version]]:
    """What mentors took back of a maker's goods by their word, newest first."""
    rows = session().execute(
        select(Vouch, Mentor, Version)
        .join(Mentor, Mentor.id == Vouch.mentor_id)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.id == Version.product_id)
        .where(Product.maker_id == maker_id, Vouch.withdrawn_at.is_not(None), Vouch.withdrawn_by.is_not(None))
        .order_by(Vouch.withdrawn_at.desc(), Vouch.id.desc())
        .limit(20)
    )
    return [(given, mentor, version) for given, mentor, version in rows]
