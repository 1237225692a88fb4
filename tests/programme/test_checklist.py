"""What is asked of makers before they sell: computed, said by themselves, seen by staff, or waived by name."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import catalogue, programme, vouching
from app.accounts import Role
from app.programme import ChecklistOpen, ItemKind, MarkKind, NewItem, NotHersToSay, Profile
from app.shared import audit
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def submit(version_id: int) -> None:
    world.fresh()
    with transaction():
        vouching.submit(catalogue.version(version_id), None)


def require(code: str, required: bool = True) -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        item = programme.item_of(code)
        words = (item.words_fa, item.words_en, item.words_ar)
        programme.edit_item(code, NewItem(words, required, item.position), staff)


def wanted_of(maker: int) -> list[str]:
    world.fresh()
    points = programme.checklist_of(programme.trainee(maker))
    return [one.item.code for one in points if one.item.required and not one.done]


def test_by_default_she_only_says_that_she_made_it_herself():
    maker = world.maker(attested=False)
    version_id = world.draft(maker)

    with pytest.raises(ChecklistOpen) as refusal:
        submit(version_id)
    with transaction():
        programme.attest(programme.trainee(maker), programme.MADE_BY_ME, world.person_of(maker))
    submit(version_id)

    assert [one.code for one in refusal.value.items] == ["made_by_me"]


def test_nobody_else_says_it_for_her():
    maker = world.maker(attested=False)

    for who in (None, world.official(Role.STAFF)):
        with pytest.raises(NotHersToSay), transaction():
            programme.attest(programme.trainee(maker), programme.MADE_BY_ME, who)


def test_what_can_be_computed_is_seen_without_a_tick():
    maker = world.maker()
    require("portrait_story")
    require("sheba")

    before = wanted_of(maker)
    picture = world.ready_picture()
    with transaction():
        programme.change_profile(programme.trainee(maker), Profile("زهرا", "قصه‌ام", picture))
    world.bank_account(maker)

    assert before == ["portrait_story", "sheba"]
    assert wanted_of(maker) == []


def test_a_licence_is_seen_by_staff_and_may_be_taken_back():
    maker, staff = world.maker(), world.official(Role.STAFF)
    require("licence_seen")
    with transaction():
        programme.verify(programme.trainee(maker), "licence_seen", staff, "پروانهٔ ۱۲۳")
    seen = wanted_of(maker)

    with transaction():
        programme.take_mark_back(programme.trainee(maker), "licence_seen", staff)

    assert seen == []
    assert wanted_of(maker) == ["licence_seen"]
    acts = [row.act for row in audit.of("trainee", maker)]
    assert acts[-2:] == ["checklist_verified", "checklist_taken_back"]


def test_a_waiver_names_who_and_why():
    maker, staff = world.maker(), world.official(Role.STAFF)
    require("licence_seen")

    with pytest.raises(NotHersToSay), transaction():
        programme.waive(programme.trainee(maker), "licence_seen", staff, " ")
    with pytest.raises(NotHersToSay), transaction():
        programme.waive(programme.trainee(maker), "licence_seen", world.person_of(maker), "خودم")
    with transaction():
        programme.waive(programme.trainee(maker), "licence_seen", staff, "کارِ حصیر پروانه نمی‌خواهد")

    point = next(one for one in programme.checklist_of(programme.trainee(maker)) if one.item.code == "licence_seen")
    assert point.waived
    assert (point.mark.by_id, point.mark.why) == (staff, "کارِ حصیر پروانه نمی‌خواهد")
    assert wanted_of(maker) == []


def test_an_item_of_the_staffs_own_is_asked_until_it_is_retired():
    maker, staff = world.maker(), world.official(Role.STAFF)
    with transaction():
        code = programme.add_item(NewItem(("کلاسِ بسته‌بندی را گذرانده‌ام", "", ""), True, 9), staff).code
    asked = wanted_of(maker)

    with transaction():
        programme.retire_item(code, staff)

    assert asked == [code]
    assert wanted_of(maker) == []
    with pytest.raises(NotFound):
        programme.item_of(code)


def test_what_comes_with_the_program_is_added_once_and_not_brought_back():
    staff = world.official(Role.STAFF)
    with transaction():
        programme.retire_item("home_place", staff)
        programme.load_checklist()

    codes = [one.code for one in programme.items()]
    assert "home_place" not in codes
    assert len(codes) == len(set(codes))
    assert programme.item_of("made_by_me").kind is ItemKind.ATTESTED


def test_saying_it_twice_is_saying_it_once():
    maker = world.maker()
    with transaction():
        programme.attest(programme.trainee(maker), programme.MADE_BY_ME, world.person_of(maker))

    count = session().scalar(text("SELECT count(*) FROM checklist_mark"))
    assert count == 1


def test_the_database_keeps_a_waiver_without_a_reason_out():
    maker = world.maker()

    with pytest.raises(IntegrityError), transaction():
        session().execute(text("UPDATE checklist_mark SET kind = 'waived', why = ''"))
    assert programme.checklist_of(programme.trainee(maker))[3].mark.kind is MarkKind.ATTESTED


def test_arabic_words_are_spelt_with_arabic_letters_whoever_wrote_them():
    staff = world.official(Role.STAFF)
    with transaction():
        programme.add_item(NewItem(("دست‌ها را بشویید", "", "اغسل يديك"), True, 9), staff)

    called = [one.called("ar") for one in programme.items()]
    assert called[-1] == "اغسل يديك"
    assert called[0] == "ضع صورتك وقصتك"
