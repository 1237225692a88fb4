"""Who may come in. Every route names one of these guards; a route that names none lets nobody in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app import accounts, programme
from app.accounts import Role, Sight, SightMissing, Visit
from app.programme import Mentor, Trainee
from app.shared import clock
from app.shared.database import transaction
from app.shared.errors import NotFound
from config import Settings

_OWN_ADDRESS = re.compile(r"/(?!/)[^\\\x00-\x1f\x7f]*")
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Guard:
    """`roles`: one is needed; None asks for nothing, an empty set for any log-in. `fresh`: logged in just now.

    `sight`: leave that she was given by name, too.
    """

    name: str
    roles: frozenset[Role] | None = None
    sight: Sight | None = None
    fresh: bool = False
    development: bool = False


ANYONE = Guard("anyone")
LOGGED_IN = Guard("logged in", frozenset())
TRAINEES = Guard("trainees", frozenset({Role.TRAINEE}))
MENTORS = Guard("mentors", frozenset({Role.MENTOR}))
STAFF = Guard("staff", frozenset({Role.STAFF}))
STAFF_OF_INCOMES = Guard("staff who see incomes", frozenset({Role.STAFF}), Sight.INCOMES)
STAFF_OF_IDENTITY = Guard("staff who see national codes", frozenset({Role.STAFF}), Sight.IDENTITY)
FINANCE = Guard("finance", frozenset({Role.FINANCE}))
OFFICIALS = Guard("officials", frozenset({Role.OFFICER, Role.STAFF}))
# Figures that nobody has signed, and what somebody lives from: the published ones are for everybody.
INCOMES = Guard("officials who see incomes", frozenset({Role.OFFICER, Role.STAFF}), Sight.INCOMES)
OFFICERS = Guard("officers", frozenset({Role.OFFICER}))
OFFICERS_OF_INCOMES = Guard("officers who see incomes", frozenset({Role.OFFICER}), Sight.INCOMES)
GOAL_SETTERS = Guard("goal setters", frozenset({Role.STAFF}), Sight.INCOMES)
MEETING_KEEPERS = Guard("meeting keepers", frozenset({Role.STAFF}))
AGREEMENT_KEEPERS = Guard("agreement keepers", frozenset({Role.STAFF}))
SIGNERS = Guard("signers", frozenset({Role.OFFICER}))
DEVELOPERS = Guard("developers", development=True)


def freshly(guard: Guard) -> Guard:
    """The same guard for a delicate act: the code was given within the last minutes."""
    return replace(guard, name=f"{guard.name}, freshly", fresh=True)


_guards: dict[Callable[..., Any], Guard] = {}


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """The guard of a view; None where somebody forgot to name one."""
    return _guards.get(view)


def allow(guard: Guard) -> Callable[[View], View]:
    """Name the guard of a route."""

    def name_it(view: View) -> View:
        _guards[view] = guard
        return view

    return name_it


class Visitor(UserMixin):
    """Somebody logged in, as flask-login wants it: known by the token of her session's row."""

    def __init__(self, token: str, visit: Visit) -> None:
        self.token = token
        self.visit = visit

    def get_id(self) -> str:
        return self.token


def watch(app: Flask) -> None:
    """Put a guard at every door of `app`."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(_no_such_address)
    app.before_request(_check)
    app.add_template_global(opens)
    app.add_template_global(i_see)


def _load(token: str) -> Visitor | None:
    found = accounts.visit_of(token)
    return None if found is None else Visitor(token, found)


def _no_such_address() -> None:
    """Nothing has a NUL in its address, and PostgreSQL would not even look for it."""
    if "\0" in request.path or any("\0" in value for _, value in request.args.items(multi=True)):
        abort(404)


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    guard = guard_of(current_app.view_functions[request.endpoint])
    if guard is None:
        abort(403)
    settings: Settings = current_app.extensions["settings"]
    if guard.development and settings.production:
        abort(404)
    if guard.roles is None:
        return None
    visit = visitor()
    if visit is None:
        return redirect(url_for("account.login", next=_here()), 303)
    _let_in(guard, visit)
    if guard.fresh and not visit.fresh:
        return redirect(url_for("account.again", next=_here()), 303)
    _note_presence(visit)
    return None


def _let_in(guard: Guard, visit: Visit) -> None:
    """Raises SightMissing for a role without the leave that is needed, too; stops whoever has not even the role."""
    if guard.roles and not guard.roles & visit.roles:
        abort(403)
    if guard.sight is not None and not i_see(guard.sight):
        raise SightMissing(guard.sight)


def _here() -> str:
    """Where the visitor wanted to go; after a form, the page that she came from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return request.referrer.removeprefix(request.host_url.rstrip("/")) if _own(request.referrer) else "/"


def _own(address: str | None) -> bool:
    return bool(address) and str(address).startswith(request.host_url)


def safe_next(wanted: str | None) -> str:
    """An address of our own to go on to; the home page for anything else.

    Browsers drop control characters and take a backslash for a slash, so neither may stand in it.
    """
    return wanted if wanted and _OWN_ADDRESS.fullmatch(wanted) else "/"


def _note_presence(visit: Visit) -> None:
    """Once a minute, so that idle sessions end but not every page is a write."""
    if (clock.now() - visit.seen_at).total_seconds() > 60:
        with transaction():
            accounts.see(visit)


def visitor() -> Visit | None:
    """Who is logged in on this browser."""
    user = current_user
    return user.visit if user.is_authenticated else None


def me() -> Visit:
    """Who is logged in, where somebody must be."""
    found = visitor()
    if found is None:
        abort(403)
    return found


def my_id() -> int | None:
    found = visitor()
    return None if found is None else found.person.id


def i_see(sight: Sight) -> bool:
    """Whether the visitor was given leave to see this of others."""
    held: dict[Sight, bool] = g.setdefault("sights", {})
    if sight not in held:
        found = visitor()
        held[sight] = found is not None and accounts.sees(found.person.id, sight)
    return held[sight]


def opens(endpoint: str) -> bool:
    """Whether a page that her roles lead to is not closed to the visitor for want of leave: what menus leave out."""
    guard = guard_of(current_app.view_functions[endpoint])
    return guard is None or guard.sight is None or i_see(guard.sight)


def my_trainee() -> Trainee:
    """The visitor's own trainee file. Raises NotFound."""
    if "trainee" not in g:
        g.trainee = programme.trainee_of(me().person.id)
    if g.trainee is None:
        raise NotFound
    return cast(Trainee, g.trainee)


def my_mentor() -> Mentor:
    """The visitor's own mentor file. Raises NotFound."""
    found = programme.mentor_of(me().person.id)
    if found is None:
        raise NotFound
    return found


def log_in(person: accounts.Person) -> None:
    """Begin a session for `person` on this browser; whatever session was there ends. Inside a transaction."""
    old = visitor()
    if old is not None:
        accounts.end_session(old.session_id)
    language, basket = session.get("language"), session.get("basket")
    session.clear()
    session.update({key: value for key, value in (("language", language), ("basket", basket)) if value})
    session.permanent = True
    token = accounts.begin_session(person)
    found = accounts.visit_of(token)
    if found is not None:
        login_user(Visitor(token, found))


def log_out() -> None:
    """End this browser's session. Inside a transaction."""
    found = visitor()
    if found is not None:
        accounts.end_session(found.session_id)
    logout_user()
    basket = session.get("basket")
    session.clear()
    if basket:
        session["basket"] = basket
