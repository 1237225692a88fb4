"""Writing a listing for a maker, and her confirming it, each in a transaction of its own."""

from __future__ import annotations

from app import accounts, catalogue, programme, vouching
from app.accounts import CodeAnswer
from app.shared.database import transaction
from app.vouching import Proof
from tests import world
from tests.accounts.phone import code_to

BROWSER = "her-own-phone"


def prepared(maker_id: int, preparer_id: int, title: str = "زنبیلِ نوشته‌شده", ware: world.Ware | None = None) -> int:
    """A complete draft that somebody wrote for her; its version's number."""
    like = catalogue.version(world.draft(maker_id, ware))
    with transaction():
        version = vouching.prepare(programme.trainee(maker_id), preparer_id)
        model = catalogue.version(like.id)
        good = catalogue.good(model.good_id or "")
        catalogue.choose_kind(version, catalogue.category(good.category_code), good)
        facts = catalogue.Facts(title, "", model.materials, "۳۰", "", 500, model.price_rial)
        catalogue.write(version, facts)
        shown = catalogue.pictures_of([model.id])[model.id]
        catalogue.set_pictures(version, [(one.picture.id, one.alt) for one in shown])
        variant = catalogue.variants_of([version.product_id])[version.product_id][0]
        catalogue.set_stock(variant, catalogue.StockMode.COUNTED, on_hand=3, lead_days=0, by=preparer_id)
        vouching.copy_disclosure(model, version)
        catalogue.shelve(catalogue.product(model.product_id), catalogue.Shelf.ARCHIVED, None)
        return version.id


def handed_over(maker_id: int, preparer_id: int, title: str = "زنبیلِ نوشته‌شده", ware: world.Ware | None = None) -> int:
    version_id = prepared(maker_id, preparer_id, title, ware)
    with transaction():
        vouching.hand_over(catalogue.version(version_id), preparer_id)
    return version_id


def code_for(version_id: int, browser: str = BROWSER) -> str:
    """Ask for the code and read it off the maker's phone."""
    world.fresh()
    with transaction():
        version = catalogue.version(version_id)
        mobile = accounts.person(world.person_of(catalogue.product(version.product_id).maker_id)).mobile
        assert vouching.ask_for_confirmation(version, browser, "10.0.0.1", "fa") == 0
    return code_to(mobile)


def confirm(version_id: int, code: str, browser: str = BROWSER, seen: str | None = None) -> CodeAnswer:
    world.fresh()
    with transaction():
        version = catalogue.version(version_id)
        return vouching.confirm(version, Proof(browser, code, seen or vouching.likeness(version)))


def change(version_id: int, preparer_id: int, title: str = "نامِ دیگر") -> None:
    """The preparer changes a word."""
    world.fresh()
    with transaction():
        catalogue.write(vouching.reopen_prepared(preparer_id, None, version_id), catalogue.Facts(title=title))


def person_named(name: str = "فاطمه") -> int:
    with transaction():
        return accounts.add_person(world.mobile_number(), name, "پیشران").id
