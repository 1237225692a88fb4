"""The box of ideas: anybody who is logged in begins one, writes on and sends it; and what desks do with ideas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for

from app import accounts, ideas, programme
from app.accounts import Role
from app.ideas import Box, Further, Idea, NewIdea
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import LOGGED_IN, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.ideas import IdeaForm, WordForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.words import gettext, say

blueprint = Blueprint("ideas", __name__)

Faults = list[tuple[str, str]]


def _own_key() -> str:
    return f"{me().person.id}:{form_key()}"


def _told(form: IdeaForm) -> NewIdea:
    return NewIdea(*(form[name].data or "" for name in ("title", "making", "for_whom", "lacking")))


def _home() -> str:
    """Where whoever is logged in finds her own ideas."""
    return "maker.ideas" if Role.TRAINEE in me().roles else "ideas.mine"


@blueprint.route("/ideas", methods=["GET", "POST"])
@allow(LOGGED_IN)
def mine() -> Page:
    return my_page()


def my_page() -> Page:
    """Her ideas with what was said to them, and a form for one more: kept as a draft, or sent."""
    form = IdeaForm(request.form if request.method == "POST" else None)
    if request.method == "POST":
        faults = fault_list(form) if not form.validate() else _begun(form)
        if not faults:
            return go(_home())
        return _my_page(form, faults), 422
    return _my_page(form, [])


def _my_page(form: IdeaForm, faults: Faults) -> str:
    page = page_number()
    box = ideas.of_person(me().person.id, page)
    words = ideas.words_of(one.id for one in box.found)
    return render_template(
        "ideas/mine.html",
        form=form,
        faults=faults,
        form_key=form_key(),
        box=box,
        words=words,
        people=accounts.names(one.said_by for said in words.values() for one in said),
        page=page,
        pages=pages_of(box.total, ideas.PAGE),
    )


def _begun(form: IdeaForm) -> Faults:
    """Keep a draft, and send it where that is wanted; what is wrong."""
    person, sent = me().person, request.form.get("do") == "send"
    try:
        with transaction():
            idea = ideas.start(_told(form), person, person.id, _own_key())
            if sent and idea.sent_at is None:
                ideas.send(idea, person.id)
    except ideas.IdeaIncomplete as refusal:
        return [("making", say(refusal).sentence)]
    done(gettext("فرستاده شد. پیشران و مجری می‌خوانند.") if sent else gettext("پیش‌نویس ماند؛ هر وقت خواستید بفرستید."))
    return []


@blueprint.get("/ideas/<int:idea_id>")
@allow(LOGGED_IN)
def one(idea_id: int) -> Page:
    """A draft, to write on."""
    found = ideas.own(idea_id, me().person.id)
    names = ("title", "making", "for_whom", "lacking")
    return _draft(found, IdeaForm(data={name: getattr(found, name) for name in names}), [])


def _draft(found: Idea, form: IdeaForm, faults: Faults) -> Page:
    words = ideas.words_of([found.id]).get(found.id, [])
    page = render_template(
        "ideas/draft.html",
        idea=found,
        form=form,
        faults=faults,
        words=words,
        people=accounts.names(one.said_by for one in words),
        back=url_for(_home()),
    )
    return (page, 422) if faults else page


@blueprint.post("/ideas/<int:idea_id>")
@allow(LOGGED_IN)
def on_one(idea_id: int) -> Page:
    """Keep what she wrote, send it, or throw it away."""
    by, what, form = me().person.id, request.form.get("do", ""), IdeaForm(request.form)
    if what not in {"keep", "send", "discard"}:
        raise NotFound
    if what != "discard" and not form.validate():
        return _draft(ideas.own(idea_id, by), form, fault_list(form))
    try:
        with transaction():
            found = ideas.own(idea_id, by)
            if what == "discard":
                ideas.discard(found, by)
            else:
                ideas.keep(found, _told(form))
            if what == "send":
                ideas.send(found, by)
    except ideas.IdeaIncomplete as refusal:
        return _draft(ideas.own(idea_id, by), form, [("making", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(_home())


# ---- what desks do with ideas ------------------------------------------------------------------------------------


def box_page(box: Box, **more: Any) -> Page:
    """A list of ideas for whoever may answer them."""
    page = page_number()
    return render_template(
        "ideas/box.html",
        box=box,
        people=accounts.names(one.person_id for one in box.found),
        page=page,
        pages=pages_of(box.total, ideas.PAGE),
        **more,
    )


def idea_page(found: Idea, form: WordForm | None = None, faults: Faults | None = None) -> Page:
    words = ideas.words_of([found.id]).get(found.id, [])
    page = render_template(
        "ideas/one.html",
        idea=found,
        words=words,
        people=accounts.names({found.person_id, found.entered_by, *(one.said_by for one in words)}),
        form=form or WordForm(data={"way": Further.OTHER.value}),
        ways=list(Further),
        faults=faults or [],
        form_key=form_key(),
        back=url_for(".ideas"),
    )
    return (page, 422) if faults else page


def on_idea(find: Callable[[], Idea]) -> Page:
    """Say a word to an idea that `find` looks for among those before the visitor, take it further or set it aside."""
    what, form = request.form.get("do", ""), WordForm(request.form)
    if what not in {"say", "further", "aside"}:
        raise NotFound
    if not form.validate():
        return idea_page(find(), form, fault_list(form))
    way = next((one for one in Further if one.value == form.way.data), Further.OTHER)
    by, words, key = me().person.id, form.words.data or "", _own_key()
    try:
        with transaction():
            found = find()
            if what == "say":
                ideas.say(found, words, key, by)
            elif what == "further":
                ideas.take_further(found, way, words, key, by)
            else:
                ideas.set_aside(found, words, key, by)
            number = found.id
    except ideas.WordMissing as refusal:
        return idea_page(find(), form, [("words", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".idea", idea_id=number)


def tell_for(trainee: programme.Trainee) -> Page:
    """A trainee has told it to whoever is logged in, by telephone or in person: both names stay, and it is sent."""
    person, form = accounts.person(trainee.person_id), IdeaForm(request.form if request.method == "POST" else None)
    faults: Faults = []
    if request.method == "POST":
        faults = fault_list(form) if not form.validate() else _told_for(person, form)
        if not faults:
            done(gettext("از زبانِ %(name)s نوشته شد.", name=accounts.person(trainee.person_id).name))
            return go(".ideas")
    page = render_template(
        "ideas/tell.html", form=form, faults=faults, form_key=form_key(), subject=person, back=url_for(".ideas")
    )
    return (page, 422) if faults else page


def _told_for(person: accounts.Person, form: IdeaForm) -> Faults:
    try:
        with transaction():
            idea = ideas.start(_told(form), person, me().person.id, _own_key())
            if idea.sent_at is None:
                ideas.send(idea, me().person.id)
    except ideas.IdeaIncomplete as refusal:
        return [("making", say(refusal).sentence)]
    return []
