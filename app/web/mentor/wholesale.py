"""Orders that a mentor brought a trainee of hers: she writes them down, the trainee says whether it was so."""

from __future__ import annotations

from flask import render_template, request

from app import offshop, programme
from app.accounts import Role
from app.offshop import Buyer, NewSale, SaleKind
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.money import Rial
from app.shared.pictures import BadPicture
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.offshop import WholesaleForm
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go, row_number, who_is_sought
from app.web.reporting import form_key
from app.words import gettext, say


@blueprint.route("/orders", methods=["GET", "POST"])
@allow(MENTORS)
def wholesale() -> Page:
    """What she has written down and how it was answered, and a form for one more. The form's key makes it one."""
    form = WholesaleForm(request.form if request.method == "POST" else None, data={"happened_on": today()})
    if request.method == "GET" or not form.validate():
        return _page(form)
    upload = request.files.get("photo")
    try:
        kept = gallery.keep(upload.stream.read()) if upload and upload.filename else None
        _propose(form, kept)
    except BadPicture as refusal:
        return _page(form, ("photo", say(refusal).sentence))
    except offshop.OwnOrder as refusal:
        return _page(form, ("maker", say(refusal).sentence))
    except offshop.SaleOutOfRange as refusal:
        return _page(form, ("happened_on" if refusal.reason == "day" else "amount", say(refusal).sentence))
    done(gettext("نوشته شد. سازنده باید بپذیرد تا شمرده شود."))
    return go(".wholesale")


def _propose(form: WholesaleForm, upload_key: str | None) -> None:
    told = NewSale(
        kind=SaleKind.WHOLESALE,
        title=form.title.data or "",
        happened_on=form.happened_on.data or today(),
        quantity=form.quantity.data or 1,
        amount=Rial(form.amount.data or 0),
        form_key=f"m{my_mentor().id}:{form_key()}"[:40],
        upload_key=upload_key,
    )
    with transaction():
        maker = programme.accepted_trainee(row_number(str(form.maker.data)), me().counties(Role.MENTOR))
        offshop.propose(my_mentor(), maker, told, Buyer(form.buyer.data or "", bool(form.mentor_buys.data)))


def _page(form: WholesaleForm, fault: tuple[str, str] | None = None) -> Page:
    mentor = my_mentor()
    orders = offshop.by_mentor(mentor.id)
    who = who_is_sought()
    few = programme.few_in_reach(who, mentor, me().counties(Role.MENTOR))
    faults = [*fault_list(form), *([fault] if fault else [])]
    page = render_template(
        "mentor/wholesale.html",
        orders=orders,
        makers=programme.trainees(one.maker_id for one in orders),
        pictures=gallery.by_ids(one.picture_id for one in orders if one.picture_id),
        few=few,
        who=who,
        choices=[(str(one.id), one.display_name) for one in few.people],
        form=form,
        faults=faults,
        form_key=form_key(),
    )
    return (page, 422) if faults else page


@blueprint.post("/orders/<int:sale_id>/take-back")
@allow(MENTORS)
def take_back(sale_id: int) -> Page:
    """She wrote something that was not so, and the trainee has not answered yet."""
    with transaction():
        offshop.take_back(offshop.mentors_order(my_mentor().id, sale_id), me().person.id)
    done(gettext("باطل شد."))
    return go(".wholesale")
