"""A county, a course, a phase or one trainee stands still for a reason: days move by themselves."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, programme
from app.programme import NewPause, Phase
from app.shared.calendar import today
from app.shared.database import transaction
from app.web.access import STAFF, allow, me
from app.web.forms.casework import PauseForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go, row_number
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.staff.door import blueprint, my_counties, reach, within_reach
from app.words import gettext


@blueprint.get("/pauses")
@allow(STAFF)
def pauses() -> Page:
    return _page(PauseForm(data={"first_day": today()}), [])


def _page(form: PauseForm, faults: list[tuple[str, str]]) -> Page:
    mine = reach()
    found = programme.pauses(mine)
    hers = row_number(request.values.get("trainee", ""))
    who = programme.trainees({one.trainee_id for one in found if one.trainee_id is not None} | {hers} - {0})
    trainee = who.get(hers)
    if trainee is not None:
        within_reach(trainee.county_code)
    page = render_template(
        "staff/pauses.html",
        form=form,
        faults=faults,
        form_key=form_key(),
        found=found,
        trainee=trainee,
        who=who,
        writers=accounts.names(one.set_by for one in found),
        cohorts={one.id: one for one in programme.cohorts()},
        phases=list(Phase),
        mine=my_counties(),
        whole=mine is None,
        own=programme.own_pauses(mine),
        counties=county_names(),
        today=today(),
    )
    return (page, 422) if faults else page


@blueprint.post("/pauses")
@allow(STAFF)
def new_pause() -> Page:
    form = PauseForm(request.form)
    if not form.validate():
        return _page(form, fault_list(form))
    with transaction():
        programme.pause(_told(form), me().person.id)
    done(gettext("ثبت شد. روزهای توقف در مهلت‌ها شمرده نمی‌شود."))
    return go(".pauses")


def _told(form: PauseForm) -> NewPause:
    """For whom it holds; staff of some counties pause what is theirs. Raises NotFound."""
    county = str(form.county.data) if form.county.data in county_names() else None
    cohort = row_number(form.cohort.data or "") or None
    trainee = row_number(request.form.get("trainee", "")) or None
    if trainee is not None:
        within_reach(programme.trainee(trainee).county_code)
    elif cohort is not None and county is None:
        within_reach(programme.cohort(cohort).county_code)
    else:
        within_reach(county)
    return NewPause(
        reason=form.reason.data or "",
        first_day=form.first_day.data or today(),
        last_day=form.last_day.data,
        form_key=f"{me().person.id}:{form_key()}"[:40],
        county_code=county,
        cohort_id=None if cohort is None else programme.cohort(cohort).id,
        phase=next((one for one in Phase if one.value == form.phase.data), None),
        trainee_id=trainee,
    )


@blueprint.post("/pauses/<int:pause_id>/end")
@allow(STAFF)
def end_pause(pause_id: int) -> Page:
    with transaction():
        programme.end_pause(programme.own_pause(pause_id, reach()), me().person.id)
    done(gettext("ثبت شد. از امروز روزها دوباره شمرده می‌شود."))
    return go(".pauses")
