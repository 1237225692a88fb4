"""Stories in the executor's room: written for a trainee, shown once she has agreed, taken off with a reason."""

from __future__ import annotations

from flask import render_template, request

from app import programme, stories
from app.shared import gallery
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web import stories as shared
from app.web.access import STAFF, allow, me
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.staff.door import blueprint, reach
from app.words import gettext, say


@blueprint.get("/stories")
@allow(STAFF)
def all_stories() -> Page:
    return _list(None)


def _list(fault: tuple[str, str] | None) -> Page:
    total, found = stories.to_publish(reach(), page_number())
    page = render_template(
        "staff/stories.html",
        stories=found,
        pictures=gallery.by_ids(one.picture_id for one, _ in found if one.picture_id),
        faults=[fault] if fault else [],
        page=page_number(),
        pages=pages_of(total, stories.PAGE),
    )
    return (page, 422) if fault else page


@blueprint.post("/stories/<int:story_id>")
@allow(STAFF)
def on_story(story_id: int) -> Page:
    what, by = request.form.get("do", ""), me().person.id
    if what not in {"publish", "off"}:
        raise NotFound
    try:
        with transaction():
            found = stories.in_reach(story_id, reach())
            if what == "publish":
                stories.publish(found, by)
            else:
                stories.take_off(found, request.form.get("why", ""), by)
    except stories.StoryIncomplete as refusal:
        return _list((f"why-{story_id}", say(refusal).sentence))
    done(gettext("ثبت شد."))
    return go(".all_stories")


@blueprint.route("/trainees/<int:trainee_id>/story", methods=["GET", "POST"])
@allow(STAFF)
def story(trainee_id: int) -> Page:
    return shared.for_her(programme.accepted_trainee(trainee_id, reach()))
