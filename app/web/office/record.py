"""The record of who did what, for who speaks for ACECR in the whole province."""

from __future__ import annotations

from app.accounts import Body
from app.shared.errors import NotFound
from app.web.access import OFFICERS, allow, me
from app.web.acts import acts_page
from app.web.office.dashboard import blueprint
from app.web.pages import Page


@blueprint.get("/record")
@allow(OFFICERS)
def record() -> Page:
    if not me().speaks_for(Body.ACECR):
        raise NotFound
    return acts_page()
