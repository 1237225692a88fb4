"""How people are served: registered and taught, right in claims, paid soon, and coming back; by county alone."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app import consent, impact, payouts
from app.accounts import Role
from app.consent import Purpose, Told, Way
from app.impact import Cut, Measure
from app.impact.services import served, served_in
from app.programme import Mark
from app.shared import clock
from app.shared.calendar import JalaliMonth
from app.shared.database import transaction
from tests import world
from tests.claims.scene import delivered, released
from tests.fakes.bank import FakeBank
from tests.programme.test_coaching import marked


def told(measure: Measure, cut: Cut | None = None, value: str = "", month: JalaliMonth | None = None) -> impact.Figure:
    world.fresh()
    return impact.figures(month or JalaliMonth.current(), cut)[value][measure]


def test_who_was_registered_and_who_came_to_a_session_count_apart_from_who_has_a_place(app: Flask):
    cohort = world.cohort()
    maker, other = world.maker("1801", into=cohort), world.maker("1803", into=cohort)
    world.applicant("1803")
    marked(cohort, maker, Mark.ABSENT, Mark.PRESENT)
    marked(cohort, other, Mark.EXCUSED)

    assert (told(Measure.REGISTERED).value, told(Measure.TRAINED).numerator) == (3, 1)
    assert (told(Measure.REGISTERED, Cut.COUNTY, "1803").value, told(Measure.TRAINED, Cut.COUNTY, "1803").value) == (
        2,
        0,
    )
    assert told(Measure.TRAINED, Cut.COHORT, str(cohort)).value == 50
    assert told(Measure.REGISTERED, Cut.PLACE, "town").value == 3


def test_whoever_registers_later_was_not_registered_then(app: Flask):
    world.maker()
    before = JalaliMonth.current().plus(-1)

    assert impact.figures(before) == {}
    assert told(Measure.REGISTERED).value == 1


def test_a_claim_counts_by_its_last_word_and_the_makers_county(app: Flask, bank: FakeBank):
    right, wrong = delivered(bank), delivered(bank)
    world.decide(world.dispute(right.parcel_id), world.verdict(1_000_000, upheld=True))
    world.decide(world.dispute(wrong.parcel_id), world.verdict())
    world.dispute(delivered(bank).parcel_id)

    assert (told(Measure.UPHELD).numerator, told(Measure.UPHELD).denominator) == (1, 2)
    assert told(Measure.UPHELD, Cut.COUNTY, "1801").value == 50
    assert told(Measure.UPHELD, Cut.PLACE, "town").denominator == 0


def test_two_claims_of_one_maker_are_two(app: Flask, bank: FakeBank):
    maker = world.maker()
    for sale in (delivered(bank, maker_id=maker), delivered(bank, maker_id=maker)):
        world.decide(world.dispute(sale.parcel_id), world.verdict(1_000_000, upheld=True))

    assert (told(Measure.UPHELD).numerator, told(Measure.UPHELD).denominator) == (2, 2)


def test_the_days_of_who_refuses_figures_are_in_none(app: Flask, bank: FakeBank):
    maker = world.maker()
    world.bank_account(maker)
    begun = JalaliMonth.current().starts + timedelta(days=2)
    with clock.at(begun):
        with transaction():
            consent.answer(maker, Purpose.FIGURES, Told(Way.OWN, None), yes=False)
        released(bank, maker_id=maker)
    with clock.at(begun + timedelta(days=4)):
        paid(draw_up())

        assert (told(Measure.PAYOUT).value, told(Measure.PAYOUT).n) == (None, 0)


def test_days_run_from_when_money_is_hers_to_when_the_bank_paid_it(app: Flask, bank: FakeBank):
    maker = world.maker()
    world.bank_account(maker)
    begun = JalaliMonth.current().starts + timedelta(days=2)
    with clock.at(begun):
        released(bank, maker_id=maker)
    with clock.at(begun + timedelta(days=4)):
        drawn = draw_up()
    with clock.at(begun + timedelta(days=5)):
        released(bank, maker_id=maker)
    with clock.at(begun + timedelta(days=6)):
        paid(drawn)
        assert (told(Measure.PAYOUT).value, told(Measure.PAYOUT).n) == (6, 1)
    with clock.at(begun + timedelta(days=9)):
        paid(draw_up())

        assert told(Measure.PAYOUT).n == 2
        assert told(Measure.PAYOUT, Cut.COUNTY, "1801").value == 5


def test_an_earlier_payout_settles_what_was_hers_then_and_whoever_was_paid_last_month_alone_is_not_counted(app, bank):
    start = JalaliMonth.current().starts
    with clock.at(start - timedelta(days=20)):
        maker, other = world.maker(), world.maker()
        world.bank_account(maker), world.bank_account(other)
    for one in (maker, other):
        with clock.at(start - timedelta(days=9)):
            released(bank, maker_id=one)
        with clock.at(start - timedelta(days=6)):
            paid(draw_up())
    with clock.at(start + timedelta(days=1)):
        released(bank, maker_id=maker)
    with clock.at(start + timedelta(days=3)):
        paid(draw_up())

        assert (told(Measure.PAYOUT).value, told(Measure.PAYOUT).n) == (2, 1)
        paid_now = payouts.paid_by(clock.now() + timedelta(hours=1), start)
        assert [row[0] for row in paid_now] == [maker, maker]
        assert told(Measure.PAYOUT, month=JalaliMonth.current().plus(-1)).n == 2


def test_several_months_read_together_are_each_what_it_is_alone(app: Flask, bank: FakeBank):
    now = JalaliMonth.current()
    with clock.at(now.plus(-3).starts):
        makers = [world.maker("1801"), world.maker("1803")]
        world.bank_account(makers[0])
    for back in (2, 1):
        begun = now.plus(-back).starts
        with clock.at(begun + timedelta(days=2)):
            released(bank, maker_id=makers[0])
            for maker in makers:
                world.decide(world.dispute(delivered(bank, maker_id=maker).parcel_id), world.verdict())
        with clock.at(begun + timedelta(days=4 + back)):
            paid(draw_up())
    months = [now.plus(-back) for back in (4, 2, 1)]

    together = served_in(months, None)

    assert together == {month: served(month, None) for month in months}
    assert [len(together[month][""].payout_days) for month in months] == [0, 1, 2]
    assert [together[month][""].claims[1] for month in months] == [0, 2, 2]
    assert together[months[1]][""].review_hours
    assert together[months[2]][""].buyers[1]


def draw_up() -> int:
    """A payout of whatever is owed, on its way to the bank; its only item."""
    one, other = world.official(Role.FINANCE), world.official(Role.FINANCE)
    world.work()
    with transaction():
        batch = payouts.build(one)
        payouts.approve(batch, other)
        payouts.export(batch, one)
        return payouts.items_of(batch.id)[0].id


def paid(item_id: int) -> None:
    by = world.official(Role.FINANCE)
    with transaction():
        payouts.confirm(payouts.item(item_id), str(item_id), by)


def test_who_ordered_again_within_the_year_came_back(app: Flask, bank: FakeBank):
    here, there = world.variant(world.maker("1801")), world.variant(world.maker("1803"))
    world.sold(bank, {here: 1}, recipient=world.recipient("09120000001"))
    world.sold(bank, {there: 1}, recipient=world.recipient("09120000001"))
    world.sold(bank, {here: 1}, recipient=world.recipient("09120000002"))
    world.sold(bank, {here: 1, there: 1}, recipient=world.recipient("09120000003"))

    assert (told(Measure.RETURNING).numerator, told(Measure.RETURNING).denominator) == (1, 3)
    assert told(Measure.RETURNING, Cut.COUNTY, "1801").numerator == 0
    assert told(Measure.RETURNING, Cut.COUNTY, "1803").denominator == 2


def test_an_order_that_did_not_arrive_brings_no_buyer(app: Flask, bank: FakeBank):
    world.paid(bank, {world.variant(world.maker()): 1})

    assert told(Measure.RETURNING).denominator == 0


def test_claims_and_buyers_of_who_is_not_to_be_counted_are_in_no_figure(app: Flask, bank: FakeBank):
    right, other = delivered(bank), delivered(bank)
    world.decide(world.dispute(right.parcel_id), world.verdict(1_000_000, upheld=True))
    world.decide(world.dispute(other.parcel_id), world.verdict())
    assert told(Measure.UPHELD).denominator == 2

    with transaction():
        consent.answer(world.parcel(right.parcel_id).maker_id, Purpose.FIGURES, Told(Way.OWN, None), yes=False)

    assert (told(Measure.UPHELD).numerator, told(Measure.UPHELD).denominator) == (0, 1)
