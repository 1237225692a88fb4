"""Referrals of trainees to bodies: written, sent by letter, answered; and the register of bodies."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from app import accounts, catalogue, outreach, programme
from app.outreach import BodyAnswer, NewReferral, Referral, ReferralState, Reply, WantedReferrals
from app.programme import Trainee
from app.shared import rulebook, states
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import STAFF, allow, me
from app.web.forms.fields import fault_list
from app.web.forms.outreach import BodyForm, LetterForm, ReferralForm, ReplyForm
from app.web.languages import chosen
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.papers import sheet
from app.web.reporting import form_key
from app.web.shop import county_names, trade_names
from app.web.staff.door import blueprint, reach, whole_province, within_reach
from app.words import gettext, say

_FIELDS = {"letter": "letter_no", "why": "why", "replied_on": "replied_on", "reply": "reply"}


@blueprint.get("/referrals")
@allow(STAFF)
def referrals() -> Page:
    known, page = {one.value: one for one in ReferralState}, page_number()
    wanted = WantedReferrals(
        reach(),
        row_number(request.args.get("body", "")) or None,
        known.get(request.args.get("state", "")),
        request.args.get("late") == "1",
    )
    total, found = outreach.referrals(wanted, page)
    ids = [one.trainee_id for one in found]
    with transaction():
        outreach.look(ids, me().person.id)
    total, found = outreach.referrals(wanted, page)
    return render_template(
        "staff/referrals.html",
        wanted=wanted,
        total=total,
        found=found,
        moved=outreach.replies_put_off(found),
        today=today(),
        trainees=programme.trainees(ids),
        bodies={one.id: one.called(chosen()) for one in outreach.bodies()},
        states=list(ReferralState),
        page=page,
        pages=pages_of(total, outreach.PAGE),
    )


@blueprint.route("/referrals/new/<int:trainee_id>", methods=["GET", "POST"])
@allow(STAFF)
def new_referral(trainee_id: int) -> Page:
    """What is asked of which body for her; of an obstacle or a paper of hers, where it is about that."""
    hers = programme.trainee(trainee_id)
    within_reach(hers.county_code)
    form = ReferralForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _new(hers, form, [])
    if not form.validate():
        return _new(hers, form, fault_list(form))
    new = NewReferral(
        row_number(form.body.data or ""),
        form.asked.data or "",
        f"{me().person.id}:{form_key()}",
        row_number(form.obstacle.data or "") or None,
        row_number(form.permit.data or "") or None,
    )
    try:
        with transaction():
            number = outreach.refer(programme.trainee(trainee_id), new, me().person.id).id
    except outreach.BodyClosed as refusal:
        return _new(programme.trainee(trainee_id), form, [("body", say(refusal).sentence)])
    done(gettext("نوشته شد. نامه را چاپ کنید و پس از فرستادن، شماره‌اش را بنویسید."))
    return go(".referral", referral_id=number)


def _new(hers: Trainee, form: ReferralForm, faults: list[tuple[str, str]]) -> Page:
    page = render_template(
        "staff/referral_new.html",
        trainee=hers,
        bodies=[(str(one.id), one.called(chosen())) for one in outreach.bodies() if one.open],
        obstacles=outreach.obstacles_of(hers.id),
        papers=catalogue.permits_of(hers.id),
        form=form,
        faults=faults,
        form_key=form_key(),
    )
    return (page, 422) if faults else page


@blueprint.get("/referrals/<int:referral_id>")
@allow(STAFF)
def referral(referral_id: int) -> Page:
    return _referral(referral_id)


def _referral(
    number: int,
    letter: LetterForm | None = None,
    reply: ReplyForm | None = None,
    faults: list[tuple[str, str]] | None = None,
) -> Page:
    with transaction():
        outreach.look([outreach.referral(number, reach()).trainee_id], me().person.id)
    found = outreach.referral(number, reach())
    steps = states.history("referral", found.id)
    page = render_template(
        "staff/referral.html",
        one=found,
        moved=outreach.replies_put_off([found]).get(found.id),
        late=bool(outreach.late_replies([found])),
        trainee=programme.trainee(found.trainee_id),
        body=outreach.bodies_by_id([found.body_id])[found.body_id],
        steps=steps,
        people=accounts.names({found.owner_id, *(one.by_id for one in steps if one.by_id)}),
        counties=county_names(),
        letter=letter or LetterForm(data={"letter_on": today()}),
        reply=reply or ReplyForm(data={"replied_on": today()}),
        answers=list(BodyAnswer),
        reply_days=rulebook.number(outreach.REPLY_DAYS),
        faults=faults or [],
    )
    return (page, 422) if faults else page


@blueprint.post("/referrals/<int:referral_id>")
@allow(STAFF)
def on_referral(referral_id: int) -> Page:
    """Its letter has gone, an answer has come, or it is withdrawn."""
    what = request.form.get("do", "")
    letter = LetterForm(request.form) if what == "send" else None
    reply = ReplyForm(request.form) if what == "answer" else None
    form = letter or reply
    outreach.referral(referral_id, reach())
    if form is not None and not form.validate():
        return _referral(referral_id, letter, reply, fault_list(form))
    try:
        with transaction():
            _act(outreach.referral(referral_id, reach()), what, letter, reply)
    except NotFound:
        raise
    except Refusal as refusal:
        field = _FIELDS.get(getattr(refusal, "reason", ""), "why")
        return _referral(referral_id, letter, reply, [(field, say(refusal).sentence)])
    done(gettext("ثبت شد."))
    return go(".referral", referral_id=referral_id)


def _act(found: Referral, what: str, letter: LetterForm | None, reply: ReplyForm | None) -> None:
    by = me().person.id
    if letter is not None:
        outreach.send(found, letter.letter_no.data or "", letter.letter_on.data or today() + timedelta(days=1), by)
    elif reply is not None:
        told = Reply(
            BodyAnswer(reply.outcome.data),
            reply.replied_on.data or today() + timedelta(days=1),
            reply.reply.data or "",
            reply.reply_no.data or "",
        )
        outreach.answer(found, told, by)
    elif what == "withdraw":
        outreach.withdraw(found, request.form.get("why", ""), by)
    else:
        raise NotFound


@blueprint.get("/referrals/<int:referral_id>/letter.pdf")
@allow(STAFF)
def referral_letter(referral_id: int) -> Response:
    """The letter: her name, county and what is asked; neither her telephone nor her national code nor an address."""
    with transaction():
        outreach.look([outreach.referral(referral_id, reach()).trainee_id], me().person.id)
    found = outreach.referral(referral_id, reach())
    hers = programme.trainee(found.trainee_id)
    paper = next((one for one in catalogue.permits_of(hers.id) if one.id == found.permit_id), None)
    return sheet(
        "referral",
        f"referral-{referral_id}",
        one=found,
        body=outreach.bodies_by_id([found.body_id])[found.body_id],
        trainee=hers,
        paper=paper,
        trade=trade_names().get(hers.trade_code or "", ""),
        counties=county_names(),
        reply_days=rulebook.number(outreach.REPLY_DAYS),
        today=today(),
    )


@blueprint.route("/bodies", methods=["GET", "POST"])
@allow(STAFF)
def bodies() -> Page:
    """The register; staff of the whole province add to it."""
    form = BodyForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _bodies(form, [])
    whole_province()
    if not form.validate():
        return _bodies(form, fault_list(form))
    try:
        with transaction():
            names = (form.name.data or "", form.name_en.data or "", form.name_ar.data or "")
            outreach.add_body(names, me().person.id)
    except outreach.BodyKnown as refusal:
        return _bodies(form, [("name", say(refusal).sentence)])
    done(gettext("به فهرست افزوده شد."))
    return go(".bodies")


def _bodies(form: BodyForm, faults: list[tuple[str, str]]) -> Page:
    page = render_template(
        "staff/bodies.html",
        bodies=outreach.bodies(),
        language=chosen(),
        form=form,
        faults=faults,
        keeps=reach() is None,
    )
    return (page, 422) if faults else page


@blueprint.post("/bodies/<int:body_id>/close")
@allow(STAFF)
def close_body(body_id: int) -> Page:
    whole_province()
    with transaction():
        outreach.close_body(body_id, me().person.id)
    done(gettext("از این پس کسی به آن معرفی نمی‌شود."))
    return go(".bodies")
