"""Disclosing, submitting, vouching, returning, refusing, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from app import catalogue, programme
from app.accounts import person
from app.catalogue import Part, Version, VersionState
from app.programme import Mentor, Trainee
from app.shared import audit, clock, rulebook, text
from app.shared.calendar import today
from app.shared.database import LOCK, session
from app.shared.money import Rial
from app.shared.outbox import announce
from app.vouching import rules, sealing
from app.vouching.errors import (
    AlreadyDecided,
    ConflictOfInterest,
    NotComplete,
    NotConfirmed,
    PicturesNotReady,
    RemarksNeeded,
)
from app.vouching.events import VersionDecided, VersionSubmitted
from app.vouching.interests import interest_in
from app.vouching.models import (
    Decision,
    Deviation,
    DeviationKind,
    Disclosure,
    Grade,
    Remark,
    RemarkReason,
    Review,
    Vouch,
)
from app.vouching.queries import deviations_of, disclosure_of, draft_of, pictures_ready
from app.vouching.rules import Record
from app.vouching.scrutiny import Assent
from app.vouching.seconding import assent_to, give_assent, reasons_for_two
from app.vouching.testifying import Testimony, check_testimony, keep_look

# Letters of a request about one part of a listing; what is longer is cut.
LONGEST_REQUEST = 600


@dataclass(frozen=True)
class Difference:
    """A deviation as the maker tells it."""

    kind: DeviationKind
    words: str
    amount: str = ""
    picture_id: int | None = None


@dataclass(frozen=True)
class Told:
    """A disclosure as the maker tells it: the mark that is met, or the one that is missing and why.

    `sound_price`: what a piece without the flaw costs at hers, where the grade must be cheaper than that.
    """

    grade: Grade
    mark: str = ""
    missing_mark: str = ""
    why: str = ""
    varies: str = ""
    differences: Sequence[Difference] = ()
    sound_price: Rial | None = None

    @classmethod
    def of(cls, disclosure: Disclosure, differences: Sequence[Difference]) -> Told:
        """What was told once, to be told again with these differences."""
        return cls(
            disclosure.grade, disclosure.mark, disclosure.missing_mark, disclosure.why, disclosure.varies, differences,
            disclosure.sound_price_rial,
        )  # fmt: skip


def disclose(version: Version, told: Told) -> None:
    """Write a draft's disclosure, in place of what was told before. Raises NotADraft."""
    if version.state is not VersionState.DRAFT:
        raise catalogue.NotADraft
    session().execute(delete(Deviation).where(Deviation.version_id == version.id))
    disclosure = session().get(Disclosure, version.id) or Disclosure(version_id=version.id)
    disclosure.grade = told.grade
    disclosure.mark = text.clean(told.mark)[:120]
    disclosure.missing_mark = text.clean(told.missing_mark)[:200]
    disclosure.why = text.clean(told.why)[:600]
    disclosure.varies = text.clean(told.varies)[:600]
    disclosure.sound_price_rial = told.sound_price or None
    session().add(disclosure)
    session().flush()
    for position, one in enumerate(told.differences):
        session().add(
            Deviation(
                version_id=version.id,
                position=position,
                kind=one.kind,
                words=text.clean(one.words)[:200],
                amount=text.clean(one.amount)[:60],
                picture_id=one.picture_id,
            )
        )
    session().flush()


def copy_disclosure(old: Version, draft: Version) -> None:
    """Give a fresh draft what was told of the version before; nothing happens if it has its own already."""
    told = disclosure_of(old.id)
    if told is None or disclosure_of(draft.id) is not None:
        return
    differences = [Difference(one.kind, one.words, one.amount, one.picture_id) for one in deviations_of(old.id)]
    disclose(draft, Told.of(told, differences))


def submit(version: Version, by: int | None) -> Review:
    """Put a complete draft into the mentors' queue.

    Raises NotConfirmed, NotComplete, PicturesNotReady, RouteUndecided, SaleNotAllowed, MoveRefused, and
    ChecklistOpen while something is asked of the maker that she has not done.
    """
    if version.inert:
        raise NotConfirmed
    if version.category_code is not None and version.state is VersionState.DRAFT:
        good = None if version.good_id is None else catalogue.good(version.good_id)
        catalogue.choose_kind(version, catalogue.category(version.category_code), good)
    lacking = rules.missing(draft_of(version))
    if lacking:
        raise NotComplete(tuple(part.value for part in lacking))
    if not pictures_ready(version):
        raise PicturesNotReady
    catalogue.check_permit(version, today())
    product = catalogue.product(version.product_id)
    maker = programme.trainee(product.maker_id)
    programme.check_checklist(maker)
    catalogue.submit(version, by)
    now, ahead = clock.now(), rulebook.number(rules.RURAL_HEAD_START) if maker.rural else 0
    review = Review(
        version_id=version.id,
        maker_id=maker.id,
        county_code=maker.county_code,
        rural=maker.rural,
        submitted_at=now,
        queue_at=rules.queue_place(now, ahead),
        head_start_hours=ahead,
    )
    session().add(review)
    session().flush()
    announce(VersionSubmitted(version.id, maker.id))
    return review


def check_conflict(mentor: Mentor, maker: Trainee) -> None:
    """Raises ConflictOfInterest when this mentor may not judge this maker's work.

    One's own work, work from the same phone (a household), and mutual vouching (I vouch for you, you for me) are out,
    and so is the work of those with whom she declared a tie.
    """
    if mentor.person_id == maker.person_id:
        raise ConflictOfInterest("own")
    if person(mentor.person_id).mobile == person(maker.person_id).mobile:
        raise ConflictOfInterest("same_phone")
    mutual = select(Vouch.id).where(
        Vouch.mentor_person_id == maker.person_id, Vouch.maker_person_id == mentor.person_id
    )
    if session().scalar(mutual.limit(1)) is not None or _agreed_to(maker, mentor):
        raise ConflictOfInterest("mutual")
    tie = interest_in(mentor.id, maker.id)
    if tie is not None:
        raise ConflictOfInterest(tie.value)


def _agreed_to(judge: Trainee, author: Mentor) -> bool:
    """Whether this maker, as a mentor, was the first of two for something that this mentor makes."""
    query = (
        select(Assent.id)
        .join(Mentor, Mentor.id == Assent.mentor_id)
        .join(Review, Review.id == Assent.review_id)
        .join(Trainee, Trainee.id == Review.maker_id)
        .where(Mentor.person_id == judge.person_id, Trainee.person_id == author.person_id)
    )
    return session().scalar(query.limit(1)) is not None


def check_preparer(mentor: Mentor, version_id: int) -> None:
    """Raises ConflictOfInterest when she, or one on her phone, wrote the listing or one of the product before it."""
    product_id = catalogue.version(version_id).product_id
    writers = set(session().scalars(select(Version.prepared_by).where(Version.product_id == product_id))) - {None}
    mobile = person(mentor.person_id).mobile
    if any(one is not None and (one == mentor.person_id or person(one).mobile == mobile) for one in writers):
        raise ConflictOfInterest("prepared")


def vouch(review: Review, mentor: Mentor, testimony: Testimony, record: Record) -> Vouch | None:
    """Answer for a version by name, and put it on sale; None where hers is the first of two yeses.

    Raises ConflictOfInterest, AlreadyDecided, what `check_testimony` refuses, and what the law refuses (PermitNeeded,
    PermitExpired, SaleNotAllowed, RouteUndecided): no vouch overrides it.
    """
    check_conflict(mentor, programme.trainee(review.maker_id))
    check_preparer(mentor, review.version_id)
    check_testimony(review, testimony, mentor)
    if _only_first(review, mentor, testimony, record):
        return None
    _decide(review, mentor, Decision.VOUCHED, testimony.words)
    return answer_for(review, mentor, testimony)


def _only_first(review: Review, mentor: Mentor, testimony: Testimony, record: Record) -> bool:
    """Whether hers is the first of two yeses; then it is written down. Raises AlreadyDecided, ConflictOfInterest."""
    session().refresh(review, with_for_update=LOCK)
    if review.decision is not None:
        raise AlreadyDecided
    return wants_another(review, mentor, testimony, record)


def wants_another(review: Review, mentor: Mentor, testimony: Testimony, record: Record) -> bool:
    """Whether another mentor must agree after this one. Raises ConflictOfInterest when she was the first herself."""
    given = assent_to(review.id)
    if given is not None and given.mentor_id == mentor.id:
        raise ConflictOfInterest("said")
    if given is not None:
        _check_first(programme.mentor(given.mentor_id), mentor, review.maker_id)
    because = reasons_for_two(catalogue.version(review.version_id), record)
    if given is not None or not because:
        return False
    give_assent(review, mentor, testimony, because)
    return True


def _check_first(first: Mentor, second: Mentor, maker_id: int) -> None:
    """Raises ConflictOfInterest where the first yes does not count any more, or both are one household."""
    if interest_in(first.id, maker_id) is not None:
        raise ConflictOfInterest("first_tied")
    if person(first.person_id).mobile == person(second.person_id).mobile:
        raise ConflictOfInterest("one_phone")


def answer_for(review: Review, mentor: Mentor, testimony: Testimony) -> Vouch:
    """Write the vouch down and put the version on sale. Raises what the law refuses."""
    given = write_vouch(review, mentor, testimony)
    catalogue.publish(catalogue.version(review.version_id), mentor.person_id)
    kept = sealing.seals(given, review) | sealing.seal_of_look(review.id, mentor.id)
    audit.note("vouched", "product_version", review.version_id, mentor.person_id, basis=testimony.basis.value, **kept)
    return given


def write_vouch(review: Review, mentor: Mentor, testimony: Testimony) -> Vouch:
    """From today on she answers for it, with her marks and photos."""
    maker = programme.trainee(review.maker_id)
    given = Vouch(
        version_id=review.version_id,
        mentor_id=mentor.id,
        mentor_person_id=mentor.person_id,
        maker_person_id=maker.person_id,
        **testimony.told(),
        valid_until=testimony.valid_until,
        given_at=clock.now(),
    )
    session().add(given)
    session().flush()
    keep_look(review, mentor, testimony)
    return given


@dataclass(frozen=True)
class Request:
    """What has to change in one part."""

    part: Part
    reason: RemarkReason
    words: str = ""


def send_back(review: Review, mentor: Mentor, requests: Sequence[Request]) -> None:
    """Return a version with requests about its parts. Raises RemarksNeeded, ConflictOfInterest, AlreadyDecided."""
    _turn_down(review, mentor, Decision.RETURNED, requests)


def refuse(review: Review, mentor: Mentor, requests: Sequence[Request]) -> None:
    """Refuse a version for good, with the reason. Raises RemarksNeeded, ConflictOfInterest, AlreadyDecided."""
    _turn_down(review, mentor, Decision.REFUSED, requests)


def _turn_down(review: Review, mentor: Mentor, decision: Decision, requests: Sequence[Request]) -> None:
    if not requests:
        raise RemarksNeeded
    check_conflict(mentor, programme.trainee(review.maker_id))
    check_preparer(mentor, review.version_id)
    words = "؛ ".join(text.clean(request.words) for request in requests if request.words)
    _decide(review, mentor, decision, words)
    for request in requests:
        session().add(
            Remark(
                review_id=review.id,
                part=request.part,
                reason=request.reason,
                words=text.clean(request.words)[:LONGEST_REQUEST],
            )
        )
    version = catalogue.version(review.version_id)
    catalogue.turn_down(version, VersionState(decision.value), mentor.person_id, words)
    session().flush()
    audit.note(decision.value, "product_version", version.id, mentor.person_id, **sealing.seals(review))


def _decide(review: Review, mentor: Mentor, decision: Decision, words: str) -> None:
    """Decide once: of two mentors at the same moment, one is AlreadyDecided."""
    decided = session().execute(
        update(Review)
        .where(Review.id == review.id, Review.decision.is_(None))
        .values(
            decision=decision, decided_at=clock.now(), mentor_id=mentor.id, words=text.clean(words, lines=True)[:1000]
        ),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(decided, "rowcount", 0) != 1:
        raise AlreadyDecided
    announce(VersionDecided(review.version_id, review.maker_id, decision.value))
