"""For what her income may be used: she says yes or no, and may say otherwise on any day."""

from __future__ import annotations

from app import consent
from app.consent import Told, Way
from app.shared.database import transaction
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.consenting import answers_sent
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
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
