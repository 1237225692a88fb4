"""Fairs and shared workshops, booked by herself."""

from __future__ import annotations

from flask import url_for

from app import spaces
from app.web import spaces as shared
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page, go
from app.web.spaces import Desk


def _desk() -> Desk:
    mine = my_trainee()
    return Desk(url_for(".book_space"), url_for(".cancel_space"), mine, spaces.of_trainee(mine.id))


@blueprint.get("/spaces")
@allow(TRAINEES)
def all_spaces() -> Page:
    return shared.calendar(_desk())


@blueprint.post("/spaces")
@allow(TRAINEES)
def book_space() -> Page:
    fault = shared.book(my_trainee().id)
    return shared.calendar(_desk(), fault) if fault else go(".all_spaces")


@blueprint.post("/spaces/cancel")
@allow(TRAINEES)
def cancel_space() -> Page:
    fault = shared.cancel(trainee_id=my_trainee().id)
    return shared.calendar(_desk(), fault) if fault else go(".all_spaces")
