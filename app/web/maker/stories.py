"""Her story for the public: shown only once she has said yes, and taken back whenever she likes."""

from __future__ import annotations

from flask import request

from app import stories
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web import stories as shared
from app.web.access import TRAINEES, allow, me, my_trainee
from app.web.forms.spaces import StoryForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext


@blueprint.route("/stories", methods=["GET", "POST"])
@allow(TRAINEES)
def all_stories() -> Page:
    form = StoryForm(request.form if request.method == "POST" else None)
    faults = shared.write(my_trainee().id, form) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        done(gettext("نوشته شد. بخوانید و اگر همین است، بپذیرید."))
        return go(".all_stories")
    return shared.page(my_trainee(), form, faults, herself=True)


@blueprint.post("/stories/<int:story_id>")
@allow(TRAINEES)
def on_story(story_id: int) -> Page:
    """Yes to exactly these words, or no, or no more."""
    what = request.form.get("do", "")
    if what not in {"agree", "back"}:
        raise NotFound
    with transaction():
        mine = my_trainee()
        story = stories.own(mine.id, story_id)
        if what == "agree":
            stories.agree(story, mine, me().person.id)
        else:
            stories.take_back(story, me().person.id)
    agreed = gettext("پذیرفتید. هر زمان بخواهید پسش می‌گیرید.")
    done(agreed if what == "agree" else gettext("پس گرفتید. دیگر کسی آن را نمی‌بیند."))
    return go(".all_stories")
