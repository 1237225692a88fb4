"""What she lives from beside the shop, in her own words."""

from __future__ import annotations

from app.web.access import TRAINEES, allow, my_trainee
from app.web.living import living_page
from app.web.maker.door import blueprint
from app.web.pages import Page


@blueprint.route("/living", methods=["GET", "POST"])
@allow(TRAINEES)
def living() -> Page:
    return living_page(my_trainee(), "maker.living", by_staff=False, back="maker.record")
