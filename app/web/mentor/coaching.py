"""A mentor's trainees: whom to look after, visits with the next step, who came to a session."""

from __future__ import annotations

from flask import render_template, request

from app import accounts, consent, outreach, programme
from app.consent import Purpose
from app.programme import Lesson, LessonKind, Mark, Place, Seen, Trainee
from app.shared import gallery, rulebook
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.casefile import case_file
from app.web.forms.coaching import LessonForm, VisitForm
from app.web.forms.fields import fault_list
from app.web.mentor.desk import blueprint
from app.web.pages import Page, done, go, row_number
from app.web.private import private_photo
from app.web.reporting import form_key
from app.web.shop import county_names
from app.web.signs import signs
from app.web.unsold import unsold
from app.words import gettext, say


@blueprint.get("/trainees")
@allow(MENTORS)
def trainees() -> Page:
    mentor = my_mentor()
    cares = programme.cases_of(mentor.id)
    ids = [one.trainee.id for one in cares]
    left = programme.left_among(ids)
    return render_template(
        "mentor/trainees.html",
        mentor=mentor,
        cares=cares,
        lists=programme.attention(cares),
        unsold=unsold(programme.in_market_of(ids)),
        no_sale_days=rulebook.number(programme.NO_SALE_DAYS),
        left=[one.trainee for one in cares if one.trainee.id in left],
        departures=programme.last_departures(left),
        counties=county_names(),
    )


@blueprint.route("/trainees/<int:trainee_id>", methods=["GET", "POST"])
@allow(MENTORS)
def trainee(trainee_id: int) -> Page:
    """Everything that was seen of her, and a form for the next visit. The form's key makes it one.

    What she sold is left out where she does not let it be seen with her name.
    """
    _, hers = programme.own_case(my_mentor().id, trainee_id)
    form = VisitForm(request.form if request.method == "POST" else None, data={"visited_on": today()})
    if request.method == "GET" or not form.validate():
        return _trainee(hers, form)
    upload = request.files.get("photo")
    try:
        _write(trainee_id, form, gallery.keep(upload.stream.read()) if upload and upload.filename else None)
    except BadPicture as refusal:
        return _trainee(hers, form, ("photo", say(refusal).sentence))
    done(gettext("دیدار نوشته شد."))
    return go(".trainee", trainee_id=trainee_id)


@blueprint.get("/trainees/<int:trainee_id>/visits/<int:visit_id>/photo")
@allow(MENTORS)
def visit_photo(trainee_id: int, visit_id: int) -> Page:
    """What she photographed at a home: for whoever cares for this trainee, and for nobody else."""
    programme.own_case(my_mentor().id, trainee_id)
    return private_photo(programme.visit_to(trainee_id, visit_id).picture_id)


def _write(trainee_id: int, form: VisitForm, upload_key: str | None) -> None:
    told = Seen(
        visited_on=form.visited_on.data or today(),
        place=Place(form.place.data),
        seen=form.seen.data or "",
        form_key=f"v{my_mentor().id}:{form_key()}"[:40],
        next_step=form.next_step.data or "",
        next_by=form.next_by.data,
        upload_key=upload_key,
    )
    with transaction():
        _, hers = programme.own_case(my_mentor().id, trainee_id)
        programme.write_visit(hers, my_mentor(), told)


def _trainee(hers: Trainee, form: VisitForm, fault: tuple[str, str] | None = None) -> Page:
    case = case_file(hers)
    visits = case.visits
    comments = outreach.comments_of(hers.id)
    faults = [*fault_list(form), *([fault] if fault else [])]
    page = render_template(
        "mentor/trainee.html",
        trainee=hers,
        case=case,
        veiled=not consent.standing(hers.id)[Purpose.NAMED].allows,
        signs=signs(case),
        counties=county_names(),
        visits=visits,
        pictures=gallery.by_ids(visit.picture_id for visit, _ in visits if visit.picture_id),
        comments=comments,
        people=accounts.names(one.by_id for one in comments),
        places=list(Place),
        form=form,
        faults=faults,
        form_key=form_key(),
        me=me().person.id,
        today=today(),
    )
    return (page, 422) if faults else page


@blueprint.post("/trainees/<int:trainee_id>/steps/<int:visit_id>")
@allow(MENTORS)
def step_done(trainee_id: int, visit_id: int) -> Page:
    with transaction():
        programme.own_case(my_mentor().id, trainee_id)
        programme.step_done(programme.visit_to(trainee_id, visit_id))
    done(gettext("گام برداشته شد."))
    return go(".trainee", trainee_id=trainee_id)


@blueprint.route("/sessions", methods=["GET", "POST"])
@allow(MENTORS)
def sessions() -> Page:
    """Sessions of cohorts in which she has trainees, and a form for one more."""
    mentor = my_mentor()
    cohorts = {str(one.id): one for one in programme.cohorts_in_care(mentor.id)}
    form = LessonForm(
        request.form if request.method == "POST" else None, data={"held_on": today(), "kind": LessonKind.LESSON}
    )
    if request.method == "POST" and form.validate() and form.cohort.data in cohorts:
        with transaction():
            cohort = programme.cohort(row_number(str(form.cohort.data)))
            lesson_id = programme.hold_lesson(
                cohort, form.held_on.data or today(), form.title.data or "", me().person.id, LessonKind(form.kind.data)
            ).id
        return go(".session", lesson_id=lesson_id)
    lessons = programme.lessons_for(mentor.id)
    page = render_template(
        "mentor/sessions.html",
        lessons=lessons,
        paused=programme.lessons_paused(lessons, mentor.county_code),
        choices=[(key, one.name) for key, one in cohorts.items()],
        form=form,
        faults=fault_list(form),
        kinds=list(LessonKind),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.route("/sessions/<int:lesson_id>", methods=["GET", "POST"])
@allow(MENTORS)
def session(lesson_id: int) -> Page:
    """Who of her trainees came."""
    mentor = my_mentor()
    lesson, cohort = programme.lesson_for(mentor.id, lesson_id)
    if request.method == "POST":
        with transaction():
            lesson, _ = programme.lesson_for(mentor.id, lesson_id)
            programme.mark(lesson, _marks(lesson), me().person.id)
        done(gettext("حضور و غیاب نوشته شد."))
        return go(".sessions")
    return render_template(
        "mentor/session.html",
        lesson=lesson,
        cohort=cohort,
        expected=programme.expected_at(lesson, mentor.id),
        marks=list(Mark),
    )


def _marks(lesson: Lesson) -> dict[int, Mark]:
    """What was said of each of her trainees; of others nothing is taken."""
    said = {one.value: one for one in Mark}
    expected = programme.expected_at(lesson, my_mentor().id)
    typed = {hers.id: request.form.get(f"mark-{hers.id}", "") for hers, _ in expected}
    return {number: said[value] for number, value in typed.items() if value in said}
