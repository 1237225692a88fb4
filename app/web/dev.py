"""Development only: what was sent, and one-time log-in addresses. In production these doors do not exist."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import accounts
from app.notifications import development_outbox
from app.shared.database import transaction
from app.shared.errors import NotFound
from app.web.access import DEVELOPERS, allow, log_in
from app.web.account import home_of
from app.web.pages import Page

blueprint = Blueprint("dev", __name__, url_prefix="/dev")


@blueprint.get("/outbox")
@allow(DEVELOPERS)
def sent() -> Page:
    """The newest hundred messages that a real provider would have got."""
    return render_template("dev/outbox.html", messages=development_outbox().newest())


@blueprint.get("/login/<token>")
@allow(DEVELOPERS)
def login(token: str) -> Page:
    with transaction():
        person = accounts.use_login_link(token)
        if person is None:
            raise NotFound
        log_in(person)
    return home_of()
