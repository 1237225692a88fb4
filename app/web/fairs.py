"""For everybody: coming fairs and who is there, bazaars of the counties, and stories with their owners' consent."""

from __future__ import annotations

import io
import json
import zipfile

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from app import impact, search, spaces, stories
from app.shared import gallery
from app.shared.calendar import local_date, today
from app.shared.sheets import csv_file
from app.web.access import ANYONE, allow
from app.web.figures import edition_text
from app.web.forms.spaces import HAS, WEEKDAYS
from app.web.pages import Page, page_number, pages_of
from app.web.shop import county_names

blueprint = Blueprint("fairs", __name__)

_ALL = 100_000


@blueprint.get("/fairs")
@allow(ANYONE)
def fairs() -> Page:
    found = spaces.coming_fairs()
    return render_template(
        "shop/fairs.html",
        fairs=found,
        shown=spaces.shown_at(one.slot.id for one in found),
        on_shelf=dict(search.makers_on_shelf()),
        counties=county_names(),
        has=HAS,
        today=today(),
    )


@blueprint.get("/bazaars")
@allow(ANYONE)
def bazaars() -> Page:
    names, county = county_names(), request.args.get("county", "")
    found = spaces.bazaars(frozenset({county}) if county in names else None)
    return render_template(
        "shop/bazaars.html",
        bazaars=found,
        old=spaces.to_look_again(found),
        counties=names,
        county=county,
        weekdays=WEEKDAYS,
    )


@blueprint.get("/stories")
@allow(ANYONE)
def told() -> Page:
    total, found = stories.published(page_number())
    return render_template(
        "shop/stories.html",
        stories=found,
        pictures=gallery.by_ids(one.picture_id for one, _ in found if one.picture_id),
        counties=county_names(),
        page=page_number(),
        pages=pages_of(total, stories.PAGE),
    )


@blueprint.get("/stories/press.zip")
@allow(ANYONE)
def press() -> Response:
    """Today's published stories, and the newest figures that were signed, in one dated bundle."""
    names, day = county_names(), today().isoformat()
    _, found = stories.published(1, _ALL)
    rows = [
        (
            *(one.title, trainee.display_name, names.get(trainee.county_code, ""), one.words, one.figure),
            *(one.figure_source, "" if one.published_at is None else local_date(one.published_at).isoformat()),
        )
        for one, trainee in found
    ]
    headings = ["title", "name", "county", "words", "figure", "figure_source", "published_on"]
    told = [dict(zip(headings, row, strict=True)) for row in rows]
    latest = impact.latest()
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("stories.csv", csv_file(headings, rows))
        packed.writestr("stories.json", json.dumps({"date": day, "stories": told}, ensure_ascii=False, indent=1))
        if latest is not None:
            packed.writestr("figures.json", edition_text(latest))
    response = make_response(bundle.getvalue())
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="dastsaz-{day}.zip"'
    return response
