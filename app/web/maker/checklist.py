"""What is asked of her before she sells: what she has behind her, what she says herself, and what staff let her off."""

from __future__ import annotations

from flask import render_template, request, url_for

from app import accounts, programme
from app.programme import ItemKind, Point, Trainee
from app.shared.database import transaction
from app.web.access import TRAINEES, allow, my_trainee
from app.web.maker.bench import bench
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext

_PLACES = {"portrait_story": "", "sheba": "#sheba"}


@blueprint.app_template_global("checklist_address")
def address_of(point: Point) -> str:
    """Where she can do something about an item."""
    place = _PLACES.get(point.item.code)
    return url_for("maker.own_checklist") if place is None else url_for("maker.profile") + place


def shown(maker: Trainee) -> list[Point]:
    """What concerns her: papers that staff look at only where they are asked for, or were seen."""
    return [
        point
        for point in programme.checklist_of(maker)
        if point.item.required or point.done or point.item.kind is not ItemKind.VERIFIED
    ]


def lacking(maker: Trainee) -> list[Point]:
    """What keeps her from sending a product."""
    return [point for point in programme.checklist_of(maker) if point.item.required and not point.done]


def keep_ticks() -> None:
    """What she ticked beside her product is kept at once, whatever becomes of the product."""
    if request.form.getlist("attest") and not bench().preparing:
        with transaction():
            attest_ticked(my_trainee())


def attest_ticked(maker: Trainee) -> None:
    """Keep what the maker ticked, among what she may say herself. Inside a transaction."""
    codes = set(request.form.getlist("attest"))
    for point in programme.checklist_of(maker):
        if point.item.code in codes and point.item.kind is ItemKind.ATTESTED:
            programme.attest(maker, point.item.code, maker.person_id)


@blueprint.route("/checklist", methods=["GET", "POST"])
@allow(TRAINEES)
def own_checklist() -> Page:
    if request.method == "POST":
        with transaction():
            attest_ticked(my_trainee())
        done(gettext("ثبت شد."))
        return go(".own_checklist")
    points = shown(my_trainee())
    people = accounts.names(point.mark.by_id for point in points if point.mark is not None)
    return render_template("maker/checklist.html", points=points, people=people)
