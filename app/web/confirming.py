"""A maker looks at what somebody wrote for her, and says by a code from her own mobile that it is so.

In her workshop, or by the link of the SMS for one who never logged in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, session

from app import accounts, catalogue, programme, vouching
from app.accounts import CodeAnswer, Person
from app.catalogue import Version
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.throttle import TooOften
from app.vouching import Proof
from app.web.access import ANYONE, allow
from app.web.account import code_words
from app.web.forms.account import CodeForm
from app.web.languages import chosen
from app.web.maker import checklist, steps
from app.web.maker.bench import Bench, set_bench
from app.web.pages import Page, done, go
from app.web.sent import told_sent
from app.words import gettext, say

blueprint = Blueprint("assisted", __name__, url_prefix="/assisted")


@dataclass(frozen=True)
class Place:
    """Where she looks at it: the page's endpoint with its variables, its template, and where she goes on to.

    `find` gives the draft, or NotFound; `by_link`: she has not logged in, so that a PIN she has is asked for too.
    """

    find: Callable[[], Version]
    page: tuple[str, dict[str, object]]
    template: str
    onwards: str
    by_link: bool


def answer(place: Place) -> Page:
    """Show it, or do what was pressed: ask for the code, confirm, send, lay aside."""
    act = request.form.get("do", "") if request.method == "POST" else ""
    acts = {"ask": _ask, "confirm": _confirm, "send": _send, "discard": _discard}
    try:
        return acts.get(act, _show)(place)
    except (vouching.ListingChanged, vouching.NotToBePrepared) as refusal:
        return _show(place, [("code", say(refusal).sentence)])


def _show(place: Place, faults: list[tuple[str, str]] | None = None) -> Page:
    version = place.find()
    person = _maker_of(version)
    at = {
        "version": version,
        "preparer": vouching.preparers_of([version]).get(version.prepared_by or 0, ""),
        "lacking": vouching.missing(vouching.draft_of(version)),
        "seen": vouching.likeness(version),
        "asked": session.get("confirming") == version.id,
        "pin_asked": place.by_link and person.pin_hash is not None,
        "mobile": accounts.masked(person.mobile),
        "faults": faults or [],
        "points": checklist.lacking(programme.trainee(catalogue.product(version.product_id).maker_id)),
        "form": _form(faults or []),
        **_preview(version),
    }
    page = render_template(place.template, at=at)
    return (page, 422) if faults else page


def _form(faults: list[tuple[str, str]]) -> CodeForm:
    form = CodeForm(request.form if faults else None)
    form.code.errors = [words for name, words in faults if name == "code"]
    return form


def _preview(version: Version) -> dict[str, object]:
    maker = programme.trainee(catalogue.product(version.product_id).maker_id)
    set_bench(Bench(maker, catalogue.version, catalogue.version, "maker.step", "maker.home", lambda _: go("shop.home")))
    return steps.preview(version)


def _maker_of(version: Version) -> Person:
    return accounts.person(programme.trainee(catalogue.product(version.product_id).maker_id).person_id)


def _browser() -> str:
    if "confirm_browser" not in session:
        session["confirm_browser"] = secrets.token_urlsafe(16)
    return str(session["confirm_browser"])


def _ask(place: Place) -> Page:
    """Send the code. Raises TooOften, after the try was counted."""
    with transaction():
        version = place.find()
        wait = vouching.ask_for_confirmation(version, _browser(), request.remote_addr or "", chosen())
        session["confirming"] = version.id
    if wait:
        raise TooOften(wait)
    done(gettext("کد را به گوشیِ خودتان فرستادیم. دو دقیقه زمان دارد."))
    endpoint, values = place.page
    return go(endpoint, **values)


def _confirm(place: Place) -> Page:
    """Whatever comes of the code is kept before anything is sent on."""
    pin = request.form.get("pin", "") if place.by_link else None
    proof = Proof(_browser(), request.form.get("code", ""), request.form.get("seen", ""), pin)
    with transaction():
        version = place.find()
        answered = vouching.confirm(version, proof)
        if answered is CodeAnswer.RIGHT:
            checklist.attest_ticked(programme.trainee(catalogue.product(version.product_id).maker_id))
    if answered is not CodeAnswer.RIGHT:
        return _show(place, [("code", code_words(answered))])
    session.pop("confirming", None)
    return _send(place)


def _send(place: Place) -> Page:
    """Off to the mentor, once it is confirmed."""
    try:
        with transaction():
            version = place.find()
            vouching.submit(version, _maker_of(version).id)
    except Refusal as refusal:
        return _show(place, [("code", say(refusal).sentence)])
    told_sent()
    return go(place.onwards)


def _discard(place: Place) -> Page:
    with transaction():
        version = place.find()
        vouching.discard_prepared(version, _maker_of(version).id)
    done(gettext("کنار گذاشته شد؛ به کسی نشان داده نمی‌شود."))
    return go(place.onwards)


@blueprint.route("/<token>", methods=["GET", "POST"])
@allow(ANYONE)
def show(token: str) -> Page:
    """What the link of the SMS opens."""

    def find() -> Version:
        return vouching.handed_over(token).version

    return answer(Place(find, ("assisted.show", {"token": token}), "assisting/by_link.html", "shop.home", by_link=True))
