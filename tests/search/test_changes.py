"""The shelf follows what happens below it, and can be thrown away and made anew at any time."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app import catalogue, programme, search, vouching
from app.catalogue import Facts, NewVariant, Shelf
from app.search import Readiness, ShelfRow, Sort, Wanted
from app.search.engine import Document, WhooshBackend, backend, document
from app.search.shelf import Follower
from app.shared import clock, outbox, running
from app.shared.database import session, transaction
from app.shared.money import Rial
from tests import world


def found(words: str = "", **wanted: object) -> list[int]:
    world.fresh()
    return [row.product_id for row in search.find(replace(Wanted(words=words), **wanted)).rows]  # type: ignore[arg-type]


def until(met: Callable[[], bool]) -> bool:
    """Whether it is so within some seconds: readers of the index look for a newer one twice a second."""
    end = time.monotonic() + 5
    while not (so := met()) and time.monotonic() < end:
        time.sleep(0.05)
    return so


def on_sale(**ware: object) -> int:
    product = world.product(world.maker(), world.Ware(**ware))  # type: ignore[arg-type]
    world.work()
    return product


def shelve(product_id: int, became: Shelf) -> None:
    with transaction():
        catalogue.shelve(catalogue.product(product_id), became, None)
    world.work()


def withdraw_vouch(product_id: int) -> None:
    with transaction():
        given = session().scalars(select(vouching.Vouch)).one()
        vouching.withdraw_vouch(given, "دیگر ندیدم", given.mentor_person_id)
    world.work()


def counts(facet: str) -> dict[str, int]:
    world.fresh()
    return {value: count for value, count in search.find(Wanted()).facets[facet].items() if count}


def test_an_empty_shop_lists_nothing(app):
    nothing = search.find(Wanted(words="زنبیل", page=3))

    assert (nothing.total, nothing.page, nothing.pages, nothing.rows) == (0, 1, 1, [])
    assert search.newest_rows(10) == []
    assert search.makers_on_shelf() == []
    assert search.group_counts() == {}


def test_a_product_is_found_once_the_worker_has_been_there(app):
    product = world.product(world.maker())
    before = found()

    world.work()

    assert before == []
    assert found() == [product]
    assert until(lambda: found("زنبیل") == [product])


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda one: shelve(one, Shelf.PAUSED), id="paused"),
        pytest.param(lambda one: shelve(one, Shelf.ARCHIVED), id="archived"),
        pytest.param(withdraw_vouch, id="vouch withdrawn"),
    ],
)
def test_what_goes_off_sale_is_gone_from_lists_words_and_counts(app, leave: Callable[[int], None]):
    product = on_sale()
    assert until(lambda: found("زنبیل") == [product])

    leave(product)

    assert found() == found("زنبیل") == []
    assert counts("category") == {}
    assert search.rows_of_maker(catalogue.product(product).maker_id) == []


def test_what_comes_back_is_found_again(app):
    product = on_sale()
    shelve(product, Shelf.PAUSED)

    shelve(product, Shelf.ON_SALE)

    assert found() == [product]
    assert until(lambda: found("زنبیل") == [product])


def test_a_new_version_is_found_by_its_new_words_alone(app):
    product = on_sale(title="گل‌میخ")
    assert until(lambda: found("گل‌میخ") == [product])
    with transaction():
        before = catalogue.version(catalogue.product(product).live_version_id or 0)
        draft = catalogue.draft_after(before, None)
        vouching.copy_disclosure(before, draft)
        catalogue.write(draft, Facts(title="ترنج"))
        review = vouching.submit(draft, None).id
    world.vouch(review, world.mentor())

    world.work()

    assert until(lambda: found("ترنج") == [product])
    assert found("گل‌میخ") == [] or search.find(Wanted(words="گل‌میخ")).corrected


@pytest.mark.parametrize("words", ["خوش‌نقش", "خوش نقش", "خوشنقش"])
def test_a_word_of_the_description_is_found_in_each_way_of_writing_it(app, words: str):
    draft = world.draft(world.maker())
    with transaction():
        catalogue.write(catalogue.version(draft), Facts(description="کارِ خوش‌نقشِ عشایر"))
        review = vouching.submit(catalogue.version(draft), None).id
    world.vouch(review, world.mentor())
    world.work()

    assert until(lambda: search.find(Wanted(words=words)).total == 1)
    assert not search.find(Wanted(words=words)).corrected


def test_a_sale_changes_what_is_left_and_what_is_ready(app):
    product = on_sale(on_hand=1)
    variant = catalogue.variants_of([product])[product][0].id
    ready = found(readiness=frozenset({Readiness.READY}))

    with transaction():
        catalogue.reserve("somebody", {variant: 1}, clock.now())
    world.work()
    sold_out = found(readiness=frozenset({Readiness.READY}))
    with transaction():
        catalogue.release("somebody")
    world.work()

    assert (ready, sold_out) == ([product], [])
    assert found(readiness=frozenset({Readiness.READY})) == [product]


def test_the_lowest_of_several_prices_is_shown_and_sorted_by(app):
    dear, cheap = on_sale(price=5_000_000), on_sale(price=4_500_000)
    with transaction():
        catalogue.add_variant(catalogue.product(dear), NewVariant("کوچک", Rial(2_000_000), 3), None)

    world.work()

    assert found(sort=Sort.CHEAPEST) == [dear, cheap]
    assert (search.row_of(dear).price_rial, search.row_of(dear).several_prices) == (2_000_000, True)
    assert search.row_of(dear).left == 13


def test_a_makers_new_name_stands_on_all_her_goods(app):
    product = on_sale()
    maker = catalogue.product(product).maker_id

    with transaction():
        programme.change_profile(programme.trainee(maker), programme.Profile("کارگاهِ ترنج", "", None))
    world.work()

    assert search.row_of(product).maker_name == "کارگاهِ ترنج"
    assert until(lambda: found("ترنج") == [product])


def test_a_process_that_follows_the_shelf_sees_what_one_sees_that_has_just_begun(app):
    gone = on_sale()
    old = Follower()
    began_with = set(old.newest().ids)
    stays = on_sale()
    shelve(gone, Shelf.PAUSED)

    followed, fresh = old.newest(), Follower().newest()

    assert began_with == {gone}
    assert set(followed.ids) == set(fresh.ids) == {stays}
    assert followed.names == fresh.names


def everything() -> list[tuple[object, ...]]:
    """All that lists can tell, without the numbers of changes."""
    world.fresh()
    columns = [column for column in ShelfRow.__table__.columns if column.name != "seq"]
    return [tuple(row) for row in session().execute(select(*columns).order_by(ShelfRow.product_id))]


def test_rebuilding_the_shelf_gives_the_same(app):
    for ware in (world.Ware(), world.Ware(good=world.TAHINI, title="ارده"), world.Ware(lead_days=5)):
        world.product(world.maker(), ware)
    gone = on_sale()
    shelve(gone, Shelf.PAUSED)
    before, lists, facets = everything(), found(), counts("category")

    with transaction():
        assert search.rebuild() == 3

    assert everything() == before
    assert found() == lists
    assert counts("category") == facets


def test_a_shelf_that_was_lost_is_made_anew_from_below(app):
    product = on_sale()
    before = everything()
    with transaction():
        session().execute(delete(ShelfRow))

    with transaction():
        search.rebuild()
    world.work()

    assert everything() == before
    assert until(lambda: found("زنبیل") == [product])


def test_a_lost_index_is_made_anew_and_finds_the_same(app: Flask):
    products = sorted([on_sale(), on_sale(), on_sale(title="سبدِ بزرگ")])
    shutil.rmtree(Path(app.extensions["settings"].data_dir) / "index", ignore_errors=True)
    running.drop("search")

    search.ensure_index()

    assert backend().ready()
    assert sorted(found("زنبیل")) == products
    assert search.reindex() == 3
    assert sorted(found("زنبیل")) == products


def test_the_embedded_engine_finds_what_the_engine_of_this_database_finds(app, tmp_path: Path):
    for title in ("زنبیل حصیری", "سبد رنگی", "حصیرِ بزرگ"):
        on_sale(title=title)
    rows = session().scalars(select(ShelfRow).where(ShelfRow.listed)).all()
    embedded = WhooshBackend(tmp_path / "index")
    embedded.rebuild([document(row) for row in rows])

    for groups in ([["زنبیل"]], [["سبد"], ["رنگی", "حصیر"]], [["هیچ"]], [["حصیر"], ["بزرگ"]], [["بوشهر"]], []):
        world.fresh()
        assert until(lambda asked=groups: set(backend().find(asked)) == set(embedded.find(asked)))


def test_facts_that_are_not_words_leave_the_index_alone(app):
    product = on_sale()
    variant = catalogue.variants_of([product])[product][0].id
    with transaction():
        catalogue.change_price(session().get_one(catalogue.Variant, variant), Rial(4_100_000), None)

    world.work()

    told = session().scalars(select(outbox.OutboxRow.id).where(outbox.OutboxRow.event == "ShelfTermsChanged"))
    assert len(told.all()) == 1
    assert search.row_of(product).price_rial == 4_100_000


def test_an_update_that_failed_does_not_lock_the_next_one_out(app, tmp_path):
    embedded = WhooshBackend(tmp_path / "index")
    random.seed(7)
    embedded.update([], [Document(6, "basket", "")])
    random.seed(7)  # what it draws names its files: those are there already
    with pytest.raises(AssertionError) as _failed:
        embedded.update([], [Document(5, "jajim", "")])
    began = time.monotonic()

    embedded.update([], [Document(1, "shawl", "")])

    assert time.monotonic() - began < 30, "waited for a lock that nobody holds"
    assert [sorted(embedded.find([[word]])) for word in ("basket", "jajim", "shawl")] == [[6], [], [1]]
