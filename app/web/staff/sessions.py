"""Lists of who came to sessions and how courses ended: looked at first, each bad row named, then applied."""

from __future__ import annotations

from app import programme
from app.programme import ListKind
from app.web.access import STAFF, allow
from app.web.pages import Page
from app.web.staff.door import blueprint
from app.web.staff.lists import ListRoom
from app.words import formats, gettext

_ROOM = ListRoom(
    kind=ListKind.SESSIONS,
    template="staff/sessions",
    page=".sessions_run",
    number="list_id",
    examine=programme.examine_sessions,
    keep=programme.keep_sessions,
    apply=programme.apply_sessions,
    said=lambda added: gettext("%(n)s ردیف ثبت شد.", n=formats.num(added)),
)


@blueprint.route("/import/sessions", methods=["GET", "POST"])
@allow(STAFF)
def importing_sessions() -> Page:
    return _ROOM.take()


@blueprint.get("/import/sessions/<int:list_id>")
@allow(STAFF)
def sessions_run(list_id: int) -> Page:
    return _ROOM.look(list_id)


@blueprint.post("/import/sessions/<int:list_id>/apply")
@allow(STAFF)
def apply_sessions(list_id: int) -> Page:
    """Write everything new. Pressed twice, the second time finds nothing new."""
    return _ROOM.write(list_id)
