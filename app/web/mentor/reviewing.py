"""A look at one product, and what the mentor says of it."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app import accounts, catalogue, claims, orders, programme, vouching
from app.catalogue import Part
from app.shared import clock, gallery
from app.shared.calendar import today
from app.shared.database import transaction
from app.shared.errors import Refusal
from app.shared.pictures import BadPicture
from app.shared.text import clean
from app.vouching import Basis, Mark, Record, RemarkReason, Request, Review, Testimony
from app.web.access import MENTORS, allow, me, my_mentor
from app.web.forms.fields import fault_list
from app.web.forms.mentor import VouchForm
from app.web.languages import chosen
from app.web.mentor.comparing import differing
from app.web.mentor.desk import blueprint, counties_of_mine
from app.web.pages import Page, done, go
from app.web.private import private_photo
from app.web.shop import county_names
from app.words import formats, gettext, say

Faults = list[tuple[str, str]]


@blueprint.get("/review/<int:review_id>")
@allow(MENTORS)
def review(review_id: int) -> Page:
    return _page(review_id, VouchForm(data={"seen_on": today()}), [])


def _page(review_id: int, form: VouchForm, faults: Faults) -> Page:
    return look(vouching.open_review(review_id, my_mentor(), counties_of_mine()), form, faults)


def look(found: Review, form: VouchForm, faults: Faults, **more: object) -> Page:
    """A product with all that is told of it, and what the mentor may say.

    `more`: `appeal`, an appeal against what was decided of it; `seeking`, a vouch that another mentor is to follow in.
    """
    page = render_template(
        "mentor/review.html",
        **_facts(found),
        **_said_before(found),
        form=form,
        faults=faults,
        asked=request.form,
        **more,
    )
    return (page, 422) if faults else page


def _facts(found: Review) -> dict[str, object]:
    """What there is to look at."""
    version = catalogue.version(found.version_id)
    product = catalogue.product(version.product_id)
    maker = programme.trainee(found.maker_id)
    deviations, disclosure = vouching.deviations_of(version.id), vouching.disclosure_of(version.id)
    permit = catalogue.permit(version.permit_id) if version.permit_id else None
    before, sent_back = vouching.looked_at_before(version), vouching.returned_before(version)
    return {
        "review": found,
        "version": version,
        "product": product,
        "maker": maker,
        "person": accounts.person(maker.person_id),
        "shown": catalogue.pictures_of([version.id]).get(version.id, []),
        "disclosure": disclosure,
        "deviations": deviations,
        "reached": vouching.better_grade(disclosure) if disclosure else None,
        "pictures": gallery.by_ids(
            [*(one.picture_id for one in deviations if one.picture_id), (permit and permit.picture_id) or 0]
        ),
        "permit": permit,
        "variants": catalogue.variants_of([product.id]).get(product.id, []),
        "category": catalogue.category(version.category_code or ""),
        "typical": catalogue.typical_price_of(version.good_id, version.category_code, product.id),
        "before": before,
        "differs": differing(before, version) if before else [],
        "asked_before": vouching.remarks_of([sent_back[1].id]).get(sent_back[1].id, []) if sent_back else [],
        "since": differing(sent_back[0], version) if sent_back else [],
        "parts": list(Part),
        "reasons": list(RemarkReason),
        "ties": list(vouching.InterestKind),
        "most_words": vouching.LONGEST_REQUEST,
        "lasting": [(str(part), vouching.last_day(part)) for part in vouching.PARTS],
        "rubric": vouching.rubric_for(version.category_code),
        "all_marks": list(Mark),
        "two": vouching.reasons_for_two(version, record_of(found)),
        "counties": county_names(),
        "preparers": vouching.preparers_of([version]),
    }


def _said_before(found: Review) -> dict[str, object]:
    """What others have said of it, and she herself; what waits after it."""
    mentor = my_mentor()
    assent = vouching.assent_to(found.id)
    return {
        "assent": assent,
        "assenter": programme.mentor(assent.mentor_id) if assent else None,
        "assented": vouching.found_by(found.id, assent.mentor_id) if assent else [],
        "evidence": vouching.own_evidence(found.id, mentor.id),
        "remarks": vouching.remarks_of([found.id]).get(found.id, []),
        "judge": programme.mentor(found.mentor_id) if found.mentor_id else None,
        "waiting": vouching.waiting(mentor, counties_of_mine()),
        "following": vouching.next_review(mentor, counties_of_mine(), found),
    }


def record_of(found: Review) -> Record:
    """What sales and claims tell of a product and its maker."""
    product_id = catalogue.version(found.version_id).product_id
    now = clock.now()
    return Record(
        sold=orders.pieces_sold(product_id, now - timedelta(days=vouching.SOLD_DAYS)),
        upheld=claims.upheld_on(found.maker_id, now - timedelta(days=vouching.CLAIMS_DAYS)),
    )


@blueprint.get("/review/<int:review_id>/permit")
@allow(MENTORS)
def permit_photo(review_id: int) -> Page:
    """The photo of the paper that the product is to be sold under."""
    found = vouching.open_review(review_id, my_mentor(), counties_of_mine())
    version = catalogue.version(found.version_id)
    return private_photo(catalogue.permit(version.permit_id).picture_id if version.permit_id else None)


@blueprint.post("/review/<int:review_id>")
@allow(MENTORS)
def decide(review_id: int) -> Page:
    act = request.form.get("do", "")
    form = VouchForm(request.form)
    requests = _requests()
    if fault := _wrong_requests(act, requests):
        return _page(review_id, form, [("part", fault)])
    if act == "vouch":
        return _vouch(review_id, form)
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


def _wrong_requests(act: str, requests: list[Request]) -> str:
    """What is wrong with the ticked parts, in words; nothing where they fit the act."""
    ticked = set(request.form.getlist("part"))
    if act == "vouch":
        fault = gettext("بخش‌هایی را برای اصلاح نشان زده‌اید: نشانشان را بردارید، یا برگردانید.")
        return fault if ticked else ""
    if len(requests) < len(ticked):
        return gettext("برای هر بخشی که نشان کرده‌اید، دلیلش را برگزینید.")
    if any(len(clean(one.words)) > vouching.LONGEST_REQUEST for one in requests):
        return gettext("هر توضیح را کوتاه‌تر بنویسید؛ تا %(n)s نویسه.", n=formats.num(vouching.LONGEST_REQUEST))
    return ""


def testimony_in(form: VouchForm) -> Testimony:
    """What the mentor says in a form that is right."""
    return Testimony(
        basis=Basis(form.basis.data),
        seen_on=form.seen_on.data,
        checked=form.checked.data or "",
        unchecked=form.unchecked.data or "",
        words=form.words.data or "",
        marks=marks_in(),
        part=form.part(),
    )


def marks_in() -> dict[int, Mark]:
    """What was marked of the rubric; what is no mark is left out."""
    known = {mark.value: mark for mark in Mark}
    found = {}
    for name, value in request.form.items():
        number = name.removeprefix("mark-")
        if name.startswith("mark-") and number.isascii() and number.isdigit() and value in known:
            found[int(number)] = known[value]
    return found


def keep_photos(found: Review) -> Faults:
    """Her photos are kept whatever becomes of the rest of the form."""
    uploads: list[FileStorage] = [one for one in request.files.getlist("evidence") if one.filename]
    if not uploads:
        return []
    try:
        keys = gallery.keep_all([one.stream.read() for one in uploads[: vouching.MOST_EVIDENCE]])
    except BadPicture as refusal:
        return [("evidence", say(refusal).sentence)]
    with transaction():
        added = [gallery.add(key, me().person.id).id for key in keys]
        vouching.add_evidence(found, my_mentor(), added)
    return []


def refused_look(refusal: Refusal) -> Faults:
    """Where in the form a refusal belongs."""
    if isinstance(refusal, vouching.RubricOpen):
        lines = {one.id: one.called(chosen()) for one in vouching.all_items()}
        return [(f"mark-{one}", gettext("بگویید: %(line)s؟", line=lines.get(one, ""))) for one in refusal.items]
    if isinstance(refusal, vouching.EvidenceNeeded):
        return [("evidence", say(refusal).sentence)]
    if isinstance(refusal, vouching.RubricNotMet):
        return [("rubric", say(refusal).sentence)]
    return [("decision", say(refusal).sentence)]


def _vouch(review_id: int, form: VouchForm) -> Page:
    faults = keep_photos(vouching.open_review(review_id, my_mentor(), counties_of_mine()))
    if not form.validate() or faults:
        return _page(review_id, form, [*fault_list(form), *faults])
    try:
        with transaction():
            found: Review = vouching.open_review(review_id, my_mentor(), counties_of_mine())
            given = vouching.vouch(found, my_mentor(), testimony_in(form), record_of(found))
    except Refusal as refusal:
        return _page(review_id, form, refused_look(refusal))
    if given is None:
        done(gettext("نظرتان ثبت شد. پیشرانِ دومی هم باید ببیند؛ پس از او به بازار می‌رود."))
    else:
        done(gettext("تأیید کردید. کالا روی بازار است."))
    return _on()


def _on() -> Response:
    """To the next product, or back to an empty queue."""
    following = vouching.next_review(my_mentor(), counties_of_mine())
    return go(".queue") if following is None else go(".review", review_id=following)


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


@blueprint.post("/review/<int:review_id>/tie")
@allow(MENTORS)
def tie(review_id: int) -> Page:
    """«با این سازنده نسبتی دارم»: it is declared, and she judges nothing of this maker's from now on."""
    kinds = {kind.value: kind for kind in vouching.InterestKind}
    kind = kinds.get(request.form.get("tie", ""))
    if kind is None:
        form = VouchForm(data={"seen_on": today()})
        return _page(review_id, form, [("tie", gettext("بگویید چه نسبتی است."))])
    with transaction():
        found = vouching.open_review(review_id, my_mentor(), counties_of_mine())
        maker = programme.trainee(found.maker_id)
        vouching.declare_interest(my_mentor(), maker, kind, request.form.get("words", ""), me().person.id)
    done(gettext("ثبت شد. کالاهای این سازنده را پیشرانِ دیگری می‌بیند."))
    return _on()
