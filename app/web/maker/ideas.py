"""A trainee's ideas: begun, written on and sent when she likes."""

from __future__ import annotations

from app.web.access import TRAINEES, allow
from app.web.ideas import my_page
from app.web.maker.door import blueprint
from app.web.pages import Page


@blueprint.route("/ideas", methods=["GET", "POST"])
@allow(TRAINEES)
def ideas() -> Page:
    return my_page()
