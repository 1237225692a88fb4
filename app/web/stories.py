"""A story written down in one of the rooms: the form, its picture, and asking her."""

from __future__ import annotations

from flask import render_template, request

from app import programme, stories
from app.programme import Trainee
from app.shared import gallery
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.stories import ToldStory
from app.web.access import me
from app.web.forms.fields import fault_list
from app.web.forms.spaces import StoryForm
from app.web.pages import Page, done, go
from app.web.reporting import form_key
from app.words import gettext, say

Fault = tuple[str, str]


def write(trainee_id: int, form: StoryForm) -> list[Fault]:
    """Keep what a form says of this trainee; faults where it says too little."""
    if not form.validate():
        return fault_list(form)
    upload, by = request.files.get("photo"), me().person.id
    try:
        kept = gallery.keep(upload.stream.read()) if upload and upload.filename else None
    except BadPicture as refusal:
        return [("photo", say(refusal).sentence)]
    with transaction():
        stories.write(programme.trainee(trainee_id), form.new(f"{by}:{form_key()}", kept), by)
    return []


def for_her(trainee: Trainee) -> Page:
    """The page on which somebody else writes her story down, and what was sent of it; she is asked."""
    form = StoryForm(request.form if request.method == "POST" else None)
    faults = write(trainee.id, form) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        done(gettext("از او پرسیدیم. تا نپذیرد کسی آن را نمی‌بیند."))
        return go(".story", trainee_id=trainee.id)
    return page(trainee, form, faults, herself=False)


def page(trainee: Trainee, form: StoryForm, faults: list[Fault], *, herself: bool) -> Page:
    found: list[ToldStory] = stories.of_trainee(trainee.id, None if herself else me().person.id)
    text = render_template(
        "spaces/stories.html",
        trainee=trainee,
        herself=herself,
        stories=found,
        pictures=gallery.by_ids(one.picture_id for one in found if one.picture_id),
        form=form,
        faults=faults,
        form_key=form_key(),
    )
    return (text, 422) if faults else text
