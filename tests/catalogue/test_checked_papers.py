"""A paper is looked at by staff before anything is sold under it, and its end is told in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app import catalogue, vouching
from app.accounts import Role
from app.catalogue import (
    HealthRoute,
    OwnPaper,
    Paper,
    PermitChanged,
    PermitState,
    PermitTurnedDown,
    PermitUnchecked,
    PhotoNeeded,
    Shelf,
    VersionState,
)
from app.notifications import Message
from app.shared import clock
from app.shared.calendar import today
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world


def submitted_under(maker: int, permit: int) -> int:
    version = world.draft_under(maker, permit)
    with transaction():
        return vouching.submit(catalogue.version(version), world.person_of(maker)).id


def accept(permit: int, by: int | None = None) -> None:
    staff = by or world.official(Role.STAFF)
    with transaction():
        catalogue.accept_permit(catalogue.permit(permit), staff)


def refuse(permit: int, why: str = "خوانا نیست") -> None:
    staff = world.official(Role.STAFF)
    with transaction():
        catalogue.refuse_permit(catalogue.permit(permit), why, staff)


def shelf_of(review: int) -> Shelf:
    world.fresh()
    return catalogue.product(world.product_of(review)).state


def told(template: str) -> list[Message]:
    world.work()
    world.fresh()
    return list(session().scalars(select(Message).where(Message.template == template).order_by(Message.id)))


def test_food_can_be_sent_to_a_mentor_but_is_sold_only_once_its_paper_was_accepted(app):
    maker, mentor = world.maker(), world.mentor()
    permit = world.sent_permit(maker)
    review = submitted_under(maker, permit)

    with pytest.raises(PermitUnchecked):
        world.vouch(review, mentor)
    waited = shelf_of(review)
    accept(permit)
    world.vouch(review, mentor)

    assert waited is Shelf.UNLISTED
    assert shelf_of(review) is Shelf.ON_SALE


def test_a_photo_that_was_swapped_while_staff_looked_is_looked_at_again(app):
    permit, staff = world.sent_permit(world.maker()), world.official(Role.STAFF)
    seen = catalogue.permit(permit).picture_id
    with transaction():
        catalogue.permit(permit).picture_id = world.picture_row().id

    with pytest.raises(PermitChanged), transaction():
        catalogue.accept_permit(catalogue.permit(permit), staff, seen)

    assert catalogue.permit(permit).state is PermitState.WAITING


def test_a_refused_paper_sells_nothing_and_its_maker_is_told_why_to_look(app):
    maker, mentor = world.maker(), world.mentor()
    permit = world.sent_permit(maker)
    review = submitted_under(maker, permit)

    refuse(permit, "تاریخ پیدا نیست")

    with pytest.raises(PermitTurnedDown) as refused:
        world.vouch(review, mentor)
    assert refused.value.why == "تاریخ پیدا نیست"
    assert f"/workshop/permits/{permit}" in (told("permit_checked")[0].body or "")
    draft = world.draft_under(maker, permit)
    assert [part.value for part in vouching.missing(vouching.draft_of(catalogue.version(draft)))] == ["standard"]


def test_a_better_photo_of_a_refused_paper_is_looked_at_again(app):
    maker, mentor = world.maker(), world.mentor()
    permit = world.sent_permit(maker)
    review = submitted_under(maker, permit)
    refuse(permit)
    known = catalogue.permit(permit)
    same = Paper(known.route, known.number, known.issued_on, known.expires_on)

    with pytest.raises(PhotoNeeded), transaction():
        catalogue.send_permit(maker, same, None)
    photo = world.ready_paper()
    with transaction():
        again = catalogue.send_permit(maker, Paper(*[*vars(same).values()][:4], photo), None).id
    accept(again)
    world.vouch(review, mentor)

    assert again == permit
    assert shelf_of(review) is Shelf.ON_SALE


def test_a_paper_that_turns_out_false_takes_its_goods_off_sale(app):
    maker = world.maker()
    permit = world.sent_permit(maker)
    accept(permit)
    review = submitted_under(maker, permit)
    world.vouch(review, world.mentor())

    refuse(permit, "اداره آن را نمی‌شناسد")

    assert shelf_of(review) is Shelf.WITHDRAWN


def test_a_maker_sends_no_paper_without_a_photo_and_nobody_checks_her_own(app):
    maker = world.maker()
    bare = Paper(HealthRoute.WORKSHOP_ID, "12", today() - timedelta(days=9), today() + timedelta(days=9))

    with pytest.raises(PhotoNeeded), transaction():
        catalogue.send_permit(maker, bare, world.person_of(maker))
    permit = world.sent_permit(maker)
    with pytest.raises(OwnPaper):
        accept(permit, world.person_of(maker))

    assert catalogue.permit(permit).state is PermitState.WAITING


def test_of_two_members_of_staff_one_decides(app):
    permit = world.sent_permit(world.maker())
    accept(permit)

    with pytest.raises(MoveRefused):
        accept(permit)


def test_new_dates_are_another_paper_and_the_accepted_one_stays_as_it_is(app):
    maker = world.maker()
    permit = world.sent_permit(maker)
    accept(permit)
    known = catalogue.permit(permit)
    longer = Paper(known.route, known.number, known.issued_on, known.expires_on + timedelta(days=365))
    photo = world.ready_paper()

    with transaction():
        renewed = catalogue.send_permit(maker, Paper(*[*vars(longer).values()][:4], photo), None)
        assert renewed.state is PermitState.WAITING
        assert renewed.id != permit

    assert catalogue.permit(permit).state is PermitState.ACCEPTED


def test_the_database_itself_publishes_nothing_under_a_paper_that_nobody_accepted(app):
    maker = world.maker()
    draft = world.draft_under(maker, world.sent_permit(maker))
    with transaction():
        catalogue.submit(catalogue.version(draft), None)

    with pytest.raises(IntegrityError, match="its permit is not accepted"), transaction():
        session().execute(text(f"UPDATE product_version SET state = 'published' WHERE id = {draft}"))

    assert catalogue.version(draft).state is VersionState.SUBMITTED


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("number = 'other'", "an accepted paper is frozen"),
        ("expires_on = '2099-01-01'", "an accepted paper is frozen"),
        ("state = 'waiting', checked_at = NULL, picture_id = 1", "something is sold under it"),
        ("checked_at = NULL", "checked"),
    ],
)
def test_the_database_itself_keeps_a_paper_that_something_is_sold_under(app, change, because):
    maker = world.maker()
    permit = world.sent_permit(maker)
    accept(permit)
    world.vouch(submitted_under(maker, permit), world.mentor())

    with pytest.raises(IntegrityError, match=because), transaction():
        session().execute(text(f"UPDATE permit SET {change} WHERE id = {permit}"))


def test_the_end_of_a_paper_is_told_a_month_and_a_week_before_once_each(app):
    maker, mentor = world.maker(), world.mentor()
    permit = world.sent_permit(maker, days=60)
    accept(permit)
    world.vouch(submitted_under(maker, permit), mentor)
    unused = world.sent_permit(world.maker(), days=20)
    accept(unused)
    counts = []

    for days in (29, 31, 35, 54, 58):
        with clock.at(clock.now() + timedelta(days=days)):
            counts.append((len(told("permit_ending")), len(told("permit_ending_mentor"))))

    assert counts == [(0, 0), (1, 1), (1, 1), (2, 2), (2, 2)]


def test_what_is_sold_under_a_paper_goes_off_sale_the_day_after_its_end(app):
    maker = world.maker()
    permit = world.sent_permit(maker, days=10)
    accept(permit)
    review = submitted_under(maker, permit)
    world.vouch(review, world.mentor())

    with clock.at(clock.now() + timedelta(days=10)):
        world.work()
        last_day = shelf_of(review)
    with clock.at(clock.now() + timedelta(days=11)):
        world.work()

    assert last_day is Shelf.ON_SALE
    assert shelf_of(review) is Shelf.WITHDRAWN
