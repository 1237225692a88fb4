"""Reporting what stands in one's way: anybody who is logged in, for herself; and what all desks do with reports."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from wtforms import Form

from app import accounts, programme, support
from app.accounts import Person, Role
from app.shared import rulebook, throttle
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.states import Move
from app.shared.text import clean
from app.shared.throttle import Limit, TooOften
from app.support import Accused, Matter, NewReport, Obstacle, Reader, Topic
from app.web.access import LOGGED_IN, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.obstacles import ActForm, ComplaintForm, ConflictForm, ObstacleForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.shop import county_names
from app.words import gettext, say

blueprint = Blueprint("reporting", __name__)

READERS_OF_COMPLAINTS = (Role.STAFF, Role.FINANCE, Role.OFFICER)


def reader() -> Reader:
    """Who is logged in, as a reader of complaints."""
    visit = me()
    return Reader(visit.person, visit.grants)


def county_choices() -> list[tuple[str, str]]:
    return list(county_names().items())


@dataclass(frozen=True)
class Choice:
    """Somebody who can be complained of: the value of an option, its words, and the person."""

    value: str
    words: str
    person_id: int


def accusable(reporter: Person) -> list[Choice]:
    """Whom a list offers: mentors of her county (for others than trainees: all), and, but to buyers, the staff."""
    hers = programme.trainee_of(reporter.id)
    mentors = programme.all_mentors() if hers is None else programme.mentors_of(hers.county_code)
    found = [
        Choice(f"m-{one.id}", gettext("%(name)s، پیشران", name=one.display_name), one.person_id) for one in mentors
    ]
    if hers is not None or any(grant.role is not Role.BUYER for grant in accounts.grants_of(reporter.id)):
        people = {one.id: one for role in READERS_OF_COMPLAINTS for one in accounts.people_with(role)}
        found += [
            Choice(f"p-{one.uid}", gettext("%(name)s، از مجریان یا مسئولان", name=one.name), one.id)
            for one in people.values()
        ]
    return [one for one in found if one.person_id != reporter.id]


def matter_asked() -> Matter:
    """Which kind of report the address is about."""
    return next((one for one in Matter if one.value == request.args.get("which")), Matter.OBSTACLE)


def form_for(matter: Matter, reporter: Person) -> tuple[Form, list[Choice]]:
    """The form of a kind of report, and whom its list offers."""
    typed = request.form if request.method == "POST" else None
    if matter is not Matter.COMPLAINT:
        return (ConflictForm if matter is Matter.CONFLICT else ObstacleForm)(typed), []
    choices = accusable(reporter)
    return ComplaintForm(typed, known=frozenset(one.value for one in choices)), choices


def form_key() -> str:
    """The key of the form that was sent, or a new one for a form that is shown: by it a form writes once."""
    return clean(request.form.get("form_key", ""))[:32] or secrets.token_hex(8)


def _new(matter: Matter, form: Any, choices: list[Choice]) -> NewReport:
    county = form.county.data
    return NewReport(
        matter=matter,
        topic=Topic.OTHER if matter is Matter.COMPLAINT else Topic(form.topic.data),
        words=form.words.data or "",
        form_key=f"{me().person.id}:{form_key()}",
        county_code=county if county in county_names() else None,
        parties=(form.one_party.data or "", form.other_party.data or "") if matter is Matter.CONFLICT else ("", ""),
        accused=_accused(form, choices) if matter is Matter.COMPLAINT else None,
        name_hidden=matter is Matter.COMPLAINT and bool(form.name_hidden.data),
        past_mentor=matter is Matter.OBSTACLE and bool(form.past_mentor.data),
    )


def _accused(form: ComplaintForm, choices: list[Choice]) -> Accused:
    chosen = next((one for one in choices if one.value == form.accused.data), None)
    if chosen is not None:
        return Accused(accounts.person(chosen.person_id).name, chosen.person_id)
    return Accused(form.accused_name.data or "")


def written(matter: Matter, form: Form, choices: list[Choice], reporter_id: int) -> list[tuple[str, str]]:
    """Keep a report of this person, entered by the visitor; what is wrong with it. Raises TooOften."""
    if not form.validate():
        return fault_list(form)
    with transaction():
        wait = throttle.hit("report", str(me().person.id), Limit(rulebook.number(support.PER_DAY), 86400))
    if wait:
        raise TooOften(wait)
    try:
        with transaction():
            support.tell(_new(matter, form, choices), accounts.person(reporter_id), me().person.id)
    except support.ReportIncomplete as refusal:
        return [("words" if refusal.reason == "words" else refusal.reason, say(refusal).sentence)]
    return []


def _back() -> str:
    """Where whoever is logged in finds her own reports."""
    return "maker.obstacles" if Role.TRAINEE in me().roles else "reporting.mine"


def my_page() -> Page:
    """What somebody reported, what became of it, and a form for one more."""
    form, _ = form_for(Matter.OBSTACLE, me().person)
    if request.method == "POST":
        faults = written(Matter.OBSTACLE, form, [], me().person.id)
        if not faults:
            done(gettext("نوشته شد. هر خبری شود پیامک می‌کنیم."))
            return go(f"{request.blueprint}.{(request.endpoint or '').rpartition('.')[2]}")
        return _my_page(form, faults), 422
    return _my_page(form, [])


def _my_page(form: Form, faults: list[tuple[str, str]]) -> str:
    person, page = me().person, page_number()
    listed = support.reported_by(person.id, page)
    return render_template(
        "obstacles/mine.html",
        form=form,
        faults=faults,
        form_key=form_key(),
        topics=list(Topic),
        counties=[] if programme.trainee_of(person.id) else county_choices(),
        listed=listed,
        moved=support.put_off(listed.found),
        people=accounts.names(one.owner_id for one in listed.found if one.owner_id),
        page=page,
        pages=pages_of(listed.total, support.PAGE),
    )


@blueprint.route("/obstacles", methods=["GET", "POST"])
@allow(LOGGED_IN)
def mine() -> Page:
    return my_page()


@blueprint.route("/obstacles/conflict", methods=["GET", "POST"])
@allow(LOGGED_IN)
def conflict() -> Page:
    """Two who are at odds: it goes to the executor, not to the mentor."""
    return _one_matter(Matter.CONFLICT)


@blueprint.route("/obstacles/complaint", methods=["GET", "POST"])
@allow(LOGGED_IN)
def complaint() -> Page:
    """Somebody did wrong: it goes where neither that person nor anybody of her desk reads it."""
    return _one_matter(Matter.COMPLAINT)


def _one_matter(matter: Matter) -> Page:
    person = me().person
    form, choices = form_for(matter, person)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = written(matter, form, choices, person.id)
        if not faults:
            done(gettext("نوشته شد. هر خبری شود پیامک می‌کنیم."))
            return go(_back())
    page = render_template(
        "obstacles/tell.html",
        matter=matter,
        form=form,
        faults=faults,
        form_key=form_key(),
        topics=list(Topic),
        choices=choices,
        counties=[] if programme.trainee_of(person.id) else county_choices(),
        back=url_for(_back()),
        subject=None,
        matters=[],
    )
    return (page, 422) if faults else page


def tell_for(trainee: programme.Trainee, matters: list[Matter], back: str) -> Page:
    """A trainee has told it to whoever is logged in, by telephone or in person: both names stay."""
    return tell_for_person(accounts.person(trainee.person_id), matters, back)


def tell_for_person(person: Person, matters: list[Matter], back: str) -> Page:
    """The same of anybody who has an account: a buyer, a mentor, an official."""
    matter, person_id = matter_asked(), person.id
    if matter not in matters:
        raise NotFound
    form, choices = form_for(matter, person)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = written(matter, form, choices, person.id)
        if not faults:
            done(gettext("از زبانِ %(name)s نوشته شد.", name=accounts.person(person_id).name))
            return go(back)
    page = render_template(
        "obstacles/tell.html",
        matter=matter,
        form=form,
        faults=faults,
        form_key=form_key(),
        topics=list(Topic),
        choices=choices,
        counties=[] if programme.trainee_of(person_id) else county_choices(),
        back=url_for(back),
        subject=person,
        matters=matters,
    )
    return (page, 422) if faults else page


@blueprint.post("/obstacles/<int:obstacle_id>/unsolved")
@allow(LOGGED_IN)
def unsolved(obstacle_id: int) -> Page:
    """Its reporter says, once, that it is not solved."""
    with transaction():
        found = support.own(obstacle_id, me().person.id)
        support.say_unsolved(found, request.form.get("why", ""), me().person.id)
    done(gettext("دوباره باز شد و یک پله بالاتر می‌رود."))
    return go(_back())


# ---- what desks do with reports --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A step of a report as a reader may see it: who took it only where that is not hidden from her."""

    move: Move
    by: str


def steps_of(found: Obstacle, people: Mapping[int, str]) -> list[Step]:
    shown = found.names_reporter_to(me().person.id)
    return [
        Step(one, "" if one.by_id is None or (one.by_id == found.reporter_id and not shown) else people[one.by_id])
        for one in support.moves(found)
    ]


def acted(found: Obstacle, form: ActForm, what: str, *, may_free: bool) -> None:
    """Do to a report what a button says. Inside a transaction. Raises NotFound for what no button says."""
    by, words = me().person.id, form.answer.data or ""
    if what == "take":
        support.take(found, form.until.data or today() - timedelta(days=1), by)
    elif what == "solve":
        support.solve(found, words, by)
    elif what == "decline":
        support.decline(found, words, by)
    elif what == "up":
        support.pass_up(found, words, by)
    elif what == "let_go":
        support.let_go(found, by, for_another=may_free)
    else:
        raise NotFound


def on_report(
    find: Callable[[], Obstacle],
    look: Callable[[Obstacle, ActForm, list[tuple[str, str]]], Page],
    *,
    may_free: bool = False,
) -> Page:
    """Act on a report that `find` looks for among those the visitor may act on; her list comes next.

    What is refused is told on the page, which `look` makes. `may_free`: she puts back what another has taken.
    """
    form, what = ActForm(request.form), request.form.get("do", "")
    if not form.validate():
        return look(find(), form, fault_list(form))
    try:
        with transaction():
            acted(find(), form, what, may_free=may_free)
    except NotFound:
        raise
    except Refusal as refusal:
        return look(find(), form, [("until" if what == "take" else "answer", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(f"{request.blueprint}.{_LISTS.get(request.endpoint or '', 'obstacles')}")


_LISTS = {"office.on_complaint": "complaints"}


def report_page(found: Obstacle, form: ActForm | None, faults: list[tuple[str, str]], **more: Any) -> Page:
    """A report with its steps, and the forms of whoever may act on it."""
    by_ids = {found.reporter_id, found.entered_by, *(one.by_id for one in support.moves(found) if one.by_id)}
    people = accounts.names(by_ids | ({found.owner_id} if found.owner_id else set()))
    page = render_template(
        "obstacles/one.html",
        one=found,
        moved=support.put_off([found]).get(found.id),
        people=people,
        names_reporter=found.names_reporter_to(me().person.id),
        steps=steps_of(found, people),
        form=form or ActForm(data={"until": today() + timedelta(days=7)}),
        faults=faults,
        above=support.level_above(found.matter, found.level),
        last=support.last_day(),
        decisions=support.decided_of(found.id),
        counties=county_names(),
        me=me().person.id,
        **more,
    )
    return (page, 422) if faults else page
