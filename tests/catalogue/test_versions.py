"""Products and their versions: written as drafts, frozen once sent, replaced and never changed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app import catalogue, vouching
from app.catalogue import Facts, NotADraft, Shelf, Version, VersionState
from app.catalogue.models import VersionPicture
from app.shared import clock
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.states import MoveRefused
from tests import world


def live(product_id: int) -> Version:
    world.fresh()
    found = catalogue.product(product_id).live_version_id
    assert found is not None
    return catalogue.version(found)


def opened(product_id: int) -> int:
    """The draft beside what is on sale, as «edit» opens it."""
    with transaction():
        before = live_in_transaction(product_id)
        draft = catalogue.draft_after(before, None)
        vouching.copy_disclosure(before, draft)
        return draft.id


def live_in_transaction(product_id: int) -> Version:
    return catalogue.version(catalogue.product(product_id).live_version_id or 0)


def write(version_id: int, **facts: object) -> None:
    with transaction():
        catalogue.write(catalogue.version(version_id), Facts(**facts))  # type: ignore[arg-type]


def send(version_id: int) -> int:
    with transaction():
        return vouching.submit(catalogue.version(version_id), None).id


def test_an_edit_stays_beside_what_is_on_sale_until_a_mentor_has_seen_it(app):
    product = world.product(world.maker())
    title = live(product).title

    draft = opened(product)
    write(draft, title="زنبیلِ تازه", price_rial=Rial(9_000_000))
    shown_before = (live(product).title, live(product).price_rial)
    world.vouch(send(draft), world.mentor())

    assert shown_before == (title, 4_000_000)
    assert (live(product).title, live(product).number) == ("زنبیلِ تازه", 2)
    assert catalogue.variants_of([product])[product][0].price_rial == 9_000_000


def test_a_draft_begins_as_a_copy_with_its_pictures(app):
    product = world.product(world.maker())
    before = live(product)

    draft = catalogue.version(opened(product))

    same = ("title", "description", "materials", "size_words", "care", "weight_g", "price_rial", "good_id")
    assert all(getattr(draft, name) == getattr(before, name) for name in same)
    shown = catalogue.pictures_of([before.id, draft.id])
    assert [one.picture.id for one in shown[draft.id]] == [one.picture.id for one in shown[before.id]]
    assert vouching.disclosure_of(draft.id).missing_mark == vouching.disclosure_of(before.id).missing_mark


def test_a_product_has_one_draft_however_often_it_is_opened(app):
    product = world.product(world.maker())

    assert opened(product) == opened(product)


def test_a_draft_opened_twice_at_once_is_one(app: Flask):
    product = world.product(world.maker())

    drafts = world.at_once(app, *[lambda: opened(product)] * 3)

    assert len({*drafts}) == 1
    assert session().scalar(select(func.count()).where(Version.state == VersionState.DRAFT)) == 1


def test_the_database_itself_refuses_a_second_draft(app):
    draft = catalogue.version(world.draft(world.maker()))
    second = insert(Version).values(product_id=draft.product_id, number=7, state="draft", created_at=clock.now())

    with pytest.raises(IntegrityError), transaction():
        session().execute(second)


def test_no_draft_is_opened_while_one_lies_with_a_mentor(app):
    product = world.product(world.maker())
    send(opened(product))

    with pytest.raises(NotADraft):
        opened(product)


def test_what_was_sent_back_is_drafted_anew_and_the_old_one_stays(app):
    version_id = catalogue.version(world.draft(world.maker())).id
    send(version_id)
    with transaction():
        catalogue.turn_down(catalogue.version(version_id), VersionState.RETURNED, None, "عکس تار است")

    with transaction():
        draft = catalogue.draft_after(catalogue.version(version_id), None).id

    assert catalogue.version(draft).number == 2
    assert catalogue.version(version_id).state is VersionState.RETURNED


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_what_was_sent_is_not_written_to_any_more(app, state: str):
    version_id = world.draft(world.maker())
    review = send(version_id)
    if state == "published":
        world.vouch(review, world.mentor())
    good = catalogue.good("B002")

    for change in (
        lambda one: catalogue.write(one, Facts(title="دیگری")),
        lambda one: catalogue.set_pictures(one, []),
        lambda one: catalogue.choose_kind(one, catalogue.category(good.category_code), good),
    ):
        with pytest.raises(NotADraft), transaction():
            change(catalogue.version(version_id))


def test_the_database_itself_refuses_every_change_of_what_was_sent(app):
    version = live(world.product(world.maker()))
    one = VersionPicture.version_id == version.id
    changes = [
        update(Version).where(Version.id == version.id).values(title="دیگری"),
        update(Version).where(Version.id == version.id).values(price_rial=Rial(1)),
        update(Version).where(Version.id == version.id).values(health_route="workshop_id"),
        update(VersionPicture).where(one).values(alt="دیگری"),
        delete(VersionPicture).where(one),
        update(vouching.Disclosure).where(vouching.Disclosure.version_id == version.id).values(missing_mark=""),
        delete(vouching.Deviation).where(vouching.Deviation.version_id == version.id),
    ]

    for change in changes:
        with pytest.raises(IntegrityError), transaction():
            session().execute(change)

    world.fresh()
    assert live(version.product_id).price_rial == 4_000_000


def test_a_new_version_takes_the_place_of_the_one_before(app):
    product = world.product(world.maker())
    first = live(product).id

    world.vouch(send(opened(product)), world.mentor())

    assert catalogue.version(first).state is VersionState.SUPERSEDED
    assert live(product).state is VersionState.PUBLISHED
    published = select(func.count()).where(Version.product_id == product, Version.state == VersionState.PUBLISHED)
    assert session().scalar(published) == 1


def test_an_old_version_is_never_published_again(app):
    product = world.product(world.maker())
    first = live(product).id
    world.vouch(send(opened(product)), world.mentor())

    with pytest.raises(MoveRefused), transaction():
        catalogue.publish(catalogue.version(first), None)


def test_the_address_of_a_product_stays_when_its_title_changes(app):
    product = world.product(world.maker())
    slug = world.slug(product)
    draft = opened(product)
    write(draft, title="نامی دیگر")

    world.vouch(send(draft), world.mentor())

    assert world.slug(product) == slug
    assert catalogue.on_sale_by_slug(slug)[1].title == "نامی دیگر"


def test_two_products_of_one_title_have_addresses_of_their_own(app):
    maker = world.maker()
    drafts = [world.draft(maker) for _ in range(2)]
    for draft in drafts:
        write(draft, title="حصیر")
        world.vouch(send(draft), world.mentor())

    slugs = {world.slug(catalogue.version(draft).product_id) for draft in drafts}

    assert len(slugs) == 2
    assert "حصیر" in slugs


def test_a_products_number_begins_with_its_goods(app):
    product = catalogue.product(world.product(world.maker()))

    assert product.sku.startswith("B001-")
    assert catalogue.variants_of([product.id])[product.id][0].sku.startswith(product.sku)


def test_texts_are_kept_clean_and_within_their_length(app):
    draft = world.draft(world.maker())

    write(draft, title="  زنبيل\u202e " + "ب" * 200, description="خطِ یک\n\n\n\nخطِ دو")

    kept = catalogue.version(draft)
    assert kept.title.startswith("زنبیل ب")
    assert len(kept.title) == 120
    assert kept.description == "خطِ یک\n\nخطِ دو"


def test_facts_that_are_not_told_stay(app):
    draft = world.draft(world.maker())
    before = catalogue.version(draft).materials

    write(draft, title="نامی دیگر")

    assert catalogue.version(draft).materials == before


def test_six_pictures_are_kept_in_their_order(app):
    draft = world.draft(world.maker())
    pictures = [(world.ready_picture(), f"عکسِ {number}") for number in range(8)]

    with transaction():
        catalogue.set_pictures(catalogue.version(draft), pictures)

    assert [one.picture.id for one in catalogue.pictures_of([draft])[draft]] == [one for one, _ in pictures[:6]]


def test_what_is_anothers_is_not_found(app):
    mine, hers = world.maker(), world.maker()
    product = world.product(hers)
    version, variant = live(product).id, catalogue.variants_of([product])[product][0].id

    for ask in (
        lambda: catalogue.own_product(mine, product),
        lambda: catalogue.own_version(mine, version),
        lambda: catalogue.own_variant(mine, variant),
    ):
        with pytest.raises(NotFound):
            ask()
    assert catalogue.own_product(hers, product).id == product


def test_a_paused_product_stays_paused_when_its_new_version_is_vouched_for(app):
    product = world.product(world.maker())
    draft = opened(product)
    with transaction():
        catalogue.shelve(catalogue.product(product), Shelf.PAUSED, None)

    world.vouch(send(draft), world.mentor())

    assert catalogue.product(product).state is Shelf.PAUSED
    assert live(product).id == draft
