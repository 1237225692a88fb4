"""Sales outside the shop, in the maker's own words."""

from __future__ import annotations

from flask import render_template, request

from app import offshop, programme
from app.offshop import NewSale, SaleKind
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.money import Rial
from app.shared.pictures import BadPicture
from app.web.access import TRAINEES, allow, me, my_id, my_trainee
from app.web.forms.fields import fault_list
from app.web.forms.offshop import OffshopForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.web.reporting import form_key
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
    key = form_key()
    return NewSale(
        kind=SaleKind(form.kind.data),
        title=form.title.data or "",
        happened_on=form.happened_on.data or today(),
        quantity=form.quantity.data or 1,
        amount=Rial(form.amount.data or 0),
        form_key=f"{my_trainee().id}:{key}"[:40],
        upload_key=upload_key,
    )


def _page(form: OffshopForm, fault: tuple[str, str] | None = None, about: int = 0) -> Page:
    """`about`: the mentor's order that the fault is about; 0 where it is about the form."""
    faults = [*fault_list(form), *([fault] if fault else [])]
    sales, waiting = offshop.of_maker(my_trainee().id), offshop.waiting_for(my_trainee().id)
    page = render_template(
        "maker/sales.html",
        sales=[one for one in sales if not one.waits],
        waiting=waiting,
        mentors=programme.mentors(one.mentor_id for one in (*sales, *waiting) if one.mentor_id),
        pictures=gallery.by_ids(one.picture_id for one in waiting if one.picture_id),
        grades=offshop.STRONGEST_FIRST,
        form=form,
        faults=faults,
        about=about,
        kinds=list(SaleKind),
        form_key=form_key(),
    )
    return (page, 422) if faults else page


@blueprint.post("/sales/<int:sale_id>/answer")
@allow(TRAINEES)
def answer_sale(sale_id: int) -> Page:
    """A mentor wrote an order down for her: it was so, or it was not, with a word of why."""
    act = request.form.get("do", "")
    if act not in {"agree", "deny"}:
        raise NotFound
    try:
        with transaction():
            sale = offshop.own_sale(my_trainee().id, sale_id)
            if act == "agree":
                offshop.agree(sale, me().person.id)
            else:
                offshop.deny(sale, request.form.get("why", ""), me().person.id)
    except offshop.DenialNeedsWords as refusal:
        return _page(OffshopForm(data={"happened_on": today()}), (f"why-{sale_id}", say(refusal).sentence), sale_id)
    agreed = gettext("پذیرفتید. میانِ فروش‌های بیرونِ شما شمرده می‌شود.")
    done(agreed if act == "agree" else gettext("به پیشران گفتیم که چنین نبود."))
    return go(".sales")


@blueprint.post("/sales/<int:sale_id>/void")
@allow(TRAINEES)
def void_sale(sale_id: int) -> Page:
    """She wrote something that was not so."""
    with transaction():
        offshop.void(offshop.own_sale(my_trainee().id, sale_id), gettext("سازنده خودش پس گرفت."), my_id())
    done(gettext("باطل شد."))
    return go(".sales")
