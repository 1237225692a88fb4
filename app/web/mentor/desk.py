"""Queue, review, vouches. Never more than one product at a time."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from app import accounts, catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import Part
from app.programme import Mentor
from app.shared import gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.vouching import Basis, RemarkReason, Request, Review, Testimony
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import VouchForm
from app.web.pages import Page, done, go, page_number
from app.web.shop import county_names
from app.words import gettext, say

blueprint = Blueprint("mentor", __name__, url_prefix="/desk")


def counties_of_mine() -> frozenset[str] | None:
    """Where this mentor is one; None: everywhere."""
    return me().counties(Role.MENTOR)


@blueprint.get("/")
@allow(MENTORS)
def desk() -> Page:
    mentor = my_mentor()
    waiting, items = vouching.queue(mentor, counties_of_mine())
    return render_template(
        "mentor/desk.html",
        mentor=mentor,
        waiting=waiting,
        oldest=items[0] if items else None,
        overdue=sum(item.overdue for item in items),
        vouches=vouching.vouches_by(mentor.id)[:5],
        appeals=vouching.appeals(mentor, counties_of_mine())[0],
        counties=county_names(),
    )


@blueprint.get("/queue")
@allow(MENTORS)
def queue() -> Page:
    waiting, items = vouching.queue(my_mentor(), counties_of_mine(), page_number())
    return listed("mentor/queue.html", waiting, items)


def listed(template: str, waiting: int, items: Sequence[vouching.QueueItem | vouching.AppealItem]) -> Page:
    """A page of ten of what waits, with the first picture of each."""
    return render_template(
        template,
        waiting=waiting,
        items=items,
        page=page_number(),
        pages=max(1, -(-waiting // 10)),
        pictures=catalogue.pictures_of(item.version.id for item in items),
        counties=county_names(),
    )


@blueprint.get("/review/<int:review_id>")
@allow(MENTORS)
def review(review_id: int) -> Page:
    return _page(review_id, VouchForm(data={"seen_on": today()}), [])


def _page(review_id: int, form: VouchForm, faults: list[tuple[str, str]]) -> Page:
    return look(vouching.open_review(review_id, my_mentor(), counties_of_mine()), form, faults)


def look(
    found: Review, form: VouchForm, faults: list[tuple[str, str]], appeal: vouching.AppealItem | None = None
) -> Page:
    """A product with all that is told of it, and what the mentor may say; of an appeal also what was said before."""
    mentor = my_mentor()
    version = catalogue.version(found.version_id)
    product = catalogue.product(version.product_id)
    maker = programme.trainee(found.maker_id)
    deviations = vouching.deviations_of(version.id)
    waiting, items = vouching.queue(mentor, counties_of_mine())
    before = catalogue.version(product.live_version_id) if product.live_version_id else None
    page = render_template(
        "mentor/review.html",
        review=found,
        version=version,
        product=product,
        maker=maker,
        person=accounts.person(maker.person_id),
        shown=catalogue.pictures_of([version.id]).get(version.id, []),
        disclosure=vouching.disclosure_of(version.id),
        deviations=deviations,
        pictures=gallery.by_ids(one.picture_id for one in deviations if one.picture_id),
        variants=catalogue.variants_of([product.id]).get(product.id, []),
        category=catalogue.category(version.category_code or ""),
        typical=catalogue.typical_price_of(version.good_id, version.category_code, product.id),
        before=before,
        differs=_differs(before, version) if before else [],
        form=form,
        faults=faults,
        parts=list(Part),
        reasons=list(RemarkReason),
        asked=request.form,
        waiting=waiting,
        following=next((item.review.id for item in items if item.review.id != found.id), None),
        appeal=appeal,
        remarks=vouching.remarks_of([found.id]).get(found.id, []) if appeal else [],
        judge=programme.mentor(found.mentor_id) if appeal and found.mentor_id else None,
        counties=county_names(),
    )
    return (page, 422) if faults else page


_COMPARED = ("title", "description", "materials", "size_words", "weight_g", "price_rial", "care")


def _differs(before: catalogue.Version, version: catalogue.Version) -> list[tuple[str, object, object]]:
    """What is different from the version on sale: name, before, after."""
    pairs = [(name, getattr(before, name), getattr(version, name)) for name in _COMPARED]
    return [pair for pair in pairs if pair[1] != pair[2]]


@blueprint.post("/review/<int:review_id>")
@allow(MENTORS)
def decide(review_id: int) -> Page:
    act = request.form.get("do", "")
    form = VouchForm(request.form)
    if act == "vouch":
        return _vouch(review_id, form)
    requests = _requests()
    if len(requests) < len(set(request.form.getlist("part"))):
        return _page(review_id, form, [("part", gettext("برای هر بخشی که نشان کرده‌اید، دلیلش را برگزینید."))])
    try:
        with transaction():
            found = vouching.open_review(review_id, my_mentor(), counties_of_mine())
            (vouching.refuse if act == "refuse" else vouching.send_back)(found, my_mentor(), requests)
    except vouching.RemarksNeeded as refusal:
        return _page(review_id, form, [("part", say(refusal).sentence)])
    except Refusal as refusal:
        return _page(review_id, form, [("decision", say(refusal).sentence)])
    done(gettext("رد شد و دلیلش را به سازنده گفتیم.") if act == "refuse" else gettext("برای اصلاح برگشت."))
    return _on()


def testimony_in(form: VouchForm) -> Testimony:
    """What the mentor says in a form that is right."""
    return Testimony(
        basis=Basis(form.basis.data),
        seen_on=form.seen_on.data,
        checked=form.checked.data or "",
        unchecked=form.unchecked.data or "",
        words=form.words.data or "",
    )


def _vouch(review_id: int, form: VouchForm) -> Page:
    if not form.validate():
        return _page(review_id, form, fault_list(form))
    try:
        with transaction():
            found: Review = vouching.open_review(review_id, my_mentor(), counties_of_mine())
            vouching.vouch(found, my_mentor(), testimony_in(form))
    except Refusal as refusal:
        return _page(review_id, form, [("decision", say(refusal).sentence)])
    done(gettext("تأیید کردید. کالا روی بازار است."))
    return _on()


def _on() -> Page:
    """To the next product, or back to an empty queue."""
    mentor: Mentor = my_mentor()
    _, items = vouching.queue(mentor, counties_of_mine())
    return go(".review", review_id=items[0].review.id) if items else go(".queue")


def _requests() -> list[Request]:
    """Remarks out of the form: for each ticked part a reason, and words if there are any."""
    parts = {part.value: part for part in Part}
    reasons = {reason.value: reason for reason in RemarkReason}
    requests = []
    for name in request.form.getlist("part"):
        reason = reasons.get(request.form.get(f"reason-{name}", ""))
        words = request.form.get(f"words-{name}", "")
        if name in parts and reason is not None:
            requests.append(Request(parts[name], reason, words))
    return requests
