"""Answering for a version no longer: off the shelf, or back to its maker at a lower grade. Both stay in history.

Only a person's word, given with a reason, gives buyers of unsent parcels the right to call them off: it says something
about the goods that they bought. A vouch whose date has passed says nothing of the kind; it was good on the day of the
sale, and merely has to be looked at again before the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select, update

from app import catalogue
from app.catalogue import Part, Product, Version
from app.shared import audit, clock, text
from app.shared.database import session
from app.shared.outbox import announce
from app.vouching.actions import Difference, Told, disclose
from app.vouching.errors import AlreadyWithdrawn, GradeNotLower, RemarksNeeded
from app.vouching.events import VouchWithdrawn
from app.vouching.grades import ladder, rung
from app.vouching.models import Appeal, Grade, Overruling, Regrading, Remark, RemarkReason, Review, Vouch
from app.vouching.queries import deviations_of, disclosure_of

DELISTED, REGRADED, EXPIRED = "delisted", "regraded", "expired"
FOLLOWED = "followed"


def withdraw_vouch(given: Vouch, why: str, by: int | None, instead: Overruling | None = None) -> bool:
    """Answer for it no longer: the product goes off sale; the vouch stays in history. The second time does nothing.

    `instead`: why staff do it in its mentor's place; the record keeps that with who did. Whether it stood until now.
    """
    return _withdraw(given, why, by, EXPIRED if by is None else DELISTED, instead)


def regrade(given: Vouch, grade: Grade, why: str, by: int, instead: Overruling | None = None) -> Version:
    """Answer for it no longer at its grade: off sale, and a draft at a lower one waits for its maker, with the reason.

    The words of what differs stay hers: she completes the draft, and sends it to the queue like any other. What she
    had changed in an open draft stays; only its grade goes down. `instead` as in `withdraw_vouch`. Gives the draft.
    Raises RemarksNeeded, GradeNotLower, AlreadyWithdrawn, and NotADraft while a newer version lies with a mentor or an
    appeal about one is open.
    """
    version = catalogue.version(given.version_id)
    told = disclosure_of(version.id)
    if not text.clean(why):
        raise RemarksNeeded
    if told is None or grade not in lower_grades(told.grade):
        raise GradeNotLower
    if _appealed(version.product_id):
        raise catalogue.NotADraft
    if not _withdraw(given, why, by, REGRADED, instead):
        raise AlreadyWithdrawn
    draft = catalogue.draft_after(version, by)
    _lower(version, draft, grade)
    session().add(Regrading(vouch_id=given.id, version_id=draft.id, grade=grade, at=clock.now()))
    session().flush()
    audit.note("regraded", "product_version", draft.id, by, grade=grade.value, vouch=given.id)
    return draft


def _appealed(product_id: int) -> bool:
    """Whether another mentor is to decide about this product: a new draft would end the maker's appeal."""
    query = (
        select(Appeal.id)
        .join(Review, Review.id == Appeal.review_id)
        .join(Version, Version.id == Review.version_id)
        .where(Version.product_id == product_id, Appeal.outcome.is_(None))
    )
    return session().scalar(query.limit(1)) is not None


def lower_grades(grade: Grade) -> list[Grade]:
    """Grades below this one that are on the ladder, the best first."""
    below = list(Grade)[list(Grade).index(grade) + 1 :]
    return [one for one in ladder() if one in below]


def _lower(version: Version, draft: Version, grade: Grade) -> None:
    source = draft if disclosure_of(draft.id) is not None else version
    before = disclosure_of(source.id)
    if before is None:
        return
    lowest = max(before.grade, grade, key=list(Grade).index)
    differences = [Difference(one.kind, one.words, one.amount, one.picture_id) for one in deviations_of(source.id)]
    mark = "" if lowest is not before.grade else before.mark
    sound = before.sound_price_rial if rung(lowest).price_down_bps else None
    disclose(draft, replace(Told.of(before, differences), grade=lowest, mark=mark, sound_price=sound))


def _withdraw(given: Vouch, why: str, by: int | None, became: str, instead: Overruling | None) -> bool:
    """Whether it stood until now: of two who withdraw it at the same moment, one does."""
    withdrawn = session().execute(
        update(Vouch)
        .where(Vouch.id == given.id, Vouch.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now(), withdrawn_by=by, withdrawn_why=text.clean(why)[:600]),
        execution_options={"synchronize_session": "fetch"},
    )
    if getattr(withdrawn, "rowcount", 0) != 1:
        return False
    version = catalogue.version(given.version_id)
    product = catalogue.product(version.product_id)
    if product.live_version_id == version.id:
        catalogue.withdraw(product, "vouch_withdrawn", by)
    audit.note("vouch_withdrawn", "vouch", given.id, by, **({"instead": instead.value} if instead else {}))
    announce(VouchWithdrawn(given.id, version.id, became))
    return True


def _followed(given: Vouch) -> bool:
    """Whether another mentor came in its place. What somebody writes as her reason says nothing of that."""
    return given.withdrawn_by is None and given.withdrawn_why == FOLLOWED


def taken_back(vouch_ids: Iterable[int]) -> dict[int, Vouch]:
    """Those of these vouches that somebody withdrew by her word; whose date has merely passed are not among them.

    One in whose place another mentor came is withdrawn when hers is.
    """
    wanted = set(vouch_ids)
    versions = select(Vouch.version_id).where(Vouch.id.in_(wanted))
    chains: dict[int, list[Vouch]] = {}
    for given in session().scalars(select(Vouch).where(Vouch.version_id.in_(versions)).order_by(Vouch.id)):
        chains.setdefault(given.version_id, []).append(given)
    found: dict[int, Vouch] = {}
    for chain in chains.values():
        for place, given in enumerate(chain):
            last = next((one for one in chain[place:] if not _followed(one)), None)
            if given.id in wanted and last is not None and last.withdrawn_at and last.withdrawn_by:
                found[given.id] = last
    return found


def before_it(vouch_id: int) -> list[int]:
    """This vouch, and those in whose place it came, one after another: who bought under any of them is meant."""
    given = session().get_one(Vouch, vouch_id)
    query = select(Vouch).where(Vouch.version_id == given.version_id, Vouch.id < given.id).order_by(Vouch.id.desc())
    found = [given.id]
    for earlier in session().scalars(query):
        if not _followed(earlier):
            break
        found.append(earlier.id)
    return found


def regrading_of(version_id: int) -> tuple[Regrading, Vouch] | None:
    """Why a draft stands at a lower grade, where a mentor put it there."""
    query = (
        select(Regrading, Vouch)
        .join(Vouch, Vouch.id == Regrading.vouch_id)
        .where(Regrading.version_id == version_id)
        .order_by(Regrading.vouch_id.desc())
        .limit(1)
    )
    row = session().execute(query).first()
    return None if row is None else (row[0], row[1])


def regrading_remarks(version_id: int) -> list[Remark]:
    """A regrading as the remark that it is to the maker: about what differs, in the mentor's words."""
    found = regrading_of(version_id)
    if found is None:
        return []
    return [Remark(part=Part.STANDARD, reason=RemarkReason.HIDDEN_DEVIATION, words=found[1].withdrawn_why)]


def last_withdrawn(product: Product) -> Vouch | None:
    """The vouch that was taken back of what buyers saw last, while nothing stands in its place."""
    if product.live_version_id is None:
        return None
    query = select(Vouch).where(Vouch.version_id == product.live_version_id).order_by(Vouch.id.desc()).limit(1)
    given = session().scalar(query)
    return given if given is not None and given.withdrawn_at is not None else None
