"""Listing a product: one question per page, photo first. Every step is kept on the server as soon as it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from app import vouching
from app.catalogue import Part, Version, VersionState
from app.shared import recordings
from app.shared.errors import NotFound, Refusal
from app.web.access import TRAINEES, allow
from app.web.languages import chosen
from app.web.maker import checklist, standard, steps
from app.web.maker.answers import Answer
from app.web.maker.bench import bench
from app.web.maker.door import blueprint
from app.web.pages import Page, done, go
from app.web.sent import told_sent
from app.words import gettext, say

REVIEW = "review"
# To a script that sends all at once: the photos that it has just brought are not ready, it may try again by itself.
TOO_EARLY = 425
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
    return bench().draft(version_id)


@blueprint.get("/drafts/<int:version_id>")
@allow(TRAINEES)
def resume(version_id: int) -> Page:
    return go_on(version_id)


@blueprint.route("/drafts/<int:version_id>/<step>", methods=["GET", "POST"])
@allow(TRAINEES)
def step(version_id: int, step: str) -> Page:
    """One question. A phone that sends what it kept while the line was down is told in JSON where to go on to."""
    answer = walk(version_id, step)
    return jsonify(next=answer.location) if isinstance(answer, Response) and _by_script() else answer


def _by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def go_on(version_id: int) -> Page:
    """Go on where something is missing."""
    if bench().look(version_id).state is not VersionState.DRAFT:
        return walk(version_id, REVIEW)
    version = _own_draft(version_id)
    lacking = vouching.missing(vouching.draft_of(version))
    return go(bench().step, version_id=version.id, step=lacking[0].value if lacking else REVIEW)


def walk(version_id: int, step: str) -> Page:
    """A step of the wizard, in the workshop or at the door of whoever writes the listing for its maker.

    Who comes back to look at what was sent (the browser's «back») is shown where it stands now.
    """
    if request.method == "GET" and bench().look(version_id).state is not VersionState.DRAFT:
        done(gettext("این کالا فرستاده شده است و این‌جا دیگر ویرایش نمی‌شود."))
        return go(bench().leave if bench().preparing else "maker.products")
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
        **_form_facts(step),
        remarks=_remarks(version, step),
        faults=answer.faults,
        **answer.facts,
    )
    return (page, 422) if request.method == "POST" and answer.faults else page


def _form_facts(step: str) -> dict[str, object]:
    """By what a form is known when it comes again, all steps, the voice of this one, may her phone keep its page."""
    facts: dict[str, object] = {"sent_key": secrets.token_urlsafe(16), "order": ORDER, "keeps": not bench().preparing}
    return facts | {"voice": recordings.spoken(step, chosen())}


def _onwards(version_id: int, step: str) -> Response:
    if request.form.get("do") == "later":
        done(gettext("ذخیره شد. هر وقت خواستید ادامه دهید."))
        return go(bench().leave)
    if request.form.get("do") == "stay":
        return go(bench().step, version_id=version_id, step=step)
    return go(bench().step, version_id=version_id, step=_place(step).after or REVIEW)


def _remarks(version: Version, step: str) -> list[vouching.Remark]:
    """What a mentor asked for about this step the last time."""
    review = vouching.last_reviews([version.product_id]).get(version.product_id)
    found = vouching.regrading_remarks(version.id)
    if review is not None and review.decision is vouching.Decision.RETURNED:
        found = found + vouching.remarks_of([review.id]).get(review.id, [])
    return [one for one in found if one.part.value == step]


def _review(version_id: int) -> Page:
    """«این‌طور دیده می‌شود»: everything as a buyer will see it, then off to whoever looks at it next."""
    said = ""
    if request.method == "POST":
        if bench().look(version_id).state is VersionState.SUBMITTED:
            return _sent()
        _own_draft(version_id)
        checklist.keep_ticks()
        try:
            return bench().finish(version_id)
        except vouching.PicturesNotReady as refusal:
            said = say(refusal).sentence
            if _by_script():
                return said, TOO_EARLY
        except Refusal as refusal:
            said = say(refusal).sentence
    version = _own_draft(version_id)
    page = render_template(
        "maker/wizard/review.html",
        version=version,
        step=REVIEW,
        place=_place(REVIEW),
        **_form_facts(REVIEW),
        lacking=vouching.missing(vouching.draft_of(version)),
        said=said,
        preparing=bench().preparing,
        points=[] if bench().preparing or version.inert else checklist.lacking(bench().maker),
        **steps.preview(version),
    )
    return (page, 422) if said else page


def _sent() -> Response:
    """Also to a phone that sends it again because this answer was lost."""
    told_sent()
    return go("maker.products")
