"""Sales outside the shop, in the maker's own words."""

from __future__ import annotations

import secrets

from flask import render_template, request

from app import offshop
from app.offshop import NewSale, SaleKind
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.pictures import BadPicture
from app.shared.text import clean
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.offshop import OffshopForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say


@blueprint.route("/sales", methods=["GET", "POST"])
@allow(TRAINEES)
def sales() -> Page:
    """What she sold elsewhere: a list, and a form for one more. Pressed twice it is one sale: the key tells."""
    form = OffshopForm(request.form if request.method == "POST" else None, data={"happened_on": today()})
    if request.method == "GET" or not form.validate():
        return _page(form)
    upload = request.files.get("photo")
    try:
        kept = gallery.keep(upload.stream.read()) if upload and upload.filename else None
        with transaction():
            offshop.record(my_trainee().id, _told(form, kept), my_id())
    except BadPicture as refusal:
        return _page(form, ("photo", say(refusal).sentence))
    except offshop.SaleOutOfRange as refusal:
        return _page(form, ("happened_on" if refusal.reason == "day" else "amount", say(refusal).sentence))
    done(gettext("نوشته شد."))
    return go(".sales")


def _told(form: OffshopForm, upload_key: str | None) -> NewSale:
    key = clean(request.form.get("form_key", ""))[:32] or secrets.token_hex(8)
    return NewSale(
        kind=SaleKind(form.kind.data),
        title=form.title.data or "",
        happened_on=form.happened_on.data or today(),
        quantity=form.quantity.data or 1,
        amount=Rial(form.amount.data or 0),
        form_key=f"{my_trainee().id}:{key}"[:40],
        upload_key=upload_key,
    )


def _page(form: OffshopForm, fault: tuple[str, str] | None = None) -> Page:
    faults = [*fault_list(form), *([fault] if fault else [])]
    page = render_template(
        "maker/sales.html",
        sales=offshop.of_maker(my_trainee().id),
        form=form,
        faults=faults,
        kinds=list(SaleKind),
        form_key=clean(request.form.get("form_key", ""))[:32] or secrets.token_hex(8),
    )
    return (page, 422) if faults else page


@blueprint.post("/sales/<int:sale_id>/void")
@allow(TRAINEES)
def void_sale(sale_id: int) -> Page:
    """She wrote something that was not so."""
    with transaction():
        offshop.void(offshop.own_sale(my_trainee().id, sale_id), gettext("سازنده خودش پس گرفت."), my_id())
    done(gettext("باطل شد."))
    return go(".sales")
