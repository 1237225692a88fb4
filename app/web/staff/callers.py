"""Anybody may report by telephone: a buyer, a mentor, a trainee. Staff find her by her number and write it for her."""

from __future__ import annotations

from flask import render_template, request, session

from app import accounts, programme
from app.accounts import Person
from app.shared import audit, vault
from app.shared.database import take_turns, transaction
from app.shared.errors import NotFound
from app.support import Matter
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.obstacles import CallerForm
from app.web.pages import Page, go
from app.web.reporting import tell_for_person
from app.web.staff.door import blueprint, within_reach
from app.words import gettext

# Of how many numbers, the last that a browser has looked up, reports can be written.
_LAST = 8


@blueprint.route("/callers", methods=["GET", "POST"])
@allow(STAFF)
def callers() -> Page:
    """Who has an account on the number of whoever calls; or an account for her, so that she hears what comes of it."""
    form = CallerForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _page(form, None, [])
    if not form.validate():
        return _page(form, None, fault_list(form))
    mobile = form.mobile.data or ""
    if request.form.get("do") != "new":
        with transaction():
            found = accounts.accounts_on(mobile)
            audit.note_looks("caller_looked_up", "person", [one.id for one in found], me().person.id)
        _remember(mobile)
        return _page(form, accounts.accounts_on(mobile), [])
    if not form.given_name.data or not form.family_name.data:
        return _page(form, accounts.accounts_on(mobile), [("given_name", gettext("نام و نامِ خانوادگی‌اش را بنویسید."))])
    with transaction():
        number = _account(mobile, form.given_name.data, form.family_name.data)
    _remember(mobile)
    return go(".caller_report", person_id=number)


def _remember(mobile: str) -> None:
    """This browser has looked the number up; the cookie holds no number, only what one is known again by."""
    kept, this = session.get("callers", []), _mark(mobile)
    session["callers"] = [this, *(one for one in kept if one != this)][:_LAST]


def _mark(mobile: str) -> str:
    return vault.blind_index(mobile, "caller")


def _called(person_id: int) -> Person:
    """Somebody with an account on a number that was looked up here; that she is looked at is kept.

    Raises NotFound for anybody else: nobody reads names by counting numbers up.
    """
    with transaction():
        found = accounts.person(person_id)
        if not found.active or _mark(found.mobile) not in session.get("callers", []):
            raise NotFound
        audit.note_looks("caller_looked_up", "person", [found.id], me().person.id)
    return accounts.person(person_id)


def _account(mobile: str, given_name: str, family_name: str) -> int:
    """Hers where there is one of this name on the number; written twice it is made once."""
    take_turns(f"caller:{mobile}")
    named = f"{given_name} {family_name}"
    known = [one for one in accounts.accounts_on(mobile) if one.name == named]
    if known:
        return known[0].id
    made = accounts.add_person(mobile, given_name, family_name)
    audit.note("caller_added", "person", made.id, me().person.id)
    return made.id


def _page(form: CallerForm, found: list[Person] | None, faults: list[tuple[str, str]]) -> Page:
    page = render_template("staff/callers.html", form=form, found=found, faults=faults)
    return (page, 422) if faults else page


@blueprint.route("/callers/<int:person_id>/report", methods=["GET", "POST"])
@allow(STAFF)
def caller_report(person_id: int) -> Page:
    """Whose number was looked up has told it by telephone; both names stay.

    A trainee of another county is told about there.
    """
    person = _called(person_id)
    hers = programme.trainee_of(person.id)
    if hers is not None:
        within_reach(hers.county_code)
    return tell_for_person(person, list(Matter), "staff.obstacles")
