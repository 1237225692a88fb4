"""Guests: people who are not registered yet and were asked to a briefing. Who registers is tied to it; others go.

Whoever left no number, or another than her own, is tied by hand, by staff who know her; that can be undone.
Her name and number are sealed, and found by a blind index of the number alone. They and her village as it was written
go when she is known or her time is up. What is counted by stays: who had asked her, how, and the code of the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from app import accounts, places
from app.programme.casework import Briefing, Contact, Guest, Invitation, Way
from app.programme.errors import BriefingIncomplete, GuestIncomplete, GuestNotOpen, GuestThere
from app.programme.models import Trainee
from app.shared import audit, clock, rulebook, text, vault
from app.shared.database import LOCK, session, take_turns
from app.shared.errors import NotFound

GUEST_DAYS = rulebook.define(
    "briefing.guest_days", 180, "days", "half a year is long enough to register; the name is kept no longer", least=7
)


@dataclass(frozen=True)
class Asked:
    """By whom somebody is asked, and how."""

    contact: Contact
    name: str
    way: Way

    def checked(self) -> str:
        """The contact's name, cleaned. Raises BriefingIncomplete: somebody has a name, nobody has none."""
        name = text.clean(self.name)[:120]
        if (self.contact is Contact.NOBODY) != (name == ""):
            raise BriefingIncomplete
        return name


@dataclass(frozen=True)
class NewGuest:
    """What a contact says of her: a name, and a mobile number or a village. The same form key is the same guest."""

    name: str
    mobile: str | None
    village: str
    form_key: str


@dataclass(frozen=True)
class GuestSeen:
    """A guest as staff see her; of one who is registered or forgotten neither name, number nor village is left."""

    guest: Guest
    name: str
    last4: str

    @property
    def may_be_tied(self) -> bool:
        return _open(self.guest)


def invite_guest(briefing: Briefing, new: NewGuest, asked: Asked, by: int) -> Guest:
    """Somebody who is not registered was asked; whoever has registered with this number is tied to it at once.

    Raises GuestIncomplete without a name, or without both number and village; BriefingIncomplete.
    """
    contact_name, name = asked.checked(), text.clean(new.name)[:120]
    village = text.clean(new.village)[:80]
    if not name or not (new.mobile or village):
        raise GuestIncomplete
    take_turns(f"invitations:{briefing.id}")
    known = session().scalar(select(Guest).where(Guest.form_key == new.form_key)) or _same(briefing, name, new.mobile)
    if known is not None:
        return known
    made = Guest(
        form_key=new.form_key,
        briefing_id=briefing.id,
        name_sealed=vault.seal_text(name, _place("name", new.form_key)),
        mobile_sealed=vault.seal_text(new.mobile, _place("mobile", new.form_key)) if new.mobile else None,
        mobile_index=_index(new.mobile) if new.mobile else None,
        village=village,
        locality_code=_locality(briefing.county_code, village),
        contact=asked.contact,
        contact_name=contact_name,
        way=asked.way,
        asked_by=by,
        asked_at=clock.now(),
        came=True if asked.contact is Contact.NOBODY else None,
    )
    session().add(made)
    session().flush()
    if new.mobile:
        _take_turns()
        _tie_to_known(made, new.mobile)
    return made


def _place(column: str, form_key: str) -> str:
    return f"guest:{column}:{form_key}"


def _index(mobile: str) -> str:
    return vault.blind_index(mobile, "guest mobile")


def _locality(county_code: str, village: str) -> str | None:
    """The one place of the county that is called so."""
    wanted = text.match_key(village)
    found = [one.code for one in places.localities_of(county_code) if one.match_key == wanted] if wanted else []
    return found[0] if len(found) == 1 else None


def _same(briefing: Briefing, name: str, mobile: str | None) -> Guest | None:
    """Somebody of this name and number who was asked to it already."""
    if mobile is None:
        return None
    query = select(Guest).where(Guest.briefing_id == briefing.id, Guest.mobile_index == _index(mobile))
    wanted = text.match_key(name)
    return next((one for one in session().scalars(query) if text.match_key(name_of(one)) == wanted), None)


def name_of(guest: Guest) -> str:
    """Her name; nothing once it is let go."""
    sealed = guest.name_sealed
    return "" if sealed is None else vault.open_text(sealed, _place("name", guest.form_key))


def _tie_to_known(guest: Guest, mobile: str) -> None:
    """Of those registered on this telephone only one of that very name is her; a daughter's guest is not her mother."""
    names = accounts.names(accounts.people_on([mobile]).get(mobile, []))
    found = session().scalars(select(Trainee).where(Trainee.person_id.in_(names)))
    wanted = text.match_key(name_of(guest))
    hers = [one for one in found if wanted in {text.match_key(names[one.person_id]), text.match_key(one.display_name)}]
    if len(hers) == 1:
        _tie(guest, hers[0])


def _take_turns() -> None:
    """Who is asked and who registers at the same moment find each other: the second sees what the first has written.

    One turn for all numbers: a list registers thousands, and would hold a lock for each.
    """
    take_turns("guests")


def guests_waiting_for(mobile: str) -> list[Guest]:
    """Guests of this number who are not registered, held for this transaction."""
    _take_turns()
    query = select(Guest).where(
        Guest.mobile_index == _index(mobile), Guest.trainee_id.is_(None), Guest.forgotten_at.is_(None)
    )
    return list(session().scalars(query.order_by(Guest.id).with_for_update(**LOCK)))


def tie_guests(trainee: Trainee, waiting: Iterable[Guest]) -> None:
    """She has registered: what she was asked to as a guest is hers, where it is of her own name."""
    wanted = text.match_key(trainee.display_name)
    by_briefing: dict[int, list[Guest]] = {}
    for one in waiting:
        by_briefing.setdefault(one.briefing_id, []).append(one)
    for guests in by_briefing.values():
        hers = [one for one in guests if text.match_key(name_of(one)) == wanted]
        if len(hers) == 1:
            _tie(hers[0], trainee)


def _open(guest: Guest) -> bool:
    """Whether somebody could still say who she is: while her name stands, and where it went by a tie that was wrong."""
    return guest.trainee_id is None and (guest.forgotten_at is None or guest.untied_at is not None)


def guest_of(briefing: Briefing, number: int) -> GuestSeen:
    """A guest of this briefing. Raises NotFound."""
    found = session().scalar(select(Guest).where(Guest.id == number, Guest.briefing_id == briefing.id))
    if found is None:
        raise NotFound
    return GuestSeen(found, name_of(found), _last4(found))


def _held(briefing: Briefing, number: int) -> Guest:
    """The same, held for this transaction, when nobody registers or is asked. Raises NotFound."""
    take_turns(f"invitations:{briefing.id}")
    _take_turns()
    query = select(Guest).where(Guest.id == number, Guest.briefing_id == briefing.id).with_for_update(**LOCK)
    found = session().scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def tie_guest(briefing: Briefing, number: int, trainee: Trainee, by: int) -> None:
    """Staff say that a guest is this trainee; what is known of the guest is hers, and the guest's own data go.

    Raises NotFound; GuestNotOpen, of one who is tied or forgotten; GuestThere, if she is another guest of this
    briefing already.
    """
    guest = _held(briefing, number)
    if guest.trainee_id == trainee.id:
        return
    if not _open(guest):
        raise GuestNotOpen
    other = select(Guest.id).where(Guest.briefing_id == briefing.id, Guest.trainee_id == trainee.id)
    if session().scalar(other) is not None:
        raise GuestThere
    guest.forgotten_at = guest.untied_at = None
    guest.tied_by = by
    _tie(guest, trainee)
    audit.note("guest_tied", "guest", guest.id, by, trainee=trainee.id, briefing=briefing.id)


def untie_guest(briefing: Briefing, number: int, by: int) -> None:
    """She was not this trainee after all. Her name does not come back; she is counted on, and may be tied to another.

    Whether she came is known of her, whichever of the two it was written of. Raises NotFound; GuestNotOpen, of one who
    is not tied.
    """
    guest = _held(briefing, number)
    trainee_id = guest.trainee_id
    if trainee_id is None:
        if guest.untied_at is not None:
            return
        raise GuestNotOpen
    for invitation in session().scalars(select(Invitation).where(Invitation.guest_id == guest.id)):
        guest.came, guest.noted_by = invitation.came, invitation.noted_by
        session().delete(invitation)
    guest.trainee_id = guest.tied_at = guest.tied_by = None
    guest.untied_at = guest.forgotten_at = clock.now()
    session().flush()
    audit.note("guest_untied", "guest", guest.id, by, trainee=trainee_id, briefing=briefing.id)


def _tie(guest: Guest, trainee: Trainee) -> None:
    guest.trainee_id, guest.tied_at = trainee.id, clock.now()
    _let_go(guest)
    there = select(Invitation.id).where(
        Invitation.briefing_id == guest.briefing_id, Invitation.trainee_id == trainee.id
    )
    if session().scalar(there) is None:
        session().add(
            Invitation(
                briefing_id=guest.briefing_id,
                trainee_id=trainee.id,
                contact=guest.contact,
                contact_name=guest.contact_name,
                way=guest.way,
                asked_by=guest.asked_by,
                asked_at=guest.asked_at,
                came=guest.came,
                noted_by=guest.noted_by,
                guest_id=guest.id,
            )
        )
    session().flush()


def _let_go(guest: Guest) -> None:
    guest.name_sealed = guest.mobile_sealed = guest.mobile_index = None
    guest.village = ""


def guests_of(briefing_id: int) -> list[GuestSeen]:
    """Who was asked to a briefing without being registered then, in the order in which they were asked."""
    query = select(Guest).where(Guest.briefing_id == briefing_id).order_by(Guest.id)
    return [GuestSeen(one, name_of(one), _last4(one)) for one in session().scalars(query)]


def _last4(guest: Guest) -> str:
    sealed = guest.mobile_sealed
    return "" if sealed is None else vault.open_text(sealed, _place("mobile", guest.form_key))[-4:]


def note_which_guests_came(briefing: Briefing, came: dict[int, bool], by: int) -> None:
    """Which guests came, by their numbers; what is said of one who is registered by now is said of her invitation."""
    query = select(Guest).where(Guest.briefing_id == briefing.id, Guest.trainee_id.is_(None))
    for one in session().scalars(query.with_for_update(**LOCK)):
        if one.id in came:
            one.came, one.noted_by = came[one.id], by
    session().flush()


def guests_to_forget() -> list[int]:
    """Those whose time is up."""
    old = clock.now() - timedelta(days=rulebook.number(GUEST_DAYS))
    query = select(Guest.id).where(Guest.trainee_id.is_(None), Guest.forgotten_at.is_(None), Guest.asked_at < old)
    return list(session().scalars(query.order_by(Guest.id).limit(1_000)))


def forget_guest(number: int) -> None:
    """Name, number and village go; that a contact had asked somebody of a place, and whether she came, is counted on.

    Raises NotFound.
    """
    found = session().get(Guest, number, with_for_update=LOCK, populate_existing=True)
    if found is None:
        raise NotFound
    if found.trainee_id is None and found.forgotten_at is None:
        found.forgotten_at = clock.now()
        _let_go(found)


@dataclass(frozen=True)
class GuestCount:
    """Guests who are not registered: how many were asked, how many came; and how many others have registered since.

    Whoever was registered before she was asked is in none of it: asking has not brought her.
    """

    asked: int = 0
    came: int = 0
    registered: int = 0
    came_and_registered: int = 0


def count_guests(counties: frozenset[str] | None) -> GuestCount:
    """Of briefings of these counties (None: of all)."""
    return guest_counts(Briefing.county_code, true(), counties, whole=True).get(None, GuestCount())


def guest_counts(
    by: Any, which: ColumnElement[bool], counties: frozenset[str] | None, *, whole: bool = False
) -> dict[Any, GuestCount]:
    """The same by some column of guests or their briefings; under None all together where the whole is asked for."""
    open_, tied = Guest.trainee_id.is_(None), Trainee.registered_at >= Guest.asked_at
    number = func.count(Guest.id)
    query = (
        select(
            number.filter(open_),
            number.filter(open_ & Guest.came.is_(True)),
            number.filter(tied),
            number.filter(tied & Guest.came.is_(True)),
        )
        .join(Briefing, Briefing.id == Guest.briefing_id)
        .outerjoin(Trainee, Trainee.id == Guest.trainee_id)
        .where(which, true() if counties is None else Briefing.county_code.in_(counties))
    )
    if whole:
        return {None: GuestCount(*session().execute(query).one())}
    return {row[-1]: GuestCount(*row[:-1]) for row in session().execute(query.add_columns(by).group_by(by))}
