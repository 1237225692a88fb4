"""Who is in which mentor's care, whom somebody ought to look after, and handing all cases over when a mentor leaves."""

from __future__ import annotations

from flask import render_template, request

from app import programme, vouching
from app.programme import Mentor, MentorsWork, Worry
from app.shared import rulebook
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import STAFF, allow, freshly, my_id
from app.web.forms.casework import MentorsWorkForm
from app.web.forms.fields import fault_list
from app.web.pages import Page, done, go, page_number, pages_of, row_number
from app.web.shop import county_names
from app.web.staff.door import blueprint, reach, within_reach
from app.web.unsold import unsold
from app.words import formats, gettext, say

_SIZE = 20
_UNCARED, _FULL, _UNSOLD, _LEFT = "uncared", "full", "unsold", "left"
_MOST_CHOICES = 500


@blueprint.get("/care")
@allow(STAFF)
def care() -> Page:
    """One list at a time, a page of it, with how many there are on each."""
    mine, page = reach(), page_number()
    loads = programme.loads()
    full = [(one, loads[one.id]) for one in _in_reach() if loads.get(one.id, 0) > one.capacity]
    counts = {why.value: count for why, count in programme.count_worries(mine).items()}
    quiet = unsold(programme.in_market(mine))
    counts |= {_UNCARED: programme.count_uncared(mine), _FULL: len(full)}
    counts |= {_UNSOLD: len(quiet), _LEFT: programme.count_course_left(mine)}
    which = request.args.get("which", "")
    which = which if which in counts else Worry.SILENT.value
    left = programme.course_left(mine, page) if which == _LEFT else []
    return render_template(
        "staff/care.html",
        which=which,
        counts=counts,
        cares=programme.worried_about(mine, Worry(which), page) if which in {*Worry} else [],
        uncared=programme.uncared_for(mine, page) if which == _UNCARED else [],
        full=full[(page - 1) * _SIZE : page * _SIZE] if which == _FULL else [],
        unsold=quiet[(page - 1) * _SIZE : page * _SIZE] if which == _UNSOLD else [],
        left=left,
        departures=programme.last_departures(one.id for one in left),
        page=page,
        pages=pages_of(counts[which], _SIZE),
        no_sale_days=rulebook.number(programme.NO_SALE_DAYS),
        contact_days=rulebook.number(programme.CONTACT_DAYS),
        absences=rulebook.number(programme.ABSENCES),
        counties=county_names(),
    )


def _in_reach() -> list[Mentor]:
    mine = reach()
    return [one for one in programme.all_mentors() if mine is None or one.county_code in mine]


def _own(mentor_id: int) -> Mentor:
    found = programme.mentor(mentor_id)
    within_reach(found.county_code)
    return found


@blueprint.get("/mentors/<int:mentor_id>")
@allow(STAFF)
def mentor(mentor_id: int) -> Page:
    return _mentor(_own(mentor_id))


def _mentor(found: Mentor, said: str = "", form: MentorsWorkForm | None = None) -> Page:
    mine, faults = reach(), [] if form is None else fault_list(form)
    loads = programme.loads()
    others = [one for one in _in_reach() if one.id != found.id and one.left_at is None]
    page = render_template(
        "staff/mentor.html",
        mentor=found,
        cares=programme.cases_of(found.id),
        uncared=[one for one in programme.uncared_for(mine, 1, _MOST_CHOICES) if one.person_id != found.person_id],
        others=[(one, loads.get(one.id, 0)) for one in others],
        load=vouching.loads().get(found.id, vouching.NO_LOAD),
        vouches=vouching.vouches_by(found.id),
        ties=vouching.interests_of(found.id, standing=False),
        counties=county_names(),
        said=said,
        form=form or MentorsWorkForm(obj=found),
        faults=faults,
    )
    return (page, 422) if said or faults else page


@blueprint.post("/mentors/<int:mentor_id>/work")
@allow(STAFF)
def mentors_work(mentor_id: int) -> Page:
    """How many she cares for at most, and what she does for them."""
    form = MentorsWorkForm(request.form)
    if not form.validate():
        return _mentor(_own(mentor_id), form=form)
    work = MentorsWork(form.capacity.data or 0, bool(form.teaches.data), bool(form.advises.data), bool(form.sells.data))
    with transaction():
        programme.set_mentors_work(_own(mentor_id), work, my_id())
    done(gettext("ثبت شد."))
    return go(".mentor", mentor_id=mentor_id)


@blueprint.post("/mentors/<int:mentor_id>/cases")
@allow(STAFF)
def give_case(mentor_id: int) -> Page:
    """Put one more trainee into her care."""
    try:
        with transaction():
            found = _own(mentor_id)
            hers = programme.accepted_trainee(row_number(request.form.get("trainee", "")), reach())
            programme.take_case(hers, found, my_id())
    except programme.CaseTaken as refusal:
        return _mentor(_own(mentor_id), say(refusal).sentence)
    done(gettext("به پیشران سپرده شد."))
    return go(".mentor", mentor_id=mentor_id)


@blueprint.post("/mentors/<int:mentor_id>/cases/<int:trainee_id>/end")
@allow(STAFF)
def end_case(mentor_id: int, trainee_id: int) -> Page:
    with transaction():
        case, _ = programme.own_case(_own(mentor_id).id, trainee_id)
        programme.end_case(case, my_id())
    done(gettext("انجام شد."))
    return go(".mentor", mentor_id=mentor_id)


@blueprint.post("/mentors/<int:mentor_id>/hand-over")
@allow(STAFF)
def hand_over(mentor_id: int) -> Page:
    """She leaves: all her trainees go to the others, in one step."""
    try:
        with transaction():
            found = _own(mentor_id)
            moved = programme.hand_over_cases(found, _heirs(), my_id())
    except Refusal as refusal:
        return _mentor(_own(mentor_id), say(refusal).sentence)
    count = sum(len(one) for one in moved.values())
    done(gettext("%(n)s فراگیر سپرده شد.", n=formats.num(count)))
    return go(".mentor", mentor_id=mentor_id)


def _heirs() -> list[Mentor]:
    """Mentors in reach who were ticked, and have not gone themselves."""
    mine, wanted = reach(), {row_number(one) for one in request.form.getlist("to")}
    return [
        one
        for one in programme.mentors(wanted).values()
        if one.left_at is None and (mine is None or one.county_code in mine)
    ]


@blueprint.post("/mentors/<int:mentor_id>/leave")
@allow(freshly(STAFF))
def mentor_leaves(mentor_id: int) -> Page:
    """She goes, all at once: her role ends, her trainees go to others, and what she answers for looks for followers."""
    try:
        with transaction():
            found = _own(mentor_id)
            if programme.cases_of(found.id):
                programme.hand_over_cases(found, _heirs(), my_id())
            count = vouching.take_leave(found, my_id())
    except Refusal as refusal:
        return _mentor(_own(mentor_id), say(refusal).sentence)
    done(gettext("ثبت شد. برای %(n)s کالا جانشین خواسته شد.", n=formats.num(count)))
    return go(".mentor", mentor_id=mentor_id)


@blueprint.post("/mentors/<int:mentor_id>/return")
@allow(freshly(STAFF))
def mentor_returns(mentor_id: int) -> Page:
    with transaction():
        vouching.come_back(_own(mentor_id), my_id())
    done(gettext("ثبت شد. دوباره پیشران است."))
    return go(".mentor", mentor_id=mentor_id)
