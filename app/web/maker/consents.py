"""For what her income may be used: she says yes or no on any day, and objects to what is kept or was looked at."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

from app import consent
from app.consent import Told, Way
from app.shared.database import transaction
from app.shared.text import clean
from app.support import Matter, Topic
from app.web.access import TRAINEES, allow, me, my_id, my_trainee
from app.web.consenting import answers_sent
from app.web.forms.obstacles import ObstacleForm
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.web.reporting import written
from app.words import gettext


@blueprint.post("/record/consent")
@allow(TRAINEES)
def answer_consent() -> Page:
    """Keep what she chose; what she left open stays as it was."""
    sent = answers_sent()
    if not sent:
        done(gettext("چیزی برنگزیدید؛ «بله» یا «نه» را بزنید."))
        return go(".record")
    with transaction():
        consent.answer_all(my_trainee().id, sent, Told(Way.OWN, my_id()))
    done(gettext("نوشته شد. از همین حالا چنین است."))
    return go(".record")


@blueprint.post("/record/object")
@allow(TRAINEES)
def object_to_record() -> Page:
    """A report past her mentor to the executor, who answers by a day; its answer comes where her other reports are."""
    words = clean(request.form.get("words", ""))
    unwanted = request.form.get("what") == "unwanted"
    about = gettext("در پروندهٔ درآمدم نمی‌خواهم: ") if unwanted else gettext("در پروندهٔ درآمدم درست نیست: ")
    sent = {"topic": Topic.PROCESS.value, "words": f"{about}{words}" if words else "", "past_mentor": "y"}
    faults = written(Matter.OBSTACLE, ObstacleForm(MultiDict(sent)), [], me().person.id)
    if faults:
        done(faults[0][1])
        return go(".record")
    done(gettext("رسید. مسئولش تا چند روز پاسخ می‌دهد و همین‌جا می‌بینید."))
    return go(".obstacles")
