"""Pure decisions about disclosure and vouching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.catalogue import UNPAPERED, Part, Version
from app.shared import rulebook
from app.shared.money import Rial
from app.vouching.errors import BasisTooWeak, DisclosureMissing
from app.vouching.grades import Rung
from app.vouching.models import Basis, Deviation, Disclosure, Grade

VOUCH_DAYS = rulebook.define(
    "vouch.days", 365, "days", "the shop's own rule: a vouch is looked at again every year", least=1
)
REVIEW_HOURS = rulebook.define("review.hours", 48, "hours", "promise of the mentors to the trainees")
APPEAL_DAYS = rulebook.define("appeal.days", 14, "days", "to appeal against a mentor's decision", least=3)
APPEAL_HOURS = rulebook.define("appeal.hours", 72, "hours", "within which another mentor looks at an appeal", least=12)
LEAVE_DAYS = rulebook.define(
    "vouch.leave_days", 30, "days", "for another mentor to follow one who goes or has an interest now", least=1
)
EVIDENCE_LEAST = rulebook.define(
    "vouch.evidence_photos", 1, "photos", "of her own, from a mentor who has seen the thing or a sample"
)
SECOND_PRICE = rulebook.define(
    "second.price_rial",
    200_000_000,
    "rial",
    "the shop's own rule: two mentors look at what is so dear",
    least=1,
)
SECOND_SOLD = rulebook.define(
    "second.sold_pieces", 200, "pieces", "sold in 90 days: what many buy is looked at by two mentors", least=1
)
SECOND_CLAIMS = rulebook.define(
    "second.upheld_claims", 3, "claims", "upheld in 180 days against the maker: two mentors look from then on", least=1
)
SOLD_DAYS = 90
CLAIMS_DAYS = 180
RURAL_HEAD_START = rulebook.define(
    "queue.rural_head_start_hours", 12, "hours", "villages first: the programme's own priority, bounded and shown"
)


@dataclass(frozen=True)
class Draft:
    """Everything that a listing consists of, to be looked at for completeness."""

    version: Version
    pictures: int
    disclosure: Disclosure | None
    deviations: Sequence[Deviation]
    stocked: bool
    paper_refused: bool = False
    rung: Rung = field(default_factory=Rung)
    dearest: int = 0


def missing(draft: Draft) -> list[Part]:
    """Parts that are still to be filled in, in the order of the steps."""
    version = draft.version
    unpapered = version.health_route not in UNPAPERED and (version.permit_number is None or draft.paper_refused)
    checks = {
        Part.PHOTO: draft.pictures > 0,
        Part.KIND: version.category_code is not None,
        Part.NAME: bool(version.title),
        Part.SIZE: version.weight_g > 0 and bool(version.materials),
        Part.STOCK: draft.stocked,
        Part.STANDARD: _disclosed(draft) and not unpapered,
        Part.PRICE: version.price_rial > 0 and low_enough(draft),
    }
    return [part for part, done in checks.items() if not done]


def _disclosed(draft: Draft) -> bool:
    if draft.disclosure is None:
        return False
    try:
        check_disclosure(draft.disclosure, draft.deviations, draft.rung)
    except DisclosureMissing:
        return False
    return True


def check_disclosure(disclosure: Disclosure, deviations: Sequence[Deviation], rung: Rung) -> None:
    """Below the top grade something must be said: a described and photographed deviation, or the mark that is missing.

    At the top grade the mark that is met must be named. A rung may ask for more, never for less. Raises
    DisclosureMissing.
    """
    lacking = _below_the_floor(disclosure, deviations) or _asked(rung, disclosure, deviations)
    if lacking:
        raise DisclosureMissing(lacking)


def _below_the_floor(disclosure: Disclosure, deviations: Sequence[Deviation]) -> str:
    if disclosure.grade is Grade.CONFORMS:
        return "" if disclosure.mark else "mark"
    return "" if disclosure.missing_mark or any(one.words and one.picture_id for one in deviations) else "told"


def _asked(rung: Rung, disclosure: Disclosure, deviations: Sequence[Deviation]) -> str:
    """What a rung asks and was not told."""
    pictured = [one for one in deviations if one.picture_id]
    asked = {
        "unused": rung.used,
        "sound_price": not rung.price_down_bps or bool(disclosure.sound_price_rial),
        "described": not rung.described or any(one.words for one in deviations),
        "pictured": not rung.pictured or 0 < len(deviations) == len(pictured),
    }
    return next((name for name, met in asked.items() if not met), "")


def highest_price(disclosure: Disclosure | None, rung: Rung) -> Rial | None:
    """What a product of this grade may cost at most, where a sound piece costs what was told; None: anything."""
    if disclosure is None or not rung.price_down_bps or not disclosure.sound_price_rial:
        return None
    return rung.most(disclosure.sound_price_rial)


def low_enough(draft: Draft) -> bool:
    """Whether none of its prices is above what its grade allows."""
    most = highest_price(draft.disclosure, draft.rung)
    return most is None or max(draft.version.price_rial, draft.dearest) <= most


def check_basis(basis: Basis, grade: Grade) -> None:
    """Photos alone cap the grade. Raises BasisTooWeak."""
    if basis is Basis.PHOTOS and grade is Grade.CONFORMS:
        raise BasisTooWeak


def queue_place(submitted_at: datetime, head_start_hours: int) -> datetime:
    """The moment that orders the queue: the submission's, so many hours earlier for a village."""
    return submitted_at - timedelta(hours=head_start_hours)


def acknowledgement(deviations: Sequence[str], missing_mark: str) -> str:
    """The differences in one line, as the buyer acknowledges them."""
    return "؛ ".join([*deviations, *([missing_mark] if missing_mark else [])])


class Because(StrEnum):
    """Why a second mentor must agree: it is dear, it sells in great number, or buyers rightly complained."""

    PRICE = "price"
    SOLD = "sold"
    CLAIMS = "claims"


@dataclass(frozen=True)
class Record:
    """What floors above know: pieces of the product sold in SOLD_DAYS, claims on its maker upheld in CLAIMS_DAYS."""

    sold: int
    upheld: int


@dataclass(frozen=True)
class Limits:
    """From where on one mentor is not enough; price in rials."""

    price: int
    sold: int
    claims: int


def needs_two(dearest: int, record: Record, limits: Limits) -> list[Because]:
    """Why two mentors must agree; empty where one is enough."""
    reached = {
        Because.PRICE: dearest >= limits.price,
        Because.SOLD: record.sold >= limits.sold,
        Because.CLAIMS: record.upheld >= limits.claims,
    }
    return [because for because, so in reached.items() if so]
