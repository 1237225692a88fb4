"""For a phone on a bad line: for whom a page may be kept, who is on the line, and what to see while there is none."""

from __future__ import annotations

from flask import jsonify, render_template
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.web.access import TRAINEES, allow, me, my_id
from app.web.maker.door import blueprint
from app.web.pages import Page


@blueprint.after_request
def _name_the_person(response: Response) -> Response:
    """The browser's worker keeps pages by person, so that nobody else on the same phone is shown them."""
    person = my_id()
    if person is not None:
        response.headers["Kept-For"] = str(person)
    return response


@blueprint.get("/line")
@allow(TRAINEES)
def line() -> Response:
    """Who is logged in, and a token for forms whose own has grown old on the phone."""
    return jsonify(person=me().person.id, token=generate_csrf())


@blueprint.get("/on-phone")
@allow(TRAINEES)
def on_phone() -> Page:
    """What this phone keeps and has not sent; also what is seen instead of a page that there is no line for."""
    return render_template("maker/on_phone.html")
