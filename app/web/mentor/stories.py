"""A mentor writes down the story of a trainee of her counties; the trainee says whether it may be shown."""

from __future__ import annotations

from flask import request

from app import programme
from app.web import stories as shared
from app.web.access import MENTORS, allow
from app.web.forms.spaces import StoryForm
from app.web.mentor.desk import blueprint, counties_of_mine
from app.web.pages import Page, done, go
from app.words import gettext


@blueprint.route("/trainees/<int:trainee_id>/story", methods=["GET", "POST"])
@allow(MENTORS)
def story(trainee_id: int) -> Page:
    trainee = programme.accepted_trainee(trainee_id, counties_of_mine())
    form = StoryForm(request.form if request.method == "POST" else None)
    faults = shared.write(trainee.id, form) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        done(gettext("از او پرسیدیم. تا نپذیرد کسی آن را نمی‌بیند."))
        return go(".story", trainee_id=trainee_id)
    return shared.page(trainee, form, faults, herself=False)
