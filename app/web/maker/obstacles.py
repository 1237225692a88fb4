"""What stands in a trainee's way: she says it in a few words and reads what became of it."""

from __future__ import annotations

from app.web.access import TRAINEES, allow
from app.web.maker.door import blueprint
from app.web.pages import Page
from app.web.reporting import my_page


@blueprint.route("/obstacles", methods=["GET", "POST"])
@allow(TRAINEES)
def obstacles() -> Page:
    return my_page()
