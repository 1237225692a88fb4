"""A mentor or the staff prepare a listing for a maker. It is inert until she confirms it by a code sent to her mobile.

Who prepared it stays written on the version; each change of the preparer's makes it unconfirmed again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from app import accounts, catalogue, programme
from app.accounts import CodeAnswer, CodeFor
from app.catalogue import Product, Shelf, Version, VersionState
from app.programme import Trainee
from app.shared import audit, clock, rulebook, throttle
from app.shared.database import LOCK, session
from app.shared.errors import NotFound
from app.shared.outbox import announce
from app.shared.throttle import Limit, TooOften
from app.vouching import rules
from app.vouching.errors import ListingChanged, NotComplete, NotToBePrepared, PicturesNotReady
from app.vouching.events import ListingPrepared
from app.vouching.models import Handover
from app.vouching.queries import deviations_of, disclosure_of, draft_of, pictures_ready

LINK_DAYS = rulebook.define("assist.link_days", 14, "days", "the shop's own rule: long enough to be read", least=1)
_MESSAGES = Limit(6, 86400)


@dataclass(frozen=True)
class Prepared:
    """A draft that somebody wrote for a maker; `told_at`: since when its maker is asked about it as it stands."""

    version: Version
    product: Product
    maker: Trainee
    told_at: datetime | None


def prepare(maker: Trainee, by: int) -> Version:
    """Begin a listing for a maker. Raises NotToBePrepared."""
    _may_prepare(maker, by)
    version = catalogue.new_product(maker.id, by, prepared=True)
    audit.note("prepare_begun", "product_version", version.id, by)
    return version


def _may_prepare(maker: Trainee, preparer_id: int) -> None:
    """Not for oneself, and not on one phone: the code is the maker's own word."""
    if maker.person_id == preparer_id:
        raise NotToBePrepared("own")
    if accounts.person(preparer_id).mobile == accounts.person(maker.person_id).mobile:
        raise NotToBePrepared("same_phone")


def _prepared() -> Select[Version, Product, Trainee, datetime | None]:
    """Prepared drafts that were not laid aside."""
    return (
        select(Version, Product, Trainee, Handover.told_at)
        .join(Product, Product.id == Version.product_id)
        .join(Trainee, Trainee.id == Product.maker_id)
        .outerjoin(Handover, Handover.version_id == Version.id)
        .where(Version.state == VersionState.DRAFT, Version.prepared_by.is_not(None), Product.state != Shelf.ARCHIVED)
        .order_by(Version.id.desc())
    )


def prepared_by(preparer_id: int, counties: frozenset[str] | None) -> list[Prepared]:
    """Drafts that she wrote for makers of these counties (None: of all), the newest first."""
    query = _prepared().where(Version.prepared_by == preparer_id, programme.in_counties(Product.maker_id, counties))
    return [Prepared(*row) for row in session().execute(query)]


def prepared_draft(preparer_id: int, counties: frozenset[str] | None, version_id: int) -> Version:
    """One of `prepared_by`, to look at. Raises NotFound."""
    query = _prepared().where(Version.prepared_by == preparer_id, programme.in_counties(Product.maker_id, counties))
    row = session().execute(query.where(Version.id == version_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0]


def reopen_prepared(preparer_id: int, counties: frozenset[str] | None, version_id: int) -> Version:
    """The same, to be changed: what its maker confirmed or was shown before holds no longer. Raises NotFound."""
    version = prepared_draft(preparer_id, counties, version_id)
    catalogue.unconfirm(version)
    told = session().get(Handover, version.id)
    if told is not None:
        session().delete(told)
        session().flush()
    return version


def prepared_for(maker_id: int, version_id: int) -> Version:
    """A draft that somebody wrote for this maker. Raises NotFound."""
    row = session().execute(_prepared().where(Product.maker_id == maker_id, Version.id == version_id)).one_or_none()
    if row is None:
        raise NotFound
    return row[0]


def unconfirmed_of(maker_id: int) -> list[Prepared]:
    """What others have prepared for a maker, and she has yet to confirm."""
    query = _prepared().where(Product.maker_id == maker_id, Version.confirmed_at.is_(None))
    return [Prepared(*row) for row in session().execute(query)]


def hand_over(version: Version, by: int) -> Handover:
    """Ask the maker, by an SMS with a link, whether it is so. A new link takes the place of the old one.

    Raises NotComplete, PicturesNotReady, NotToBePrepared, TooOften.
    """
    lacking = rules.missing(draft_of(version))
    if lacking:
        raise NotComplete(tuple(part.value for part in lacking))
    if not pictures_ready(version):
        raise PicturesNotReady
    maker = programme.trainee(catalogue.product(version.product_id).maker_id)
    _may_prepare(maker, by)
    wait = throttle.hit("handover", str(maker.id), _MESSAGES)
    if wait:
        raise TooOften(wait)
    told = session().get(Handover, version.id) or Handover(version_id=version.id)
    told.token, told.told_at = secrets.token_urlsafe(20), clock.now()
    told.expires_at = clock.now() + timedelta(days=rulebook.number(LINK_DAYS))
    session().add(told)
    session().flush()
    audit.note("prepared_handed_over", "product_version", version.id, by)
    announce(ListingPrepared(version.id, maker.id, by))
    return told


def handover_of(version_id: int) -> Handover | None:
    return session().get(Handover, version_id)


def handed_over(token: str) -> Prepared:
    """What the link of the SMS shows, while it is good and the draft is not sent. Raises NotFound."""
    row = session().execute(_prepared().where(Handover.token == token, Handover.expires_at > clock.now())).one_or_none()
    if row is None:
        raise NotFound
    return Prepared(*row)


_CONTENT = (
    "good_id", "category_code", "title", "description", "materials", "size_words", "care", "weight_g", "price_rial",
    "health_route", "permit_number", "permit_expires_on", "measure", "unit",
)  # fmt: skip


def likeness(version: Version) -> str:
    """A print of all that the maker is shown of a draft: another one as soon as anything of it is changed."""
    told = disclosure_of(version.id)
    facts: list[object] = [getattr(version, name) for name in _CONTENT]
    facts += [(one.picture.id, one.alt) for one in catalogue.pictures_of([version.id]).get(version.id, [])]
    facts += (
        [] if told is None else [told.grade, told.mark, told.missing_mark, told.why, told.varies, told.sound_price_rial]
    )
    facts += [(one.kind, one.words, one.amount, one.picture_id) for one in deviations_of(version.id)]
    for one in catalogue.variants_of([version.product_id]).get(version.product_id, []):
        made = (one.lead_days, one.cut_off_hour, one.weekly_capacity)
        facts.append((one.label, one.mode, one.on_hand, made, int(one.price_rial)))
    return hashlib.sha256(repr([str(fact) for fact in facts]).encode()).hexdigest()


@dataclass(frozen=True)
class Proof:
    """What a maker sends to confirm: the browser that asked for the code, the code, and the print of what she saw.

    `pin` is her PIN as typed, where she did not log in; None where she has.
    """

    browser: str
    code: str
    seen: str
    pin: str | None = None


def ask_for_confirmation(version: Version, browser: str, address: str, language: str) -> int:
    """Send the code to the maker's own mobile; the seconds to wait when it is too soon (0: it is sent)."""
    mobile = _maker_of(version).mobile
    return accounts.request_code(mobile, _for_this(version, browser), address, language, CodeFor("listing"))


def _for_this(version: Version, browser: str) -> str:
    """A code that was asked for to log in, or for another draft, does not confirm this one."""
    return f"{browser}|listing|{version.id}"


def _maker_of(version: Version) -> accounts.Person:
    return accounts.person(programme.trainee(catalogue.product(version.product_id).maker_id).person_id)


def confirm(version: Version, proof: Proof) -> CodeAnswer:
    """The maker says by her code that a prepared draft is so. Nothing is confirmed unless the answer is RIGHT.

    Raises NotADraft, NotToBePrepared, and ListingChanged when it is not what she was shown.
    """
    session().refresh(version, with_for_update=LOCK)
    if version.state is not VersionState.DRAFT or version.prepared_by is None:
        raise catalogue.NotADraft
    if not secrets.compare_digest(proof.seen.encode(), likeness(version).encode()):
        raise ListingChanged
    maker = programme.trainee(catalogue.product(version.product_id).maker_id)
    _may_prepare(maker, version.prepared_by)
    person = accounts.person(maker.person_id)
    if proof.pin is not None:
        answer = accounts.check_pin(person, proof.pin)
        if answer is not CodeAnswer.RIGHT:
            return answer
    answer = accounts.check_code(person.mobile, _for_this(version, proof.browser), proof.code)
    if answer is CodeAnswer.RIGHT:
        catalogue.confirm(version)
        audit.note("prepared_confirmed", "product_version", version.id, maker.person_id)
    return answer


def discard_prepared(version: Version, by: int | None) -> None:
    """Lay a prepared draft aside: its maker does not want it, or its preparer takes it back. Raises MoveRefused."""
    catalogue.shelve(catalogue.product(version.product_id), Shelf.ARCHIVED, by, "prepared_discarded")
    audit.note("prepared_discarded", "product_version", version.id, by)


def preparers_of(versions: Iterable[Version]) -> dict[int, str]:
    """Names of those who prepared these versions, by the person's number."""
    people = {one.prepared_by for one in versions if one.prepared_by is not None}
    return accounts.names(people) if people else {}
