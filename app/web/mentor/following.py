"""Vouches of mentors who go: another looks, and follows."""

from __future__ import annotations

from flask import render_template, request

from app import catalogue, programme, vouching
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.web.access import MENTORS, allow, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import VouchForm
from app.web.mentor.desk import blueprint, counties_of_mine
from app.web.mentor.reviewing import Faults, keep_photos, look, refused_look, testimony_in
from app.web.pages import Page, done, go, page_number, pages_of
from app.web.shop import county_names
from app.words import gettext


@blueprint.get("/followings")
@allow(MENTORS)
def followings() -> Page:
    waiting, items = vouching.seeking(my_mentor(), counties_of_mine(), page_number())
    return render_template(
        "mentor/followings.html",
        items=items,
        page=page_number(),
        pages=pages_of(waiting, 10),
        pictures=catalogue.pictures_of(item.version.id for item in items),
        mentors=programme.mentors(item.vouch.mentor_id for item in items),
        counties=county_names(),
    )


@blueprint.get("/followings/<int:leaving_id>")
@allow(MENTORS)
def following(leaving_id: int) -> Page:
    return _page(leaving_id, VouchForm(data={"seen_on": today()}), [])


def _page(leaving_id: int, form: VouchForm, faults: Faults) -> Page:
    item = vouching.sought(leaving_id, my_mentor(), counties_of_mine())
    return look(item.review, form, faults, seeking=item, leaver=programme.mentor(item.vouch.mentor_id))


@blueprint.post("/followings/<int:leaving_id>")
@allow(MENTORS)
def follow(leaving_id: int) -> Page:
    """Answer for it from now on, in the other's place."""
    form = VouchForm(request.form)
    faults = keep_photos(vouching.sought(leaving_id, my_mentor(), counties_of_mine()).review)
    if not form.validate() or faults:
        return _page(leaving_id, form, [*fault_list(form), *faults])
    try:
        with transaction():
            given = vouching.sought(leaving_id, my_mentor(), counties_of_mine()).vouch
            vouching.follow(given, my_mentor(), testimony_in(form))
    except Refusal as refusal:
        return _page(leaving_id, form, refused_look(refusal))
    done(gettext("از امروز شما پاسخگوی این کالایید."))
    return go(".followings")
