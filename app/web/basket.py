"""The basket, grouped by maker. It belongs to a browser; nobody has to log in."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request, session
from werkzeug.wrappers import Response

from app import catalogue, orders
from app.orders import Basket
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.text import NotANumber, parse_number
from app.web.access import ANYONE, allow
from app.web.pages import Page, done, go
from app.web.shop import county_names
from app.words import formats, gettext, say

blueprint = Blueprint("basket", __name__)


def mine() -> Basket | None:
    """This browser's basket, if it has one."""
    token = session.get("basket")
    return orders.basket_of(token) if token else None


def _mine_or_new() -> Basket:
    found = mine()
    if found is None:
        found, token = orders.new_basket()
        session["basket"] = token
        session.permanent = True
    return found


def _quantity() -> int:
    """Pieces, 1 where nothing was said. Raises orders.NoQuantity."""
    try:
        return min(parse_number(request.form.get("quantity", "1")), orders.MOST_OF_ONE)
    except NotANumber:
        raise orders.NoQuantity from None


def _variant_id() -> int:
    try:
        return parse_number(request.form.get("variant", ""))
    except NotANumber:
        raise catalogue.NotForSale(0) from None


@blueprint.get("/basket")
@allow(ANYONE)
def show(refusal: Refusal | None = None) -> Page:
    view = orders.view(mine())
    page = render_template(
        "basket/show.html",
        view=view,
        goods={
            group.maker.id: sum(int(item.goods) for item in group.items if _to_be_had(item)) for group in view.groups
        },
        counties=county_names(),
        said=None if refusal is None else say(refusal),
    )
    return (page, say(refusal).status) if refusal else page


def _to_be_had(item: orders.Item) -> bool:
    """Whether it can be bought in any number; what is gone costs nothing."""
    return item.offer.available and (item.offer.left is None or item.offer.left > 0)


@blueprint.post("/basket/add")
@allow(ANYONE)
def add() -> Page:
    try:
        wanted = max(1, _quantity())
        with transaction():
            lies = orders.put(_mine_or_new(), _variant_id(), wanted)
    except (catalogue.OutOfStock, catalogue.NotForSale, orders.NoQuantity) as refusal:
        return _told(say(refusal).sentence, say(refusal).status) if _by_script() else show(refusal)
    sentence = gettext("به سبد افزوده شد.")
    if lies < wanted:
        sentence = gettext("بیش از %(n)s عدد نمانده است؛ همان در سبد است.", n=formats.num(lies))
    if _by_script():
        return _told(sentence, 200)
    done(sentence)
    return go(".show")


def _by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _told(sentence: str, status: int) -> Response:
    token = session.get("basket")
    count = orders.count(token) if token else 0
    answer = jsonify(sentence=sentence, count=formats.num(count))
    answer.status_code = status
    return answer


@blueprint.post("/basket/change")
@allow(ANYONE)
def change() -> Page:
    found, variant_id = mine(), _variant_id()
    offer = catalogue.offers([variant_id]).get(variant_id)
    if found is None or offer is None:
        return go(".show")
    try:
        with transaction():
            orders.set_quantity(found, offer, _quantity())
    except (catalogue.OutOfStock, orders.NoQuantity) as refusal:
        return show(refusal)
    return go(".show")


@blueprint.post("/basket/remove")
@allow(ANYONE)
def remove() -> Page:
    found = mine()
    if found is not None:
        with transaction():
            orders.take_out(found, _variant_id())
        done(gettext("از سبد برداشته شد."))
    return go(".show")
