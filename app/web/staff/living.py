"""What a trainee lives from beside the shop, as staff see it and write it down with the paper that they saw."""

from __future__ import annotations

from app import consent, programme
from app.consent import Purpose
from app.shared import audit
from app.shared.database import transaction
from app.web.access import STAFF_OF_INCOMES, allow, my_id
from app.web.living import living_page
from app.web.pages import Page
from app.web.staff.door import blueprint, within_reach


@blueprint.route("/trainees/<int:trainee_id>/living", methods=["GET", "POST"])
@allow(STAFF_OF_INCOMES)
def trainee_living(trainee_id: int) -> Page:
    """Whoever does not let her income be seen with her name has none shown here; the look at others is kept."""
    within_reach(programme.trainee(trainee_id).county_code)
    veiled = not consent.standing(trainee_id)[Purpose.NAMED].allows
    if not veiled:
        with transaction():
            audit.note_looks("income_seen", "trainee", [trainee_id], my_id())
    found = programme.trainee(trainee_id)
    return living_page(found, "staff.trainee_living", by_staff=True, veiled=veiled, back="staff.trainee")
