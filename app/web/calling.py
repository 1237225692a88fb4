"""«My calls», as staff, officers and mentors have it alike: whom I was asked to call, and writing a call down."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app import accounts, outreach, programme
from app.outreach import CallResult, NewCall, OutreachTask, TaskState, Way
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.shared.states import MoveRefused
from app.support import Topic
from app.web.access import me
from app.web.forms.fields import fault_list
from app.web.forms.outreach import CallForm
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.reporting import form_key
from app.web.shop import county_names
from app.words import gettext, say


def signs_in(task: OutreachTask) -> list[outreach.Sign]:
    """Why somebody was to be called, as it was when it was asked."""
    return [outreach.Sign(one) for one in task.signs.split()]


def my_calls() -> Page:
    """A page of them, the earliest day first. That these names were read is written down."""
    mine, page = me().person.id, page_number()
    _, tasks = outreach.own_tasks(mine, page)
    ids = [one.trainee_id for one in tasks]
    with transaction():
        outreach.look(ids, mine)
    total, tasks = outreach.own_tasks(mine, page)
    return render_template(
        "outreach/calls.html",
        tasks=tasks,
        moved=outreach.calls_put_off(tasks),
        today=today(),
        signs={one.id: signs_in(one) for one in tasks},
        trainees=programme.trainees(ids),
        counties=county_names(),
        total=total,
        page=page,
        pages=pages_of(total, outreach.PAGE),
    )


def my_call(task_id: int) -> Page:
    """Somebody to call, with her number and what was said before; and the form for a call.

    Once it is settled the number is not shown any more: whoever comes back is told so.
    """
    form = CallForm(
        request.form if request.method == "POST" else None,
        data={"called_on": today(), "way": Way.PHONE.value, "again_on": today() + timedelta(days=3)},
    )
    if request.method == "GET" or not form.validate():
        if outreach.called_task(task_id, me().person.id).state is not TaskState.OPEN:
            done(gettext("این تماس پیش از این نوشته شده یا دیگر لازم نیست."))
            return go(".calls")
        return _call(task_id, form, fault_list(form))
    try:
        with transaction():
            outreach.write_call(outreach.called_task(task_id, me().person.id), _told(form), me().person.id)
    except (NotFound, MoveRefused):
        raise
    except Refusal as refusal:
        return _call(task_id, form, [(getattr(refusal, "reason", "words"), say(refusal).sentence)])
    done(gettext("تماس نوشته شد."))
    return go(".calls")


def _told(form: CallForm) -> NewCall:
    result = CallResult(form.result.data)
    return NewCall(
        called_on=form.called_on.data or today(),
        way=Way(form.way.data),
        reached=form.reached.data == "yes",
        result=result,
        words=form.words.data or "",
        form_key=f"{me().person.id}:{form_key()}",
        again_on=form.again_on.data if result is CallResult.CALL_AGAIN else None,
        topic=form.asked_topic() if result is CallResult.OBSTACLE else None,
    )


def _call(task_id: int, form: CallForm, faults: list[tuple[str, str]]) -> Page:
    mine = me().person.id
    with transaction():
        outreach.look([outreach.own_task(task_id, mine).trainee_id], mine)
    task = outreach.own_task(task_id, mine)
    hers = programme.trainee(task.trainee_id)
    past = outreach.calls_to(hers.id)
    page = render_template(
        "outreach/call.html",
        task=task,
        moved=outreach.calls_put_off([task]).get(task.id),
        today=today(),
        signs=signs_in(task),
        trainee=hers,
        person=accounts.person(hers.person_id),
        past=past,
        people=accounts.names(one.by_id for one in past),
        form=form,
        faults=faults,
        form_key=form_key(),
        ways=list(Way),
        results=list(CallResult),
        topics=list(Topic),
        counties=county_names(),
    )
    return (page, 422) if faults else page
