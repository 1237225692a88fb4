"""A maker's appeal against a mentor's decision: once, in time, to another mentor, who gives her reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from app import catalogue, programme
from app.catalogue import Version
from app.programme import Mentor, Trainee
from app.shared import audit, clock, rulebook, text
from app.shared.database import LOCK, count_of, session
from app.shared.errors import NotFound
from app.shared.outbox import announce
from app.vouching import rules, sealing
from app.vouching.actions import answer_for, check_conflict, check_preparer, wants_another
from app.vouching.errors import AlreadyDecided, AppealNotPossible, ConflictOfInterest
from app.vouching.events import AppealKept, VersionDecided
from app.vouching.models import Appeal, Decision, Outcome, Review, Vouch
from app.vouching.queries import near_or_nobodys, said_yes, tied
from app.vouching.rules import Record
from app.vouching.seconding import assent_to
from app.vouching.testifying import Testimony, check_testimony

PAGE = 10


def appeal_until(review: Review) -> datetime | None:
    """Until when a decision can be appealed against, by the rule of its day; None for one that can't be."""
    if review.decided_at is None or review.decision is Decision.VOUCHED:
        return None
    return review.decided_at + timedelta(days=rulebook.number(rules.APPEAL_DAYS, review.decided_at))


def appeal(review: Review, plea: str, by: int | None) -> Appeal:
    """Ask another mentor to look again. Raises AppealNotPossible."""
    said = text.clean(plea, lines=True)[:2000]
    if not said:
        raise AppealNotPossible("words")
    session().refresh(review, with_for_update=LOCK)
    until = appeal_until(review)
    if until is None or review.mentor_id is None:
        raise AppealNotPossible("open")
    if appeal_of(review.id) is not None:
        raise AppealNotPossible("again")
    if clock.now() > until:
        raise AppealNotPossible("late")
    _check_newest(review)
    now = clock.now()
    made = Appeal(
        review_id=review.id,
        first_mentor_id=review.mentor_id,
        plea=said,
        opened_at=now,
        due_at=now + timedelta(hours=rulebook.number(rules.APPEAL_HOURS)),
    )
    session().add(made)
    session().flush()
    _note("appealed", made, review, by)
    return made


def _check_newest(review: Review) -> None:
    """What the maker has changed since is reviewed as it is now."""
    version = catalogue.version(review.version_id)
    newer = select(Version.id).where(Version.product_id == version.product_id, Version.number > version.number)
    if session().scalar(newer.limit(1)) is not None:
        raise AppealNotPossible("newer")


def grant_appeal(made: Appeal, mentor: Mentor, testimony: Testimony, record: Record) -> Vouch | None:
    """Answer for it after all; None where hers is the first of two yeses, and the appeal waits for the second.

    Raises as `vouch` does, and AppealNotPossible when the maker has changed it since.
    """
    review = session().get_one(Review, made.review_id)
    _check_judge(made, mentor, review)
    check_testimony(review, testimony, mentor)
    _check_newest(review)
    session().refresh(made, with_for_update=LOCK)
    if made.outcome is not None:
        raise AlreadyDecided
    if wants_another(review, mentor, testimony, record):
        return None
    _end(made, Outcome.GRANTED, mentor, testimony.words)
    given = answer_for(review, mentor, testimony)
    _note("appeal_granted", made, review, mentor.person_id)
    announce(VersionDecided(review.version_id, review.maker_id, Decision.VOUCHED.value))
    return given


def dismiss_appeal(made: Appeal, mentor: Mentor, words: str) -> None:
    """The first decision stands, for this reason. Raises AppealNotPossible, ConflictOfInterest, AlreadyDecided."""
    said = text.clean(words, lines=True)[:2000]
    if not said:
        raise AppealNotPossible("words")
    review = session().get_one(Review, made.review_id)
    _check_judge(made, mentor, review)
    _end(made, Outcome.KEPT, mentor, said)
    _note("appeal_kept", made, review, mentor.person_id)
    announce(AppealKept(made.id, review.version_id, review.maker_id))


def drop_appeal(version_id: int) -> None:
    """The maker changes it instead: an appeal that nobody has decided is over."""
    made = session().scalar(
        select(Appeal)
        .join(Review, Review.id == Appeal.review_id)
        .where(Review.version_id == version_id, Appeal.outcome.is_(None))
    )
    if made is not None:
        _end(made, Outcome.DROPPED, None, "")
        _note("appeal_dropped", made, session().get_one(Review, made.review_id), None)


def _note(act: str, made: Appeal, review: Review, by: int | None) -> None:
    """Keep what was done, with the appeal as it is from now on."""
    session().flush()
    session().refresh(made)
    audit.note(act, "product_version", review.version_id, by, appeal=made.id, **sealing.seals(made))


def _check_judge(made: Appeal, mentor: Mentor, review: Review) -> None:
    if mentor.id == made.first_mentor_id:
        raise ConflictOfInterest("appeal")
    first = assent_to(review.id)
    if first is not None and first.mentor_id == mentor.id:
        raise ConflictOfInterest("said")
    check_conflict(mentor, programme.trainee(review.maker_id))
    check_preparer(mentor, review.version_id)


def _end(made: Appeal, outcome: Outcome, mentor: Mentor | None, words: str) -> None:
    """Decide once: of two at the same moment, one is AlreadyDecided."""
    ended = session().execute(
        update(Appeal)
        .where(Appeal.id == made.id, Appeal.outcome.is_(None))
        .values(
            outcome=outcome,
            decided_at=clock.now(),
            mentor_id=None if mentor is None else mentor.id,
            words=text.clean(words, lines=True)[:2000],
        ),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(ended, "rowcount", 0) != 1:
        raise AlreadyDecided


def appeal_of(review_id: int) -> Appeal | None:
    return session().scalar(select(Appeal).where(Appeal.review_id == review_id))


@dataclass(frozen=True)
class AppealItem:
    """An appeal that waits, with what a mentor needs to see first."""

    appeal: Appeal
    review: Review
    version: Version
    maker: Trainee

    @property
    def overdue(self) -> bool:
        return clock.now() > self.appeal.due_at


def appeals(mentor: Mentor, counties: frozenset[str] | None, page: int = 1) -> tuple[int, list[AppealItem]]:
    """What this mentor may decide, most urgent first: how many, and a page of ten.

    Her own decisions and her own work are left out. One whose time is over is shown to mentors of all counties.
    """
    query = _items().where(_open_to(mentor, counties))
    whole = count_of(query)
    rows = session().execute(query.order_by(Appeal.due_at, Appeal.id).limit(PAGE).offset((page - 1) * PAGE))
    return whole, [AppealItem(made, review, version, maker) for made, review, version, maker in rows]


def open_appeal(appeal_id: int, mentor: Mentor, counties: frozenset[str] | None) -> AppealItem:
    """An appeal that this mentor may decide, or has decided; any other is NotFound."""
    reach = or_(Appeal.mentor_id == mentor.id, _open_to(mentor, counties))
    row = session().execute(_items().where(Appeal.id == appeal_id, reach)).first()
    if row is None:
        raise NotFound
    made, review, version, maker = row
    return AppealItem(made, review, version, maker)


def _items() -> Select[Appeal, Review, Version, Trainee]:
    return (
        select(Appeal, Review, Version, Trainee)
        .join(Review, Review.id == Appeal.review_id)
        .join(Version, Version.id == Review.version_id)
        .join(Trainee, Trainee.id == Review.maker_id)
    )


def _open_to(mentor: Mentor, counties: frozenset[str] | None) -> ColumnElement[bool]:
    near = near_or_nobodys(counties, Appeal.due_at < clock.now())
    said = said_yes(mentor.id).correlate(Review)
    return and_(
        Appeal.outcome.is_(None),
        ~tied(mentor.id, Review.maker_id),
        ~said,
        Appeal.first_mentor_id != mentor.id,
        Trainee.person_id != mentor.person_id,
        near,
    )
