"""A mentor books a place for a trainee of her counties who asks her to."""

from __future__ import annotations

from flask import request, url_for

from app import programme, spaces
from app.web import spaces as shared
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.mentor.desk import blueprint, counties_of_mine
from app.web.pages import Page, go, row_number, who_is_sought
from app.web.spaces import Desk


def _desk() -> Desk:
    few = programme.few_in_reach(who_is_sought(), my_mentor(), counties_of_mine())
    return Desk(url_for(".book_space"), url_for(".cancel_space"), None, spaces.made_by(me().person.id), few)


@blueprint.get("/spaces")
@allow(MENTORS)
def all_spaces() -> Page:
    return shared.calendar(_desk())


@blueprint.post("/spaces")
@allow(MENTORS)
def book_space() -> Page:
    trainee = programme.accepted_trainee(row_number(request.form.get("trainee", "")), counties_of_mine())
    fault = shared.book(trainee.id)
    return shared.calendar(_desk(), fault) if fault else go(".all_spaces")


@blueprint.post("/spaces/cancel")
@allow(MENTORS)
def cancel_space() -> Page:
    """What she booked herself for somebody."""
    fault = shared.cancel(asked_by=me().person.id)
    return shared.calendar(_desk(), fault) if fault else go(".all_spaces")
