"""Logging in by code, choosing among the accounts on a phone, and one's own account."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, make_response, render_template, request, session
from werkzeug.wrappers import Response

from app import accounts, orders, programme
from app.accounts import CodeAnswer, Person, Role
from app.shared import clock
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.shared.text import only_digits
from app.shared.throttle import TooOften
from app.web.access import ANYONE, LOGGED_IN, allow, freshly, log_in, log_out, me, safe_next, visitor
from app.web.forms.account import CodeForm, LoginForm, NameForm, NewPinForm
from app.web.forms.fields import fault_list
from app.web.languages import chosen
from app.web.pages import Page, done, go
from app.words import formats, gettext

blueprint = Blueprint("account", __name__)

# The cookie keeps that a number was proved; a copy of it must not open the number's accounts for ever.
_CHOOSING_SECONDS = 600
# Where another code may be sent so soon (as it is told, rounded up), the last one has just gone.
_BETWEEN_CODES = accounts.RESEND_SECONDS + 1

_HOMES = (
    (Role.TRAINEE, "maker.home"),
    (Role.MENTOR, "mentor.desk"),
    (Role.STAFF, "staff.home"),
    (Role.FINANCE, "finance.desk"),
    (Role.OFFICER, "office.dashboard"),
)


@blueprint.route("/login", methods=["GET", "POST"])
@allow(ANYONE)
def login() -> Page:
    form = LoginForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        _begin(form.mobile.data, safe_next(request.values.get("next")))
        _send_code()
        return go(".code")
    page = render_template(
        "account/login.html", form=form, faults=fault_list(form), next=request.values.get("next", "")
    )
    return (page, 422) if request.method == "POST" else page


def _begin(mobile: str, onwards: str, **more: bool) -> None:
    """Remember who wants to come in. A code that is on its way to the same number stays good in this browser."""
    before = session.get("login") or {}
    browser = before.get("browser") if before.get("mobile") == mobile else None
    session["login"] = {"mobile": mobile, "browser": browser or secrets.token_urlsafe(16), "next": onwards, **more}


def _send_code() -> None:
    """Raises TooOften, after the try was counted."""
    under_way = session["login"]
    with transaction():
        wait = accounts.request_code(under_way["mobile"], under_way["browser"], request.remote_addr or "", chosen())
    if wait:
        raise TooOften(wait)
    session["login"] = under_way | {"sent": True}


@blueprint.route("/login/code", methods=["GET", "POST"])
@allow(ANYONE)
def code() -> Page:
    under_way = session.get("login")
    if not under_way:
        return go(".login")
    form = CodeForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        with transaction():
            answer = accounts.check_code(under_way["mobile"], under_way["browser"], form.code.data or "")
        if answer is CodeAnswer.RIGHT:
            session["login"] = under_way | {"proved": clock.now().timestamp()}
            return _proved(under_way)
        form.code.errors = [code_words(answer)]
    page = render_template("account/code.html", form=form, faults=fault_list(form), mobile=under_way["mobile"])
    return (page, 422) if request.method == "POST" else page


def code_words(answer: CodeAnswer) -> str:
    """What to do after a code that was not right."""
    return {
        CodeAnswer.WRONG: gettext("کد درست نیست؛ شش رقمِ پیامک را دوباره بنویسید."),
        CodeAnswer.EXPIRED: gettext("زمانِ این کد گذشته است؛ «دوباره بفرست» را بزنید."),
        CodeAnswer.TOO_OFTEN: gettext("بیش از اندازه کوشیده‌اید؛ پنج دقیقه صبر کنید."),
    }[answer]


def _proved(under_way: dict[str, Any]) -> Page:
    """The number is hers: one account without a PIN goes straight in, several are to choose from."""
    again = visitor()
    if again is not None and again.person.mobile == under_way["mobile"] and under_way.get("again"):
        return _freshened(under_way)
    found = accounts.accounts_on(under_way["mobile"])
    if len(found) > 1 or any(one.pin_hash for one in found):
        return go(".who")
    with transaction():
        person = accounts.person(found[0].id) if found else accounts.add_person(under_way["mobile"], language=chosen())
        log_in(person)
    return _in(under_way["next"])


def _freshened(under_way: dict[str, str]) -> Page:
    with transaction():
        accounts.freshen(me())
    session.pop("login", None)
    return _to(under_way["next"])


def _in(where: str) -> Response:
    session.pop("login", None)
    return _to(where) if where != "/" else home_of()


def home_of() -> Response:
    """Where the person who is logged in now begins."""
    visit = visitor()
    for role, home in _HOMES:
        if visit is not None and role in visit.roles:
            return go(home)
    return go("shop.home")


def _to(where: str) -> Response:
    response = make_response("", 303)
    response.headers["Location"] = safe_next(where)
    return response


@blueprint.post("/login/resend")
@allow(ANYONE)
def resend() -> Page:
    if not session.get("login"):
        return go(".login")
    _send_code()
    done(gettext("کدِ تازه فرستاده شد."))
    return go(".code")


@blueprint.route("/login/who", methods=["GET", "POST"])
@allow(ANYONE)
def who() -> Page:
    """Which of the accounts on this phone; each may have a PIN."""
    under_way = session.get("login")
    if not under_way or clock.now().timestamp() > under_way.get("proved", 0) + _CHOOSING_SECONDS:
        return go(".login")
    people = accounts.accounts_on(under_way["mobile"])
    said, picked = "", None
    if request.method == "POST":
        picked = _picked(people)
        with transaction():
            answer = accounts.check_pin(picked, request.form.get("pin", ""))
            if answer is CodeAnswer.RIGHT:
                log_in(accounts.person(picked.id))
        if answer is CodeAnswer.RIGHT:
            return _in(under_way["next"])
        said = gettext("رمزِ کوتاه درست نیست.") if answer is CodeAnswer.WRONG else code_words(answer)
    page = render_template("account/who.html", people=people, said=said, picked=picked)
    return (page, 422) if said else page


def _picked(people: list[Person]) -> Person:
    wanted = only_digits(request.form.get("person", ""))
    for person in people:
        if str(person.id) == wanted:
            return person
    raise NotFound


@blueprint.get("/login/again")
@allow(LOGGED_IN)
def again() -> Page:
    """A fresh code before something delicate; where it is too early for another, the page to write the last one on."""
    sent = bool(session.get("login", {}).get("sent"))
    _begin(me().person.mobile, safe_next(request.args.get("next")), again=True, sent=sent)
    try:
        _send_code()
    except TooOften as refusal:
        if sent and refusal.wait_seconds <= _BETWEEN_CODES:
            done(gettext("کدی که پیش‌تر فرستادیم هنوز کار می‌کند؛ همان را بنویسید."))
        else:
            done(gettext("%(n)s ثانیهٔ دیگر «دوباره بفرست» را بزنید.", n=formats.num(refusal.wait_seconds)))
    else:
        done(gettext("برای این کار یک بارِ دیگر کدِ پیامک لازم است."))
    return go(".code")


@blueprint.post("/logout")
@allow(LOGGED_IN)
def logout() -> Page:
    with transaction():
        log_out()
    response = go("shop.home")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@blueprint.route("/account", methods=["GET", "POST"])
@allow(LOGGED_IN)
def mine() -> Page:
    visit = me()
    person = visit.person
    form = NameForm(
        request.form if request.method == "POST" else None,
        data={"given_name": person.given_name, "family_name": person.family_name},
    )
    if request.method == "POST" and form.validate():
        with transaction():
            accounts.change_names(
                accounts.person(me().person.id), form.given_name.data or "", form.family_name.data or ""
            )
        done(gettext("نامتان ذخیره شد."))
        return go(".mine")
    page = render_template(
        "account/mine.html",
        form=form,
        pin_form=NewPinForm(),
        faults=fault_list(form),
        orders=orders.orders_of(person.id),
        trainee=programme.trainee_of(person.id),
        person=person,
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.post("/account/pin")
@allow(freshly(LOGGED_IN))
def pin() -> Page:
    """Set or remove the PIN; other browsers are logged out."""
    form = NewPinForm(request.form)
    remove = request.form.get("do") == "remove"
    if not remove and not form.validate():
        done(str(form.pin.errors[0]))
        return go(".mine")
    with transaction():
        visit = me()
        accounts.set_pin(accounts.person(visit.person.id), None if remove else accounts.pin(form.pin.data or ""))
        accounts.end_other_sessions(visit)
    done(gettext("رمزِ کوتاه برداشته شد.") if remove else gettext("رمزِ کوتاه گذاشته شد."))
    return go(".mine")


@blueprint.post("/account/leave-others")
@allow(LOGGED_IN)
def leave_others() -> Page:
    with transaction():
        accounts.end_other_sessions(me())
    done(gettext("از همهٔ گوشی‌ها و رایانه‌های دیگر بیرون آمدید."))
    return go(".mine")


@blueprint.post("/theme")
@allow(ANYONE)
def theme() -> Page:
    """Light, dark, or as the device has it."""
    response = make_response("", 303)
    response.headers["Location"] = safe_next(request.form.get("next"))
    wanted = request.form.get("theme", "")
    if wanted in {"light", "dark"}:
        response.set_cookie("theme", wanted, max_age=31_536_000, samesite="Lax", httponly=True)
    else:
        response.delete_cookie("theme")
    return response
