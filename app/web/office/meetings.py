"""Meetings of the working group: what is before them, what they decided, who owes what. Staff write, officials read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from app import agreements, support
from app.accounts import Role
from app.agreements import DueLine
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.support import Agenda, Commitment, Decision, Meeting, MeetingState, Obstacle
from app.web.access import MEETING_KEEPERS, OFFICIALS, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.obstacles import DecisionForm, MeetingForm
from app.web.office.dashboard import blueprint, reach
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.papers import sheet
from app.web.reporting import form_key
from app.web.shop import county_names
from app.words import gettext, say


def keeps() -> bool:
    """Whether the visitor writes meetings: staff of the whole province do."""
    visit = me()
    return Role.STAFF in visit.roles and visit.counties(Role.STAFF) is None


def keeper() -> int:
    """The visitor, who writes meetings. Raises NotFound for staff of some counties only."""
    if not keeps():
        raise NotFound
    return me().person.id


@blueprint.get("/meetings")
@allow(OFFICIALS)
def meetings() -> Page:
    return _list(MeetingForm(data={"held_on": today() + timedelta(days=7)}), [])


def _list(form: MeetingForm, faults: list[tuple[str, str]]) -> Page:
    page = page_number()
    total, found = support.meetings(page)
    owed, commitments = support.open_commitments()
    text = render_template(
        "office/meetings.html",
        found=found,
        owed=owed,
        commitments=commitments,
        form=form,
        faults=faults,
        form_key=form_key(),
        keeps=keeps(),
        page=page,
        pages=pages_of(total, support.PAGE),
    )
    return (text, 422) if faults else text


@blueprint.post("/meetings")
@allow(MEETING_KEEPERS)
def plan_meeting() -> Page:
    by, form = keeper(), MeetingForm(request.form)
    if not form.validate():
        return _list(form, fault_list(form))
    try:
        with transaction():
            number = support.plan(_day(form.held_on.data), form.place.data or "", _key(by), by).id
    except support.DecisionIncomplete:
        return _list(form, [("held_on", gettext("این روز گذشته است."))])
    done(gettext("نشست گذاشته شد."))
    return go(".meeting", meeting_id=number)


def _day(typed: date | None) -> date:
    return typed or today() - timedelta(days=1)


def _key(by: int) -> str:
    return f"{by}:{form_key()}"


@blueprint.get("/meetings/<int:meeting_id>")
@allow(OFFICIALS)
def meeting(meeting_id: int) -> Page:
    return _meeting(support.meeting(meeting_id))


def _meeting(found: Meeting, form: DecisionForm | None = None, faults: list[tuple[str, str]] | None = None) -> Page:
    agenda, decisions = support.agenda(found, reach()), support.decisions_of(found.id)
    page = render_template(
        "office/meeting.html",
        meeting=found,
        agenda=agenda,
        owed=_owed(found),
        undefined=agreements.undefined(_told_of(found)),
        unanswered=agreements.unanswered_on(_told_of(found)),
        by_topic=_counts(agenda, lambda one: one.topic),
        by_county=_counts(agenda, lambda one: one.county_code or ""),
        decisions=decisions,
        about=support.by_ids(one.obstacle_id for one in decisions if one.obstacle_id is not None),
        form=form or DecisionForm(data={"due_on": today() + timedelta(days=14)}),
        faults=faults or [],
        form_key=form_key(),
        keeps=keeps(),
        counties=county_names(),
        today=today(),
        mine=reach(),
    )
    return (page, 422) if faults else page


def _told_of(found: Meeting) -> date:
    """The day of which a meeting's page tells: its own once it was held."""
    return found.held_on if found.state is MeetingState.HELD else max(found.held_on, today())


def _owed(found: Meeting) -> list[DueLine]:
    """Services of contracts that are overdue when a meeting sits, or were when it was held."""
    return agreements.overdue_on(_told_of(found))


def _counts(agenda: Agenda, of: Callable[[Obstacle], str]) -> list[tuple[str, int]]:
    """How many of the obstacles are of each kind, the most first."""
    return Counter(of(one) for one in agenda.obstacles).most_common()


@blueprint.post("/meetings/<int:meeting_id>")
@allow(MEETING_KEEPERS)
def on_meeting(meeting_id: int) -> Page:
    """It was held, or will not be."""
    by, what = keeper(), request.form.get("do", "")
    if what not in {"hold", "cancel"}:
        raise NotFound
    try:
        with transaction():
            found = support.meeting(meeting_id)
            if what == "hold":
                support.hold(found, by)
            else:
                support.cancel(found, request.form.get("why", ""), by)
    except NotFound:
        raise
    except Refusal as refusal:
        return _meeting(support.meeting(meeting_id), faults=[("why", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".meeting", meeting_id=meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/decisions")
@allow(MEETING_KEEPERS)
def decide(meeting_id: int) -> Page:
    by, form = keeper(), DecisionForm(request.form)
    if not form.validate():
        return _meeting(support.meeting(meeting_id), form, fault_list(form))
    about = row_number(form.obstacle.data or "") or None
    new = Decision(form.what.data or "", form.owed_by.data or "", _day(form.due_on.data), _key(by), about)
    try:
        with transaction():
            support.decide(support.meeting(meeting_id), new, by)
    except support.DecisionIncomplete:
        return _meeting(support.meeting(meeting_id), form, [("due_on", gettext("این روز گذشته است."))])
    done(gettext("تصمیم نوشته شد."))
    return go(".meeting", meeting_id=meeting_id)


@blueprint.get("/commitments/<int:commitment_id>")
@allow(OFFICIALS)
def commitment(commitment_id: int) -> Page:
    return _commitment(support.commitment(commitment_id), [])


def _commitment(found: Commitment, faults: list[tuple[str, str]]) -> Page:
    about = support.by_ids([found.obstacle_id]) if found.obstacle_id is not None else {}
    mine = reach()
    page = render_template(
        "office/commitment.html",
        one=found,
        meeting=support.meeting(found.meeting_id),
        about=next((one for one in about.values() if mine is None or one.county_code in mine), None),
        faults=faults,
        typed=request.form.get("words", ""),
        keeps=keeps(),
    )
    return (page, 422) if faults else page


@blueprint.post("/commitments/<int:commitment_id>")
@allow(MEETING_KEEPERS)
def on_commitment(commitment_id: int) -> Page:
    """What was owed is done, or will not be and why."""
    by, what, words = keeper(), request.form.get("do", ""), request.form.get("words", "")
    if what not in {"done", "drop"}:
        raise NotFound
    try:
        with transaction():
            found = support.commitment(commitment_id)
            (support.fulfil if what == "done" else support.drop)(found, words, by)
    except support.AnswerMissing as refusal:
        return _commitment(support.commitment(commitment_id), [("words", say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".commitment", commitment_id=commitment_id)


@blueprint.get("/meetings/<int:meeting_id>/agenda.pdf")
@allow(OFFICIALS)
def agenda_pdf(meeting_id: int) -> Response:
    """The agenda on paper, to lay on the table: nobody who reported anything is named."""
    found = support.meeting(meeting_id)
    agenda = support.agenda(found, reach())
    return sheet(
        "agenda",
        f"agenda-{meeting_id}",
        meeting=found,
        agenda=agenda,
        owed=_owed(found),
        undefined=agreements.undefined(_told_of(found)),
        unanswered=agreements.unanswered_on(_told_of(found)),
        by_topic=_counts(agenda, lambda one: one.topic),
        by_county=_counts(agenda, lambda one: one.county_code or ""),
        counties=county_names(),
    )
