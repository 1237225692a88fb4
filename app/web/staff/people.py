"""Trainees and cohorts: who applied, who has a place, in which phase each one is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask import render_template, request

from app import accounts, catalogue, consent, impact, lending, outreach, programme, support
from app.accounts import Sight
from app.consent import Purpose
from app.programme import Cohort, CohortPlan, CohortState, Engagement, Failing, Halt, Leaving, Phase, RollFilter, Stage
from app.shared import audit
from app.shared.calendar import JalaliMonth, today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.states import MoveRefused
from app.web.access import STAFF, STAFF_OF_IDENTITY, allow, i_see, me, my_id
from app.web.casefile import CaseFile, case_file
from app.web.forms.casework import EndDayForm
from app.web.forms.fields import fault_list
from app.web.forms.staff import CohortForm
from app.web.languages import chosen
from app.web.pages import Page, done, go, page_number, row_number
from app.web.shop import county_names, trade_names
from app.web.signs import signs
from app.web.staff.door import blueprint, my_counties, reach, within_reach
from app.words import formats, gettext, say

_MONTHS = 13
_RUNNING = frozenset({CohortState.PLANNED, CohortState.ACTIVE})


def _filter() -> RollFilter:
    mine = my_counties()
    county = request.args.get("county", "")
    cohort = row_number(request.args.get("cohort", ""))
    stages = {stage.value: stage for stage in Stage}
    limited = county if county in mine else None
    if limited is None and len(mine) == 1:
        limited = next(iter(mine))
    return RollFilter(
        cohort_id=cohort or None,
        stage=stages.get(request.args.get("stage", "")),
        county_code=limited,
        counties=frozenset(mine),
        name=request.args.get("name", "")[:60],
    )


@blueprint.get("/trainees")
@allow(STAFF)
def trainees() -> Page:
    wanted = _filter()
    found = programme.roll(wanted, page_number())
    engagements = [line.engagement.id for line in found.lines if line.engagement]
    return render_template(
        "staff/trainees.html",
        roll=found,
        wanted=wanted,
        cohorts={one.id: one for one in programme.cohorts()},
        stages=list(Stage),
        phases=programme.phases_of(engagements),
        all_phases=list(Phase),
        counties=county_names(),
        mine=my_counties(),
        trades=trade_names(),
    )


def _own(engagement_id: int) -> Engagement:
    engagement = programme.engagement(engagement_id)
    within_reach(programme.trainee(engagement.trainee_id).county_code)
    return engagement


@blueprint.get("/trainees/<int:trainee_id>")
@allow(STAFF)
def trainee(trainee_id: int) -> Page:
    return _trainee_page(trainee_id)


def _trainee_page(trainee_id: int, revealed: str = "") -> Page:
    found = programme.trainee(trainee_id)
    within_reach(found.county_code)
    veiled = not consent.standing(found.id)[Purpose.NAMED].allows
    asked = request.args.get("income") == "1" and not veiled and i_see(Sight.INCOMES)
    income = _income(found.id) if asked else None
    found = programme.trainee(trainee_id)
    case = case_file(found)
    reports = support.of_trainee(found.id, reach())
    referrals = outreach.referrals_of(found.id)
    calls, comments = outreach.calls_to(found.id), outreach.comments_of(found.id)
    return render_template(
        "staff/trainee.html",
        case=case,
        signs=signs(case),
        trainee=found,
        person=accounts.person(found.person_id),
        revealed=revealed,
        income=income,
        veiled=veiled,
        all_phases=list(Phase),
        leavings=list(Leaving),
        failings=list(Failing),
        end_days=_end_days(case),
        counties=county_names(),
        detail=accounts.bank_detail(found.person_id),
        cohorts=programme.open_cohorts(found.county_code),
        papers=catalogue.permits_of(found.id),
        markers=accounts.names(_writers(case)),
        reports=reports,
        moved=support.put_off(reports),
        helpable=any(one.engagement.state in {Stage.ENROLLED, Stage.COMPLETED} for one in case.places),
        today=today(),
        referrals=referrals,
        replies_moved=outreach.replies_put_off(referrals),
        loans=lending.files_of(found.id),
        bodies={one.id: one.called(chosen()) for one in outreach.bodies()},
        calls=calls,
        comments=comments,
        callers=accounts.names({one.by_id for one in calls} | {one.by_id for one in comments}),
    )


def _writers(case: CaseFile) -> set[int]:
    """Everybody whose name stands on the page beside what she wrote."""
    wrote = {point.mark.by_id for point in case.points if point.mark is not None}
    wrote |= {one.end.by_id for place in case.places for one in place.ends if one.end.by_id is not None}
    return wrote | {stay.entry.by_id for place in case.places for stay in place.stays if stay.entry.by_id is not None}


def _income(trainee_id: int) -> list[tuple[JalaliMonth, impact.TraineeMonth]]:
    """Her months and where she stands; that somebody looked is written into her own record."""
    with transaction():
        audit.note_looks("income_seen", "trainee", [trainee_id], my_id(), page="case")
    return [(JalaliMonth.parse(one.month), one) for one in impact.own_record(trainee_id, _MONTHS)]


@blueprint.post("/trainees/<int:trainee_id>/apply")
@allow(STAFF)
def put_down(trainee_id: int) -> Page:
    """Put a trainee down for a cohort, on her behalf."""
    with transaction():
        found = programme.trainee(trainee_id)
        within_reach(found.county_code)
        programme.apply(found, programme.cohort(row_number(request.form.get("cohort", ""))), my_id())
    return go(".trainee", trainee_id=trainee_id)


@blueprint.post("/trainees/<int:trainee_id>/national-code")
@allow(STAFF_OF_IDENTITY)
def reveal(trainee_id: int) -> Page:
    """Show a full national code in the answer alone, with an audit row."""
    with transaction():
        found = programme.trainee(trainee_id)
        within_reach(found.county_code)
        code = accounts.reveal_national_code(accounts.person(found.person_id), my_id(), "staff page")
    return _trainee_page(trainee_id, revealed=code or "")


def _why() -> str:
    return request.form.get("why", "")


def _withdraw(engagement: Engagement) -> None:
    kinds = {kind.value: kind for kind in Leaving}
    programme.withdraw(engagement, kinds.get(request.form.get("kind", "")), _why(), my_id(), _end_day(engagement))


def _end_day(engagement: Engagement) -> date | None:
    day: date | None = _told_day(engagement.id).on.data
    return day


def _told_day(engagement_id: int) -> EndDayForm:
    """The day that was written for what is pressed, if any was."""
    return EndDayForm(request.form, prefix=_prefix(request.form.get("do", ""), engagement_id))


def _prefix(act: str, engagement_id: int) -> str:
    return f"{act}{engagement_id}"


def _end_days(case: CaseFile) -> dict[int, dict[str, EndDayForm]]:
    """For each place a day for each way in which it may end, filled in with the usual one."""
    running = [one for one in case.places if one.engagement.state is Stage.ENROLLED]
    began = programme.places_began(one.engagement.id for one in running)
    found: dict[int, dict[str, EndDayForm]] = {}
    for place in running:
        number = place.engagement.id
        usual = programme.usual_end(place.cohort.ends_on, began.get(number, today()), today())
        found[number] = {act: EndDayForm(prefix=_prefix(act, number), data={"on": usual}) for act in _ENDS}
    return found


_ENDS = (Stage.COMPLETED.value, "failed", Stage.WITHDRAWN.value)


def _finish(engagement: Engagement) -> None:
    said = programme.Said(request.form.get("despite", ""), on=_end_day(engagement))
    programme.complete(engagement, my_id(), said)


def _fail(engagement: Engagement) -> None:
    kinds = {kind.value: kind for kind in Failing}
    said = programme.Said(_why(), on=_end_day(engagement))
    programme.fail(engagement, kinds.get(request.form.get("failing", "")), my_id(), said)


_ACTS: Mapping[str, Callable[[Engagement], object]] = {
    "accept": lambda one: programme.accept(one, my_id()),
    "deny": lambda one: programme.deny(one, _why(), my_id()),
    "certify": lambda one: programme.certify(one, me().person.id),
    "failed": _fail,
    Stage.COMPLETED.value: _finish,
    Stage.WITHDRAWN.value: _withdraw,
}


@blueprint.post("/engagements/<int:engagement_id>")
@allow(STAFF)
def decide(engagement_id: int) -> Page:
    """Accept, deny, move to a phase, say how it ends, or give a place back to somebody who had left."""
    phase = {one.value: one for one in Phase}.get(request.form.get("do", ""))
    act = _ACTS.get(request.form.get("do", ""))
    told = _told_day(engagement_id)
    if not told.validate():
        done(fault_list(told)[0][1])
        return go(".trainee", trainee_id=_own(engagement_id).trainee_id)
    try:
        with transaction():
            engagement = _own(engagement_id)
            trainee_id = engagement.trainee_id
            if phase is not None:
                programme.enter_phase(engagement, phase, my_id(), _why())
            elif act is not None:
                act(engagement)
    except Refusal as refusal:
        done(say(refusal).sentence)
        return go(".trainee", trainee_id=_own(engagement_id).trainee_id)
    done(gettext("ثبت شد."))
    return go(".trainee", trainee_id=trainee_id)


@blueprint.post("/cohorts/<int:cohort_id>/accept")
@allow(STAFF)
def accept_many(cohort_id: int) -> Page:
    """Accept the ticked applicants; those for whom there is no place stay where they are."""
    accepted, said = 0, ""
    for number in request.form.getlist("engagement")[:100]:
        try:
            with transaction():
                programme.accept(_own(row_number(number)), my_id())
            accepted += 1
        except Refusal as refusal:
            said = say(refusal).sentence
    done(gettext("%(n)s نفر پذیرفته شدند.", n=formats.num(accepted)) + (f" {said}" if said else ""))
    return go(".trainees", cohort=cohort_id, stage=Stage.APPLIED.value)


@blueprint.post("/cohorts/<int:cohort_id>/state")
@allow(STAFF)
def move_cohort(cohort_id: int) -> Page:
    """Begin, complete or cancel a cohort, or say who holds it."""
    if request.form.get("do") == "holder":
        return _name_holder(cohort_id)
    wanted = {state.value: state for state in CohortState}.get(request.form.get("do", ""))
    if wanted is None:
        raise NotFound
    try:
        with transaction():
            found = programme.cohort(cohort_id)
            within_reach(found.county_code)
            found.move_to(wanted, my_id())
    except MoveRefused as refusal:
        done(say(refusal).sentence)
        return go(".cohorts")
    done(gettext("ثبت شد."))
    return go(".cohorts")


def _name_holder(cohort_id: int) -> Page:
    number = row_number(request.form.get("mentor", ""))
    if number not in {one.id for one in programme.working_mentors(reach())}:
        done(gettext("پیشرانی را برگزینید."))
        return go(".cohorts")
    with transaction():
        found = programme.cohort(cohort_id)
        within_reach(found.county_code)
        programme.name_holder(found, programme.mentor(number), me().person.id)
    done(gettext("ثبت شد."))
    return go(".cohorts")


def _is_over(course: Cohort, halts: Mapping[int, Halt]) -> bool:
    """Whether its last day has passed, put off by what stood still, and nobody has closed it yet."""
    last = halts[course.id].ends_on if course.id in halts else course.ends_on
    return course.state in _RUNNING and last < today()


@blueprint.route("/cohorts", methods=["GET", "POST"])
@allow(STAFF)
def cohorts() -> Page:
    form = CohortForm(request.form if request.method == "POST" else None)
    trades = {one.code: one.called(chosen()) for one in programme.open_trades()}
    holders = {str(one.id): one.display_name for one in programme.working_mentors(reach())}
    if request.method == "POST" and form.validate():
        plan = CohortPlan(
            name=form.name.data or "",
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            capacity=form.capacity.data,
            county_code=form.county.data if form.county.data in my_counties() else None,
            trade_code=form.trade.data if form.trade.data in trades else None,
            mentor_id=int(form.mentor.data) if form.mentor.data in holders else None,
        )
        if plan.county_code is None:
            within_reach(None)
        with transaction():
            programme.plan_cohort(plan, my_id())
        done(gettext("دوره ساخته شد."))
        return go(".cohorts")
    courses = programme.cohorts()
    halts = programme.halted(one for one in courses if one.state in _RUNNING)
    page = render_template(
        "staff/cohorts.html",
        over={one.id for one in courses if _is_over(one, halts)},
        form=form,
        faults=fault_list(form),
        cohorts=courses,
        halts=halts,
        guides=programme.mentors(one.mentor_id for one in courses if one.mentor_id is not None),
        holders=holders,
        counts=programme.cohort_counts(),
        counties=county_names(),
        mine=my_counties(),
        whole=reach() is None,
        trades=trades,
    )
    return (page, 422) if request.method == "POST" else page
