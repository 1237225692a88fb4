"""What the law asks before something is sold: no paper, no sale, whoever vouches; a paper that ran out ends it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import catalogue, vouching
from app.catalogue import (
    HealthRoute,
    Paper,
    PermitExpired,
    PermitNeeded,
    SaleNotAllowed,
    Shelf,
    VersionState,
)
from app.shared import audit, clock, states
from app.shared.calendar import local_date
from app.shared.database import session, transaction
from app.vouching import NotComplete
from tests import world

DATE_COFFEE, TAMARIND, FROZEN_SNACK, DRIED_FISH = "B056", "B081", "B075", "B070"


def tahini(**changes: object) -> world.Ware:
    return world.Ware(**{"good": world.TAHINI, "title": "ارده", **changes})  # type: ignore[arg-type]


def paper(maker: int, route: HealthRoute, days: int = 365) -> int:
    today = local_date(clock.now())
    with transaction():
        return catalogue.record_permit(
            maker, Paper(route, f"۱۲-{days}", today - timedelta(days=400), today + timedelta(days=days)), None
        ).id


def under(version_id: int, permit_id: int) -> None:
    """Put a draft under a paper."""
    with transaction():
        permit = session().get_one(catalogue.Permit, permit_id)
        catalogue.use_permit(catalogue.version(version_id), permit)


def send(version_id: int) -> int:
    with transaction():
        return vouching.submit(catalogue.version(version_id), None).id


def state_of(product_id: int) -> Shelf:
    world.fresh()
    return catalogue.product(product_id).state


def test_food_without_a_paper_does_not_reach_a_mentor(app):
    draft = world.draft(world.maker(), tahini(permit=False))

    with pytest.raises(NotComplete) as refused:
        send(draft)

    assert refused.value.parts == ("standard",)
    assert catalogue.version(draft).state is VersionState.DRAFT


def test_no_vouch_puts_food_without_a_paper_on_sale(app):
    draft = world.draft(world.maker(), tahini(permit=False))
    with transaction():
        catalogue.submit(catalogue.version(draft), None)

    with pytest.raises(PermitNeeded) as refused, transaction():
        catalogue.publish(catalogue.version(draft), None)

    assert refused.value.route == "workshop_id"


@pytest.mark.parametrize("number", ["NULL", "'12'"])
def test_the_database_itself_refuses_published_food_without_number_or_date(app, number: str):
    draft = world.draft(world.maker(), tahini(permit=False))
    unlicensed = text(f"UPDATE product_version SET state = 'published', permit_number = {number} WHERE id = :id")

    with pytest.raises(IntegrityError), transaction():
        session().execute(unlicensed, {"id": draft})


def test_food_with_its_paper_is_sold_and_shows_the_number(app):
    product = world.product(world.maker(), tahini())

    version = catalogue.version(catalogue.product(product).live_version_id)
    assert state_of(product) is Shelf.ON_SALE
    assert version.permit_number.startswith("P-")
    assert version.permit_expires_on > local_date(clock.now())


def test_a_paper_of_another_kind_does_not_serve(app):
    maker = world.maker()
    draft = world.draft(maker, tahini(permit=False))
    under(draft, paper(maker, HealthRoute.HOME_DECLARATION))

    with pytest.raises(NotComplete) as refused:
        send(draft)

    assert refused.value.parts == ("standard",)


def test_changing_the_kind_lets_go_of_a_paper_that_no_longer_fits(app):
    draft = world.draft(world.maker(), tahini())
    fish, snack = catalogue.good(DRIED_FISH), catalogue.good(FROZEN_SNACK)

    with transaction():
        catalogue.choose_kind(catalogue.version(draft), catalogue.category(snack.category_code), snack)
    kept = catalogue.version(draft).permit_number
    with transaction():
        catalogue.choose_kind(catalogue.version(draft), catalogue.category(fish.category_code), fish)

    assert kept is not None
    assert catalogue.version(draft).permit_number is None
    assert catalogue.version(draft).health_route is HealthRoute.VETERINARY


@pytest.mark.parametrize(("days", "sold"), [(0, True), (-1, False)])
def test_a_paper_serves_to_its_last_day(app, days: int, sold: bool):
    maker = world.maker()
    draft = world.draft(maker, tahini(permit=False))
    under(draft, paper(maker, HealthRoute.WORKSHOP_ID, days))

    if sold:
        world.vouch(send(draft), world.mentor())
        assert state_of(catalogue.version(draft).product_id) is Shelf.ON_SALE
    else:
        with pytest.raises(PermitExpired) as refused:
            send(draft)
        assert refused.value.expired_on == local_date(clock.now()) - timedelta(days=1)


def test_a_paper_that_runs_out_in_the_queue_stops_the_vouch_and_leaves_nothing_half_done(app):
    maker, mentor = world.maker(), world.mentor()
    draft = world.draft(maker, tahini(permit=False))
    under(draft, paper(maker, HealthRoute.WORKSHOP_ID, 2))
    review = send(draft)

    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(PermitExpired):
        world.vouch(review, mentor)

    world.fresh()
    assert catalogue.version(draft).state is VersionState.SUBMITTED
    assert session().get_one(vouching.Review, review).decision is None


def test_sea_salt_is_not_sold_from_a_home_whoever_vouches(app):
    draft = world.draft(world.maker(), world.Ware(good=world.SEA_SALT))

    with pytest.raises(SaleNotAllowed):
        send(draft)
    with transaction():
        catalogue.submit(catalogue.version(draft), None)
    with pytest.raises(SaleNotAllowed) as refused, transaction():
        catalogue.publish(catalogue.version(draft), None)

    assert refused.value.good == "نمک دریا"


@pytest.mark.parametrize("paused", [False, True])
def test_what_is_sold_under_a_paper_that_ran_out_goes_off_sale_by_itself(app, paused: bool):
    maker = world.maker()
    draft, other = world.draft(maker, tahini(permit=False)), world.product(maker)
    under(draft, paper(maker, HealthRoute.WORKSHOP_ID, 30))
    world.vouch(send(draft), world.mentor())
    product = catalogue.version(draft).product_id
    if paused:
        with transaction():
            catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    with clock.at(clock.now() + timedelta(days=29)):
        world.work()
        in_time = state_of(product)
    with clock.at(clock.now() + timedelta(days=31)):
        world.work()

    assert in_time is (Shelf.PAUSED if paused else Shelf.ON_SALE)
    assert state_of(product) is Shelf.WITHDRAWN
    assert states.history("product", product)[-1].note == "permit_expired"
    assert state_of(other) is Shelf.ON_SALE


def test_an_expired_paper_keeps_a_paused_product_from_coming_back(app):
    product = world.product(world.maker(), tahini())
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    with clock.at(clock.now() + timedelta(days=366)), pytest.raises(PermitExpired), transaction():
        catalogue.shelve(catalogue.product(product), Shelf.ON_SALE, None)


def test_with_a_new_paper_it_comes_back(app):
    maker, mentor = world.maker(), world.mentor()
    product = world.product(maker, tahini(), by=mentor)

    with clock.at(clock.now() + timedelta(days=370)):
        world.work()
        with transaction():
            draft = catalogue.draft_after(catalogue.version(catalogue.product(product).live_version_id), None)
            vouching.copy_disclosure(catalogue.version(catalogue.product(product).live_version_id), draft)
            draft_id = draft.id
        under(draft_id, paper(maker, HealthRoute.WORKSHOP_ID))
        world.vouch(send(draft_id), mentor)

    assert state_of(product) is Shelf.ON_SALE


def test_the_same_number_is_one_paper_for_each_last_day(app):
    maker = world.maker()
    for number, until in (("12/۳۴", date(2027, 1, 1)), ("۱۲/34", date(2028, 1, 1)), ("12/34", date(2028, 1, 1))):
        with transaction():
            catalogue.record_permit(maker, Paper(HealthRoute.WORKSHOP_ID, number, date(2026, 1, 1), until), None)

    permits = catalogue.permits_of(maker)
    assert [(one.number, one.expires_on.year) for one in permits] == [("12/34", 2028), ("12/34", 2027)]
    assert catalogue.permits_of(maker, HealthRoute.VETERINARY) == []
    assert len(audit.of("permit", permits[0].id)) == 1


def test_a_paper_ends_after_it_begins(app):
    backwards = Paper(HealthRoute.WORKSHOP_ID, "12", date(2026, 1, 1), date(2026, 1, 1))
    maker = world.maker()

    with pytest.raises(IntegrityError), transaction():
        catalogue.record_permit(maker, backwards, None)


def test_the_day_is_tehrans(app):
    maker = world.maker()
    with clock.at(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)):
        draft = world.draft(maker, tahini(permit=False))
        under(draft, paper(maker, HealthRoute.WORKSHOP_ID, 0))
        world.vouch(send(draft), world.mentor())
    product = catalogue.version(draft).product_id

    with clock.at(datetime(2026, 11, 20, 20, 29, tzinfo=UTC)):
        assert catalogue.permit_expired_products() == []
    with clock.at(datetime(2026, 11, 20, 20, 31, tzinfo=UTC)):
        assert catalogue.permit_expired_products() == [product]
