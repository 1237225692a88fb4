"""A mentor goes, or has an interest now: what she answered for stays on sale some days, until another has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, select, update

from app import catalogue, programme
from app.catalogue import Product, Version
from app.programme import Mentor, Trainee
from app.shared import audit, clock, rulebook
from app.shared.calendar import today
from app.shared.database import count_of, session
from app.shared.errors import NotFound
from app.vouching import rules, sealing
from app.vouching.actions import check_conflict, check_preparer, write_vouch
from app.vouching.errors import ConflictOfInterest, NotLeaving
from app.vouching.interests import interest_in, look_for_followers
from app.vouching.models import Review, Vouch
from app.vouching.queries import near_or_nobodys, prepared_by_her, tied
from app.vouching.seconding import assent_to
from app.vouching.testifying import Testimony, check_testimony
from app.vouching.withdrawing import FOLLOWED

PAGE = 10


def take_leave(mentor: Mentor, by: int | None) -> int:
    """She goes: she can decide nothing more, and for all she answers for another is looked for. How many those are."""
    programme.mentor_leaves(mentor, by)
    count = look_for_followers(Vouch.mentor_id == mentor.id)
    audit.note("mentor_left", "mentor", mentor.id, by, vouches=count)
    return count


def come_back(mentor: Mentor, by: int | None) -> None:
    """She is a mentor of her county again; what nobody has followed her in yet stays hers.

    What she has a tie with stays as it was.
    """
    programme.mentor_returns(mentor, by)
    rows = session().execute(
        select(Vouch, Trainee.id)
        .join(Trainee, Trainee.person_id == Vouch.maker_person_id)
        .where(Vouch.mentor_id == mentor.id, Vouch.withdrawn_at.is_(None), Vouch.leaves_on.is_not(None))
    )
    for given, maker_id in rows.all():
        if interest_in(mentor.id, maker_id) is None:
            given.leaves_on = None
    audit.note("mentor_returned", "mentor", mentor.id, by)


@dataclass(frozen=True)
class Seeking:
    """A vouch for which another mentor is looked for."""

    vouch: Vouch
    review: Review
    version: Version
    maker: Trainee

    @property
    def last_day(self) -> date:
        """On which the one who goes still answers for it."""
        return self.vouch.leaves_on or self.vouch.valid_until


def seeking(mentor: Mentor, counties: frozenset[str] | None, page: int = 1) -> tuple[int, list[Seeking]]:
    """What this mentor might follow another in, the most urgent first: how many, and a page of ten."""
    query = _rows().where(_within(mentor, counties))
    whole = count_of(query)
    rows = session().execute(query.order_by(Vouch.leaves_on, Vouch.id).limit(PAGE).offset((page - 1) * PAGE))
    return whole, [Seeking(*row) for row in rows]


def sought(vouch_id: int, mentor: Mentor, counties: frozenset[str] | None) -> Seeking:
    """One of these; any other is NotFound."""
    row = session().execute(_rows().where(_within(mentor, counties), Vouch.id == vouch_id)).first()
    if row is None:
        raise NotFound
    return Seeking(*row)


def _rows() -> Select[Vouch, Review, Version, Trainee]:
    return (
        select(Vouch, Review, Version, Trainee)
        .join(Review, Review.version_id == Vouch.version_id)
        .join(Version, Version.id == Vouch.version_id)
        .join(Product, Product.live_version_id == Version.id)
        .join(Trainee, Trainee.id == Review.maker_id)
    )


def _within(mentor: Mentor, counties: frozenset[str] | None) -> ColumnElement[bool]:
    return and_(
        ~tied(mentor.id, Review.maker_id),
        ~prepared_by_her(mentor.person_id, Vouch.version_id),
        Vouch.leaves_on.is_not(None),
        Vouch.withdrawn_at.is_(None),
        Vouch.mentor_id != mentor.id,
        Trainee.person_id != mentor.person_id,
        near_or_nobodys(counties, Vouch.leaves_on <= today() + timedelta(days=rulebook.number(rules.LEAVE_DAYS) // 2)),
    )


def follow(given: Vouch, mentor: Mentor, testimony: Testimony) -> Vouch:
    """Answer for it in place of a mentor who goes: it never left the shelf, and her name ends where this one begins.

    Raises NotLeaving, ConflictOfInterest, and what `check_testimony` refuses. Who said yes as the first of two answers
    already, and can't be the second too.
    """
    review = session().scalar(select(Review).where(Review.version_id == given.version_id))
    if review is None:
        raise NotFound
    first = assent_to(review.id)
    if mentor.id == given.mentor_id or (first is not None and first.mentor_id == mentor.id):
        raise ConflictOfInterest("said")
    check_conflict(mentor, programme.trainee(review.maker_id))
    check_preparer(mentor, given.version_id)
    check_testimony(review, testimony, mentor)
    _end(given)
    mine = write_vouch(review, mentor, testimony)
    version = catalogue.version(given.version_id)
    kept = sealing.seals(mine) | sealing.seal_of_look(review.id, mentor.id)
    audit.note("followed", "product_version", version.id, mentor.person_id, before=given.id, **kept)
    return mine


def _end(given: Vouch) -> None:
    """End it, by nobody's word against the goods: of two who would follow at the same moment, one is NotLeaving."""
    ended = session().execute(
        update(Vouch)
        .where(Vouch.id == given.id, Vouch.withdrawn_at.is_(None), Vouch.leaves_on.is_not(None))
        .values(withdrawn_at=clock.now(), withdrawn_why=FOLLOWED),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(ended, "rowcount", 0) != 1:
        raise NotLeaving


LOAD_DAYS = 30


@dataclass(frozen=True)
class Load:
    """What one mentor carries: what she answers for, what she decided in LOAD_DAYS, for what she is to be followed."""

    standing: int
    decided: int
    leaving: int


NO_LOAD = Load(0, 0, 0)


def loads() -> dict[int, Load]:
    """Load by mentor; who has none is missing."""
    standing = session().execute(
        select(Vouch.mentor_id, func.count(), func.count(Vouch.leaves_on))
        .where(Vouch.withdrawn_at.is_(None))
        .group_by(Vouch.mentor_id)
    )
    since = clock.now() - timedelta(days=LOAD_DAYS)
    decided = session().execute(
        select(Review.mentor_id, func.count()).where(Review.decided_at >= since).group_by(Review.mentor_id)
    )
    recent = {row[0]: row[1] for row in decided if row[0] is not None}
    found = {row[0]: Load(row[1], recent.get(row[0], 0), row[2]) for row in standing}
    return found | {one: Load(0, count, 0) for one, count in recent.items() if one not in found}
