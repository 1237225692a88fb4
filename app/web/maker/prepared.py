"""What somebody wrote for her: she looks, changes what is not so, and confirms it by a code, or lays it aside."""

from __future__ import annotations

from app import vouching
from app.catalogue import Version
from app.web import confirming
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page


@blueprint.route("/prepared/<int:version_id>", methods=["GET", "POST"])
@allow(TRAINEES)
def prepared(version_id: int) -> Page:
    def find() -> Version:
        return vouching.prepared_for(my_trainee().id, version_id)

    page: tuple[str, dict[str, object]] = ("maker.prepared", {"version_id": version_id})
    return confirming.answer(confirming.Place(find, page, "assisting/workshop.html", "maker.products", by_link=False))
