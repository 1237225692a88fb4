"""Guests: asked to a briefing before they are registered; tied when they register, forgotten when they never do."""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import partial

import pytest
from sqlalchemy import text

from app import accounts, programme
from app.accounts import Role
from app.programme import Asked, Contact, NewBriefing, NewGuest, Way
from app.shared import audit, rulebook, vault
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world

pytestmark = pytest.mark.usefixtures("app")
BY = Asked(Contact.VILLAGE, "بی‌بی سکینه", Way.PHONE)


def briefing(county: str = "1801", key: str = "one") -> int:
    staff = world.official(Role.STAFF)
    with transaction():
        return programme.brief(NewBriefing(county, today(), "مسجدِ جامع", key), staff).id


def ask(number: int, name: str = "زهرا دشتی", mobile: str | None = None, village: str = "", key: str = "") -> int:
    staff = world.official(Role.STAFF)
    with transaction():
        new = NewGuest(name, mobile, village, key or secrets.token_hex(8))
        return programme.invite_guest(programme.briefing_of(number, None), new, BY, staff).id


def register(mobile: str, given: str = "زهرا", family: str = "دشتی") -> int:
    with transaction():
        trainee = programme.new_trainee(accounts.add_person(mobile, given, family), "1801", programme.Background())
        session().flush()
        return trainee.id


def raw() -> str:
    """All that the table of guests holds, as whoever steals the file reads it."""
    world.fresh()
    return str(session().execute(text("SELECT * FROM guest")).all())


def came(number: int, guest: int) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        programme.note_which_guests_came(programme.briefing_of(number, None), {guest: True}, staff)


def test_whoever_registers_with_the_number_has_been_asked_and_has_come():
    number, mobile = briefing(), world.mobile_number()
    came(number, ask(number, mobile=mobile))
    before = programme.invited_to(number)

    trainee = register(mobile)

    world.fresh()
    [(invitation, who)] = programme.invited_to(number)
    assert before == []
    assert (who.id, invitation.contact_name, invitation.came) == (trainee, "بی‌بی سکینه", True)
    assert [one.briefing_id for one, _ in programme.briefings_of(trainee)] == [number]
    counted = programme.count_guests(None)
    assert (counted.asked, counted.registered, counted.came_and_registered) == (0, 1, 1)


def test_she_counts_once_for_her_contact_and_village_before_and_after_she_registers():
    number, mobile = briefing(), world.mobile_number()
    ask(number, mobile=mobile, village="بوشهر")

    [before], [place] = programme.reached_by(None), programme.reached_in(None)
    register(mobile)
    world.fresh()
    [after] = programme.reached_by(None)

    assert (before.asked, before.came, before.registered, place.asked) == (1, 0, 0, 1)
    assert (after.asked, after.came, after.registered) == (1, 0, 1)
    assert programme.briefings(None, 1)[1][0].asked == 1


def test_name_and_number_are_sealed_and_gone_once_she_is_registered():
    number, mobile = briefing(), world.mobile_number()
    ask(number, mobile=mobile)
    waiting = raw()

    seen = programme.guests_of(number)[0]
    register(mobile)

    assert "زهرا" not in waiting
    assert mobile not in waiting
    assert (seen.name, seen.last4) == ("زهرا دشتی", mobile[-4:])
    [after] = programme.guests_of(number)
    assert (after.name, after.last4, after.guest.mobile_index) == ("", "", None)


def test_who_never_registers_is_forgotten_and_still_counted():
    number, mobile = briefing(), world.mobile_number()
    guest = ask(number, mobile=mobile)
    came(number, guest)
    days = rulebook.number(programme.GUEST_DAYS)
    with world.later(days=days - 1):
        early = programme.guests_to_forget()
    with world.later(days=days + 1):
        due = programme.guests_to_forget()
        with transaction():
            programme.forget_guest(guest)
        register(mobile)

    world.fresh()
    assert (early, due) == ([], [guest])
    assert programme.guests_of(number)[0].guest.name_sealed is None
    assert (programme.count_guests(None).asked, programme.count_guests(None).came) == (1, 1)
    assert programme.invited_to(number) == []


def test_her_village_goes_with_her_name_and_is_counted_on():
    number, mobile = briefing(), world.mobile_number()
    guest = ask(number, village="بوشهر")
    ask(number, "مریم دشتی", mobile, village="بوشهر")
    [before], waiting = programme.reached_in(None), raw().count("بوشهر")

    with transaction():
        programme.forget_guest(guest)
    register(mobile, "مریم")

    assert (waiting, raw().count("بوشهر")) == (2, 0)
    [after] = programme.reached_in(None)
    assert (before.name, before.asked, after.name, after.asked + after.registered) == (before.name, 2, before.name, 2)


def test_of_a_family_on_one_telephone_each_is_tied_by_her_own_name():
    number, mobile = briefing(), world.mobile_number()
    ask(number, "زهرا دشتی", mobile)
    ask(number, "مریم دشتی", mobile)

    register(mobile, "مریم")

    world.fresh()
    assert [one.name for one in programme.guests_of(number)] == ["زهرا دشتی", ""]


def test_whoever_is_registered_already_is_tied_at_once():
    number, mobile = briefing(), world.mobile_number()
    trainee = register(mobile)

    ask(number, mobile=mobile)

    world.fresh()
    assert [who.id for _, who in programme.invited_to(number)] == [trainee]
    assert programme.count_guests(None).registered == 0  # asking has not brought her


def test_a_guest_with_her_mothers_telephone_is_not_her_mother():
    number, mobile = briefing(), world.mobile_number()
    mother = register(mobile, "مریم")
    ask(number, "زهرا دشتی", mobile)
    later, other = briefing(key="two"), world.mobile_number()
    ask(later, "زهرا دشتی", other)
    register(other, "مریم")

    world.fresh()
    assert [programme.invited_to(one) for one in (number, later)] == [[], []]
    assert [[one.name for one in programme.guests_of(one)] for one in (number, later)] == [["زهرا دشتی"]] * 2

    daughter = register(mobile)

    world.fresh()
    assert [who.id for _, who in programme.invited_to(number)] == [daughter] != [mother]


def test_asked_and_registered_at_the_same_moment_she_has_been_asked(app):
    for turn in range(5):
        number, mobile = briefing(key=f"turn-{turn}"), world.mobile_number()
        world.at_once(app, partial(ask, number, mobile=mobile), partial(register, mobile))

        assert len(programme.invited_to(number)) == 1


def test_written_twice_she_is_asked_once():
    number, mobile = briefing(), world.mobile_number()
    first = ask(number, mobile=mobile, key="a")

    assert ask(number, mobile=mobile, key="a") == first
    assert ask(number, "زهرا  دشتي", mobile, key="b") == first
    assert ask(number, village="چغادک", key="c") != first


def test_written_at_the_same_moment_she_is_asked_once(app):
    number, staff = briefing(), world.official(Role.STAFF)
    mobile = world.mobile_number()

    def write(key: str) -> object:
        with transaction():
            new = NewGuest("زهرا دشتی", mobile, "", key)
            return programme.invite_guest(programme.briefing_of(number, None), new, BY, staff).id

    world.at_once(app, lambda: write("a"), lambda: write("b"))

    world.fresh()
    assert len(programme.guests_of(number)) == 1


@pytest.mark.parametrize(("name", "mobile", "village"), [(" ", "09171112233", ""), ("زهرا", None, " ")])
def test_a_guest_has_a_name_and_a_number_or_a_village(name, mobile, village):
    number = briefing()

    with pytest.raises(programme.GuestIncomplete):
        ask(number, name, mobile, village, key="k")


def test_a_name_does_not_open_in_another_row():
    number = briefing()
    ask(number, village="چغادک", key="one")
    sealed = programme.guests_of(number)[0].guest.name_sealed or ""

    with pytest.raises(vault.WontOpen):
        vault.open_text(sealed, "guest:name:other")


def tie(number: int, guest: int, trainee: int, by: int | None = None) -> None:
    staff = by or world.official(Role.STAFF)
    with transaction():
        programme.tie_guest(programme.briefing_of(number, None), guest, programme.trainee(trainee), staff)


def untie(number: int, guest: int) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        programme.untie_guest(programme.briefing_of(number, None), guest, staff)


def test_a_guest_without_a_number_is_tied_by_hand_and_what_was_known_of_her_is_hers():
    number, staff = briefing(), world.official(Role.STAFF)
    guest = ask(number, village="بوشهر")
    came(number, guest)
    trainee = register(world.mobile_number())
    assert programme.invited_to(number) == []

    tie(number, guest, trainee, by=staff)
    tie(number, guest, trainee, by=staff)

    world.fresh()
    [(invitation, who)] = programme.invited_to(number)
    assert (who.id, invitation.contact_name, invitation.came) == (trainee, "بی‌بی سکینه", True)
    [seen] = programme.guests_of(number)
    assert (seen.name, seen.guest.village, seen.guest.tied_by) == ("", "", staff)
    assert "زهرا" not in raw()
    counted = programme.count_guests(None)
    assert (counted.asked, counted.registered, counted.came_and_registered) == (0, 1, 1)
    assert [row.act for row in audit.of("guest", guest)] == ["guest_tied"]


def test_who_was_tied_wrongly_is_untied_counted_on_and_tied_to_the_right_one():
    number = briefing()
    guest = ask(number, village="بوشهر")
    wrong, right = register(world.mobile_number()), register(world.mobile_number())
    tie(number, guest, wrong)
    staff = world.official(Role.STAFF)
    with transaction():
        programme.note_who_came(programme.briefing_of(number, None), {wrong: True}, staff)

    untie(number, guest)

    world.fresh()
    assert programme.invited_to(number) == []
    assert (programme.count_guests(None).asked, programme.count_guests(None).came) == (1, 1)
    [seen] = programme.guests_of(number)
    assert (seen.name, seen.may_be_tied) == ("", True)
    tie(number, guest, right)
    world.fresh()
    assert [(who.id, one.came) for one, who in programme.invited_to(number)] == [(right, True)]
    assert [row.act for row in audit.of("guest", guest)] == ["guest_tied", "guest_untied", "guest_tied"]


def test_an_invitation_of_her_own_stays_when_a_guest_is_untied():
    number, staff = briefing(), world.official(Role.STAFF)
    guest, trainee = ask(number, village="بوشهر"), register(world.mobile_number())
    with transaction():
        own = Asked(Contact.MENTOR, "خیّر", Way.IN_PERSON)
        programme.invite(programme.briefing_of(number, None), [programme.trainee(trainee)], own, staff)
    tie(number, guest, trainee)
    untie(number, guest)

    world.fresh()
    assert [one.contact_name for one, _ in programme.invited_to(number)] == ["خیّر"]


def test_nobody_is_two_guests_of_one_briefing_and_who_is_forgotten_or_tied_is_nobody_elses():
    number = briefing()
    first, second, old = (ask(number, village="بوشهر", key=key) for key in ("a", "b", "c"))
    trainee, other = register(world.mobile_number()), register(world.mobile_number())
    tie(number, first, trainee)
    with transaction():
        programme.forget_guest(old)

    with pytest.raises(programme.GuestThere):
        tie(number, second, trainee)
    for guest in (first, old):
        with pytest.raises(programme.GuestNotOpen):
            tie(number, guest, other)
    with pytest.raises(programme.GuestNotOpen):
        untie(number, second)
    with pytest.raises(NotFound):
        tie(briefing(key="two"), second, other)


def test_a_guest_who_is_tied_by_two_hands_at_once_is_one_persons(app):
    number = briefing()
    guest, people = ask(number, village="بوشهر"), [register(world.mobile_number()) for _ in range(2)]

    def hand(trainee: int) -> None:
        with suppress(programme.GuestNotOpen):
            tie(number, guest, trainee)

    world.at_once(app, *(partial(hand, one) for one in people))

    world.fresh()
    assert len(programme.invited_to(number)) == 1
