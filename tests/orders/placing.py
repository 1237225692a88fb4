"""Pressing «pay»."""

from collections.abc import Mapping

from app import catalogue, orders, vouching
from app.shared.database import session, transaction
from tests import world


def placed(token: str, asked: orders.Wish) -> int:
    with transaction():
        basket = orders.basket_of(token)
        assert basket is not None
        return orders.place(basket, asked).id


def chosen(wanted: Mapping[int, int], services: dict[int, str]) -> dict[str, object]:
    """What a buyer of these sends who picked these ways of sending and saw their prices."""
    world.tariffs()
    view = orders.view(orders.basket_of(world.basket_of(wanted)))
    return {"services": services, "seen": view.fingerprint(orders.choose(view, world.recipient(), services))}


def new_version(maker_id: int, variant_id: int, words: str) -> None:
    """She tells the product anew, and a mentor answers for it."""
    by = world.person_of(maker_id)
    with transaction():
        product = catalogue.product(session().get_one(catalogue.Variant, variant_id).product_id)
        live = catalogue.version(product.live_version_id or 0)
        draft = catalogue.draft_after(live, by)
        catalogue.write(draft, catalogue.Facts(None, words, None, None, None, None, None))
        vouching.copy_disclosure(live, draft)
        review_id = vouching.submit(draft, by).id
    world.vouch(review_id, world.mentor())
