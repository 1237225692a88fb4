"""What is heard on the pages of those who read little: a recording for each place and language."""

from __future__ import annotations

from flask import render_template, request

from app.catalogue import Part
from app.shared import recordings
from app.shared.database import transaction
from app.shared.recordings import BadRecording
from app.web.access import STAFF, allow, my_id
from app.web.forms.fields import fault_list
from app.web.forms.voices import VoiceForm
from app.web.languages import LANGUAGES
from app.web.maker.home import HOME
from app.web.maker.wizard import REVIEW
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, reach, whole_province
from app.words import gettext, part_name, say


def _places() -> dict[str, str]:
    """Where something may be heard, with what people call it."""
    steps = {part.value: part_name(part.value) for part in Part}
    return {HOME: gettext("کارگاهِ من"), **steps, REVIEW: gettext("این‌طور دیده می‌شود")}


@blueprint.route("/voices", methods=["GET", "POST"])
@allow(STAFF)
def voices() -> Page:
    """All places with what is heard there, and a form for one more recording or another one."""
    if request.method == "POST":
        whole_province()
    form = VoiceForm(request.form if request.method == "POST" else request.args)
    form.places, form.languages = _places(), LANGUAGES
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        valid = form.validate()
        faults = fault_list(form) or _keep(form)
        if valid and not faults:
            done(gettext("صدا گذاشته شد؛ گوش کنید که درست باشد."))
            return go(".voices")
    page = render_template(
        "staff/voices.html",
        form=form,
        faults=faults,
        places=form.places,
        recordings=recordings.every(),
        may_change=reach() is None,
    )
    return (page, 422) if faults else page


def _keep(form: VoiceForm) -> list[tuple[str, str]]:
    """The faults of the upload, or none and it is kept."""
    upload = request.files.get("voice")
    content = upload.stream.read(recordings.MOST_BYTES + 1) if upload else b""
    try:
        heard = recordings.receive(str(form.place.data), str(form.language.data), content)
    except BadRecording as refusal:
        return [("voice", say(refusal).sentence)]
    with transaction():
        recordings.keep(heard, my_id())
    return []


@blueprint.post("/voices/<int:recording_id>/remove")
@allow(STAFF)
def remove_voice(recording_id: int) -> Page:
    whole_province()
    with transaction():
        recordings.remove(recording_id, my_id())
    done(gettext("برداشته شد. دیگر شنیده نمی‌شود."))
    return go(".voices")
