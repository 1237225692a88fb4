"""What buyers think of what came: written by the order's link alone, read by everybody."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from app import catalogue, opinions, orders, programme
from app.opinions import AsTold, OpinionView, Rating, Said
from app.orders import Line, Order
from app.shared import gallery, throttle
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.pictures import BadPicture
from app.shared.throttle import Limit, TooOften
from app.web.access import ANYONE, allow, my_id
from app.web.forms.fields import fault_list
from app.web.forms.opinions import OpinionForm
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.words import gettext, say

blueprint = Blueprint("opinions", __name__)

LATEST = 5
_SAID = (Limit(20, 3600), Limit(60, 86400))


@dataclass(frozen=True)
class Heard:
    """What a product's page tells of its buyers."""

    rating: Rating
    latest: list[OpinionView]


def heard(product_id: int) -> Heard:
    rating = opinions.rating(product_id)
    return Heard(rating, opinions.of_product(product_id, size=LATEST) if rating.count else [])


@blueprint.get("/p/<slug>/opinions")
@allow(ANYONE)
def of_product(slug: str) -> Page:
    """All that buyers said of a product, and how many were hidden, for what reasons."""
    product, version = catalogue.on_sale_by_slug(slug)
    rating, page = opinions.rating(product.id), page_number()
    return render_template(
        "shop/opinions.html",
        product=product,
        version=version,
        maker=programme.trainee(product.maker_id),
        rating=rating,
        found=opinions.of_product(product.id, page),
        hidden=opinions.hidden_of(product.id),
        page=page,
        pages=pages_of(rating.count, 20),
    )


@blueprint.route("/o/<token>/opinion/<int:line_id>", methods=["GET", "POST"])
@allow(ANYONE)
def write(token: str, line_id: int) -> Page:
    """The buyer's own word on a line that came; once written, it is changed here while that is possible."""
    order = orders.of_token(token)
    line = orders.line_in(order.id, line_id)
    if request.method == "GET":
        return _form(order, line, _filled(line_id))
    form = OpinionForm(request.form)
    if not form.validate():
        return _form(order, line, form, failed=True)
    with transaction():
        wait = throttle.hit("opinion", request.remote_addr or "", *_SAID)
    if wait:
        raise TooOften(wait)
    try:
        keys = gallery.keep_all(_photos())
        with transaction():
            again = orders.of_token(token)
            opinions.say(again, orders.line_in(again.id, line_id), _said(form, keys), my_id())
    except (BadPicture, opinions.TooManyPictures) as refusal:
        return _form(order, line, form, refusal, failed=True)
    except opinions.Interested as refusal:
        return _form(order, line, form, refusal, failed=True)
    done(gettext("نظرتان ثبت شد. سپاس!"))
    return go("tracking.show", token=token, _anchor=f"parcel-{line.parcel_id}")


def _said(form: OpinionForm, keys: list[str]) -> Said:
    return Said(
        stars=int(form.stars.data),
        as_told=AsTold(form.as_told.data),
        words=form.words.data or "",
        town=bool(form.town.data),
        upload_keys=keys,
        dropped=[row_number(one) for one in request.form.getlist("drop")],
    )


def _photos() -> list[bytes]:
    """Raises TooManyPictures for more than are taken, before any of them is read."""
    files = [file for file in request.files.getlist("photo") if file.filename]
    if len(files) > opinions.MOST_PICTURES:
        raise opinions.TooManyPictures(opinions.MOST_PICTURES)
    return [file.stream.read() for file in files]


def _filled(line_id: int) -> OpinionForm:
    """The form as her opinion stands, if she has written one."""
    found = opinions.of_line(line_id)
    if found is None:
        return OpinionForm()
    stars = str(found.stars)
    return OpinionForm(data={"stars": stars, "as_told": found.as_told.value, "words": found.words, "town": found.town})


def _form(order: Order, line: Line, form: OpinionForm, refusal: Refusal | None = None, *, failed: bool = False) -> Page:
    parcel = orders.parcel_in(order.id, line.parcel_id)
    faults = fault_list(form)
    if refusal is not None:
        at = "as_told" if isinstance(refusal, opinions.Interested) else "photo"
        faults.append((at, say(refusal).sentence))
    page = render_template(
        "opinions/write.html",
        order=order,
        line=line,
        maker=programme.trainee(line.maker_id),
        standing=opinions.standing([parcel], {parcel.id: [line]}).get(line.id),
        form=form,
        faults=faults,
        answers=list(AsTold),
        most=opinions.MOST_PICTURES,
    )
    return (page, 422) if failed else page
