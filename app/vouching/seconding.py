"""Where one mentor is not enough: what is dear, what sells much, and makers of whom buyers rightly complained."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import catalogue
from app.catalogue import Variant, Version
from app.programme import Mentor
from app.shared import audit, clock, rulebook
from app.shared.database import session
from app.shared.money import Rial
from app.vouching import rules, sealing
from app.vouching.errors import AlreadyDecided, TooDearForGrade
from app.vouching.models import Review
from app.vouching.queries import caps_on_sale
from app.vouching.rules import Because, Limits, Record
from app.vouching.scrutiny import Assent
from app.vouching.testifying import Testimony, keep_look


def reasons_for_two(version: Version, record: Record) -> list[Because]:
    """Why this version needs two mentors, by the rules of today; empty where one is enough."""
    variants = catalogue.variants_of([version.product_id]).get(version.product_id, [])
    dearest = max([int(version.price_rial), *(int(one.price_rial) for one in variants)])
    limits = Limits(
        price=rulebook.number(rules.SECOND_PRICE),
        sold=rulebook.number(rules.SECOND_SOLD),
        claims=rulebook.number(rules.SECOND_CLAIMS),
    )
    return rules.needs_two(dearest, record, limits)


def assent_to(review_id: int) -> Assent | None:
    """The first mentor's yes, where there is one."""
    return session().scalar(select(Assent).where(Assent.review_id == review_id))


def give_assent(review: Review, mentor: Mentor, testimony: Testimony, because: Iterable[Because]) -> Assent:
    """Say yes as the first of two. Of two who are first at the same moment, one is AlreadyDecided."""
    made = Assent(
        review_id=review.id,
        mentor_id=mentor.id,
        **testimony.told(),
        because=",".join(one.value for one in because),
        given_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError as fault:
        raise AlreadyDecided from fault
    keep_look(review, mentor, testimony)
    kept = sealing.seals(made) | sealing.seal_of_look(review.id, mentor.id)
    audit.note("assented", "product_version", review.version_id, mentor.person_id, because=made.because, **kept)
    return made


def change_price(variant: Variant, price: Rial, by: int | None) -> None:
    """A price that applies at once; not one that two mentors look at, nor one too high for its grade.

    Raises PriceOutsideBand, TooDearForGrade.
    """
    check_limit_of_one(variant.product_id, price)
    catalogue.change_price(variant, price, by)


def seen_by_two(version_ids: Iterable[int]) -> set[int]:
    """Those of these versions that two mentors have looked at."""
    query = select(Review.version_id).join(Assent, Assent.review_id == Review.id)
    return set(session().scalars(query.where(Review.version_id.in_(set(version_ids)))))


def check_limit_of_one(product_id: int, price: int) -> None:
    """Whether one mentor may let it be sold for this, and its grade too. Raises PriceOutsideBand, TooDearForGrade."""
    limit = rulebook.number(rules.SECOND_PRICE)
    # While a mentor decides, no size is added and none made dearer.
    product = catalogue.hold(product_id)
    most = caps_on_sale([product.live_version_id or 0]).get(product.live_version_id or 0)
    if most is not None and price > most:
        raise TooDearForGrade(most)
    if price < limit or product.live_version_id is None:
        return
    if not seen_by_two([product.live_version_id]):
        raise catalogue.PriceOutsideBand(Rial(0), Rial(limit - 1))
