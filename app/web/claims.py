"""A buyer says that something is not right, and follows it: from the order's own page, by its link alone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from app import claims, orders, programme
from app.claims import ClaimView, Complaint, Reason
from app.orders import Order, Parcel
from app.shared import gallery, rulebook, throttle
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.pictures import BadPicture
from app.shared.text import parse_number
from app.shared.throttle import Limit, TooOften
from app.web.access import ANYONE, allow, my_id
from app.web.forms.claims import ClaimForm, ReturnForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go
from app.words import gettext, say

blueprint = Blueprint("claims", __name__)

_CLAIMS = (Limit(10, 3600), Limit(40, 86400))


@blueprint.route("/o/<token>/claim/<int:parcel_id>", methods=["GET", "POST"])
@allow(ANYONE)
def new(token: str, parcel_id: int) -> Page:
    """What is not right with a parcel. An order that is not paid has nothing to claim."""
    order, parcel = _parcel(token, parcel_id)
    form = ClaimForm(request.form if request.method == "POST" else None)
    lines = orders.lines_of([parcel.id]).get(parcel.id, [])
    form.offered = claims.possible(parcel, lines)
    if request.method == "POST" and claims.open_about(parcel.id) is not None:
        done(gettext("دربارهٔ این بسته مشکلی ثبت شده که هنوز باز است."))
        return go("tracking.show", token=token, _anchor=f"parcel-{parcel_id}")
    if request.method == "GET" or not form.validate():
        return _form(order, parcel, form)
    with transaction():
        wait = throttle.hit("claim", request.remote_addr or "", *_CLAIMS)
    if wait:
        raise TooOften(wait)
    try:
        keys = gallery.keep_all(_photos())
        with transaction():
            complaint = Complaint(Reason(form.reason.data), form.words.data or "", _pieces(), keys)
            claims.open_claim(orders.parcel_in(orders.of_token(token).id, parcel_id), complaint, my_id())
    except BadPicture as refusal:
        return _form(order, parcel, form, ("photo", say(refusal).sentence))
    except (claims.ClaimNotPossible, claims.TooLateToClaim, claims.WordsNeeded) as refusal:
        return _form(order, parcel, form, (_field_of(refusal), say(refusal).sentence))
    done(gettext("ثبت شد. همین‌جا و با پیامک خبر می‌دهیم."))
    return go("tracking.show", token=token, _anchor=f"parcel-{parcel_id}")


def _parcel(token: str, parcel_id: int) -> tuple[Order, Parcel]:
    order = orders.of_token(token)
    if order.state is not orders.OrderState.PAID:
        raise NotFound
    return order, orders.parcel_in(order.id, parcel_id)


def _photos() -> list[bytes]:
    """Raises ClaimNotPossible for more than are taken, before any of them is read."""
    files = [file for file in request.files.getlist("photo") if file.filename]
    if len(files) > claims.MOST_PICTURES:
        raise claims.ClaimNotPossible("too_many_pictures")
    return [file.stream.read() for file in files]


def _pieces() -> dict[int, int]:
    """Pieces by line, from fields named `pieces-17`; what is no number counts as more than there can be."""
    found: dict[int, int] = {}
    for name, typed in request.form.items():
        line, _, number = name.partition("-")
        if line == "pieces" and number.isascii() and number.isdigit() and typed.strip():
            try:
                found[int(number[:18])] = parse_number(typed)
            except ValueError:
                found[int(number[:18])] = 10**6
    return found


_FIELDS = {
    "no_pieces": "pieces",
    "too_many_pieces": "pieces",
    "too_many_pictures": "photo",
    "nothing_new": "words",
}


def _field_of(refusal: Refusal) -> str:
    if isinstance(refusal, claims.ClaimNotPossible):
        return _FIELDS.get(refusal.reason, "reason")
    return "words" if isinstance(refusal, claims.WordsNeeded) else "reason"


def _form(order: Order, parcel: Parcel, form: ClaimForm, fault: tuple[str, str] | None = None) -> Page:
    lines = orders.lines_of([parcel.id]).get(parcel.id, [])
    if fault and fault[0] in form:
        form[fault[0]].errors = [fault[1]]
        fault = None
    faults = [*fault_list(form), *([fault] if fault else [])]
    page = render_template(
        "claims/new.html",
        order=order,
        parcel=parcel,
        maker=programme.trainee(parcel.maker_id),
        lines=[line for line in lines if line.left_rial > 0 and line.refunded_quantity < line.quantity],
        offered=claims.possible(parcel, lines),
        again=claims.heard_again(parcel, lines),
        form=form,
        typed=request.form,
        faults=faults,
    )
    return (page, 422) if faults else page


@dataclass(frozen=True)
class Turn:
    """A claim as its buyer sees it, with the form in which she may have slipped."""

    view: ClaimView
    form: ReturnForm


@blueprint.post("/o/<token>/claims/<int:claim_id>")
@allow(ANYONE)
def act(token: str, claim_id: int) -> Page:
    """The buyer's turn: an offer to take or leave, goods to send back, or all is well after all."""
    what = request.form.get("do", "")
    acts = {
        "accept": (claims.accept_offer, gettext("پذیرفتید. پول در راهِ بازگشت است.")),
        "decline": (claims.decline_offer, gettext("نپذیرفتید. کارشناسِ بازار تصمیم می‌گیرد.")),
        "take_back": (claims.take_back, gettext("درخواستتان بسته شد.")),
    }
    order = orders.of_token(token)
    anchor = f"claim-{claim_id}"
    if what == "sent":
        form = ReturnForm(request.form)
        if not form.validate():
            done(gettext("کدِ رهگیریِ پست را بنویسید."))
            return go("tracking.show", token=token, _anchor=anchor)
        with transaction():
            claims.sent_back(claims.in_order(order.id, claim_id).claim, form.tracking_no.data or "", my_id())
        done(gettext("ثبت شد. به سازنده خبر دادیم."))
    elif what in acts:
        verb, sentence = acts[what]
        with transaction():
            verb(claims.in_order(order.id, claim_id).claim, my_id())
        done(sentence)
    else:
        raise NotFound
    return go("tracking.show", token=token, _anchor=anchor)


@blueprint.app_template_global("sent_back_to")
def sent_back_to() -> str:
    """Where goods come back to; nothing where the keeper has not said."""
    return rulebook.words(claims.RETURN_ADDRESS)


@blueprint.app_template_global("claim_address")
def claim_address(order: Order, parcel: Parcel) -> str:
    return url_for("claims.new", token=order.token, parcel_id=parcel.id)
