"""Lists of courses to come: looked at first, each bad row named, then planned."""

from __future__ import annotations

from app import programme
from app.programme import ListKind
from app.web.access import STAFF, allow
from app.web.pages import Page
from app.web.staff.door import blueprint
from app.web.staff.lists import ListRoom
from app.words import formats, gettext

_ROOM = ListRoom(
    kind=ListKind.COURSES,
    template="staff/courses",
    page=".courses_run",
    number="courses_list_id",
    examine=programme.examine_courses,
    keep=programme.keep_courses,
    apply=programme.apply_courses,
    said=lambda added: gettext("%(n)s دوره در برنامه آمد.", n=formats.num(added)),
)


@blueprint.route("/import/courses", methods=["GET", "POST"])
@allow(STAFF)
def importing_courses() -> Page:
    return _ROOM.take()


@blueprint.get("/import/courses/<int:courses_list_id>")
@allow(STAFF)
def courses_run(courses_list_id: int) -> Page:
    return _ROOM.look(courses_list_id)


@blueprint.post("/import/courses/<int:courses_list_id>/apply")
@allow(STAFF)
def apply_courses(courses_list_id: int) -> Page:
    """Plan every new course. Pressed twice, the second time finds nothing new."""
    return _ROOM.write(courses_list_id)
