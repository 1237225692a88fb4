"""The step of honesty: which mark a product meets, or what it lacks and how it differs, with a photo."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from app import catalogue, vouching
from app.catalogue import UNPAPERED, Paper, Permit, Version
from app.shared import gallery
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.shared.text import only_digits
from app.vouching import DeviationKind, Difference, Grade, Told
from app.web.access import my_id
from app.web.forms.fields import fault_list
from app.web.forms.maker import StandardStep
from app.web.maker.answers import Answer, sent_key
from app.web.maker.bench import bench
from app.words import gettext, rung_wants, say

MOST_DEVIATIONS = 6


def show_standard(version: Version) -> Answer:
    told = vouching.disclosure_of(version.id)
    data: dict[str, object] = {}
    if told is not None:
        data = {"grade": told.grade.value, "mark": told.mark, "missing_mark": told.missing_mark, "why": told.why}
        data |= {"varies": told.varies, "sound_price": told.sound_price_rial}
    permit = _permit_of(version)
    if permit is not None:
        data |= {"permit_number": permit.number, "permit_issued": permit.issued_on, "permit_expires": permit.expires_on}
    return _page(version, StandardStep(None, data=data))


def _permit_of(version: Version) -> Permit | None:
    """The paper that it is to be sold under; before one is named, her longest-lived of that kind."""
    papers = catalogue.permits_of(bench().maker.id, version.health_route)
    return next((one for one in papers if one.id == version.permit_id), papers[0] if papers else None)


def _page(version: Version, form: StandardStep, faults: list[tuple[str, str]] | None = None) -> Answer:
    deviations = vouching.deviations_of(version.id)
    permit = _permit_of(version)
    return Answer(
        faults=[*fault_list(form), *(faults or [])],
        facts={
            "form": form,
            "grades": vouching.ladder(),
            "asks": {one: rung_wants(vouching.rung(one)) for one in vouching.ladder()},
            "asks_less": any(vouching.rung(one).price_down_bps for one in vouching.ladder()),
            "kinds": list(DeviationKind),
            "ready": vouching.choices_for(version.category_code),
            "deviations": deviations,
            "pictures": gallery.by_ids(one.picture_id for one in deviations if one.picture_id),
            "good": catalogue.good(version.good_id) if version.good_id else None,
            "needs_permit": version.health_route not in UNPAPERED,
            "route": version.health_route,
            "permit": permit,
            "permit_photo": gallery.by_ids([permit.picture_id]) if permit and permit.picture_id else {},
        },
    )


def take_standard(version: Version) -> Answer:
    form = StandardStep(request.form)
    form.needs_permit = version.health_route not in UNPAPERED
    form.ready = {str(one.id): one for one in vouching.choices_for(version.category_code)}
    act, _, number = request.form.get("do", "").partition("-")
    if act == "drop":
        _drop(version.id, only_digits(number))
        return _page(_draft(version.id), form)
    if not form.validate():
        return _page(version, form)
    name = "deviation_photo"
    try:
        received = gallery.receive(_contents("deviation_photo"), sent_key())
        name = "permit_photo"
        paper = gallery.receive(_contents(name), sent_key())
        _keep(version.id, form, received, paper)
    except BadPicture as refusal:
        return _page(_draft(version.id), form, [(name, say(refusal).sentence)])
    except catalogue.PhotoNeeded as refusal:
        return _page(_draft(version.id), form, [("permit_photo", say(refusal).sentence)])
    if act == "stay":
        return Answer(kept=True)
    lacking = _lacking(version.id)
    return _page(_draft(version.id), form, lacking) if lacking else Answer(kept=True)


def _draft(version_id: int) -> Version:
    return bench().draft(version_id)


def _contents(name: str) -> list[bytes]:
    """A photo that came with the form, if one did."""
    upload = request.files.get(name)
    return [upload.stream.read()] if upload is not None and upload.filename else []


def _keep(version_id: int, form: StandardStep, received: list[gallery.Sent], paper: list[gallery.Sent]) -> None:
    with transaction():
        draft = _draft(version_id)
        catalogue.take_turns(draft)
        known = [
            Difference(one.kind, one.words, one.amount, one.picture_id) for one in vouching.deviations_of(draft.id)
        ]
        if form.difference is not None:
            kind, words = form.difference
            another = Difference(kind, words, form.deviation_amount.data or "", None)
            known = _with_another(known, another, received)
        told = Told(
            Grade(str(form.grade.data)),
            mark=form.mark.data or "",
            missing_mark=form.missing_mark.data or "",
            why=form.why.data or "",
            varies=form.varies.data or "",
            differences=known,
            sound_price=form.sound_price.data,
        )
        vouching.disclose(draft, told)
        if form.needs_permit:
            catalogue.use_permit(draft, _sent_permit(draft, form, paper))


def _with_another(known: list[Difference], another: Difference, received: list[gallery.Sent]) -> list[Difference]:
    """A difference told twice is one, even when its photo came with the second telling or a phone sent it all again."""
    pictures = [gallery.add_once(one, my_id()) for one in received]
    if None in pictures:
        return known
    picture_id = next((picture.id for picture in pictures if picture is not None), None)
    same = next((one for one in known if replace(one, picture_id=None) == another), None)
    if same is not None:
        return [replace(one, picture_id=picture_id or one.picture_id) if one is same else one for one in known]
    return [*known, replace(another, picture_id=picture_id)][:MOST_DEVIATIONS]


def _sent_permit(draft: Version, form: StandardStep, sent: list[gallery.Sent]) -> Permit:
    """Her paper as she shows it now; its photo is nobody's but hers, her mentor's and staff's. Raises PhotoNeeded."""
    pictures = [gallery.add_once(one, my_id(), gallery.PRIVATE) for one in sent]
    picture_id = next((one.id for one in pictures if one is not None), None)
    number, issued, expires = form.permit_number.data or "", form.permit_issued.data, form.permit_expires.data
    paper = Paper(draft.health_route, number, issued, expires, picture_id)
    return catalogue.send_permit(bench().maker.id, paper, my_id())


def _drop(version_id: int, number: str) -> None:
    with transaction():
        draft = _draft(version_id)
        told = vouching.disclosure_of(draft.id)
        if told is None:
            return
        kept = [
            Difference(one.kind, one.words, one.amount, one.picture_id)
            for one in vouching.deviations_of(draft.id)
            if str(one.id) != number
        ]
        vouching.disclose(draft, Told.of(told, kept))


def _lacking(version_id: int) -> list[tuple[str, str]]:
    """What the grade asks and she has not told, at the field where she can."""
    lacking = vouching.untold(version_id)
    if lacking == "told" and vouching.deviations_of(version_id):
        return [("deviation_photo", gettext("عکسی از تفاوت بگذارید، یا بنویسید چه نشانی ندارد."))]
    words = {
        "told": ("deviation_words", gettext("یک تفاوت با عکس بنویسید، یا بنویسید چه نشانی ندارد.")),
        "described": ("deviation_words", gettext("با این درجه باید دست‌کم یک تفاوت را بنویسید.")),
        "sound_price": (
            "sound_price",
            gettext("بنویسید سالمِ همین را چند می‌فروشید: با این درجه باید ارزان‌تر باشد."),
        ),
        "pictured": ("deviation_photo", gettext("با این درجه هر تفاوت باید عکس داشته باشد.")),
    }
    return [words[lacking]] if lacking in words else []
