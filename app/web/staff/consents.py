"""What a trainee has said to the use of her income, and writing it down for one who calls."""

from __future__ import annotations

from flask import render_template

from app import accounts, consent, programme
from app.consent import Told, Way
from app.programme import Trainee
from app.shared.database import transaction
from app.web.access import STAFF, allow, my_id
from app.web.consenting import answers_sent
from app.web.pages import Page, done, go
from app.web.staff.door import blueprint, within_reach
from app.words import gettext


def _own(trainee_id: int) -> Trainee:
    """Raises NotFound for one of another county."""
    found = programme.trainee(trainee_id)
    within_reach(found.county_code)
    return found


@blueprint.get("/trainees/<int:trainee_id>/consent")
@allow(STAFF)
def trainee_consent(trainee_id: int) -> Page:
    found, answers = _own(trainee_id), consent.history(trainee_id)
    return render_template(
        "staff/consent.html",
        trainee=found,
        held=consent.standing(found.id),
        answers=answers,
        names=accounts.names(one.by_id for one in answers if one.by_id is not None),
    )


@blueprint.post("/trainees/<int:trainee_id>/consent")
@allow(STAFF)
def record_consent(trainee_id: int) -> Page:
    """She said it to somebody of staff, by telephone or in the office."""
    sent = answers_sent()
    with transaction():
        found = _own(trainee_id)
        consent.answer_all(found.id, sent, Told(Way.CALLED, my_id()))
    done(gettext("ثبت شد.") if sent else gettext("چیزی برنگزیدید؛ «بله» یا «نه» را بزنید."))
    return go(".trainee_consent", trainee_id=trainee_id)
