"""Listing a product: one question per page, photo first. Every step is kept on the server as soon as it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from app import catalogue, vouching
from app.catalogue import Part, Version, VersionState
from app.shared.database import transaction
from app.shared.errors import NotFound, Refusal
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.maker import standard, steps
from app.web.maker.answers import Answer
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.words import gettext, say

REVIEW = "review"
ORDER = [part.value for part in Part] + [REVIEW]

Handler = Callable[[Version], Answer]
_HANDLERS: dict[str, tuple[Handler, Handler]] = {
    Part.PHOTO.value: (steps.show_photo, steps.take_photo),
    Part.KIND.value: (steps.show_kind, steps.take_kind),
    Part.NAME.value: (steps.show_name, steps.take_name),
    Part.SIZE.value: (steps.show_size, steps.take_size),
    Part.STOCK.value: (steps.show_stock, steps.take_stock),
    Part.STANDARD.value: (standard.show_standard, standard.take_standard),
    Part.PRICE.value: (steps.show_price, steps.take_price),
}


@dataclass(frozen=True)
class Place:
    """Where in the wizard we are."""

    number: int
    of: int
    before: str | None
    after: str | None


def _place(step: str) -> Place:
    at = ORDER.index(step)
    return Place(at + 1, len(ORDER), ORDER[at - 1] if at else None, ORDER[at + 1] if at + 1 < len(ORDER) else None)


def _own_draft(version_id: int) -> Version:
    version = catalogue.own_version(my_trainee().id, version_id)
    if version.state is not VersionState.DRAFT:
        raise catalogue.NotADraft
    return version


@blueprint.get("/drafts/<int:version_id>")
@allow(TRAINEES)
def resume(version_id: int) -> Page:
    """Go on where something is missing."""
    version = _own_draft(version_id)
    lacking = vouching.missing(vouching.draft_of(version))
    return go(".step", version_id=version.id, step=lacking[0].value if lacking else REVIEW)


@blueprint.route("/drafts/<int:version_id>/<step>", methods=["GET", "POST"])
@allow(TRAINEES)
def step(version_id: int, step: str) -> Page:
    if step == REVIEW:
        return _review(version_id)
    if step not in _HANDLERS:
        raise NotFound
    version = _own_draft(version_id)
    show, take = _HANDLERS[step]
    answer = take(version) if request.method == "POST" else show(version)
    if answer.kept:
        return _onwards(version_id, step)
    page = render_template(
        f"maker/wizard/{step}.html",
        version=_own_draft(version_id),
        step=step,
        place=_place(step),
        remarks=_remarks(version, step),
        faults=answer.faults,
        **answer.facts,
    )
    return (page, 422) if request.method == "POST" and answer.faults else page


def _onwards(version_id: int, step: str) -> Response:
    if request.form.get("do") == "later":
        done(gettext("ذخیره شد. هر وقت خواستید ادامه دهید."))
        return go(".home")
    if request.form.get("do") == "stay":
        return go(".step", version_id=version_id, step=step)
    return go(".step", version_id=version_id, step=_place(step).after or REVIEW)


def _remarks(version: Version, step: str) -> list[vouching.Remark]:
    """What a mentor asked for about this step the last time."""
    review = vouching.last_reviews([version.product_id]).get(version.product_id)
    found = vouching.regrading_remarks(version.id)
    if review is not None and review.decision is vouching.Decision.RETURNED:
        found = found + vouching.remarks_of([review.id]).get(review.id, [])
    return [one for one in found if one.part.value == step]


def _review(version_id: int) -> Page:
    """«این‌طور دیده می‌شود»: everything as a buyer will see it, then off to the mentor."""
    version = _own_draft(version_id)
    said = ""
    if request.method == "POST":
        try:
            with transaction():
                vouching.submit(_own_draft(version_id), my_id())
        except Refusal as refusal:
            said = say(refusal).sentence
        else:
            done(gettext("فرستاده شد. پیشران تا ۴۸ ساعت می‌بیند."))
            return go(".products")
    version = _own_draft(version_id)
    page = render_template(
        "maker/wizard/review.html",
        version=version,
        step=REVIEW,
        place=_place(REVIEW),
        lacking=vouching.missing(vouching.draft_of(version)),
        said=said,
        **steps.preview(version),
    )
    return (page, 422) if said else page
