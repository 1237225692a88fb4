"""A buyer says what she thinks of what came: once, in time, and nobody who has an interest in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import accounts, catalogue, opinions, orders, programme, vouching
from app.accounts import Role
from app.opinions import AsTold, HideReason, Opinion, Visibility
from app.opinions.rules import DAYS
from app.shared import audit, clock, rulebook
from app.shared.database import session, transaction
from app.shared.states import MoveRefused
from tests import world

pytestmark = pytest.mark.usefixtures("app")


def came(bank, maker: int | None = None, **changes: object) -> int:
    """A line that came; its number."""
    return world.lines(world.sold(bank, {world.variant(maker or world.maker()): 1}, **changes))[0].id


def stored(opinion_id: int) -> Opinion:
    world.fresh()
    return session().get_one(Opinion, opinion_id)


def count() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Opinion)) or 0


def test_what_came_is_judged_under_a_first_name_alone(bank):
    found = stored(world.opinion(came(bank), 5, AsTold.PARTLY, "خوش‌بافت است"))

    assert (found.stars, found.as_told, found.words, found.name) == (5, AsTold.PARTLY, "خوش‌بافت است", "سارا")
    assert found.town == ""


def test_what_has_not_come_is_not_judged(bank):
    order_id = world.paid(bank, {world.variant(world.maker()): 1})
    line_id = world.lines(order_id)[0].id

    with pytest.raises(opinions.NotDelivered):
        world.opinion(line_id)

    world.send(world.parcels(order_id)[0])
    with pytest.raises(opinions.NotDelivered):
        world.opinion(line_id)


def test_after_the_days_of_the_rule_it_is_too_late(bank):
    first, second = came(bank), came(bank)

    with world.later(days=90):
        world.opinion(first)
    with world.later(days=91), pytest.raises(opinions.TooLateToSay):
        world.opinion(second)


def test_pressed_twice_it_is_once(bank):
    line_id = came(bank)

    assert world.opinion(line_id) == world.opinion(line_id)
    assert count() == 1
    assert opinions.before(stored(world.opinion(line_id)).id) == []


def test_two_presses_at_the_same_moment_are_one_opinion(app, bank):
    line_id = came(bank)

    outcomes = world.at_once(app, lambda: world.opinion(line_id), lambda: world.opinion(line_id))

    assert len(set(outcomes)) == 1
    assert count() == 1


def test_second_thoughts_are_kept_and_end(bank):
    line_id = came(bank)
    number = world.opinion(line_id, 2, words="خوب نیست")

    with world.later(hours=47):
        world.opinion(line_id, 4, words="خوب شد")
    with world.later(hours=49), pytest.raises(opinions.OpinionFixed):
        world.opinion(line_id, 1)

    world.fresh()
    assert (stored(number).stars, stored(number).words) == (4, "خوب شد")
    assert [(one.stars, one.words) for one in opinions.before(number)] == [(2, "خوب نیست")]


def test_what_its_maker_has_answered_is_not_changed_under_her(bank):
    line_id = came(bank)
    number = world.opinion(line_id, 2, words="خوب نیست")
    with transaction():
        opinions.answer(opinions.within(number, None).opinion, "پس بفرستید، درستش می‌کنم")

    with pytest.raises(opinions.OpinionFixed):
        world.opinion(line_id, 5, words="عالی")

    assert stored(number).words == "خوب نیست"


@pytest.mark.parametrize("who", ["maker", "mentor"])
@pytest.mark.parametrize("how", ["herself", "a number she shares"])
def test_who_has_an_interest_in_it_is_no_judge(bank, who, how):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, by=mentor)
    variant = catalogue.variants_of([product])[product][0].id
    her = world.person_of(maker) if who == "maker" else programme.mentor(mentor).person_id
    line_id = world.lines(world.sold(bank, {variant: 1}, person_id=her if how == "herself" else None))[0].id
    if how != "herself":
        with transaction():
            accounts.person(her).mobile = world.recipient().mobile

    with pytest.raises(opinions.Interested):
        world.opinion(line_id)

    assert count() == 0


def test_who_only_holds_the_link_is_no_judge_when_she_is_the_maker(bank):
    maker = world.maker()
    line_id = came(bank, maker)

    with pytest.raises(opinions.Interested):
        world.opinion(line_id, by=world.person_of(maker))


def test_marks_outside_one_to_five_and_a_flood_of_photos_are_refused(bank):
    line_id = came(bank)

    for stars in (0, 6):
        with pytest.raises(opinions.StarsNeeded):
            world.opinion(line_id, stars)
    with pytest.raises(opinions.TooManyPictures):
        world.opinion(line_id, photos=[world.jpeg()] * 4)
    assert count() == 0


def test_photos_add_up_to_the_most_and_can_be_taken_away(bank):
    line_id = came(bank)
    number = world.opinion(line_id, photos=[world.jpeg()] * 3)
    with pytest.raises(opinions.TooManyPictures):
        world.opinion(line_id, photos=[world.jpeg()])
    first = opinions.within(number, None).pictures[0].id

    world.fresh()
    with transaction():
        line = session().get_one(orders.Line, line_id)
        order = orders.order(orders.parcel_by_id(line.parcel_id).order_id)
        opinions.say(order, line, opinions.Said(4, AsTold.YES, "", dropped=[first]), None)

    world.fresh()
    assert first not in [one.id for one in opinions.within(number, None).pictures]
    assert len(opinions.within(number, None).pictures) == 2


def test_money_that_went_back_is_told(bank):
    line_id = came(bank)
    number = world.opinion(line_id)
    assert opinions.within(number, None).money_back == ""

    world.refund(line_id, rials=100_000)
    world.fresh()
    assert opinions.within(number, None).money_back == "part"


def test_an_average_is_told_of_enough_and_leaves_out_what_is_hidden(bank):
    maker = world.maker()
    variant = world.variant(maker, world.Ware(on_hand=20))
    product = catalogue.own_variant(maker, variant).product_id
    marks = [(5, AsTold.YES), (4, AsTold.YES), (1, AsTold.NO)]
    numbers = [world.opinion(world.lines(world.sold(bank, {variant: 1}))[0].id, *mark) for mark in marks]
    world.fresh()
    rating = opinions.rating(product)

    assert (rating.count, rating.told, rating.tenths, rating.as_told_percent) == (3, True, 33, 67)

    staff = world.official(Role.STAFF)
    with transaction():
        opinions.hide(opinions.within(numbers[2], None).opinion, HideReason.ADVERT, staff)
    world.fresh()
    assert (opinions.rating(product).count, opinions.rating(product).told) == (2, False)
    assert [view.opinion.stars for view in opinions.of_product(product)] == [4, 5]
    assert opinions.hidden_of(product) == {HideReason.ADVERT: 1}


def test_a_maker_answers_once_and_reports_once(bank):
    number = world.opinion(came(bank))
    with transaction():
        opinions.answer(opinions.within(number, None).opinion, "سپاس؛ ۰۹۱۷۱۲۳۴۵۶۷")
        opinions.report(opinions.within(number, None).opinion, "این خریدارِ من نیست")

    for act in (opinions.answer, opinions.report):
        with pytest.raises(opinions.AnsweredAlready), transaction():
            act(opinions.within(number, None).opinion, "باز هم")
    world.fresh()
    assert opinions.within(number, None).answer == "سپاس؛ •••"
    assert opinions.count_reported(None) == 1


def test_staff_hide_and_show_again_with_a_trace_and_change_no_word(bank):
    line_id = came(bank)
    number, staff = world.opinion(line_id, words="این‌جا نوشتم"), world.official(Role.STAFF)
    with transaction():
        opinions.report(opinions.within(number, None).opinion, "تبلیغ است")
    with transaction():
        opinions.hide(opinions.within(number, None).opinion, HideReason.ADVERT, staff)
    with pytest.raises(MoveRefused), transaction():
        opinions.hide(opinions.within(number, None).opinion, HideReason.INSULT, staff)
    with pytest.raises(opinions.OpinionFixed):
        world.opinion(line_id, 1)

    assert opinions.count_reported(None) == 0
    with transaction():
        opinions.show_again(opinions.within(number, None).opinion, "توهین نبود", staff)

    assert (stored(number).state, stored(number).words) == (Visibility.SHOWN, "این‌جا نوشتم")
    assert [row.act for row in audit.of("opinion", number)] == ["opinion_written", "opinion_hidden", "opinion_shown"]


def test_the_window_is_the_rule_of_the_day_it_came(bank):
    line_id = came(bank)
    with world.later(days=1), transaction():
        rulebook.set_rule(DAYS, 10, source="test", by=None)

    with clock.at(clock.now() + timedelta(days=30)):
        assert stored(world.opinion(line_id)).stars == 4


def test_a_withdrawn_vouch_leaves_its_mentor_no_judge(bank):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, by=mentor)
    variant = catalogue.variants_of([product])[product][0].id
    line_id = world.lines(world.sold(bank, {variant: 1}, person_id=programme.mentor(mentor).person_id))[0].id
    with transaction():
        vouching.withdraw_vouch(vouching.own_vouch(mentor, vouching.vouches_by(mentor)[0][0].id), "دیگر نه", None)

    with pytest.raises(opinions.Interested):
        world.opinion(line_id)
